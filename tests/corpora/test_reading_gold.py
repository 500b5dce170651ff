"""Reading accuracy on the real gold sets must not fall below its floors."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.evaluate.reading import GOLD_SETS, Reading, main
from tests.paths import ROOT

FLOORS = ROOT / "tests" / "floors.json"


@pytest.fixture(scope="module")
def printed(shared_data: Path) -> list[str]:
    """What the command prints: every gold set is read once."""
    result = CliRunner().invoke(main, [str(shared_data)])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_reading_keeps_its_floors(printed: list[str]) -> None:
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))["reading"]
    found: dict[str, dict[str, Reading]] = defaultdict(dict)
    for line in printed:
        gold_set, language, share, *_, extra = line.split()
        right, total = map(int, share.split("/"))
        found[gold_set][language] = Reading(gold_set, language, right, total, int(extra))
    assert found.keys() == floors.keys()
    for gold_set, languages in floors.items():
        assert found[gold_set].keys() == languages.keys()
        for language, floor in languages.items():
            reading = found[gold_set][language]
            assert reading.accuracy >= floor, reading
            assert reading.extra <= reading.total - reading.right, reading


def test_every_document_of_the_gold_sets_has_a_floor_and_a_high_one() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["reading"]
    assert {name: set(languages) for name, languages in floors.items()} == {
        each.name: set(each.languages) for each in GOLD_SETS
    }
    assert all(floor >= 0.99 for languages in floors.values() for floor in languages.values())


def test_the_command_prints_a_line_a_set_and_language(printed: list[str]) -> None:
    assert len(printed) == sum(len(each.languages) for each in GOLD_SETS)
    assert printed[0].split()[:3] == ["seed", "zh", "179/179"]
