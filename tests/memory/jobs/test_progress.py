"""What workers tell comes in the thread that waits, in order, whatever happens to a worker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from hexapla.memory.jobs.processes import map_here, map_in_processes
from hexapla.memory.jobs.progress import JobProgress, News, Step, nobody
from tests.memory.jobs.items import died, ready, work
from tests.processes import GUARD


def begun(item: int | str) -> JobProgress:
    """What `work` tells when it begins with an item."""
    return JobProgress(step=Step.READING, symbol=str(item), file="报告.txt")


def test_workers_tell_what_they_begin_in_the_thread_that_takes_the_results() -> None:
    told: list[tuple[JobProgress, threading.Thread]] = []
    items: list[int | str] = ["sleep0.1", "die", "ready", 2]
    results = map_in_processes(
        work,
        items,
        jobs=2,
        known_result=ready,
        on_death=died,
        tell=lambda progress: told.append((progress, threading.current_thread())),
    )
    assert list(results) == ["done sleep0.1", "died of die", "was ready", "done 2"]
    assert {thread for _, thread in told} == {threading.current_thread()}
    # What died was begun twice, the second time alone.
    assert {"sleep0.1", "die", "2"} >= {progress.symbol for progress, _ in told} >= {"die"}


def test_in_this_process_each_item_is_told_before_its_result() -> None:
    told: list[JobProgress] = []
    results = map_here(work, [1, 2], known_result=ready, on_timeout=died, tell=told.append)
    assert next(results) == "done 1"
    assert told == [begun(1)]
    assert list(results) == ["done 2"]
    assert told == [begun(1), begun(2)]


def test_news_are_handed_on_until_a_future_is_done() -> None:
    told: list[JobProgress] = []
    news, future = News(told.append), Future[str]()
    news.put(begun(1))
    assert not news.wait(future, 0.01)
    assert told == [begun(1)]

    def finish() -> None:
        news.put(begun(2))
        future.set_result("done")
        news.put(begun(3))

    thread = threading.Thread(target=finish)
    thread.start()
    assert news.wait(future)
    thread.join()
    assert news.wait(future)  # what came after the end
    assert told == [begun(1), begun(2), begun(3)]


class _Lost:
    """A future of Dask whose result went with its worker: it calls back, and is not done yet."""

    def __init__(self) -> None:
        self.asked = 0

    def done(self) -> bool:
        self.asked += 1
        return self.asked > 3

    def add_done_callback(self, function: Callable[[object], object], /) -> None:
        function(self)


def test_a_future_that_calls_back_too_early_is_waited_for() -> None:
    news, future = News(nobody), _Lost()
    waiting = threading.Thread(target=news.wait, args=(future,), daemon=True)
    waiting.start()
    waiting.join(GUARD)
    assert not waiting.is_alive()
    assert future.done()
