"""Reads the rows of the tables of a page, as bitexts on the web have them: a language a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from hexapla.corpora.input.markup import is_crowded

__all__ = ["PageRow", "page_rows", "page_table_rows"]

_CELLS = frozenset({"td", "th"})
# Between what these have before, in and after them, words end.
_PARTING = frozenset({"br", "p", "div", "li", "ul", "ol"})


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a table: its name, the texts of its cells, and those of what is aside in them.

    What is aside is what a class of the caller's marks. `is_heading` is true where all cells are
    `th`.
    """

    name: str
    cells: tuple[str, ...]
    aside: tuple[str, ...]
    is_heading: bool


def page_rows(text: str) -> list[list[str]]:
    """Return the texts of the cells, in order, of rows that hold no table; `th` rows left out.

    White space in a text is written as one space. No entity is expanded and nothing is fetched;
    what cannot be parsed has no rows.
    """
    return [[_text(cell, "")[0] for cell in row if cell.tag == "td"] for row in _rows(text)]


def page_table_rows(text: str, *, aside: str) -> Iterator[PageRow]:
    """Yield the rows that `page_rows` gives with their `th` cells, elements of a class aside.

    >>> page = '<table><tr><th>en<th>fr<tr id="a#1"><td>Yes<td>Oui <i class="of">a#1</i></table>'
    >>> [(row.name, row.cells, row.aside) for row in page_table_rows(page, aside="of")]
    [('', ('en', 'fr'), ('', '')), ('a#1', ('Yes', 'Oui'), ('', 'a#1'))]
    """
    for row in _rows(text):
        cells = [cell for cell in row if cell.tag in _CELLS]
        found = [_text(cell, aside) for cell in cells]
        yield PageRow(
            row.get("id", ""),
            tuple(own for own, _ in found),
            tuple(other for _, other in found),
            all(cell.tag == "th" for cell in cells),
        )


def _rows(text: str) -> list[etree._Element]:
    if is_crowded(text):
        return []
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return []
    if root is None:
        return []
    return [row for row in root.iter("tr") if next(row.iter("table"), None) is None]


def _text(cell: etree._Element, aside: str) -> tuple[str, str]:
    """Return the text of a cell on one line, and that of the elements in it that are aside."""
    own: list[str] = []
    others: list[str] = []
    depth = 0
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        marked = bool(aside) and aside in element.get("class", "").split()
        depth += marked and event == "start"
        depth -= marked and event == "end"
        pieces = others if depth else own
        parted = " " if element.tag in _PARTING else ""
        if event == "start":
            pieces += (parted, element.text or "")
        elif element is not cell:
            pieces += (parted, element.tail or "")
    return " ".join("".join(own).split()), " ".join("".join(others).split())
