"""What the benchmarks share: clocks, processes of their own, tables."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import dataclass

import pytest

from hexapla.corpora.errors import UsageError
from scripts.dev.bench.harness import (
    Clock,
    benchmark,
    in_new_process,
    percentiles,
    show,
    table,
    timed,
    verdict,
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


def test_verdicts() -> None:
    assert verdict(2.0, None) == ""
    assert verdict(2.0, 2.0, unit=" ms") == "goal 2 ms: met"
    assert verdict(2.1, 2.0) == "goal 2: NOT MET"


def test_each_command_has_its_own_help() -> None:
    def first() -> None:
        """Measure one."""

    def second() -> None:
        """Measure two."""

    assert [benchmark(each).help for each in (first, second)] == ["Measure one.", "Measure two."]


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    rows = [{"name": "a", "s": 1234.5, "n": 10_000}, {"name": "longer", "s": 0.1234, "n": 2}]
    assert list(table(rows)) == [
        "name        s       n",
        "a        1234  10,000",
        "longer  0.123       2",
    ]
    assert list(table([])) == []


@dataclass(frozen=True)
class Result:
    task: str
    seconds: float


@pytest.mark.parametrize("as_json", [True, False])
def test_results_are_shown(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    show(
        [Result("read", 1.5)], lambda each: {"what": each.task, "s": each.seconds}, as_json=as_json
    )
    printed = capsys.readouterr().out
    if as_json:
        assert json.loads(printed) == {"task": "read", "seconds": 1.5}
    else:
        assert printed == "what    s\nread  1.5\n"
