"""A translation memory in one SQLite file.

The file has a rollback journal, not a write-ahead log: a log works on no network drive, and
leaves two more files beside the memory that a copy or a mail forgets. `synchronous=EXTRA` makes
each finished set outlast a power cut.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Self

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.errors import LOCK_TIMEOUT
from hexapla.memory.store.sqlite.connection import SQLiteConnection
from hexapla.memory.store.sqlite.copying import back_up
from hexapla.memory.store.sqlite.integrity import damaged_pages, lost_rows
from hexapla.memory.store.sqlite.schema import check_file, prepare, refusals
from hexapla.memory.store.store import SQLStore

__all__ = ["SQLiteStore"]

# Steps of SQLite's machine, some microseconds, after which the time is looked at.
_STEPS: Final = 1000


class SQLiteStore(SQLStore[SQLiteConnection]):
    """The memory in one file; see `memory.store.opening.Store`."""

    @classmethod
    def open(cls, path: str, *, create: bool = True) -> Self:
        """Open the memory in a file, made new where there is none and `create` is true.

        Raises StoreError where it cannot be opened, is no memory, or was made by a newer version.
        """
        file = Path(path)
        check_file(file, create=create)
        uri = f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        with refusals(path):
            connection = sqlite3.connect(
                uri,
                uri=True,
                timeout=LOCK_TIMEOUT,
                isolation_level=None,
                factory=SQLiteConnection,
            )
            try:
                prepare(connection, path, create=create)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path)

    def problems(self, *, deep: bool = False) -> Iterator[str]:
        """Give what is wrong with the memory, a line each."""
        with self._reading():
            pages = damaged_pages(self._connection, deep=deep)
            yield from pages
            if pages:
                return
            yield from lost_rows(self._connection)
        yield from super().problems(deep=deep)

    def rebuild(self) -> None:
        """Make keys and index anew, the database's own as well."""
        with self._refusals():
            self._connection.execute("REINDEX")
        super().rebuild()

    def back_up(self, path: Path) -> None:
        """Write a copy of the memory to a file, while others use it."""
        if path.resolve() == Path(self._location).resolve():
            raise StoreError(path, "is the memory itself")
        with self._refusals():
            back_up(self._connection, path)

    def _refusals(self) -> AbstractContextManager[None]:
        return refusals(self._location)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the memory in all of the block as it is when that begins."""
        if self._connection.in_transaction:
            yield
            return
        with self._refusals():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with self._refusals():
                self._connection.execute("COMMIT")

    @contextmanager
    def _ending(self, deadline: float) -> Iterator[None]:
        def is_late() -> bool:
            return time.monotonic() > deadline

        self._connection.set_progress_handler(is_late, _STEPS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, 0)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._refusals():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk can have made SQLite roll back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
