"""A map over processes: in order, bounded, and alive whatever happens to a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexapla.corpora.errors import EncoderError
from hexapla.memory.jobs.processes import map_here, map_in_processes
from tests.memory.jobs.items import died, ready, work
from tests.processes import GUARD, runs, started, wait_until


def mapped(items: list[int | str], jobs: int = 2) -> list[str]:
    return list(map_in_processes(work, items, jobs=jobs, known_result=ready, on_death=died))


def test_results_come_in_order_and_ready_ones_need_no_process() -> None:
    assert mapped(["sleep0.3", 1, "ready", "sleep0.1", 2]) == [
        *("done sleep0.3", "done 1", "was ready", "done sleep0.1", "done 2")
    ]
    assert mapped([]) == []
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_costs_only_its_own_item() -> None:
    items: list[int | str] = [1, 2, "die", 3, "ready", 4, "exit", 5, 6, 7, 8, 9, 10, 11, 12]
    assert mapped(items) == [
        *("done 1", "done 2", "died of die", "done 3", "was ready", "done 4", "died of exit"),
        *(f"done {number}" for number in range(5, 13)),
    ]


def test_an_item_that_hangs_is_ended_and_costs_no_other() -> None:
    items: list[int | str] = [1, "late", 2, "ready"]
    found = map_in_processes(
        work, items, jobs=2, known_result=ready, on_death=died, time_limit=GUARD
    )
    assert list(found) == ["done 1", "died of late", "done 2", "was ready"]


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no affinity on this system")
def test_workers_share_the_cores_out(tmp_path: Path) -> None:
    ours = os.sched_getaffinity(0)

    def shares(jobs: int) -> list[list[int]]:
        folder = tmp_path / str(jobs)
        folder.mkdir()
        given = mapped([f"cores {jobs} {folder}"] * jobs, jobs)
        return [[int(core) for core in each.split()] for each in given]

    pair = shares(2)
    assert {core for share in pair for core in share} == ours
    if len(ours) > 1:
        assert sum(map(len, pair)) == len(ours)
    assert {len(share) for share in shares(len(ours) + 1)} == {1}


def test_workers_are_deaf_to_ctrl_c_from_their_start() -> None:
    assert mapped(["held"], jobs=1) == ["True"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_nothing_but_deaths_comes_to_an_end() -> None:
    assert mapped(["die"] * 3) == ["died of die"] * 3


def test_an_exception_of_the_function_reaches_the_caller_and_ends_the_processes() -> None:
    with pytest.raises(EncoderError, match="embedded: is not installed"):
        mapped([1, "fail", "sleep600"])
    assert multiprocessing.active_children() == []


def test_items_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def items() -> Iterator[int | str]:
        for number in range(1, 1001):
            taken.append(number)
            yield number

    results = map_in_processes(work, items(), jobs=2, known_result=ready, on_death=died)
    assert next(results) == "done 1"
    assert len(taken) < 20
    results.close()
    assert multiprocessing.active_children() == []


def test_closing_early_does_not_wait_for_what_is_under_way() -> None:
    items: list[int | str] = [1, "sleep600", "sleep600"]
    results = map_in_processes(work, items, jobs=2, known_result=ready, on_death=died)
    next(results)
    begun = time.monotonic()
    results.close()
    assert time.monotonic() - begun < GUARD


PARENT = """
import multiprocessing, sys
from hexapla.memory.jobs.processes import map_in_processes
from tests.memory.jobs.items import died, ready, work
if __name__ == "__main__":
    items = [1, 2] + ["sleep0.1"] * 1000
    results = map_in_processes(work, items, jobs=2, known_result=ready, on_death=died)
    for number, _ in enumerate(results):
        if number == 2:
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent(sent: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with started(script, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        workers = [int(pid) for pid in process.stdout.readline().split()]
        assert len(workers) == 2
        # Ctrl-C goes to the whole group of processes, a kill to one.
        os.killpg(process.pid, sent) if sent == signal.SIGINT else process.kill()
        # The output ends when the last process that holds it does.
        _, errors = process.communicate(timeout=GUARD)
    wait_until(lambda: not any(map(runs, workers)))
    # The parent may say that it was interrupted, even while it cleans up; the workers say nothing.
    assert "SpawnProcess" not in errors
    assert errors.endswith("KeyboardInterrupt\n" if sent == signal.SIGINT else "")


def test_in_this_process_an_item_that_takes_too_long_is_stopped() -> None:
    before = signal.getsignal(signal.SIGALRM)
    for limit, item, expected in (
        (GUARD, "late", "died of late"),
        (None, "sleep0", "done sleep0"),
    ):
        items: list[int | str] = [1, "ready", item, 2]
        results = map_here(work, items, known_result=ready, on_timeout=died, time_limit=limit)
        assert list(results) == ["done 1", "was ready", expected, "done 2"]
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [([True], ["died of 1", "done 2"]), ([False, False, True], ["done 1", "died of 2"])],
)
def test_what_rings_as_an_item_ends_rings_no_more(
    ends: list[bool], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, set_timer = signal.getsignal(signal.SIGALRM), signal.setitimer
    rings = iter(ends)

    def late(timer: int, seconds: float, *again: float) -> object:
        if not seconds and next(rings, False):
            signal.raise_signal(signal.SIGALRM)
        return set_timer(timer, seconds, *again)

    monkeypatch.setattr(signal, "setitimer", late)
    results = map_here(work, [1, 2], known_result=ready, on_timeout=died, time_limit=GUARD)
    assert list(results) == expected
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_in_another_thread_there_is_no_limit() -> None:
    found: list[str] = []

    def run() -> None:
        found.extend(
            map_here(work, ["sleep0.2"], known_result=ready, on_timeout=died, time_limit=0.01)
        )

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == ["done sleep0.2"]
