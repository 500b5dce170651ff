"""Quotation marks, spaces and punctuation as each language has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.editing.normalizing import normalized
from tests.examples import examples

PIECES = st.sampled_from(
    [
        *"\"“”„«»「」'’‘ \u00a0\u202f\u3000\u200b,;:?!.()（），。؟،%",
        "a",
        "Mot",
        "5",
        "字",
        "كلمة",
        "Я",
        "é",
    ]
)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", '"It" isn\'t  so , he said .', "“It” isn’t so, he said."),
        ("en", 'He called it "a “good” plan".', "He called it “a ‘good’ plan”."),
        ("en", 'A board of 5" by 6" ( old )', 'A board of 5" by 6" (old)'),
        ("en", '12. "The first part', '12. "The first part'),
        ("en", "at 10:30 on http://a.org:80/x", "at 10:30 on http://a.org:80/x"),
        ("fr", 'Il a dit : "Non"!', "Il a dit\u00a0: «\u00a0Non\u00a0»\u202f!"),
        (
            "fr",
            "l'article «2», 50 % ; à 10:30",
            "l’article «\u00a02\u00a0», 50\u00a0%\u202f; à 10:30",
        ),
        ("fr", "Quoi ?!", "Quoi\u202f?!"),
        ("es", '¿Qué "plan" ?', "¿Qué “plan”?"),
        ("es", "Los «gastos»", "Los «gastos»"),
        ("de", 'Das "Haus" und “Hof” , alt', "Das „Haus“ und „Hof“, alt"),
        ("de", "Der „Tag“ in Wien", "Der „Tag“ in Wien"),
        ("ru", 'Закон "О труде" , 1', "Закон «О труде», 1"),
        ("ru", "« Слово »", "«Слово»"),
        ("zh", '他说:"不 行" (第 3 段).', "他说：“不行”（第3段）。"),
        ("zh", "第３段，Ａ组；2.5倍,第73/186号", "第3段，A组；2.5倍，第73/186号"),
        ("zh", "「甲」", "“甲”"),
        ("zh", "1. UNDP (2018), 2:1", "1. UNDP (2018), 2:1"),
        ("ar", "أولا, ثانيا ; متى ?", "أولا، ثانيا؛ متى؟"),
        ("ar", "البند المعنون ”السوابق“.", "البند المعنون ”السوابق“."),
        ("pt", '"a" , b', '"a" , b'),
    ],
)
def test_texts_become_what_their_language_has(language: str, text: str, expected: str) -> None:
    assert normalized(text, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=30))
def test_twice_is_the_same_as_once(language: str, text: str) -> None:
    once = normalized(text, language)
    assert normalized(once, language) == once


@pytest.mark.parametrize("language", LANGUAGES)
@examples(20)
@given(text=st.text(st.sampled_from("abcЯя字الكلمة12 "), max_size=30))
def test_no_letter_and_no_figure_is_lost(language: str, text: str) -> None:
    def kept(text: str) -> list[str]:
        return [each for each in text if each.isalnum()]

    assert kept(normalized(text, language)) == kept(text)


def test_parts_can_be_left_out() -> None:
    assert normalized('"a"  b', "en", quotes=False) == '"a" b'
    assert normalized('"a"  b', "en", spaces=False) == "“a”  b"
