"""The termbase is read, edited, taken back, copied and checked, in a file and in a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import copy_memory, open_store
from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, ConceptChange, Term, TermStatus

FOREST = Concept(
    (
        Term("zh", "树木名册", TermStatus.PREFERRED),
        Term("en", "register of trees"),
        Term("en", "tree list", TermStatus.SUPERSEDED, "register of trees"),
    ),
    domain="forests",
    symbol="A/RES/99/1",
    label="3(a)",
    note="not a list",
)
RIVER = Concept((Term("zh", "河流"), Term("ar", "نهر")))


def added(store: Store, *concepts: Concept, who: str = "Ana") -> None:
    store.edit_concepts(lambda _: [ConceptChange(None, each) for each in concepts], "add", who=who)


def plain(store: Store) -> list[Concept]:
    return [replace(each, key=0, made=None, who="") for each in store.concepts()]


def test_concepts_are_kept_with_who_added_them_and_when(store: Store) -> None:
    added(store, FOREST, RIVER)
    assert plain(store) == [FOREST, RIVER]
    (first, second) = store.concepts()
    assert (first.who, second.who) == ("Ana", "Ana")
    assert first.made is not None
    assert 0 < first.key < second.key
    assert [each.text for each in first.in_language("en")] == ["register of trees", "tree list"]
    (entry,) = store.edit_entries()
    assert (entry.action, entry.who, entry.size, entry.of_terms) == ("add", "Ana", 2, True)


def test_an_edit_of_nothing_is_none(store: Store) -> None:
    assert store.edit_concepts(lambda _: [], "add", who="Ana") is None
    assert store.edit_entries() == []


def test_edits_are_taken_back_in_any_order_but_what_is_changed_since(store: Store) -> None:
    added(store, FOREST, RIVER)

    def renamed(there: list[Concept]) -> Iterator[ConceptChange]:
        yield ConceptChange(there[0], replace(there[0], note="a register"))
        yield ConceptChange(there[1], None)

    store.edit_concepts(renamed, "rename", who="Ana")
    assert plain(store) == [replace(FOREST, note="a register")]
    first = store.take_back(1, who="Ana")
    assert first is not None
    # One was changed and one taken out since.
    assert (first.restored, len(first.left)) == (0, 2)
    second = store.take_back(2, who="Ana")
    assert second is not None
    assert (second.restored, second.left) == (2, ())
    assert plain(store) == [FOREST, RIVER]
    with pytest.raises(UsageError, match="taken back already"):
        store.take_back(2, who="Ana")


def test_a_key_is_never_used_again(store: Store) -> None:
    added(store, FOREST)
    (first,) = store.concepts()
    store.take_back(who="Ana")
    assert list(store.concepts()) == []
    added(store, RIVER)
    (second,) = store.concepts()
    assert second.key > first.key


def test_more_concepts_than_are_written_at_once_are_written(store: Store) -> None:
    many = [Concept((Term("zh", f"词{n}"), Term("en", f"word {n}"))) for n in range(1100)]
    added(store, *many)
    assert plain(store) == many
    found = store.take_back(who="Ana")
    assert found is not None
    assert (found.restored, found.left) == (1100, ())
    assert list(store.concepts()) == []


def test_a_copy_and_a_backup_have_the_termbase_and_its_history(
    location: str, tmp_path: Path
) -> None:
    with open_store(location) as store:
        added(store, FOREST, RIVER)
        store.back_up(tmp_path / "backup.db")
    copy_memory(location, tmp_path / "copy.db")
    for name in ("backup.db", "copy.db"):
        with open_store(tmp_path / name, create=False) as store:
            assert plain(store) == [FOREST, RIVER]
            assert store.take_back(who="Ana") is not None
            assert list(store.concepts()) == []
            added(store, RIVER)
            assert list(store.problems(deep=True)) == []
