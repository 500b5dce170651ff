"""Word documents: automatic numbers, notes, tables, tracked changes, and packages that attack."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.numbers.numerals import format_roman
from hexapla.corpora.readers.docx.reader import read
from hexapla.corpora.readers.registry import read as read_document
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.raw_files import raw
from tests.corpora.readers.word_files import (
    levels,
    lists,
    note_reference,
    notes,
    numbered,
    paragraph,
    run,
    word_file,
    zipped,
)

HERE = "a file.docx"
LEGAL = levels(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))


def blocks(body: str, **parts: str) -> Sequence[Block]:
    return read(raw(word_file(body, **parts), HERE)).blocks("en")


def markers(body: str, **parts: str) -> list[str]:
    return [block.marker for block in blocks(body, **parts)]


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks(body, **parts)]


# Automatic numbers. The expected ones were checked against LibreOffice's own conversion to text.


def test_levels_count_and_restart() -> None:
    body = "".join(numbered("x", depth=depth) for depth in (0, 0, 1, 1, 2, 2, 1, 2, 0, 1))
    wanted = ["1.", "2.", "(a)", "(b)", "(i)", "(ii)", "(c)", "(i)", "3.", "(a)"]
    assert markers(body, numbering=lists(LEGAL)) == wanted


def test_a_skipped_level_shows_its_first_number_and_uses_it_up() -> None:
    pattern = levels(("decimal", "%1."), ("lowerLetter", "%1.%2"), start=3)
    body = "".join(numbered("x", depth=depth) for depth in (1, 1, 0, 1))
    assert markers(body, numbering=lists(pattern)) == ["3.c", "3.d", "4.", "4.c"]


def test_lists_of_one_definition_share_a_count_until_one_starts_anew() -> None:
    numbering = f'<w:abstractNum w:abstractNumId="1">{LEGAL}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="1"/>{override}</w:num>'
        for name, override in (
            ("1", ""),
            ("2", ""),
            ("3", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
    )
    body = "".join(numbered("x", number=number) for number in (1, 1, 2, 3, 3, 1, 3))
    assert markers(body, numbering=numbering) == ["1.", "2.", "3.", "5.", "6.", "7.", "8."]


@pytest.mark.parametrize(
    ("restart", "wanted"),
    [
        ("0", ["1)", "2)", "3)", "4)"]),
        ("1", ["1)", "2)", "1)", "2)"]),
        ("2", ["1)", "1)", "1)", "1)"]),
    ],
)
def test_a_level_restarts_after_the_level_that_it_names(restart: str, wanted: list[str]) -> None:
    pattern = LEGAL + (
        f'<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlRestart w:val="{restart}"/><w:lvlText w:val="%4)"/></w:lvl>'
    )
    depths = (0, 1, 3, 1, 3, 0, 1, 3, 1, 3)
    found = markers("".join(numbered("x", depth=d) for d in depths), numbering=lists(pattern))
    assert [marker for marker in found if marker.endswith(")") and marker[0] != "("] == wanted


@pytest.mark.parametrize(
    ("style", "pattern", "wanted"),
    [
        ("decimal", "第%1条", ["第1条", "第2条", "第3条"]),
        ("chineseCounting", "第%1条", ["第一条", "第二条", "第三条"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）", "（三）"]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("russianLower", "%1)", ["а)", "б)", "в)"]),
        ("arabicAbjad", "(%1)", ["(أ)", "(ب)", "(ج)"]),
        ("arabicAlpha", "(%1)", ["(أ)", "(ب)", "(ت)"]),
        ("lowerRoman", "(%1)", ["(i)", "(ii)", "(iii)"]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("ideographDigital", "%1、", ["一、", "二、", "三、"]),
        ("taiwaneseCounting", "%1、", ["一、", "二、", "三、"]),
        ("hebrew1", "%1.", ["1.", "2.", "3."]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("bullet", "•", ["", "", ""]),
        ("none", "%1.", ["", "", ""]),
        ("unheardOf", "%1.", ["1.", "2.", "3."]),
    ],
)
def test_numerals(style: str, pattern: str, wanted: list[str]) -> None:
    body = numbered("x") * 3
    assert markers(body, numbering=lists(levels((style, pattern)))) == wanted


def test_numbering_comes_with_a_style_and_goes_with_list_zero() -> None:
    def style(name: str, called: str, inner: str, based: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/>'
            f'<w:basedOn w:val="{based}"/><w:pPr>{inner}</w:pPr></w:style>'
        )

    of_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = (
        style("Chapter", "chapter", of_list)
        + style("Point", "point", of_list)
        + style("Quiet", "quiet", "", based="Chapter")
        + style("Loop", "loop", "", based="Loop")
    )
    numbering = lists(levels(("upperRoman", "%1."), ("decimal", "%1.%2")))
    numbering = numbering.replace(
        '<w:lvlText w:val="%1.%2"/>',
        '<w:pStyle w:val="Point"/><w:isLgl/><w:lvlText w:val="%1.%2"/>',
    )

    def of(name: str, extra: str = "") -> str:
        return paragraph("x", properties=f'<w:pStyle w:val="{name}"/>{extra}')

    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    names = ("Chapter", "Point", "Point", "Quiet", "Point", "Loop")
    body = "".join(map(of, names)) + of("Chapter", none) + of("Chapter")
    wanted = ["I.", "1.1", "1.2", "II.", "2.1", "", "", "III."]
    assert markers(body, numbering=numbering, styles=styles) == wanted


def test_a_list_linked_to_a_numbering_style_takes_its_levels() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="UN"/>{LEGAL}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="UN"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="2"/></w:num>'
    )
    assert markers(numbered("x") * 2, numbering=numbering) == ["1.", "2."]


def test_deleted_numbered_paragraphs_do_not_count() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '<w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2"><w:r><w:delText>old</w:delText>'
        "</w:r></w:del></w:p>"
    )
    body = numbered("one") + gone + numbered("two")
    found = blocks(body, numbering=lists(LEGAL))
    assert [(block.marker, block.text) for block in found] == [("1.", "one"), ("2.", "two")]


_ROMAN = [format_roman(value) for value in range(1, 11)]


@pytest.mark.parametrize(
    ("style", "pattern", "language", "labels"),
    [
        ("decimal", "%1.", "en", range(1, 11)),
        ("decimalFullWidth", "%1．", "zh", range(1, 11)),
        ("decimalEnclosedCircle", "%1", "zh", [f"({value})" for value in range(1, 11)]),
        ("lowerLetter", "(%1)", "en", [f"({letter})" for letter in "abcdefghij"]),
        ("lowerRoman", "(%1)", "en", [f"({name.lower()})" for name in _ROMAN]),
        ("upperLetter", "%1.", "fr", "ABCDEFGHIJ"),
        ("upperRoman", "%1.", "es", _ROMAN),
        ("russianLower", "%1)", "ru", [f"({letter})" for letter in "abcdefghij"]),
        ("arabicAbjad", "(%1)", "ar", [f"({letter})" for letter in "abcdefghij"]),
        ("arabicAlpha", "(%1)", "ar", [f"({letter})" for letter in "abcdefghij"]),
        ("chineseCounting", "%1、", "zh", range(1, 11)),
        ("chineseCountingThousand", "（%1）", "zh", [f"({name.lower()})" for name in _ROMAN]),
        ("ideographDigital", "%1、", "zh", range(1, 11)),
        ("taiwaneseCounting", "%1、", "zh", range(1, 11)),
        ("ideographTraditional", "%1、", "zh", "ABCDEFGHIJ"),
        ("hebrew1", "%1.", "en", range(1, 11)),
    ],
)
def test_automatic_numbers_of_all_styles_are_labels_in_order(
    style: str, pattern: str, language: str, labels: Iterable[object]
) -> None:
    """Ten points of one list are labelled one to ten, whatever signs Word prints for them."""
    body = "".join(numbered(f"Point {place} is short.") for place in range(1, 11))
    found = blocks(body, numbering=lists(levels((style, pattern))))
    assert [p.label for p in paragraphs(found, language)] == [str(label) for label in labels]


# Text


def test_tracked_changes_give_the_new_text() -> None:
    body = paragraph(
        "The Assembly ",
        '<w:del w:id="1"><w:r><w:delText>notes</w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{run("welcomes")}</w:ins>',
        f'<w:moveFrom w:id="3">{run(" away")}</w:moveFrom>',
        f'<w:moveTo w:id="4">{run(" the report")}</w:moveTo>',
    )
    assert texts(body) == ["The Assembly welcomes the report"]


def test_what_was_moved_away_or_deleted_in_a_table_is_gone() -> None:
    moved = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '<w:rPr><w:moveFrom w:id="1"/></w:rPr></w:pPr>'
        f'<w:moveFrom w:id="2">{run("moved")}</w:moveFrom></w:p>'
    )
    found = blocks(numbered("one") + moved + numbered("two"), numbering=lists(LEGAL))
    assert [(block.marker, block.text) for block in found] == [("1.", "one"), ("2.", "two")]
    cells = "".join(
        f"<w:tc><w:tcPr>{change}</w:tcPr>{paragraph(text)}</w:tc>"
        for text, change in (
            ("a", ""),
            ("b", '<w:cellDel w:id="3"/>'),
            ("c", '<w:cellIns w:id="4"/>'),
        )
    )
    gone = f'<w:tr><w:trPr><w:del w:id="5"/></w:trPr><w:tc>{paragraph("d")}</w:tc></w:tr>'
    assert texts(f"<w:tbl><w:tr>{cells}</w:tr>{gone}</w:tbl>") == ["a", "c"]


def test_a_deleted_note_does_not_count() -> None:
    gone = f'<w:del w:id="1">{note_reference(1)}</w:del>'
    found = blocks(paragraph("One", gone, " two", note_reference(2)), footnotes=notes("A.", "B."))
    assert [(block.text, block.marker) for block in found] == [("One two¹", ""), ("B.", "1")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = paragraph("One ", properties='<w:rPr><w:del w:id="1"/></w:rPr>')
    assert texts(first + paragraph("sentence.")) == ["One sentence."]
    assert texts(first) == ["One"]


def test_signs_breaks_and_fields() -> None:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    body = (
        paragraph("a", "<w:r><w:tab/></w:r>", "b", "<w:r><w:br/></w:r>", "c")
        + paragraph("大会", "<w:r><w:br/></w:r>", "欢迎")
        + paragraph(
            "non", "<w:r><w:noBreakHyphen/></w:r>", "stop", "<w:r><w:softHyphen/></w:r>", "ped"
        )
        + paragraph(
            "see ", begin, "<w:r><w:instrText>REF x</w:instrText></w:r>", separate, "12", end
        )
        + paragraph("seen", run(" hidden", "<w:vanish/>"), run(" shown", '<w:vanish w:val="0"/>'))
        + paragraph("area in m", run("2", '<w:vertAlign w:val="superscript"/>'), " or so")
        + paragraph("the 1", run("er", '<w:vertAlign w:val="superscript"/>'))
        + paragraph(
            f"<w:hyperlink>{run('link')}</w:hyperlink>",
            f"<w:sdt><w:sdtContent>{run(' text')}</w:sdtContent></w:sdt>",
        )
    )
    assert texts(body) == [
        "a b c",
        "大会欢迎",
        "non\u2011stopped",
        "see 12",
        "seen shown",
        "area in m² or so",
        "the 1er",
        "link text",
    ]


_COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def box(*content: str) -> str:
    """Give a text box as older programs write it."""
    inner = "".join(part if part.startswith("<") else paragraph(part) for part in content)
    return f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"


def test_a_text_box_follows_its_paragraph_and_counts_once() -> None:
    drawing = "<w:r><w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing></w:r>"
    both = (
        f"<w:r><mc:AlternateContent {_COMPATIBILITY}>"
        f"<mc:Choice><w:drawing><w:txbxContent>{paragraph('new form')}</w:txbxContent></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{paragraph('old form')}"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    nested = drawing.format(paragraph("outer", drawing.format(paragraph("inner"))))
    body = (
        numbered("one ", box("in a box", numbered("two")), "more")
        + paragraph("text", both)
        + paragraph(nested)
        + f'<w:p><w:del w:id="1">{box("deleted")}</w:del></w:p>'
        + numbered("three")
    )
    found = [(each.text, each.marker) for each in blocks(body, numbering=lists(LEGAL))]
    assert found == [
        *(("one more", "1."), ("in a box", ""), ("two", "2."), ("text", ""), ("new form", "")),
        *(("outer", ""), ("inner", ""), ("three", "3.")),
    ]


def test_the_second_of_two_alternatives_is_left_out() -> None:
    body = paragraph(
        "text",
        f"<mc:AlternateContent {_COMPATIBILITY}><mc:Choice>{run(' new')}</mc:Choice>"
        f"<mc:Fallback>{run(' old')}</mc:Fallback></mc:AlternateContent>",
    )
    assert texts(body) == ["text new"]


def test_numbers_that_word_counts_itself_are_written() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = "<w:r><w:instrText> AUTONUM  </w:instrText></w:r>"
    simple = '<w:fldSimple w:instr=" AUTONUMLGL \\e"><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    page = f'<w:fldSimple w:instr=" DATE ">{run("18 December 2035")}</w:fldSimple>'
    body = (
        paragraph(begin, code, end, "Welcomes the tapes;")
        + paragraph(simple, "Thanks all;")
        + paragraph("It was ", page, ".")
    )
    assert texts(body) == ["1. Welcomes the tapes;", "2. Thanks all;", "It was 18 December 2035."]
    assert [p.label for p in paragraphs(blocks(body), "en")] == ["1", "2", ""]


@pytest.mark.parametrize(
    ("pieces", "lead"),
    [
        ((run("Recalling also", "<w:i/>"), " its resolution,"), "Recalling also"),
        ((run("Recalling", "<w:i/>"), run(" "), run("also", "<w:i/>"), " its,"), "Recalling also"),
        (("1.\t", run("Requests", "<w:i/>"), " the Secretariat"), "Requests"),
        (("The report ", run("Tapes", "<w:i/>"), " was read"), ""),
        ((run("All of it", "<w:i/>"),), ""),
        ((run("Recalling", '<w:i w:val="0"/>'), " its resolution,"), ""),
        ((run("وإذ تشير", "<w:iCs/><w:rtl/>"), run(" إلى", "<w:rtl/>")), "وإذ تشير"),
        ((run("回顾", '<w:rFonts w:eastAsia="楷体_GB2312"/>'), "其决议，"), "回顾"),
    ],
)
def test_words_set_apart_at_the_start_are_kept_as_a_hint(
    pieces: tuple[str, ...], lead: str
) -> None:
    assert [block.lead for block in blocks(paragraph(*pieces))] == [lead]


def test_after_a_page_break_a_lead_verb_begins_a_paragraph() -> None:
    known = ["Recalling its resolution 88/15,", "Aware that tapes fade,", "Stressing the damage,"]
    page = '<w:r><w:br w:type="page"/></w:r>'
    last = {}
    for look in ("<w:i/>", ""):
        body = "".join(map(paragraph, ["The General Assembly,", *known]))
        body += paragraph(page, run("Lest", look), " the recordings be lost,")
        body += paragraph("1. Decides to keep them.") + paragraph("2. Thanks all.")
        last[look] = [p.text for p in paragraphs(blocks(body), "en")][3:-2]
    assert last["<w:i/>"] == ["Stressing the damage,", "Lest the recordings be lost,"]
    assert last[""] == ["Stressing the damage, Lest the recordings be lost,"]


def test_right_to_left_runs_keep_their_order() -> None:
    body = paragraph(
        run("إذ تشير إلى قرارها ", "<w:rtl/>"),
        run("88/15"),
        f'<w:bdo w:val="rtl">{run("،", "<w:rtl/>")}</w:bdo>',
        f'<w:dir w:val="rtl">{run(" وإلى الوثيقة (", "<w:rtl/>")}</w:dir>',
        run("A/93/589"),
        run(")،", "<w:rtl/>"),
        properties="<w:bidi/>",
    )
    assert texts(body) == ["إذ تشير إلى قرارها 88/15، وإلى الوثيقة (A/93/589)،"]


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_symbol_and_session_are_read_from_headers_and_footers(tmp_path: Path, kind: str) -> None:
    margin = paragraph("A/99/L.5") + paragraph("Ninety-ninth session") + paragraph("99-12345 (E)")
    path = tmp_path / "a.docx"
    path.write_bytes(
        word_file(paragraph("The archive keeps all tapes of the year."), **{kind: margin})
    )
    document = read_document(path)
    assert (document.symbol, document.session) == ("A/99/L.5", "Ninety-ninth session")
    assert [p.text for p in document.paragraphs] == ["The archive keeps all tapes of the year."]


def test_a_content_control_that_nobody_filled_in_is_left_out() -> None:
    def control(properties: str, content: str) -> str:
        return (
            f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    empty = "<w:showingPlcHdr/>"
    body = (
        paragraph("Agenda item ", control("", run("7")), control(empty, run("Choose an item.")))
        + control(empty, paragraph("Click here to enter text."))
        + control('<w:showingPlcHdr w:val="0"/>', paragraph("Recordings"))
    )
    assert texts(body) == ["Agenda item 7", "Recordings"]


def test_a_page_break_parts_and_marks() -> None:
    page = '<w:r><w:br w:type="page"/></w:r>'
    body = paragraph("one", page, "two") + paragraph("three", page) + paragraph("four")
    found = [(block.text, block.after_break) for block in blocks(body)]
    assert found == [("one", False), ("two", True), ("three", False), ("four", True)]


def test_headings_titles_and_contents() -> None:
    def style(name: str, called: str, inner: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/>'
            f"<w:pPr>{inner}</w:pPr></w:style>"
        )

    styles = (
        style("1", "heading 1")
        + style("T", "Title")
        + style("UN", "_ H _Ch_G")
        + style("HQ", "_ H_2/3")
        + style("O", "odd", '<w:outlineLvl w:val="2"/>')
        + style("TOC", "toc 1")
    )
    names = ("T", "1", "UN", "HQ", "O", "TOC", "none")
    body = "".join(paragraph(name, properties=f'<w:pStyle w:val="{name}"/>') for name in names)
    found = [(block.text, block.role, block.level) for block in blocks(body, styles=styles)]
    assert found == [
        ("T", Role.TITLE, 1),
        ("1", Role.HEADING, 1),
        ("UN", Role.HEADING, 1),
        ("HQ", Role.HEADING, 3),
        ("O", Role.HEADING, 3),
        ("none", Role.TEXT, 0),
    ]


def test_tables_are_read_cell_by_cell_and_boxes_are_opened() -> None:
    def cell(*content: str, properties: str = "") -> str:
        inner = "".join(part if part.startswith("<") else paragraph(part) for part in content)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"

    def table(*rows: str) -> str:
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    above = '<w:vMerge w:val="restart"/>'
    inner = table(cell("in 1") + cell("in 2"))
    body = (
        table(
            cell("a", properties=above) + cell("b"), cell("x", properties="<w:vMerge/>") + cell("d")
        )
        + table(cell("c", inner, "after") + cell("e"))
        + table(cell("box"))
    )
    found = [(block.text, block.role) for block in blocks(body)]
    cells = ["a", "b", "d", "c", "in 1", "in 2", "after", "e"]
    assert found == [*((text, Role.CELL) for text in cells), ("box", Role.TEXT)]


# Notes


def test_notes_get_their_marks_in_order_and_follow_their_paragraph() -> None:
    body = paragraph("First", note_reference(2), " and second", note_reference(1), ".") + paragraph(
        "Last.", note_reference(1, "endnote")
    )
    parts = {
        "footnotes": notes("Note A.", "Note B."),
        "endnotes": notes("The end.", kind="endnote"),
    }
    found = [(block.text, block.role, block.marker) for block in blocks(body, **parts)]
    assert found == [
        ("First¹ and second².", Role.TEXT, ""),
        ("Note B.", Role.NOTE, "1"),
        ("Note A.", Role.NOTE, "2"),
        ("Last.ⁱ", Role.TEXT, ""),
        ("The end.", Role.NOTE, "i"),
    ]


def test_notes_count_as_the_settings_say_and_keep_their_own_marks() -> None:
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    body = paragraph("Title", own, " text", note_reference(2), note_reference(9))
    found = blocks(body, footnotes=notes("* Reissued.", "Note."), settings=settings)
    assert [(block.text, block.marker) for block in found] == [
        ("Title* textᶜ", ""),
        ("Reissued.", "*"),
        ("Note.", "c"),
    ]


def test_notes_count_by_section_where_the_settings_say_so() -> None:
    settings = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    body = (
        paragraph("One", note_reference(1))
        + paragraph("Two", note_reference(2), properties="<w:sectPr/>")
        + paragraph("Three", note_reference(3))
    )
    for said, marks in ((settings, ["1", "2", "1"]), ("", ["1", "2", "3"])):
        found = blocks(body, footnotes=notes("A.", "B.", "C."), settings=said)
        assert [block.marker for block in found if block.role is Role.NOTE] == marks


def test_a_note_whose_own_mark_is_blank_is_counted() -> None:
    blank = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t> </w:t></w:r>'
    found = blocks(paragraph("Text", blank), footnotes=notes("Note."))
    assert [(block.text, block.marker) for block in found] == [("Text¹", ""), ("Note.", "1")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_real_resolution_survives_word(shared_data: Path, language: str) -> None:
    """The gold paragraphs, put into Word's automatic numbers and real footnotes, come back."""
    lines = (shared_data / "seed/paragraphs.jsonl").read_text().splitlines()
    gold: list[dict[str, str]] = [json.loads(line) for line in lines]
    cited: set[str] = set()

    def pieces(text: str) -> list[str]:
        found = []
        for piece in re.split("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text):
            mark = piece.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
            if mark == piece:
                found.append(run(piece))
            elif mark in cited:  # Word repeats a mark as raised text
                found.append(run(mark, '<w:vertAlign w:val="superscript"/>'))
            else:
                found.append(note_reference(int(mark)))
                cited.add(mark)
        return found

    text = [row for row in gold if row["kind"] != "footnote"]
    body = "".join(
        (numbered if row["kind"] == "operative" else paragraph)(*pieces(row[language]))
        for row in text
    )
    footnotes = notes(*(row[language] for row in gold if row["kind"] == "footnote"))
    data = word_file(body, numbering=lists(LEGAL), footnotes=footnotes)
    found = paragraphs(read(raw(data, HERE)).blocks(language), language)
    kinds = {"footnote": Kind.NOTE}
    wanted = {(row[language], row["number"], kinds.get(row["kind"], row["kind"])) for row in gold}
    assert len(found) == len(gold)
    assert {(each.text, each.label, each.kind) for each in found} == wanted


def test_a_document_of_the_usual_library_is_read() -> None:
    document: Any = docx.Document()
    document.sections[0].header.paragraphs[0].text = "United Nations\tA/99/L.5/Rev.1"
    document.add_heading("A title", 0)
    document.add_heading("A heading", 2)
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_paragraph("point", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    data = io.BytesIO()
    document.save(data)
    found = read(raw(data.getvalue(), HERE))
    assert found.headers == ("United Nations A/99/L.5/Rev.1",)
    assert [(block.text, block.role, block.marker) for block in found.blocks("en")] == [
        ("A title", Role.TITLE, ""),
        ("A heading", Role.HEADING, ""),
        ("first", Role.TEXT, "1."),
        ("second", Role.TEXT, "2."),
        ("point", Role.ITEM, ""),
        ("left", Role.CELL, ""),
        ("right", Role.CELL, ""),
    ]


def test_the_strict_variant_of_the_format_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("text")}</w:body></w:document>'
    found = read(raw(zipped({"word/document.xml": body}), HERE)).blocks("en")
    assert [block.text for block in found] == ["text"]


# Attacks and damage


def refusal(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(raw(data, HERE))
    message = str(caught.value)
    assert message.startswith("a file.docx: ")
    assert "\n" not in message
    return message


def test_entities_are_refused_and_never_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    for declared in (f'<!ENTITY e8 SYSTEM "{secret.as_uri()}">', bomb):
        head = f"<!DOCTYPE w:document [{declared}]>"
        body = word_file(paragraph("<w:r><w:t>&e8;</w:t></w:r>"))
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            document = archive.read("word/document.xml").decode()
        message = refusal(zipped({"word/document.xml": head + document}))
        assert "declares a DTD" in message or "amplification" in message


def test_zip_bombs_are_refused_unpacked() -> None:
    huge = f"<w:document><w:body>{' ' * 30_000_000}</w:body></w:document>"
    assert "unpacks to far more" in refusal(zipped({"word/document.xml": huge}))
    many = {f"word/{name}.xml": "" for name in range(10_001)}
    assert "more than a document" in refusal(zipped(many))


def test_a_part_that_states_a_false_size_is_refused() -> None:
    data = bytearray(word_file(paragraph("x" * 5000)))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(data))


@pytest.mark.parametrize("length", [0, 10, 200, 500, -30])
def test_a_cut_package_is_refused(length: int) -> None:
    assert "damaged" in refusal(word_file(paragraph("text"))[:length])


def test_what_is_not_a_word_package_is_refused() -> None:
    assert "no Word document" in refusal(zipped({"other.xml": "<a/>"}))
    assert "damaged" in refusal(zipped({"word/document.xml": "<w:document"}))
    nested = "<w:sdt>" * 5000
    assert "damaged" in refusal(word_file(nested + "</w:sdt>" * 5000))


def test_a_package_with_a_password_is_refused() -> None:
    data = bytearray(zipped({"word/document.xml": "<a/>"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    assert "cannot be unpacked" in refusal(bytes(data))


@given(st.binary(max_size=40), st.integers(0, 2000))
def test_any_damage_gives_blocks_or_one_line(noise: bytes, place: int) -> None:
    data = bytearray(word_file(numbered("text", note_reference(1)), numbering=lists(LEGAL)))
    data[place : place + len(noise)] = noise
    try:
        read(raw(bytes(data), HERE))
    except DocumentError as error:
        assert "\n" not in str(error)
