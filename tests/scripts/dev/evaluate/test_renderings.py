"""Renderings are right: the floors may only rise."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest

from scripts.dev.evaluate.gold_sets import TARGETS
from scripts.dev.evaluate.renderings import Term, gold_terms, measure
from tests.paths import ROOT

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["renderings"]


def test_the_gold_list_is_large_and_clean() -> None:
    terms = list(gold_terms(*TARGETS))
    assert len({each.text for each in terms}) >= 200
    assert len({(each.text, each.language) for each in terms}) == len(terms)
    for _, same in groupby(terms, key=lambda each: each.text):
        assert {each.language for each in same} in ({"en"}, set(TARGETS))
    for each in terms:
        assert all(form.strip(" *;") and form == form.strip() for form in each.accepted)
        assert all(each.accepts(form.replace("*", "")) for form in each.accepted), each
        assert not each.accepts("")


def test_forms_and_the_words_before_arabic_make_no_difference() -> None:
    term = Term("发展中国家", "ar", ("بلدان نامية",))
    assert term.accepts("والبلدان النامية")
    assert not term.accepts("البلدان")
    assert Term("国家", "en", ("countr*",)).spans("the countries of a Country") == [
        (4, 13),
        (19, 26),
    ]


@pytest.mark.evaluation
@pytest.mark.parametrize("language", TARGETS)
def test_renderings_stay_above_their_floors(shared_data: Path, language: str) -> None:
    found, wrong = measure(shared_data, languages=[language])
    low = {
        name: found[language][name]
        for name, floor in FLOORS[language].items()
        if found[language][name] < floor
    }
    assert not low, wrong
    assert found[language]["terms"] > 100
