"""Moves what a memory holds into another, whatever databases both are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hexapla.memory.selection import document_symbol
from hexapla.memory.store.additions import free_symbol, has_symbol
from hexapla.memory.store.checksums import load_checked
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.mapping import sort_key
from hexapla.memory.store.tables import CHECKED, COLUMNS

__all__ = ["copy_rows", "copy_sets", "is_empty"]


def is_empty(connection: Connection) -> bool:
    """Return whether a memory holds nothing, and never has any units."""
    return not any(
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608
        for table in COLUMNS
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

    columns = COLUMNS["document_set"].removeprefix("id, symbol, sort_key, ")
    found = source.stream(f"SELECT id, {columns} FROM document_set ORDER BY id")  # noqa: S608
    target.load(
        "document_set",
        f"id, {columns}, symbol, sort_key",
        (
            (*row, symbol, sort_key(symbol))
            for row, symbol in zip(owned(found), symbols, strict=True)
        ),
    )
    found = source.stream(f"SELECT {COLUMNS['document']} FROM document")  # noqa: S608
    load_checked(target, "document", COLUMNS["document"], owned(found))
    [(least, most)] = source.execute("SELECT coalesce(min(id), 1), coalesce(max(id), 1) FROM unit")
    shift = target.reserve("unit", most - least + 1) - least
    columns = COLUMNS["unit"].removeprefix("id, ")
    found = source.stream(
        f"SELECT set_id, {columns.removeprefix('set_id, ')}, id FROM unit ORDER BY id"  # noqa: S608
    )
    units = ((*row[:-1], row[-1] + shift) for row in owned(found))
    load_checked(target, "unit", f"{columns}, id", units)
    columns = COLUMNS["translation"].removeprefix("id, unit_id, ")
    found = source.stream(
        f"SELECT unit_id, {columns} FROM translation ORDER BY unit_id"  # noqa: S608
    )
    translations = ((row[0] + shift, *row[1:]) for row in found)
    load_checked(target, "translation", f"unit_id, {columns}", translations)


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
    for table, stored in COLUMNS.items():
        first = stored.partition(",")[0]
        columns = f"{stored}, checksum" if table in CHECKED else stored
        rows = source.stream(f"SELECT {columns} FROM {table} ORDER BY {first}")  # noqa: S608
        target.load(table, columns, rows)
        if first == "id":
            target.set_last_key(table, source.last_key(table))
