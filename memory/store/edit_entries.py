"""Entering edits into the history: once, when all is known of them, and never changed but undone.

Who may only add to the history (`memory.store.postgres.rights`) can so make edits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from hexapla.memory.edits import EditEntry
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.tables import COLUMNS

__all__ = ["begin_edit", "enter_edit", "records_of_edit"]

# Records that are read at a time.
_AT_ONCE: Final = 500


def begin_edit(connection: Connection) -> int:
    """Return the number of an edit, for what belongs to it; where nothing does, it is forgotten."""
    # What belongs to it is there before it is.
    connection.defer_references()
    return connection.reserve("edit")


def enter_edit(connection: Connection, entry: EditEntry) -> EditEntry:
    """Enter an edit that was made; return its entry."""
    connection.execute(
        "INSERT INTO edit (id, action, who, made, state, size) VALUES (?, ?, ?, ?, 'done', ?)",
        (entry.number, entry.action, entry.who, entry.made.isoformat(), entry.size),
    )
    return entry


def records_of_edit(
    connection: Connection, table: str, number: int
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield what belongs to an edit in a table, some rows at a time, as they were entered.

    They have the columns of the table but its key and the number of the edit.
    """
    columns = COLUMNS[table].removeprefix("id, edit_id, ")
    last = 0
    while found := connection.execute(
        f"SELECT id, {columns} FROM {table}"  # noqa: S608
        " WHERE edit_id = ? AND id > ? ORDER BY id LIMIT ?",
        (number, last, _AT_ONCE),
    ).fetchall():
        last = found[-1][0]
        yield [tuple(row[1:]) for row in found]
