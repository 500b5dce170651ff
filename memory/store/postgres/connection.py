"""A PostgreSQL database as the statements of a memory use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Final

import psycopg
from psycopg import sql

from hexapla.memory.store.connection import Cursor, Kind, Parameters

__all__ = ["PostgresConnection"]

# Rows that travel at once when they are read one by one.
_AT_ONCE: Final = 2000
_PARAMETER: Final = re.compile(r"\?|:(\w+)|%|CROSS JOIN")
_CONNECTING: Final = 10  # seconds


class PostgresConnection:
    """See `memory.store.connection.Connection`.

    Where the server has closed the connection, as after it was started again, the next statement
    makes a new one, but not within a transaction.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._names = count(1)
        self._database = self._connected()

    @property
    def database(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Return the connection itself, open."""
        if self._database.closed:
            self._database = self._connected()
        return self._database

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=_CONNECTING,
            application_name="hexapla",
        )

    def execute(self, statement: str, parameters: Parameters = (), /) -> Cursor:
        """Do a statement."""
        # In binary, bytes are not written as twice as many letters.
        return self.database.execute(_translated(statement), parameters, binary=True)

    def executemany(self, statement: str, parameters: Iterable[Parameters], /) -> None:
        """Do a statement once for each of some parameters."""
        with self.database.cursor() as cursor:
            cursor.executemany(_translated(statement), parameters)

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Any]:
        """Yield the rows of a query one by one, however many they are, as they are now."""
        # With hold, so that it outlives its statement outside of a transaction too.
        name = f"rows_{next(self._names)}"
        with self.database.cursor(name, withhold=True) as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(_translated(statement), parameters, binary=True)
            yield from cursor

    def load(self, table: str, columns: str, rows: Iterable[Sequence[object]], /) -> None:
        """Insert rows, however many."""
        with self.database.cursor() as cursor:
            names = sql.SQL(", ").join(map(sql.Identifier, columns.split(", ")))
            copying = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with cursor.copy(copying) as copy:
                for row in rows:
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
