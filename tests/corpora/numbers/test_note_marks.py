"""The signs of notes, raised and lowered again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.numbers.note_marks import (
    NOTE_NUMBERS,
    lower_signs,
    raise_digits,
    raise_signs,
)


@given(st.text(alphabet="0123456789abcdefghijklmnoprstuvwxyz*† ,", max_size=20))
def test_what_is_raised_is_lowered_again(text: str) -> None:
    assert lower_signs(raise_signs(text)) == text
    assert not re.search("[0-9a-z]", raise_signs(text))


def test_only_digits_are_raised_where_letters_may_be_text() -> None:
    assert raise_digits("12a") == "¹²a"


@pytest.mark.parametrize("text", ["1", "123", "3, 4", "3,4", "1、2", "1，2，3"])
def test_numbers_of_notes(text: str) -> None:
    assert re.fullmatch(NOTE_NUMBERS, text)


@pytest.mark.parametrize("text", ["", "1234", "3,", "3 4", "1.2"])
def test_other_numbers(text: str) -> None:
    assert not re.fullmatch(NOTE_NUMBERS, text)
