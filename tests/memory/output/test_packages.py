"""Packages of Office are the same bytes whenever they are made."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from hexapla.memory.output.packages import write_package


def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.worksheets[0]["A1"] = "名册"
    return made


@pytest.mark.parametrize(
    ("name", "save"),
    [("a.docx", lambda stream: docx.Document().save(stream)), ("a.xlsx", lambda s: book().save(s))],
)
def test_the_time_is_that_of_the_environment(
    name: str, save: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    write_package(tmp_path / name, save)  # type: ignore[arg-type]
    first = (tmp_path / name).read_bytes()
    later = time.time() + 10  # zip files count in two seconds
    monkeypatch.setattr(time, "time", lambda: later)
    write_package(tmp_path / name, save)  # type: ignore[arg-type]
    assert (tmp_path / name).read_bytes() == first
    with zipfile.ZipFile(tmp_path / name) as package:
        assert {part.date_time for part in package.infolist()} == {(2023, 11, 14, 22, 13, 20)}
        assert b"2023-11-14T22:13:20Z" in package.read("docProps/core.xml")


def test_what_is_written_can_be_read_by_the_libraries(tmp_path: Path) -> None:
    write_package(tmp_path / "a.xlsx", book().save)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"].value == "名册"
    write_package(tmp_path / "a.docx", docx.Document().save)
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs == []
