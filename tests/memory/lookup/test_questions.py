"""What the one search box asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.questions import Asked, Question, question


@pytest.mark.parametrize(
    ("line", "symbol", "paragraph"),
    [
        ("A/RES/99/901", "A/RES/99/901", ""),
        ("a/res/99/901 12(a)", "A/RES/99/901", "12(a)"),
        ("A/RES/99/901#pp-3", "A/RES/99/901", "pp-3"),
        ("A/RES/99/901 (para. 3)", "A/RES/99/901", "3"),
        ("A/C.3/99/L.5/Rev.1, pp3", "A/C.3/99/L.5/Rev.1", "pp-3"),
        ("A/99/6, table 15.3", "A/99/6", "table-15.3"),
        ("A/99/6 annex.table-A.1.r2.c1", "A/99/6", "annex.table-A.1.r2.c1"),
        ("A/RES/99/901 пункт 12", "A/RES/99/901", "12"),
        ("A/RES/99/901 脚注4", "A/RES/99/901", "fn-4"),
        ("A/RES/99/901 12 段", "A/RES/99/901", "12"),
        ("resolution 99/901, paragraph 4.", "A/RES/99/901", "4"),
        ("第99/901号决议第4段", "A/RES/99/901", "4"),
        ("A/RES/99/901 第四段", "A/RES/99/901", "4"),
        ("A/RES/99/901，序言第3段。", "A/RES/99/901", "pp-3"),
        ("A/RES/99/901#h-3", "A/RES/99/901", "h-3"),
        ("para. 12(a) of A/RES/99/901", "A/RES/99/901", "12(a)"),
        ("paragraph 4 of resolution 99/901", "A/RES/99/901", "4"),
        ("troisième alinéa du préambule de la résolution 99/901", "A/RES/99/901", "pp-3"),
        ("الفقرة 4 من القرار ٩٩/٩٠١", "A/RES/99/901", "4"),
        ("пункт 4 а) доклада A/99/318", "A/99/318", "4(a)"),
        ("9901 A (XXI)", "A/RES/9901(XXI)", ""),
        ("99/901", "A/RES/99/901", ""),
        ("resolution 9901 (2043), op 11", "S/RES/9901(2043)", "11"),
        ("第9901(2043)号决议第3至5段", "S/RES/9901(2043)", "3-5"),
        ("resolution 2043/31", "E/RES/2043/31", ""),
        ("A/RES/99/901, paras. 3-5", "A/RES/99/901", "3-5"),
        ("section II, paras. 3–5 of A/99/1", "A/99/1", "ii.3-5"),
        ("A/RES/99/901, annex", "A/RES/99/901", "annex"),
        ("A/RES/99/901, section IV.B", "A/RES/99/901", "iv.b"),
    ],
)
def test_an_address_asks_for_a_paragraph(line: str, symbol: str, paragraph: str) -> None:
    assert question(line) == Question(Asked.PARAGRAPH, symbol, paragraph)


@pytest.mark.parametrize(
    ("line", "asked", "language"),
    [
        ("树木名册", Asked.PHRASE, "zh"),
        ("决定保留树木名册并请秘书长提出报告", Asked.TEXT, "zh"),
        ("la preservación de los registros", Asked.PHRASE, "es"),
        ("реестр деревьев", Asked.PHRASE, "ru"),
        ("2 1/2", Asked.PHRASE, ""),
        ("3 of 4/5", Asked.PHRASE, ""),
        ("سجل الأشجار", Asked.PHRASE, "ar"),
        ("A/RES/99/901 was adopted without a vote by all who were there", Asked.TEXT, "en"),
        ("A/RES/99/901 table of contents", Asked.TEXT, ""),
        ("5/6 of the members", Asked.PHRASE, "en"),
        ("trees as in A/RES/99/901", Asked.TEXT, ""),
        ("A/RES/99/901 annexed documents that came later", Asked.TEXT, "en"),
        ("A/RES/99/901 civil", Asked.PHRASE, ""),
        ("registro", Asked.PHRASE, ""),
        ("", Asked.PHRASE, ""),
    ],
)
def test_words_ask_for_a_phrase_and_more_of_them_for_a_text(
    line: str, asked: Asked, language: str
) -> None:
    assert question(line) == Question(asked, line, language=language)


@given(st.text(max_size=200))
def test_every_line_asks_for_something(line: str) -> None:
    found = question(line)
    assert found.text or not line.split()
    assert not (found.language and found.asked is Asked.PARAGRAPH)
