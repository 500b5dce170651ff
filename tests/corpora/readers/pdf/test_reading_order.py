"""The text of a row: spaces from gaps, and the order in which it is read."""

from __future__ import annotations

import pytest

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
