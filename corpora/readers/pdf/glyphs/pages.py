"""What is taken from a PDF file: pages, and rows of characters with their places."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

__all__ = [
    "MOST_PAGES",
    "STROKE",
    "DrawnRule",
    "GlyphRow",
    "Page",
    "ParagraphPart",
    "PdfError",
]

MOST_PAGES = 5_000  # of a file
# What stretches an Arabic word and is no letter of it: it closes the gap that it is drawn in.
STROKE = "\x03"


class PdfError(Exception):
    """A PDF file cannot be read; `count` stands in the cause where that has a place for it."""

    def __init__(self, cause: str, count: int = 0) -> None:
        super().__init__(cause)
        self.cause, self.count = cause, count


class GlyphRow(NamedTuple):
    """Characters on one baseline, in the order of their `x`.

    `size` is that of most of them. `texts`, `starts`, `ends` and `sizes` are parallel: what a
    character is (one or more letters), from where to where it reaches, and its size in points.
    `bold`: nearly all of them are; of a tagged file, which says what headings are, none is.
    """

    y: float
    size: float
    texts: list[str]
    starts: array[float]
    ends: array[float]
    sizes: array[float]
    bold: bool = False

    @classmethod
    def of(
        cls,
        y: float,
        texts: list[str],
        starts: array[float],
        ends: array[float],
        sizes: array[float],
        *,
        bold: bool = False,
    ) -> GlyphRow:
        """Make a row of at least one character."""
        return cls(y, sorted(sizes)[len(sizes) // 2], texts, starts, ends, sizes, bold)

    def part(self, first: int, last: int) -> GlyphRow:
        """Cut out the characters from `first` to before `last`, at least one."""
        cut = slice(first, last)
        return GlyphRow.of(
            self.y,
            self.texts[cut],
            self.starts[cut],
            self.ends[cut],
            self.sizes[cut],
            bold=self.bold,
        )


class DrawnRule(NamedTuple):
    """A level line that is drawn on a page, from `start` to `end`; places as in `GlyphRow`."""

    y: float
    start: float
    end: float


class ParagraphPart(NamedTuple):
    """What a tagged file calls one paragraph, or the part of it that is on a page.

    `kind` is "H" (heading), "N" (note), "C" (cell), "P" (other text) or "" (page artefacts). A
    paragraph that is on two pages has the same `name` on both, and `begins` on the first alone.
    The rows are in the order of reading.
    """

    kind: str
    name: str
    begins: bool
    rows: list[GlyphRow]


class Page(NamedTuple):
    """The rows of a page from its top to its bottom; sizes in points.

    A tagged file (PDF 32000, 14.8) says which rows are one paragraph: its pages have `parts` in
    the order of reading and no `rows`. Of others, `parts` is None, and `rules` are those of tables
    and above notes, from the top. Of an `exact` page the text is, sign by sign, what was typed.
    """

    number: int
    width: float
    height: float
    rightward: bool
    rows: list[GlyphRow]
    parts: list[ParagraphPart] | None = None
    rules: Sequence[DrawnRule] = ()
    exact: bool = False
