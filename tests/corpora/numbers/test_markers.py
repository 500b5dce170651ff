"""Markers: the list that a number belongs to, and its part of a label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.numbers.labels import join_label, split_label
from hexapla.corpora.numbers.markers import Family, Marker, suffix_name


@pytest.mark.parametrize(
    ("family", "name", "part"),
    [
        (Family.NUMBER, "12", "12"),
        (Family.LETTER, "a", "(a)"),
        (Family.ROMAN, "iv", "(iv)"),
        (Family.BRACKETED, "1bis", "(1bis)"),
        (Family.CAPITAL, "A", "A"),
    ],
)
def test_a_part_of_a_label_shows_its_brackets(family: Family, name: str, part: str) -> None:
    assert Marker(family, 1, name, 0).part == part


def test_numbers_are_of_one_list_where_family_parents_and_word_are_the_same() -> None:
    first = Marker(Family.PATH, 1, "1", 4, parents=("27", "I"))
    assert first.series == Marker(Family.PATH, 2, "2", 4, parents=("27", "I")).series
    assert first.series != Marker(Family.PATH, 1, "1", 4, parents=("27", "II")).series
    assert first.series != Marker(Family.PATH, 1, "a", 4, parents=("27", "I")).series
    chapter, part = (Marker(Family.DIVISION, 1, "I", 0, word=word) for word in ("chapter", "part"))
    assert chapter.series != part.series


@given(st.lists(st.sampled_from(["29A", "27", "I", "II", "b", "12"]), min_size=1, max_size=4))
def test_parents_are_parts_of_a_label(parents: list[str]) -> None:
    marker = Marker(Family.PATH, 1, "1", 0, parents=tuple(parents))
    assert split_label(join_label(*marker.parents, marker.part)) == (*parents, "1")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bis", "bis"),
        ("тер", "ter"),
        ("之三", "ter"),
        ("مكررا ثانيا", "ter"),
        ("alt", "alt"),
        ("alt. 2", "alt2"),
        ("备选案文2", "alt2"),
        ("", ""),
        (None, ""),
    ],
)
def test_what_is_put_in_has_one_name_in_all_languages(text: str | None, name: str) -> None:
    assert suffix_name(text) == name
