"""Texts that are not translated as usual."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.memory.checks.consistency import inconsistencies
from hexapla.memory.checks.flags import Check
from hexapla.memory.units import Level, Status, Translation, Unit


def units(*pairs: tuple[str, str], status: Status = Status.AUTOMATIC) -> list[Unit]:
    return [
        Unit(
            *("A/98/7", Level.SENTENCE, place, str(place), Kind.BODY, "", "en", source),
            (Translation("fr", target, 1, "label", status=status),),
        )
        for place, (source, target) in enumerate(pairs)
    ]


def found(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    there = units(*pairs)
    return [(each.tuid, flag.cause) for each, flag in inconsistencies(lambda: there)]


def test_a_rendering_that_is_not_the_usual_one_is_told_with_that() -> None:
    usual = ("roster of experts", "fichier d’experts")
    assert found(usual, usual, ("Roster of experts.", "liste d’experts"), ("annex", "annexe")) == [
        ("A/98/7#2", "the source is translated otherwise 2 times: fichier d’experts")
    ]


def test_of_two_that_are_as_common_the_later_is_told() -> None:
    assert found(("the roster", "le fichier"), ("the roster", "la liste")) == [
        ("A/98/7#1", "the source is translated otherwise elsewhere: le fichier")
    ]


def test_one_translation_of_several_texts_is_told_too() -> None:
    assert found(("the roster", "la liste"), ("the list", "la liste")) == [
        ("A/98/7#1", "the translation stands for another text elsewhere: the roster")
    ]


def test_signs_figures_and_rejected_translations_make_no_difference() -> None:
    assert not found(("the roster;", "la liste ;"), ("The roster", "La liste"))
    assert not found(("12", "douze"), ("12", "12"))
    rejected = units(("the roster", "la liste"), status=Status.REJECTED)
    there = [*units(("the roster", "le fichier")), *rejected]
    assert not list(inconsistencies(lambda: there))


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=8))
def test_of_each_group_one_rendering_is_never_told(pairs: list[tuple[str, str]]) -> None:
    there = units(*pairs)
    told = list(inconsistencies(lambda: there))
    assert all(flag.check is Check.CONSISTENCY for _, flag in told)
    assert len(told) <= 2 * max(0, len(there) - 1)
