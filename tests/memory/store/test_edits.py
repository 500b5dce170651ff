"""Edits of many rows are made and taken back as one; what has changed since is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.edits import Candidate, Edit, EditOutcome
from hexapla.memory.review import actions
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Level, Status, Unit
from tests.memory.factories import make_translation, make_unit
from tests.memory.samples import SYMBOL, sample_set

FILE = DocumentRecord("zh", "old.tmx", "d" * 64, 1)
ALL = Selection()


@pytest.fixture
def store(filled_location: str) -> Iterator[Store]:
    with open_store(filled_location) as opened:
        opened.add_units(imported(), FILE)
        yield opened
        assert list(opened.problems(deep=True)) == []


def imported() -> Iterator[Unit]:
    """Six units of a file, the middle ones variants at one position."""
    for number, place in enumerate((0, 1, 1, 1, 1, 2)):
        yield make_unit(
            f"第{number}棵树。",
            f"Tree {number}.",
            symbol="A/9",
            place=place,
            reference=f"{place + 1}.{number}",
            before="上文",
            after="下文",
        )


def everything(store: Store) -> list[object]:
    """All that a memory holds but index and history, in its order."""
    found: list[object] = list(store.sets())
    for level in Level:
        found += store.units(level=level)
        found += store.unaligned(SYMBOL, level=level)
        found += [row for symbol in (SYMBOL, "A/9") if (row := store.review(symbol, level))]
    return found


def upper(candidate: Candidate) -> EditOutcome:
    """Write every English text in capital letters."""
    row = candidate.row
    cells = tuple(
        replace(each, text=each.text.upper()) if each.language == "en" else each
        for each in row.cells
    )
    return EditOutcome(replace(row, cells=cells))


def without_even(candidate: Candidate) -> EditOutcome:
    """Take out every other imported unit."""
    row = candidate.row
    return EditOutcome(None if candidate.is_imported and row.reference[-1] in "024" else row)


UPPER, WITHOUT = Edit("upper", upper), Edit("without", without_even)


def english(store: Store, symbol: str) -> list[str]:
    return [
        each.text
        for unit in store.units(level=Level.SENTENCE, symbol=symbol)
        for each in unit.translations
        if each.language == "en"
    ]


@pytest.mark.parametrize("edit", [UPPER, WITHOUT])
def test_what_is_taken_back_is_as_it_was_in_its_order(store: Store, edit: Edit) -> None:
    before = everything(store)
    seen = [each.outcome for each in store.edited_rows(edit, ALL)]
    assert everything(store) == before
    entry = store.edit_rows(edit, ALL, who="Ana")
    assert entry is not None
    assert entry.size == len(seen)
    assert everything(store) != before
    found = store.take_back(who="Ana")
    assert found is not None
    assert (found.restored, found.left) == (entry.size, ())
    assert everything(store) == before
    assert store.take_back(who="Ana") is None
    assert [each.is_undone for each in store.edit_entries()] == [True]


def test_units_at_one_position_stay_in_their_order(store: Store) -> None:
    def one(candidate: Candidate) -> EditOutcome:
        return upper(candidate) if candidate.row.reference == "2.2" else EditOutcome(candidate.row)

    store.edit_rows(Edit("one", one), ALL, who="Ana")
    assert english(store, "A/9") == [f"T{'REE' if n == 2 else 'ree'} {n}." for n in range(6)]


def test_edits_are_found_by_their_new_texts(store: Store) -> None:
    store.edit_rows(UPPER, Selection("A/9"), who="Ana")
    (unit,) = store.units_of(store.find_similar("TREE 3.", "en", level=Level.SENTENCE, limit=1))
    assert unit.translations[0].text.startswith("TREE")


def test_only_the_selection_is_edited(store: Store) -> None:
    store.edit_rows(UPPER, Selection(file="old.tmx"), levels=[Level.SENTENCE], who="Ana")
    assert english(store, "A/9")[0] == "TREE 0."
    assert english(store, SYMBOL)[0] == "Resolution of the General Assembly: records of urban trees"
    languages = {
        each.candidate.languages for each in store.edited_rows(UPPER, Selection(file="*fr.txt"))
    }
    assert languages == {frozenset({"fr"})}


def test_a_row_that_was_changed_since_is_left_and_named(store: Store) -> None:
    store.edit_rows(UPPER, Selection(SYMBOL), who="Ana")
    grid = store.review(SYMBOL, Level.SENTENCE)
    assert grid is not None
    store.change(
        SYMBOL, Level.SENTENCE, actions.decide(grid, "pp-1.1", ["en"], Status.REVIEWED), who="Bo"
    )
    found = store.take_back(who="Ana")
    assert found is not None
    assert found.left == (f"{SYMBOL}#pp-1.1",)
    changed = [text for text in english(store, SYMBOL) if text.isupper()]
    assert changed == ["RECALLING ITS RESOLUTION 97/8 OF 5 MARCH 2043,¹"]


def test_what_was_edited_of_a_set_that_is_gone_is_gone_with_it(store: Store) -> None:
    store.edit_rows(UPPER, ALL, who="Ana")
    store.remove(Selection("A/9"))
    found = store.take_back(who="Ana")
    assert found is not None
    assert found.left == ()
    assert english(store, SYMBOL)[1] == "The General Assembly,"


def test_an_edit_is_taken_back_by_its_number_once(store: Store) -> None:
    first = store.edit_rows(UPPER, Selection("A/9"), who="Ana")
    store.edit_rows(UPPER, Selection(SYMBOL), who="Ana")
    assert first is not None
    assert store.take_back(first.number, who="Ana") is not None
    with pytest.raises(UsageError, match="taken back already"):
        store.take_back(first.number, who="Ana")
    with pytest.raises(UsageError, match="no edit 99"):
        store.take_back(99, who="Ana")
    assert english(store, "A/9")[0] == "Tree 0."


def test_only_ones_own_edits_are_taken_back(store: Store) -> None:
    mine = store.edit_rows(UPPER, Selection("A/9"), who="Ana")
    theirs = store.edit_rows(UPPER, Selection(SYMBOL), who="Bo")
    assert mine is not None
    assert theirs is not None
    before = english(store, SYMBOL)
    with pytest.raises(UsageError, match="made by Bo"):
        store.take_back(theirs.number, who="Ana")
    found = store.take_back(who="Ana")
    assert found is not None
    assert found.entry.number == mine.number
    assert store.take_back(who="Ana") is None
    assert english(store, "A/9")[0] == "Tree 0."
    assert english(store, SYMBOL) == before


def test_an_edit_that_does_nothing_is_not_kept(store: Store) -> None:
    assert store.edit_rows(Edit("same", lambda each: EditOutcome(each.row)), ALL, who="Ana") is None
    assert store.edit_entries() == []


def test_an_edit_that_fails_changes_nothing(store: Store) -> None:
    before = everything(store)

    def fails(candidate: Candidate) -> EditOutcome:
        if candidate.row.reference == "3.5":
            raise UsageError("no more")
        return upper(candidate)

    with pytest.raises(UsageError, match="no more"):
        store.edit_rows(Edit("fails", fails), ALL, who="Ana")
    assert everything(store) == before
    assert store.edit_entries() == []


def test_texts_without_partner_are_edited_and_restored(location: str) -> None:
    with open_store(location) as store:
        store.replace_set(sample_set())
        grid = store.review(SYMBOL, Level.SENTENCE)
        assert grid is not None
        store.change(SYMBOL, Level.SENTENCE, actions.unlink(grid, "pp-1.1", "en"), who="Bo")
        before = everything(store)
        assert store.edit_rows(UPPER, ALL, who="Ana") is not None
        (alone,) = (e for e in store.unaligned(SYMBOL, level=Level.SENTENCE) if e.language == "en")
        assert alone.text == "RECALLING ITS RESOLUTION 97/8 OF 5 MARCH 2043,¹"
        store.take_back(who="Ana")
        assert everything(store) == before


def test_duplicates_are_found_but_those_of_documents_stay(location: str) -> None:
    twice = make_translation("Twice.")
    same = [
        make_unit("同。", symbol="A/9", reference=name, place=place, translations=(each,))
        for place, (name, each) in enumerate(
            [
                ("a", twice),
                ("b", replace(twice, status=Status.REVIEWED)),
                ("c", twice),
                ("d", replace(twice, status=Status.REJECTED)),
            ]
        )
    ]
    with open_store(location) as store:
        store.add_units(same, FILE)
        found = store.edited_rows(
            Edit(
                "?",
                lambda each: EditOutcome(None if each.same_as else each.row),
                finds_duplicates=True,
            ),
            ALL,
        )
        assert [(each.candidate.row.reference, dict(each.candidate.same_as)) for each in found] == [
            ("a", {"en": "A/9#b"}),
            ("c", {"en": "A/9#b"}),
        ]
