"""The grid of a table on a page: in which row and column each of its cells stands."""

from __future__ import annotations

import re

from lxml import etree

__all__ = ["grid_cells"]

_MOST_COLUMNS = 200  # that are told apart; a page may state any number


def grid_cells(table: etree._Element) -> dict[etree._Element, tuple[int, int]]:
    """Return the row and column, from 1, of the cells of a table, not of tables in them.

    What a cell spans counts, as the standard of HTML lays cells out (4.9.12, forming a table).
    """
    found: dict[etree._Element, tuple[int, int]] = {}
    taken: dict[int, int] = {}  # the last row that a cell of a column above reaches
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    for number, row in enumerate(rows, 1):
        column = 1
        for cell in row.iterchildren("td", "th"):
            while taken.get(column, 0) >= number and column < _MOST_COLUMNS:
                column += 1
            found[cell] = (number, column)
            down, across = _span(cell, "rowspan", len(rows)), _span(cell, "colspan", _MOST_COLUMNS)
            end = min(column + across, _MOST_COLUMNS)
            taken.update(dict.fromkeys(range(column, end), number + down - 1))
            column = end
    return found


def _span(cell: etree._Element, name: str, most: int) -> int:
    given = cell.get(name) or ""
    # 0 stands for all the rows that are left.
    return min(int(given) or most, most) if re.fullmatch(r"\d{1,5}", given) else 1
