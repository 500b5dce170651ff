"""An SQLite database as the statements of a memory use it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from hexapla.memory.store.connection import Kind, Parameters

__all__ = ["SQLiteConnection"]

# Tables whose keys are never used again: by AUTOINCREMENT, and segments by what is said here.
_NEVER_AGAIN: Final = frozenset({"document_set", "unit", "change", "edit", "segment", "concept"})


class SQLiteConnection(sqlite3.Connection):
    """See `memory.store.connection.Connection`."""

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Any]:
        """Yield the rows of a query one by one, however many they are."""
        return self.execute(statement, parameters)

    def load(self, table: str, columns: str, rows: Iterable[Sequence[object]], /) -> None:
        """Insert rows, however many."""
        marks = ", ".join("?" for _ in columns.split(","))
        self.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608

    def reserve(self, table: str, _: int = 1, /) -> int:
        """Take keys that no row of a table ever had, for rows to be inserted next."""
        # AUTOINCREMENT counts the keys of the rows that are inserted.
        return self.last_key(table) + 1

    def last_key(self, table: str, /) -> int:
        """Return the last key that a row of a table was given, 0 where there was none."""
        [(key,)] = self.execute(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?),"  # noqa: S608
            f" (SELECT max(id) FROM {table}), 0)",
            (table,),
        )
        return int(key)

    def set_last_key(self, table: str, key: int, /) -> None:
        """Say which key was the last: the next row has one more."""
        if table not in _NEVER_AGAIN:
            return  # SQLite takes one more than the largest that is there
        changed = self.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (key, table))
        if not changed.rowcount:
            self.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, key))

    def among(self, column: str, parameter: str, _: Kind = "text", /) -> str:
        """Return a condition: a column is one of the values in a JSON array."""
        return f"{column} IN (SELECT value FROM json_each({parameter}))"  # noqa: S608

    def may_delete(self, _: str, /) -> bool:
        """Return whether rows of a table may be deleted: whoever can write a file can do all."""
        return True

    def defer_references(self) -> None:
        """Check only at the end of the transaction that every row has its owner."""
        self.execute("PRAGMA defer_foreign_keys = ON")

    def count_anew(self) -> None:
        """Do nothing: no query of a memory depends on it."""

    def revision(self) -> tuple[int, int]:
        """Return what differs after anybody, through this connection or another, has written."""
        (version,) = self.execute("PRAGMA data_version").fetchone()
        return version, self.total_changes
