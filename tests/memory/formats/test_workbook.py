"""Workbooks for review, written, changed and read again."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input import bounds
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.workbook import read_workbook, write_workbook
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.store.store import Store
from hexapla.memory.units import ImportCounts, Level, Status
from tests.memory.factories import make_unit
from tests.memory.samples import SYMBOL, sample_set
from tests.paths import ROOT


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


def texts(path: Path, *languages: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """The texts of the units of a workbook, and what is left out."""
    losses = Losses()
    units = list(read_workbook(path, languages=languages, left_out=losses))
    found = [(unit.text, *(each.text for each in unit.translations)) for unit in units]
    return found, [str(loss) for loss in losses.found()]


def test_cells_are_read_as_they_are_shown(shared_data: Path) -> None:
    path = shared_data / "field" / "13-xlsx" / "t.xlsx"
    found, left_out = texts(path, "en", "zh", "fr")
    assert left_out == [
        "row 5: a formula has no value: save the file in a spreadsheet program first"
    ]
    assert len(found) == 9
    assert texts(path) == (found, left_out)
    assert ("2044-05-03", "2044年5月3日", "2044-05-03") in found
    assert ("Line\nbroken by Windows.", "断开的\n行。", "Ligne\ncoupée.") in found
    assert ("TRUE", "是", "vrai") in found
    assert ("The Charter is in force.", "《宪章》生效。", "La Charte est en vigueur.") in found


def test_every_sheet_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "terms.xlsx"
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["en", "fr"])
    first.append(["Budget of", "Budget de"])
    first.append([0.125, "12,5 %"])
    first["A3"].number_format = "0.0 %"
    second = book.create_sheet("More")
    second.append(["fr-FR", "en-GB"])
    second.append([datetime(2044, 5, 3), "3 May 2044"])
    second["A2"].number_format = "dd/mm/yyyy"
    second.append(["#REF!", "broken"])
    second["A3"].data_type = "e"
    third = book.create_sheet("Notes")
    third.append(["to do"])
    book.create_sheet("Empty")
    book.save(path)
    assert texts(path) == (
        [("Budget of", "Budget de"), ("12.5 %", "12,5 %"), ("03/05/2044", "3 May 2044")],
        [
            "sheet 'More', row 3: a formula has the error #REF!",
            "sheet 'Notes': its first row names no languages",
        ],
    )
    assert [unit.reference for unit in read_workbook(path)] == ["2", "3", "5"]


def test_signs_that_look_escaped_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [make_unit("a_x0041_b", "_x000D_")], source="zh", targets=("en",))
    assert texts(path) == ([("a_x0041_b", "_x000D_")], [])


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


def changed(path: Path, part: str, old: str, new: str) -> Path:
    """Write a workbook of one row, and change what stands in one of its parts."""
    write_workbook(path, [make_unit("甲", "A")], source="zh", targets=("en",))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("number", ["1048577", "1" + "0" * 15, "1e15", "0", "-5"])
def test_a_row_has_no_number_that_no_sheet_has(tmp_path: Path, number: str) -> None:
    path = changed(tmp_path / "a.xlsx", SHEET, '<row r="2"', f'<row r="{number}"')
    with pytest.raises(StoreError, match=r"a\.xlsx: .*a row has the number .* 1,048,576 rows"):
        list(read_workbook(path))


def test_rows_and_columns_that_are_far_apart_are_read_and_those_between_are_not(
    tmp_path: Path,
) -> None:
    path = changed(tmp_path / "a.xlsx", SHEET, '<row r="2"', '<row r="1048576"')
    (unit,) = read_workbook(path)
    assert (unit.position, unit.text) == (1_048_575, "甲")
    path = changed(tmp_path / "b.xlsx", SHEET, '<row r="2">', '<row r="2"><c r="XFD2"/>')
    losses = Losses()
    assert [each.text for each in read_workbook(path, left_out=losses)] == ["甲"]
    assert [str(loss) for loss in losses.found()] == ["row 2: only 256 columns are read"]


def test_what_openpyxl_warns_of_is_not_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("one", 0)
    for row in (("zh", "en", "date"), ("甲", "A", 1e300)):
        sheet.append(row)
    sheet["C2"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    # Whatever a test is warned of is an error.
    (loss,) = texts(tmp_path / "a.xlsx")[1]
    assert loss == "sheet 'one', row 2: a formula has the error #VALUE!"


def test_a_workbook_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.xlsx", SHEET, "<sheetData>", "<sheetData>")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"a\.xlsx: cannot be read as a workbook: has a password"):
        list(read_workbook(path))


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    size = '<dimension ref="A1:XFD1048576"/><sheetViews>'
    path = changed(tmp_path / "a.xlsx", SHEET, "<sheetViews>", size)
    assert [each.text for each in read_workbook(path)] == ["甲"]


def test_a_text_that_many_cells_share_counts_for_each(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "_TEXT_ANYWAY", 1000)
    monkeypatch.setattr(bounds, "_TEXT_A_BYTE", 0)
    units = [make_unit("甲" * 30, f"A{number}") for number in range(50)]
    write_workbook(tmp_path / "a.xlsx", units, source="zh", targets=("en",))
    with pytest.raises(StoreError, match="1,000 characters of text come out of it"):
        import_file(store, tmp_path / "a.xlsx")


def test_a_workbook_of_countless_tags_or_sheets_is_refused_or_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed(tmp_path / "a.xlsx", SHEET, "</sheetData>", "<row/>" * 200_000 + "</sheetData>")
    with pytest.raises(StoreError, match="more than 200,000 tags"):
        list(read_workbook(path))
    monkeypatch.setattr(bounds, "MOST_SHEETS", 1)
    book = openpyxl.Workbook()
    for name in ("one", "two"):
        book.create_sheet(name).append(["zh", "en"])
    book.save(tmp_path / "b.xlsx")
    losses = Losses()
    with pytest.raises(StoreError, match="holds no rows of texts"):
        list(read_workbook(tmp_path / "b.xlsx", left_out=losses))
    assert losses.found()[0].cause == "only 1 sheets are read"


def test_a_disk_that_is_full_is_one_line(tmp_path: Path) -> None:
    script = """
import resource, sys
from pathlib import Path
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.workbook import write_workbook
from tests.memory.factories import make_unit
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
units = [make_unit(f"第{number}段", f"Paragraph {number}") for number in range(500)]
try:
    write_workbook(Path(sys.argv[1]), units, source="zh", targets=("en",))
except StoreError as error:
    print(error)
"""
    path = tmp_path / "a.xlsx"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stdout == f"{path}: no room on the disk for it (IO_EFBIG)\n"
    assert done.stderr == ""
    assert not path.exists()
