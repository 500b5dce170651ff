"""The first candidates of each language are terms: the floors may only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.corpora.languages import LANGUAGES
from scripts.dev.evaluate.terms import judged, measure
from tests.paths import ROOT

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["terms"]


@pytest.mark.evaluation
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_candidates_are_terms(language: str, shared_data: Path) -> None:
    found = measure(shared_data, language)
    assert found.candidates >= 40
    assert found.precision >= FLOORS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_candidates_were_judged_either_way(language: str) -> None:
    assert set(judged(language).values()) == {True, False}
