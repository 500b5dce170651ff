"""Counts the work of a function in calls, which are the same on every machine, however busy."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType

_LEAST = 0.1
"""Seconds that are measured at least: a clock of processor time may go in steps of 16 ms."""

LINEAR = 2.4
"""The most times the work for twice as much may be: a little more than twice."""


def work_of(function: Callable[[], object]) -> int:
    """Return how many calls, of Python's and of libraries' functions, a function makes."""
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return calls


def growth(function: Callable[[int], object], size: int) -> float:
    """Return how many times the work for `size` that for twice as much is, once it was warm."""
    function(size)
    return work_of(lambda: function(2 * size)) / work_of(lambda: function(size))


def time_growth(function: Callable[[int], object], size: int, times: int) -> float:
    """Return how many times the processor time for `size` that for `times` as much is.

    For work within one call of a library, which `work_of` does not see.
    """

    def taken(size: int) -> float:
        begun, done, passed = time.process_time(), 0, 0.0
        while passed < _LEAST:
            function(size)
            done += 1
            passed = time.process_time() - begun
        return passed / done

    return min(taken(times * size) for _ in range(2)) / min(taken(size) for _ in range(3))
