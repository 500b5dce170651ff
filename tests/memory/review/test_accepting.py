"""Accepting at once what is sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hexapla.align.beads import Method
from hexapla.corpora.document import Kind
from hexapla.memory.review.accepting import accept_sure, is_sure
from hexapla.memory.rows import Grid, Row
from hexapla.memory.units import SURE_FROM, Status, Translation

SURE = Translation("en", "Decides to meet in 2031;", SURE_FROM, "label", "1", Status.AUTOMATIC)
ROW = Row("1.1", 1, Kind.OPERATIVE, "1", "决定于2031年举行会议；", (SURE,))


def grid(*rows: Row) -> Grid:
    return Grid("zh", ("en", "fr"), rows)


def test_what_is_sure_is_accepted_and_other_rows_stay() -> None:
    unsure = replace(ROW, reference="2.1", cells=(replace(SURE, score=SURE_FROM - 0.01),))
    change = accept_sure(grid(ROW, unsure), ("en",))
    assert change.before == (ROW,)
    (after,) = change.after
    assert after.cells == (replace(SURE, status=Status.REVIEWED, score=1.0),)


@pytest.mark.parametrize(
    "cell",
    [
        replace(SURE, status=Status.REJECTED),
        replace(SURE, status=Status.REVIEWED),
        replace(SURE, method=Method.DISPUTED),
        replace(SURE, score=0.5),
    ],
)
def test_what_is_decided_or_in_doubt_stays(cell: Translation) -> None:
    assert not is_sure(cell)
    assert accept_sure(grid(replace(ROW, cells=(cell,))), ("en",)).references == ()


def test_what_a_check_warns_of_stays() -> None:
    wrong = replace(SURE, text="Decides to meet in 2032;")
    assert accept_sure(grid(replace(ROW, cells=(wrong,))), ("en",)).references == ()


def test_other_languages_stay() -> None:
    assert accept_sure(grid(ROW), ("fr",)).references == ()


def test_a_text_without_source_stays() -> None:
    assert accept_sure(grid(replace(ROW, text="")), ("en",)).references == ()
