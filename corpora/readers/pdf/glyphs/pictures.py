"""Draws the page of a PDF file on which a text stands, with the text marked."""

from __future__ import annotations

import json
import unicodedata
from array import array
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from hexapla.corpora.readers.pdf.glyphs.pages import MOST_PAGES
from hexapla.corpora.readers.pdf.glyphs.pdfium import addresses, library

__all__ = ["drawn"]

_WIDTH, _HEIGHT = 900, 1400  # pixels at most: all small print of a page of A4 can be read
_PAPER, _MARKED, _FRAME = 0xFFFFFFFF, 0xFFFFF1B8, 0xFFB26A00  # ARGB
_LINE = 2  # pixels of the frame, and as many between it and the text
_AIR = 4  # pixels around what is marked
_BGR, _ANNOTATIONS, _RGB = 2, 0x01, 0x10  # fpdfview.h
# Letters in a row by which a text is known; ideographs say more.
_IN_A_ROW, _IDEOGRAPHS_IN_A_ROW = 8, 4
# Of these rows, what a page must have; hyphens, notes and page ends cut some.
_LEAST = 0.3
# What the texts around a sentence count, where it stands on several pages.
_AROUND = 0.01
_MOST_OF_A_PAGE = 100_000
# Letters that a note or a hyphen can put between two rows of a text.
_GAP = 40


class _PageLetters(NamedTuple):
    """The number of a page from 0, its letters, and of which character of PDFium each is."""

    number: int
    letters: str
    places: list[int]


def drawn(data: bytes, text: str, around: str) -> bytes:
    """Return the page on which a text stands, as `corpora.readers.pdf.pictures` reads it.

    A line of JSON with its number from 0 and its size, and the pixels, of three bytes: nothing
    behind an empty line where no page has the text, or the file has no pages.
    """
    api = library()
    document = api.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return b"\n"
    try:
        wanted = _letters(text)
        found = _best(document, _rows(wanted), _rows(_letters(around)))
        if found is None:
            return b"\n"
        page = api.FPDF_LoadPage(document, found.number)
        try:
            return _picture(page, found.number, _where(found, wanted))
        finally:
            api.FPDF_ClosePage(page)
    finally:
        api.FPDF_CloseDocument(document)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=1 << 14)
def _letters_of(code: int) -> str:
    return _letters(chr(code)) if 0 < code < 0x110000 else ""


def _size(letters: str) -> int:
    ideographs = sum("\u3400" <= each <= "\u9fff" for each in letters)
    return _IDEOGRAPHS_IN_A_ROW if 2 * ideographs > len(letters) else _IN_A_ROW


def _rows(letters: str) -> frozenset[str]:
    """Return every few letters in a row of a text."""
    size = min(_size(letters), max(len(letters), 1))
    return frozenset(letters[start : start + size] for start in range(len(letters) - size + 1))


def _best(document: int, wanted: frozenset[str], around: frozenset[str]) -> _PageLetters | None:
    """Return the page that has most of a text; None where none has enough."""
    api = library()
    found: tuple[float, _PageLetters] | None = None
    for number in range(min(api.FPDF_GetPageCount(document), MOST_PAGES) if wanted else 0):
        page = api.FPDF_LoadPage(document, number)
        if not page:
            continue
        try:
            read = _read(page, number)
        finally:
            api.FPDF_ClosePage(page)
        share = sum(row in read.letters for row in wanted) / len(wanted)
        if share < _LEAST:
            continue
        share += _AROUND * sum(row in read.letters for row in around) / max(len(around), 1)
        if found is None or share > found[0]:
            found = share, read
    return found and found[1]


def _read(page: int, number: int) -> _PageLetters:
    api = library()
    text = api.FPDFText_LoadPage(page)
    if not text:
        return _PageLetters(number, "", [])
    try:
        count = min(api.FPDFText_CountChars(text), _MOST_OF_A_PAGE)
        codes = [api.FPDFText_GetUnicode(text, place) for place in range(count)]
    finally:
        api.FPDFText_ClosePage(text)
    letters: list[str] = []
    places: list[int] = []
    for place, code in enumerate(codes):
        found = _letters_of(code)
        letters.append(found)
        places += [place] * len(found)
    return _PageLetters(number, "".join(letters), places)


def _where(page: _PageLetters, wanted: str) -> list[int]:
    """Return the characters of a page that are those of a text: the stretch with most of them."""
    rows, size = _rows(wanted), min(_size(wanted), len(wanted))
    hits = bytearray(len(page.letters))
    for start in range(len(page.letters) - size + 1):
        if page.letters[start : start + size] in rows:
            hits[start : start + size] = b"\1" * size
    sums = [0, *accumulate(hits)]
    length = min(len(wanted), len(hits))
    first = max(range(len(hits) - length + 1), key=lambda start: sums[start + length] - sums[start])
    found = [at for at in range(first, first + length) if hits[at]]
    # Where the text goes on on another page, what follows here has a few rows of it by chance.
    ends = [n for n, (one, other) in enumerate(pairwise(found), 1) if other - one > _GAP]
    stretches = [found[start:end] for start, end in pairwise((0, *ends, len(found)))]
    return [page.places[at] for at in max(stretches, key=len)]


def _picture(page: int, number: int, marked: list[int]) -> bytes:
    """Draw a page with some of its characters marked; return it as `drawn` does."""
    api = library()
    wide, high = api.FPDF_GetPageWidthF(page), api.FPDF_GetPageHeightF(page)
    scale = min(_WIDTH / max(wide, 1.0), _HEIGHT / max(high, 1.0))
    width, height = max(int(wide * scale), 1), max(int(high * scale), 1)
    box = _box(page, marked, (width, height))
    bitmap = api.FPDFBitmap_CreateEx(width, height, _BGR, None, 0)
    if not bitmap:
        return b"\n"
    try:
        api.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _PAPER)
        if box:
            _fill(bitmap, box, _MARKED)
        flags = _ANNOTATIONS | _RGB
        api.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        if box:
            left, top, right, bottom = box
            for side in (
                (left, top, right, top + _LINE),
                (left, bottom - _LINE, right, bottom),
                (left, top, left + _LINE, bottom),
                (right - _LINE, top, right, bottom),
            ):
                _fill(bitmap, side, _FRAME)
        head = json.dumps({"number": number, "width": width, "height": height}).encode()
        return head + b"\n" + _pixels(bitmap, width, height)
    finally:
        api.FPDFBitmap_Destroy(bitmap)


_Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


def _fill(bitmap: int, box: _Box, colour: int) -> None:
    left, top, right, bottom = box
    # Rectangles are filled in the order of bytes that the page is not drawn in.
    swapped = colour & 0xFF00FF00 | (colour & 0xFF) << 16 | colour >> 16 & 0xFF
    library().FPDFBitmap_FillRect(bitmap, left, top, right - left, bottom - top, swapped)


def _box(page: int, places: list[int], size: tuple[int, int]) -> _Box | None:
    """Return what encloses some characters of a page that is drawn in a size."""
    api = library()
    text = api.FPDFText_LoadPage(page) if places else 0
    if not text:
        return None
    edges = array("d", bytes(32))
    corners = array("i", bytes(8))
    at = list(addresses(edges))
    across, down = addresses(corners)
    xs: list[int] = []
    ys: list[int] = []
    try:
        for place in places:
            if not api.FPDFText_GetCharBox(text, place, *at):
                continue
            left, right, bottom, top = edges
            for x, y in ((left, top), (right, bottom)):
                api.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
                xs.append(corners[0])
                ys.append(corners[1])
    finally:
        api.FPDFText_ClosePage(text)
    if not xs:
        return None
    air = _AIR + _LINE
    return (
        *(max(min(xs) - air, 0), max(min(ys) - air, 0)),
        *(min(max(xs) + air, size[0]), min(max(ys) + air, size[1])),
    )


def _pixels(bitmap: int, width: int, height: int) -> bytes:
    """Return the pixels of a picture, line by line without what fills each."""
    import ctypes  # noqa: PLC0415 - only who draws needs it

    api = library()
    stride = api.FPDFBitmap_GetStride(bitmap)
    written = ctypes.string_at(api.FPDFBitmap_GetBuffer(bitmap), stride * height)
    lines = (written[start : start + 3 * width] for start in range(0, len(written), stride))
    return b"".join(lines)
