"""A PostgreSQL database as the statements of a memory use it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import count, islice
from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors, sql

from hexapla.corpora.errors import UsageError
from hexapla.memory.store.connection import OF_COMMANDS, Cursor, DatabaseTimeouts, Kind, Parameters
from hexapla.memory.store.postgres.answers import SILENT, AnsweredConnection

__all__ = ["BEAT", "IDLE", "SILENT", "PostgresConnection"]

_T = TypeVar("_T")

# Rows that travel at once when they are read one by one, and when they are inserted.
_AT_ONCE: Final = 2000
_COPIED: Final = 10_000
# What the server says of the sign with the number 0, in JSON and elsewhere; psycopg says "NUL".
_NO_SIGN: Final = (errors.UntranslatableCharacter, errors.CharacterNotInRepertoire)
_PARAMETER: Final = re.compile(r"\?|:(\w+)|%|CROSS JOIN")
# Each side looks, after 30 seconds of silence and then each 10, whether the other is still there;
# after three looks in vain it is taken for gone.
_KEEPALIVES: Final = (
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)
# A statement looks, while it works, whether anybody still waits for it (from PostgreSQL 14).
_WATCHED: Final = "SET client_connection_check_interval = '10s'"

BEAT: Final = 15.0
"""Seconds after which the server hears of a program that is in a transaction."""
IDLE: Final = 60.0
"""Seconds after which the server ends a transaction of which it hears nothing."""


class PostgresConnection:
    """See `memory.store.connection.Connection`.

    Where the server has closed the connection, as after it was started again, a statement is done
    on a new one, but not within a transaction. A server that does not answer is given up.
    """

    def __init__(self, url: str, timeouts: DatabaseTimeouts = OF_COMMANDS) -> None:
        self._url = url
        self._timeouts = timeouts
        self._seconds = timeouts.statement
        self._names = count(1)
        self._held = 0
        self._copying = threading.Lock()
        self._stopped = threading.Event()
        self._database = self._connected()

    @property
    def database(self) -> AnsweredConnection:
        """Return the connection itself, open."""
        if self._database.closed:
            if self._stopped.is_set():
                raise psycopg.OperationalError("it was stopped")
            self._database = self._connected()
        return self._database

    def _connected(self) -> AnsweredConnection:
        made = AnsweredConnection.connect(
            self._url,
            autocommit=True,
            connect_timeout=int(self._timeouts.connection),
            application_name="hexapla",
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
        )
        made.stopped = self._stopped
        made.limit(self._seconds)
        with suppress(psycopg.Error):
            made.execute(_WATCHED)
        waits = f"SET lock_timeout = '{1000 * self._timeouts.lock:.0f}ms'"
        made.execute(f"{_KEEPALIVES}; {waits}".encode())
        return made

    def _asked(self, ask: Callable[[AnsweredConnection], _T]) -> _T:
        """Ask the server, once more on a new connection where it had closed the old one."""
        database = self.database
        try:
            return ask(database)
        except psycopg.OperationalError:
            if self._held or not database.closed or database.is_given_up:
                raise
        return ask(self.database)

    @contextmanager
    def _in_one(self) -> Iterator[None]:
        """Do all of the block on one connection, and keep that alive.

        A server ends connections that leave a transaction idle, which an import does while it works
        on its own side. The block of a program that hangs, and that of one that is gone, ends so.
        """
        done = threading.Event()

        def beat() -> None:
            while not done.wait(BEAT):
                # Nothing can be said between the rows of a COPY, which is not idle either.
                with self._copying, suppress(psycopg.Error):
                    self._database.execute("SELECT 1")

        beating = threading.Thread(target=beat, daemon=True)
        beating.start()
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            done.set()
            beating.join()

    def interrupt(self) -> None:
        """Stop what is being read or written, for good; another thread than that may say so."""
        self._stopped.set()

    def execute(self, statement: str, parameters: Parameters = (), /) -> Cursor:
        """Do a statement. Raises UsageError where a parameter holds a NUL."""
        words = _translated(statement)
        # In binary, bytes are not written as twice as many letters.
        with _known_signs():
            return self._asked(lambda database: database.execute(words, parameters, binary=True))

    def executemany(self, statement: str, parameters: Iterable[Parameters], /) -> None:
        """Do a statement once for each of some parameters."""
        with self.database.cursor() as cursor:
            cursor.executemany(_translated(statement), parameters)

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Any]:
        """Yield the rows of a query one by one, however many they are, as they are now."""

        def asked(database: AnsweredConnection) -> psycopg.ServerCursor[tuple[Any, ...]]:
            # With hold, so that it outlives its statement outside of a transaction too.
            cursor = database.cursor(f"rows_{next(self._names)}", withhold=True)
            cursor.itersize = _AT_ONCE
            try:
                return cursor.execute(_translated(statement), parameters, binary=True)
            except BaseException:
                cursor.close()
                raise

        with _known_signs():
            found = self._asked(asked)
        with found as cursor:
            yield from cursor

    def load(self, table: str, columns: str, rows: Iterable[Sequence[object]], /) -> None:
        """Insert rows, however many."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns.split(", ")))
        copying = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        left = iter(rows)
        # Some at a time: a program that hangs does so between two statements.
        while some := list(islice(left, _COPIED)):
            with self._copying, self.database.cursor() as cursor, cursor.copy(copying) as copy:
                for row in some:
                    copy.write_row(row)

    def reserve(self, table: str, count: int = 1, /) -> int:
        """Take so many keys that no row of a table ever had; return the first."""
        # Writers take turns: nobody takes a key in between.
        sequence = f"{table}_id_seq"
        [(last,)] = self.execute(
            "SELECT setval(CAST(:name AS regclass), nextval(CAST(:name AS regclass)) + :more)",
            {"name": sequence, "more": count - 1},
        )
        return int(last) - count + 1

    def last_key(self, table: str, /) -> int:
        """Return the last key that a row of a table was given, 0 where there was none."""
        [(key,)] = self.execute(
            f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table}_id_seq"  # noqa: S608
        )
        return int(key)

    def set_last_key(self, table: str, key: int, /) -> None:
        """Say which key was the last: the next row has one more."""
        sequence = f"{table}_id_seq"
        self.execute("SELECT setval(CAST(? AS regclass), ?, ?)", (sequence, key or 1, key > 0))

    def among(self, column: str, parameter: str, kind: Kind = "text", /) -> str:
        """Return a condition: a column of some kind is one of the values in a JSON array."""
        values = f"json_array_elements_text(CAST({parameter} AS json))"
        return f"{column} = ANY (ARRAY (SELECT CAST({values} AS {kind})))"

    def may_delete(self, table: str, /) -> bool:
        """Return whether whoever is connected may delete rows of a table."""
        [(may,)] = self.execute("SELECT has_table_privilege(?, 'DELETE')", (table,))
        return bool(may)

    def defer_references(self) -> None:
        """Check only at the end of the transaction that every row has its owner."""
        self.execute("SET CONSTRAINTS ALL DEFERRED")

    def count_anew(self) -> None:
        """Look at how much there is, as the server does by itself only a minute later."""
        self.execute("ANALYZE document_set, document, unit, translation, segment, posting")

    def revision(self) -> tuple[int, int]:
        """Return what differs after anybody, through this connection or another, has written."""
        [(revision,)] = self.execute("SELECT revision FROM hexapla")
        return int(revision), 0

    def close(self) -> None:
        """Let the database go."""
        self._database.close()


@contextmanager
def _known_signs() -> Iterator[None]:
    """Take it for bad use that the block asks with a sign that the database has not.

    Somebody gave it, as the name of a document for one: no memory holds it.
    """
    try:
        yield
    except psycopg.DataError as error:
        if isinstance(error, _NO_SIGN) or "NUL" in str(error):
            raise UsageError("a text holds a sign that no memory holds (NUL)") from error
        raise


@lru_cache(maxsize=1000)
def _translated(statement: str) -> bytes:
    """Return a statement with the marks of psycopg, in the words of PostgreSQL."""

    def other(found: re.Match[str]) -> str:
        match found.group():
            case "?":
                return "%s"
            case "%":
                return "%%"
            case "CROSS JOIN":
                return "JOIN"
        return f"%({found.group(1)})s"

    return _PARAMETER.sub(other, statement).encode()
