"""Tests of reading lines that stand from the right to the left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.readers.pdf.bidi import from_the_right
from tests.corpora.readers.pdf.bidi_forward import shown

WORDS = ["القرار", "و", "انظر", "(أ)", "[الأول (ب)]", "«نعم»،", "الفقرة 1(أ)", "٥[ب]"]
AMONG_WORDS = [
    "12",
    "2334(2016)",
    "73/186",
    "17/12/2018",
    "3,000.5",
    "2016-2017",
    "٥٠٪",
    "(2004)",
    "UNDP",
    "A/RES/2334(2016)",
    "S/2044/7(PART I)",
    "A/80/6 (Sect. 15)/Add.1",
    "United Nations Programme (UNDP)",
    "(see UNDP [2])",
    "Umoja (2.0)",
    "https://www.un.org/ar?id=5",
]


def read(line: str) -> str:
    """Read a line as it stands, from its left, on the page."""
    return "".join(from_the_right(line[::-1]))


def test_a_line_is_shown_as_the_standard_says() -> None:
    assert shown("قرار 2334(2016)") == "(2016)2334 رارق"
    assert shown("و A/RES/2334(2016).") == ".A/RES/2334(2016) و"


def test_the_mark_of_a_note_is_no_part_of_a_number() -> None:
    """It is a field, which the stop before it is not joined to."""
    assert read("¹².2030 ماع") == "عام 2030.¹²"
    assert read("¹²2030 ماع") == "عام 2030¹²"


def test_an_exponent_stands_behind_its_number() -> None:
    """It stands right of it on the page, where no mark does."""
    assert [read("10⁶ ماع"), read("5²")] == ["عام 10⁶", "5²"]
    assert read("m² 25 ماع") == "عام 25 m²"


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", *AMONG_WORDS])), min_size=1),
    st.sampled_from(["", ".", "،", "؛"]),
)
def test_what_is_shown_is_read_as_it_was_written(pairs: list[tuple[str, str]], end: str) -> None:
    text = " ".join(part for pair in pairs for part in pair if part) + end
    assert read(shown(text)) == text


@given(st.text("ابأ 12/.,()[]«»ABx-", max_size=30))
def test_nothing_is_lost(text: str) -> None:
    turned = str.maketrans("()[]«»", "(([[««")
    assert sorted(read(text).translate(turned)) == sorted(text.translate(turned))


@pytest.mark.parametrize(
    "text",
    [
        "A/RES/2334(2016) هو القرار",  # Latin words at the start of a line
        "5. A/RES/70/1 هو القرار",  # and a number of a paragraph before them
        "15 - UNDP هو",
        "1.a هو",
        "من 15 May 2020 إلى",
        "Sales No. E.05",
        "12.5",
        "(12)",
        "1-2 من الهدف",
        "الجدول 27.I.14 يبين",
        "الجدولان 29D.2 و 27.II.3",
    ],
)
def test_starts_of_lines_are_read_as_they_were_written(text: str) -> None:
    assert read(shown(text)) == text


def test_thousands_with_spaces_between_them_are_read_from_the_left() -> None:
    # The spaces that do not break, which fonts call spaces.
    assert read("رالود 1 234 567,5 غلبم") == "مبلغ 1 234 567,5 دولار"
    assert read(shown("مبلغ 1 234 567 دولار")) == "مبلغ 1 234 567 دولار"


def test_a_line_in_english_is_read_from_the_left() -> None:
    assert read("of the Sales Section (No. 5).") == "of the Sales Section (No. 5)."
    assert read("$68,791,") == "$68,791,"


def test_a_figure_is_called_after_its_section_and_a_paragraph_is_not() -> None:
    assert read(shown("الشكل 13.II يبين")) == "الشكل 13.II يبين"
    assert read(shown("الشكلان 13.I و 13.II")) == "الشكلان 13.I و 13.II"
    assert read(shown("الفقرة II.3 تبين")) == "الفقرة II.3 تبين"


def test_a_date_in_english_and_a_symbol_that_cites_a_note_are_read_from_the_left() -> None:
    assert read("19 February 2044") == "19 February 2044"
    assert read("A/99/6 (Sect. 3)*") == "A/99/6 (Sect. 3)*"
    assert read(".A/99/50 **") == "** A/99/50."
