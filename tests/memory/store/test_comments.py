"""What is said of rows is entered, resolved and taken back, in a file and in a database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.errors import ConflictError, ForbiddenError, UsageError
from hexapla.memory.review import actions
from hexapla.memory.rows import Change
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import copy_memory, open_store
from hexapla.memory.store.store import Store
from hexapla.memory.teamwork import LONGEST_COMMENT, Said, threads_of
from hexapla.memory.units import Level
from tests.memory.samples import SYMBOL, sample_memory, sample_set

SENTENCE = Level.SENTENCE


@pytest.fixture
def filled(store: Store) -> Store:
    store.replace_set(sample_set())
    return store


def test_a_thread_tells_who_said_what_and_whether_it_is_resolved(filled: Store) -> None:
    filled.comment(SYMBOL, SENTENCE, "1.1", " Is “register” right?\n", who="Ana")
    filled.comment(SYMBOL, SENTENCE, "1.1", "Yes, as in 97/8.", who="Boris")
    filled.comment(SYMBOL, SENTENCE, "1.2", "Nothing here.", who="Boris")
    assert filled.open_comments(SENTENCE) == {SYMBOL: 2}
    assert filled.open_comments(Level.PARAGRAPH) == {}
    filled.settle(SYMBOL, SENTENCE, "1.1", Said.RESOLVE, who="Ana")
    thread = threads_of(filled.comments(SYMBOL, SENTENCE))["1.1"]
    assert [(each.who, each.said, each.text) for each in thread.entries] == [
        ("Ana", Said.COMMENT, "Is “register” right?"),
        ("Boris", Said.COMMENT, "Yes, as in 97/8."),
        ("Ana", Said.RESOLVE, ""),
    ]
    assert not thread.open
    assert filled.open_comments(SENTENCE) == {SYMBOL: 1}
    # Whoever goes on talking has not done with it.
    filled.comment(SYMBOL, SENTENCE, "1.1", "And in 98/1?", who="Boris")
    assert threads_of(filled.comments(SYMBOL, SENTENCE))["1.1"].open == ("1.1",)


def test_a_time_without_a_zone_is_one_of_utc(filled: Store) -> None:
    said = filled.comment(SYMBOL, SENTENCE, "1.1", "Here", who="Ana")
    here = [replace(said, made=said.made.replace(tzinfo=None))]
    assert filled.join_comments(here) == 0
    filled.join_comments([replace(here[0], number=9, text="There")])
    assert {each.made for each in filled.comments(SYMBOL, SENTENCE)} == {said.made}


def test_only_who_wrote_a_comment_takes_it_back_and_once(filled: Store) -> None:
    said = filled.comment(SYMBOL, SENTENCE, "1.1", "Wrong row", who="Ana")
    with pytest.raises(ForbiddenError, match="only who wrote"):
        filled.withdraw(SYMBOL, SENTENCE, said.number, who="Boris")
    filled.withdraw(SYMBOL, SENTENCE, said.number, who="Ana")
    assert threads_of(filled.comments(SYMBOL, SENTENCE)) == {}
    assert filled.open_comments(SENTENCE) == {}
    for number in (said.number, said.number + 1, 99):
        with pytest.raises(UsageError, match="not there any more"):
            filled.withdraw(SYMBOL, SENTENCE, number, who="Ana")
    # What was taken back stays in the history.
    kept = filled.comments(SYMBOL, SENTENCE)
    assert [each.said for each in kept] == [Said.COMMENT, Said.WITHDRAW]
    assert list(filled.doings()) == kept


@pytest.mark.parametrize(
    ("reference", "text", "cause"),
    [
        ("1.1", " \x00\n", "a comment has 1 to 2000 characters"),
        ("1.1", "x" * (LONGEST_COMMENT + 1), "a comment has 1 to 2000 characters"),
        ("77.1", "Nothing there", "this row is not there any more"),
    ],
)
def test_what_is_no_comment_is_refused(
    filled: Store, reference: str, text: str, cause: str
) -> None:
    with pytest.raises(UsageError, match=cause):
        filled.comment(SYMBOL, SENTENCE, reference, text, who="Ana")
    assert filled.comments(SYMBOL, SENTENCE) == []


def test_what_is_resolved_is_resolved_once(filled: Store) -> None:
    with pytest.raises(UsageError, match="nothing is said"):
        filled.settle(SYMBOL, SENTENCE, "1.1", Said.RESOLVE, who="Ana")
    filled.comment(SYMBOL, SENTENCE, "1.1", "Look", who="Ana")
    with pytest.raises(ConflictError):
        filled.settle(SYMBOL, SENTENCE, "1.1", Said.REOPEN, who="Ana")
    filled.settle(SYMBOL, SENTENCE, "1.1", Said.RESOLVE, who="Ana")
    with pytest.raises(ConflictError):
        filled.settle(SYMBOL, SENTENCE, "1.1", Said.RESOLVE, who="Boris")
    filled.settle(SYMBOL, SENTENCE, "1.1", Said.REOPEN, who="Boris")
    assert filled.open_comments(SENTENCE) == {SYMBOL: 1}


def test_comments_stay_where_a_document_is_aligned_again_and_go_with_it(filled: Store) -> None:
    filled.comment(SYMBOL, SENTENCE, "1.1", "Look", who="Ana")
    filled.replace_set(sample_set())
    assert filled.open_comments(SENTENCE) == {SYMBOL: 1}
    filled.remove(Selection(symbol=SYMBOL))
    assert filled.comments(SYMBOL, SENTENCE) == []
    with pytest.raises(ConflictError):
        filled.comment(SYMBOL, SENTENCE, "1.1", "Look", who="Ana")


def test_a_copy_and_a_backup_have_the_comments(location: str, tmp_path: Path) -> None:
    with open_store(location) as store:
        store.replace_set(sample_set())
        first = store.comment(SYMBOL, SENTENCE, "1.1", "Look", who="Ana")
        store.assign(SYMBOL, "Ana", days=1, who="Eva")
        store.back_up(tmp_path / "backup.db")
    copy_memory(location, tmp_path / "copy.db")
    for name in ("backup.db", "copy.db"):
        with open_store(tmp_path / name, create=False) as store:
            assert store.comments(SYMBOL, SENTENCE) == [first]
            assert store.holders()[SYMBOL].person == "Ana"
            assert store.comment(SYMBOL, SENTENCE, "1.1", "Yes", who="Bo").number > first.number
            assert list(store.problems(deep=True)) == []


def test_a_comment_that_a_disk_changed_is_found(tmp_path: Path) -> None:
    with open_store(sample_memory(tmp_path / "memory.db")) as store:
        store.comment(SYMBOL, SENTENCE, "1.1", "Look", who="Ana")
        store._database.execute("UPDATE comment SET text = 'Leave'")
        assert list(store.problems()) == [
            "damaged: 1 rows of comment are not as they were written: 1"
        ]


def test_changes_of_a_row_leave_what_is_said_of_it(filled: Store) -> None:
    filled.comment(SYMBOL, SENTENCE, "1.1", "Look", who="Ana")
    grid = filled.review(SYMBOL, SENTENCE)
    assert grid is not None
    filled.change(SYMBOL, SENTENCE, actions.edit(grid, "1.1", "en", "Keeps it."), who="Boris")
    assert list(threads_of(filled.comments(SYMBOL, SENTENCE))) == ["1.1"]


def test_rows_and_what_is_said_of_them_are_taken_in_wholly_or_not_at_all(filled: Store) -> None:
    grid = filled.review(SYMBOL, SENTENCE)
    assert grid
    change = actions.edit(grid, "1.1", "en", "Keeps a register.")
    for text, cause in (("", "a comment has"), ("x" * (LONGEST_COMMENT + 1), "a comment has")):
        with pytest.raises(UsageError, match=cause):
            filled.take_in(SYMBOL, SENTENCE, change, [("1.2", "Yes."), ("1.1", text)], who="Ana")
    assert filled.review(SYMBOL, SENTENCE) == grid
    assert not filled.comments(SYMBOL, SENTENCE)
    entry = filled.take_in(SYMBOL, SENTENCE, change, [("1.1", "So?")], who="Ana")
    assert entry
    assert entry.change == change
    with pytest.raises(ConflictError):
        filled.take_in(SYMBOL, SENTENCE, change, [("1.1", "Again?")], who="Ana")
    nothing = Change("return", (), ())
    assert filled.take_in(SYMBOL, SENTENCE, nothing, [("1.2", "No.")], who="Bo") is None
    kept = [(each.who, each.text) for each in filled.comments(SYMBOL, SENTENCE)]
    assert kept == [("Ana", "So?"), ("Bo", "No.")]
