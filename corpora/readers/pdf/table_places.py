"""Says in which table, row and column the cells of a printed page stand, by where they are.

A run of cells that no other text interrupts is one table, even over several pages. A cell that is
not beside the one before begins a row; the columns are those of the row with the most cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hexapla.corpora.readers.pdf.layout import Line
from hexapla.corpora.structure.blocks import Block, CellPlace, Role

__all__ = ["placed"]


_SLACK = 3.0  # points by which the beginnings of cells in one column differ
_CLOSE = 0.5  # of its height: so near below is the next paragraph of a cell


@dataclass(frozen=True, slots=True)
class _CellBox:
    """What a cell takes up of its page; `start` and `end` in the direction of reading."""

    page: int
    start: float
    end: float
    top: float
    bottom: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _CellBox:
        own = [line for line in lines if line.page == lines[0].page]
        return cls(
            lines[0].page,
            min(line.start for line in own),
            max(line.end for line in own),
            max(line.y + line.size for line in own),
            min(line.y for line in own),
        )


def placed(blocks: Sequence[Block], lines: Sequence[Sequence[Line]]) -> list[Block]:
    """Return blocks with the places of the cells among them; `lines` are those of each block."""
    found = list(blocks)
    for table, run in enumerate(_runs(blocks), 1):
        rows = _rows(run, [_CellBox.of(lines[place]) for place in run])
        columns = max(map(_heads, rows), key=len)
        for number, row in enumerate(rows, 1):
            # The next page may have it at another margin.
            own = _heads(row)
            known = own if len(own) == len(columns) else columns
            for place, box in row:
                at = CellPlace(table, number, _column(box, known))
                found[place] = found[place]._replace(cell=at)
    return found


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the places of the cells of each table; notes at the foot of a page part none."""
    run: list[int] = []
    for place, block in enumerate(blocks):
        if block.role is Role.CELL:
            run.append(place)
        elif block.role is not Role.NOTE and run:
            yield run
            run = []
    if run:
        yield run


_Row = list[tuple[int, _CellBox]]


def _rows(run: Sequence[int], boxes: Sequence[_CellBox]) -> list[_Row]:
    """Part the cells of a table into rows; several paragraphs of a cell stay in its row."""
    rows: list[_Row] = []
    row: _Row = []
    for place, box in zip(run, boxes, strict=True):
        if row and _goes_back(box, row):
            rows += _parted(row)
            row = []
        elif row and box.start > row[-1][1].start + _SLACK:
            # What stands in the first column above this row is a row of its own each.
            first = next(n for n, (_, each) in enumerate(row) if _is_level(box, each))
            rows += [[each] for each in row[:first]] if _is_stack(row) else []
            row = row[first:] if _is_stack(row) else row
        row.append((place, box))
    return rows + _parted(row)


def _goes_back(box: _CellBox, row: _Row) -> bool:
    """Return whether a cell begins another row than that of the cells before it."""
    last = row[-1][1]
    if box.page != last.page:
        return True
    if box.start > last.start + _SLACK:
        return not any(_is_level(box, each) for _, each in row)
    if box.end < last.start or box.top > last.top:
        return True
    if _is_stack(row):
        return False
    bottom = min(each.bottom for _, each in row)
    below = last.bottom - box.top
    return box.top <= bottom and below > _CLOSE * (box.top - box.bottom)


def _parted(row: _Row) -> list[_Row]:
    """Return a row, or one for each cell where all are in one column."""
    return [[each] for each in row] if _is_stack(row) else [row]


def _is_stack(row: _Row) -> bool:
    first = row[0][1]
    return all(each.start < first.end and first.start < each.end for _, each in row)


def _is_level(box: _CellBox, other: _CellBox) -> bool:
    return box.bottom < other.top and other.bottom < box.top


def _heads(row: _Row) -> list[_CellBox]:
    """Return one cell of each column that a row has."""
    found: list[_CellBox] = []
    for _, box in row:
        if not found or box.start >= found[-1].end:
            found.append(box)
    return found


def _column(box: _CellBox, columns: Sequence[_CellBox]) -> int:
    """Return the column, from 1, that a cell shares the most with, else the nearest."""

    def shared(place: int) -> float:
        column = columns[place]
        return min(box.end, column.end) - max(box.start, column.start)

    return max(range(len(columns)), key=shared) + 1
