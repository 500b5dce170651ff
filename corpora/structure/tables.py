"""Labels the cells of tables: `table-15.3.r2.c1` is the first cell in the second row of table 15.3.

The label begins with that of the caption, which is the same in all languages. Where no table of a
document has one, they are counted; beside numbered ones, those without are `table-u1` and so on.
Rows and columns without any text do not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import attrgetter

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
    places = [piece.block.cell if kind is Kind.TABLE_CELL else None for piece, kind in pieces]
    names = _names(pieces, places)
    rows_of, columns_of = _ranks(places, "row"), _ranks(places, "column")
    used: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    base: dict[int, int] = {}  # the rows of the same name before each table
    labels: list[str] = []
    for place in places:
        if place is None:
            labels.append("")
            continue
        name = names[place.table]
        start = base.setdefault(place.table, rows[name])
        row = start + rows_of[place.table][place.row]
        rows[name] = max(rows[name], row)
        label = join_label(name, f"r{row}", f"c{columns_of[place.table][place.column]}")
        used[label] += 1
        labels.append(label if used[label] == 1 else f"{label}({used[label]})")
    return labels


def _ranks(places: Sequence[CellPlace | None], line: str) -> dict[int, dict[int, int]]:
    """Return what number the rows or columns of each table have among those with text."""
    filled: dict[int, set[int]] = defaultdict(set)
    number_of = attrgetter("table", line)
    for table, number in map(number_of, filter(None, places)):
        filled[table].add(number)
    return {
        table: {number: rank for rank, number in enumerate(sorted(numbers), 1)}
        for table, numbers in filled.items()
    }


def _names(
    pieces: Sequence[tuple[Piece, Kind]], places: Sequence[CellPlace | None]
) -> dict[int, str]:
    """Return the beginning of the labels of each table, by how the reader counts the tables."""
    found: dict[int, str] = {}
    before: list[str] = []  # the names that the paragraphs since the last cell give
    name = ""
    for (piece, kind), place in zip(pieces, places, strict=True):
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
