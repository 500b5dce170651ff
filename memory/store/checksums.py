"""A checksum beside every row: what a disk or a cable changed is found, whichever bit it was.

CRC-32 (ISO 3309) finds every change of one bit, and all but one of four thousand million others. A
row that a statement has changed has none (NULL) until its transaction ends, which makes it anew:
so no row is ever stored without. What can be made again from the rest is not in it: the keys of
texts, and the entries of the index, which are compared with the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Any, Final
from zlib import crc32

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.tables import CHECKED, COLUMNS, key_of

__all__ = ["checksum", "load_checked", "make_checksums", "wrong_rows"]

# Rows whose checksums are made at once, and of one table those that are named.
_AT_ONCE: Final = 10_000
_NAMED: Final = 3
_HALF: Final = 1 << 31
# Keys that a database gives to rows again, to which nothing refers, and what is made of the texts.
_LEFT_OUT: Final = {
    "unit": {"match_key", "shape"},
    "translation": {"id", "match_key", "shape"},
    "unaligned": {"id"},
    "edited": {"id"},
    "term": {"id"},
    "edited_concept": {"id"},
    "fact": {"id"},
    "edited_fact": {"id"},
}


def checksum(values: Iterable[object]) -> int:
    """Return the checksum of the values of a row: a number of four bytes, with a sign.

    >>> checksum(["A/1", 1, None]) == checksum(["A/1", 3, None])
    False
    """
    row = list(values)
    if bytes not in map(type, row):
        return _of_texts(row)
    found = 0
    for value in row:
        # Blobs as they are: those of the index are long.
        written = value if isinstance(value, bytes) else f"{value}\0".encode()
        found = crc32(written, found)
    return found - _HALF


def _of_texts(row: Sequence[object]) -> int:
    """Return the checksum of the values of a row without blobs."""
    return crc32(("\0".join(map(str, row)) + "\0").encode()) - _HALF


@cache
def _checked(table: str, columns: str) -> tuple[int, ...]:
    """Return the places, among some columns of a table, of those that a checksum is made of."""
    given = columns.split(", ")
    left_out = _LEFT_OUT.get(table, set())
    return tuple(given.index(each) for each in COLUMNS[table].split(", ") if each not in left_out)


def load_checked(
    connection: Connection, table: str, columns: str, rows: Iterable[Sequence[object]]
) -> None:
    """Insert rows without blobs, however many, with their checksums."""
    chosen = itemgetter(*_checked(table, columns))
    checked = ((*row, _of_texts(chosen(row))) for row in rows)
    connection.load(table, f"{columns}, checksum", checked)


def make_checksums(connection: Connection) -> None:
    """Make the checksums of the rows that have none, at the end of a transaction."""
    asked = ", ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE checksum IS NULL)"  # noqa: S608
        for table in CHECKED
    )
    (lacking,) = connection.execute(f"SELECT {asked}").fetchall()
    for table, lacks in zip(CHECKED, lacking, strict=True):
        if lacks:
            _make(connection, table)


def _make(connection: Connection, table: str) -> None:
    columns, places, size = COLUMNS[table], _checked(table, COLUMNS[table]), len(key_of(table))
    query = f"SELECT {columns} FROM {table} WHERE checksum IS NULL LIMIT {_AT_ONCE}"  # noqa: S608
    those = " AND ".join(f"{column} = ?" for column in key_of(table))
    while rows := connection.execute(query).fetchall():
        connection.executemany(
            f"UPDATE {table} SET checksum = ? WHERE {those}",  # noqa: S608
            [(checksum([row[place] for place in places]), *row[:size]) for row in rows],
        )


def wrong_rows(connection: Connection) -> Iterator[str]:
    """Yield which tables have rows that are not as they were written, a line each."""
    for table in CHECKED:
        wrong = _wrong(connection, table)
        named = ["/".join(map(str, key)) for key in islice(wrong, _NAMED)]
        count = len(named) + sum(1 for _ in wrong)
        if count:
            told = ", ".join(named) + (" …" if count > _NAMED else "")
            yield f"damaged: {count} rows of {table} are not as they were written: {told}"


def _wrong(connection: Connection, table: str) -> Iterator[tuple[Any, ...]]:
    columns, places, size = COLUMNS[table], _checked(table, COLUMNS[table]), len(key_of(table))
    for row in connection.stream(f"SELECT {columns}, checksum FROM {table}"):  # noqa: S608
        if checksum([row[place] for place in places]) != row[-1]:
            yield tuple(row[:size])
