"""The tables of a memory, opening a file that holds them, and what SQLite says when it fails."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.errors import (
    DAMAGED,
    FORBIDDEN,
    KEYS_VERSION,
    LOCKED,
    NOT_A_MEMORY,
    NOT_THERE,
    VERSION,
    as_store_errors,
    check_version,
)
from hexapla.memory.store.locations import MEMORY_NAME
from hexapla.memory.store.sqlite.connection import SQLiteConnection

__all__ = ["check_file", "prepare", "sqlite_errors"]

_APPLICATION_ID = 0x48585041  # "HXPA"
# Other memories that are named to someone who looks for one.
_NAMED = 3
_MAGIC = b"SQLite format 3\0"

# A unit's context is mostly the text of the unit before and after it: stored only where it is not
# (NULL says that it is), for it would be half of the file.
# Keys of sets and units are never used again: an index may still know the old ones.
# `match_key` and `shape` are numbers of the folded text (`memory.text.keys`).
_TABLES = """
CREATE TABLE document_set (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    symbol TEXT NOT NULL UNIQUE,
    sort_key TEXT NOT NULL,
    source_language TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    warnings TEXT NOT NULL,
    priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 1)
) STRICT;
CREATE UNIQUE INDEX document_set_in_order ON document_set (sort_key, symbol);
CREATE INDEX document_set_excluded ON document_set (id) WHERE priority < 0;
CREATE TABLE document (
    set_id INTEGER NOT NULL REFERENCES document_set ON DELETE CASCADE,
    language TEXT NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    PRIMARY KEY (set_id, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    set_id INTEGER NOT NULL REFERENCES document_set ON DELETE CASCADE,
    level TEXT NOT NULL CHECK (level IN ('paragraph', 'sentence')),
    position INTEGER NOT NULL,
    reference TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    before TEXT,
    after TEXT,
    match_key INTEGER NOT NULL,
    shape INTEGER NOT NULL,
    carried TEXT
) STRICT;
CREATE INDEX unit_in_order ON unit (set_id, level, position);
CREATE UNIQUE INDEX unit_by_reference ON unit (set_id, level, reference);
CREATE INDEX unit_by_key ON unit (match_key, set_id);
CREATE INDEX unit_by_shape ON unit (shape);
CREATE TABLE translation (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    score REAL NOT NULL,
    method TEXT NOT NULL,
    label TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('automatic', 'reviewed', 'rejected')),
    match_key INTEGER NOT NULL,
    shape INTEGER NOT NULL,
    carried TEXT
) STRICT;
CREATE UNIQUE INDEX translation_of_unit ON translation (unit_id, language);
CREATE INDEX translation_by_key ON translation (match_key);
CREATE INDEX translation_by_shape ON translation (shape);
CREATE TABLE unaligned (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES document_set ON DELETE CASCADE,
    target_language TEXT NOT NULL,
    language TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL,
    cause TEXT NOT NULL,
    level TEXT NOT NULL,
    reference TEXT NOT NULL
) STRICT;
CREATE INDEX unaligned_of_set ON unaligned (set_id);
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    language TEXT NOT NULL,
    level TEXT NOT NULL,
    size INTEGER NOT NULL,
    units BLOB NOT NULL,
    sets BLOB NOT NULL,
    lengths BLOB NOT NULL
) STRICT;
CREATE INDEX segment_of_language ON segment (language, level);
CREATE TABLE posting (
    segment_id INTEGER NOT NULL REFERENCES segment ON DELETE CASCADE,
    gram TEXT NOT NULL,
    places BLOB NOT NULL,
    PRIMARY KEY (segment_id, gram)
) STRICT, WITHOUT ROWID;
CREATE TABLE indexed (last_unit INTEGER NOT NULL) STRICT;
INSERT INTO indexed VALUES (0);
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    symbol TEXT NOT NULL,
    level TEXT NOT NULL,
    action TEXT NOT NULL,
    who TEXT NOT NULL,
    made TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'closed')),
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX change_of_set ON change (symbol, level, state, id);
"""
_FILES = """
CREATE TABLE IF NOT EXISTS imported_file (
    digest TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
# Document sets that ended the process that aligned them.
_QUARANTINE = """
CREATE TABLE quarantine (
    symbol TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    cause TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
# What makes a memory of a version one of the next.
_MIGRATIONS = {4: _FILES, 5: _QUARANTINE}


def check_file(file: Path, *, create: bool) -> None:
    """Refuse what is there if it is no SQLite file, before SQLite takes it for an empty one."""
    try:
        with file.open("rb") as stream:
            start = stream.read(len(_MAGIC))
    except FileNotFoundError as error:
        if not create:
            raise StoreError(file, f"{NOT_THERE}{_beside(file)}") from error
        return
    except OSError as error:
        raise StoreError(file, error.strerror or str(error)) from error
    if start not in (b"", _MAGIC):
        raise StoreError(file, NOT_A_MEMORY)


def _beside(file: Path) -> str:
    """Name the memories in the folders beside a file, for someone who looked for one in vain."""
    with suppress(OSError):
        found = sorted(islice(file.parent.glob(f"*/{MEMORY_NAME}"), _NAMED))
        if found:
            return f", but {' and '.join(map(str, found))}: name one with --memory"
    return ""


def prepare(connection: SQLiteConnection, path: str, *, create: bool) -> None:
    """Set up the connection, and the tables of a new file; refuse what is not our memory."""
    # An index made up for one query would be a copy of the table in memory.
    for pragma in (
        "foreign_keys = ON",
        "synchronous = EXTRA",
        "cache_size = -32000",
        "automatic_index = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if _identity(connection) == (0, 0, 0) and create:
        if sqlite3.sqlite_version_info < (3, 37):
            raise StoreError(path, f"SQLite {sqlite3.sqlite_version} is too old, 3.37 is needed")
        _create_tables(connection)
    application, version, _ = _identity(connection)
    if application != _APPLICATION_ID:
        raise StoreError(path, NOT_A_MEMORY)
    if version < min(_MIGRATIONS):
        raise StoreError(path, "was made by a much older version of hexapla: make it again")
    check_version(version, path)
    if version < VERSION:
        _migrate(connection)


def _identity(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Return the application, the version of the schema and the number of tables of a file."""
    queries = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    application, version, tables = (connection.execute(each).fetchone()[0] for each in queries)
    return application, version, tables


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have made them since we looked.
    if _identity(connection) == (0, 0, 0):
        for statement in ";".join((_TABLES, _FILES, _QUARANTINE)).split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _migrate(connection: SQLiteConnection) -> None:
    """Bring the tables to this version, step by step, all or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done so since we looked.
        _, version, _ = _identity(connection)
        for step in range(version, VERSION):
            for statement in _MIGRATIONS.get(step, "").split(";"):
                connection.execute(statement)
        if version < KEYS_VERSION:
            from hexapla.memory.store.integrity import rebuild  # noqa: PLC0415 - it needs numpy

            rebuild(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def sqlite_errors(path: str) -> AbstractContextManager[None]:
    """Raise what SQLite says in the block as a StoreError of one line."""
    return as_store_errors(path, sqlite3.Error, _cause)


def _cause(error: sqlite3.Error) -> str:
    """Say what to do about an error, by its result code (sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorname", "") or ""
    known = {
        "SQLITE_BUSY": LOCKED,
        "SQLITE_LOCKED": LOCKED,
        "SQLITE_FULL": "the disk is full; the memory is as it was",
        "SQLITE_IOERR": "reading or writing failed, as on a full disk; the memory is as it was",
        "SQLITE_READONLY": FORBIDDEN,
        "SQLITE_PERM": FORBIDDEN,
        "SQLITE_CANTOPEN": "cannot be opened: no permission, or no such folder",
        "SQLITE_NOTADB": NOT_A_MEMORY,
        "SQLITE_CORRUPT": DAMAGED,
    }
    return next((cause for name, cause in known.items() if code.startswith(name)), str(error))
