"""Copies of a memory in SQLite: made while it is in use, and put back in its place."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import StoreError
from hexapla.memory.output.files import (
    build_time,
    free_path,
    put_in_new_place,
    refuse_to_replace,
    replacing_file,
)
from hexapla.memory.store.checksums import wrong_rows
from hexapla.memory.store.connection import OF_COMMANDS, Connection
from hexapla.memory.store.errors import NOT_A_MEMORY
from hexapla.memory.store.sqlite.connection import SQLiteConnection
from hexapla.memory.store.sqlite.schema import (
    PRIVATE,
    check_file,
    identity_of,
    is_damage,
    is_database,
    is_memory,
    prepare,
    refuse_own_name,
    sqlite_errors,
)
from hexapla.memory.store.transfer import copy_rows
from hexapla.memory.store.values import wrong_values
from hexapla.memory.store.versions import VERSION, TableVersion

__all__ = ["back_up", "back_up_file", "restore", "version_of", "write_copy"]

# Pages that are copied before others may write again, and how often the copy may begin anew.
_PAGES: Final = 4096
_STARTS: Final = 3
_PLAYED_BACK: Final = ("-journal", "-wal")
_DAMAGED: Final = "is damaged: take another backup"


def back_up(connection: sqlite3.Connection, path: Path, *, new: bool = False) -> None:
    """Copy a memory into a file, while others read and write it.

    What stood at `path` is replaced when the copy is complete and sound. Raises StoreError where it
    cannot be written, is no memory but something else, with `new` is anything, or the memory is
    damaged.
    """
    with _replacing(path, _mode_of(connection), new=new) as copy:
        _copy(connection, copy)
        if not _is_sound(copy):
            raise StoreError(path, "not written: the memory is damaged, see hexapla memory check")


def back_up_file(memory: Path, path: Path) -> None:
    """Copy a memory of any version into a file, as `back_up` does."""
    check_file(memory, create=False)
    uri = f"{memory.absolute().as_uri()}?mode=rw"  # a journal that is left is played back
    with sqlite_errors(str(memory)), closing(sqlite3.connect(uri, uri=True)) as source:
        back_up(source, path)


def version_of(memory: Path) -> int:
    """Return the version of the tables of a memory."""
    uri = f"{memory.absolute().as_uri()}?mode=ro"
    with sqlite_errors(str(memory)), closing(sqlite3.connect(uri, uri=True)) as connection:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
    return TableVersion.of(found).number


def write_copy(source: Connection, path: Path, *, new: bool = False) -> None:
    """Copy a memory in another database into a file, as `back_up` does."""
    with _replacing(path, new=new) as copy:
        prepare(copy, str(path), create=True)
        copy.execute("BEGIN")
        copy_rows(source, copy)
        copy.execute("COMMIT")


def _is_sound(copy: SQLiteConnection) -> bool:
    """Return whether the pages of a file are in order, and all rows as they were written.

    Those of versions before have no checksums, or other ones.
    """
    try:
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            return False
        [(stamp,)] = copy.execute("PRAGMA user_version")
        return TableVersion.of(stamp).number < VERSION or next(wrong_rows(copy), None) is None
    except sqlite3.OperationalError as error:
        if is_damage(error):
            return False
        raise


def _mode_of(connection: sqlite3.Connection) -> int:
    """Return the permissions of the file of a memory; those of a new one where it was removed."""
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    try:
        return stat.S_IMODE(Path(file).stat().st_mode)
    except FileNotFoundError:
        return PRIVATE


@contextmanager
def _replacing(path: Path, mode: int = PRIVATE, *, new: bool = False) -> Iterator[SQLiteConnection]:
    """Open an empty file that takes the place of a memory, or of nothing, when the block ends.

    Raises BusyError where somebody else reads or writes what stands there.
    """
    refuse_own_name(path)
    if new:
        refuse_to_replace(path)
    check_file(path, create=True)
    with _alone(path):  # told before anything is copied, which takes long
        _refuse_left_behind(path)
    with ExitStack() as alone, replacing_file(path, mode=mode, new=new) as temporary:
        with sqlite_errors(str(path)), _opened(temporary) as copy:
            yield copy
        if not new:
            alone.enter_context(_alone(path))
        _refuse_left_behind(path)


@contextmanager
def _opened(temporary: Path) -> Iterator[SQLiteConnection]:
    """Open a copy whose journal is no file: nobody needs a copy that does not come to its end."""
    connection = sqlite3.connect(temporary, isolation_level=None, factory=SQLiteConnection)
    with closing(connection) as copy:
        copy.execute("PRAGMA journal_mode = MEMORY")
        yield copy


class _BegunAnewError(Exception):
    """Others wrote so often that the copy came to no end."""


def _copy(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    starts, least = 0, None

    def watch(_: int, remaining: int, __: int) -> None:
        nonlocal starts, least
        starts += least is not None and remaining > least
        least = remaining
        if starts > _STARTS:
            raise _BegunAnewError

    try:
        source.backup(copy, pages=_PAGES, progress=watch, sleep=0.01)
    except _BegunAnewError:
        # In one go, while others wait.
        source.backup(copy, pages=-1)
    # A file that has a write-ahead log would ask for one here, too.
    copy.execute("PRAGMA journal_mode = DELETE")


def restore(backup: Path, memory: Path) -> Path | None:
    """Put a copy of a backup in the place of a memory; return where what stood there is kept.

    None where nothing stood there. Raises StoreError where the backup is no sound memory, or the
    memory is in use or cannot be written; it is then as it was.
    """
    refuse_own_name(memory)
    check_file(backup, create=False)
    mode = stat.S_IMODE(backup.stat().st_mode)
    new = identity_of(memory) is None
    if new:
        _refuse_left_behind(memory)
    with ExitStack() as alone, replacing_file(memory, mode=mode, new=new) as temporary:
        uri = f"{backup.absolute().as_uri()}?mode=ro"
        with sqlite_errors(str(backup)), closing(sqlite3.connect(uri, uri=True)) as source:
            if source.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreError(backup, _DAMAGED)
            with _opened(temporary) as copy:
                with sqlite_errors(str(memory)):
                    _copy(source, copy)
                prepare(copy, str(backup), create=False, upgrade=True)
                for line in wrong_values(copy):
                    raise StoreError(backup, f"{NOT_A_MEMORY}: {line}")
                # Every text is read for it, so that none is there which cannot be.
                for _ in wrong_rows(copy):
                    raise StoreError(backup, _DAMAGED)
        if not new:
            alone.enter_context(_alone(memory))
        if new or identity_of(memory) is None:
            _refuse_left_behind(memory)
            return None
        return alone.enter_context(_kept(memory))


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep everybody else out of what stands in a place while another file is put there.

    What a killed writer left half done is undone, and what a write-ahead log has is written into
    the file: either would be taken for a part of the file that comes. Where nothing stands, or what
    is no database any more, nothing is done. Raises BusyError where somebody reads or writes it,
    StoreError where it is the database of another program.
    """
    with ExitStack() as locks:
        while (found := identity_of(file)) and is_database(file):
            if not is_memory(file):
                raise StoreError(file, NOT_A_MEMORY)
            uri = f"{file.absolute().as_uri()}?mode=rw"
            with sqlite_errors(str(file)):
                old = sqlite3.connect(uri, uri=True, timeout=OF_COMMANDS.lock, isolation_level=None)
                _lock(locks.enter_context(closing(old)))
            # While the one was waited for, another can have been put there.
            if found == identity_of(file):
                break
        if os.name == "nt":
            locks.close()  # Windows lets nobody rename over a file that anybody has open
        yield


def _lock(connection: sqlite3.Connection) -> None:
    """Let nobody else read or write a file, where it is a sound database."""
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        # Of an empty file SQLite begins a journal at once, which would be one of what comes.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY")):
            raise


def _refuse_left_behind(file: Path) -> None:
    """Raise StoreError where a memory that is gone has left a journal or a log in its place.

    SQLite would play it back into the next file there.
    """
    for ending in _PLAYED_BACK:
        left = file.with_name(f"{file.name}{ending}")
        if os.path.lexists(left):
            cause = "is left of another memory: put it beside that one again, or remove it"
            raise StoreError(left, cause)


@contextmanager
def _kept(memory: Path) -> Iterator[Path]:
    """Keep what stands in the place of a memory under another name beside it, and yield that.

    Where the block ends with an error before a new one is there, it gets its place back.
    """
    given: list[tuple[Path, Path]] = []
    try:
        kept = _named(memory)
        given.append((memory, kept))
        for ending in (*_PLAYED_BACK, "-shm"):
            # Of a memory that cannot be opened: it must not be taken for one of the new memory.
            before, after = (each.with_name(f"{each.name}{ending}") for each in (memory, kept))
            with suppress(FileNotFoundError):
                before.rename(after)
                given.append((before, after))
        yield kept
    except BaseException:
        _give_back(given)
        raise


def _give_back(given: Sequence[tuple[Path, Path]]) -> None:
    """Give files their names of before again, unless the first of these is another's by now."""
    with suppress(OSError):  # they are whole under the names that they have
        for before, after in given:
            if not os.path.lexists(before):
                put_in_new_place(after, before)
            elif not before.samefile(after):
                return
            after.unlink(missing_ok=True)


def _named(memory: Path) -> Path:
    """Give a memory another name, which nothing has; where the system can, it keeps its own too.

    Then there is a memory at every moment.
    """
    stamp = build_time().strftime("%Y%m%dT%H%M%SZ")
    while True:
        kept = free_path(memory.parent, f"{memory.name}.replaced-{stamp}")
        # Two who restore at once can have found the same name.
        with suppress(FileExistsError):
            put_in_new_place(memory, kept)
            return kept
