"""Files that are no memory, or one of another version, are told apart."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import open_store, restore
from hexapla.memory.store.tables import CHECKED
from hexapla.memory.units import DocumentRecord, Level
from tests.memory.samples import sample_set

TERMS = ("term", "concept", "edited_concept")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (99, "newer version of hexapla: update"),
        (3, "much older version of hexapla: make it again"),
    ],
)
def test_a_memory_of_a_version_out_of_reach_is_refused_with_what_to_do(
    version: int, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "memory.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(StoreError, match=told):
        open_store(path)


@pytest.mark.parametrize("version", [4, 5, 6, 7, 8, 9])
def test_a_memory_of_a_version_before_is_brought_to_this_one(version: int, tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        store.replace_set(sample_set())
        (unit, *_) = store.units(level=Level.SENTENCE)
    with closing(sqlite3.connect(path)) as connection:
        for table in TERMS:
            connection.execute(f"DROP TABLE {table}")
        there = [each for each in CHECKED if each not in TERMS]
        for table in there if version < 9 else ():
            connection.execute(f"DROP INDEX {table}_unchecked")
            connection.execute(f"ALTER TABLE {table} DROP COLUMN checksum")
        edits = ("edited", "edit") if version < 8 else ()
        for table in (*edits, *(["quarantine"] if version < 6 else [])):
            connection.execute(f"DROP TABLE {table}")
        if version < 7:
            # Keys as they were before, and an index of them.
            connection.execute("UPDATE unit SET match_key = match_key + 1")
            connection.execute("UPDATE translation SET shape = shape + 1")
        connection.commit()
        if version == 4:
            # Such a one had this table only after the first import.
            connection.execute("DROP TABLE imported_file")
        connection.execute(f"PRAGMA user_version = {version}")
    backup = shutil.copy(path, tmp_path / "backup.db")
    restore(backup, tmp_path / "restored.db")
    for file in (path, tmp_path / "restored.db"):
        with open_store(file, create=False) as store:
            assert not store.has_file("d" * 64)
            assert store.add_units([unit], DocumentRecord("zh", "a", "d" * 64, 1)).known == 1
            assert store.has_file("d" * 64)
            assert store.quarantined("S/1", "x") == ""
            assert store.edit_entries() == []
            assert list(store.concepts()) == []
            assert list(store.problems(deep=True)) == []


@pytest.mark.parametrize("content", ["not a database, but text " * 40, "x", "SQLite format 3\0"])
def test_a_file_of_another_kind_is_refused_and_left_alone(content: str, tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.write_text(content)
    for create in (True, False):
        with pytest.raises(StoreError, match="is not a translation memory of hexapla"):
            open_store(path, create=create)
    assert path.read_text() == content


def test_a_folder_is_the_memory_in_it(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    assert (tmp_path / "memory.db").is_file()
    (tmp_path / "other" / "memory.db").mkdir(parents=True)
    with pytest.raises(StoreError, match="Is a directory"):
        open_store(tmp_path / "other")


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not a translation memory of hexapla"):
        open_store(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_memory_only_when_one_is_to_be_made(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.touch()
    with pytest.raises(StoreError, match="is empty, for a run ended before it began"):
        open_store(path, create=False)
    with open_store(path) as store:
        assert list(store.sets()) == []


def test_a_missing_folder_is_made_for_a_new_memory_alone(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no translation memory"):
        open_store(tmp_path / "none" / "memory.db", create=False)
    assert not (tmp_path / "none").exists()
    open_store(tmp_path / "none" / "memory.db").close()
    assert (tmp_path / "none" / "memory.db").is_file()


def test_a_memory_that_is_not_there_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no translation memory here"):
        open_store(tmp_path / "memory.db", create=False)
    assert list(tmp_path.iterdir()) == []
