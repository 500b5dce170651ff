"""Spreadsheets of OpenDocument."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.open_document import read_open_document
from hexapla.memory.formats.reading import Losses

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def cell(text: str, attributes: str = "") -> str:
    """A cell with a paragraph a line."""
    inside = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def sheet(name: str, *rows: str) -> str:
    made = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{made}</table:table>'


def written(folder: Path, *sheets: str) -> Path:
    path = folder / "a.ods"
    content = f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body>{content}</office:body>"
            "</office:document-content>",
        )
    return path


def test_sheets_are_read_as_they_are_shown(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>ask Ann</text:p></office:annotation>"
    edge = '<table:table-cell table:number-columns-repeated="16382"/>'
    path = written(
        tmp_path,
        sheet(
            "Terms",
            cell("English") + cell("Français") + edge,
            edge,
            cell(f"Two<text:s/>lines\nof text{note}") + cell("Deux lignes") + edge,
            cell("3 May", 'office:date-value="2044-05-03"') + cell("3 mai"),
            cell("sum") + cell("#REF!", 'table:formula="of:=[.A9]"'),
            cell("alone"),
        ),
        sheet("Empty"),
        sheet("Notes", cell("to do")),
    )
    losses = Losses()
    units = list(read_open_document(path, left_out=losses))
    assert [(unit.text, unit.translations[0].text) for unit in units] == [
        ("Two lines\nof text", "Deux lignes"),
        ("3 May", "3 mai"),
    ]
    assert [str(loss) for loss in losses.found()] == [
        "sheet 'Terms', row 5: a formula has the error #REF!",
        "sheet 'Terms', row 6: has no text but in en",
        "sheet 'Notes': its first row names no languages",
    ]


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.ods"
    path.write_bytes(b"PK\x03\x04no")
    with pytest.raises(StoreError, match="cannot be read as a spreadsheet"):
        list(read_open_document(path))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "x")
    with pytest.raises(StoreError, match=r"has no content\.xml"):
        list(read_open_document(path))
