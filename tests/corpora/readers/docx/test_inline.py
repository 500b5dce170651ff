"""The text of Word paragraphs: runs, fields, tracked changes, breaks, boxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.readers.registry import read as read_document
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.word_files import (
    LEGAL,
    blocks,
    lists,
    note_reference,
    notes,
    numbered,
    paragraph,
    run,
    texts,
    word_file,
)


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
            run("a", '<w:vertAlign w:val="superscript"/>'),
            " As at May, the 2",
            run("e", '<w:vertAlign w:val="superscript"/>'),
        )
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
        "ᵃ As at May, the 2e",
        "link text",
    ]


_COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def box(*content: str) -> str:
    """Return a text box as older programs write it."""
    inner = "".join(part if part.startswith("<") else paragraph(part) for part in content)
    return f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"


def test_signs_of_symbol_fonts_are_characters() -> None:
    def sign(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    typed = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    body = (
        paragraph("Up 3 ", sign("Symbol", "F0B0"), "C, ", sign("SYMBOL", "a3"), " 5 per cent")
        + paragraph(sign("Wingdings", "F0FC"), " yes ", sign("Wingdings", "F0A8"), " no")
        + paragraph(sign("Arial", "00D7"), sign("Arial", "F0B1"), " 7 ", sign("Arial", "D800"))
        + paragraph(run("\uf0b1 D", typed), run(" \u00b1 D"), run(" 大会", typed))
        + paragraph("x", sign("Wingdings", "none"), sign("Symbol", "F080"), sign("", "1F"))
    )
    assert texts(body) == ["Up 3 °C, ≤ 5 per cent", "✓ yes ◻ no", "×± 7", "± Δ ± D 大会", "x"]


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
        ("TOC", Role.CONTENTS, 0),
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
        + table(cell("c", inner, "after") + cell("e", table(cell("boxed"))))
        + table(cell("box"))
    )
    found = [(block.text, block.role) for block in blocks(body)]
    cells = ["a", "b", "d", "c", "in 1", "in 2", "after", "e", "boxed"]
    assert found == [*((text, Role.CELL) for text in cells), ("box", Role.TEXT)]
