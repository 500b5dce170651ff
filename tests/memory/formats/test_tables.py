"""Tables of texts, with a language a column."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.tables import read_table, write_table
from hexapla.memory.units import Status
from tests.memory.factories import make_translation, make_unit


def test_formulas_are_written_as_text(tmp_path: Path) -> None:
    units = [make_unit("=1+1", "@SUM(A1)")]
    write_table(tmp_path / "a.csv", units, source="zh", targets=("en",))
    assert (tmp_path / "a.csv").read_text("utf-8").splitlines()[1] == (
        "A/1#1.1,automatic,'=1+1,'@SUM(A1)"
    )


def test_columns_are_languages_and_addresses_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text(
        '\ufefflabel,EN-us,status,zh,symbol,reference\n12,"The, door",Reviewed,门,A/1,op-12\n',
        "utf-8",
    )
    (unit,) = read_table(path)
    assert (unit.tuid, unit.label, unit.language, unit.text) == (
        "A/1#op-12",
        "12",
        "en",
        "The, door",
    )
    (chinese,) = unit.translations
    assert (chinese.language, chinese.text, chinese.status) == ("zh", "门", Status.REVIEWED)


@pytest.mark.parametrize("languages", [(), ("zh", "en")])
def test_a_file_of_empty_lines_holds_no_table(languages: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("\n" * 5000, "utf-8")
    with pytest.raises(StoreError) as refused:
        list(read_table(path, languages=languages))
    assert len(str(refused.value).splitlines()) == 1


def test_quotation_marks_are_text_where_tabs_part_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text('zh\ten\n"门\t"The door\n\t\n窗\t\n', "utf-8")
    assert [(each.reference, each.text) for each in read_table(path)] == [("2", '"门')]


def test_languages_name_the_columns_where_no_row_does(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text("The door.\t门。\n", "utf-8")
    (unit,) = read_table(path, languages=("en", "zh"))
    assert (unit.language, unit.text, unit.symbol) == ("en", "The door.", "set")
    with pytest.raises(StoreError, match="give --languages"):
        list(read_table(path))


def test_rejected_and_missing_translations_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    units = [
        make_unit("甲", "A", status=Status.REJECTED),
        make_unit("乙", "B\tb", place=1),
        make_unit("丙", translations=(make_translation("C", "fr"),), place=2),
    ]
    assert write_table(path, units, source="zh", targets=("en", "fr")) == 2
    assert path.read_text("utf-8").splitlines() == [
        "id\tstatus\tzh\ten\tfr",
        "A/1#2.1\tautomatic\t乙\tB b\t",
        "A/1#3.1\tautomatic\t丙\t\tC",
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
@pytest.mark.parametrize(
    "text",
    [
        *('=HYPERLINK("http://a.example";"x")', "+1", "-1", "@SUM(A1)", "＝1+1"),
        *('"=HYPERLINK(1)"', '""=1""', "'=1", "'\"=1", "\"'=1"),
    ],
)
def test_no_cell_is_a_formula_and_all_come_back(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    write_table(path, [make_unit("甲", text)], source="zh", targets=("en",))
    (unit,) = read_table(path)
    assert unit.translations[0].text == text
    dialect = "excel-tab" if name.endswith("tsv") else "excel"
    # As a spreadsheet program reads it.
    (_, row) = csv.reader(path.read_text("utf-8").splitlines(), dialect)
    assert row[3].startswith("'")
