"""Which cell of a new table is which of the old one: tables, then rows, then columns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from hexapla.corpora.document import Kind, Paragraph
from hexapla.memory.comparison.likeness import unnumbered
from hexapla.memory.lookup.match import similarity
from hexapla.memory.text.keys import match_key

__all__ = ["paired_cells"]

_PLACE: Final = re.compile(r"(?P<table>.*table-.+)\.r(?P<row>\d+)(?:\.c(?P<column>\d+))?(?:\(.*)?")
# What the head of a row, its first cell, counts beside one of the others.
_HEAD: Final = 3.0
# Below this, two rows or two tables have nothing to do with each other.
_ROW: Final = 0.3
_TABLE: Final = 0.15
# Pairs of rows, and of tables, that are compared.
_MOST_PAIRS: Final = 60_000


@dataclass(slots=True)
class _CellTable:
    """The cells of a table by rows: each a place among the paragraphs, and a key."""

    rows: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def keys(self) -> Counter[str]:
        return Counter(key for row in self.rows.values() for _, key in row)


def paired_cells(
    old: Sequence[Paragraph], new: Sequence[Paragraph], language: str
) -> dict[int, int]:
    """Return for new cells whose place in a table is known the old ones, by their indices.

    In a table that goes on from year to year, the figures of one column stand in the next one: a
    cell is what stands at its place, whatever it says.
    """
    tables, new_tables = _tables(old), _tables(new)
    if len(tables) * len(new_tables) > _MOST_PAIRS:
        return {}
    keys, new_keys = ([table.keys for table in each] for each in (tables, new_tables))
    gains = np.array([[_dice(one, other) for other in new_keys] for one in keys], float)
    found: dict[int, int] = {}
    for at, other in _in_order(gains - _TABLE):
        found |= _in_rows(tables[at], new_tables[other], language)
    return found


def _tables(paragraphs: Sequence[Paragraph]) -> list[_CellTable]:
    found: dict[str, _CellTable] = defaultdict(_CellTable)
    for place, each in enumerate(paragraphs):
        where = _PLACE.fullmatch(each.id) if each.kind is Kind.TABLE_CELL else None
        if where:
            found[where["table"]].rows[int(where["row"])].append((place, unnumbered(each.text)))
    return list(found.values())


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


def _in_rows(table: _CellTable, other: _CellTable, language: str) -> dict[int, int]:
    rows, new_rows = list(table.rows.values()), list(other.rows.values())
    if len(rows) * len(new_rows) > _MOST_PAIRS:
        return {}
    gains = [[_row_gain(one, two, language) for two in new_rows] for one in rows]
    return {
        new_place: place
        for at, to in _in_order(np.array(gains, float))
        for (place, _), (new_place, _) in zip(rows[at], new_rows[to], strict=False)
    }


def _row_gain(
    one: Sequence[tuple[int, str]], two: Sequence[tuple[int, str]], language: str
) -> float:
    keys = [key for _, key in one], [key for _, key in two]
    if keys[0] == keys[1]:
        return 1.0
    head = similarity(match_key(keys[0][0]), match_key(keys[1][0]), language)
    same = sum(a == b for a, b in zip(keys[0][1:], keys[1][1:], strict=False))
    return (_HEAD * head + same) / (_HEAD + max(map(len, keys)) - 1) - _ROW


def _in_order(gains: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs of rows and columns, in the order of both, that gain most together."""
    if not gains.size:
        return []
    height, width = gains.shape
    best = np.zeros((height + 1, width + 1))
    for row in range(height):
        # What a row adds to any column before counts for all columns behind it.
        through = np.maximum(best[row, 1:], best[row, :-1] + gains[row])
        best[row + 1, 1:] = np.maximum.accumulate(through)
    found, row, column = [], height, width
    while row and column:
        here = best[row, column]
        if here == best[row, column - 1]:
            column -= 1
        elif here == best[row - 1, column]:
            row -= 1
        else:
            row, column = row - 1, column - 1
            found.append((row, column))
    return found[::-1]
