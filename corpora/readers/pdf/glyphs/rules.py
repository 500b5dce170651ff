"""Finds the level lines that are drawn on a page: those of tables, and above notes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from hexapla.corpora.readers.pdf.glyphs.pages import DrawnRule
from hexapla.corpora.readers.pdf.glyphs.pdfium import addresses, library
from hexapla.corpora.readers.pdf.glyphs.places import Matrix

__all__ = ["Box", "drawn", "rules"]

_PATH = 2  # FPDF_PAGEOBJ_PATH (fpdf_edit.h)
_MOST_OBJECTS = 20_000  # of a page; drawings with more have no rules to be found
_THICKEST = 3.0  # points
_SHORTEST = 40.0  # points
_APART = 3.0  # points, between the pieces of which a rule is made


class Box(NamedTuple):
    """What something that is drawn takes up of a page; places as in `GlyphRow`."""

    bottom: float
    top: float
    start: float
    end: float

    @property
    def is_level(self) -> bool:
        """Whether it is a level line."""
        return self.top - self.bottom <= _THICKEST and self.end - self.start < 1e5


def drawn(page: int, upright: Matrix, width: float, *, rightward: bool) -> list[Box]:
    """Return the boxes of the lines and areas that are drawn on a page, in the order of the file.

    Of a drawing with very many of them there are none.
    """
    api = library()
    count = api.FPDFPage_CountObjects(page)
    a, b, c, d, e, f = upright
    edges = array("f", bytes(16))  # left, bottom, right, top
    found: list[Box] = []
    for place in range(count if count <= _MOST_OBJECTS else 0):
        each = api.FPDFPage_GetObject(page, place)
        if api.FPDFPageObj_GetType(each) != _PATH:
            continue
        if not api.FPDFPageObj_GetBounds(each, *addresses(edges)):
            continue
        left, bottom, right, top = edges
        xs = sorted((a * left + c * bottom + e, a * right + c * top + e))
        ys = sorted((b * left + d * bottom + f, b * right + d * top + f))
        start, end = (width - xs[1], width - xs[0]) if rightward else xs
        found.append(Box(ys[0], ys[1], start, end))
    return found


def rules(boxes: Sequence[Box]) -> list[DrawnRule]:
    """Return the level lines of a page; tables draw them in pieces, one above each cell."""
    pieces = [DrawnRule(box.bottom, box.start, box.end) for box in boxes if box.is_level]
    return [rule for rule in _whole(pieces) if rule.end - rule.start >= _SHORTEST]


def _whole(pieces: Sequence[DrawnRule]) -> list[DrawnRule]:
    """Put the pieces of rules together, from the top."""
    found: list[DrawnRule] = []
    level: list[DrawnRule] = []
    for piece in sorted(pieces, reverse=True):
        if level and level[0].y - piece.y > _THICKEST / 2:
            found += _chained(level)
            level = []
        level.append(piece)
    return found + _chained(level)


def _chained(level: Sequence[DrawnRule]) -> list[DrawnRule]:
    found: list[DrawnRule] = []
    for piece in sorted(level, key=lambda rule: rule.start):
        if found and piece.start <= found[-1].end + _APART:
            found[-1] = found[-1]._replace(end=max(found[-1].end, piece.end))
        else:
            found.append(piece)
    return found
