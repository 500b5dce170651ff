"""The seven languages."""

from __future__ import annotations

import pytest

from hexapla.corpora.languages import LANGUAGES


def test_six_official_languages_and_german() -> None:
    assert list(LANGUAGES) == ["zh", "en", "fr", "es", "ru", "ar", "de"]
    assert all(code == language.code for code, language in LANGUAGES.items())


def test_the_letters_of_file_names_tell_the_official_languages_apart() -> None:
    letters = [language.letter for language in LANGUAGES.values() if language.letter]
    assert sorted(letters) == list("ACEFRS")


def test_only_chinese_is_joined_without_a_space_and_only_arabic_runs_leftward() -> None:
    assert {code for code, each in LANGUAGES.items() if not each.separator} == {"zh"}
    assert {code for code, each in LANGUAGES.items() if each.direction == "rtl"} == {"ar"}


def test_nothing_can_be_put_among_them() -> None:
    with pytest.raises(TypeError):
        LANGUAGES["en"] = LANGUAGES["fr"]  # type: ignore[index]
