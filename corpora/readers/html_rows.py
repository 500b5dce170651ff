"""Reads the rows of the tables of a page, as bitexts on the web have them: a language a column."""

from __future__ import annotations

from lxml import etree

from hexapla.corpora.input.markup import is_crowded

__all__ = ["page_rows"]


def page_rows(text: str) -> list[list[str]]:
    """Return the texts of the cells, in order, of rows that hold no table; `th` rows left out.

    White space in a text is written as one space. No entity is expanded and nothing is fetched;
    what cannot be parsed has no rows.
    """
    if is_crowded(text):
        return []
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return []
    if root is None:
        return []
    rows = [row for row in root.iter("tr") if next(row.iter("table"), None) is None]
    cells = ([cell for cell in row if cell.tag == "td"] for row in rows)
    return [[" ".join("".join(map(str, cell.itertext())).split()) for cell in row] for row in cells]
