"""The text of a row: spaces from gaps, and the order in which it is read."""

from __future__ import annotations

import pytest

from hexapla.corpora.readers.pdf.glyphs.pages import STROKE
from hexapla.corpora.readers.pdf.reading_order import (
    gaps,
    is_closer,
    is_eastern,
    text_of,
    writes_spaces,
)
from tests.corpora.readers.pdf.rows import line, row


def test_gaps_are_spaces() -> None:
    words = line(700, "The register is open")
    assert text_of(words, rightward=False) == "The register is open"
    assert list(gaps(words)) == [3, 11, 13]
    assert gaps(words)[3] == pytest.approx(5, abs=0.01)


def test_gaps_narrower_than_a_space_are_none() -> None:
    assert text_of(row(700, (60, "re"), (71, "gister")), rightward=False) == "register"


def test_chinese_and_digits_stand_apart_without_a_space_unless_the_document_has_them() -> None:
    mixed = row(700, (60, "第"), (68, "12"), (81, "条"))
    assert text_of(mixed, rightward=False) == "第12条"


def test_rows_from_the_right_are_read_from_it_and_numbers_from_the_left() -> None:
    # `x` is counted from the right edge, as `corpora.readers.pdf.glyphs` has it.
    assert text_of(row(700, (60, "لم"), (80, "21")), rightward=True) == "لم 12"


@pytest.mark.parametrize("text", ["大", "。", "（", "ｘ"])
def test_eastern_signs(text: str) -> None:
    assert is_eastern(text)
    assert not is_eastern("x")


def test_closers_begin_no_line() -> None:
    assert all(map(is_closer, "。，）"))
    assert not any(map(is_closer, "大（x"))


def test_a_document_without_chinese_writes_no_spaces_around_it() -> None:
    assert not writes_spaces([line(700, "The register is open")])


def test_the_strokes_that_stretch_words_are_no_spaces() -> None:
    words = (60, f"تن{STROKE}{STROKE}مية"), (100, "الم"), (115, STROKE), (120, "وارد")
    assert text_of(row(700, *words), rightward=True, exact=True) == "تنمية الموارد"


def test_libreoffice_sets_typed_spaces_wider_than_those_of_its_own() -> None:
    apart = row(700, (60, "第"), (65 + 2.2, "44"), (77.2 + 3.6, "号"))
    assert text_of(apart, rightward=False, exact=True) == "第44 号"
    assert text_of(apart, rightward=False) == "第44号"


def test_text_that_is_exact_is_neither_composed_nor_rid_of_strokes() -> None:
    letters = row(700, (60, "نـم"))
    assert text_of(letters, rightward=True, exact=True) == "نـم"
    assert text_of(letters, rightward=True) == "نم"
    accents = row(700, (60, "e\u0301"))
    assert text_of(accents, rightward=False, exact=True) == "e\u0301"
    assert text_of(accents, rightward=False) == "é"


def test_vowel_signs_stand_where_they_are_typed() -> None:
    doubled = row(700, (60, "د"), (60, "\u064e"), (60, "\u0651"), (65, "ة"))
    assert text_of(doubled, rightward=True, exact=True) == "د\u0651\u064eة"
    ligature = row(700, (60, "ل"), (60, "ا"), (60, "\u064b"))
    assert text_of(ligature, rightward=True, exact=True) == "لا\u064b"
    over_alef = row(700, (60, "ل"), (60, "ا"), (62, "\u0651"))
    assert text_of(over_alef, rightward=True, exact=True) == "لا\u0651"
    over_lam = row(700, (60, "ل"), (60, "ا"), (59, "\u0651"))
    assert text_of(over_lam, rightward=True, exact=True) == "ل\u0651ا"
