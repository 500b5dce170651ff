"""Rows of characters as a printed page has them, for the modules that read pages."""

from __future__ import annotations

from array import array

from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow, Page

SIZE = 10.0


def row(y: float, *words: tuple[float, str], size: float = SIZE) -> GlyphRow:
    """Words at their places, each character half as wide as the size is high."""
    wide = size / 2
    letters = [(x + wide * n, char) for x, word in words for n, char in enumerate(word)]
    starts = array("f", [x for x, _ in letters])
    ends = array("f", [x + wide for x, _ in letters])
    return GlyphRow(
        y, size, [c for _, c in letters], starts, ends, array("f", [size] * len(starts))
    )


def line(y: float, text: str, x: float = 60.0, size: float = SIZE) -> GlyphRow:
    """Words one space apart."""
    words, place = [], x
    for word in text.split():
        words.append((place, word))
        place += (len(word) + 1) * size / 2
    return row(y, *words, size=size)


def page(*rows: GlyphRow, number: int = 0, rightward: bool = False) -> Page:
    return Page(number, 595.0, 842.0, rightward, list(rows))
