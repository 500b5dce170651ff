"""Labels the cells of tables: `table-15.3.r2.c1` is the first cell in the second row of table 15.3.

The label begins with that of the caption, which is the same in all languages. Where no table of a
document has one, they are counted; beside numbered ones, those without are `table-u1` and so on.
Rows and columns without any text do not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from hexapla.corpora.document import Kind
from hexapla.corpora.numbers.labels import join_label
from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.structure.blocks import CellPlace
from hexapla.corpora.structure.pieces import Piece

__all__ = ["cell_labels"]

_REACH = 4  # paragraphs before a table, its title and unit among them, that may hold its number


def cell_labels(pieces: Sequence[tuple[Piece, Kind]]) -> list[str]:
    """Return the label of each piece that is a cell with a known place, "" for the others.

    They are unique: the rows of a table that goes on under the same caption are counted on, and a
    second paragraph of one cell is `table-1.r2.c3(2)`.
    """
    names = _names(pieces)
    ranks = _ranks(pieces)
    used: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    base: dict[int, int] = {}  # the rows of the same name before each table
    labels: list[str] = []
    for piece, kind in pieces:
        place = _place(piece, kind)
        if place is None:
            labels.append("")
            continue
        name = names[place.table]
        start = base.setdefault(place.table, rows[name])
        row = start + ranks[place.table, "r", place.row]
        rows[name] = max(rows[name], row)
        label = join_label(name, f"r{row}", f"c{ranks[place.table, 'c', place.column]}")
        used[label] += 1
        labels.append(label if used[label] == 1 else f"{label}({used[label]})")
    return labels


def _place(piece: Piece, kind: Kind) -> CellPlace | None:
    return piece.block.cell if kind is Kind.TABLE_CELL else None


def _ranks(pieces: Sequence[tuple[Piece, Kind]]) -> dict[tuple[int, str, int], int]:
    """Return what number the rows (r) and columns (c) of each table have among those with text."""
    filled: dict[tuple[int, str], set[int]] = defaultdict(set)
    for piece, kind in pieces:
        place = _place(piece, kind)
        if place:
            filled[place.table, "r"].add(place.row)
            filled[place.table, "c"].add(place.column)
    return {
        (*line, number): rank
        for line, numbers in filled.items()
        for rank, number in enumerate(sorted(numbers), 1)
    }


def _names(pieces: Sequence[tuple[Piece, Kind]]) -> dict[int, str]:
    """Return the beginning of the labels of each table, by how the reader counts the tables."""
    found: dict[int, str] = {}
    before: list[str] = []  # the names that the paragraphs since the last cell give
    name = ""
    for piece, kind in pieces:
        place = _place(piece, kind)
        if place is None:
            if kind is not Kind.NOTE:
                before = [*before[1 - _REACH :], _caption(piece)]
        else:
            if place.table not in found:
                # What no text parts from the table before is a part of it.
                name = next(filter(None, reversed(before)), "") if before else name
                found[place.table] = name
            before = []
    sign = "u" if any(found.values()) else ""
    bare = [table for table, given in found.items() if not given]
    return found | {table: f"table-{sign}{number}" for number, table in enumerate(bare, 1)}


def _caption(piece: Piece) -> str:
    """Return the label of a caption of a table, "" for other text."""
    numbered = piece.numbered
    named = numbered is not None and numbered.family is Family.CAPTION
    return numbered.label if numbered and named and "table-" in numbered.label else ""
