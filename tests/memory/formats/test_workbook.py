"""Workbooks for review, written, changed and read again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.workbook import read_workbook, write_workbook
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.store.store import Store
from hexapla.memory.units import ImportCounts, Level, Status
from tests.memory.factories import make_unit
from tests.memory.samples import SYMBOL, sample_set


def test_a_workbook_is_reviewed_and_comes_back(store: Store, tmp_path: Path) -> None:
    store.replace_set(sample_set())
    units = list(store.units(level=Level.SENTENCE, source="zh", target="ar"))
    path = tmp_path / "review.xlsx"
    assert write_workbook(path, units, source="zh", targets=("ar",)) == len(units)
    assert [each.text for each in read_workbook(path)] == [each.text for each in units]
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    row = next(row for row in sheet.iter_rows() if row[0].value == f"{SYMBOL}#1.1")
    row[1].value, row[3].value = "reviewed", "نص منقح."
    book.save(path)
    assert import_file(store, path) == ImportCounts(0, 1, len(units) - 1)
    (match,) = find_matches(store, "决定保留树木名册。", source="zh", target="ar", limit=1)
    assert (match.target, match.status) == ("نص منقح.", Status.REVIEWED)


def test_a_workbook_has_no_formulas(tmp_path: Path) -> None:
    units = [make_unit("=1+1", "@SUM(A1)")]
    write_workbook(tmp_path / "a.xlsx", units, source="zh", targets=("en",))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in [cell.value for cell in cells]
    (unit,) = read_workbook(tmp_path / "a.xlsx")
    assert (unit.text, unit.translations[0].text) == ("=1+1", "@SUM(A1)")


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (1 << 28))
    with pytest.raises(StoreError, match="unpacks to far more"):
        list(read_workbook(path))


def test_a_workbook_with_damaged_sheets_is_one_line(tmp_path: Path) -> None:
    whole = tmp_path / "whole.xlsx"
    units = [make_unit()]
    write_workbook(whole, units, source="zh", targets=("en",))
    data = bytearray(whole.read_bytes())
    with zipfile.ZipFile(whole) as package:
        start = package.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data[start : start + 40] = bytes(40)
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(data)
    with pytest.raises(StoreError, match="cannot be read as a workbook") as caught:
        list(read_workbook(path))
    assert "\n" not in str(caught.value)
