"""Numerals: what is formatted is parsed again, and nothing else is taken for a number."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.numbers.numerals import (
    BRACKETED,
    BRACKETED_HAN,
    CIRCLED,
    POINTED,
    ROMAN_SIGNS,
    format_letter,
    format_roman,
    parse_arabic_ordinal,
    parse_chinese,
    parse_letter,
    parse_roman,
)


@given(st.integers(1, 89))
def test_roman_round_trip(value: int) -> None:
    assert parse_roman(format_roman(value)) == value
    assert parse_roman(format_roman(value).lower()) == value


@pytest.mark.parametrize("text", ["", "IIII", "VX", "ABC", "IC", "iiiii"])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert parse_roman(text) is None


def test_chinese_numbers_of_other_kinds() -> None:
    assert parse_chinese("二〇") == 20
    assert parse_chinese("甲") is None
    assert parse_chinese("") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("أولا", 1),
        ("أولاً", 1),
        ("الأولى", 1),
        ("ثانيا", 2),
        ("الثالث", 3),
        ("عاشرا", 10),
        ("حادي عشر", 11),
        ("الثانية عشرة", 12),
        ("العشرون", 20),
        ("الحادي والعشرون", 21),
        ("كتاب", None),
        ("", None),
    ],
)
def test_arabic_ordinals(text: str, value: int | None) -> None:
    assert parse_arabic_ordinal(text) == value


@given(st.text(max_size=8))
def test_any_text_is_a_numeral_or_none(text: str) -> None:
    for parse in (parse_roman, parse_chinese, parse_arabic_ordinal):
        value = parse(text)
        assert value is None or value >= 0


@given(st.integers(1, 52))
def test_letters_round_trip(place: int) -> None:
    letters = format_letter(place)
    assert letters.isalpha()
    if place <= 26:
        assert parse_letter(letters) == [place]
    else:
        assert letters[0] == "a"
        assert parse_letter(letters[1]) == [place - 26]


@pytest.mark.parametrize(
    ("letter", "places"),
    [
        ("C", [3]),
        ("в", [3, 2]),
        ("ж", [7]),
        ("г", [4]),
        ("أ", [1, 1]),
        ("هـ", [5, 26]),
        ("1", []),
    ],
)
def test_a_letter_has_its_place_in_each_alphabet(letter: str, places: list[int]) -> None:
    assert parse_letter(letter) == places


@pytest.mark.parametrize("signs", [CIRCLED, BRACKETED, POINTED, BRACKETED_HAN, ROMAN_SIGNS])
def test_signs_are_numbers_in_their_order(signs: str) -> None:
    # Their compatibility forms hold the number itself: ⑿ is (12).
    plain = [normalize("NFKC", sign).strip("().") for sign in signs]
    values = [int(p) if p.isdecimal() else parse_roman(p) or parse_chinese(p) for p in plain]
    assert values == list(range(1, len(signs) + 1))
