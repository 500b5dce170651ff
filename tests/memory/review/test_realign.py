"""Aligning anew between accepted rows, with the real aligner."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.memory.review import actions
from hexapla.memory.review.realign import realign
from hexapla.memory.rows import Change, Grid
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status
from tests.memory.samples import SYMBOL

SENTENCE = Level.SENTENCE


Command = Callable[[Grid], Change]


def correct(store: Store, *corrections: Command) -> None:
    for make in corrections:
        store.change(SYMBOL, SENTENCE, make(grid(store)), who="Ana")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return get_encoder("embedded")


def grid(store: Store) -> Grid:
    found = store.review(SYMBOL, SENTENCE)
    assert found
    return found


def english(of: Grid) -> dict[str, str]:
    cells = ((row.reference, row.cell("en")) for row in of.rows)
    return {reference: cell.text for reference, cell in cells if cell}


def again(store: Store, encoder: Encoder, *languages: str) -> Grid:
    rows = grid(store)
    change = realign(rows, encoder, languages=languages, level=SENTENCE)
    if change.references:
        store.change(SYMBOL, SENTENCE, change, who="Ana")
        assert rows.changed(change).rows == grid(store).rows
    return grid(store)


def test_what_is_loose_or_merged_finds_its_place_again(store: Store, encoder: Encoder) -> None:
    before = again(store, encoder, "en", "fr")
    correct(
        store,
        lambda rows: actions.merge(rows, "1.1", "en", 1),
        lambda rows: actions.unlink(rows, "pp-1.1", "en"),
        lambda rows: actions.unlink(rows, "2.1", "en"),
    )
    assert english(grid(store)) != english(before)
    after = again(store, encoder, "en")
    assert english(after) == english(before)
    assert not [row for row in after.rows if row.is_unlinked]
    while store.undo(SYMBOL, SENTENCE, who="Ana"):
        pass
    assert english(grid(store)) == english(before)


def test_nothing_crosses_an_accepted_row(store: Store, encoder: Encoder) -> None:
    # Somebody insists that these belong together, and takes the text of the title out.
    correct(
        store,
        lambda rows: actions.link(rows, "1.1", "2.1", "en"),
        lambda rows: actions.decide(rows, "2.1", ["en"], Status.REVIEWED),
        lambda rows: actions.unlink(rows, "title.1", "en"),
    )
    kept = english(grid(store))["2.1"]
    title = english(grid(store))["en:title.1"]
    found = english(again(store, encoder, "en"))
    assert found["2.1"] == kept
    assert found["title.1"] == title


def test_what_is_rejected_stays_so_where_it_is_found_again(store: Store, encoder: Encoder) -> None:
    correct(store, lambda rows: actions.decide(rows, "2.1", ["en"], Status.REJECTED))
    row = again(store, encoder, "en").find("2.1")
    assert row
    cell = row.cell("en")
    assert cell
    assert cell.status is Status.REJECTED


def test_a_set_that_is_right_stays_as_it_is(store: Store, encoder: Encoder) -> None:
    once = again(store, encoder, "en", "ar")
    assert not realign(once, encoder, languages=("en", "ar"), level=SENTENCE).references


def test_two_sources_with_one_translation_get_a_row_of_their_own(
    store: Store, encoder: Encoder
) -> None:
    one = "Decides to keep the register of trees and to bring the register up to date every year."
    correct(
        store,
        lambda rows: actions.edit(rows, "1.1", "en", one),
        lambda rows: actions.decide(rows, "1.1", ["en"], Status.AUTOMATIC),
        lambda rows: actions.merge(rows, "1.2", "en", -1),
        lambda rows: actions.edit(rows, "1.2", "en", one),
        lambda rows: actions.decide(rows, "1.2", ["en"], Status.AUTOMATIC),
    )
    after = again(store, encoder, "en")
    row = after.find("1.1+1.2")
    assert row
    assert row.text == "决定保留树木名册。名册每年更新一次。"
    assert english(after)["1.1+1.2"] == one
    # And back: what stands over others is taken apart where it is moved off.
    moved = actions.unlink(after, "1.1+1.2", "en")
    store.change(SYMBOL, SENTENCE, moved, who="Ana")
    assert grid(store).find("1.1+1.2") is None
