"""The closed word classes: keys as the rules look them up."""

from __future__ import annotations

import pytest

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.segmentation.abbreviations import (
    GERMAN_DETERMINERS,
    LEXICONS,
    NAME_PARTICLES,
    RUSSIAN_CONJUNCTIONS,
    RUSSIAN_OPENINGS,
)
from hexapla.corpora.segmentation.sentences import segment


def test_every_language_but_chinese_has_a_lexicon() -> None:
    assert set(LEXICONS) == set(LANGUAGES) - {"zh"}


@pytest.mark.parametrize("language", LEXICONS)
def test_keys_are_lower_case_without_their_last_stop_or_spaces(language: str) -> None:
    lexicon = LEXICONS[language]
    for key in lexicon.bound | lexicon.numeric | lexicon.final | lexicon.words:
        assert key == key.lower()
        assert not key.endswith(".") and not any(map(str.isspace, key))


@pytest.mark.parametrize("language", LEXICONS)
def test_what_is_also_a_word_is_an_abbreviation(language: str) -> None:
    lexicon = LEXICONS[language]
    assert lexicon.words <= lexicon.bound | lexicon.numeric | lexicon.final


def test_small_classes_are_as_they_are_compared() -> None:
    for words in (GERMAN_DETERMINERS, NAME_PARTICLES, RUSSIAN_CONJUNCTIONS):
        assert all(word == word.lower() for word in words)
    assert all(word[0].isupper() for word in RUSSIAN_OPENINGS)


@pytest.mark.parametrize(("language", "name"), [("en", "Roy"), ("fr", "Roy"), ("ru", "Рой")])
def test_a_bound_abbreviation_never_ends_a_sentence(language: str, name: str) -> None:
    for key in LEXICONS[language].bound:
        assert len(segment(f"{key.capitalize()}. {name}", language)) == 1, key
