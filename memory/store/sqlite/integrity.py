"""Whether a memory's SQLite file is sound: its pages and its references."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Final

__all__ = ["damaged_pages", "lost_rows"]

# What is listed of one kind of damage.
_LISTED: Final = 20


def damaged_pages(connection: sqlite3.Connection, *, deep: bool) -> list[str]:
    """Return what SQLite finds wrong with the pages of the file, a line each."""
    check = "integrity_check" if deep else "quick_check"
    try:
        rows = connection.execute(f"PRAGMA {check}({_LISTED})").fetchall()
    except sqlite3.DatabaseError as error:
        return [f"damaged: {error}"]
    return [
        f"damaged: {line}"
        for (found,) in rows
        if found != "ok"
        for line in found.splitlines()
        if line.strip("* ")
    ]


def lost_rows(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the rows whose owners are not there, a line for each kind."""
    lost = Counter(
        (table, parent) for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check")
    )
    for (table, parent), count in sorted(lost.items()):
        kind = "index" if table == "posting" else "damaged"
        yield f"{kind}: {count} rows of {table} belong to no {parent}"
