"""The grid of a Word table: in which row and column each of its cells stands."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from hexapla.corpora.readers.docx.elements import PLAIN, Looks, W, value

__all__ = ["grid_cells"]

_ROW, _CELL, _TABLE = (W + name for name in ("tr", "tc", "tbl"))
_BEFORE, _SPAN, _MERGED, _ROW_GONE, _CELL_GONE = (
    W + name for name in ("gridBefore", "gridSpan", "vMerge", "del", "cellDel")
)
_MOST_COLUMNS = 63  # that Word makes
# Grids of tables that were drawn by hand have an edge for every slip of the mouse.
_MOST_EDGES = 2  # for each cell of the longest row


def grid_cells(table: etree._Element, looks: Looks) -> list[tuple[etree._Element, int, int]]:
    """Return the cells of a table that show, each with its row and column, from 1.

    What a cell spans counts, and so do cells that one above covers; deleted ones do not. Where the
    grid is drawn so roughly that its columns mean nothing, the cells of each row are counted.
    """
    rows = [
        list(_starts(row, table, looks))
        for row in table.iter(_ROW)
        if _own(row, table, table) and _ROW_GONE not in looks.get(row, PLAIN)
    ]
    edges = sorted({start for row in rows for _, start, _ in row})
    longest = max(map(len, rows), default=0)
    ranks = {start: rank for rank, start in enumerate(edges, 1)}
    rough = len(edges) > _MOST_EDGES * longest
    return [
        (cell, number, place if rough else ranks[start])
        for number, row in enumerate(rows, 1)
        for place, (cell, start, covered) in enumerate(row, 1)
        if not covered
    ]


def _starts(
    row: etree._Element, table: etree._Element, looks: Looks
) -> Iterator[tuple[etree._Element, int, bool]]:
    """Yield the cells of a row with the columns of the grid, from 0, that they begin at.

    Each with whether a cell above covers it.
    """
    start = _count(looks.get(row, PLAIN).get(_BEFORE), 0)
    for cell in row.iter(_CELL):
        look = looks.get(cell, PLAIN)
        if _own(cell, row, table) and _CELL_GONE not in look:
            merge = look.get(_MERGED)
            yield cell, start, merge is not None and value(merge) != "restart"
            start += _count(look.get(_SPAN), 1)


def _count(element: etree._Element | None, default: int) -> int:
    if element is None:
        return default
    text = value(element)
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) < 5 else default


def _own(element: etree._Element, holder: etree._Element, table: etree._Element) -> bool:
    """Return whether a row or cell is of this table, not of one inside it.

    Mostly it hangs on its `holder`, the table or the row; else there are wrappers between.
    """
    return element.getparent() is holder or next(element.iterancestors(_TABLE), None) is table
