"""Moves all that a memory holds into an empty one, whatever databases both are in."""

from __future__ import annotations

from typing import Final

from memory.sql.connection import Connection

__all__ = ["copy_rows", "is_empty"]

# In an order in which the owner of a row is there before it.
_TABLES: Final = {
    "document_set": "id, symbol, sort_key, source_language, fingerprint, warnings, priority",
    "document": "set_id, language, path, digest, paragraphs, warnings",
    "unit": (
        "id, set_id, level, position, reference, kind, label, text, before, after, match_key,"
        " shape, carried"
    ),
    "translation": (
        "id, unit_id, language, text, score, method, label, status, match_key, shape, carried"
    ),
    "unaligned": (
        "id, set_id, target_language, language, position, kind, label, text, cause, level,"
        " reference"
    ),
    "segment": "id, language, level, size, units, sets, lengths",
    "posting": "segment_id, gram, places",
    "change": "id, symbol, level, action, who, made, state, before, after",
    "imported_file": "digest, name",
    "quarantine": "symbol, fingerprint, cause",
    "indexed": "last_unit",
}


def is_empty(connection: Connection) -> bool:
    """Tell whether a memory holds nothing, and never has any units."""
    return not any(
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608
        for table in _TABLES
        if table != "indexed"
    )


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row, one by one, however many; index, history and keys stay what they are."""
    target.execute("DELETE FROM indexed")
    for table, columns in _TABLES.items():
        first = columns.partition(",")[0]
        rows = source.stream(f"SELECT {columns} FROM {table} ORDER BY {first}")  # noqa: S608
        target.load(table, columns, rows)
        if first == "id":
            target.set_last_key(table, source.last_key(table))
