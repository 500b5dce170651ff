"""Planted errors are found and right pairs are left in peace: the floors may only rise."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from hexapla.corpora.languages import LANGUAGES
from scripts.dev.evaluate.planted_errors import measure
from tests.paths import ROOT

_ALL = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))
FLOORS, ALL_FLOORS = _ALL["planted errors"], _ALL["planted errors, all"]


def test_planted_errors_are_found_and_right_pairs_are_spared(shared_data: Path) -> None:
    errors, alarms = measure(shared_data, seed=5, each=1, part=40)
    found, flagged = errors.shares(), alarms.shares()
    low = {kind: found.get(kind, 0) for kind, floor in FLOORS.items() if found.get(kind, 0) < floor}
    assert not low
    assert flagged["sentences"] <= 0.01 and flagged["style"] <= 0.01
    assert max(flagged[name] for name in ("resolution", "declaration", "licence")) <= 0.01


@pytest.mark.evaluation
def test_errors_in_open_text_are_found_on_all_the_data(shared_data: Path) -> None:
    errors, alarms = measure(shared_data)
    found, flagged = errors.shares(), alarms.shares()
    low = {kind: found[kind] for kind, floor in ALL_FLOORS.items() if found[kind] < floor}
    assert not low
    assert found["known difference"] == 1
    assert flagged["all pairs"] <= 0.006 and flagged["pud"] <= 0.007
    sets = ("resolution", "declaration", "licence", "targets")
    assert max(flagged[name] for name in sets) <= 0.011
    assert max(flagged["-".join(pair)] for pair in combinations(LANGUAGES, 2)) <= 0.01
