"""The PostgreSQL database (postgresql.org) that a translation memory is in, for many users at once.

Readers never wait. Writers wait for one another, ten seconds at most, as they do with a SQLite
file, and for nobody who hangs or is gone: what a change is made to is compared with what its maker
saw, and the index is told of units in the order of their keys.

Texts are looked up by the same index as in a SQLite file, not by pg_trgm: so both find the same,
and an index finds Chinese words of one and two characters too, in which there is no trigram
(`scripts/dev/bench/shared.py` measures both).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus

from hexapla.memory.store.checksums import make_checksums
from hexapla.memory.store.connection import OF_COMMANDS, Connection, DatabaseTimeouts
from hexapla.memory.store.locations import shown
from hexapla.memory.store.postgres.answers import AnsweredConnection
from hexapla.memory.store.postgres.connection import IDLE, PostgresConnection
from hexapla.memory.store.postgres.schema import postgres_errors, prepare
from hexapla.memory.store.sqlite.copying import write_copy
from hexapla.memory.store.sqlite.database import open_sqlite
from hexapla.memory.store.versions import OWN

__all__ = ["PostgresDatabase", "open_postgres"]


def open_postgres(
    url: str,
    *,
    create: bool = True,
    timeouts: DatabaseTimeouts = OF_COMMANDS,
    upgrade: bool = False,
) -> PostgresDatabase:
    """Open the memory in a database, made new where there is none and `create` is true.

    With `upgrade`, one of a version before is brought to this one, and is refused else. Raises
    StoreError where it cannot be opened, is no memory, or was made by a newer version.
    """
    place = shown(url)
    with postgres_errors(place):
        database = PostgresDatabase(url, timeouts)
        try:
            database.version = prepare(database, place, create=create, upgrade=upgrade)
        except BaseException:
            database.close()
            raise
    return database


class PostgresDatabase(PostgresConnection):
    """A memory in one schema of a database; see `memory.store.connection.Database`."""

    def __init__(self, url: str, timeouts: DatabaseTimeouts = OF_COMMANDS) -> None:
        super().__init__(url, timeouts)
        self.location = shown(url)
        self.version = OWN

    def errors(self) -> AbstractContextManager[None]:
        """Raise what PostgreSQL says in the block as a StoreError of one line."""
        return postgres_errors(self.location)

    def is_replaced(self) -> bool:
        """Return False: nothing is put in the place of a database that somebody uses."""
        return False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of the block or, whatever stops it, nothing; nobody else writes meanwhile."""
        self.version.refuse_newer(self.location)
        with self.errors(), self._begun(writes=True), self._in_one():
            idle = f"SET LOCAL idle_in_transaction_session_timeout = '{1000 * IDLE:.0f}ms'"
            # Others can still read it. Both at once: each question takes its way and back.
            self.database.execute(f"{idle}; LOCK TABLE hexapla IN EXCLUSIVE MODE".encode())
            # A program that was updated meanwhile can have upgraded it.
            [(stamp,)] = self.execute("SELECT version FROM hexapla")
            self.version.refuse_changed(stamp, self.location)
            yield
            make_checksums(self)
            self.execute("UPDATE hexapla SET revision = revision + 1")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the memory in all of the block as it is when that begins."""
        with self.errors():
            database = self.database
            if database.info.transaction_status is not TransactionStatus.IDLE:
                yield
                return
            with self._begun(writes=False), self._in_one():
                yield

    def _begun(self, *, writes: bool) -> AbstractContextManager[object]:
        """Begin a transaction, which ends with the block."""

        def begin(database: AnsweredConnection) -> ExitStack:
            with ExitStack() as stack:
                if not writes:
                    # What begins the transaction says so too: one way to the server less.
                    database.isolation_level = IsolationLevel.REPEATABLE_READ
                    database.read_only = True
                    stack.callback(_usual, database)
                stack.enter_context(database.transaction())
                return stack.pop_all()

        return self._asked(begin)

    @contextmanager
    def time_limit(self, deadline: float) -> Iterator[None]:
        """Stop statements of the block that go on beyond a time of the monotonic clock."""
        self._seconds = max(deadline - time.monotonic(), 0.001)
        try:
            with self.errors():
                self._asked(lambda database: database.limit(self._seconds))
            yield
        finally:
            self._seconds = self._timeouts.statement
            # A connection that is made anew has the usual limit.
            with suppress(psycopg.Error):
                if not self._database.closed:
                    self._database.limit(self._seconds)

    @contextmanager
    def staging(self) -> Iterator[Connection]:
        """Open a memory in a temporary file: every question to a server takes its way and back."""
        with (
            TemporaryDirectory(prefix="hexapla-") as folder,
            closing(open_sqlite(str(Path(folder, "import.db")))) as stage,
            stage.transaction(),
        ):
            yield stage

    def damaged_pages(self, *, deep: bool) -> list[str]:  # noqa: ARG002  # the server's own affair
        """Return nothing: the files of a server are looked after by those who run it."""
        return []

    def lost_rows(self) -> Iterator[str]:
        """Yield nothing: a server keeps no row whose owner is gone."""
        yield from ()

    def reindex(self) -> None:
        """Do nothing: the indexes of a server are looked after by those who run it."""

    def back_up(self, path: Path, *, new: bool = False) -> None:
        """Write a copy of the memory to a SQLite file, while others use it."""
        # The copy would lack what this program does not know.
        self.version.refuse_newer(self.location)
        with self.snapshot():
            write_copy(self, path, new=new)


def _usual(database: AnsweredConnection) -> None:
    """Let the next transaction be one that writes."""
    if not database.closed:
        database.isolation_level = database.read_only = None
