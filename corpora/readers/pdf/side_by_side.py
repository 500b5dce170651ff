"""Finds lists of mandates: tables without rules, which mostly go on beside themselves.

Below a heading, a narrow column of symbols stands before what the documents are about, and such a
table goes on beside itself: its left half is read to the end first. Its narrow column may have the
letters of a symbol one below the other. A list of few lines has no other half. What is set as the
lists that symbols tell is one, too, whatever stands in it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow
from hexapla.corpora.readers.pdf.reading_order import gaps

__all__ = ["ListLayout", "begun_symbols", "end_of_run", "is_set_as", "list_layout", "mandates"]

_FARTHEST = 2.5  # of the size, between lines
_SAME_SIZE = 0.3  # points
_WHITE = 0.5  # of the size, between a symbol and what follows it
_WIDEST = 0.7  # of the size, of a letter
_NARROW = 0.6  # of the width of what follows it
_FEWEST = 3  # lines, where words may stand in place of symbols
_MOST_LINES = 100  # of a list: more than a page has
_PITCH = 1.25  # of the size, between lines at most
_APART = 1.2  # of the least distance of lines, between rows of cells
_LEVEL = 0.5  # of the size
_SIGNS = re.compile(
    r"(?:[\dA-Z/()., ;–-]|(?:Add|Amend|Corr|Part|Rev|Sect|Summary|Suppl|Vol)(?![a-z]))*"
)
# Resolutions of the Security Council, and older ones of others: 1325 (2000), 58 (IV).
_NUMBERED = re.compile(r"\d{1,4} ?[A-Z]? ?\((?:\d{4}|[IVXLC]+)\)")
# A line that can begin with a symbol that is whole: words with a slash between them are none, nor
# are dates, or figures with words behind them (`24/7 support`).
_NONE = r"\d{1,2}/\d{1,2}/(?:\d\d){1,2}(?![\d/])|\d{1,2}/\d{1,2}\s+[^\W\d_]{2}"
_WHOLE = re.compile(rf"(?!{_NONE})(?=[^a-z]*\d)[\dA-Z][\dA-Z ().,–-]*(?:/[^/]+)+")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d){1,2}")
# Years, months and days have a slash, too, and a year may stand behind a figure: 2024/25, 12/2026.
_PERIOD = re.compile(r"\d{4}/\d\d(?:\d\d)?|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{4}|\d{1,2} ?\(\d{4}\)")
_FEWEST_DIGITS = 3  # of a symbol without letters, that no fraction has
_LIKE = 0.15  # of the width, that the texts of both halves differ in width at most
_MOSTLY = 0.8
_FEW_LETTERS = 2  # of a line, where they stand one below the other; more lines are such letters
_OPEN = tuple("/-–,;.(")  # the signs behind which a symbol goes on in the next line

_START = 2.0  # points that the lines of a column begin apart at most
_LEAST_WHITE = 0.05  # of the size, before a column
_WIDE_GAP = 1.5  # of the size, within a cell

_Cells = list[list[GlyphRow]]
"""A row of a pair of columns: the lines of its symbol, and those of its text."""


class ListLayout(NamedTuple):
    """How a list of mandates is set: the size of its letters, and where its columns begin."""

    size: float
    starts: tuple[float, ...]


def end_of_run(lines: Sequence[Sequence[GlyphRow]], place: int) -> int:
    """Return the place behind the lines of one size, not bold, that follow one another closely."""
    end = place
    first = lines[place][0]
    while end < min(len(lines), place + _MOST_LINES):
        row = lines[end][0]
        close = end == place or 0 < lines[end - 1][0].y - row.y < _FARTHEST * row.size
        alike = all(
            abs(each.size - first.size) < _SAME_SIZE and not each.bold for each in lines[end]
        )
        if not (close and alike):
            break
        end += 1
    return end


def list_layout(rows: Sequence[GlyphRow]) -> ListLayout:
    """Return how the rows of a list of mandates are set."""
    return ListLayout(rows[0].size, tuple(start for start, _ in _columns(rows)))


def is_set_as(row: GlyphRow, layout: ListLayout) -> bool:
    """Return whether a row may be one of a list of this layout: cells begin where its columns do.

    One cell may stand across both columns of its half.
    """
    if row.bold or abs(row.size - layout.size) >= _SAME_SIZE:
        return False
    return all(_fits(part, layout.starts) for part in _cut(row, layout))


def _fits(part: GlyphRow, starts: Sequence[float]) -> bool:
    """Return whether a part of a row begins where a column does, and ends within its half.

    A letter by itself, as narrow columns have them, may stand anywhere in its column.
    """
    left, right = part.starts[0], max(part.ends)
    begun = [start for start in starts if start - _START < left]
    if not begun:
        return False
    half = next((start for start in starts[2::2] if start > begun[-1]), float("inf"))
    level = left - begun[-1] < _START or len(part.texts) <= _FEW_LETTERS
    gapless = max(gaps(part).values(), default=0.0) < _WIDE_GAP * part.size
    return level and gapless and right < half


def _cut(row: GlyphRow, layout: ListLayout) -> list[GlyphRow]:
    """Part a row where there is white space before the place at which a column begins."""
    reached = accumulate(row.ends, max)
    cuts = [
        place
        for place, (end, start) in enumerate(zip(reached, row.starts[1:], strict=False), 1)
        if start - end > _LEAST_WHITE * row.size
        and any(abs(start - each) < _START for each in layout.starts)
        and not row.texts[place].isspace()
    ]
    parts = (row.part(*places) for places in pairwise((0, *cuts, len(row.texts))))
    return [each for part in parts for each in _within([part], part.starts[0], part.starts[-1])]


def _set_as(rows: Sequence[GlyphRow], layout: ListLayout) -> list[list[GlyphRow]] | None:
    """Return the cells of rows that are a list of this layout; None where they are none.

    What begins in one column alone may be anything.
    """
    if not all(is_set_as(row, layout) for row in rows):
        return None
    begun = [*layout.starts, float("inf")]
    columns: list[list[GlyphRow]] = [[] for _ in layout.starts]
    for part in (part for row in rows for part in _cut(row, layout)):
        column = next(n for n, start in enumerate(begun[1:]) if part.starts[0] < start - _START)
        is_wide = not column % 2 and max(part.ends) > begun[column + 1] + part.size
        columns[column + is_wide].append(part)
    if sum(map(bool, columns)) < 2:
        return None
    pairs = [_cells(*columns[n : n + 2]) for n in range(0, len(columns), 2)]
    return _in_order(_one_by_one(pairs, rows, layout.starts))


def mandates(
    rows: Sequence[GlyphRow], known: Sequence[ListLayout] = ()
) -> list[list[GlyphRow]] | None:
    """Return the cells of rows that are one or two pairs of columns, in order of reading.

    None where they are none: a pair by itself, and a list of few lines, have nothing but symbols
    in their narrow columns, of which one can be nothing else. Lists of a `known` layout may have
    anything in them.
    """
    found = (cells for layout in known if (cells := _set_as(rows, layout)))
    return next(found, None) or _told_by_symbols(rows)


def _told_by_symbols(rows: Sequence[GlyphRow]) -> list[list[GlyphRow]] | None:
    columns = _columns(rows)
    if len(columns) not in (2, 4):
        return None
    parts = [_within(rows, start, end) for start, end in columns]
    pairs = [_cells(*parts[n : n + 2]) for n in range(0, len(columns), 2)]
    if len(pairs) < 2 or len(rows) < _FEWEST:
        listed = [pair for each in pairs for pair in each]
        told = [_text(symbols) for symbols, texts in listed if texts and _is_symbol(_text(symbols))]
        named = len(told) == len(listed) and any(map(_is_surely_symbol, told))
        return _in_order(listed) if named else None
    widths = [end - start for start, end in columns]
    if any(widths[n] > _NARROW * widths[n + 1] for n in (0, 2)):
        return None
    left, right = pairs
    halved = abs(widths[1] - widths[3]) < _LIKE * widths[1] and not _are_level(left, right)
    found = _one_by_one(pairs, rows, [start for start, _ in columns])
    return _in_order(found) if halved or _have_symbols(found) else None


def _one_by_one(
    pairs: Sequence[Sequence[_Cells]], rows: Sequence[GlyphRow], starts: Sequence[float]
) -> list[_Cells]:
    """Return the cells of the left half and those of the right one, as if it stood below."""
    found = list(pairs[0])
    drop = max(row.y for row in rows) - min(row.y for row in rows) + 2 * rows[0].size
    for pair in pairs[1:]:
        step = starts[2] - starts[0]
        below = [[[_moved(row, step, drop) for row in each] for each in cells] for cells in pair]
        if found and below and _goes_on(found[-1], below[0]):
            found[-1] = [above + rest for above, rest in zip(found[-1], below.pop(0), strict=True)]
        found += below
    return found


def _in_order(pairs: Sequence[_Cells]) -> list[list[GlyphRow]]:
    return [cell for symbols, texts in pairs for cell in (_whole(symbols), texts) if cell]


def _cells(symbols: Sequence[GlyphRow], texts: Sequence[GlyphRow]) -> list[_Cells]:
    """Return the rows of cells of a pair of columns, each the lines of its symbol and its text."""
    if not (symbols or texts):
        return []
    return [
        [[row for row in each if bottom <= row.y <= top] for each in (symbols, texts)]
        for top, bottom in _rows([*symbols, *texts], begun_symbols(symbols))
    ]


def _are_level(left: Sequence[_Cells], right: Sequence[_Cells]) -> bool:
    """Return whether the halves may be rows of one table, or are too short to tell.

    Those of halves that are read one after the other begin at other heights, and end there.
    """
    if not right or not right[0][1]:
        return True
    slack = _LEVEL * right[0][1][0].size
    rows = [_heights(pair) for pair in left]
    apart = sum(not _is_in_row(_heights(pair), rows, slack) for pair in right)
    return apart < max(2, len(right) / 2)


def _heights(pair: _Cells) -> tuple[float, float]:
    heights = [row.y for each in pair for row in each]
    return max(heights), min(heights)


def _is_in_row(
    cell: tuple[float, float], rows: Sequence[tuple[float, float]], slack: float
) -> bool:
    """Return whether a cell, from top to bottom, is level with a row, in its middle or at its foot.

    The higher one of the two has the other within its height, and no other row.
    """
    top, bottom = cell
    if any(abs(top - each) <= slack for each, _ in rows):
        return True
    beside = [row for row in rows if row[1] <= top + slack and bottom <= row[0] + slack]
    if len(beside) != 1:
        return False
    over, under = beside[0][0] - top, bottom - beside[0][1]
    return min(over, under) >= -slack or max(over, under) <= slack


def _goes_on(last: Sequence[list[GlyphRow]], first: Sequence[list[GlyphRow]]) -> bool:
    """Return whether the left pair of columns ends within a row, and the right one goes on.

    Where words stand in place of symbols, none tells that it is cut.
    """
    symbol = _text(last[0])
    if not (first[0] and first[1]):
        return bool(symbol or first[0]) or not _text(first[1])[:1].isupper()
    return "/" not in symbol[:-1] and not any(map(str.islower, symbol)) and bool(symbol)


def _moved(row: GlyphRow, step: float, drop: float) -> GlyphRow:
    """Return a row of the right pair of columns where it would stand below the left one."""
    starts, ends = (array("f", (x - step for x in places)) for places in (row.starts, row.ends))
    return row._replace(y=row.y - drop, starts=starts, ends=ends)


def _have_symbols(cells: Sequence[_Cells]) -> bool:
    """Return whether what stands in the narrow column are symbols, save few.

    A document may be named by words, and the ends of the page may cut the first one and the last
    one. Words have their letters one below the other only where a column is left for symbols, and
    one is whole at least: else they are figures or codes, each with a text beside it.
    """
    told = [_text(symbols) for symbols, _ in cells if symbols]
    lines = [_text([row]) for symbols, _ in cells for row in symbols]
    narrow = all(len(line) <= _FEW_LETTERS for line in lines)
    high = sum(len(symbols) > _FEW_LETTERS for symbols, _ in cells)
    symbols = sum(map(_is_symbol, told))
    if not symbols:
        return False
    if narrow and 2 * high > len(told):
        return True
    cut = sum("/" not in each for each in (told[0], told[-1]))
    return symbols >= _MOSTLY * (len(told) - cut)


def begun_symbols(symbols: Sequence[GlyphRow]) -> list[float]:
    """Return the heights of the lines with which a symbol begins that is whole in its line.

    The rest of one that was cut may have a slash, too: it does not begin as the first one does,
    with a letter or a figure, or the line above it is open.
    """
    texts = [_text([row]).strip() for row in symbols]
    return [
        row.y
        for place, row in enumerate(symbols)
        if _WHOLE.fullmatch(texts[place])
        and texts[place][0].isdecimal() is texts[0][:1].isdecimal()
        and not (place and texts[place - 1].endswith(_OPEN))
    ]


def _text(rows: Sequence[GlyphRow]) -> str:
    return "".join(text for row in rows for text in row.texts)


def _columns(rows: Sequence[GlyphRow]) -> list[tuple[float, float]]:
    """Return from where to where rows have ink, with wider space between than words have.

    Of a wide letter, such as M, what stands over the edge of a narrow column does not count.
    """
    if not rows:
        return []
    inked = sorted(
        (start, min(end, start + _WIDEST * row.size))
        for row in rows
        for text, start, end in zip(row.texts, row.starts, row.ends, strict=True)
        if not text.isspace()
    )
    reached = list(accumulate((end for _, end in inked), max))
    white = _WHITE * rows[0].size
    cuts = [n for n in range(1, len(inked)) if inked[n][0] - reached[n - 1] > white]
    return [
        (inked[first][0], reached[last - 1])
        for first, last in pairwise((0, *cuts, len(inked)))
        if first < last
    ]


def _within(rows: Sequence[GlyphRow], start: float, end: float) -> list[GlyphRow]:
    """Return what rows have between two places."""
    found: list[GlyphRow] = []
    for row in rows:
        inside = [
            n
            for n, text in enumerate(row.texts)
            if not text.isspace() and start <= row.starts[n] <= end
        ]
        if inside:
            found.append(row.part(inside[0], inside[-1] + 1))
    return found


def _rows(parts: Sequence[GlyphRow], begun: Sequence[float]) -> list[tuple[float, float]]:
    """Return the top and bottom of each row of cells: they are further apart than their lines.

    Where all are as far apart, those tell them that are `begun` by a whole symbol.
    """
    heights = sorted({row.y for row in parts}, reverse=True)
    slack = _LEVEL * parts[0].size
    steps = [above - below for above, below in pairwise(heights)]
    least = min((step for step in steps if step > slack), default=0.0)
    least = min(least, _PITCH * parts[0].size)
    cuts = [n for n, step in enumerate(steps, 1) if step > _APART * least]
    if not cuts:
        tops = {next(n for n, y in enumerate(heights) if y <= top + slack) for top in begun}
        cuts = sorted(tops - {0})
    return [(heights[a], heights[b - 1]) for a, b in pairwise((0, *cuts, len(heights)))]


def _whole(symbols: list[GlyphRow]) -> list[GlyphRow]:
    """Put the lines of a symbol, or letters one below the other, beside one another."""
    narrow = all(len(row.texts) <= _FEW_LETTERS for row in symbols)
    return [_beside(symbols)] if symbols and (narrow or _is_symbol(_text(symbols))) else symbols


def _is_symbol(text: str) -> bool:
    if not _SIGNS.fullmatch(text) or _DATE.fullmatch(text):
        return False
    return "/" in text or bool(_NUMBERED.match(text))


def _is_surely_symbol(text: str) -> bool:
    """Return whether a symbol is no period, fraction or abbreviation: `2024/25`, `1/2`, `N/A`."""
    digits = sum(map(str.isdecimal, text))
    lettered = digits > 0 and any(map(str.isalpha, text))
    return (lettered or digits >= _FEWEST_DIGITS) and not _PERIOD.fullmatch(text)


def _beside(rows: Sequence[GlyphRow]) -> GlyphRow:
    """Put the letters of a symbol beside one another that a narrow column has below one another."""
    texts = [text for row in rows for text in row.texts]
    if len(rows) == 1:
        return rows[0]
    start, end = rows[0].starts[0], max(rows[0].ends)
    step = (end - start) / len(texts)
    starts = array("f", (start + step * n for n in range(len(texts))))
    ends = array("f", (start + step * (n + 1) for n in range(len(texts))))
    sizes = array("f", (size for row in rows for size in row.sizes))
    return GlyphRow.of(rows[0].y, texts, starts, ends, sizes)
