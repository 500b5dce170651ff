"""Texts that every exchange format can carry, and that steer no terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.memory.text.cleaning import clean, on_terminal, one_line, xml_attribute, xml_text

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


@given(ANY_TEXT)
def test_text_and_attributes_come_back_from_an_xml_parser(text: str) -> None:
    element = etree.fromstring(f'<a b="{xml_attribute(text)}">{xml_text(text)}</a>')
    assert (element.text or "") == clean(text)
    assert element.get("b") == clean(text)


@given(ANY_TEXT)
def test_clean_text_is_what_xml_allows_and_only_cleaned_once(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == cleaned.strip()
    assert all(
        character in "\t\n\r"
        or "\x20" <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character >= "\U00010000"
        for character in cleaned
    )
    if all("\x20" <= character <= "\ud7ff" for character in text):
        assert cleaned == text.strip()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u2029 a \u3000", "a"),
        ("one\x0btwo\x1c\x1dthree", "one two three"),
        ("a\x00b\ufffe\ud800", "ab"),
        ("a\t\n b", "a\t\n b"),
    ],
)
def test_only_what_no_file_can_hold_is_taken_away(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_messages_stay_on_one_line_and_steer_nothing() -> None:
    assert one_line("a\nb\x1b[2J\u2028c") == r"a\nb\x1b[2J\u2028c"
    assert on_terminal("a\n\tb\x1b[2J\u202e\u200f") == "a\n\tb\\x1b[2J\\u202e\u200f"
