"""Changes between drafts are found: the floors may only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.dev.evaluate.compared_drafts import measure
from tests.paths import ROOT

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["compared drafts"]


def test_changes_in_some_drafts_are_found(shared_data: Path) -> None:
    found = measure(shared_data, part=6)
    assert {
        code for code, each in found.items() if each.there and each.f1() < FLOORS["part"]
    } == set()
    assert sum(each.there.total() for each in found.values()) > 50


@pytest.mark.evaluation
def test_changes_in_all_drafts_are_found(shared_data: Path) -> None:
    found = measure(shared_data, each=3)
    low = {code: each.f1() for code, each in found.items() if each.f1() < FLOORS["whole"][code]}
    assert not low
