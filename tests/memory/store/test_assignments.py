"""Documents are given to people for a time, in a file and in a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hexapla.corpora.errors import ConflictError, ForbiddenError, UsageError
from hexapla.memory.review import actions
from hexapla.memory.rows import Change
from hexapla.memory.selection import Selection
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.samples import SYMBOL, sample_set

SENTENCE = Level.SENTENCE


@pytest.fixture
def filled(store: Store) -> Store:
    store.replace_set(sample_set())
    return store


def edit(store: Store, text: str) -> Change:
    grid = store.review(SYMBOL, SENTENCE)
    assert grid is not None
    return actions.edit(grid, "1.1", "en", text)


def test_nobody_else_changes_a_document_that_somebody_has(filled: Store) -> None:
    filled.change(SYMBOL, SENTENCE, edit(filled, "Keeps the list."), who="Boris")
    given = filled.assign(SYMBOL, "Ana", days=3, who="Eva")
    assert filled.holders() == {SYMBOL: given}
    with pytest.raises(ForbiddenError, match="Ana has this document until"):
        filled.change(SYMBOL, SENTENCE, edit(filled, "Keeps it."), who="Boris")
    with pytest.raises(ForbiddenError, match="Ana has this document until"):
        filled.undo(SYMBOL, SENTENCE, who="Boris")
    filled.change(SYMBOL, SENTENCE, edit(filled, "Keeps the register."), who="Ana")
    # What is said of rows is for everybody.
    filled.comment(SYMBOL, SENTENCE, "1.1", "Why?", who="Boris")
    assert [each.who for each in filled.history(SYMBOL, SENTENCE)] == ["Ana", "Boris"]


def test_a_document_is_given_back_or_taken_over(filled: Store) -> None:
    filled.assign(SYMBOL, "Ana", days=3, who="Ana")
    with pytest.raises(ForbiddenError):
        filled.assign(SYMBOL, "Boris", days=3, who="Boris")
    filled.assign(SYMBOL, "", days=1, who="Ana")
    assert filled.holders() == {}
    filled.assign(SYMBOL, "Boris", days=3, who="Boris")
    filled.assign(SYMBOL, "Eva", days=3, who="Eva", takes_over=True)
    assert filled.holders()[SYMBOL].person == "Eva"
    assert [(each.who, each.person) for each in filled.assignments(SYMBOL)] == [
        ("Ana", "Ana"),
        ("Ana", ""),
        ("Boris", "Boris"),
        ("Eva", "Eva"),
    ]


def test_an_assignment_ends_by_itself(filled: Store) -> None:
    given = filled.assign(SYMBOL, "Ana", days=1, who="Eva")
    assert filled.holder(SYMBOL) == given
    assert filled.holder("A/1") is None
    assert given.holds()
    assert given.holds(given.ends - timedelta(seconds=1))
    assert not given.holds(given.ends)
    # As it stands in the memory after its time.
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    with filled._database.transaction():
        filled._database.execute("UPDATE assignment SET ends = ?, checksum = NULL", (past,))
    assert filled.holders() == {}
    assert filled.holder(SYMBOL) is None
    filled.change(SYMBOL, SENTENCE, edit(filled, "Keeps it."), who="Boris")


@pytest.mark.parametrize("days", [0, -1, 61, 10**9])
def test_a_document_is_not_given_for_ever(filled: Store, days: int) -> None:
    with pytest.raises(UsageError, match="1 to 60 days"):
        filled.assign(SYMBOL, "Ana", days=days, who="Eva")
    assert filled.assignments(SYMBOL) == []


def test_what_is_not_there_is_given_to_nobody(filled: Store) -> None:
    with pytest.raises(ConflictError, match="not there any more"):
        filled.assign("A/1", "Ana", days=1, who="Eva")
    filled.assign(SYMBOL, "Ana", days=1, who="Eva")
    filled.remove(Selection(symbol=SYMBOL))
    assert filled.holders() == {}
