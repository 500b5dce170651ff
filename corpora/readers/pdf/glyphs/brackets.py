"""Finds which way brackets of a script from right to left were typed, by drawing them.

What a file calls `(` between Arabic letters is the bracket that was typed or the one that is shown,
by the program that wrote it; PDFium turns it round once more where it takes a stretch for Arabic.
Only the drawn shape is sure.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Mapping
from typing import NamedTuple

from hexapla.corpora.readers.pdf.glyphs.characters import ink_box
from hexapla.corpora.readers.pdf.glyphs.letters import plain
from hexapla.corpora.readers.pdf.glyphs.pdfium import addresses, library

__all__ = ["BRACKETS", "shown"]

_PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›")
BRACKETS = {bracket: pair for pair in _PAIRS for bracket in pair}
_SCALE = 4.0  # pixels a point: a bracket of small print has ten in width
_MOST_PIXELS = 4_000_000  # of one piece of text
_MOST_DRAWN = 2_000  # pieces of a page


def shown(document: int, page: int, text: int, shown_by: Mapping[int, int]) -> dict[int, str]:
    """Return the brackets of a page as they look, by their places.

    These are given with the addresses of what shows them.
    """
    api = library()
    found: dict[int, str] = {}
    drawn, pixels, count = None, None, 0
    for place, address in shown_by.items():
        if address != drawn:
            count += 1
            if count > _MOST_DRAWN:
                break
            drawn, pixels = address, _drawn(document, page, address) if address else None
        box = ink_box(text, place)
        bulge = pixels.bulge(*box) if pixels and box else 0.0
        if bulge:
            pair = BRACKETS[plain(api.FPDFText_GetUnicode(text, place))]
            found[place] = pair[0] if bulge < 0 else pair[1]
    return found


class _Pixels(NamedTuple):
    """A piece of text, drawn: its left and top edges on the page, and how opaque each pixel is."""

    left: float
    top: float
    width: int
    opacity: bytes

    def bulge(self, left: float, bottom: float, right: float, top: float) -> float:
        """Return how far the middle of a bracket is to the right of its ends; 0 if not known."""
        first, last = int((left - self.left) * _SCALE), int((right - self.left) * _SCALE) + 1
        upper, lower = int((self.top - top) * _SCALE), int((self.top - bottom) * _SCALE) + 1
        if not (0 <= first < last <= self.width and 0 <= upper < lower):
            return 0.0
        tenth = max(1.0, (lower - upper) / 10)
        centre = (upper + lower - 1) / 2
        ends: list[int] = []
        middle: list[int] = []
        for row in range(upper, min(lower, len(self.opacity) // self.width)):
            # Between middle and ends, braces swing to both sides.
            away = abs(row - centre)
            if tenth / 2 < away < centre - upper - tenth:
                continue
            ink = self.opacity[row * self.width + first : row * self.width + last]
            places = middle if away <= tenth / 2 else ends
            places += [place for place, opacity in enumerate(ink) if opacity > 127]
        if not ends or not middle:
            return 0.0
        return sum(middle) / len(middle) - sum(ends) / len(ends)


def _drawn(document: int, page: int, piece: int) -> _Pixels | None:
    """Draw a piece of text; None where that cannot be done."""
    api = library()
    edges = array("f", bytes(16))
    if not api.FPDFPageObj_GetBounds(piece, *addresses(edges)):
        return None
    left, bottom, right, top = edges
    area = (right - left) * (top - bottom) * _SCALE**2
    if not 0 < area < _MOST_PIXELS:
        return None
    bitmap = api.FPDFTextObj_GetRenderedBitmap(document, page, piece, _SCALE)
    if not bitmap:
        return None
    try:
        stride, height = api.FPDFBitmap_GetStride(bitmap), api.FPDFBitmap_GetHeight(bitmap)
        data = ctypes.string_at(api.FPDFBitmap_GetBuffer(bitmap), stride * height)
        # Four bytes a pixel: blue, green, red, opacity.
        return _Pixels(left, top, stride // 4, data[3::4])
    finally:
        api.FPDFBitmap_Destroy(bitmap)
