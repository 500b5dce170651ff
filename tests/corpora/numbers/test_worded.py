"""Numbers with a word: one name for an article, a chapter or a table in all languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.markers import Family, Marker
from hexapla.corpora.numbers.worded import worded

_CHAPTERS = {
    "en": "Chapter",
    "fr": "Chapitre",
    "es": "Capítulo",
    "ru": "Глава",
    "ar": "الفصل",
    "de": "Kapitel",
}
_TABLES = {
    "en": "Table",
    "fr": "Tableau",
    "es": "Cuadro",
    "ru": "Таблица",
    "ar": "الجدول",
    "de": "Tabelle",
    "zh": "表",
}


def only(text: str, language: str) -> Marker:
    (marker,) = worded(text, language)
    return marker


def test_a_section_may_have_a_letter() -> None:
    marker = only("Section 29D", "en")
    assert (marker.family, marker.value, marker.name, marker.length) == (
        Family.DIVISION,
        29,
        "XXIXD",
        0,
    )


@given(st.sampled_from(sorted(_CHAPTERS)), st.integers(1, 30))
def test_chapters_have_roman_names(language: str, number: int) -> None:
    marker = only(f"{_CHAPTERS[language]} {number}", language)
    assert (marker.family, marker.value, marker.length) == (Family.DIVISION, number, 0)
    assert marker.name == only(f"第{number}章", "zh").name


@given(st.sampled_from(sorted(_TABLES)), st.integers(1, 99))
def test_captions_have_one_name(language: str, number: int) -> None:
    marker = only(f"{_TABLES[language]} {number}", language)
    assert (marker.family, marker.name, marker.word) == (
        Family.CAPTION,
        f"table-{number}",
        "table",
    )


@pytest.mark.parametrize(
    ("text", "family", "parents", "name"),
    [
        ("Target 1.2", Family.PATH, ("1",), "2"),
        ("Target ٣.٢", Family.PATH, ("3",), "2"),
        ("Rule 1.2", Family.ARTICLE, ("1",), "2"),
        ("Table 15.3", Family.CAPTION, ("table-15",), "3"),
        ("Table ٢٩D.١", Family.CAPTION, ("table-29D",), "1"),
        ("Table 27.I.3", Family.CAPTION, ("table-27", "I"), "3"),
        ("Figure 15.II", Family.CAPTION, ("figure-15",), "2"),
        ("Article 12", Family.ARTICLE, (), "12"),
        ("Annex B", Family.ANNEX, (), "B"),
    ],
)
def test_numbers_of_two_parts(
    text: str, family: Family, parents: tuple[str, ...], name: str
) -> None:
    marker = only(text, "en")
    assert (marker.family, marker.parents, marker.name) == (family, parents, name)


def test_parts_and_chapters_are_lists_of_their_own() -> None:
    assert only("Part I", "en").series != only("Chapter I", "en").series
    assert only("第一部分", "zh").series != only("第一章", "zh").series


def test_a_line_that_is_nothing_but_its_number_keeps_it() -> None:
    assert only("Article 12", "en").length == 0
    assert only("Article 12. Definitions", "en").length == len("Article 12. ")


@given(st.text(min_size=1, max_size=40), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_is_taken(text: str, language: str) -> None:
    assert all(0 <= marker.length <= len(text) for marker in worded(text, language))
