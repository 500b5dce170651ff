"""A translation memory in a PostgreSQL database (postgresql.org), for many users at once.

Readers never wait. Writers wait for one another, ten seconds at most, as they do with a SQLite
file: what a change is made to is compared with what its maker saw, and the index is told of units
in the order of their keys.

Texts are looked up by the same index as in a SQLite file, not by pg_trgm: so both find the same,
and an index finds Chinese words of one and two characters too, in which there is no trigram
(`scripts/benchmark_shared.py` measures both).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.errors import LOCK_TIMEOUT
from hexapla.memory.store.locations import shown
from hexapla.memory.store.postgres.connection import PostgresConnection
from hexapla.memory.store.postgres.schema import prepare, refusals
from hexapla.memory.store.sqlite.copying import write_copy
from hexapla.memory.store.sqlite.store import SQLiteStore
from hexapla.memory.store.store import SQLStore

__all__ = ["PostgresStore"]


class PostgresStore(SQLStore[PostgresConnection]):
    """The memory in one schema of a database; see `memory.store.opening.Store`."""

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> Self:
        """Open the memory in a database, made new where there is none and `create` is true.

        Raises StoreError where it cannot be opened, is no memory, or was made by a newer version.
        """
        place = shown(url)
        with refusals(place):
            connection = PostgresConnection(url)
            try:
                prepare(connection, place, create=create)
            except BaseException:
                connection.close()
                raise
        return cls(connection, place)

    def back_up(self, path: Path) -> None:
        """Write a copy of the memory to a SQLite file, while others use it."""
        with self.snapshot():
            write_copy(self._connection, path)

    @contextmanager
    def _stage(self) -> Iterator[Connection]:
        """Give a memory in a temporary file: every question to a server takes its way and back."""
        with (
            TemporaryDirectory(prefix="hexapla-") as folder,
            SQLiteStore.open(str(Path(folder, "import.db"))) as store,
            store._transaction(),
        ):
            yield store._connection

    def _refusals(self) -> AbstractContextManager[None]:
        return refusals(self._location)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the memory in all of the block as it is when that begins."""
        with self._refusals():
            database = self._connection.database
            if database.info.transaction_status is not TransactionStatus.IDLE:
                yield
                return
            # What begins the transaction says so too: one way to the server less.
            database.isolation_level = IsolationLevel.REPEATABLE_READ
            database.read_only = True
            try:
                with database.transaction():
                    yield
            finally:
                if not database.closed:
                    database.isolation_level = database.read_only = None

    @contextmanager
    def _ending(self, deadline: float) -> Iterator[None]:
        left = max(int(1000 * (deadline - time.monotonic())), 1)
        with self._refusals():
            self._connection.execute(f"SET statement_timeout = {left}")
        try:
            yield
        finally:
            with self._refusals():
                self._connection.execute("SET statement_timeout = 0")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._refusals(), self._connection.database.transaction():
            self._connection.execute(f"SET LOCAL lock_timeout = '{1000 * LOCK_TIMEOUT:.0f}ms'")
            # Others can still read it.
            self._connection.execute("LOCK TABLE hexapla IN EXCLUSIVE MODE")
            yield
            self._connection.execute("UPDATE hexapla SET revision = revision + 1")
