"""Runs of words that could be a rendering."""

import pytest

from hexapla.memory.lookup.renderings.candidates import candidates, expected_length
from hexapla.memory.lookup.renderings.words import words_in


def texts(text: str, language: str, expected: float) -> set[str]:
    words = words_in(text, language)
    return {text[words[i].start : words[j].end] for i, j in candidates(words, expected)[0].tolist()}


def test_none_begins_or_ends_with_a_light_word_or_goes_on_behind_a_clause() -> None:
    assert texts("rule of law; and peace", "en", 10) == {"rule", "rule of law", "peace"}


def test_where_all_words_are_light_they_are_taken() -> None:
    assert texts("of the", "en", 3) == {"of", "the", "of the"}


def test_far_too_short_and_far_too_long_ones_are_left_out() -> None:
    found = texts("b c assistance for very very long names", "en", 9)
    assert found.isdisjoint({"b", "c", "b c", "assistance for very very long names"})
    assert "assistance" in found


def test_a_long_text_has_a_bounded_number() -> None:
    words = words_in("word " * 20_000, "en")
    assert len(candidates(words, 40)[0]) < 5_000


@pytest.mark.parametrize(
    ("asked", "languages", "length"),
    [("国家", ("zh", "en"), 7.2), ("第73/186号", ("zh", "en"), 13.2), ("1 2 3", ("en", "zh"), 3.0)],
)
def test_letters_grow_and_numbers_stay(
    asked: str, languages: tuple[str, str], length: float
) -> None:
    assert expected_length(asked, languages) == pytest.approx(length)
