"""Contents lists: told in every form and language, no text, and no ground for a label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.text import blocks
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.contents import ends_with_page, is_contents_heading
from hexapla.corpora.structure.paragraphs import paragraphs

# Of each language: the heading of the list, four headings of the text, and one paragraph of each.
REPORTS = {
    "en": (
        "Contents",
        ("I. Introduction", "II. Costs of the lighthouse", "III. Staff", "Annex"),
        (
            "1. The Board of Lighthouses met in May, in the tower itself.",
            "2. The costs of the lighthouse rose with the price of oil.",
            "3. Two keepers were recruited in the course of the year.",
            "The lamps that were bought are listed in the archive of the Board.",
        ),
    ),
    "fr": (
        "Table des matières",
        ("I. Introduction", "II. Coûts du phare", "III. Personnel", "Annexe"),
        (
            "1. Le Conseil des phares s’est réuni en mai, dans la tour elle-même.",
            "2. Les coûts du phare ont augmenté avec le prix de l’huile.",
            "3. Deux gardiens ont été recrutés au cours de l’année.",
            "Les lampes achetées figurent dans les archives du Conseil.",
        ),
    ),
    "es": (
        "Índice",
        ("I. Introducción", "II. Gastos del faro", "III. Personal", "Anexo"),
        (
            "1. La Junta de Faros se reunió en mayo, en la propia torre.",
            "2. Los gastos del faro aumentaron con el precio del aceite.",
            "3. Durante el año se contrató a dos guardianes.",
            "Las lámparas compradas figuran en el archivo de la Junta.",
        ),
    ),
    "ru": (
        "Содержание",
        ("I. Введение", "II. Расходы на маяк", "III. Персонал", "Приложение"),
        (
            "1. Совет по маякам собрался в мае в самой башне.",
            "2. Расходы на маяк возросли вместе с ценой на масло.",
            "3. В течение года были наняты два смотрителя.",
            "Приобретенные лампы перечислены в архиве Совета.",
        ),
    ),
    "ar": (
        "المحتويات",
        ("أولا - مقدمة", "ثانيا - تكاليف المنارة", "ثالثا - الموظفون", "المرفق"),
        (
            "1 - اجتمع مجلس المنارات في أيار في البرج نفسه.",
            "2 - ارتفعت تكاليف المنارة مع سعر الزيت.",
            "3 - عُين حارسان اثنان خلال السنة.",
            "ترد المصابيح التي تم شراؤها في محفوظات المجلس.",
        ),
    ),
    "de": (
        "Inhalt",
        ("I. Einleitung", "II. Kosten des Leuchtturms", "III. Personal", "Anhang"),
        (
            "1. Der Rat der Leuchttürme trat im Mai im Turm selbst zusammen.",
            "2. Die Kosten des Leuchtturms stiegen mit dem Preis des Öls.",
            "3. Zwei Wärter wurden im Laufe des Jahres eingestellt.",
            "Die gekauften Lampen sind im Archiv des Rates verzeichnet.",
        ),
    ),
    "zh": (
        "目录",
        ("一. 导言", "二. 灯塔费用", "三. 工作人员", "附件"),
        (
            "1. 灯塔理事会于五月在塔内举行会议，讨论了全年的工作。",
            "2. 灯塔费用随油价上涨而增加，理事会对此表示关切。",
            "3. 在这一年中征聘了两名看守人员，均已到任并开始工作。",
            "所购灯具均列入理事会档案，可供查阅。",
        ),
    ),
}
FORMS = {
    "leaders": "{} ........ {}",
    "spaced leaders": "{} . . . . . . . . {}",
    "one sign": "{} … {}",
    "Chinese leaders": "{}…………{}",
    "a tab": "{}\t{}",
    "spaces": "{}     {}",
    "a space": "{} {}",
    "no page": "{}",
    "leaders without pages": "{} ............",
    "paragraphs and pages": "{} ........ 1–4 {}",  # as printed
}


def _body(language: str) -> list[str]:
    _, headings, texts = REPORTS[language]
    return [line for pair in zip(headings, texts, strict=True) for line in pair]


def _listed(language: str, form: str) -> list[str]:
    heading, headings, _ = REPORTS[language]
    return [heading, *(FORMS[form].format(line, page) for page, line in enumerate(headings, 3))]


def _without_list(found: tuple[Paragraph, ...]) -> list[tuple[Kind, str, str]]:
    rest = [each for each in found if each.kind is not Kind.CONTENTS]
    return [(each.kind, each.label, each.text) for each in rest]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_read_as_if_there_were_no_list(language: str, form: str) -> None:
    listed, body = _listed(language, form), _body(language)
    found = paragraphs(blocks("\n\n".join([*listed, *body]), language), language)
    contents = [each for each in found if each.kind is Kind.CONTENTS]
    assert [each.text for each in contents] == [line.rstrip(" .") for line in listed]
    assert not any(each.label for each in contents)
    plain = paragraphs(blocks("\n\n".join(body), language), language)
    assert _without_list(found) == [
        # What opens a text without a masthead is its title; behind a list it is a heading.
        (Kind.HEADING if each.kind is Kind.TITLE else each.kind, each.label, each.text)
        for each in plain
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_in_a_table_is_told_by_its_column_of_pages(language: str) -> None:
    heading, headings, _ = REPORTS[language]
    columns = {"en": "Page", "fr": "Page", "es": "Página", "ru": "Стр.", "ar": "الصفحة"}
    cells = [columns.get(language, {"de": "Seite", "zh": "页次"}.get(language, ""))]
    for page, line in enumerate(headings, 3):
        cells += [f"{line} . . .", str(page)]
    body = [Block(line) for line in _body(language)]
    table = [Block(text, Role.CELL) for text in cells]
    found = paragraphs([Block(heading, Role.HEADING, level=1), *table, *body], language)
    bare = [cell.removesuffix(" . . .") for cell in cells]
    assert [each.text for each in found if each.kind is Kind.CONTENTS] == [heading, *bare]
    labels = [each.label for each in found if each.kind is not Kind.CONTENTS]
    assert labels[:6] == ["I", "1", "II", "2", "III", "3"]
    assert labels[6] in ("annex", "appendix")


def test_the_numbers_that_word_counts_stay_in_the_list() -> None:
    lines = [Block("Contents"), Block("Lamps", Role.CONTENTS, "A."), Block("Oil", Role.CONTENTS)]
    assert [each.text for each in paragraphs(lines, "en")] == ["Contents", "A. Lamps", "Oil"]


def test_headings_of_lists() -> None:
    headings = (
        "CONTENTS",
        "Contents Page",
        "Contents (continued)",
        "Sommaire",
        "目 錄",
        "Оглавление",
    )
    assert all(map(is_contents_heading, (*headings, "Inhaltsverzeichnis", "فهرس المحتويات")))
    assert not any(map(is_contents_heading, ("Contents of the report", "目录学", "Content", "")))


def test_pages_at_the_end_of_a_line() -> None:
    paged = (
        "Introduction\t3",
        "Introduction   iv",
        "导言……3",
        "مقدمة ...... ٣",
        "I. A _____ 1-5 3",
    )
    assert all(map(ends_with_page, paged))
    others = ("Resolution 3", "and so on …", "the years 2024/25", "$ .... and", "........", "")
    assert not any(map(ends_with_page, others))


def test_a_list_without_a_heading_is_told_by_leaders_and_rising_pages() -> None:
    lines = [f"Chapter on lamp {n} ........ {n}" for n in range(2, 8)]
    found = paragraphs([Block(line) for line in [*lines, "Lamps are lit at dusk."]], "en")
    assert [each.kind for each in found] == [Kind.CONTENTS] * 6 + [Kind.BODY]
    falling = [f"Lamp {n} ........ {90 - n}" for n in range(2, 8)]
    found = paragraphs([Block(line) for line in falling], "en")
    assert Kind.CONTENTS not in {each.kind for each in found}


def test_titles_that_stand_twice_in_a_list_do_not_end_it() -> None:
    titles = ["I. Lamps", "Overview", "Work", "II. Oil", "Overview", "Work"]
    text = [line for title in titles for line in (title, "The keepers wrote this down in full.")]
    found = paragraphs(blocks("\n\n".join(["Contents", *titles, *text]), "en"), "en")
    assert [each.kind for each in found[:8]] == [Kind.CONTENTS] * 7 + [Kind.HEADING]
    assert (found[7].label, found[7].text) == ("I", "Lamps")


def test_long_titles_and_heads_of_groups_stay_in_the_list() -> None:
    lines = [
        "Contents",
        "Page",
        "I. Lamps that are lit by day and by night in all the lighthouses of the",
        "northern coast ........ 2",
        "Annexes",
        "I. Oil ........ 9",
        "I. Lamps that are lit by day and by night in all the lighthouses of the northern coast",
        "1. All lamps were lit.",
        "II. Oil",
    ]
    found = paragraphs([Block(line) for line in lines], "en")
    assert [each.text for each in found if each.kind is Kind.CONTENTS] == lines[:6]
    assert [each.label for each in found[6:]] == ["I", "1", "II"]


def test_a_list_with_pages_ends_before_a_heading_that_comes_back_in_the_text() -> None:
    lines = [
        "Contents",
        "A.Lamps of the northern coast in winter ........ 2",
        "B.Oil ........ 5",
        "A. Lamps of the northern coast in winter",
        "1. Lamps of the northern coast in winter are lit at noon.",
        "Lamps of the northern coast in winter and in spring",
        "B. Oil",
    ]
    found = paragraphs([Block(line) for line in lines], "en")
    assert [each.text for each in found if each.kind is Kind.CONTENTS] == lines[:3]


def test_notes_of_the_first_page_stay_notes() -> None:
    lines = ["Contents", "I. Lamps ........ 2", "* A/99/50.", "II. Oil ........ 5", "I. Lamps*"]
    found = paragraphs([Block(line) for line in [*lines, "1. Lamps were lit."]], "en")
    kinds = [str(each.kind) for each in found]
    assert kinds == ["contents", "contents", "note", "contents", "heading", "body"]


def test_a_heading_with_text_below_it_is_no_list() -> None:
    lines = [
        "Contents",
        "1. The contents of the cellar were oil, wicks and lamps.",
        "2. All is dry.",
    ]
    found = paragraphs([Block(line) for line in lines], "en")
    assert Kind.CONTENTS not in {each.kind for each in found}


def test_a_table_with_a_column_of_contents_is_no_list() -> None:
    cells = ["Barrel", "Contents", "North", "Oil", "South", "Wicks", "West", "Salt"]
    found = paragraphs([Block(cell, Role.CELL) for cell in cells], "en")
    assert Kind.CONTENTS not in {each.kind for each in found}


def test_wrapped_lines_with_leaders_are_not_joined() -> None:
    lines = [f"{n}. Lamps of tower {n} ".ljust(66, ".") + f" {n:3}" for n in range(2, 12)]
    text = "The keepers of the northern coast write down in full what they see\n" * 4
    found = paragraphs(blocks("\n".join(["Contents", "", *lines, "", text]), "en"), "en")
    assert [each.text for each in found[1:11]] == lines


@given(
    st.lists(st.text("IVab. …\t3目录\n", max_size=12), max_size=40), st.sampled_from(["en", "zh"])
)
def test_no_text_is_lost(lines: list[str], language: str) -> None:
    given_blocks = [Block(line.strip()) for line in ("Contents", *lines) if line.strip()]
    kept = "".join(each.text for each in paragraphs(given_blocks, language))
    assert "Contents" in kept
