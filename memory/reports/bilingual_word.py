"""A new document and its matches side by side, in a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.match import Match, MatchKind
from hexapla.memory.output.packages import write_package
from hexapla.memory.reports.pretranslation import ClosestDocument, Draft, Pretranslation
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.difference import DiffKind, difference

__all__ = ["adapted_note", "write_bilingual_word"]

_SHADES: Final = {MatchKind.FUZZY: "FFF3D6", MatchKind.ADAPTED: "E3ECF9"}
_SURE: Final = "E2F2E5"
_HEADING: Final = "EEEEEE"
_LEGEND: Final = (
    ("in the memory word for word", _SURE),
    ("numbers adapted", _SHADES[MatchKind.ADAPTED]),
    ("only like it", _SHADES[MatchKind.FUZZY]),
    ("no colour: nothing like it", ""),
)
# A4, lying.
_LONG_SIDE: Final = Mm(297)
_SHORT_SIDE: Final = Mm(210)
_MARGIN: Final = Mm(15)
_NUMBER_WIDTH: Final = Mm(13)
_TEXT_WIDTH: Final = Mm(127)


def write_bilingual_word(path: Path, result: Pretranslation, name: str, min_score: int) -> None:
    """Write a segment a row, with its best match and what differs in it.

    Matches below `min_score` percent fill no translation. Raises StoreError where the file cannot
    be written.
    """
    document = docx.Document()
    _lie_down(document.sections[0])
    document.add_heading(clean(name), level=1)
    _add_legend(document)
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    languages = LANGUAGES[result.document.language], LANGUAGES[result.target]
    _repeat(table.rows[0])
    for cell, text in zip(
        table.rows[0].cells, ("No.", languages[0].name, languages[1].name), strict=True
    ):
        cell.paragraphs[0].add_run(text).bold = True
        _shade(cell, _HEADING)
    for draft in result.drafts:
        row = table.add_row()
        _keep_together(row)
        cells = row.cells
        cells[0].text = str(draft.number)
        best = draft.worded[0] if draft.worded else None
        _add_changes(cells[1].paragraphs[0], best.source if best else draft.text, draft.text)
        _set_direction(cells[1].paragraphs[0], languages[0].direction)
        if best and best.score >= min_score:
            _shade(cells[2], _SHADES.get(best.kind, _SURE))
            cells[2].text = clean(best.target)
            _set_direction(cells[2].paragraphs[0], languages[1].direction)
            told = f"{best.score} % {best.kind}, {best.tuid}"
            adapted = adapted_note(best)
            note = cells[2].add_paragraph().add_run(f"{told}; {adapted}" if adapted else told)
            note.font.size = Pt(8)
        _add_fragments(cells[2], draft, languages[1].direction)
        _add_terms(cells[2], draft, languages[1].direction)
    _set_widths(table, (_NUMBER_WIDTH, _TEXT_WIDTH, _TEXT_WIDTH))
    if result.closest:
        _add_comparison(document, result.closest, languages[0].direction)
    write_package(path, document.save)


def _add_fragments(cell: docx.table._Cell, draft: Draft, direction: str) -> None:
    """Say under what a segment is filled with which parts of it the memory has."""
    arrow = "←" if direction == "rtl" else "→"
    for fragment in draft.fragments.cover:
        if fragment.target:
            paragraph = cell.add_paragraph()
            paragraph.add_run(clean(f"{fragment.text} {arrow} {fragment.target}")).font.size = Pt(9)
            paragraph.add_run(f" ({fragment.tuid})").font.size = Pt(8)
            _set_direction(paragraph, direction)


def _add_terms(cell: docx.table._Cell, draft: Draft, direction: str) -> None:
    """Say under it which terms of the termbase stand in a segment, and how they are said."""
    for term in draft.terms:
        if term.renderings:
            paragraph = cell.add_paragraph()
            run = paragraph.add_run(clean(f"{term.text} = {term.said}"))
            run.font.size, run.font.italic = Pt(9), True
            _set_direction(paragraph, direction)


def _add_comparison(document: WordDocument, closest: ClosestDocument, direction: str) -> None:
    """Show what differs between the new document and the earlier one that it is closest to."""
    document.add_heading(clean(f"Beside {closest.symbol}"), level=2)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for row in closest.rows:
        cells = table.add_row().cells
        cells[0].text = clean(row.label)
        _add_changes(cells[1].paragraphs[0], row.old, row.new)
        _set_direction(cells[1].paragraphs[0], direction)
    _set_widths(table, (_NUMBER_WIDTH, 2 * _TEXT_WIDTH))


def _lie_down(section: Section) -> None:
    """Turn the page: two languages side by side need its width."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _LONG_SIDE, _SHORT_SIDE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN


def _add_legend(document: WordDocument) -> None:
    """Say what the colours and marks mean, each in its own colour."""
    paragraph = document.add_paragraph()
    for text, colour in _LEGEND:
        run = paragraph.add_run(text)
        run.font.size = Pt(9)
        if colour:
            _fill(run._r.get_or_add_rPr(), colour)
        paragraph.add_run("   ").font.size = Pt(9)
    for text, kind in (("only in the new text", "underline"), ("only in the memory", "strike")):
        run = paragraph.add_run(text)
        run.font.size = Pt(9)
        setattr(run.font, kind, True)
        paragraph.add_run("   ").font.size = Pt(9)


def _repeat(row: docx.table._Row) -> None:
    """Have a row repeated at the head of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_together(row: docx.table._Row) -> None:
    """Have a row stand on one page, where it fits on one."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_widths(table: docx.table.Table, widths: Sequence[int]) -> None:
    """Set the widths of columns and cells: LibreOffice asks the ones, Word the others."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(width)


def _add_changes(paragraph: WordParagraph, old: str, new: str) -> None:
    for piece in difference(clean(old), clean(new)):
        run = paragraph.add_run(piece.text)
        run.font.strike = piece.kind is DiffKind.REMOVED
        run.font.underline = piece.kind is DiffKind.ADDED


def _set_direction(paragraph: WordParagraph, direction: str) -> None:
    if direction == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True


def _shade(cell: docx.table._Cell, colour: str) -> None:
    _fill(cell._tc.get_or_add_tcPr(), colour)


def _fill(properties: etree._Element, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for attribute, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{attribute}"), value)
    properties.append(shade)


def adapted_note(match: Match) -> str:
    """Return what a translator is to know of a match with other numbers, "" for any other."""
    if match.kind is not MatchKind.ADAPTED:
        return ""
    return f"numbers adapted; the memory has: {match.stored}"
