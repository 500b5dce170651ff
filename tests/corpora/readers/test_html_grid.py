"""Cells of web tables stand where a browser draws them."""

import time

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.readers.html import read
from hexapla.corpora.readers.html_grid import grid_cells
from tests.corpora.readers.raw_files import raw


def grid(body: str) -> list[tuple[str, int, int]]:
    [table] = etree.HTML(f"<table>{body}</table>").iter("table")
    return [("".join(map(str, c.itertext())), *at) for c, at in grid_cells(table).items()]


def test_what_cells_span_counts() -> None:
    body = (
        '<tr><th rowspan="2">a</th><th colspan="2">b</th></tr><tr><td>c</td><td>d</td></tr>'
        '<tr><td>e</td><td rowspan="0">f</td><td>g</td></tr><tr><td>h</td><td>i</td></tr>'
    )
    assert grid(body) == [
        *(("a", 1, 1), ("b", 1, 2), ("c", 2, 2), ("d", 2, 3)),
        *(("e", 3, 1), ("f", 3, 2), ("g", 3, 3), ("h", 4, 1), ("i", 4, 3)),
    ]


def test_the_cells_of_each_table_of_a_page_have_their_places() -> None:
    table = "<table border=1><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>"
    found = read(raw(f"<html><body>{table}<p>text</p>{table}</body></html>", "a.html")).blocks("en")
    places = [(each.cell.table, each.cell.row, each.cell.column) for each in found if each.cell]
    assert places == [(n, row, column) for n in (1, 2) for row in (1, 2) for column in (1, 2)]


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), max_size=4), max_size=4))
def test_no_two_cells_have_one_place(rows: list[list[tuple[int, int]]]) -> None:
    body = "".join(
        "<tr>" + "".join(f'<td rowspan="{d}" colspan="{a}">x</td>' for d, a in row) + "</tr>"
        for row in rows
    )
    places = [(row, column) for _, row, column in grid(body)]
    assert len(set(places)) == len(places) == sum(map(len, rows))


def test_spans_of_any_size_cost_no_time() -> None:
    row = '<tr><td rowspan="99999" colspan="99999">x</td><td>y</td></tr>'
    started = time.process_time()
    assert len(grid(row * 2_000)) == 4_000
    assert time.process_time() - started < 10
