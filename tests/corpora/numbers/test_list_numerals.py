"""Numbers as automatic lists print them, and as they are read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.numbers.list_numerals import LARGEST, format_numeral
from hexapla.corpora.numbers.numerals import format_roman, parse_chinese, parse_letter, parse_roman


@given(st.integers(1, 89))
def test_roman_numerals_read_back(value: int) -> None:
    assert parse_roman(format_numeral(value, "upperRoman")) == value
    assert parse_roman(format_numeral(value, "lowerRoman")) == value


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (94, "XCIV"), (1999, "MCMXCIX"), (10_000, "10000")]
)
def test_roman_numerals_have_their_bounds(value: int, written: str) -> None:
    assert format_roman(value) == format_numeral(value, "upperRoman") == written


@given(st.integers(1, 999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert parse_chinese(format_numeral(value, "chineseCounting")) == value


@given(st.integers(1, 26), st.sampled_from(["lowerLetter", "upperLetter"]))
def test_letters_read_back(value: int, style: str) -> None:
    assert parse_letter(format_numeral(value, style)) == [value]


@given(st.integers(-2, 3 * LARGEST), st.sampled_from(["arabicIndic", "decimalFullWidth"]))
def test_digits_of_other_scripts_are_the_same_number(value: int, style: str) -> None:
    assert int(format_numeral(value, style)) == value


@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        (3, "decimalZero", "03"),
        (28, "lowerLetter", "bb"),
        (22, "ordinal", "22nd"),
        (12, "ordinal", "12th"),
        (5, "chicago", "**"),
        (10, "chineseCounting", "十"),
        (110, "chineseCounting", "一百一十"),
        (21, "ideographTraditional", "21"),  # there are ten stems
        (11, "ideographZodiacTraditional", "甲戌"),
        (2, "bullet", ""),
        (2, "of a later version", "2"),
    ],
)
def test_styles(value: int, style: str, written: str) -> None:
    assert format_numeral(value, style) == written


@given(st.integers(-10, 10**6), st.text(max_size=20))
def test_any_number_in_any_style_is_written(value: int, style: str) -> None:
    assert format_numeral(value, style) or style in ("none", "bullet")
