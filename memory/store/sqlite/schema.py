"""Opening a file that holds the tables of a memory, and what SQLite says when it fails."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import AbstractContextManager, closing, suppress
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import BusyError, StoreError
from hexapla.corpora.input.decoding import is_special
from hexapla.memory.store.errors import (
    DAMAGED,
    FORBIDDEN,
    LOCKED,
    NOT_A_MEMORY,
    NOT_THERE,
    REPLACED,
    as_store_errors,
)
from hexapla.memory.store.locations import MEMORY_NAME
from hexapla.memory.store.sqlite.connection import SQLiteConnection
from hexapla.memory.store.tables import POSTINGS, create_tables, migration
from hexapla.memory.store.versions import OWN, VERSION, TableVersion, check_version
from hexapla.memory.text.cleaning import one_line

__all__ = [
    "OWN_SCHEMA",
    "PRIVATE",
    "check_file",
    "digest_of",
    "identity_of",
    "is_damage",
    "is_database",
    "is_memory",
    "own_schema",
    "prepare",
    "refuse_own_name",
    "sqlite_errors",
]

PRIVATE = 0o600
"""The permissions of a new memory: whoever is to read it as well is given leave by its owner."""

OWN_SCHEMA: Final = "dc434c03cd03c1a4cf251f18bd55b2946719156980daedd83f8af64af433dcc0"
"""The `digest_of` the tables and indexes of a new memory.

To make them takes ten milliseconds, for which each command would wait as it opens a memory. Where
the digest is another they are made, and compared one by one.
"""

_APPLICATION_ID = 0x48585041  # "HXPA"
# Characters of a name that are shown.
_SHOWN: Final = 60
# What Python says of bytes that are no text, without a code.
_NO_TEXT: Final = "Could not decode"
# Other memories that are named to someone who looks for one.
_NAMED = 3
# Bytes of the least database; SQLite takes what is smaller for an empty one.
_SMALLEST: Final = 512
# The end of a journal that names another one (sqlite.org/fileformat.html, "The Rollback Journal"):
# of a transaction over several files, which a memory never has. SQLite removes the one it names.
_NAMES_ANOTHER = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
# Bytes of one value. Each row of a change of 25,000 paragraphs is in one.
_LONGEST: Final = 1 << 28

# What SQLite adds to the name of a database for files of its own: it writes and removes them.
_OWN_FILES: Final = ("-journal", "-wal", "-shm")

# What this database calls what the tables have.
_OF_TABLES: Final = {
    **{"key": "INTEGER PRIMARY KEY AUTOINCREMENT", "row": "INTEGER PRIMARY KEY"},
    **{"text": "TEXT", "number": "INTEGER", "real": "REAL", "bytes": "BLOB"},
    **{"with_owner": "ON DELETE CASCADE", "posting_key": "segment_id, gram, part"},
    **{"end": "STRICT", "keyed": "STRICT, WITHOUT ROWID"},
}
_WORDS: Final = {
    **_OF_TABLES,
    "posting_anew": f"DROP TABLE posting;{POSTINGS.format_map(_OF_TABLES)}",
}
# Pages of 4 KiB: up to 256 MiB of what a transaction writes are held in memory until its end. From
# the first page that goes to the file before that, nobody can read.
_SPILL: Final = 1 << 16
# The oldest version that is brought to this one.
_OLDEST: Final = 4


def check_file(file: Path, *, create: bool) -> int:
    """Refuse what is there if it is no SQLite file, before SQLite takes it for an empty one.

    Returns its size in bytes, 0 where there is none and one may be made.

    It is never opened but by SQLite: when a process closes a file, however it opened it, all locks
    that it has on the file are gone, and another may write into what this one writes
    (sqlite.org/howtocorrupt.html, 2.2).
    """
    if is_special(file):
        raise StoreError(file, NOT_A_MEMORY)
    try:
        found = file.stat()
    except FileNotFoundError as error:
        if not create:
            raise StoreError(file, f"{NOT_THERE}{_beside(file)}") from error
        refuse_own_name(file)
        return 0
    except OSError as error:
        raise StoreError(file, error.strerror or str(error)) from error
    if stat.S_ISDIR(found.st_mode):
        raise StoreError(file, os.strerror(errno.EISDIR))
    if not os.access(file, os.R_OK) and file.exists():
        raise StoreError(file, os.strerror(errno.EACCES))
    if _journal_names_another(file):
        raise StoreError(file, f"{NOT_A_MEMORY}: its journal names another file")
    if 0 < found.st_size < _SMALLEST or not is_database(file):
        raise StoreError(file, NOT_A_MEMORY)
    return found.st_size


def identity_of(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from others; None where there is none.

    Raises StoreError where it cannot be looked at, or is a pipe or a device.
    """
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(file, error.strerror or str(error)) from error
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(file, NOT_A_MEMORY)
    return found.st_dev, found.st_ino


def refuse_own_name(file: Path) -> None:
    """Refuse to make a memory under a name by which SQLite would take it for a part of another."""
    if file.name.endswith(_OWN_FILES):
        cause = "SQLite gives such names to files of its own, and removes them: take another name"
        raise StoreError(file, cause)


def is_database(file: Path) -> bool:
    """Return whether SQLite takes a file for a database; whatever else is wrong is told later.

    It looks at the file alone, and at no journal beside it: that of another database would stop it,
    and be played back into the file as soon as it is opened for writing.
    """
    try:
        _application(file)
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB"
    return True


def is_memory(file: Path) -> bool:
    """Return whether a database is a memory, or nothing yet, and not that of another program."""
    try:
        return file.stat().st_size < _SMALLEST or _application(file) == _APPLICATION_ID
    except (sqlite3.Error, OSError):
        return True  # damaged, or gone, and told later


def _application(file: Path) -> int:
    """Return which program a database is of; as `is_database` looks at it."""
    uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True, timeout=0)) as connection:
        connection.execute("PRAGMA schema_version")
        (found,) = connection.execute("PRAGMA application_id").fetchone()
    return int(found)


def _journal_names_another(file: Path) -> bool:
    real = file.resolve()  # of a link, SQLite takes the journal of what it leads to
    journal = real.with_name(f"{real.name}-journal")
    try:
        if is_special(journal):
            return True
        with journal.open("rb") as stream:
            stream.seek(-len(_NAMES_ANOTHER), os.SEEK_END)
            return stream.read() == _NAMES_ANOTHER
    except OSError:
        return False  # there is none, or hardly anything in it


def _beside(file: Path) -> str:
    """Name the memories in the folders beside a file, for someone who looked for one in vain."""
    with suppress(OSError):
        found = sorted(islice(file.parent.glob(f"*/{MEMORY_NAME}"), _NAMED))
        if found:
            return f", but {' and '.join(map(str, found))}: name one with --memory"
    return ""


def prepare(
    connection: SQLiteConnection, path: str, *, create: bool, upgrade: bool = False
) -> TableVersion:
    """Set up the connection, and the tables of a new file; refuse what is not our memory.

    One of a version before is brought to this one where that is asked, and refused else. One that
    is newer is only read. Returns the version.
    """
    # An index made up for one query would be a copy of the table in memory.
    for pragma in (
        "foreign_keys = ON",
        "synchronous = EXTRA",
        "cache_size = -32000",
        f"cache_spill = {_SPILL}",
        "automatic_index = OFF",
        # Files come from others: nothing in them calls functions or is taken for a page of its own.
        "trusted_schema = OFF",
        "cell_size_check = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    if _identity(connection) == (0, 0, 0) and create:
        if sqlite3.sqlite_version_info < (3, 37):
            raise StoreError(path, f"SQLite {sqlite3.sqlite_version} is too old, 3.37 is needed")
        _create_tables(connection)
    application, stamp, _ = _identity(connection)
    if application != _APPLICATION_ID:
        raise StoreError(path, NOT_A_MEMORY)
    version = TableVersion.of(stamp)
    if version.number < _OLDEST:
        raise StoreError(path, "was made by a much older version of hexapla: make it again")
    _refuse_programs(connection, path)
    check_version(version, path, upgrade=upgrade)
    if version.number < VERSION:
        _migrate(connection, path)
        return OWN
    _refuse_other_tables(connection, path, has_more=version.is_newer)
    if version.is_newer:
        connection.execute("PRAGMA query_only = ON")
    return version


def _refuse_programs(connection: sqlite3.Connection, path: str) -> None:
    """Refuse what runs by itself when a memory is read or written, before anything is done."""
    found = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index')"
        " OR sql LIKE 'CREATE VIRTUAL%' LIMIT 1"
    ).fetchone()
    if found:
        raise StoreError(path, _foreign("has", *found))


def _refuse_other_tables(
    connection: sqlite3.Connection, path: str, *, has_more: bool = False
) -> None:
    """Refuse tables and indexes that are not those of a memory, as each is made.

    One that `has_more` may have some beside them.
    """
    there = _schema(connection)
    if digest_of(there) == OWN_SCHEMA:
        return
    expected = own_schema()
    for name in sorted(expected if has_more else there.keys() | expected.keys()):
        is_there, belongs = there.get(name), expected.get(name)
        if is_there is None or belongs is None or is_there[2] != belongs[2]:
            told = "lacks" if is_there is None else "has another form of" if belongs else "has"
            kind, *_ = is_there or belongs or ("table",)
            raise StoreError(path, _foreign(told, kind, name))


def _foreign(told: str, kind: str, name: object) -> str:
    return f"{NOT_A_MEMORY}: it {told} the {kind} {one_line(str(name))[:_SHOWN]}"


def _schema(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    """Return the kind and the statement of each table and index by its name, and that spaceless."""
    rows = connection.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND"
        " name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4')"
    )
    return {str(name): (kind, sql, re.sub(r"\s+", "", str(sql))) for name, kind, sql in rows}


def digest_of(schema: Mapping[str, tuple[str, str, str]]) -> str:
    """Return what tells whether two schemas are the same, but for their spaces."""
    made = sorted((name, kind, spaceless) for name, (kind, _, spaceless) in schema.items())
    return sha256(repr(made).encode()).hexdigest()


@cache
def own_schema() -> dict[str, tuple[str, str, str]]:
    """Return the tables and indexes of a new memory, as `digest_of` takes them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in create_tables(_WORDS):
            connection.execute(statement)
        return _schema(connection)


def _renew_indexes(connection: sqlite3.Connection) -> None:
    """Make the indexes of a memory of a version before as those of a new one are."""
    there, expected = _schema(connection), own_schema()
    for name, (kind, _, made) in there.items():
        if kind == "index" and made != expected.get(name, ("", "", ""))[2]:
            connection.execute('DROP INDEX "{}"'.format(name.replace('"', '""')))
    there = _schema(connection)
    for name, (kind, statement, _) in expected.items():
        if kind == "index" and name not in there:
            connection.execute(statement)


def _identity(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Return the application, the stamp of the schema and the number of tables of a file."""
    queries = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    application, stamp, tables = (connection.execute(each).fetchone()[0] for each in queries)
    return application, stamp, tables


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have made them since we looked.
    if _identity(connection) == (0, 0, 0):
        for statement in create_tables(_WORDS):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {OWN.stamp}")
    connection.execute("COMMIT")


def _migrate(connection: SQLiteConnection, path: str) -> None:
    """Bring the tables to this version, step by step, all or none."""
    from hexapla.memory.store.upgrading import make_anew  # noqa: PLC0415 - it needs numpy

    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done so since we looked.
        _, stamp, _ = _identity(connection)
        version = TableVersion.of(stamp).number
        for step in range(version, VERSION):
            for statement in migration(step, _WORDS):
                connection.execute(statement)
        _renew_indexes(connection)
        _refuse_other_tables(connection, path)
        make_anew(connection, version)
        connection.execute(f"PRAGMA user_version = {OWN.stamp}")
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        # What a statement speaks of is not there: no memory of that version has such tables.
        if getattr(error, "sqlite_errorname", "") == "SQLITE_ERROR":
            raise StoreError(path, f"{NOT_A_MEMORY}: {error}") from error
        raise


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error says that a value is no text, though its column says that it is."""
    return str(error).startswith(_NO_TEXT)


def sqlite_errors(path: str) -> AbstractContextManager[None]:
    """Raise what SQLite says in the block as a StoreError of one line."""
    return as_store_errors(path, sqlite3.Error, _told)


def _told(error: sqlite3.Error) -> tuple[type[StoreError], str]:
    """Say what to do about an error, by its result code (sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorname", "") or ""
    known = {
        "SQLITE_BUSY": LOCKED,
        "SQLITE_LOCKED": LOCKED,
        "SQLITE_FULL": "the disk is full; the memory is as it was",
        "SQLITE_IOERR": "reading or writing failed, as on a full disk; the memory is as it was",
        "SQLITE_READONLY_DBMOVED": REPLACED,
        "SQLITE_READONLY": FORBIDDEN,
        "SQLITE_PERM": FORBIDDEN,
        "SQLITE_CANTOPEN": "cannot be opened: no permission, or no such folder",
        "SQLITE_NOTADB": NOT_A_MEMORY,
        "SQLITE_CORRUPT": DAMAGED,
    }
    if is_damage(error):
        return StoreError, DAMAGED
    cause = next((cause for name, cause in known.items() if code.startswith(name)), str(error))
    return BusyError if cause == LOCKED else StoreError, cause
