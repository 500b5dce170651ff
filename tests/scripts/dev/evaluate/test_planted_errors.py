"""Planted errors are found and right pairs are left in peace: the floors may only rise."""

from __future__ import annotations

import json
from pathlib import Path

from scripts.dev.evaluate.planted_errors import measure
from tests.paths import ROOT

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["planted errors"]


def test_planted_errors_are_found_and_right_pairs_are_spared(shared_data: Path) -> None:
    errors, alarms = measure(shared_data, seed=5, each=1, part=40)
    found, flagged = errors.shares(), alarms.shares()
    low = {kind: found.get(kind, 0) for kind, floor in FLOORS.items() if found.get(kind, 0) < floor}
    assert not low
    assert flagged["sentences"] <= 0.01 and flagged["style"] <= 0.01
    assert max(flagged[name] for name in ("resolution", "declaration", "licence")) <= 0.01
