"""Cells of a printed page get their rows and columns from where they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.readers.pdf.layout import Line
from hexapla.corpora.readers.pdf.table_places import placed
from hexapla.corpora.structure.blocks import Block, Role


def line(text: str, x: float, y: float, page: int = 1, width: float = 40.0) -> Line:
    return Line(text, page, page, y, 9.0, x, x + width, x, x + width, 0.0)


def places(cells: list[Line | None]) -> list[tuple[int, int, int] | None]:
    """The table, row and column of each cell; None stands for a paragraph of text."""
    lines = [[each or line("text", 50, 700, width=300)] for each in cells]
    blocks = [
        Block(own[0].text, Role.CELL if each else Role.TEXT)
        for own, each in zip(lines, cells, strict=True)
    ]
    return [
        (each.cell.table, each.cell.row, each.cell.column) if each.cell else None
        for each in placed(blocks, lines)
    ]


def test_rows_go_down_and_columns_along() -> None:
    cells = [line("x", x, y) for y in (600, 580, 560) for x in (50, 150, 250)]
    assert places([*cells, None, cells[0], cells[1]]) == [
        *((1, row, column) for row in (1, 2, 3) for column in (1, 2, 3)),
        *(None, (2, 1, 1), (2, 1, 2)),
    ]


def test_an_empty_cell_leaves_its_column_out() -> None:
    cells = [line("a", 50, 600), line("b", 150, 600), line("c", 250, 600), line("d", 250, 580)]
    assert places([*cells])[-1] == (1, 2, 3)


def test_paragraphs_of_one_cell_stay_in_its_row() -> None:
    cells = [line("a", 50, 600), line("b", 50, 589), line("c", 150, 600), line("d", 150, 589)]
    assert places([*cells]) == [(1, 1, 1), (1, 1, 1), (1, 1, 2), (1, 1, 2)]


def test_titles_above_a_row_are_rows() -> None:
    cells = [line("Posts", 50, 600), line("P-5", 50, 580), line("4", 150, 580)]
    assert places([*cells]) == [(1, 1, 1), (1, 2, 1), (1, 2, 2)]


def test_a_table_goes_on_on_the_next_page_at_another_margin() -> None:
    cells = [
        *(line("a", 50, 60), line("b", 150, 60)),
        *(line("c", 90, 700, page=2), line("d", 190, 700, page=2)),
    ]
    assert places([*cells]) == [(1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2)]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.booleans()), max_size=25))
def test_every_cell_has_a_place(cells: list[tuple[int, int, bool]]) -> None:
    found = places([line("x", 50 + 60 * x, 90 + 12 * y) if c else None for x, y, c in cells])
    assert [place is not None for place in found] == [c for _, _, c in cells]
    assert all(min(place) >= 1 for place in found if place)
