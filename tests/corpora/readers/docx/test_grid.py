"""Cells of Word tables stand where Word draws them."""

from tests.corpora.readers.word_files import blocks, paragraph


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def places(body: str) -> list[tuple[str, int, int, int]]:
    return [
        (each.text, each.cell.table, each.cell.row, each.cell.column)
        for each in blocks(body)
        if each.cell
    ]


def test_what_cells_span_and_cover_counts() -> None:
    above, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("a", above) + cell("b", span(2)),
        cell("gone", below) + cell("c") + cell("d"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("e") + cell("f"),
    )
    assert places(body + paragraph("text") + table(cell("g") + cell("h"))) == [
        *(("a", 1, 1, 1), ("b", 1, 1, 2), ("c", 1, 2, 2), ("d", 1, 2, 3)),
        *(("e", 1, 3, 2), ("f", 1, 3, 3), ("g", 2, 1, 1), ("h", 2, 1, 2)),
    ]


def test_of_a_grid_that_is_drawn_roughly_the_cells_count() -> None:
    rows = [cell("a", span(n)) + cell("b") for n in range(2, 9)]
    assert {column for _, _, _, column in places(table(*rows))} == {1, 2}


def test_deleted_rows_and_boxes_of_one_cell_do_not_count() -> None:
    gone = '<w:trPr><w:del w:id="5"/></w:trPr>' + cell("gone") + cell("gone")
    nested = f"<w:tc>{table(cell('in'))}{paragraph('after')}</w:tc>"
    body = table(cell("box")) + table(gone, cell("a") + nested)
    assert places(body) == [("a", 1, 1, 1), ("in", 1, 1, 2), ("after", 1, 1, 2)]
