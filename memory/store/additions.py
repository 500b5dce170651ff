"""Adding the units of an imported file to what is there; every function within a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Final

from hexapla.corpora.input import bounds
from hexapla.memory.selection import IMPORTED
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.known_units import KnownUnits
from hexapla.memory.store.mapping import (
    composed_unit,
    insert_set,
    insert_translations,
    insert_units,
    numbers_of,
    renumber_units,
    sort_key,
)
from hexapla.memory.units import (
    AlignedSet,
    DocumentRecord,
    ImportCounts,
    Loss,
    Status,
    Translation,
    Unit,
)

__all__ = ["add_units", "free_symbol", "has_file", "has_symbol", "make_room", "remember_file"]

# Symbols whose sets are remembered while a file is added.
_REMEMBERED: Final = 2000
# What becomes of a unit whose text has too many translations, and of how many the places are named.
_CROWDED: Final = "crowded"
_NAMED: Final = 10


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
    crowded: list[str] = []
    sets: dict[tuple[str, str], _Sets] = {}
    for unit in map(composed_unit, units):
        owner = unit.symbol, unit.language
        if owner not in sets:
            if len(sets) >= _REMEMBERED:
                sets.clear()
            sets[owner] = _sets_of(connection, unit, file)
            if stage is not None and not sets[owner].there:
                sets[owner] = _sets_of(stage, unit, file)
        became = _add(unit, sets[owner], file)
        counts[became] += 1
        if became == _CROWDED and len(crowded) < _NAMED:
            crowded.append(f"unit {unit.position + 1}")
    cause = f"its text has {bounds.MOST_VARIANTS} other translations there already"
    losses = (Loss(cause, counts[_CROWDED], tuple(crowded)),) if crowded else ()
    return ImportCounts(counts["added"], counts["merged"], counts["known"], losses)


def remember_file(connection: Connection, file: DocumentRecord) -> None:
    """Note that a file has been added."""
    # What is known already is not written again: a job that is run twice changes nothing.
    connection.execute(
        "INSERT INTO imported_file (digest, name) VALUES (?, ?)"
        " ON CONFLICT (digest) DO UPDATE SET name = excluded.name, checksum = NULL"
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
            "UPDATE document_set SET symbol = ?, sort_key = ?, checksum = NULL WHERE id = ?",
            (new, sort_key(new), row[0]),
        )
        for table in ("change", "edited"):
            connection.execute(
                f"UPDATE {table} SET symbol = ?, checksum = NULL WHERE symbol = ?",  # noqa: S608
                (new, symbol),
            )


@dataclass(slots=True)
class _Sets:
    """The sets of a symbol and source language, the aligned one first, and that of the file."""

    connection: Connection
    there: dict[int, KnownUnits]
    own: int | None

    def find(self, unit: Unit, number: int) -> list[int]:
        """Return the keys of the units with the text of a unit, and its reference or context."""
        return [key for known in self.there.values() for key in sorted(known.find(unit, number))]


def _sets_of(connection: Connection, unit: Unit, file: DocumentRecord) -> _Sets:
    first = f"{unit.symbol} ({IMPORTED}"
    rows = connection.execute(
        "SELECT id, fingerprint = ?, path FROM document_set s LEFT JOIN document d"
        " ON d.set_id = s.id AND d.language = s.source_language"
        " WHERE (symbol = ? OR symbol >= ? AND symbol < ?) AND source_language = ? ORDER BY 2, 1",
        (IMPORTED, unit.symbol, first, first + "\U0010ffff", unit.language),
    ).fetchall()
    own = (key for key, imported, path in rows if imported and path == file.path)
    there = {key: KnownUnits(connection, key) for key, _, _ in rows}
    return _Sets(connection, there, next(own, None))


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
    number, _ = numbers_of(unit.text)
    merged = False
    variants = []
    keys = sets.find(unit, number)
    for each in unit.translations:
        found = _merge(sets, keys, number, each) if keys else None
        merged = merged or found is True
        if found is None:
            variants.append(each)
    if keys and not variants:
        return "merged" if merged else "known"
    if len(keys) >= bounds.MOST_VARIANTS:
        return _CROWDED
    if sets.own is None:
        sets.own = _made(connection, unit, file)
        sets.there[sets.own] = KnownUnits(connection, sets.own)
    own = replace(
        unit,
        translations=tuple(variants),
        reference=_free_reference(connection, unit.reference, unit.level, sets.own),
    )
    key = insert_units(connection, sets.own, [own], neighbours=False)
    sets.there[sets.own].add(own, number, key)
    return "added"


def _merge(sets: _Sets, keys: list[int], number: int, each: Translation) -> bool | None:
    """Take a translation over into one of the units with its source text.

    True where it is new there or better decided than what was, False where it is known, None
    where it is another variant.
    """
    connection = sets.connection
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
        new = renumber_units(connection, [key])
        keys[keys.index(key)] = new
        for known in sets.there.values():
            known.renumber(number, key, new)
    return True


def _free_reference(connection: Connection, reference: str, level: str, owner: int) -> str:
    """Return a reference that no unit of the set has, with a number where it is taken.

    Thousands of units can have one reference: the first free number is looked for in steps that
    double, and then halve.
    """

    def name(number: int) -> str:
        return reference if number == 1 else f"{reference}~{number}"

    def is_taken(number: int) -> bool:
        return bool(
            connection.execute(
                "SELECT 1 FROM unit WHERE set_id = ? AND level = ? AND reference = ?",
                (owner, level, name(number)),
            ).fetchone()
        )

    taken, free = 0, 1
    while is_taken(free):
        taken, free = free, 2 * free
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (middle, free) if is_taken(middle) else (taken, middle)
    return name(free)
