"""What answers parts of texts holds the right terms: the floors may only rise."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from scripts.dev.evaluate.fragments import anchored_parts, measure
from scripts.dev.evaluate.gold_sets import TARGETS
from scripts.dev.evaluate.renderings import Term
from tests.paths import ROOT

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["fragments"]

TEXT = "请会员国在树木名册中记录每一片森林的面积，并向秘书处提出报告"
TRANSLATION = (
    "Invites Member States to record in the register of trees the area of each forest, and to"
    " report to the Secretariat"
)
TERMS = [
    Term("会员国", "en", ("member state*",)),
    Term("树木名册", "en", ("register* of trees",)),
    Term("名册", "en", ("register*",)),
    Term("秘书处", "en", ("secretariat",)),
]


def test_parts_hold_terms_whole_with_the_places_that_render_them() -> None:
    known = {"会员国": "Member States", "树木名册": "register of trees", "秘书处": "Secretariat"}
    seen = set()
    for seed in range(40):
        for part in anchored_parts(TEXT, TRANSLATION, TERMS, random.Random(seed)):
            asked = TEXT[slice(*part.span)]
            inside = {TRANSLATION[slice(*place)] for place in part.inside}
            outside = {TRANSLATION[slice(*place)] for place in part.outside}
            assert inside == {said for term, said in known.items() if term in asked} != set()
            assert inside | outside == set(known.values())
            seen |= inside
    assert seen == set(known.values())


@pytest.mark.evaluation
@pytest.mark.parametrize("language", TARGETS)
def test_answers_stay_above_their_floors(shared_data: Path, language: str) -> None:
    found = measure(shared_data, languages=[language])[language]
    assert found["F1"] >= FLOORS[language]["F1"], found
    assert found["parts"] > 150
