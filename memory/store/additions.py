"""Adding the units of an imported file to what is there; every function within a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Final

from hexapla.memory.selection import IMPORTED
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.mapping import (
    composed_unit,
    insert_set,
    insert_translations,
    insert_units,
    numbers_of,
    sort_key,
)
from hexapla.memory.units import AlignedSet, DocumentRecord, ImportCounts, Status, Translation, Unit

__all__ = ["add_units", "free_symbol", "has_file", "has_symbol", "make_room", "remember_file"]

# Symbols whose sets are remembered while a file is added.
_REMEMBERED: Final = 2000


def add_units(
    connection: Connection,
    units: Iterable[Unit],
    file: DocumentRecord,
    stage: Connection | None = None,
) -> ImportCounts:
    """Add units, one after the other, so that their number does not matter.

    With a `stage`, an empty memory, the sets that are new are put together there, from where they
    are to be copied.
    """
    counts: Counter[str] = Counter()
    sets: dict[tuple[str, str], _Sets] = {}
    for unit in map(composed_unit, units):
        owner = unit.symbol, unit.language
        if owner not in sets:
            if len(sets) >= _REMEMBERED:
                sets.clear()
            sets[owner] = _sets_of(connection, unit, file)
            if stage is not None and not sets[owner].there:
                sets[owner] = _sets_of(stage, unit, file)
        counts[_add(unit, sets[owner], file)] += 1
    return ImportCounts(counts["added"], counts["merged"], counts["known"])


def remember_file(connection: Connection, file: DocumentRecord) -> None:
    """Note that a file has been added."""
    # What is known already is not written again: a job that is run twice changes nothing.
    connection.execute(
        "INSERT INTO imported_file (digest, name) VALUES (?, ?)"
        " ON CONFLICT (digest) DO UPDATE SET name = excluded.name"
        " WHERE imported_file.name <> excluded.name",
        (file.digest, file.path),
    )


def has_file(connection: Connection, digest: str) -> bool:
    """Return whether a file with this digest has been added."""
    found = connection.execute("SELECT 1 FROM imported_file WHERE digest = ?", (digest,))
    return found.fetchone() is not None


def make_room(connection: Connection, symbol: str) -> None:
    """Give another symbol to an imported set, where an aligned one is to have its own."""
    row = connection.execute(
        "SELECT id FROM document_set WHERE symbol = ? AND fingerprint = ?", (symbol, IMPORTED)
    ).fetchone()
    if row:
        new = free_symbol(connection, symbol)
        connection.execute(
            "UPDATE document_set SET symbol = ?, sort_key = ? WHERE id = ?",
            (new, sort_key(new), row[0]),
        )
        connection.execute("UPDATE change SET symbol = ? WHERE symbol = ?", (new, symbol))


@dataclass(slots=True)
class _Sets:
    """The sets of a symbol and source language, the aligned one first, and that of the file."""

    connection: Connection
    there: list[int]
    own: int | None


def _sets_of(connection: Connection, unit: Unit, file: DocumentRecord) -> _Sets:
    first = f"{unit.symbol} ({IMPORTED}"
    rows = connection.execute(
        "SELECT id, fingerprint = ?, path FROM document_set s LEFT JOIN document d"
        " ON d.set_id = s.id AND d.language = s.source_language"
        " WHERE (symbol = ? OR symbol >= ? AND symbol < ?) AND source_language = ? ORDER BY 2, 1",
        (IMPORTED, unit.symbol, first, first + "\U0010ffff", unit.language),
    ).fetchall()
    own = (key for key, imported, path in rows if imported and path == file.path)
    return _Sets(connection, [key for key, _, _ in rows], next(own, None))


def _made(connection: Connection, unit: Unit, file: DocumentRecord) -> int:
    """Make a set for the units of a file."""
    symbol = unit.symbol
    if has_symbol(connection, symbol):
        symbol = free_symbol(connection, symbol)
    record = replace(file, language=unit.language)
    return insert_set(
        connection, AlignedSet(symbol, unit.language, (record,), (), (), IMPORTED), ()
    )


def _symbols(symbol: str) -> Iterator[str]:
    """Yield the symbols that a set of a symbol can have: its own, then those of imported ones."""
    yield symbol
    yield f"{symbol} ({IMPORTED})"
    yield from (f"{symbol} ({IMPORTED} {number})" for number in count(2))


def free_symbol(connection: Connection, symbol: str, taken: Container[str] = ()) -> str:
    """Return the first symbol of an imported set that no set there has, and none of those taken."""
    return next(
        name
        for name in islice(_symbols(symbol), 1, None)
        if name not in taken and not has_symbol(connection, name)
    )


def has_symbol(connection: Connection, symbol: str) -> bool:
    """Return whether a set has this symbol."""
    found = connection.execute("SELECT 1 FROM document_set WHERE symbol = ?", (symbol,))
    return found.fetchone() is not None


def _add(unit: Unit, sets: _Sets, file: DocumentRecord) -> str:
    """Add what is new of a unit; return what became of it, in the words of `ImportCounts`."""
    connection = sets.connection
    keys = [key for owner in sets.there for key in _same_units(connection, unit, owner)]
    merged = False
    variants = []
    for each in unit.translations:
        found = _merge(connection, keys, each) if keys else None
        merged = merged or found is True
        if found is None:
            variants.append(each)
    if keys and not variants:
        return "merged" if merged else "known"
    if sets.own is None:
        sets.own = _made(connection, unit, file)
        sets.there.append(sets.own)
    own = replace(
        unit,
        translations=tuple(variants),
        reference=_free_reference(connection, unit.reference, unit.level, sets.own),
    )
    insert_units(connection, sets.own, [own], neighbours=False)
    return "added"


def _same_units(connection: Connection, unit: Unit, owner: int) -> list[int]:
    """Return the units of a set with the text and reference of a unit, variants included.

    Where a file gave a unit no name, its number stands for one: then the context tells as well.
    """
    # By their references, for thousands of units of a file can have one text. DEL follows "~".
    rows = connection.execute(
        "SELECT id FROM unit WHERE set_id = ? AND level = ? AND reference = ? AND text = ?"
        " UNION ALL SELECT id FROM unit"
        " WHERE set_id = ? AND level = ? AND reference > ? AND reference < ? AND text = ?",
        (
            *(owner, unit.level, unit.reference, unit.text),
            *(owner, unit.level, f"{unit.reference}~", f"{unit.reference}\x7f", unit.text),
        ),
    )
    keys = {key for (key,) in rows}
    if unit.reference == str(unit.position + 1):
        rows = connection.execute(
            "SELECT id FROM unit WHERE match_key = ? AND set_id = ? AND level = ? AND text = ?"
            " AND before = ? AND after = ?",
            (
                *(numbers_of(unit.text)[0], owner, unit.level, unit.text),
                *(unit.before, unit.after),
            ),
        )
        keys.update(key for (key,) in rows)
    return sorted(keys)


def _merge(connection: Connection, keys: Sequence[int], each: Translation) -> bool | None:
    """Take a translation over into one of the units with its source text.

    True where it is new there or better decided than what was, False where it is known, None
    where it is another variant.
    """
    there = [
        (key, text, Status(status))
        for key in keys
        for text, status in connection.execute(
            "SELECT text, status FROM translation WHERE unit_id = ? AND language = ?",
            (key, each.language),
        )
    ]
    same = next((old for old in there if old[1] == each.text), None)
    if same and each.status.rank <= same[2].rank:
        return False
    if there and not same and each.status.rank <= there[0][2].rank:
        return None
    key = same[0] if same else there[0][0] if there else keys[0]
    connection.execute(
        "DELETE FROM translation WHERE unit_id = ? AND language = ?", (key, each.language)
    )
    insert_translations(connection, [(key, each)])
    if not same:
        _renumber(connection, key)
    return True


def _renumber(connection: Connection, key: int) -> None:
    """Give a new key to a unit: the index knows it by the old one, and not its new text."""
    # Both tables are changed before the transaction ends.
    connection.defer_references()
    new = connection.reserve("unit")
    connection.set_last_key("unit", new)
    connection.execute("UPDATE unit SET id = ? WHERE id = ?", (new, key))
    connection.execute("UPDATE translation SET unit_id = ? WHERE unit_id = ?", (new, key))


def _free_reference(connection: Connection, reference: str, level: str, owner: int) -> str:
    """Return a reference that no unit of the set has, with a number where it is taken."""
    names = (reference if n == 1 else f"{reference}~{n}" for n in count(1))
    return next(
        name
        for name in names
        if not connection.execute(
            "SELECT 1 FROM unit WHERE set_id = ? AND level = ? AND reference = ?",
            (owner, level, name),
        ).fetchone()
    )
