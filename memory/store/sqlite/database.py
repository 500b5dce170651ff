"""The SQLite file that a translation memory is in.

The file has a rollback journal, not a write-ahead log: a log works on no network drive, and
leaves two more files beside the memory that a copy or a mail forgets. `synchronous=EXTRA` makes
each finished set outlast a power cut.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import StoreError, UnavailableError
from hexapla.memory.output.files import make_folder
from hexapla.memory.store.checksums import make_checksums
from hexapla.memory.store.connection import OF_COMMANDS, DatabaseTimeouts
from hexapla.memory.store.errors import EMPTY, REMOVED, REPLACED
from hexapla.memory.store.sqlite.connection import SQLiteConnection
from hexapla.memory.store.sqlite.copying import back_up
from hexapla.memory.store.sqlite.integrity import damaged_pages, lost_rows
from hexapla.memory.store.sqlite.schema import (
    PRIVATE,
    check_file,
    identity_of,
    prepare,
    sqlite_errors,
)
from hexapla.memory.store.versions import OWN

__all__ = ["SQLiteDatabase", "open_sqlite"]

# Steps of SQLite's machine, some microseconds, after which the time is looked at.
_STEPS: Final = 1000


def open_sqlite(
    path: str,
    *,
    create: bool = True,
    timeouts: DatabaseTimeouts = OF_COMMANDS,
    upgrade: bool = False,
) -> SQLiteDatabase:
    """Open the memory in a file, made new where there is none and `create` is true.

    With `upgrade`, one of a version before is brought to this one, and is refused else. Raises
    StoreError where it cannot be opened, is no memory, or was made by a newer version.
    """
    file = Path(path)
    size = check_file(file, create=create)
    if not create and not size:
        raise StoreError(file, EMPTY)
    if create and not file.parent.exists():
        make_folder(file.parent)
    uri = f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    while True:
        if create:
            _make_private(file)
        identity = identity_of(file)
        with sqlite_errors(path):
            database = sqlite3.connect(
                uri, uri=True, timeout=timeouts.lock, isolation_level=None, factory=SQLiteDatabase
            )
            try:
                database.version = prepare(database, path, create=create, upgrade=upgrade)
            except BaseException:
                database.close()
                raise
        if identity_of(file) == identity:
            database.location, database.place = path, (file.absolute(), identity)
            return database
        database.close()  # another was put there meanwhile


def _make_private(file: Path) -> None:
    """Make the file of a memory, where there is none, before SQLite does for everybody to read."""
    # What cannot be made is told when it is opened.
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))


class SQLiteDatabase(SQLiteConnection):
    """See `memory.store.connection.Database`."""

    location = ""
    version = OWN
    place: tuple[Path, tuple[int, int] | None] = (Path(), None)
    """Where the file is, and what tells it from others."""

    def errors(self) -> AbstractContextManager[None]:
        """Raise what SQLite says in the block as a StoreError of one line.

        Raises UnavailableError where another stands in the place of the memory. To read on would
        harm that: SQLite takes its journal, which has the same name, for one that a killed writer
        of ours left, and removes it (sqlite.org/howtocorrupt.html, 2.4).
        """
        file, identity = self.place
        if identity_of(file) not in {identity, None}:
            raise UnavailableError(self.location, REPLACED)
        return sqlite_errors(self.location)

    def is_replaced(self) -> bool:
        """Return whether another file was put in the place of the memory.

        Raises UnavailableError where there is none any more.
        """
        file, identity = self.place
        now = identity_of(file)
        if now is None:
            raise UnavailableError(self.location, REMOVED)
        return now != identity

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of the block or, whatever stops it, nothing; nobody else writes meanwhile."""
        self.version.refuse_newer(self.location)
        with self.errors():
            self.execute("BEGIN IMMEDIATE")
            try:
                # A program that was updated meanwhile can have upgraded it.
                [(stamp,)] = self.execute("PRAGMA user_version")
                self.version.refuse_changed(stamp, self.location)
                yield
                make_checksums(self)
                self.execute("COMMIT")
            except BaseException:
                # A full disk can have made SQLite roll back already.
                if self.in_transaction:
                    self.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the memory in all of the block as it is when that begins."""
        if self.in_transaction:
            yield
            return
        with self.errors():
            self.execute("BEGIN")
        try:
            yield
        finally:
            with self.errors():
                self.execute("COMMIT")

    @contextmanager
    def time_limit(self, deadline: float) -> Iterator[None]:
        """Stop statements of the block that go on beyond a time of the monotonic clock."""

        def is_late() -> bool:
            return time.monotonic() > deadline

        self.set_progress_handler(is_late, _STEPS)
        try:
            yield
        finally:
            self.set_progress_handler(None, 0)

    def staging(self) -> AbstractContextManager[None]:
        """Open nothing: no memory is quicker to write than this one."""
        return nullcontext()

    def damaged_pages(self, *, deep: bool) -> list[str]:
        """Return what SQLite finds wrong with the pages of the file, a line each."""
        return damaged_pages(self, deep=deep)

    def lost_rows(self) -> Iterator[str]:
        """Yield the rows whose owners are not there, a line for each kind."""
        return lost_rows(self)

    def reindex(self) -> None:
        """Make SQLite's own indexes anew."""
        self.execute("REINDEX")

    def back_up(self, path: Path, *, new: bool = False) -> None:
        """Write a copy of the memory to a file, while others use it."""
        with suppress(OSError):  # one of them is not there, or no longer
            if path.samefile(self.location):
                raise StoreError(path, "is the memory itself")
        back_up(self, path, new=new)
