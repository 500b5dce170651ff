"""What takes too much processor time is ended, wherever it is; what waits is not."""

import subprocess
import sys
import threading
import time

import pytest

from hexapla.corpora.errors import LimitError
from hexapla.corpora.input.processor_time import processor_time


def work() -> None:
    while True:
        sum(range(1000))


def test_what_never_ends_is_ended_by_one_line() -> None:
    cause = r"takes more than 0\.1 seconds of processor time"
    with pytest.raises(LimitError, match=cause), processor_time(0.1):
        work()


def test_it_is_ended_in_every_thread_and_no_other() -> None:
    raised: list[str] = []

    def one(bound: float) -> None:
        try:
            with processor_time(bound):
                work()
        except LimitError as error:
            raised.append(str(error))

    threads = [threading.Thread(target=one, args=(each,)) for each in (0.02, 0.04)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(raised) == 2


def test_of_blocks_within_each_other_each_says_its_own_bound() -> None:
    with pytest.raises(LimitError, match=r"more than 0\.3 seconds"), processor_time(0.3):
        with pytest.raises(LimitError, match="more than 0 seconds"), processor_time(0.02):
            work()
        with processor_time(9.0):
            work()


def test_waiting_counts_for_nothing() -> None:
    begun = time.thread_time()
    with processor_time(0.2):
        threading.Event().wait(0.3)
    assert time.thread_time() - begun < 0.2


class _Destroyed:
    """What works while it is taken away, where Python lets no error out."""

    def __del__(self) -> None:
        work()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_error_that_is_lost_in_a_destructor_is_raised_at_the_end() -> None:
    with pytest.raises(LimitError, match="more than 0 seconds"), processor_time(0.02):
        _Destroyed()


def test_a_block_that_no_watch_saw_is_too_long_all_the_same() -> None:
    for _ in range(20):
        with pytest.raises(LimitError), processor_time(0.0):
            pass


def test_nothing_is_raised_after_the_block() -> None:
    for _ in range(50):
        try:
            with processor_time(0.0):
                pass
        except LimitError:
            pass
    assert sum(range(1000)) == 499_500


_CALLS_COUNTED_AFTER_A_LIMIT = """
import sys
from hexapla.corpora.errors import LimitError
from hexapla.corpora.input.processor_time import processor_time
try:
    with processor_time(0.01):
        while True:
            pass
except LimitError:
    pass
calls = []
sys.setprofile(lambda frame, event, _: calls.append(event))
(lambda: None)()
sys.setprofile(None)
print(calls.count("call"))
"""


def test_calls_are_counted_after_a_limit_as_before() -> None:
    """In a process of its own: Python that waits for an error that is gone does so for good."""
    program = [sys.executable, "-c", _CALLS_COUNTED_AFTER_A_LIMIT]
    done = subprocess.run(program, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("1\n", "")
