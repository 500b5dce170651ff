"""Workbooks for review in a spreadsheet program (XLSX), by openpyxl."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import repeat
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from lxml.etree import LxmlError, SerialisationError

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.compressed import UNPACKING_ERRORS
from hexapla.corpora.input.packages import Package, open_package
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.messages import Message
from hexapla.memory.formats.number_formats import Value, shown
from hexapla.memory.formats.reading import LeftOut, nobody
from hexapla.memory.formats.separated import TableRow
from hexapla.memory.formats.tables import LONGEST_CELL, sheet_units, table_rows
from hexapla.memory.output.packages import write_package
from hexapla.memory.units import Status, Unit

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["opened_workbook", "read_workbook", "write_workbook"]

_WIDTHS: Final = (24, 12)
_TEXT_WIDTH: Final = 60
# How the format writes a character that XML has no place for, or a line end of Windows; an
# underscore that would begin such a sign is written so itself (ECMA-376, part 1, 22.9.2.19).
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMULA: Final = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
# Bytes that are looked at together, and those of the tag of a formula that can be cut in two.
_CHUNK: Final = 1 << 16
_LONGEST_TAG: Final = 24
# What openpyxl raises where a file is not as it expects; it has no exception of its own for that.
# An encrypted part is a RuntimeError of zipfile.
_DAMAGE: Final = (
    *(*UNPACKING_ERRORS, LxmlError, SyntaxError),
    *(ValueError, TypeError, LookupError, AttributeError, OverflowError, RuntimeError),
)


def read_workbook(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> Iterator[Unit]:
    """Yield the rows of all sheets as units, as `sheet_units` reads them.

    Cells are read as they are shown, formulas by the values that were saved with them. Raises
    StoreError where the file cannot be read, unpacks to far too much, or the columns are not known.
    """
    with opened_workbook(path, left_out) as sheets:
        yield from sheet_units(sheets, path, languages, left_out)


@contextmanager
def opened_workbook(
    path: Path, left_out: LeftOut = nobody
) -> Iterator[list[tuple[str, Iterator[TableRow]]]]:
    """Open a workbook for the rows of its sheets, which have names.

    Raises StoreError where it cannot be read, or unpacks to far too much.
    """
    try:
        package = open_package(path, path)
        with package.archive:
            formulas = _has_formulas(package)
    except DocumentError as error:
        raise StoreError(
            path, "cannot be read as a workbook: %(error)s", error=error.cause
        ) from error
    except _DAMAGE as error:
        raise StoreError(
            path, "cannot be read as a workbook: %(error)s", error=str(error)
        ) from error
    try:
        # openpyxl itself leaves a damaged file open.
        with path.open("rb") as stream, path.open("rb") as again:
            values = _sheets(stream, formulas=False)
            written = _sheets(again, formulas=True) if formulas else [None] * len(values)
            sheets = [
                (sheet.title, _rows(sheet, other))
                for sheet, other in zip(values, written, strict=True)
            ]
            for name, _ in sheets[bounds.MOST_SHEETS :]:
                cause = Message("only %(most)s sheets are read", most=bounds.MOST_SHEETS)
                left_out(Message("sheet %(name)s", name=repr(name)), cause)
            yield sheets[: bounds.MOST_SHEETS]
    except _DAMAGE as error:
        raise StoreError(
            path, "cannot be read as a workbook: %(error)s", error=str(error)
        ) from error


def _sheets(stream: IO[bytes], *, formulas: bool) -> Sequence[ReadOnlyWorksheet]:
    import openpyxl  # noqa: PLC0415 - takes long to load, and only workbooks need it

    # What it makes of odd files it tells in several lines, which name none.
    warnings.filterwarnings("ignore", module="openpyxl")
    book = openpyxl.load_workbook(stream, read_only=True, data_only=not formulas)
    # The stubs do not know what sheets are in a book that is only read.
    return cast("Sequence[ReadOnlyWorksheet]", book.worksheets)


def _has_formulas(package: Package) -> bool:
    """Return whether a sheet has a formula, so that all are worth to be read once more for them.

    Raises DocumentError where the package unpacks to far too much, or holds too many tags.
    """
    packed = sum(entry.compress_size for entry in package.archive.infolist())
    most, tags, found = bounds.most_tags(packed), 0, False
    for entry in package.archive.infolist():
        package.check(entry)
        with package.archive.open(entry) as part:
            end = b""
            while entry.filename.startswith("xl/") and (chunk := part.read(_CHUNK)):
                tags += max(chunk.count(b"<"), chunk.count(b"="))
                if tags > most:
                    raise DocumentError(
                        package.where,
                        "refused: %(cause)s",
                        cause=Message("more than %(most)s tags", most=f"{most:,}"),
                    )
                found = found or _FORMULA.search(end + chunk) is not None
                end = chunk[-_LONGEST_TAG:]
    return found


def _rows(sheet: ReadOnlyWorksheet, written: ReadOnlyWorksheet | None) -> Iterator[TableRow]:
    """Yield the rows of a sheet; `written` is the same sheet with its formulas."""
    formulas = _cell_rows(written) if written is not None else repeat((0, ()))
    for (number, cells), (_, other) in zip(_cell_rows(sheet), formulas, strict=False):
        missing = None
        if any(
            cell.value is None and formula.value is not None
            for cell, formula in zip(cells, other, strict=False)
        ):
            missing = Message(
                "a formula has no value: save the file in a spreadsheet program first"
            )
        errors = [cell.value for cell in cells if cell.value and cell.data_type == "e"]
        if errors:
            missing = Message("a formula has the error %(error)s", error=str(errors[0]))
        if any(cell.column > bounds.MOST_COLUMNS for cell in cells):
            missing = Message("only %(most)s columns are read", most=bounds.MOST_COLUMNS)
        yield TableRow(number - 1, _in_columns(cells), missing)


def _cell_rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, Sequence[ReadOnlyCell]]]:
    """Yield the rows that stand in a sheet, each with its number and the cells that it has.

    openpyxl's own rows would fill in those between, however far apart their numbers are.
    """
    from openpyxl.cell.read_only import ReadOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415

    # There is no other way to the part, and the stubs do not know this one.
    opened: Any = sheet
    book: Any = sheet.parent
    with opened._get_source() as source:
        parser = WorkSheetParser(
            source,
            opened._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if not 0 < number <= bounds.MOST_ROWS:
                cause = f"a row has the number {number}, and sheets have {bounds.MOST_ROWS:,} rows"
                raise ValueError(cause)
            yield number, [ReadOnlyCell(sheet, **cell) for cell in cells]


def _in_columns(cells: Iterable[ReadOnlyCell]) -> list[str]:
    """Return what cells show, each in its column, as far as one shows anything."""
    shown: list[str] = []
    for cell in cells:
        text = _shown(cell)
        if text and cell.column <= bounds.MOST_COLUMNS:
            shown += [""] * (cell.column - len(shown))
            shown[cell.column - 1] = text
    return shown


def _shown(cell: ReadOnlyCell) -> str:
    """Return what a cell shows; a formula with an error shows nothing."""
    if isinstance(cell.value, str):
        return "" if cell.data_type == "e" else _ESCAPED.sub(_character, cell.value)
    if cell.value is None:
        return ""
    return shown(cast("Value", cell.value), str(cell.number_format or "General"))


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def write_workbook(
    path: Path,
    units: Iterable[Unit],
    *,
    source: str,
    targets: Sequence[str],
    notes: bool = False,
) -> int:
    """Write units into one sheet, the status to be chosen from a list; return how many.

    Every cell is text, whatever it begins with. Units with a text that no cell can hold are left
    out. With `notes`, a last column has those of the translations. Raises StoreError where the file
    cannot be written.
    """
    try:
        columns = ("", "", source, *targets, *(("",) if notes else ()))
        return _write(path, table_rows(units, source=source, targets=targets, notes=notes), columns)
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
    except SerialisationError as error:
        # openpyxl keeps the rows in a temporary file, which lxml writes.
        raise StoreError(
            path, "no room on the disk for it (%(error)s)", error=str(error)
        ) from error


def _write(path: Path, rows: Iterable[tuple[str, ...]], columns: Sequence[str]) -> int:
    import openpyxl  # noqa: PLC0415 - takes long to load, and only workbooks need it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    # The stubs do not know that a write-only sheet has all that is used here.
    sheet = cast("Worksheet", book.create_sheet("hexapla"))
    sheet.freeze_panes = "A2"
    widths = (*_WIDTHS, *[_TEXT_WIDTH] * (len(columns) - len(_WIDTHS)))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    choices = DataValidation(type="list", formula1=f'"{",".join(Status)}"', allow_blank=False)
    sheet.data_validations.append(choices)
    count = -1
    try:
        for row in rows:
            if max(map(len, row)) <= LONGEST_CELL:
                count += 1
                sheet.append(_cells(sheet, row, columns, head=count == 0))
    except SerialisationError:
        _give_up(sheet)
        raise
    choices.add(f"B2:B{max(count, 1) + 1}")
    write_package(path, book.save)
    return count


def _give_up(sheet: Any) -> None:
    """Close what openpyxl has open of a sheet, which would fail again when it is freed."""
    for opened in (sheet._rows, sheet._writer.xf):
        with suppress(SerialisationError):
            opened.close()


def _cells(
    sheet: Worksheet, row: Sequence[str], columns: Sequence[str], *, head: bool
) -> list[Cell]:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    cells = []
    for text, column in zip(row, columns, strict=True):
        cell = WriteOnlyCell(sheet, value="")
        # openpyxl takes "=1+1" for a formula unless it is told that it is text.
        cell.value = _ESCAPED.sub(lambda found: f"_x005F{found[0]}", text)
        cell.data_type = "s"
        right_to_left = column in LANGUAGES and LANGUAGES[column].direction == "rtl" and not head
        cell.alignment = Alignment(
            wrap_text=True, vertical="top", readingOrder=2 if right_to_left else 0
        )
        if head:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells
