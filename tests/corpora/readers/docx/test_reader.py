"""Word documents: notes, tables, styles, whole documents, and packages that attack."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input import bounds
from hexapla.corpora.readers.docx.reader import read
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.raw_files import raw
from tests.corpora.readers.word_files import (
    HERE,
    LEGAL,
    blocks,
    lists,
    note_reference,
    notes,
    numbered,
    paragraph,
    run,
    word_file,
    zipped,
)
from tests.work import LINEAR, growth

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
    assert "has a password" in refusal(bytes(data))


@given(st.binary(max_size=40), st.integers(0, 2000))
def test_any_damage_gives_blocks_or_one_line(noise: bytes, place: int) -> None:
    data = bytearray(word_file(numbered("text", note_reference(1)), numbering=lists(LEGAL)))
    data[place : place + len(noise)] = noise
    try:
        read(raw(bytes(data), HERE))
    except DocumentError as error:
        assert "\n" not in str(error)


def test_a_note_that_is_cited_again_is_not_given_again() -> None:
    body = paragraph("First", note_reference(1)) + paragraph("Again", note_reference(1))
    found = [block.text for block in blocks(body, footnotes=notes("A long note."))]
    assert found == ["First¹", "A long note.", "Again²"]


def test_empty_paragraphs_are_bounded_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_PIECES", 3)
    with pytest.raises(DocumentError, match="has more than 3 paragraphs"):
        blocks(paragraph("Text") + "<w:p/>" * 3)


def test_open_fields_are_not_gone_through_for_each_text() -> None:
    def nested(count: int) -> object:
        begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
        return blocks(f"<w:p>{begin * count}{run('a') * count}</w:p>")

    assert growth(nested, 100) < LINEAR
