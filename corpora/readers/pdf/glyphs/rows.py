"""Gathers characters in rows: those on one baseline, with the marks that are raised over it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from itertools import accumulate, compress, count, repeat
from operator import gt, le, lt, mul, ne, sub
from typing import NamedTuple

from hexapla.corpora.readers.pdf.glyphs.characters import Characters
from hexapla.corpora.readers.pdf.glyphs.letters import is_mark, is_rightward
from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow

__all__ = ["ObjectText", "pieces", "rows", "rows_in_order"]

_STEP = 5  # of the size, between characters of one piece; less than in a run
_REACH = 6  # of the size, between those of one run
_SAME_BASELINE = 0.2  # of the size of the characters
_LOWEST_RISE, _HIGHEST_RISE = 0.1, 0.75  # of the size, over the line, for a raised sign
_SMALL = 0.85  # of the size of its row, at most, for a raised sign
_BOLD = 0.8  # of the characters of a bold row: a raised mark and a number need not be
_FEWEST_OVER = 2  # letters of a text that is printed on another
_OVER_SHARE = 0.1  # of the letters of the shorter one
_MOST_OVER = 8  # rows on one baseline that a text may be printed on, and
_LONGEST_UNDER = 1000  # letters of one, for the time that looking takes
_UP = 1.5  # of the size: the next column, and no raised sign
# As `corpora.numbers.note_marks` has them, which this process does not load (a test compares them).
NOTE_NUMBERS = r"\d{1,3}(?:\s?[,，、]\s?\d{1,3})*"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class ObjectText(NamedTuple):
    """Where characters stand in their columns that one object shows on one baseline, closely."""

    first: int
    last: int


def pieces(characters: Characters) -> list[ObjectText]:
    """Part characters where what shows them, their baseline or size changes, and at wide steps."""
    texts, xs, _, _, ys, sizes, shown_by = characters
    steps = map(abs, map(sub, xs[1:], xs))
    cuts = {0, len(texts)}
    cuts.update(compress(count(1), map(gt, steps, map(mul, sizes, repeat(_STEP)))))
    for column in (ys, sizes, shown_by):
        cuts.update(compress(count(1), map(ne, column[1:], column)))
    places = sorted(cuts)
    return list(map(ObjectText, places, places[1:]))


class _CharacterRun:
    """Characters that follow one another in the file on one baseline in one size."""

    __slots__ = ("bold", "ends", "size", "sizes", "starts", "texts", "xs", "y")

    def __init__(self, y: float, size: float) -> None:
        self.y, self.size = y, size
        self.bold = 0  # characters
        self.texts: list[str] = []
        self.xs: list[float] = []
        self.starts: list[float] = []
        self.ends: list[float] = []
        self.sizes: list[float] = []

    def add(
        self,
        texts: list[str],
        xs: list[float],
        starts: list[float],
        ends: list[float],
        sizes: list[float],
    ) -> None:
        """Add characters, by their columns."""
        self.texts += texts
        self.xs += xs
        self.starts += starts
        self.ends += ends
        self.sizes += sizes


def _runs(
    characters: Characters, chosen: Iterable[ObjectText], bold: Container[int] = ()
) -> list[_CharacterRun]:
    """Put pieces together that follow one another on one baseline in one size."""
    texts, xs, starts, ends, ys, sizes, shown_by = characters
    found: list[_CharacterRun] = []
    # Of the last run: within what its baselines, sizes and steps are.
    low = high = least = most = reach = last_x = 0.0
    for first, last in chosen:
        y, size = ys[first], sizes[first]
        in_run = low <= y <= high and least <= size <= most
        if not in_run or not -reach <= xs[first] - last_x <= reach:
            found.append(_CharacterRun(y, size))
            low, high = y - 0.02 * size, y + 0.02 * size
            least, most, reach = 0.95 * size, 1.05 * size, _REACH * size
        last_x = xs[last - 1]
        cut = slice(first, last)
        found[-1].add(texts[cut], xs[cut], starts[cut], ends[cut], sizes[cut])
        if shown_by[first] in bold:
            found[-1].bold += last - first
    return found


def rows(
    characters: Characters, chosen: Iterable[ObjectText], bold: Container[int] = ()
) -> list[GlyphRow]:
    """Gather characters in rows, from the top; raised and lowered ones go with their row.

    `bold` are the objects that show theirs in bold.
    """
    return _gathered(_runs(characters, chosen, bold))


def rows_in_order(characters: Characters, chosen: Iterable[ObjectText]) -> list[GlyphRow]:
    """Make rows of a paragraph, which may begin at the foot of one column and end in another."""
    stretches: list[list[_CharacterRun]] = []
    lowest = float("-inf")
    for run in _runs(characters, chosen):
        if run.y - lowest > _UP * run.size:
            stretches.append([])
            lowest = run.y
        stretches[-1].append(run)
        lowest = min(lowest, run.y)
    return [row for stretch in stretches for row in _gathered(stretch)]


def _gathered(runs: list[_CharacterRun]) -> list[GlyphRow]:
    runs.sort(key=lambda run: (_is_accent(run), -run.size))
    found: list[_CharacterRun] = []  # rows on their way, by y, upwards
    for run in runs:
        row, raised = _row_of(run, found)
        if row is None:
            found.insert(bisect_left(found, run.y, key=lambda each: each.y), run)
            continue
        texts = _raised(run.texts) if raised else run.texts
        row.add(texts, run.xs, run.starts, run.ends, run.sizes)
        row.bold += run.bold
    shown = (_row(row) for row in reversed(found))
    return [row for row in shown if row.texts]


def _row_of(
    run: _CharacterRun, found: Sequence[_CharacterRun]
) -> tuple[_CharacterRun | None, bool]:
    """Find the row that a run belongs to, and whether it is a raised mark in it."""
    if not found:
        return None, False
    low = bisect_left(found, run.y - 100, key=lambda each: each.y)
    high = bisect_right(found, run.y + 100, key=lambda each: each.y)
    near = found[low:high]
    level = [row for row in near if abs(row.y - run.y) <= _SAME_BASELINE * min(row.size, run.size)]
    level.sort(key=lambda row: abs(row.y - run.y))
    full = len(level) > _MOST_OVER
    beside = next((row for row in level if full or not _lies_over(run, row)), None)
    if beside:
        alone = run.size > _SMALL * beside.size and not _is_accent(run)
        if alone or _touches(run, beside):
            return beside, False
    for row in near:
        rise = (run.y - row.y) / row.size
        if not -0.4 < rise < _HIGHEST_RISE or not _touches(run, row):
            continue
        if _is_accent(run) or (run.size <= _SMALL * row.size and not _lies_over(run, row)):
            return row, rise > _LOWEST_RISE and not _is_accent(run)
    return beside, False


def _lies_over(run: _CharacterRun, row: _CharacterRun) -> bool:
    """Return whether letters of a run are printed on those of a row: each is a text of its own."""
    if len(run.texts) < _FEWEST_OVER or len(row.texts) > _LONGEST_UNDER:
        return False
    start, end = min(run.starts), max(run.ends)
    if start >= max(row.ends) or min(row.starts) >= end:
        return False
    inked = sorted(
        (a, b)
        for text, a, b in zip(row.texts, row.starts, row.ends, strict=True)
        if a < end and b > start and not text.isspace()
    )
    starts = [a for a, _ in inked]
    reached = [start, *accumulate((b for _, b in inked), max)]  # by the letters up to each
    middles = [
        (a + b) / 2
        for text, a, b in zip(run.texts, run.starts, run.ends, strict=True)
        if not text.isspace()
    ]
    over = sum(middle < reached[bisect_left(starts, middle)] for middle in middles)
    fewer = min(len(middles), sum(not text.isspace() for text in row.texts))
    return over >= max(_FEWEST_OVER, _OVER_SHARE * fewer)


def _is_accent(run: _CharacterRun) -> bool:
    """Return whether a run is vowel signs set apart from their line, perhaps with their letters."""
    return len(run.texts) <= 3 and (
        is_rightward(run.texts) or any(is_mark(text[-1]) for text in run.texts)
    )


def _touches(run: _CharacterRun, row: _CharacterRun) -> bool:
    """Return whether a run stands right beside a character of a row."""
    reach = 0.6 * row.size
    start, end = min(run.starts) - reach, max(run.ends) + reach
    return any(a <= end and b >= start for a, b in zip(row.starts, row.ends, strict=True))


def _raised(texts: list[str]) -> list[str]:
    """Write raised numbers, which are note marks, in superscript digits."""
    if not re.fullmatch(rf"\s*{NOTE_NUMBERS}\s*", "".join(texts)):
        return texts
    return [text.translate(RAISED) for text in texts]


_WIDE = frozenset("（《〈「『【〔")


def _order(row: _CharacterRun) -> Sequence[int] | None:
    """Return the order of characters by their places, None for that which they have, as mostly."""
    xs, starts = row.xs, row.starts
    if _WIDE.isdisjoint(row.texts):
        if all(map(lt, map((0.1).__add__, xs), xs[1:])):
            return None
        if all(map(le, xs, xs[1:])) and all(map(le, starts, starts[1:])):
            return None
    # The empty half of a wide bracket may lie over others; the letters of a ligature have one
    # place, and each a part of its box.
    inks = (
        x + 0.4 * size if text in _WIDE else x
        for text, x, size in zip(row.texts, xs, row.sizes, strict=True)
    )
    keys = [(round(ink, 1), start) for ink, start in zip(inks, starts, strict=True)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _row(row: _CharacterRun) -> GlyphRow:
    """Put the characters of a row in their order, without blanks at its ends."""
    texts, places = row.texts, (row.starts, row.ends, row.sizes)
    if order := _order(row):
        texts = [texts[place] for place in order]
        starts, ends, sizes = ([column[place] for place in order] for column in places)
        places = starts, ends, sizes
    first, last = 0, len(texts)
    while last and texts[last - 1].isspace():
        last -= 1
    while first < last and texts[first].isspace():
        first += 1
    if first == last:
        return GlyphRow(row.y, row.size, [], array("f"), array("f"), array("f"))
    cut = slice(first, last)
    shown = (array("f", column[cut]) for column in places)
    return GlyphRow.of(row.y, texts[cut], *shown, bold=row.bold > _BOLD * len(texts))
