"""What of the rows of a set is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from hexapla.align.beads import Method
from hexapla.corpora.document import Kind
from hexapla.memory.review.actions import edited
from hexapla.memory.review.marks import Mark
from hexapla.memory.review.view import (
    WINDOW,
    SetProgress,
    find_paragraph,
    next_row,
    progress_of,
    title_of,
    view_of,
    window,
)
from hexapla.memory.rows import Grid, Row
from hexapla.memory.units import Status, Translation

LANGUAGES = ("en", "fr")


def english(text: str = "Text.", score: float = 0.99, **more: object) -> Translation:
    made = Translation("en", text, score, "similarity", "", Status.AUTOMATIC)
    return replace(made, **more)  # type: ignore[arg-type]


def row(number: int, *cells: Translation, label: str = "", text: str = "文字。") -> Row:
    return Row(f"{number}.1", number, Kind.OPERATIVE, label, text, cells)


def grid(*rows: Row) -> Grid:
    return Grid("zh", LANGUAGES, rows)


def mark_of(cell: Translation) -> Mark:
    return view_of(grid(row(1, cell)), 0, ("en",)).cells[0].mark


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        (english(score=0.99), Mark.SURE),
        (english(score=0.8), Mark.REVIEW),
        (english(score=0.1), Mark.DOUBTFUL),
        (english(score=0.99, method=str(Method.DISPUTED)), Mark.DOUBTFUL),
        (english(score=0.1, status=Status.REVIEWED), Mark.REVIEWED),
        (english(score=0.99, status=Status.REJECTED), Mark.REJECTED),
    ],
)
def test_a_cell_is_marked_by_review_and_else_by_its_score(cell: Translation, mark: Mark) -> None:
    assert mark_of(cell) is mark


def test_a_row_without_a_text_says_whether_another_row_has_it() -> None:
    listed = replace(row(1, english()), alone=("fr",))
    shown = view_of(grid(listed), 0, LANGUAGES)
    assert [cell.mark for cell in shown.cells] == [Mark.SURE, Mark.UNALIGNED]
    assert shown.look
    covered = view_of(grid(row(1, english())), 0, LANGUAGES)
    assert [cell.mark for cell in covered.cells] == [Mark.SURE, Mark.COVERED]
    assert not covered.look


def test_confidence_is_rounded_down_and_flags_name_their_check() -> None:
    source = row(1, english("Resolution 74/11 of 2019.", 0.949), text="第74/10号决议，2019年。")
    (cell,) = view_of(grid(source), 0, ("en",)).cells
    assert cell.percent == 94
    assert cell.flags
    assert cell.direction == "ltr"


def test_a_window_leads_to_its_neighbours() -> None:
    found = grid(*(row(number, english()) for number in range(100)))
    first = window(found, LANGUAGES, "all", "", "")
    assert (first.first, first.total, len(first.rows)) == (0, 100, WINDOW)
    assert not first.earlier
    seen = [view.row.reference for view in first.rows]
    while first.later:
        first = window(found, LANGUAGES, "all", "", first.later)
        seen += [view.row.reference for view in first.rows if view.row.reference not in seen]
    assert seen == [each.reference for each in found.rows]
    assert window(found, LANGUAGES, "all", "", "50.1").earlier


@pytest.mark.parametrize(
    ("show", "query", "shown"),
    [
        ("all", "", ["1.1", "2.1", "3.1", "4.1"]),
        ("look", "", ["2.1"]),
        ("pending", "", ["1.1", "2.1", "4.1"]),
        ("doubtful", "", ["2.1"]),
        ("reviewed", "", ["3.1"]),
        ("edited", "", ["3.1"]),
        ("flagged", "", ["4.1"]),
        ("all", "second", ["2.1"]),
        ("sure", "second", []),
    ],
)
def test_filters_and_a_search_choose_the_rows(show: str, query: str, shown: Sequence[str]) -> None:
    rows = grid(
        row(1, english("First text.")),
        row(2, english("The second.", 0.2)),
        row(3, edited(english("Third text."), "Another text.")),
        row(4, english("Year 2019."), text="2018年。"),
    )
    found = window(rows, ("en",), show, query, "")
    assert [view.row.reference for view in found.rows] == shown


def test_the_next_row_to_look_at_is_found_both_ways() -> None:
    rows = grid(*(row(number, english(score=0.1 if number % 3 else 0.99)) for number in range(7)))
    assert next_row(rows, ("en",), "", 1) == "1.1"
    assert next_row(rows, ("en",), "2.1", 1) == "4.1"
    assert next_row(rows, ("en",), "4.1", -1) == "2.1"
    assert next_row(rows, ("en",), "", -1) == "5.1"
    assert next_row(rows, ("en",), "5.1", 1) is None


@pytest.mark.parametrize(
    ("wanted", "index"), [("12(a)", 1), ("12", 0), ("13.1", 2), ("13", 2), ("99", None)]
)
def test_a_paragraph_is_found_by_its_number(wanted: str, index: int | None) -> None:
    rows = grid(row(1, label="12"), row(2, label="12(a)"), row(13))
    assert find_paragraph(rows, wanted) == index


def test_progress_is_counted_in_the_languages_in_sight() -> None:
    rows = (
        row(1, english(status=Status.REVIEWED)),
        row(2, english(status=Status.REJECTED)),
        row(3, english(score=0.1)),
        replace(row(4, english()), alone=("fr",)),
    )
    assert progress_of(grid(*rows), ("en",)) == SetProgress(2, 1, 4)
    assert progress_of(grid(*rows), LANGUAGES) == SetProgress(2, 2, 5)


def test_the_title_is_in_the_language_of_the_reader_where_there_is_one() -> None:
    title = replace(row(1, english("Trees")), kind=Kind.TITLE)
    assert title_of(grid(title), "en") == ("Trees", "en")
    assert title_of(grid(title), "fr") == ("文字。", "zh")
    assert title_of(grid(row(1, english())), "en") == ("", "")
