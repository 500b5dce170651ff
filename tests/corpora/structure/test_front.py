"""The front of a report: session, items of the agenda and title, in seven languages."""

from __future__ import annotations

import pytest

from hexapla.corpora.document import Detail, Kind, Paragraph
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.paragraphs import paragraphs

# The session, the items, their two names, the title, whose report it is; then a first heading.
FRONTS = {
    "en": (
        "Ninety-ninth session",
        "Items 38 and 39 of the preliminary list**",
        "Lighthouses of the northern coast",
        "Lamps and oil",
        "Upkeep of the lighthouses for 2044",
        "Report of the Board of Lighthouses",
        "I. Introduction",
        "1. The Board of Lighthouses met in the tower in May, and wrote this report.",
    ),
    "fr": (
        "Quatre-vingt-dix-neuvième session",
        "Points 38 et 39 de la liste préliminaire**",
        "Phares de la côte nord",
        "Lampes et huile",
        "Entretien des phares pour 2044",
        "Rapport du Conseil des phares",
        "I. Introduction",
        "1. Le Conseil des phares s’est réuni dans la tour en mai et a écrit ce rapport.",
    ),
    "es": (
        "Nonagésimo noveno período de sesiones",
        "Temas 38 y 39 de la lista preliminar**",
        "Faros de la costa norte",
        "Lámparas y aceite",
        "Mantenimiento de los faros para 2044",
        "Informe de la Junta de Faros",
        "I. Introducción",
        "1. La Junta de Faros se reunió en la torre en mayo y escribió este informe.",
    ),
    "ru": (
        "Девяносто девятая сессия",
        "Пункты 38 и 39 первоначального перечня**",
        "Маяки северного побережья",
        "Лампы и масло",
        "Содержание маяков на 2044 год",
        "Доклад Совета по маякам",
        "I. Введение",
        "1. Совет по маякам собрался в башне в мае и подготовил настоящий доклад.",
    ),
    "ar": (
        "الدورة التاسعة والتسعون",
        "البندان 38 و 39 من القائمة الأولية**",
        "منارات الساحل الشمالي",
        "المصابيح والزيت",
        "صيانة المنارات لعام 2044",
        "تقرير مجلس المنارات",
        "أولا - مقدمة",
        "1 - اجتمع مجلس المنارات في البرج في أيار وكتب هذا التقرير عن أعماله.",
    ),
    "de": (
        "Neunundneunzigste Tagung",
        "Punkte 38 und 39 der vorläufigen Liste**",
        "Leuchttürme der Nordküste",
        "Lampen und Öl",
        "Unterhalt der Leuchttürme für 2044",
        "Bericht des Rates der Leuchttürme",
        "I. Einleitung",
        "1. Der Rat der Leuchttürme trat im Mai im Turm zusammen und schrieb den Bericht.",
    ),
    "zh": (
        "第九十九届会议",
        "初步清单**项目38和39",
        "北部海岸的灯塔",
        "灯具和油料",
        "2044年灯塔维护",
        "灯塔理事会的报告",
        "一. 导言",
        "1. 灯塔理事会于五月在塔内举行会议，并编写了本报告，供大会审议。",
    ),
}
ITEM = (Kind.MASTHEAD, Detail.AGENDA_ITEM)
WANTED = [
    (Kind.MASTHEAD, Detail.SESSION),
    *(ITEM, ITEM, ITEM),
    *((Kind.TITLE, None), (Kind.TITLE, None)),
    *((Kind.HEADING, None), (Kind.BODY, None)),
]


def _kinds(found: tuple[Paragraph, ...]) -> list[tuple[Kind, Detail | None]]:
    return [(each.kind, each.detail) for each in found]


@pytest.mark.parametrize("role", [Role.TEXT, Role.HEADING])
@pytest.mark.parametrize("language", FRONTS)
def test_the_front_is_told_by_its_words_and_its_order(language: str, role: Role) -> None:
    *front, heading, text = FRONTS[language]
    blocks = [Block(line, role, level=role is Role.HEADING) for line in front]
    found = paragraphs([*blocks, Block(heading, role, level=1), Block(text)], language)
    assert _kinds(found) == WANTED
    assert [each.label for each in found[-2:]] == ["I", "1"]


def test_what_the_format_says_is_believed() -> None:
    *front, heading, text = FRONTS["en"]
    roles = [Role.SESSION, *[Role.AGENDA_ITEM] * 3, Role.TITLE, Role.TITLE]
    front[4] = "Report on the ninety-eighth session"  # as a line of the masthead could be
    blocks = [Block(line, role) for line, role in zip(front, roles, strict=True)]
    found = paragraphs([*blocks, Block(heading, Role.HEADING, level=1), Block(text)], "en")
    assert _kinds(found) == WANTED


def test_a_resolution_in_a_report_does_not_hide_its_front() -> None:
    draft = ["The General Assembly,", "Recalling its resolution 88/15,", "1. Decides to meet."]
    blocks = [Block(line) for line in (*FRONTS["en"], *draft)]
    assert _kinds(paragraphs(blocks, "en"))[:6] == WANTED[:6]


def test_the_name_of_a_section_is_the_title_of_its_document() -> None:
    front = [*FRONTS["en"][:4], "Proposed budget of the lighthouses for 2047"]
    section = ["Part IV", "Coasts", "Section 29D", "Administration, Northern Coast", "Programme 25"]
    listed = ["Contents", "A. Keepers", "B. Lamps"]
    text = ["A. Keepers", "29D.1 The keepers met in May.", "B. Lamps", "29D.2 The lamps burned."]
    found = paragraphs([Block(line) for line in (*front, *section, *listed, *text)], "en")
    titles = [each.text for each in found if each.kind is Kind.TITLE]
    assert titles == [front[-1], "Administration, Northern Coast"]
    without = paragraphs([Block(line) for line in (*front, *section, *text)], "en")
    assert [each.text for each in without if each.kind is Kind.TITLE] == front[-1:]
