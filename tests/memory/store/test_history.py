"""Changes to the rows of a set are kept, taken back and made again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hexapla.corpora.errors import ConflictError
from hexapla.memory.review import actions
from hexapla.memory.rows import Change, Grid
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.factories import make_set

SENTENCE = Level.SENTENCE


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    with open_store(location) as opened:
        opened.replace_set(make_set("S/1", ("甲。", "A."), ("乙。", "B.")))
        yield opened
        assert list(opened.problems(deep=True)) == []


def grid(store: Store) -> Grid:
    found = store.review("S/1", SENTENCE)
    assert found is not None
    return found


def edit(store: Store, text: str, reference: str = "1.1") -> Change:
    return actions.edit(grid(store), reference, "en", text)


def english(store: Store) -> list[str]:
    return [row.cells[0].text for row in grid(store).rows]


def test_what_was_done_is_undone_and_redone(store: Store) -> None:
    store.change("S/1", SENTENCE, edit(store, "An A."), who="Ana")
    assert english(store) == ["An A.", "B."]
    assert store.undo("S/1", SENTENCE, who="Ana") is not None
    assert english(store) == ["A.", "B."]
    assert store.redo("S/1", SENTENCE, who="Ana") is not None
    assert english(store) == ["An A.", "B."]
    assert store.redo("S/1", SENTENCE, who="Ana") is None
    entries = store.history("S/1", SENTENCE)
    assert [each.state for each in entries] == ["closed", "closed", "done"]
    assert store.history("S/1", SENTENCE, after=entries[1].number) == entries[:1]


def test_a_clock_that_is_set_back_changes_no_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year, text in enumerate(("First.", "Second.", "Third.")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(2_000_000_000 - 500_000_000 * year))
        store.change("S/1", SENTENCE, edit(store, text), who="Ana")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    told = store.history("S/1", SENTENCE)
    assert [each.change.after[0].cells[0].text for each in told] == ["Third.", "Second.", "First."]
    assert told[0].made < told[1].made < told[2].made
    found = []
    while store.undo("S/1", SENTENCE, who="Ana"):
        found.append(english(store)[0])
    assert found == ["Second.", "First.", "A."]
    while store.redo("S/1", SENTENCE, who="Ana"):
        found.append(english(store)[0])
    assert found[3:] == ["First.", "Second.", "Third."]


def test_what_is_undone_and_redone_is_ones_own(store: Store) -> None:
    store.change("S/1", SENTENCE, edit(store, "Ana's."), who="Ana")
    store.change("S/1", SENTENCE, edit(store, "Bo's.", "2.1"), who="Bo")
    undone = store.undo("S/1", SENTENCE, who="Ana")
    assert undone is not None
    assert undone.change.references == ("1.1",)
    assert english(store) == ["A.", "Bo's."]
    assert store.undo("S/1", SENTENCE, who="Ana") is None
    assert store.redo("S/1", SENTENCE, who="Bo") is None
    # What others do meanwhile does not end what can be made again.
    store.change("S/1", SENTENCE, edit(store, "Bo's again.", "2.1"), who="Bo")
    assert store.redo("S/1", SENTENCE, who="Ana") is not None
    assert english(store) == ["Ana's.", "Bo's again."]


def test_rows_that_others_have_changed_since_are_neither_undone_nor_redone(store: Store) -> None:
    store.change("S/1", SENTENCE, edit(store, "Ana's."), who="Ana")
    store.change("S/1", SENTENCE, edit(store, "Bo's."), who="Bo")
    with pytest.raises(ConflictError, match="somebody has changed these rows since"):
        store.undo("S/1", SENTENCE, who="Ana")
    assert english(store) == ["Bo's.", "B."]
    # They are as Ana left them again.
    assert store.undo("S/1", SENTENCE, who="Bo") is not None
    assert store.undo("S/1", SENTENCE, who="Ana") is not None
    store.change("S/1", SENTENCE, edit(store, "Bo's second."), who="Bo")
    with pytest.raises(ConflictError, match="somebody has changed these rows since"):
        store.redo("S/1", SENTENCE, who="Ana")
    assert english(store) == ["Bo's second.", "B."]


def test_a_change_to_rows_that_are_others_now_is_a_conflict(store: Store) -> None:
    mine, theirs = edit(store, "Mine."), edit(store, "Theirs.")
    store.change("S/1", SENTENCE, theirs, who="Bo")
    with pytest.raises(ConflictError, match="somebody else"):
        store.change("S/1", SENTENCE, mine, who="Ana")
    assert english(store) == ["Theirs.", "B."]
    with pytest.raises(ConflictError, match="not there any more"):
        store.change("S/2", SENTENCE, mine, who="Ana")


def test_the_history_of_a_set_goes_with_it(store: Store) -> None:
    store.change("S/1", SENTENCE, edit(store, "An A."), who="Ana")
    store.remove(Selection("S/1"))
    assert store.history("S/1", SENTENCE) == []


def test_progress_counts_by_status_and_band(store: Store) -> None:
    store.change("S/1", SENTENCE, edit(store, "An A."), who="Ana")
    (found,) = store.progress(SENTENCE)
    assert (found.sure, found.review, found.doubtful) == (0, 0, 1)
    assert (found.reviewed, found.rejected, found.unaligned) == (1, 0, 0)
    assert found.languages == ("en",)
