"""Reads the pages of a PDF file."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from hexapla.corpora.readers.pdf.glyphs.brackets import BRACKETS, shown
from hexapla.corpora.readers.pdf.glyphs.causes import (
    DAMAGED,
    DAMAGED_PAGE,
    ENCRYPTED,
    MANY_PAGES,
    MOST_CHARACTERS,
    MUCH_TEXT,
    PROTECTED,
    SCANNED,
    UNREADABLE,
)
from hexapla.corpora.readers.pdf.glyphs.characters import Characters, Tally, take
from hexapla.corpora.readers.pdf.glyphs.charts import without_charts
from hexapla.corpora.readers.pdf.glyphs.letters import is_arabic, is_mark, is_rightward
from hexapla.corpora.readers.pdf.glyphs.pages import (
    MOST_PAGES,
    STROKE,
    Page,
    PdfError,
)
from hexapla.corpora.readers.pdf.glyphs.pdfium import library, name_of
from hexapla.corpora.readers.pdf.glyphs.places import Matrix, upright
from hexapla.corpora.readers.pdf.glyphs.rows import pieces, rows
from hexapla.corpora.readers.pdf.glyphs.rules import drawn, rules
from hexapla.corpora.readers.pdf.glyphs.strokes import stretching
from hexapla.corpora.readers.pdf.glyphs.tags import Tags, UnsureTagsError, parts
from hexapla.corpora.readers.pdf.glyphs.weights import bold
from hexapla.corpora.readers.pdf.glyphs.written import (
    composed,
    ligatures_as_written,
    quotes_as_written,
)

__all__ = ["read_pages"]

# By the errors of PDFium (fpdfview.h): FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY.
_CAUSES = {
    4: ENCRYPTED,
    5: PROTECTED,
}
_UNKNOWN_SHARE = 0.3  # of the characters, that their font has no sign for
# LibreOffice draws the strokes that stretch Arabic lines apart from the text, each a glyph without
# meaning, and maps other glyphs to the signs that were typed for them, composed or not: 716 of 718
# marks of a French report.
_EXACT = "LibreOffice"
_NAME = 40  # characters of a program's name that are looked at


def read_pages(data: bytes, most: int) -> list[Page]:
    """Return the first `most` pages of a PDF file, read in this process.

    Raises PdfError if the file is damaged, encrypted, too large or a scan.
    """
    api = library()
    document = api.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        # PDFium may give a document without pages for a file that is none.
        if api.FPDF_GetPageCount(document) < 1:
            raise PdfError(_CAUSES.get(api.FPDF_GetLastError(), DAMAGED))
        if api.FPDFCatalog_IsTagged(document):
            try:
                return _pages(document, most, Tags())
            except UnsureTagsError:
                pass  # what stands where says more
        return _pages(document, most, None)
    finally:
        if document:
            api.FPDF_CloseDocument(document)


def _pages(document: int, most: int, tags: Tags | None) -> list[Page]:
    api = library()
    count = api.FPDF_GetPageCount(document)
    if count > MOST_PAGES:
        raise PdfError(MANY_PAGES, count)
    pages: list[Page] = []
    tally = Tally()
    exact = _producer(document).startswith(_EXACT)
    for number in range(min(count, most)):
        page = api.FPDF_LoadPage(document, number)
        if not page:
            raise PdfError(DAMAGED_PAGE)
        try:
            pages.append(_page(document, page, number, tally, tags, exact=exact))
        finally:
            api.FPDF_ClosePage(page)
        if tally.characters > MOST_CHARACTERS:
            raise PdfError(MUCH_TEXT)
    if tally.unknown > _UNKNOWN_SHARE * tally.characters:
        raise PdfError(UNREADABLE)
    if not tally.characters:
        raise PdfError(SCANNED)
    return pages


def _producer(document: int) -> str:
    """Return the name of the program that made a file, "" where it does not say."""
    name = array("H", bytes(2 * _NAME))
    room = name.buffer_info()[0], 2 * _NAME
    return name_of(name, library().FPDF_GetMetaText(document, b"Producer", *room))


class _TypedText(NamedTuple):
    """The characters of a page as they were typed, and whether it runs from right to left."""

    characters: Characters
    rightward: bool


def _page(
    document: int, page: int, number: int, tally: Tally, tags: Tags | None, *, exact: bool
) -> Page:
    api = library()
    size = api.FPDF_GetPageWidthF(page), api.FPDF_GetPageHeightF(page)
    matrix = upright(page)
    characters, rightward = _text(document, page, matrix, size, tally, exact=exact)
    shape = number, *size, rightward
    if tags is None:
        found = rows(characters, pieces(characters), bold(characters.shown_by))
        boxes = drawn(page, matrix, size[0], rightward=rightward)
        found = without_charts(found, boxes)
        return Page(*shape, found, rules=rules(boxes), exact=exact)
    return Page(*shape, [], parts(page, characters, tags), exact=exact)


def _text(
    document: int,
    page: int,
    matrix: Matrix,
    size: tuple[float, float],
    tally: Tally,
    *,
    exact: bool,
) -> _TypedText:
    api = library()
    text = api.FPDFText_LoadPage(page)
    if not text:
        raise PdfError(DAMAGED_PAGE)
    try:
        found, places, strokes = take(text, matrix, size, tally, exact=exact)
        rightward = is_rightward(found.texts)
        if rightward:
            for place in (*strokes, *(stretching(found) if exact else ())):
                found.texts[place] = STROKE
            brackets = [place for place, each in enumerate(found.texts) if each in BRACKETS]
            shown_by = {places[place]: found.shown_by[place] for place in brackets}
            looks = shown(document, page, text, shown_by)
            for place in brackets:
                found.texts[place] = looks.get(places[place], found.texts[place])
    finally:
        api.FPDFText_ClosePage(text)
    return _TypedText(_as_typed(found, size[0], rightward=rightward), rightward)


def _as_typed(found: Characters, width: float, *, rightward: bool) -> Characters:
    """Make of characters what was typed, and count their places from where the script begins."""
    kinds = set(found.texts)
    arabic, marked = any(map(is_arabic, kinds)), any(map(is_mark, kinds))
    if not (arabic or marked or rightward or STROKE in kinds):
        return found
    glyphs = list(found.glyphs())
    if not rightward:
        glyphs = [glyph for glyph in glyphs if glyph.text != STROKE]
    glyphs = ligatures_as_written(glyphs) if arabic else glyphs
    glyphs = composed(glyphs) if marked else glyphs
    if rightward:
        glyphs = [
            g._replace(x=width - g.x, start=width - g.end, end=width - g.start)
            for g in quotes_as_written(glyphs)
        ]
    return Characters.of(glyphs)
