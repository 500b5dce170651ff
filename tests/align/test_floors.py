"""The accuracy on the gold sets, which may only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.evaluation import total
from scripts.dev.evaluate.alignment import (
    Result,
    evaluate,
    evaluate_together,
    gold_pairs,
    in_all_languages,
    score_sets,
)
from tests.paths import ROOT

_ALL_FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))
_FLOORS = _ALL_FLOORS["alignment"]


@pytest.fixture(scope="module")
def results(shared_data: Path) -> list[Result]:
    """Every gold pair once; of the clean ones, two languages stand for all."""
    encoder = EmbeddedEncoder()
    return [
        evaluate(pair, encoder)
        for pair in gold_pairs(shared_data)
        if "numbered" not in pair.group or pair.languages[1] in ("en", "ar")
    ]


@pytest.mark.parametrize("name", _FLOORS)
def test_strict_f1_stays_above_its_floor(results: list[Result], name: str) -> None:
    inside = [each.counts for each in results if each.pair.group.startswith(name)]
    assert inside, f"no gold pair is called {name}"
    assert total(inside).strict.f1 >= _FLOORS[name]


def test_all_languages_together_stay_above_their_floors(shared_data: Path) -> None:
    noisy = [pair for pair in gold_pairs(shared_data) if pair.group.startswith("sdg-noisy")]
    encoder = EmbeddedEncoder()
    results = [evaluate_together(each, encoder) for each in in_all_languages(noisy)]
    sets = score_sets([], results)
    floors = _ALL_FLOORS["languages together"]
    assert sets.keys() == floors.keys()
    for name, floor in floors.items():
        assert sets[name].strict_f1 >= floor, name
    sure = [
        right
        for each in results
        for one in each
        for bead, right in one.judged
        if bead.score >= 0.95
    ]
    assert sum(sure) >= 0.95 * len(sure) > 0


def test_sure_beads_are_right(results: list[Result]) -> None:
    judged = [(bead.score, right) for each in results for bead, right in each.judged]
    sure = [right for score, right in judged if score >= 0.95]
    assert len(sure) > 0.5 * len(judged)
    assert sum(sure) >= 0.95 * len(sure)
