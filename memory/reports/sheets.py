"""Sheets of reports: texts with marks in them, whole and never a formula (XLSX, by openpyxl)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml.etree import SerialisationError

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.bounds import MOST_ROWS
from hexapla.corpora.languages import language_for
from hexapla.memory.output.packages import write_package

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["SheetText", "write_sheet"]

# What a cell can hold (Microsoft, "Excel specifications and limits"), less room for escapes.
_LONGEST: Final = 32_000
# What no part of a workbook may hold, and what would be read as an escape of one
# (ECMA-376, part 1, 22.9.2.19).
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_COLOUR: Final = "FFAB1C1C"


@dataclass(frozen=True, slots=True)
class SheetText:
    """A text of a cell: its language, which turns it to the right side, and what is marked in it.

    `marks` are starts and ends, in order and without overlaps.
    """

    text: str
    language: str = ""
    marks: tuple[tuple[int, int], ...] = ()


def write_sheet(
    path: Path,
    head: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[SheetText]],
    *,
    language: str = "en",
) -> None:
    """Write a workbook of one sheet, with a head that stays and a filter on every column.

    The columns go from right to left where the `language` of the head does. Rows that no sheet has
    room for are left out. Raises StoreError where the file cannot be written.
    """
    import openpyxl  # noqa: PLC0415 - takes long to load
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "hexapla"
    sheet.sheet_view.rightToLeft = _is_from_right(language)
    sheet.freeze_panes = "A2"
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(islice(_with_head(head, rows), MOST_ROWS), 1):
        for column, text in enumerate(row, 1):
            _fill(sheet.cell(number, column), text, head=number == 1)
    sheet.auto_filter.ref = sheet.dimensions
    try:
        write_package(path, book.save)
    except SerialisationError as error:
        raise StoreError(path, f"no room on the disk for it ({error})") from error


def _with_head(
    head: Sequence[str], rows: Iterable[Sequence[SheetText]]
) -> Iterable[Sequence[SheetText]]:
    yield [SheetText(name) for name in head]
    yield from rows


def _fill(cell: Cell | MergedCell, text: SheetText, *, head: bool) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    # openpyxl takes "=1+1" for a formula unless it is told that it is text.
    cell.value = _marked(text) if text.marks else _clean(text.text[:_LONGEST])
    cell.data_type = "s"
    cell.alignment = Alignment(
        wrap_text=True, vertical="top", readingOrder=2 if _is_from_right(text.language) else 0
    )
    if head:
        cell.font = Font(bold=True)


def _is_from_right(code: str) -> bool:
    return language_for(code).direction == "rtl"


def _marked(text: SheetText) -> CellRichText:
    from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: PLC0415
    from openpyxl.cell.text import InlineFont  # noqa: PLC0415
    from openpyxl.styles.colors import Color  # noqa: PLC0415

    font = InlineFont(b=True, color=Color(_COLOUR))
    pieces: list[str | TextBlock] = []
    place = 0
    for start, end in (each for each in text.marks if each[1] <= _LONGEST):
        pieces += [_clean(text.text[place:start]), TextBlock(font, _clean(text.text[start:end]))]
        place = end
    pieces.append(_clean(text.text[place:_LONGEST]))
    return CellRichText(*[piece for piece in pieces if piece])


def _clean(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"_x005F{found[0]}", _ILLEGAL.sub("\ufffd", text))
