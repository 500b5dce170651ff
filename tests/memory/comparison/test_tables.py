"""Cells are paired by their places."""

from __future__ import annotations

from hexapla.corpora.document import Kind, Paragraph
from hexapla.memory.comparison.comparison import compare_paragraphs
from hexapla.memory.comparison.tables import paired_cells


def table(*rows: tuple[str, ...], name: str = "table-1") -> list[Paragraph]:
    return [
        Paragraph(label := f"{name}.r{row}.c{column}", Kind.TABLE_CELL, label, text)
        for row, cells in enumerate(rows, 1)
        for column, text in enumerate(cells, 1)
    ]


OLD = table(("Posts", "10", "20"), ("Travel", "7", "8"), ("Total", "17", "28"))


def test_figures_that_went_on_by_a_year_are_changes_of_their_cells() -> None:
    new = table(("Posts", "20", "25"), ("Travel", "8", "9"), ("Total", "28", "34"))
    found = compare_paragraphs(OLD, new, "en")
    assert [str(row.change) for row in found] == ["same", "changed", "changed"] * 3


def test_a_row_that_came_in_is_the_only_new_one() -> None:
    new = table(("Posts", "10", "20"), ("Consultants", "1", "2"), *(("Travel", "7", "8"),))
    assert paired_cells(OLD, new, "en") == {0: 0, 1: 1, 2: 2, 6: 3, 7: 4, 8: 5}


def test_tables_without_anything_in_common_are_not_paired() -> None:
    assert paired_cells(OLD, table(("Roads", "1"), ("Trees", "2")), "en") == {}


def test_cells_without_a_place_are_compared_as_paragraphs() -> None:
    old = [Paragraph(str(at), Kind.TABLE_CELL, "", text) for at, text in enumerate(("10", "20"))]
    new = [Paragraph(str(at), Kind.TABLE_CELL, "", text) for at, text in enumerate(("10", "25"))]
    found = compare_paragraphs(old, new, "en")
    assert [str(row.change) for row in found] == ["same", "changed"]
