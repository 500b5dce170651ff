"""What has to change in a translation is marked: the floors may only rise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.dev.evaluate.projected_drafts import Marked, measure
from tests.paths import ROOT

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["projected drafts"]


def by_kind(found: Mapping[tuple[str, str], Mapping[str, Marked]]) -> dict[str, Marked]:
    """The counts of all languages together."""
    together: dict[str, Marked] = {}
    for counts in found.values():
        for kind, each in counts.items():
            own = together.setdefault(kind, Marked())
            own.right, own.marked, own.there = (
                own.right + each.right,
                own.marked + each.marked,
                own.there + each.there,
            )
    return together


def test_words_are_marked_in_some_drafts(shared_data: Path) -> None:
    found = by_kind(measure(shared_data, part=40))
    assert {kind for kind, each in found.items() if each.f1 < FLOORS[kind]} == set()
    assert sum(each.there for each in found.values()) > 100


@pytest.mark.evaluation
def test_words_are_marked_in_many_drafts(shared_data: Path) -> None:
    found = by_kind(measure(shared_data, part=4))
    assert found.keys() == FLOORS.keys()
    assert {kind: each.f1 for kind, each in found.items() if each.f1 < FLOORS[kind]} == {}
