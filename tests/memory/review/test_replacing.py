"""Find and replace in the rows of a set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hexapla.memory.editing.replacing import replacing
from hexapla.memory.review.actions import original_of
from hexapla.memory.review.replacing import edited_rows, version_of
from hexapla.memory.rows import Grid
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status
from tests.memory.samples import SYMBOL


@pytest.fixture
def grid(store: Store) -> Grid:
    found = store.review(SYMBOL, Level.SENTENCE)
    assert found
    return found


def test_what_is_replaced_keeps_its_status_and_its_original(grid: Grid, store: Store) -> None:
    edit = replacing("register", "list", language="en", whole_words=True)
    change = edited_rows(grid, SYMBOL, Level.SENTENCE, edit, "en")
    assert [row.reference for row in change.before] == ["1.1", "1.2"]
    for before, after in zip(change.before, change.after, strict=True):
        old, new = before.cell("en"), after.cell("en")
        assert old
        assert new
        assert new.text == old.text.replace("register", "list")
        assert (new.status, original_of(new)) == (Status.AUTOMATIC, old.text)
        assert after.with_cell("en", old) == before
    store.change(SYMBOL, Level.SENTENCE, change, who="Ana")
    changed = store.review(SYMBOL, Level.SENTENCE)
    assert changed
    # Put back, it is no edited text any more.
    back = replacing("list", "register", language="en")
    undone = edited_rows(changed, SYMBOL, Level.SENTENCE, back, "en")
    assert undone.after == change.before
    store.undo(SYMBOL, Level.SENTENCE, who="Ana")
    assert store.review(SYMBOL, Level.SENTENCE) == grid


def test_other_languages_the_source_and_texts_of_no_row_stay(grid: Grid) -> None:
    for find, language in (("registre", "en"), ("名册", "zh"), ("nowhere", "en")):
        edit = replacing(find, "x", language=language)
        assert edited_rows(grid, SYMBOL, Level.SENTENCE, edit, language).references == ()
    alone = Grid("zh", ("en",), tuple(replace(row, text="") for row in grid.rows))
    edit = replacing("register", "list", language="en")
    assert edited_rows(alone, SYMBOL, Level.SENTENCE, edit, "en").references == ()


def test_a_change_that_is_another_has_another_version(grid: Grid) -> None:
    changes = [
        edited_rows(grid, SYMBOL, Level.SENTENCE, replacing(*texts, language="en"), "en")
        for texts in (("register", "list"), ("register", "book"), ("yearly", "each year"))
    ]
    assert len({version_of(each) for each in changes}) == 3
    assert version_of(changes[0]) == version_of(changes[0])
