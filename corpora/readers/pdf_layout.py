"""Finds the lines of text in the order of reading: page furniture out, columns apart, notes last.

What stands at the same height of several pages and says the same, save for the numbers, belongs to
the page. Columns show in lines that start at one place in the middle of a page, with nothing across
the white space before it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpora.furniture import is_page_line
from corpora.readers.pdf_glyphs import Page, Row
from corpora.readers.pdf_order import gaps, is_closer, is_eastern, text_of

__all__ = ["NOTE_MARK", "Layout", "Line", "layout"]

_DEPTH = 6  # rows at each end of a page that can be page furniture
_SAME_HEIGHT = 3.0  # points
_NUMERAL = re.compile(r"\d+|\b[ivxlc]+\b")
_GUTTER = 0.8  # of the size of the text, at least
_NARROWEST = 0.25  # of the width of the text, for a column
_FEWEST = 3  # rows that make a column
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
    parts = [
        part
        for page in pages
        for part in _parts(page, [row for n, row in enumerate(page.rows) if n not in gone[page.number]])
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


# Columns


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of a stretch of a page: all of its width, or one of two columns.

    `place` names the column on all pages of one size: width of the page, and 0 to 2.
    """

    page: Page
    place: tuple[int, float, int]
    rows: list[Row]


def _parts(page: Page, rows: Sequence[Row]) -> Iterator[_Part]:
    """Cut a page into its stretches, in the order of reading."""
    shape = round(page.width)
    gutter = _gutter(rows)
    if gutter is None:
        yield _Part(page, (shape, 0.0, 0), list(rows))
        return
    crossing = [_crosses(row, gutter) for row in rows]
    place = 0
    while place < len(rows):
        end = next((n for n in range(place, len(rows)) if crossing[n] != crossing[place]), len(rows))
        if not crossing[place]:
            place, end = _trimmed(rows, place, end, gutter)
        band = rows[place:end]
        sides = [_split(row, gutter) for row in band]
        right = [side for _, side in sides if side]
        if crossing[place] or len(right) < _FEWEST:
            yield _Part(page, (shape, 0.0, 0), list(band))
        else:
            yield _Part(page, (shape, round(gutter / 4), 1), [side for side, _ in sides if side])
            yield _Part(page, (shape, round(gutter / 4), 2), right)
        place = end


def _trimmed(
    rows: Sequence[Row], place: int, end: int, gutter: float
) -> tuple[int, int]:
    """Let columns begin where the second one does; the rows above are of the whole width."""
    first = next((n for n in range(place, end) if _split(rows[n], gutter)[1]), end)
    if first > place and first < end:
        above = [n for n in range(place, first) if rows[n].y > rows[first].y + rows[first].size]
        if above:
            return place, above[-1] + 1
    return place, end


def _gutter(rows: Sequence[Row]) -> float | None:
    """Find where the second of two columns begins; None where there is one column."""
    if not rows:
        return None
    left, right = _extent(rows)
    least = _NARROWEST * (right - left)
    counts: Counter[float] = Counter()
    for row in rows:
        starts = [row.starts[0]]
        starts += [row.starts[n] for n, gap in gaps(row).items() if gap >= _GUTTER * row.size]
        counts.update({_half(start) for start in starts if left + least < start < right - least})
    for start, _ in counts.most_common(4):
        near = start - 0.75
        halves = [_split(row, near) for row in rows if not _crosses(row, near)]
        before = [side for side, _ in halves if side]
        after = [side for _, side in halves if side]
        if min(len(before), len(after)) < _FEWEST:
            continue
        if _is_filled(before, near - left) and _is_filled(after, right - near):
            return near
    return None


def _is_filled(rows: Sequence[Row], width: float) -> bool:
    """Tell lines of text, which fill their column, from the short entries of a table."""
    lengths = sorted(max(row.ends) - row.starts[0] for row in rows)
    return lengths[len(lengths) // 2] > 0.6 * width


def _extent(rows: Sequence[Row]) -> tuple[float, float]:
    return min(row.starts[0] for row in rows), max(max(row.ends) for row in rows)


def _crosses(row: Row, gutter: float) -> bool:
    """Tell whether a row goes on across the white space before `gutter`."""
    before, after = _split(row, gutter)
    if before is None:
        return False
    room = gutter - max(before.ends)
    return room < (0.5 if after else 0.0) * row.size


def _split(row: Row, gutter: float) -> tuple[Row | None, Row | None]:
    place = next((n for n, start in enumerate(row.starts) if start >= gutter), len(row.texts))
    before = row.part(0, place) if place else None
    return before, row.part(place, len(row.texts)) if place < len(row.texts) else None


def _edges(parts: Sequence[_Part]) -> dict[tuple[int, float, int], tuple[float, float]]:
    """Find the edges of each column over all pages; few lines may stand out of them."""
    starts: dict[tuple[int, float, int], list[float]] = defaultdict(list)
    ends: dict[tuple[int, float, int], list[float]] = defaultdict(list)
    for part in parts:
        starts[part.place] += [row.starts[0] for row in part.rows]
        ends[part.place] += [max(row.ends) for row in part.rows]
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
                end=max(row.ends),
                left=edges[0],
                right=edges[1],
                first_word=_first_word(row),
            )


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
