"""Language codes of exchange formats."""

from __future__ import annotations

import pytest

from corpora.languages import LANGUAGES
from memory.languages import TMX_CODES, language_of, language_rank


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


def test_languages_sort_as_the_united_nations_lists_them() -> None:
    assert sorted(["pt", "de", "ar", "zh", "it", "en"], key=language_rank) == [
        *("zh", "en", "ar", "de", "it", "pt")
    ]
