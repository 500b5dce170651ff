"""Phrases that come again and again by themselves are candidates of terms."""

from __future__ import annotations

import pytest

from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.terms.extraction import find_candidates

TEXTS = {
    "en": "Requests the forest register office to keep the forest register. The old forest"
    " register is kept. Urges Article 3 and the World Office on Trees and Rivers to plant. The"
    " World Office on Trees and Rivers plants",
    "fr": "tient le registre forestier et le registre forestier de la ville",
    "es": "mantiene el registro forestal, y el registro forestal de la ciudad",
    "ru": "ведет лесной реестр, о лесном реестре и в лесном реестре",
    "ar": "يحفظ السجل الحرجي، في السجل الحرجي",
    "de": "führt die Waldordnung und die alte Liste, von Waldordnungen und der alten Liste",
    "zh": "关于森林名册的决定。更新了森林名册，森林名册应公布。",
}


def found(language: str) -> dict[str, int]:
    meanings = known_meanings() if language == "zh" else None
    pieces = [(f"A/1#{n}", text) for n, text in enumerate(TEXTS[language].split(". "))]
    return {each.text: each.count for each in find_candidates(pieces, language, meanings)}


@pytest.mark.parametrize(
    ("language", "term", "count"),
    [
        ("en", "forest register", 3),
        ("en", "World Office on Trees and Rivers", 2),
        ("fr", "registre forestier", 2),
        ("es", "registro forestal", 2),
        ("ru", "лесном реестре", 3),
        ("ar", "السجل الحرجي", 2),
        ("de", "Waldordnung", 2),
        ("de", "alte Liste", 2),
        ("zh", "森林名册", 3),
    ],
)
def test_a_phrase_is_counted_whatever_its_form(language: str, term: str, count: int) -> None:
    assert found(language).get(term) == count


def test_what_is_cut_out_numbered_or_general_is_none() -> None:
    assert set(found("en")) == {"forest register", "World Office on Trees and Rivers"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They sought the river basin. They sought the river basin"),
        ("es", "buscaban la cuenca fluvial, buscaban la cuenca fluvial"),
    ],
)
def test_a_verb_with_its_object_is_none(language: str, text: str) -> None:
    assert [len(each.text.split()) for each in find_candidates([("A/1#1", text)], language)] == [2]


def test_a_candidate_tells_where_it_stands_and_comes_in_order() -> None:
    texts = [("A/1#1", "the tree list and the old river, the tree list"), ("A/2#1", "a tree list")]
    texts.append(("A/2#2", "an old river"))
    first, second = find_candidates(texts, "en")
    assert (first.text, first.count, first.places) == ("tree list", 3, ("A/1#1", "A/2#1"))
    assert first.score > second.score > 0
