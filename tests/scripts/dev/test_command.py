"""What the commands for developers share: help, verdicts, tables."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from scripts.dev.command import command, show, table, verdict


def test_verdicts() -> None:
    assert verdict(2.0, None) == ""
    assert verdict(2.0, 2.0, unit=" ms") == "goal 2 ms: met"
    assert verdict(2.1, 2.0) == "goal 2: NOT MET"


def test_each_command_has_its_own_help() -> None:
    def first() -> None:
        """Measure one."""

    def second() -> None:
        """Measure two."""

    assert [command(each).help for each in (first, second)] == ["Measure one.", "Measure two."]


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
