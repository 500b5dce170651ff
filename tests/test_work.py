"""The work of a function for twice as much is told, however little it is."""

from __future__ import annotations

from collections import Counter

from tests.work import time_growth


def test_work_that_takes_no_time_is_repeated_until_it_takes_some() -> None:
    calls: Counter[int] = Counter()

    def work(size: int) -> None:
        calls[size] += 1

    assert time_growth(work, 1, times=2) > 0
    assert min(calls[1], calls[2]) > 100
