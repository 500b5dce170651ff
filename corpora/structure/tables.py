"""Labels the cells of tables: `table-15.3.r2.c1` is the first cell in the second row of table 15.3.

The number of a table is that of its caption, which is the same in all languages. Where no table of
a document has one, they are counted; beside numbered ones, those without are `table-u1` and so on.
Rows and columns without any text do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hexapla.corpora.document import Kind
from hexapla.corpora.numbers.labels import join_label
from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.structure.blocks import CellPlace
from hexapla.corpora.structure.pieces import Piece

__all__ = ["cell_labels", "table_number"]

_NUMBER = r"(?:[A-Z]{1,4}|\d{1,3}[A-Z]?)(?:[.\-–‑]\s?(?:[A-Z]{1,4}|\d{1,3}[A-Z]?)){0,3}"
_CAPTION = re.compile(
    rf"\W*(?:(?i:table|tableau|cuadro|tabla|таблица|tabelle|الجدول|جدول)(?:\s+(?:(?i:no|nr|n)[.º°]*|№|رقم))?"
    rf"[\s:]+|表\s?)(?P<number>{_NUMBER})(?=$|[\s.:：,،)—–\-]|[\u3400-\u9fff])"
)
_CYRILLIC = str.maketrans("АВСЕНІКМОРТХ", "ABCEHIKMOPTX")
_REACH = 4  # paragraphs before a table, the title and the unit among them, that may hold its number
_LONGEST = 400  # characters of a caption


def table_number(text: str) -> str:
    """Return the number of the table that a caption names, "" for a text that is none.

    >>> table_number("Table 15.3 Posts"), table_number("表II.1：员额"), table_number("الجدول ٣")
    ('15.3', 'II.1', '3')
    >>> table_number("Tables and figures")
    ''
    """
    if len(text) > _LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text[:60]).translate(_CYRILLIC)
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    match = _CAPTION.match(plain)
    if not match:
        return ""
    return re.sub(r"[\-–‑.]\s?", ".", match["number"])


@dataclass(slots=True)
class _Table:
    """A table: its number, and the annex that it stands in."""

    number: str
    annex: str


def cell_labels(pieces: Sequence[tuple[Piece, Kind]]) -> list[str]:
    """Return the label of each piece that is a cell with a known place, "" for the others.

    They are unique: the rows of a table that goes on under the same number are counted on, and a
    second paragraph of one cell is `table-1.r2.c3(2)`.
    """
    tables = _tables(pieces)
    _count(tables.values())
    ranks = _ranks(pieces)
    used: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    base: dict[int, int] = {}
    labels: list[str] = []
    for piece, kind in pieces:
        place = piece.block.cell
        if kind is not Kind.TABLE_CELL or place is None:
            labels.append("")
            continue
        table = tables[place.table]
        name = join_label(table.annex, f"table-{table.number}")
        start = base.setdefault(place.table, rows[name])
        row, column = ranks[place.table, "r", place.row], ranks[place.table, "c", place.column]
        rows[name] = max(rows[name], start + row)
        label = join_label(name, f"r{start + row}", f"c{column}")
        used[label] += 1
        labels.append(label if used[label] == 1 else f"{label}({used[label]})")
    return labels


def _ranks(pieces: Sequence[tuple[Piece, Kind]]) -> dict[tuple[int, str, int], int]:
    """Return what number the rows (r) and columns (c) of each table have among those with text."""
    filled: dict[tuple[int, str], set[int]] = defaultdict(set)
    for piece, kind in pieces:
        place = piece.block.cell
        if kind is Kind.TABLE_CELL and place:
            filled[place.table, "r"].add(place.row)
            filled[place.table, "c"].add(place.column)
    return {
        (*line, number): rank
        for line, numbers in filled.items()
        for rank, number in enumerate(sorted(numbers), 1)
    }


def _tables(pieces: Sequence[tuple[Piece, Kind]]) -> dict[int, _Table]:
    """Return the tables by how the reader counts them, each with the number that it is given."""
    found: dict[int, _Table] = {}
    before: list[str] = []  # the paragraphs since the last cell
    annex = ""
    for piece, kind in pieces:
        if piece.numbered and piece.numbered.family in (Family.ANNEX, Family.APPENDIX):
            annex = piece.numbered.label
        place: CellPlace | None = piece.block.cell if kind is Kind.TABLE_CELL else None
        if place is None:
            if kind is not Kind.NOTE:
                before = [*before[1 - _REACH :], piece.text]
            continue
        if place.table not in found:
            numbers = [number for text in before if (number := table_number(text))]
            found[place.table] = _Table(numbers[-1] if numbers else "", annex)
        table = found[place.table]
        if not table.number and place.row == 1:
            table.number = table_number(piece.text)
        before = []
    return found


def _count(tables: Iterable[_Table]) -> None:
    """Give numbers to the tables without a caption."""
    tables = list(tables)
    sign = "u" if any(table.number for table in tables) else ""
    bare = [table for table in tables if not table.number]
    for number, table in enumerate(bare, 1):
        table.number, table.annex = f"{sign}{number}", ""
