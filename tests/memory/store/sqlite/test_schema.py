"""Files that are no memory, or one of another version, are told apart."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from hexapla.corpora.errors import OutdatedError, StoreError
from hexapla.memory.store.opening import open_store, restore, upgrade
from hexapla.memory.store.sqlite.schema import OWN_SCHEMA, digest_of, own_schema
from hexapla.memory.store.tables import CHECKED
from hexapla.memory.store.versions import VERSION
from hexapla.memory.units import DocumentRecord, Level
from tests.memory.samples import sample_set

_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
LATER = {
    10: ("term", "concept", "edited_concept"),
    11: ("comment", "assignment"),
    12: ("fact", "edited_fact"),
    13: ("unfinished_file",),
}


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


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_memory_is_left_as_it_is_beside_the_journal_of_another(
    create: bool, tmp_path: Path
) -> None:
    path, another = tmp_path / "notes.txt", tmp_path / "another.db"
    path.write_text("The Board. " * 900)
    with closing(sqlite3.connect(another, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")  # what is changed goes to the file at once
        connection.execute("CREATE TABLE text (text)")
        connection.execute("INSERT INTO text VALUES (zeroblob(100000))")
        connection.execute("BEGIN")
        connection.execute("UPDATE text SET text = randomblob(100000)")
        shutil.copy(tmp_path / "another.db-journal", tmp_path / "notes.txt-journal")
        connection.execute("ROLLBACK")
    for file in tmp_path.glob("another*"):
        file.unlink()
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(StoreError, match="not a translation memory"):
        open_store(path, create=create)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def drop_later(connection: sqlite3.Connection, version: int) -> None:
    """Drop the tables that a version did not have."""
    for since, tables in LATER.items():
        for table in tables if version < since else ():
            connection.execute(f"DROP TABLE {table}")


def make_older(path: Path, version: int) -> None:
    """Make a memory as those of a version before were."""
    with closing(sqlite3.connect(path)) as connection:
        drop_later(connection, version)
        there = [each for each in CHECKED if each not in {*chain(*LATER.values())}]
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


@pytest.mark.parametrize("version", range(4, VERSION))
def test_a_memory_of_a_version_before_is_brought_to_this_one(version: int, tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        store.replace_set(sample_set())
        (unit, *_) = store.units(level=Level.SENTENCE)
    make_older(path, version)
    backup = shutil.copy(path, tmp_path / "backup.db")
    restore(backup, tmp_path / "restored.db")
    old = path.read_bytes()
    for create in (True, False):
        with pytest.raises(OutdatedError, match="hexapla memory upgrade brings it to this one"):
            open_store(path, create=create)
    assert path.read_bytes() == old
    done = upgrade(path)
    assert done
    assert (done.old, done.new, len(done.changes)) == (version, VERSION, VERSION - version)
    assert done.backup == tmp_path / f"memory.db.version-{version}"
    with closing(sqlite3.connect(done.backup)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (version,)
    assert done.backup.stat().st_mode == path.stat().st_mode
    assert upgrade(path) is None
    for file in (path, tmp_path / "restored.db"):
        with open_store(file, create=False) as store:
            assert not store.has_file("d" * 64)
            assert store.add_units([unit], DocumentRecord("zh", "a", "d" * 64, 1)).known == 1
            assert store.has_file("d" * 64)
            assert store.quarantined("S/1", "x") is None
            assert store.edit_entries() == []
            assert list(store.concepts()) == []
            assert store.holders() == {}
            assert list(store.catalogue()) == []
            assert list(store.problems(deep=True)) == []


def test_an_upgrade_writes_over_no_copy_that_is_there(tmp_path: Path) -> None:
    path, there = tmp_path / "memory.db", tmp_path / "memory.db.version-9"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        drop_later(connection, 9)
        connection.execute("PRAGMA user_version = 9")
    there.write_bytes(path.read_bytes())
    before = there.read_bytes()
    done = upgrade(path)
    assert done
    assert done.backup == tmp_path / "memory.db.version-9-2"
    assert there.read_bytes() == before


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


# What somebody could put into a file that is passed on as a memory, by what is said of it.
_FOREIGN = {
    "the trigger thief": (
        "CREATE TRIGGER thief AFTER INSERT ON unit BEGIN DELETE FROM document_set; END"
    ),
    "the view more": "CREATE VIEW more AS SELECT text FROM unit",
    "the table words": "CREATE VIRTUAL TABLE words USING rtree(id, least, most)",
    "the table mine": "CREATE TABLE mine (text)",
    "the table sqlitexmine": "CREATE TABLE sqlitexmine (text)",
    "the index mine": "CREATE INDEX mine ON unit (length(text))",
    "another form of the table unit": (
        "ALTER TABLE unit ADD COLUMN size INTEGER GENERATED ALWAYS AS (length(text)) VIRTUAL"
    ),
    "lacks the table unaligned": "DROP TABLE unaligned",
}
_INDEX = ("the index mine", 4)


@pytest.mark.parametrize(
    ("told", "version"),
    # Indexes of versions before are made as they are now.
    [(told, version) for told in _FOREIGN for version in (4, VERSION) if (told, version) != _INDEX],
)
def test_what_no_memory_has_is_refused_and_nothing_of_it_runs(
    told: str, version: int, tmp_path: Path
) -> None:
    path, ours = tmp_path / "memory.db", tmp_path / "ours.db"
    for each in (path, ours):
        with open_store(each) as store:
            store.replace_set(sample_set())
    if version < VERSION:
        make_older(path, version)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(_FOREIGN[told])
    before = path.read_bytes(), ours.read_bytes()
    with pytest.raises(StoreError) as caught:
        upgrade(path)
        open_store(path, create=False)
    if version < VERSION and told.startswith("lacks"):
        told = "no such table: unaligned"
    assert told in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    with pytest.raises(StoreError, match=told):
        restore(path, ours)
    assert (path.read_bytes(), ours.read_bytes()) == before
    kept = path.with_name(f"memory.db.version-{version}")
    assert {path, ours} <= set(tmp_path.iterdir()) <= {path, ours, kept}


def test_indexes_of_versions_before_are_made_as_they_are_now(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP INDEX unit_by_key")
        connection.execute("CREATE INDEX unit_by_key ON unit (match_key)")
        connection.execute(_FOREIGN["the index mine"])
        connection.execute("DROP INDEX segment_of_language")
        drop_later(connection, 9)
        connection.execute("PRAGMA user_version = 9")
    upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
    assert "set_id" in made["unit_by_key"]
    assert "mine" not in made
    assert "segment_of_language" in made


def test_the_digest_is_that_of_a_new_memory() -> None:
    assert digest_of(own_schema()) == OWN_SCHEMA


def test_a_journal_that_names_another_file_does_not_reach_it(tmp_path: Path) -> None:
    path, other = tmp_path / "memory.db", tmp_path / "letter.txt"
    with open_store(path) as store:
        store.replace_set(sample_set())
    other.write_text("Dear colleague")
    name = bytes(other)
    header = struct.pack(">8s5I", _JOURNAL, 0, 1, path.stat().st_size // 4096, 512, 4096)
    end = struct.pack(">2I8s", len(name), sum(name), _JOURNAL)
    path.with_name("memory.db-journal").write_bytes(
        header.ljust(512, b"\0") + struct.pack(">I", 0x40000000 // 4096 + 1) + name + end
    )
    link = tmp_path / "folder" / "linked.db"
    link.parent.mkdir()
    link.symlink_to(path)
    for name_of_it in (path, link):
        with pytest.raises(StoreError, match="its journal names another file"):
            open_store(name_of_it)
    assert other.read_text() == "Dear colleague"


def test_a_file_with_a_log_is_restored_as_one_without(tmp_path: Path) -> None:
    path, ours = tmp_path / "memory.db", tmp_path / "ours.db"
    with open_store(path) as store:
        store.replace_set(sample_set())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    restore(path, ours)
    with closing(sqlite3.connect(ours)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
