"""Reads PDF files into blocks: lines of the printed page made paragraphs again.

`sandbox` lets `glyphs` take characters and places from the file, `reading_order` makes text of rows
of them. Of a tagged file, `tagged` knows the paragraphs; of others, `layout` puts the lines in the
order of reading (`columns`, `tables`), and `paragraphs` parts them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.numbers.note_marks import lower_signs
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.pdf.glyphs.pages import MOST_PAGES, Page
from hexapla.corpora.readers.pdf.headings import Headings
from hexapla.corpora.readers.pdf.hyphens import without_soft_hyphens
from hexapla.corpora.readers.pdf.layout import NOTE_MARK, Line, citations, layout
from hexapla.corpora.readers.pdf.paragraphs import Seam, seams
from hexapla.corpora.readers.pdf.sandbox import extract
from hexapla.corpora.readers.pdf.table_places import placed
from hexapla.corpora.readers.pdf.tagged import (
    TaggedParagraph,
    is_tagged,
    page_artefacts,
    tagged_paragraphs,
)
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.boundaries import Ending, ending
from hexapla.corpora.structure.joiner import Joiner

__all__ = ["blocks", "content_of", "read"]

_PEEK_PAGES = 3  # that say what a document is
_LEADERS = re.compile(r"\s*(?:(?:\. ?){4,}|…{2,})$")


def read(raw: RawFile) -> Content:
    """Read a PDF file; only its first pages for a peek.

    Raises DocumentError if it is damaged, encrypted, too large or a scan.
    """
    most = _PEEK_PAGES if raw.peek else MOST_PAGES
    return content_of(extract(raw.data, raw.where, most=most, language=raw.language))


def content_of(pages: Sequence[Page]) -> Content:
    """Make the content of a document of its pages."""
    if is_tagged(pages):
        return _tagged(pages)
    found = layout(pages)
    lines = [line.text for line in found.lines]
    return Content(lines, partial(blocks, found.lines), tuple(found.page_artefacts))


def _tagged(pages: Sequence[Page]) -> Content:
    paragraphs = tagged_paragraphs(pages)
    lines = [line.text for paragraph in paragraphs for line in paragraph.lines]
    headers = tuple(page_artefacts(pages))
    return Content(lines, partial(_tagged_blocks, paragraphs), headers)


def _tagged_blocks(paragraphs: Sequence[TaggedParagraph], language: str) -> list[Block]:
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    lines = without_soft_hyphens(lines, language)
    joiner = Joiner.of((line.text for line in lines), language)
    rest = iter(lines)
    found: list[Block] = []
    made: list[Sequence[Line]] = []  # the lines of each block
    for paragraph in paragraphs:
        text = joiner.join(*(line.text for line in islice(rest, len(paragraph.lines))))
        if paragraph.role is Role.CELL:
            text = _LEADERS.sub("", text) or text
        mark = NOTE_MARK.match(text) if paragraph.role is Role.NOTE else None
        if mark:
            found.append(Block(text[mark.end() :], Role.NOTE, lower_signs(mark[0].strip())))
        elif paragraph.role is Role.NOTE and found and found[-1].role is Role.NOTE:
            found[-1] = found[-1]._replace(text=joiner.join(found[-1].text, text))
            continue
        else:
            found.append(Block(text, paragraph.role, begins=paragraph.role is not Role.NOTE))
        made.append(paragraph.lines)
    return placed(found, made)


@dataclass(slots=True)
class _BlockDraft:
    """A block on its way: its lines, and a note's mark."""

    lines: list[Line]
    mark: str | None = None
    seam: Seam = Seam.BREAK  # before it
    cut: bool = False  # by the end of a page or column

    def block(self, joiner: Joiner, headings: Headings) -> Block:
        text = joiner.join(*(line.text for line in self.lines))
        if self.mark is not None:
            match = NOTE_MARK.match(text)
            return Block(text[match.end() :] if match else text, Role.NOTE, self.mark)
        if self.lines[0].cell:
            return Block(text, Role.CELL, begins=True)
        part = self.cut or self.seam is Seam.CUT
        level = 0 if part else headings.level(self.lines, text)
        return Block(
            text,
            Role.HEADING if level else Role.TEXT,
            level=level,
            page=self.lines[-1].number,
            after_break=self.seam is Seam.CUT,
            begins=self.seam is not Seam.CUT,
            full_width=self.cut,
        )


def blocks(lines: Sequence[Line], language: str) -> list[Block]:
    """Make blocks of lines: paragraphs, and the notes behind the text of their page.

    `language` is one of `corpora.languages.LANGUAGES`; KeyError otherwise.
    """
    lines = without_soft_hyphens(lines, language)
    joiner = Joiner.of((line.text for line in lines), language)
    running = [line for line in lines if not line.note and not line.cell]
    before = iter(seams(running, language))
    cited = citations(line for line in lines if not line.note)
    drafts: list[_BlockDraft] = []
    text: _BlockDraft | None = None
    note: _BlockDraft | None = None
    for line in lines:
        if line.note:
            mark = _mark(line, note, cited[line.page])
            if note is None or mark:
                note = _BlockDraft([], mark)
                drafts.append(note)
            note.lines.append(line)
            continue
        if line.cell:
            if not drafts or drafts[-1].lines[-1].cell != line.cell:
                drafts.append(_BlockDraft([]))
            drafts[-1].lines.append(line)
            text = None
            continue
        seam = next(before)
        if text is None or seam is not Seam.NONE:
            if text is not None:
                text.cut = seam is Seam.CUT
            text = _BlockDraft([], seam=seam)
            drafts.append(text)
        text.lines.append(line)
    headings = Headings.of(running)
    found = [draft.block(joiner, headings) for draft in drafts]
    return placed(found, [draft.lines for draft in drafts])


def _mark(line: Line, before: _BlockDraft | None, cited: Collection[str]) -> str:
    """Return the mark with which a new note begins, "" where the one before goes on."""
    match = NOTE_MARK.match(line.text)
    mark = match[0].strip() if match else ""
    if not (mark.isdecimal() and mark.isascii() and before and (before.mark or "").isdecimal()):
        return lower_signs(mark)
    # A line of a note may start with any number, if it is not raised.
    counts_on = int(mark) == int(before.mark or "") + 1
    ended = ending(before.lines[-1].text) is Ending.CLOSED
    return mark if counts_on or (ended and mark in cited) else ""
