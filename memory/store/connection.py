"""What a memory needs of the database that it is in, whichever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from hexapla.memory.store.versions import TableVersion

__all__ = [
    "OF_COMMANDS",
    "OF_SERVERS",
    "Connection",
    "Cursor",
    "Database",
    "DatabaseTimeouts",
    "Kind",
    "Parameters",
]

Parameters = Sequence[object] | Mapping[str, object]
Kind = Literal["text", "bigint"]


@dataclass(frozen=True, slots=True)
class DatabaseTimeouts:
    """The seconds that a memory waits for others.

    `lock` is for somebody else who writes; `statement` for the answer of a database server to one
    statement, `connection` for a server to take one up.
    """

    lock: float
    statement: float
    connection: float


# Of a large memory whole tables are copied and deleted by one statement: what is stopped too early
# is lost.
OF_COMMANDS: Final = DatabaseTimeouts(lock=10, statement=600, connection=10)
"""How long commands wait, which nobody but their user waits for."""
# People wait at the pages, and tools at an answer; no page reads more than a set.
OF_SERVERS: Final = DatabaseTimeouts(lock=3, statement=20, connection=5)
"""How long servers of a memory wait: others stand in line behind each request."""


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """The rows that it changed."""

    def fetchone(self) -> Any:
        """Return the next row, None where there is none."""

    def fetchall(self) -> list[Any]:
        """Return all the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left, one after the other."""


class Connection(Protocol):
    """A database that holds a memory.

    Statements are written in what SQLite and PostgreSQL both understand, with parameters as `?` or
    `:name`, and joins that are to be made in their order as `CROSS JOIN … ON`.
    """

    def execute(self, statement: str, parameters: Parameters = (), /) -> Cursor:
        """Do a statement."""

    def executemany(self, statement: str, parameters: Iterable[Parameters], /) -> object:
        """Do a statement once for each of some parameters."""

    def stream(self, statement: str, parameters: Parameters = (), /) -> Iterator[Any]:
        """Yield the rows of a query one by one, however many they are."""

    def load(self, table: str, columns: str, rows: Iterable[Sequence[object]], /) -> None:
        """Insert rows, however many; their iterator may not use this connection."""

    def reserve(self, table: str, count: int = 1, /) -> int:
        """Take so many keys that no row of a table ever had, for rows to be inserted next.

        Returns the first. Where no row is inserted, the key taken is to be said by `set_last_key`.
        """

    def last_key(self, table: str, /) -> int:
        """Return the last key that a row of a table was given, 0 where there was none."""

    def set_last_key(self, table: str, key: int, /) -> None:
        """Say which key was the last: the next row has one more."""

    def among(self, column: str, parameter: str, kind: Kind = "text", /) -> str:
        """Return a condition: a column of some kind is one of the values in a JSON array.

        A statement has the same words, however many the values are: it is planned once.
        """

    def may_delete(self, table: str, /) -> bool:
        """Return whether whoever is connected may delete rows of a table."""

    def defer_references(self) -> None:
        """Check only at the end of the transaction that every row has its owner."""

    def count_anew(self) -> None:
        """Look at how much there is, after very much was added, to plan queries by."""

    def close(self) -> None:
        """Let the database go."""

    def revision(self) -> tuple[int, int]:
        """Return what differs after anybody, through this connection or another, has written."""


class Database(Connection, Protocol):
    """A connection with all that a `Store` does otherwise in one database than in another."""

    @property
    def location(self) -> str:
        """The memory in the words of messages: its path, or its URL without the password."""

    @property
    def version(self) -> TableVersion:
        """The version of its tables, which may be newer than those that this program makes."""

    def errors(self) -> AbstractContextManager[None]:
        """Raise what the database says in the block as a StoreError of one line."""

    def is_replaced(self) -> bool:
        """Return whether another memory was put in its place.

        Raises UnavailableError where there is none any more.
        """

    def transaction(self) -> AbstractContextManager[None]:
        """Do all of the block or, whatever stops it, nothing; nobody else writes meanwhile."""

    def snapshot(self) -> AbstractContextManager[None]:
        """See the memory in all of the block as it is when that begins."""

    def time_limit(self, deadline: float) -> AbstractContextManager[None]:
        """Stop statements of the block that go on beyond a time of the monotonic clock."""

    def interrupt(self) -> None:
        """Stop what is being read or written, for good; another thread than that may say so."""

    def staging(self) -> AbstractContextManager[Connection | None]:
        """Open an empty memory to put new sets together in, where that is quicker than here."""

    def damaged_pages(self, *, deep: bool) -> list[str]:
        """Return what the database finds wrong with its own files, a line each."""

    def lost_rows(self) -> Iterator[str]:
        """Yield the rows whose owners are not there, a line for each kind."""

    def reindex(self) -> None:
        """Make the database's own indexes anew."""

    def back_up(self, path: Path, *, new: bool = False) -> None:
        """Write a copy of the memory to a file, complete or not at all, while others use it.

        With `new` nothing is replaced. Raises StoreError where something stands there then.
        """
