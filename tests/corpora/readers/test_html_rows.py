"""Rows of the tables of a page, as web pages of two languages have them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.readers.html_rows import page_rows


def test_cells_are_given_row_by_row_with_single_spaces() -> None:
    page = (
        "<table><tr><th>zh<th>en</tr><tr><td>图书馆<td>The\n <b>library</b>&nbsp;is</tr>"
        "<tr><td>登记册</td><td></td></tr></table>"
    )
    assert page_rows(page) == [[], ["图书馆", "The library is"], ["登记册", ""]]


def test_a_row_that_holds_a_table_is_none_but_the_rows_in_it_are() -> None:
    page = "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    assert page_rows(page) == [["a", "b"]]


def test_what_cannot_be_parsed_has_no_rows() -> None:
    assert page_rows("") == []
    crowded = " ".join(f"a{n}=1" for n in range(MOST_ATTRIBUTES + 1))
    assert page_rows(f"<table><tr {crowded}><td>a</td></tr></table>") == []


@given(st.text(alphabet="<>/tabler d&;x", max_size=200))
def test_any_text_is_rows(page: str) -> None:
    assert all(isinstance(cell, str) for row in page_rows(f"<table>{page}") for cell in row)
