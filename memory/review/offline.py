"""Files that were reviewed elsewhere: read, and put back into the rows that they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree, html

from hexapla.corpora.errors import DocumentError, StoreError, UsageError
from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.decoding import decode, load
from hexapla.corpora.input.markup import is_crowded
from hexapla.memory.formats.reading import imported_text
from hexapla.memory.formats.separated import TableRow
from hexapla.memory.formats.tables import read_table, table_units
from hexapla.memory.formats.workbook import read_workbook
from hexapla.memory.review.actions import edited
from hexapla.memory.rows import Change, Grid, Row
from hexapla.memory.units import Status, Translation, Unit

__all__ = ["read_reviewed", "reviewed_change"]

_CELLS: Final = frozenset({"td", "th"})


def read_reviewed(path: Path) -> Iterator[Unit]:
    """Yield the rows of a workbook (.xlsx), a table (.csv, .tsv) or a page (.html).

    The first row names the columns, as in what is downloaded. Raises StoreError where the file
    cannot be read, UsageError where its name has another ending.
    """
    match path.suffix.lower():
        case ".xlsx":
            return read_workbook(path)
        case ".csv" | ".tsv":
            return read_table(path)
        case ".html" | ".htm":
            return table_units(_html_rows(path), path)
    raise UsageError("only files that end with .xlsx, .csv, .tsv or .html come back")


def _html_rows(path: Path) -> Iterator[TableRow]:
    """Yield the rows of a page."""
    try:
        text = decode(load(path), path)
        if is_crowded(text):
            raise StoreError(path.name, f"has a tag with more than {MOST_ATTRIBUTES} attributes")
        parser = html.HTMLParser(encoding="utf-8", no_network=True)
        page = html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except (OSError, ValueError, DocumentError, etree.LxmlError) as error:
        raise StoreError(path.name, f"cannot be read as a page: {error}") from error
    for place, row in enumerate(page.iterfind(".//tr")):
        cells = ["".join(map(str, cell.itertext())).strip() for cell in row if cell.tag in _CELLS]
        yield TableRow(f"row {place + 1}", place, cells)


def reviewed_change(grid: Grid, symbol: str, units: Iterable[Unit]) -> Change:
    """Return the change that the reviewed rows of a file make.

    Each finds its own row by its id and source text.

    A row counts where its status is `reviewed` or `rejected`. A text that differs is an edit, and
    the original is kept. Rows of other documents, and those whose source text is another now, are
    left out.
    """
    before, after = [], []
    for unit in units:
        row = grid.find(unit.reference)
        if unit.symbol == symbol and row is not None and imported_text(row.text) == unit.text:
            new = _decided(row, unit.translations)
            if new != row:
                before.append(row)
                after.append(new)
    return Change("return", tuple(before), tuple(after))


def _decided(row: Row, given: Iterable[Translation]) -> Row:
    for each in given:
        cell = row.cell(each.language)
        if cell is None or each.status is Status.AUTOMATIC:
            continue
        if each.status is Status.REJECTED:
            row = row.with_cell(each.language, replace(cell, status=Status.REJECTED))
        elif each.text == imported_text(cell.text):
            reviewed = replace(cell, status=Status.REVIEWED, score=1.0)
            row = row.with_cell(each.language, reviewed)
        else:
            row = row.with_cell(each.language, edited(cell, each.text))
    return row
