"""Counts the work of a function in calls, which are the same on every machine, however busy."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

TraceFunction = Callable[[FrameType, str, Any], Any]

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


def lines_of(function: Callable[[], object]) -> int:
    """Return how many lines of Python a function runs, each turn of a loop being one.

    Functions of lxml are not seen by `work_of`; what calls them in a loop is seen here.
    """
    lines = 0

    def count(_: FrameType, event: str, __: object) -> TraceFunction:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        function()
    finally:
        sys.settrace(before)
    return lines


def growth(
    function: Callable[[int], object],
    size: int,
    work: Callable[[Callable[[], object]], int] = work_of,
) -> float:
    """Return how many times the work for `size` that for twice as much is, once it was warm."""
    function(size)
    return work(lambda: function(2 * size)) / work(lambda: function(size))


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

    function(size)  # what is made once is made
    # In turn, and the least of each: a processor that others use as well is slower for one while
    # than for the next.
    pairs = [(taken(size), taken(times * size)) for _ in range(3)]
    return min(large for _, large in pairs) / min(small for small, _ in pairs)
