"""Finds the lines of text in the order of reading: page furniture out, notes last.

What stands at the same height of several pages and says the same, save for the numbers, belongs to
the page. Small lines at the foot that begin with a mark are notes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpora.furniture import is_page_line
from corpora.readers.pdf_columns import stretches
from corpora.readers.pdf_glyphs import Page, Row
from corpora.readers.pdf_order import gaps, is_closer, is_eastern, text_of

__all__ = ["NOTE_MARK", "Layout", "Line", "layout"]

_DEPTH = 6  # rows at each end of a page that can be page furniture
_SAME_HEIGHT = 3.0  # points
_NUMERAL = re.compile(r"\d+|\b[ivxlc]+\b")
_SMALL = 0.95
_FOOT = 12  # lines at the end of a column that can be notes of the size of the text
NOTE_MARK = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\*{1,3}|[†‡]|\d{1,3}(?!\d|[.,:/-]\d))(?=.)\s*")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in its column; places and sizes in points, `x` in the direction of reading.

    `left` and `right` are the edges of the column, `first_word` is the width of the first word.
    `region` counts the stretches of text without a break of page or column; `note` tells the notes
    at the foot.
    """

    text: str
    page: int
    region: int
    y: float
    size: float
    start: float
    end: float
    left: float
    right: float
    first_word: float
    note: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a document in the order of reading, and the texts of its page furniture."""

    lines: list[Line]
    furniture: list[str]


def layout(pages: Sequence[Page]) -> Layout:
    """Find the lines of text of all pages; the notes of a page follow its text."""
    gone = _furniture(pages)
    texts = [
        text_of(page.rows[place], rightward=page.rightward)
        for page in pages
        for place in sorted(gone[page.number])
    ]
    body = _usual_size(pages)
    sheets = [
        [row for n, row in enumerate(page.rows) if n not in gone[page.number]] for page in pages
    ]
    parts = [
        _Part(page, (round(page.width), *stretch.column), stretch.rows)
        for page, found in zip(pages, stretches(sheets), strict=True)
        for stretch in found
    ]
    edges = _edges(parts)
    lines: list[Line] = []
    notes: list[Line] = []
    region = 0
    for _, of_page in groupby(parts, key=lambda part: part.page.number):
        last = notes[-1] if notes else None
        notes = []
        for part in of_page:
            region += 1
            found = list(_lines(part, region, edges[part.place]))
            first = _first_note(found, body, last)
            lines += found[:first]
            notes += [replace(line, note=True) for line in found[first:]]
        lines += notes
    return Layout(lines, list(dict.fromkeys(texts)))


# Page furniture


def _furniture(pages: Sequence[Page]) -> dict[int, set[int]]:
    """Find the rows of each page, by their places from its top, that belong to the page."""
    keys = {page.number: _keys(page) for page in pages}
    heights: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for page in pages:
        for place, key in keys[page.number].items():
            heights[key].append((page.rows[place].y, page.number))
    few = max(2, min(len(pages) // 5, 4))
    gone: dict[int, set[int]] = {}
    for page in pages:

        def repeated(place: int, page: Page = page) -> bool:
            key, row = keys[page.number].get(place, ""), page.rows[place]
            same = {n for y, n in heights[key] if abs(y - row.y) <= _SAME_HEIGHT}
            text = text_of(row, rightward=page.rightward)
            return len(same) >= few or is_page_line(text) or text == str(page.number + 1)

        count = len(page.rows)
        top = next((n for n in range(min(_DEPTH, count)) if not repeated(n)), 0)
        bottom = next((n for n in range(min(_DEPTH, count)) if not repeated(count - 1 - n)), 0)
        gone[page.number] = {*range(top), *range(count - bottom, count)}
    return gone


def _keys(page: Page) -> dict[int, str]:
    """Give what the outer rows of a page say, whatever their numbers."""
    count = len(page.rows)
    outer = {*range(min(_DEPTH, count)), *range(max(0, count - _DEPTH), count)}
    return {
        place: _NUMERAL.sub("#", text_of(page.rows[place], rightward=page.rightward))
        for place in outer
    }


def _usual_size(pages: Sequence[Page]) -> float:
    """Give the commonest size of the characters, in half points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            sizes[_half(row.size)] += len(row.texts)
    return max(sizes, key=lambda size: sizes[size], default=10.0)


def _half(size: float) -> float:
    return round(2 * size) / 2


# Lines


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a page; `place` names the column on all pages of one width."""

    page: Page
    place: tuple[int, int, int]
    rows: list[Row]


def _edges(parts: Sequence[_Part]) -> dict[tuple[int, int, int], tuple[float, float]]:
    """Find the edges of each column over all pages; few lines may stand out of them."""
    starts: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    ends: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    for part in parts:
        starts[part.place] += [row.starts[0] for row in part.rows]
        ends[part.place] += [_end(row) for row in part.rows]
    return {
        place: (
            sorted(starts[place])[len(starts[place]) // 50],
            sorted(ends[place])[-1 - len(ends[place]) // 50],
        )
        for place in starts
        if starts[place]
    }


def _lines(part: _Part, region: int, edges: tuple[float, float]) -> Iterator[Line]:
    for row in part.rows:
        text = text_of(row, rightward=part.page.rightward)
        if text:
            yield Line(
                text=text,
                page=part.page.number,
                region=region,
                y=row.y,
                size=row.size,
                start=row.starts[0],
                end=_end(row),
                left=edges[0],
                right=edges[1],
                first_word=_first_word(row),
            )


def _end(row: Row) -> float:
    """Give where a line ends; a full-width sign at its end may hang over the margin."""
    hangs = is_eastern(row.texts[-1]) and is_closer(row.texts[-1])
    return row.starts[-1] + 0.5 * row.size if hangs else max(row.ends)


def _first_word(row: Row) -> float:
    """Measure what a line begins with that cannot be parted: a word, or a Chinese character."""
    end = min((*gaps(row), len(row.texts)))
    eastern = is_eastern(row.texts[0])
    for place, text in enumerate(row.texts[:end]):
        if place and (text == " " or is_eastern(text) and not is_closer(text)):
            end = place
            break
        if place and eastern and not is_closer(text):
            end = place
            break
    return max(row.ends[:end]) - row.starts[0]


# Notes


def _first_note(lines: Sequence[Line], body: float, last: Line | None) -> int:
    """Find where the notes at the foot begin: small lines to the end, or such with raised marks.

    `last` is the last line of the notes of the page before, whose note may go on here.
    """
    small = len(lines)
    while small and lines[small - 1].size < _SMALL * body:
        small -= 1
    if small < len(lines) and last and last.right - last.end < lines[small].first_word + last.size:
        return small
    foot = max(0, len(lines) - _FOOT)
    marked = [n for n in range(small, len(lines)) if NOTE_MARK.match(lines[n].text)]
    marked += [n for n in range(foot, len(lines)) if _RAISED.match(lines[n].text)]
    return min(marked, default=len(lines))
