"""Cells that only hold figures, symbols or dates are told from those with words."""

from dataclasses import replace

import pytest

from hexapla.corpora.document import Kind
from hexapla.memory.text.figures import WordFilter, has_words
from tests.memory.samples import sample_set


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("en", text)
            for text in ("7 425.1", "(12.5)", "–", "..", "100%", "$5", "2 - 3", "1ᵃ", "")
        ),
        *(("en", text) for text in ("A/98/6 (Sect. 15)", "A/RES/98/1", "72/26 A", "3327 (XXIX)")),
        *(("en", text) for text in ("1 January 2043", "March 2043", "2043/44", "56/206¹")),
        *(("fr", text) for text in ("1er janvier 2043", "12 500", "mars 2043")),
        *(("es", text) for text in ("1 de enero de 2043", "12.500,5")),
        *(("ru", text) for text in ("1 января 2043 года", "2043 г.", "12,5")),
        *(("ar", text) for text in ("١٢٣", "1 كانون الثاني/يناير 2043")),
        *(("de", text) for text in ("1. Januar 2043", "12.500")),
        *(("zh", text) for text in ("2043年1月1日", "１２３", "2043年", "(12.5)")),
    ],
)
def test_figures_symbols_and_dates_have_no_words(language: str, text: str) -> None:
    assert not has_words(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", text) for text in ("Total", "2043 (actual)", "12 posts", "n/a", "P-5 and above")),
        *(("zh", text) for text in ("共计", "12个员额", "2043年（计划）", "第3/1号决议")),
        *(("ru", "Всего"), ("ar", "المجموع"), ("de", "Summe"), ("fr", "de"), ("es", "Año")),
    ],
)
def test_what_has_words_is_a_text(language: str, text: str) -> None:
    assert has_words(text, language)


def test_only_cells_without_words_in_any_language_are_left_out() -> None:
    unit = sample_set().units[0]
    figures = tuple(replace(each, text="5") for each in unit.translations)
    bare = replace(unit, kind=Kind.TABLE_CELL, text="5", translations=figures)
    worded = replace(bare, translations=unit.translations)
    heading = replace(bare, kind=Kind.HEADING)
    with_words = WordFilter()
    assert list(with_words([bare, worded, heading, bare])) == [worded, heading]
    assert with_words.left_out == 2
    again = with_words.after(lambda: [bare])
    assert (list(again()), list(again()), with_words.left_out) == ([], [], 1)
