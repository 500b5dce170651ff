"""What a memory holds, in figures and as a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hexapla.memory.rows import Progress
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, SetSummary
from hexapla.memory.web.review.holdings import Holdings, holdings


@pytest.fixture
def one(store: Store) -> tuple[Progress, SetSummary]:
    (summary,), (progress,) = store.sets(), store.progress(Level.SENTENCE)
    return progress, summary


def held(one: tuple[Progress, SetSummary], *symbols: str) -> Holdings:
    progress, summary = one
    sets = [(replace(progress, symbol=each), summary) for each in symbols]
    return holdings(sets, Level.SENTENCE)


def test_figures_are_those_of_all_sets(one: tuple[Progress, SetSummary]) -> None:
    decided = replace(one[0], reviewed=3, rejected=1, doubtful=2, unaligned=1, sure=0, review=0)
    found = held((decided, one[1]), "A/RES/74/1", "A/RES/74/2")
    assert (found.sets, found.documents, len(found.languages)) == (2, 14, 7)
    assert (found.units, found.decided, found.to_look_at, found.total) == (16, 8, 6, 14)
    assert held(one).bars == ()


def test_the_picture_has_a_bar_for_each_year_and_one_for_none(
    one: tuple[Progress, SetSummary],
) -> None:
    found = held(one, "A/RES/74/1", "A/RES/74/2", "S/RES/1(2021)", "glossary")
    assert [(each.name, each.count) for each in found.bars] == [
        ("0", 1),
        ("2019", 2),
        ("2020", 0),
        ("2021", 1),
    ]
    (whole,) = found.bars[1].pieces
    assert (whole.organ, whole.top, whole.height) == ("A", 0, 100)
    assert found.organs[0] == "A"
    # A single year says nothing as a picture.
    assert held(one, "A/RES/74/1", "A/RES/74/2").bars == ()


def test_many_years_and_organs_are_put_together(one: tuple[Progress, SetSummary]) -> None:
    organs = "ABCDEF"
    symbols = [f"{organ}/RES/{year}({year})" for organ in organs for year in range(1946, 2046)]
    found = held(one, *symbols, "A/RES/1")
    assert found.organs == ("A", "B", "C", "D", "")
    assert 2 <= len(found.bars) <= 31
    assert sum(each.count for each in found.bars) == len(symbols) + 1
    for bar in found.bars[1:-1]:
        assert bar.pieces[-1].organ == ""
        assert sum(each.height for each in bar.pieces) == pytest.approx(
            100 - bar.pieces[-1].top, abs=0.1
        )
