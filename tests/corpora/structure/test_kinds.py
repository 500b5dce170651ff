"""Kinds of lines by their form, in seven languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.structure.kinds import (
    heading_width,
    is_adoption,
    is_bare_organ,
    is_byline,
    is_masthead,
    is_meeting,
    is_organ,
    is_preamble,
    is_session,
    is_signature,
    names_agenda_item,
    note_mark,
    openers_hold,
    opens_preambular,
)

LINES: list[tuple[Callable[[str], bool], list[str], list[str]]] = [
    (
        is_bare_organ,
        ["The General Assembly", "大 会", "L’Assemblée générale", "Совет Безопасности"],
        ["The General Assembly decides", "The archive"],
    ),
    (
        is_preamble,
        ["Preamble", "PRÉAMBULE", "序言", "ديباجة", "Präambel:"],
        ["Preambles are short"],
    ),
    (
        is_meeting,
        ["50th plenary meeting", "第50次全体会议", "18 December 2035", "50-е пленарное заседание"],
        ["The 50th meeting was long", "2035"],
    ),
    (
        is_signature,
        ["50th plenary meeting, 18 December 2035", "(Signed) A. Roy", "[Adopted without a vote.]"],
        ["Signed", "1. Decides to return to the matter."],
    ),
    (
        is_adoption,
        [
            "Resolution adopted by the General Assembly on 17 December 2038",
            "[on the report of the Third Committee (A/93/589)]",
            "Résolution adoptée par l’Assemblée générale le 17 décembre 2038",
        ],
        ["Resolution 93/186", "[Original: English]"],
    ),
    (
        is_session,
        ["Ninety-third session", "第九十三届会议", "Девяносто третья сессия", "الدورة الثالثة"],
        ["Recordings and tapes"],
    ),
    (
        names_agenda_item,
        [
            *("Agenda item 106", "议程项目106", "Point 106 de l’ordre du jour", "البند 106"),
            *("Items 8 and 9 of the preliminary list**", "初步清单**项目8和9", "Temas 8 y 9"),
            *("Пункты 8 и 9 первоначального перечня**", "البندان 8 و 9 من القائمة الأولية**"),
            *("Points 8 et 9 de la liste préliminaire**", "Punkte 8 und 9 der vorläufigen Liste"),
        ],
        ["Agenda", "The items are many"],
    ),
    (
        is_masthead,
        ["United Nations", "A/93/589", "Distr.: General", "17 December 2038", "联合国", "Общее"],
        ["The General Assembly,", "United Nations staff were there"],
    ),
    (
        is_byline,
        ["Report of the Secretary-General", "秘书长的报告", "Rapport du Secrétaire général"],
        ["Reports are due", "录音带"],
    ),
]
CASES = [
    (tell, line, wanted)
    for tell, yes, no in LINES
    for wanted, lines in ((True, yes), (False, no))
    for line in lines
]


@pytest.mark.parametrize(
    ("tell", "line", "wanted"), CASES, ids=[f"{tell.__name__}-{line}" for tell, line, _ in CASES]
)
def test_lines_are_told_by_their_form(tell: Callable[[str], bool], line: str, wanted: bool) -> None:
    assert tell(line) is wanted


@pytest.mark.parametrize("tell", [tell for tell, *_ in LINES])
def test_what_is_long_is_text(tell: Callable[[str], bool]) -> None:
    assert not tell("United Nations, Ninety-third session, Agenda item 106 " * 10)


@pytest.mark.parametrize(
    ("language", "line", "wanted"),
    [
        ("en", "The General Assembly,", True),
        ("zh", "大会，", True),
        ("ar", "إن الجمعية العامة،", True),
        ("de", "Die Generalversammlung,", True),
        ("en", "The General Assembly", False),
        ("en", "The General Assembly, having met,", False),
        ("en", "The archive,", False),
        ("zh", "回顾大会，", False),
    ],
)
def test_an_organ_is_its_name_and_a_comma(language: str, line: str, wanted: bool) -> None:
    assert is_organ(line, language) is wanted


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("¹² See A/99/12.", ("12", 3)),
        ("* Elected.", ("*", 2)),
        ("†† Since ill.", ("††", 3)),
        ("3/ Ibid.", ("3", 3)),
        ("[3] Ibid.", ("3", 4)),
        ("注3：同上。", ("3", 3)),
        ("ᵐ Not reported.", ("m", 2)),
        ("ⁿ Beyond m, letters are text.", None),
        ("3 Ibid.", None),
        ("¹²", None),
        ("", None),
    ],
)
def test_marks_of_notes(text: str, mark: tuple[str, int] | None) -> None:
    assert note_mark(text) == mark


@given(st.text(max_size=40))
def test_a_mark_leaves_a_text(text: str) -> None:
    mark = note_mark(text)
    if mark:
        assert mark[0] and 0 < mark[1] < len(text)


@pytest.mark.parametrize(
    "opener", ["审查了", "敦促", "认为", "欣见", "尤其感兴趣地", "感到鼓舞", "获悉"]
)
def test_chinese_preambular_paragraphs_are_told_by_their_openers(opener: str) -> None:
    assert opens_preambular(f"{opener}各会员国的努力，", "zh")
    assert not opens_preambular("各会员国的努力，", "zh")


def test_openers_hold_where_nearly_all_paragraphs_have_them() -> None:
    known = ["Recalling its resolution,", "Aware that tapes fade,", "Noting the report,"]
    assert openers_hold(known, "en")
    assert not openers_hold([*known, "The tapes,", "The discs,"], "en")
    assert not openers_hold(known[:2], "en")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_headings_have_a_width_in_every_language(language: str) -> None:
    assert heading_width(language) == (45 if language == "zh" else 130)
