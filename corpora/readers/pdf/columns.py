"""Finds two columns on printed pages.

They show in rows that start at one place in the middle of the page with white space before it. A
table has such places too, but few of its entries fill their width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow
from hexapla.corpora.readers.pdf.reading_order import gaps, is_closer, is_eastern

__all__ = ["ColumnStretch", "stretches"]

_WHITE = 0.8  # before the second column at least, of the size of the text, where both have text
_NARROWEST = 0.25  # of the width of the text, for a column
_FEWEST = 3  # rows that make a column
_MANY = 10  # rows that show columns on a page of more text; else they are nearly half of it
_BEFORE = 0.75  # points between the white space and the second column
_ALIGNED = 1.5  # points that lines of a column start apart at most
_FILLED = 0.85  # of the width of a column, for a line that fills it
_FILLED_SHARE = 0.2  # of the rows of a column, that fill it
_CELL_GAP = 1.5  # of the size, in a line that is cells of a table beside one another, as a rule
_USUAL_SHARE = 0.3  # of the pages, where those without columns of their own have them too


@dataclass(frozen=True, slots=True)
class ColumnStretch:
    """Rows that are read from top to bottom: of the whole width, or one of two columns.

    `column` is the same for the same column on other pages: where the second one begins, in steps
    of four points, and 1 or 2; (0, 0) for the whole width.
    """

    rows: list[GlyphRow]
    column: tuple[int, int]


def stretches(sheets: Sequence[Sequence[GlyphRow]]) -> list[list[ColumnStretch]]:
    """Cut pages, each the rows from its top to its bottom, into stretches in order of reading."""
    found = [_gutter(rows) for rows in sheets]
    counts = Counter(round(gutter / 4) for gutter in found if gutter is not None)
    usual: float | None = None
    step = max(counts, key=lambda step: counts[step], default=0)
    # One page may have a table that looks like columns.
    if counts[step] >= _USUAL_SHARE * sum(map(bool, sheets)) and counts:
        usual = next(gutter for gutter in found if gutter and round(gutter / 4) == step)
    # A page that says nothing itself, as the last one may, has the columns of the others.
    return [
        list(_stretches(rows, gutter or usual, sure=gutter is None or gutter == usual))
        for rows, gutter in zip(sheets, found, strict=True)
    ]


def _stretches(
    rows: Sequence[GlyphRow], gutter: float | None, *, sure: bool
) -> Iterator[ColumnStretch]:
    """Cut a page where its columns begin and end."""
    if gutter is None:
        yield from [ColumnStretch(list(rows), (0, 0))] if rows else []
        return
    whole: list[GlyphRow] = []
    for first, last, parted in _bands(rows, gutter):
        left, right = _sides(rows[first:last], gutter)
        if not parted or not left or len(right) < (1 if sure else _FEWEST):
            whole += rows[first:last]
            continue
        if whole:
            yield ColumnStretch(whole, (0, 0))
            whole = []
        yield ColumnStretch(left, (round(gutter / 4), 1))
        yield ColumnStretch(right, (round(gutter / 4), 2))
    if whole:
        yield ColumnStretch(whole, (0, 0))


def _bands(rows: Sequence[GlyphRow], gutter: float) -> Iterator[tuple[int, int, bool]]:
    """Yield the first and last places of rows that all cross the white space, or all do not."""
    crossing = _crossing(rows, gutter)
    for crosses, group in groupby(range(len(rows)), key=crossing.__getitem__):
        places = list(group)
        first, last = places[0], places[-1] + 1
        if not crosses:
            # Columns begin where the second one does; short rows above are of the whole width.
            start = next((n for n in places if _split(rows[n], gutter)[1]), last)
            above = [n for n in range(first, start) if start < last and _is_above(rows, n, start)]
            if above:
                yield first, above[-1] + 1, False
                first = above[-1] + 1
        yield first, last, not crosses


def _is_above(rows: Sequence[GlyphRow], place: int, start: int) -> bool:
    return rows[place].y > rows[start].y + 0.8 * rows[start].size


def _gutter(rows: Sequence[GlyphRow]) -> float | None:
    """Find where the second of two columns begins; None where there is one column."""
    if not rows:
        return None
    left = min(row.starts[0] for row in rows)
    right = max(max(row.ends) for row in rows)
    least = _NARROWEST * (right - left)
    counts: Counter[float] = Counter()
    for row in rows:
        starts = [row.starts[0]]
        starts += [row.starts[n] for n, gap in gaps(row).items() if gap >= _WHITE * row.size]
        counts.update({round(2 * x) / 2 for x in starts if left + least < x < right - least})
    for start, _ in counts.most_common(4):
        gutter = start - _BEFORE
        for first, last, parted in _bands(rows, gutter):
            before, after = _sides(rows[first:last], gutter)
            aligned = sum(abs(row.starts[0] - start) < _ALIGNED for row in after)
            if not parted or 2 * aligned < len(after) or last - first < min(_MANY, 0.4 * len(rows)):
                continue
            if _is_filled(before, gutter - left) and _is_filled(after, right - gutter):
                return gutter
    return None


def _is_filled(rows: Sequence[GlyphRow], width: float) -> bool:
    """Return whether many lines fill their column, as those of text do and entries do not."""
    filled = sum(
        max(row.ends) - row.starts[0] > _FILLED * width
        and max(gaps(row).values(), default=0.0) < _CELL_GAP * row.size
        for row in rows
    )
    return len(rows) >= _FEWEST and filled >= max(2, _FILLED_SHARE * len(rows))


def _sides(rows: Sequence[GlyphRow], gutter: float) -> tuple[list[GlyphRow], list[GlyphRow]]:
    halves = [_split(row, gutter) for row in rows]
    return [left for left, _ in halves if left], [right for _, right in halves if right]


def _crossing(rows: Sequence[GlyphRow], gutter: float) -> list[bool]:
    """Tell of each row whether it goes on across the white space."""
    found = [_crosses(row, gutter) for row in rows]
    for place, row in enumerate(rows):
        beside = found[max(0, place - 1) : place + 2]
        # Chinese lines may end with a sign that hangs over the margin and fills the white space.
        if found[place] and not all(beside) and _hangs(row, gutter):
            found[place] = False
    return found


def _crosses(row: GlyphRow, gutter: float) -> bool:
    place = _place(row, gutter)
    if not place:
        return False
    reached = max(row.ends[:place])
    if place == len(row.texts):
        return reached > gutter
    return row.starts[place] - reached < _WHITE * row.size


def _hangs(row: GlyphRow, gutter: float) -> bool:
    """Return whether a closing sign stands right before the start of the second column."""
    place = _place(row, gutter)
    if not 0 < place < len(row.texts) or abs(row.starts[place] - gutter - _BEFORE) > _ALIGNED:
        return False
    return is_eastern(row.texts[place - 1]) and is_closer(row.texts[place - 1])


def _split(row: GlyphRow, gutter: float) -> tuple[GlyphRow | None, GlyphRow | None]:
    place = _place(row, gutter)
    before = row.part(0, place) if place else None
    return before, row.part(place, len(row.texts)) if place < len(row.texts) else None


def _place(row: GlyphRow, gutter: float) -> int:
    """Return the place of the first character of the second column."""
    # By their middles, for letters such as j reach out to the left.
    return next(
        (
            place
            for place, (start, end) in enumerate(zip(row.starts, row.ends, strict=True))
            if start + end >= 2 * gutter
        ),
        len(row.texts),
    )
