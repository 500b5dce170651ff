"""Entering edits into the history: once, when all is known of them, and never changed but undone.

Who may only add to the history (`memory.store.postgres.rights`) can so make edits.
"""

from __future__ import annotations

from hexapla.memory.edits import EditEntry
from hexapla.memory.store.connection import Connection

__all__ = ["begin_edit", "enter_edit"]


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
