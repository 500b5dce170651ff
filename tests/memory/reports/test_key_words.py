"""Key words are written as tables that no spreadsheet runs, and as pairs."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.lookup.kwic.lines import KeyWordLine, find_key_words
from hexapla.memory.lookup.kwic.parsing import parse
from hexapla.memory.reports.key_words import write_key_words
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.memory.factories import make_set

PAIRS = (("=1+1和名册\t二", "=cmd|'/c calc'!A1 and the roster"), ("-名册与名册", "@Rosters"))


@pytest.fixture
def lines(tmp_path: Path) -> tuple[KeyWordLine, ...]:
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(make_set("A/RES/70/1", *PAIRS))
        return find_key_words(store, parse("名册", "zh"), limit=None).lines


def write(lines: tuple[KeyWordLine, ...], path: Path, *targets: str) -> int:
    return write_key_words(path, lines, source="zh", targets=targets, level=Level.SENTENCE)


def test_a_tab_separated_table_has_no_formula(
    lines: tuple[KeyWordLine, ...], tmp_path: Path
) -> None:
    path = tmp_path / "hits.tsv"
    assert write(lines, path) == 3
    head, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert head == [
        *("symbol", "paragraph", "year", "language", "left", "key word", "right", "zh", "en")
    ]
    assert {len(row) for row in rows} == {len(head)}
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [row[4:7] for row in rows] == [
        *(["'-", "名册", "与名册"], ["'-名册与", "名册", ""], ["'=1+1和", "名册", "' 二"])
    ]


def test_quotation_marks_are_read_back_from_a_table(tmp_path: Path) -> None:
    text = '"Forests" and "trees'
    path = tmp_path / "hits.tsv"
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(make_set("A/RES/70/1", ("名册", text)))
        write(find_key_words(store, parse("名册", "zh")).lines, path)
    with path.open(encoding="utf-8", newline="") as stream:
        _, row = csv.reader(stream, delimiter="\t")
    assert row[-1] == text


def test_a_workbook_has_no_formula_and_marks_the_key_word(
    lines: tuple[KeyWordLine, ...], tmp_path: Path
) -> None:
    path = tmp_path / "hits.XLSX"
    write(lines, path, "en")
    sheet = openpyxl.load_workbook(path, rich_text=True).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [str(cell.value) for cell in sheet[4]][4:] == [
        *("=1+1和", "名册", "\t二", "=cmd|'/c calc'!A1 and the roster")
    ]


def test_pairs_are_written_once(lines: tuple[KeyWordLine, ...], tmp_path: Path) -> None:
    path = tmp_path / "hits.tmx"
    assert write(lines, path, "en") == 2
    units = list(read_units(path))
    assert [unit.translations[0].text for unit in units] == [PAIRS[1][1], PAIRS[0][1]]


@pytest.mark.parametrize(
    ("name", "targets"), [("a.tmx", ()), ("a.tmx", ("zh",)), ("a.tmx", ("en", "fr")), ("a.doc", ())]
)
def test_what_cannot_be_written_is_refused(
    lines: tuple[KeyWordLine, ...], tmp_path: Path, name: str, targets: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError):
        write(lines, tmp_path / name, *targets)
    assert not (tmp_path / name).exists()
