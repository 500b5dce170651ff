"""The grid of a Word table: in which row and column each of its cells stands."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from hexapla.corpora.readers.docx.list_numbers import W, children, first_child, value

__all__ = ["grid_cells"]

_MOST_COLUMNS = 63  # that Word makes
# Grids of tables that were drawn by hand have an edge for every slip of the mouse.
_MOST_EDGES = 2  # for each cell of the longest row


def grid_cells(table: etree._Element) -> list[tuple[etree._Element, int, int]]:
    """Return the cells of a table that show, each with its row and column, from 1.

    What a cell spans counts, and so do cells that one above covers; deleted ones do not. Where the
    grid is drawn so roughly that its columns mean nothing, the cells of each row are counted.
    """
    rows = [list(_starts(row, table)) for row in table.iter(f"{W}tr") if _is_shown(row, table)]
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
    row: etree._Element, table: etree._Element
) -> Iterator[tuple[etree._Element, int, bool]]:
    """Yield the cells of a row with the columns of the grid, from 0, that they begin at.

    Each with whether a cell above covers it.
    """
    start = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in row.iter(f"{W}tc"):
        properties = children(first_child(cell, "tcPr"))
        if _own(cell, row, table) and f"{W}cellDel" not in properties:
            merge = properties.get(f"{W}vMerge")
            yield cell, start, merge is not None and value(merge) != "restart"
            start += _count(properties.get(f"{W}gridSpan"), 1)


def _count(element: etree._Element | None, default: int) -> int:
    text = value(element)
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) < 5 else default


def _is_shown(row: etree._Element, table: etree._Element) -> bool:
    return _own(row, table, table) and row.find(f"{W}trPr/{W}del") is None


def _own(element: etree._Element, holder: etree._Element, table: etree._Element) -> bool:
    """Return whether a row or cell is of this table, not of one inside it.

    Mostly it hangs on its `holder`, the table or the row; else there are wrappers between.
    """
    return element.getparent() is holder or next(element.iterancestors(f"{W}tbl"), None) is table
