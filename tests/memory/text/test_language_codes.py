"""Language codes of exchange formats."""

from __future__ import annotations

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.text.language_codes import (
    TMX_CODES,
    language_of,
    language_rank,
    named_codes,
)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-CN", "zh"),
        ("ZH_hans_cn", "zh"),
        ("en", "en"),
        (" fr-FR ", "fr"),
        ("zho", "zh"),
        ("CHI", "zh"),
        ("ger", "de"),
        ("pt-BR", "pt"),
        ("*all*", "*all*"),
        ("", ""),
    ],
)
def test_language_of_a_code(code: str, language: str) -> None:
    assert language_of(code) == language


def test_every_language_has_a_code_that_means_it_and_no_underscore() -> None:
    assert set(TMX_CODES) == set(LANGUAGES)
    for language, code in TMX_CODES.items():
        assert language_of(code) == language
        assert len(code) == 5
        assert code[2] == "-"


def test_codes_are_named_by_their_languages() -> None:
    assert named_codes(("en-GB", "zh-Hans-CN")) == {"en": "en-GB", "zh": "zh-Hans-CN"}


@pytest.mark.parametrize("code", ["", "pt-BR", 'en"', "en GB", "en-", "e", "en-GB/../x"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match="no code"):
        named_codes((code,))


def test_languages_sort_as_the_united_nations_lists_them() -> None:
    assert sorted(["pt", "de", "ar", "zh", "it", "en"], key=language_rank) == [
        *("zh", "en", "ar", "de", "it", "pt")
    ]
