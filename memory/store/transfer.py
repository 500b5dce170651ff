"""Moves what a memory holds into another, whatever databases both are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from hexapla.memory.selection import document_symbol
from hexapla.memory.store.additions import free_symbol, has_symbol
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.mapping import sort_key

__all__ = ["copy_rows", "copy_sets", "is_empty"]

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
    "posting": "gram, segment_id, places",
    "change": "id, symbol, level, action, who, made, state, before, after",
    "edit": "id, action, who, made, state, size",
    "edited": "id, edit_id, symbol, level, reference, unaligned, place, before, after",
    "imported_file": "digest, name",
    "quarantine": "symbol, fingerprint, cause",
    "indexed": "last_unit",
}


def is_empty(connection: Connection) -> bool:
    """Return whether a memory holds nothing, and never has any units."""
    return not any(
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608
        for table in _TABLES
        if table != "indexed"
    )


def copy_sets(source: Connection, target: Connection) -> None:
    """Copy imported sets beside what is there, by other symbols where theirs are taken.

    The index and the history are not copied.
    """
    rows = source.execute("SELECT id, symbol FROM document_set ORDER BY id").fetchall()
    if not rows:
        return
    first = target.reserve("document_set", len(rows))
    sets = {key: number for number, (key, _) in enumerate(rows, first)}
    symbols = list(_free_symbols(target, [symbol for _, symbol in rows]))

    def owned(rows: Iterable[Any]) -> Iterator[tuple[object, ...]]:
        return ((sets[row[0]], *row[1:]) for row in rows)

    columns = _TABLES["document_set"].removeprefix("id, symbol, sort_key, ")
    found = source.stream(f"SELECT id, {columns} FROM document_set ORDER BY id")  # noqa: S608
    target.load(
        "document_set",
        f"id, {columns}, symbol, sort_key",
        (
            (*row, symbol, sort_key(symbol))
            for row, symbol in zip(owned(found), symbols, strict=True)
        ),
    )
    found = source.stream(f"SELECT {_TABLES['document']} FROM document")  # noqa: S608
    target.load("document", _TABLES["document"], owned(found))
    [(least, most)] = source.execute("SELECT coalesce(min(id), 1), coalesce(max(id), 1) FROM unit")
    shift = target.reserve("unit", most - least + 1) - least
    columns = _TABLES["unit"].removeprefix("id, ")
    found = source.stream(
        f"SELECT set_id, {columns.removeprefix('set_id, ')}, id FROM unit ORDER BY id"  # noqa: S608
    )
    target.load("unit", f"{columns}, id", ((*row[:-1], row[-1] + shift) for row in owned(found)))
    columns = _TABLES["translation"].removeprefix("id, unit_id, ")
    found = source.stream(
        f"SELECT unit_id, {columns} FROM translation ORDER BY unit_id"  # noqa: S608
    )
    target.load("translation", f"unit_id, {columns}", ((row[0] + shift, *row[1:]) for row in found))


def _free_symbols(target: Connection, symbols: Sequence[str]) -> Iterator[str]:
    """Yield each symbol, or the first like it that neither the target nor the others have."""
    taken = set(symbols)
    for symbol in symbols:
        free = symbol
        if has_symbol(target, symbol):
            free = free_symbol(target, document_symbol(symbol), taken)
        taken.add(free)
        yield free


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row, one by one, however many; index, history and keys stay what they are."""
    target.execute("DELETE FROM indexed")
    for table, columns in _TABLES.items():
        first = columns.partition(",")[0]
        rows = source.stream(f"SELECT {columns} FROM {table} ORDER BY {first}")  # noqa: S608
        target.load(table, columns, rows)
        if first == "id":
            target.set_last_key(table, source.last_key(table))
