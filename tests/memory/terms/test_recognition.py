"""Terms are found in texts whatever form they are in, the longest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, ConceptChange, Term, TermStatus
from hexapla.memory.terms.joining import join_concepts
from hexapla.memory.terms.recognition import Recognizer, find_terms


def recognizer(language: str, *terms: str) -> Recognizer:
    return Recognizer([Concept((Term(language, each),)) for each in terms], language)


def found(language: str, text: str, *terms: str) -> list[str]:
    places = recognizer(language, *terms).longest(text)
    return [text[each[0].start : each[0].end] for each in places]


@pytest.mark.parametrize(
    ("language", "term", "text", "there"),
    [
        ("zh", "气候变化", "关于适应气候变化的报告", ["气候变化"]),
        ("zh", "气候变化", "关于適應氣候變化的報告", ["氣候變化"]),
        ("en", "developing country", "The Developing countries, which", ["Developing countries"]),
        ("fr", "pays en développement", "les PAYS EN DÉVELOPPEMENT", ["PAYS EN DÉVELOPPEMENT"]),
        ("fr", "droit national", "les droits nationaux", ["droits nationaux"]),
        ("es", "derecho humano", "de los derechos humanos.", ["derechos humanos"]),
        ("ru", "устойчивое развитие", "целей устойчивого развития", ["устойчивого развития"]),
        (
            "de",
            "nachhaltige Entwicklung",
            "der nachhaltigen Entwicklung",
            ["nachhaltigen Entwicklung"],
        ),
        ("ar", "البلدان النامية", "في بلدان نامية", ["بلدان نامية"]),
        ("ar", "حقوق الإنسان", "وحقوق الإنسان", ["حقوق الإنسان"]),
        ("en", "WHO", "those who ask WHO", ["WHO"]),
        ("en", "tree register", "the tree. Register it", []),
        ("en", "act", "an action", []),
    ],
)
def test_forms_of_a_term_are_found(language: str, term: str, text: str, there: list[str]) -> None:
    assert found(language, text, term) == there


def test_the_longest_is_taken_where_terms_overlap() -> None:
    terms = ("气候", "气候变化", "变化", "适应气候变化")
    assert found("zh", "适应气候变化和气候及变化", *terms) == ["适应气候变化", "气候", "变化"]


WORDS = st.lists(st.sampled_from(["tree", "trees", "old", "river", ".", "GIS", "gis"]), max_size=12)


@given(st.lists(WORDS.map(" ".join), max_size=6), WORDS.map(" ".join))
def test_places_lie_in_the_text_and_do_not_overlap(terms: list[str], text: str) -> None:
    places = recognizer("en", *terms).longest(text)
    ends = [0]
    for first, *_ in places:
        assert ends[-1] <= first.start < first.end <= len(text)
        ends.append(first.end)


def test_terms_of_a_memory_are_found_with_their_renderings(store: Store) -> None:
    concept = Concept(
        (
            Term("zh", "树木名册"),
            Term("en", "tree list", TermStatus.SUPERSEDED, "register of trees"),
            Term("en", "list of trees"),
            Term("en", "register of trees", TermStatus.PREFERRED),
        ),
        domain="forests",
        symbol="A/1",
        label="3",
    )
    assert find_terms(store, "决定保留树木名册。", source="zh", target="en") == []
    join_concepts(store, [concept], "add", who="Ana")
    (here,) = find_terms(store, "决定保留树木名册。", source="zh", target="en")
    assert (here.start, here.end, here.text) == (4, 8, "树木名册")
    assert here.said == "register of trees; list of trees"
    assert [each.text for each in here.avoided] == ["tree list"]
    assert (here.domain, here.source) == ("forests", "A/1#3")
    assert find_terms(store, "决定保留树木名册。", source="zh", target="fr") == []
    (there,) = find_terms(store, "the tree lists", source="en", target="zh")
    assert (there.term.status, there.said) == (TermStatus.SUPERSEDED, "树木名册")
    # What is changed is known at once.
    store.edit_concepts(
        lambda known: [ConceptChange(each, None) for each in known], "remove", who="Ana"
    )
    assert find_terms(store, "决定保留树木名册。", source="zh", target="en") == []
