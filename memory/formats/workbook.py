"""Workbooks for review in a spreadsheet program (XLSX), by openpyxl."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from lxml.etree import LxmlError

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input.packages import open_package
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.tables import table_rows, table_units
from hexapla.memory.output.packages import write_package
from hexapla.memory.units import Status, Unit

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_workbook", "write_workbook"]

_WIDTHS: Final = (24, 12)
_TEXT_WIDTH: Final = 60
# The characters that a cell can hold (Microsoft, "Excel specifications and limits").
_LONGEST: Final = 32_767
# What openpyxl raises where a file is not as it expects; it has no exception of its own for that.
_DAMAGE: Final = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, LxmlError, SyntaxError),
    *(ValueError, TypeError, LookupError, AttributeError, OverflowError, NotImplementedError),
)


def read_workbook(path: Path, *, languages: Sequence[str] = ()) -> Iterator[Unit]:
    """Yield the rows of the first sheet as units, as `read_table` reads those of a table.

    Raises StoreError where the file cannot be read, unpacks to far too much, or the columns are
    not known.
    """
    try:
        package = open_package(path, path)
        with package.archive:
            for entry in package.archive.infolist():
                package.check(entry)
    except DocumentError as error:
        raise StoreError(path, f"cannot be read as a workbook: {error.cause}") from error
    import openpyxl  # noqa: PLC0415 - takes long to load, and only workbooks need it

    try:
        # openpyxl itself leaves a damaged file open.
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            rows = (
                ["" if cell is None else str(cell) for cell in row]
                for row in book.worksheets[0].iter_rows(values_only=True)
            )
            yield from table_units(rows, path, languages)
    except _DAMAGE as error:
        raise StoreError(path, f"cannot be read as a workbook: {error}") from error


def write_workbook(
    path: Path, units: Iterable[Unit], *, source: str, targets: Sequence[str]
) -> int:
    """Write units into one sheet, the status to be chosen from a list; return how many.

    Every cell is text, whatever it begins with. Units with a text that no cell can hold are left
    out. Raises StoreError where the file cannot be written.
    """
    import openpyxl  # noqa: PLC0415 - takes long to load, and only workbooks need it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    # The stubs do not know that a write-only sheet has all that is used here.
    sheet = cast("Worksheet", book.create_sheet("hexapla"))
    sheet.freeze_panes = "A2"
    widths = (*_WIDTHS, *[_TEXT_WIDTH] * (1 + len(targets)))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    choices = DataValidation(type="list", formula1=f'"{",".join(Status)}"', allow_blank=False)
    sheet.data_validations.append(choices)
    columns = ("", "", source, *targets)
    count = -1
    for row in table_rows(units, source=source, targets=targets):
        if max(map(len, row)) <= _LONGEST:
            count += 1
            sheet.append(_cells(sheet, row, columns, head=count == 0))
    choices.add(f"B2:B{max(count, 1) + 1}")
    write_package(path, book.save)
    return count


def _cells(
    sheet: Worksheet, row: Sequence[str], columns: Sequence[str], *, head: bool
) -> list[Cell]:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    cells = []
    for text, column in zip(row, columns, strict=True):
        cell = WriteOnlyCell(sheet, value="")
        # openpyxl takes "=1+1" for a formula unless it is told that it is text.
        cell.value = text
        cell.data_type = "s"
        right_to_left = column in LANGUAGES and LANGUAGES[column].direction == "rtl" and not head
        cell.alignment = Alignment(
            wrap_text=True, vertical="top", readingOrder=2 if right_to_left else 0
        )
        if head:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells
