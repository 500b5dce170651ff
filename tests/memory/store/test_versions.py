"""An older program reads what a newer one made, where it can, and says what to do."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from hexapla.cli.main import cli
from hexapla.corpora.errors import OutdatedError, StoreError
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.review import actions
from hexapla.memory.selection import Selection
from hexapla.memory.store.locations import Right, is_database
from hexapla.memory.store.opening import (
    copy_memory,
    give_right,
    open_store,
    planned_upgrade,
    restore,
    upgrade,
)
from hexapla.memory.store.store import Store
from hexapla.memory.store.versions import OWN, VERSION, TableVersion, check_version
from hexapla.memory.units import Level, Status
from tests.memory.factories import make_set
from tests.memory.samples import SYMBOL, sample_set

NEXT = TableVersion(VERSION + 1, VERSION)
ONLY_READ = "made by a newer version of hexapla, and this one only reads it: update hexapla"
ADDED = (
    "CREATE TABLE reminder (id INTEGER PRIMARY KEY, symbol text NOT NULL, due text NOT NULL)",
    "CREATE INDEX reminder_of_set ON reminder (symbol)",
    "CREATE INDEX unit_by_kind ON unit (kind)",
    "INSERT INTO reminder VALUES (1, 'A/RES/99/12', '2026-12-01')",
)


def done_in(location: str, statements: Iterable[str]) -> None:
    if is_database(location):
        with psycopg.connect(location, autocommit=True) as server:
            for statement in statements:
                server.execute(statement.encode())
        return
    with closing(sqlite3.connect(location, isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


def stamped(location: str, version: TableVersion) -> str:
    """Return the statement that says of which version a memory is."""
    if is_database(location):
        return f"UPDATE hexapla SET version = {version.stamp}"
    return f"PRAGMA user_version = {version.stamp}"


@pytest.fixture
def newer(location: str) -> str:
    """A memory that a newer program made, with tables and indexes that this one does not know."""
    with open_store(location) as store:
        store.replace_set(sample_set())
    done_in(location, (*ADDED, stamped(location, NEXT)))
    return location


def test_a_newer_memory_is_read_and_told_once(newer: str, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        with open_store(newer, create=False) as store:
            assert find_matches(store, "决定保留树木名册。", source="zh", target="en")
            assert store.stored_set(SYMBOL)
            assert list(store.problems(deep=True)) == []
            assert store.is_only_read
    (told,) = (each.getMessage() for each in caplog.records)
    assert ONLY_READ in told


def decided(store: Store) -> None:
    grid = store.review(SYMBOL, Level.PARAGRAPH)
    assert grid is not None
    row = next(each for each in grid.rows if each.cells)
    (cell, *_) = row.cells
    change = actions.decide(grid, row.reference, [cell.language], Status.REVIEWED)
    store.change(SYMBOL, Level.PARAGRAPH, change, who="Ana")


@pytest.mark.parametrize(
    "write",
    [
        decided,
        lambda store: store.replace_set(make_set("B/1", ("文本。", "Text."))),
        lambda store: store.remove(Selection()),
        lambda store: store.comment(SYMBOL, Level.PARAGRAPH, "1", "No.", who="Ana"),
        lambda store: store.rebuild(),
    ],
)
def test_nothing_of_a_newer_memory_is_changed(newer: str, write: Callable[[Store], object]) -> None:
    with open_store(newer, create=False) as store:
        before = store.revision(), store.stored_set(SYMBOL)
        with pytest.raises(StoreError, match=ONLY_READ):
            write(store)
        assert (store.revision(), store.stored_set(SYMBOL)) == before


def test_who_has_a_memory_open_while_it_is_upgraded_writes_nothing(location: str) -> None:
    with open_store(location) as store:
        store.replace_set(sample_set())
        done_in(location, (*ADDED, stamped(location, NEXT)))
        before = store.revision(), store.stored_set(SYMBOL)
        with pytest.raises(StoreError, match="while this program had it open: start it anew"):
            decided(store)
        assert (store.revision(), store.stored_set(SYMBOL)) == before
        done_in(location, [stamped(location, OWN)])
        decided(store)


def test_who_would_write_a_newer_memory_is_told_before_the_work(newer: str, tmp_path: Path) -> None:
    for refused in (
        lambda: open_store(newer),
        lambda: planned_upgrade(newer),
        lambda: upgrade(newer),
    ):
        with pytest.raises(StoreError, match=ONLY_READ):
            refused()
    if is_database(newer):
        with pytest.raises(StoreError, match=ONLY_READ):
            give_right(newer, "boris", Right.READER)
    (tmp_path / "A_RES_99_1-ZH.txt").write_text("第一段。", "utf-8")
    words = ["align", str(tmp_path), "--out", str(tmp_path / "out"), "--memory", newer]
    with pytest.raises(StoreError, match=ONLY_READ):
        CliRunner().invoke(cli, words, catch_exceptions=False, standalone_mode=False)


def test_a_copy_of_a_newer_memory_has_all_of_it_or_is_refused(
    newer: str, tmp_path: Path, postgres: str
) -> None:
    copy = tmp_path / "copy.db"
    with open_store(newer, create=False) as store:
        if is_database(newer):
            with pytest.raises(StoreError, match=ONLY_READ):
                store.back_up(copy)
            assert not copy.exists()
            return
        store.back_up(copy)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM reminder").fetchone() == (1,)
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT.stamp,)
    with pytest.raises(StoreError, match=ONLY_READ):
        restore(copy, newer)
    with pytest.raises(StoreError, match=ONLY_READ):
        copy_memory(copy, postgres)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE concept ADD COLUMN reviewed text",
        "DROP INDEX unit_by_shape",
        "CREATE TRIGGER t AFTER INSERT ON unit BEGIN SELECT 1; END",
        "CREATE VIEW later AS SELECT * FROM unit",
    ],
)
def test_a_newer_file_whose_tables_are_others_is_refused(change: str, tmp_path: Path) -> None:
    memory = str(tmp_path / "memory.db")
    open_store(memory).close()
    done_in(memory, (change, stamped(memory, NEXT)))
    with pytest.raises(StoreError, match="is not a translation memory of hexapla"):
        open_store(memory, create=False)


def test_a_newer_memory_that_only_newer_programs_read_is_refused(location: str) -> None:
    open_store(location).close()
    done_in(location, [stamped(location, TableVersion(VERSION + 2, VERSION + 1))])
    with pytest.raises(StoreError, match="by a newer version of hexapla: update hexapla to open"):
        open_store(location, create=False)


@pytest.mark.parametrize(
    "version", [OWN, NEXT, TableVersion(14, 14), TableVersion(999, 1), TableVersion(20, 14)]
)
def test_a_stamp_holds_both_numbers(version: TableVersion) -> None:
    assert TableVersion.of(version.stamp) == version


@pytest.mark.parametrize("upgrade", [False, True])
def test_tables_of_another_version_are_refused(upgrade: bool) -> None:
    check_version(OWN, "m.db", upgrade=upgrade)
    with pytest.raises(StoreError, match="newer version of hexapla"):
        check_version(TableVersion(VERSION + 1, VERSION + 1), "m.db", upgrade=upgrade)
    older = TableVersion(VERSION - 1, VERSION - 1)
    check_version(older, "m.db", upgrade=True)
    with pytest.raises(OutdatedError, match="hexapla memory upgrade") as caught:
        check_version(older, "m.db", upgrade=False)
    assert pickle.loads(pickle.dumps(caught.value)).version == VERSION - 1
