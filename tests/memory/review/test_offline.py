"""Files that were reviewed elsewhere come back, and only to where they came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.formats.tables import write_table
from hexapla.memory.formats.workbook import write_workbook
from hexapla.memory.lookup.notes import noted, notes_of
from hexapla.memory.review.actions import original_of
from hexapla.memory.review.offline import read_reviewed, returned
from hexapla.memory.rows import Grid
from hexapla.memory.store.opening import open_store
from hexapla.memory.teamwork import LONGEST_COMMENT, Comment, Said
from hexapla.memory.units import Carried, Level, Status, Unit
from tests.memory.samples import SYMBOL, TEXTS, sample_memory, sample_set
from tests.work import LINEAR, growth

PAGE = """<!doctype html><script>alert(1)</script>
<table><tr><th>id<th>status<th>zh<th>en<tr><td>{id}<td>{status}<td>{zh}<td>{en}</table>"""


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Grid:
    with open_store(sample_memory(tmp_path_factory.mktemp("offline") / "memory.db")) as store:
        found = store.review(SYMBOL, Level.SENTENCE)
    assert found
    return found


def page(folder: Path, **changed: str) -> list[Unit]:
    cells = {"id": f"{SYMBOL}#2.1", "status": "reviewed", "zh": TEXTS["zh"][4][0], "en": "Asks:"}
    path = folder / "page.html"
    path.write_text(PAGE.format(**cells | changed), encoding="utf-8")
    return list(read_reviewed(path))


def test_an_edited_text_comes_back_with_its_original(grid: Grid, tmp_path: Path) -> None:
    change = returned(grid, SYMBOL, page(tmp_path)).change
    (row,) = change.after
    cell = row.cell("en")
    assert cell
    assert (cell.text, cell.status, cell.score) == ("Asks:", Status.REVIEWED, 1.0)
    assert original_of(cell) == TEXTS["en"][4][0]


def test_rejected_and_accepted_rows_come_back(grid: Grid, tmp_path: Path) -> None:
    for status in ("reviewed", "rejected"):
        found = page(tmp_path, status=status, en=TEXTS["en"][4][0])
        (row,) = returned(grid, SYMBOL, found).change.after
        cell = row.cell("en")
        assert cell
        assert (cell.status, original_of(cell)) == (status, "")


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "automatic"},
        {"id": "A/RES/1/1#2.1"},
        {"id": f"{SYMBOL}#999"},
        {"zh": "请别人："},
    ],
)
def test_what_has_no_place_is_left_out(grid: Grid, tmp_path: Path, changed: dict[str, str]) -> None:
    assert returned(grid, SYMBOL, page(tmp_path, **changed)).change.references == ()


@pytest.mark.parametrize("name", ["units.xlsx", "units.csv", "units.tsv"])
def test_tables_come_back(grid: Grid, tmp_path: Path, name: str) -> None:
    units = [unit for unit in sample_set().units if unit.level is Level.SENTENCE]
    path = tmp_path / name
    write = write_workbook if path.suffix == ".xlsx" else write_table
    assert write(path, units, source="zh", targets=("en", "ar"))
    found = list(read_reviewed(path))
    assert {unit.reference for unit in found} == {row.reference for row in grid.rows}
    assert returned(grid, SYMBOL, found).change.references == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b""),
        ("a.html", b"\x00\x01\x02"),
        ("a.html", b"<p>no table"),
        ("a.html", b"<table><tr><td>id<td>status</table>"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.csv", b"\xff\xfe\x00"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    try:
        assert list(read_reviewed(tmp_path / name)) == []
    except StoreError as error:
        assert "\n" not in str(error)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="only files that end with"):
        read_reviewed(tmp_path / "a.exe")


def said(number: int, text: str, *, entry: Said = Said.COMMENT, withdraws: int = 0) -> Comment:
    """An entry of Ana's about the row 2.1."""
    made = datetime(2044, 3, 5, tzinfo=UTC)
    where = SYMBOL, Level.SENTENCE, "2.1"
    return Comment(number, *where, "Ana", made, entry, text, withdraws)


def brought(
    grid: Grid, folder: Path, *notes: str, own: str = "", entries: tuple[Comment, ...] = ()
) -> list[str]:
    """What a file says anew of the row 2.1, whose English text has a note of its `own`."""
    row = grid.find("2.1")
    assert row
    cell = row.cell("en")
    assert cell
    noted_row = row.with_cell("en", replace(cell, carried=Carried(notes=(own,) if own else ())))
    rows = tuple(noted_row if each is row else each for each in grid.rows)
    (unit,) = page(folder)
    (given,) = unit.translations
    unit = replace(unit, translations=(replace(given, carried=Carried(notes=notes)),))
    found = returned(replace(grid, rows=rows), SYMBOL, [unit], entries)
    return [text for _, text in found.comments]


def test_a_note_that_begins_as_a_known_one_comes_back_whole(grid: Grid, tmp_path: Path) -> None:
    ana = "Ana, 2044-03-05: Why?"
    for text in ("See also the annex.", f"{ana} As in 98/1."):
        known = (said(1, "Why?"),)
        assert brought(grid, tmp_path, text, own="See", entries=known) == [text]
    both = said(1, "Why?"), said(2, "Why?\nAs in 98/1.")
    cell = f"See\n{ana}\n{ana}\nAs in 98/1.\nYes."
    assert brought(grid, tmp_path, cell, own="See", entries=both) == ["Yes."]


def test_a_comment_with_other_line_ends_is_known_from_a_page(grid: Grid, tmp_path: Path) -> None:
    text = "One\u2028two\u2029three\rfour"
    entries = (said(1, text),)
    for read in (text, "One\ntwo\n\nthree\nfour"):
        assert brought(grid, tmp_path, f"Ana, 2044-03-05: {read}\nYes.", entries=entries) == [
            "Yes."
        ]
        assert brought(grid, tmp_path, read, entries=entries) == []


def test_a_row_that_a_file_has_several_times_is_one(grid: Grid, tmp_path: Path) -> None:
    (unit,) = page(tmp_path)
    (given,) = unit.translations
    carried = Carried(notes=("Why?",))
    units = [
        replace(unit, translations=(replace(given, language=each, carried=carried),))
        for each in ("en", "fr", "en")
    ]
    found = returned(grid, SYMBOL, units)
    assert found.comments == (("2.1", "Why?"),)
    (row,) = found.change.after
    texts = [cell.text for cell in row.cells if cell.language in {"en", "fr"}]
    assert texts == ["Asks:", "Asks:"]


def test_work_grows_with_the_notes_and_the_comments_of_a_row_and_not_with_both_at_once(
    grid: Grid, tmp_path: Path
) -> None:
    (unit,) = page(tmp_path)
    (given,) = unit.translations

    def take_back(size: int) -> None:
        entries = [said(number, f"{number} " + "x" * 500) for number in range(size)]
        units = [
            replace(
                unit,
                translations=(replace(given, carried=Carried(notes=(f"Note {number}",))),),
            )
            for number in range(size)
        ]
        assert len(returned(grid, SYMBOL, units, entries).comments) == size

    assert growth(take_back, 30) < LINEAR


def test_a_comment_that_was_taken_back_stays_away(grid: Grid, tmp_path: Path) -> None:
    entries = said(1, "Why?"), said(2, "", entry=Said.WITHDRAW, withdraws=1)
    notes = "Ana, 2044-03-05: Why?", "Why?", "Because."
    assert brought(grid, tmp_path, *notes, entries=entries) == ["Because."]


def test_what_is_said_of_a_row_at_length_goes_whole_and_its_row_with_it(
    grid: Grid, tmp_path: Path
) -> None:
    entries = [said(number, f"{number}" + "x" * (LONGEST_COMMENT - 9)) for number in range(1, 40)]
    lines = notes_of(grid, entries)["2.1"].split("\n")
    assert len(lines) == 14
    assert lines[-1].startswith("Ana, 2044-03-05: 39x")
    assert {len(line) for line in lines} == {len(lines[-1])}
    units = [unit for unit in sample_set().units if unit.level is Level.SENTENCE]
    path = tmp_path / "units.xlsx"
    # What a file brought for a text can be long, too, or longer than any cell.
    own = ["y" * 40_000, "z" * 5_000, "\n".join(lines)]
    for note in own:
        units = [noted(unit, note) for unit in units]
    write_workbook(path, units, source="zh", targets=("en",), notes=True)
    found = list(read_reviewed(path))
    assert len(found) == len(units)
    assert {each.carried and each.carried.notes for each in found[0].translations} == {(own[-1],)}
