"""The accuracy on the gold sets, which may only rise."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.evaluation import total
from scripts.dev.evaluate.alignment import Result, evaluate, evaluate_together, score_sets
from scripts.dev.evaluate.gold_sets import GOLD_SETS, GoldPair, gold_pairs, in_all_languages
from tests.paths import ROOT

_ALL_FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))
_FLOORS = _ALL_FLOORS["alignment"]
_TOGETHER = _ALL_FLOORS["languages together"]
_QUICK = {each.name: each.quick for each in GOLD_SETS}
_SURE = 0.95
_PART = "sdg-noisy zh-ar"


@pytest.fixture(scope="module")
def results(shared_data: Path) -> list[Result]:
    """Every gold pair once; of some sets, the quick languages stand for all."""
    pairs = gold_pairs(shared_data)
    return evaluated(pair for pair in pairs if pair.languages[1] in _QUICK[pair.set_name])


def evaluated(pairs: Iterable[GoldPair]) -> list[Result]:
    encoder = EmbeddedEncoder()
    return [evaluate(pair, encoder) for pair in pairs]


def test_every_gold_set_has_a_floor_and_every_floor_a_set() -> None:
    assert {name.split()[0] for name in _FLOORS} == set(_QUICK)


def test_a_part_stays_above_its_floor(shared_data: Path) -> None:
    """What takes minutes of all of them is done by the evaluations below."""
    pairs = gold_pairs(shared_data, _PART.split(maxsplit=1)[0])
    (part,) = evaluated(pair for pair in pairs if pair.group == _PART)
    assert total([part.counts]).strict.f1 >= _FLOORS[_PART]
    sure = [right for bead, right in part.judged if bead.score >= _SURE]
    assert len(sure) > 0.5 * len(part.judged)
    assert sum(sure) >= _SURE * len(sure)


@pytest.mark.evaluation
@pytest.mark.parametrize("name", _FLOORS)
def test_strict_f1_stays_above_its_floor(results: list[Result], name: str) -> None:
    inside = [each.counts for each in results if name in (each.pair.set_name, each.pair.group)]
    assert inside, f"no gold pair is called {name}"
    assert total(inside).strict.f1 >= _FLOORS[name]


@pytest.mark.evaluation
def test_all_languages_together_stay_above_their_floors(shared_data: Path) -> None:
    chosen = gold_pairs(shared_data, *(name.split()[1] for name in _TOGETHER))
    encoder = EmbeddedEncoder()
    results = [evaluate_together(each, encoder) for each in in_all_languages(chosen)]
    sets = score_sets([], results)
    assert sets.keys() == _TOGETHER.keys()
    for name, floor in _TOGETHER.items():
        assert sets[name].strict_f1 >= floor, name
    judged = [one for each in results for result in each for one in result.judged]
    sure = [right for bead, right in judged if bead.score >= _SURE]
    assert sum(sure) >= _SURE * len(sure) > 0


@pytest.mark.evaluation
def test_sure_beads_are_right(results: list[Result]) -> None:
    judged = [(bead.score, right) for each in results for bead, right in each.judged]
    sure = [right for score, right in judged if score >= _SURE]
    assert len(sure) > 0.5 * len(judged)
    assert sum(sure) >= _SURE * len(sure)
