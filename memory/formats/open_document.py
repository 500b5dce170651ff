"""Spreadsheets of OpenDocument (ODS), as LibreOffice writes them (OASIS, ISO/IEC 26300)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input.compressed import UNPACKING_ERRORS
from hexapla.corpora.input.packages import open_package
from hexapla.corpora.input.xml import local_name
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import LeftOut, nobody
from hexapla.memory.formats.separated import TableRow
from hexapla.memory.formats.tables import sheet_units
from hexapla.memory.units import Unit

__all__ = ["read_open_document"]

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS: Final = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_BREAKS: Final = {f"{_TEXT}line-break": "\n", f"{_TEXT}tab": "\t", f"{_TEXT}s": " "}
# The columns that are looked at: a row that repeats an empty cell to the edge has 16,384.
_MOST_COLUMNS: Final = 256


def read_open_document(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> Iterator[Unit]:
    """Yield the rows of all sheets as units, as `memory.formats.tables.sheet_units` reads them.

    Cells are read as they are shown. Raises StoreError where the file cannot be read, unpacks to
    far too much, or the columns are not known.
    """
    try:
        package = open_package(path, path)
        with package.archive:
            root = package.xml("content.xml")
    except DocumentError as error:
        raise StoreError(
            path, "cannot be read as a spreadsheet: %(error)s", error=error.cause
        ) from error
    except UNPACKING_ERRORS as error:
        raise StoreError(
            path, "cannot be read as a spreadsheet: %(error)s", error=str(error)
        ) from error
    if root is None:
        raise StoreError(path, "cannot be read as a spreadsheet: it has no content.xml")
    sheets = [
        (table.get(f"{_TABLE}name", ""), _rows(table)) for table in root.iter(f"{_TABLE}table")
    ]
    yield from sheet_units(sheets, path, languages, left_out)


def _rows(table: etree._Element) -> Iterator[TableRow]:
    """Yield the rows of a sheet; one that is repeated stands for all that are like it."""
    place = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        missing = None
        for cell in row:
            if cell.tag not in _CELLS or len(cells) >= _MOST_COLUMNS:
                continue
            text = _text(cell)
            if cell.get(f"{_TABLE}formula") and text.startswith(("#", "Err:")):
                missing = Message("a formula has the error %(error)s", error=text[:20])
                text = ""
            cells += [text] * min(_repeated(cell, "columns"), _MOST_COLUMNS - len(cells))
        while cells and not cells[-1]:
            cells.pop()
        yield TableRow(place, cells, missing)
        place += _repeated(row, "rows")


def _repeated(element: etree._Element, what: str) -> int:
    number = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return max(int(number), 1) if number.isascii() and number.isdecimal() and len(number) < 8 else 1


def _text(cell: etree._Element) -> str:
    """Return the text that a cell shows, its paragraphs on lines of their own; no comments."""
    return "\n".join(_content(each) for each in cell if each.tag == f"{_TEXT}p")


def _content(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag in _BREAKS:
            pieces.append(_BREAKS[str(child.tag)])
        elif child.tag != f"{_OFFICE}annotation" and local_name(child) not in ("note", "ruby-text"):
            pieces.append(_content(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
