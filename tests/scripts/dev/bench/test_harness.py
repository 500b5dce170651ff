"""What the benchmarks share: clocks, and processes of their own."""

from __future__ import annotations

import os
import signal
import time

import pytest

from hexapla.corpora.errors import UsageError
from scripts.dev.bench.harness import (
    Clock,
    in_new_process,
    percentiles,
    timed,
)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_clock_sums_up_its_blocks() -> None:
    clock = Clock()
    for _ in range(2):
        with clock:
            time.sleep(0.05)
    assert clock.seconds >= 0.1
    assert clock.cpu_seconds < clock.seconds


def test_calls_are_timed_one_by_one() -> None:
    results, clocks = timed(len, ["a", "bc"])
    assert results == [1, 2]
    assert all(each.seconds > 0 for each in clocks)


def test_percentiles() -> None:
    assert percentiles([1.0, 2.0, 3.0]) == pytest.approx((2.0, 2.9))
    assert percentiles([5.0], 10) == (5.0,)


def test_a_process_of_its_own_gives_its_result_or_is_named() -> None:
    assert in_new_process(os.getpid, what="a process") != os.getpid()
    with pytest.raises(UsageError, match="a task: the process died"):
        in_new_process(die, what="a task")
