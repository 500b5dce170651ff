"""Adding the units of an imported file to what is there; every function within a transaction."""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Final

from hexapla.corpora.input import bounds
from hexapla.corpora.messages import Message
from hexapla.memory.selection import IMPORTED
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.index.entries import PartEnd
from hexapla.memory.store.known_units import KnownUnits
from hexapla.memory.store.mapping import (
    insert_set,
    insert_translations,
    insert_units,
    renumber_units,
    sort_key,
)
from hexapla.memory.store.ready import ReadyPart, ReadyUnit, as_unit, insert_ready
from hexapla.memory.store.tables import OF_SETS
from hexapla.memory.units import (
    MOST_PLACES,
    AlignedSet,
    DocumentRecord,
    ImportCounts,
    Level,
    Loss,
    Status,
    Translation,
    Unit,
)

__all__ = [
    "Adding",
    "forget_parts",
    "free_symbol",
    "has_file",
    "has_symbol",
    "make_room",
    "remember_file",
    "remember_part",
    "stored_of",
]

# Symbols whose sets are remembered while a file is added.
_REMEMBERED: Final = 2000
# What becomes of a unit whose text has too many translations.
_CROWDED: Final = "crowded"


class Adding:
    """Adds what was made ready of a file; every method within a transaction.

    Units that none of the sets with their symbol has are most of a large file: they are added many
    at a time. The others find what is theirs one by one. With a `stage`, an empty
    memory, the sets that are new are put together there, from where they are to be copied.
    """

    def __init__(
        self, connection: Connection, file: DocumentRecord, stage: Connection | None = None
    ) -> None:
        self._connection = connection
        self._file = file
        self._stage = stage
        self._sets: dict[tuple[str, str], _Sets] = {}
        self._pending: dict[Connection, list[tuple[int, ReadyUnit, _Sets]]] = defaultdict(list)
        # The key of the first that waits to be stored in each.
        self._first: dict[Connection, int] = {}
        self._counts: Counter[str] = Counter()
        self._crowded: list[Message] = []
        self._begin_part()

    def _begin_part(self) -> None:
        self._size = 0
        # Of each unit of the part, the key that it was given and that of its set, 0 for none.
        self._units, self._owners = array("q"), array("q")
        self._is_renumbered = False
        [(self._before,)] = self._connection.execute("SELECT coalesce(max(id), 0) FROM unit")

    @property
    def counts(self) -> ImportCounts:
        """What became of the units so far."""
        most = bounds.MOST_VARIANTS
        cause = Message("its text has %(most)s other translations there already", most=most)
        count = self._counts[_CROWDED]
        losses = (Loss(cause, count, tuple(self._crowded)),) if count else ()
        return ImportCounts(
            self._counts["added"], self._counts["merged"], self._counts["known"], losses
        )

    def take(self, part: ReadyPart) -> None:
        """Add some units or, at the end of a part, index those that were added."""
        if isinstance(part, PartEnd):
            self._end_part(part)
        else:
            self._add(part)

    def _end_part(self, end: PartEnd) -> None:
        # What was renumbered has no entries here, and a stage is not indexed at all.
        if self._stage is None and not self._is_renumbered:
            from hexapla.memory.store.index.postings import (  # noqa: PLC0415 - it needs numpy
                index_part,
            )

            index_part(self._connection, end, self._units, self._owners, self._before)
        self._begin_part()

    def _add(self, batch: Sequence[ReadyUnit]) -> None:
        """Add some units, one after the other, so that their number does not matter."""
        owners = self._owners_of(batch)
        self._units.extend([0] * len(batch))
        self._owners.extend([0] * len(batch))
        for place, unit in enumerate(batch, self._size):
            sets = owners[unit.symbol, unit.language]
            keys = sets.find(unit) if unit.match_key in sets.numbers else []
            if keys or (unit.level, unit.reference) in sets.references:
                self._store_pending()
                self._add_one(place, unit, sets, keys)
            else:
                self._claim(place, unit, sets)
        self._size += len(batch)
        self._store_pending()

    def _claim(self, place: int, unit: ReadyUnit, sets: _Sets) -> None:
        """Let a unit that is new wait to be stored with those of its batch."""
        if sets.own is None:
            sets.make(unit, self._file)
        pending = self._pending[sets.connection]
        if not pending:
            # Nobody takes it before those that wait are stored: only then is their number known.
            self._first[sets.connection] = sets.connection.last_key("unit") + 1
        key = self._first[sets.connection] + len(pending)
        pending.append((place, unit, sets))
        sets.claim(unit, key)
        self._units[place], self._owners[place] = key, sets.own_key

    def _owners_of(self, batch: Sequence[ReadyUnit]) -> dict[tuple[str, str], _Sets]:
        """Return the sets that the units belong to, which know what they have of the batch."""
        if len(self._sets) >= _REMEMBERED:
            self._sets.clear()
        groups: dict[tuple[str, str], list[ReadyUnit]] = defaultdict(list)
        for unit in batch:
            groups[unit.symbol, unit.language].append(unit)
        for owner, units in groups.items():
            if owner not in self._sets:
                found = _sets_of(self._connection, units[0], self._file)
                if self._stage is not None and not found.there:
                    found = _sets_of(self._stage, units[0], self._file)
                self._sets[owner] = found
            self._sets[owner].look_at(units)
        return {owner: self._sets[owner] for owner in groups}

    def _store_pending(self) -> None:
        """Store the units that are known to be new."""
        for connection, pending in self._pending.items():
            if pending:
                units = [(sets.own_key, unit) for _, unit, sets in pending]
                insert_ready(connection, connection.reserve("unit", len(units)), units)
                for _, _, sets in pending:
                    sets.pending.clear()
                self._counts["added"] += len(pending)
                pending.clear()

    def _add_one(self, place: int, ready: ReadyUnit, sets: _Sets, keys: list[int]) -> None:
        """Add what is new of a unit whose reference is there already, or its text, at `keys`."""
        unit = as_unit(ready)
        became, key = _add(unit, ready, sets, keys, self._file)
        self._counts[became] += 1
        self._is_renumbered = self._is_renumbered or became == "merged"
        if key:
            self._units[place], self._owners[place] = key, sets.own_key
        if became == _CROWDED and len(self._crowded) < MOST_PLACES:
            self._crowded.append(Message("unit %(place)s", place=unit.position + 1))


def remember_file(connection: Connection, file: DocumentRecord) -> None:
    """Note that a file has been added."""
    # What is known already is not written again: a job that is run twice changes nothing.
    connection.execute(
        "INSERT INTO imported_file (digest, name) VALUES (?, ?)"
        " ON CONFLICT (digest) DO UPDATE SET name = excluded.name, checksum = NULL"
        " WHERE imported_file.name <> excluded.name",
        (file.digest, file.path),
    )


def remember_part(connection: Connection, file: DocumentRecord, key: str, units: int) -> None:
    """Note that so many units of a file, the first ones as it is read, have been added."""
    connection.execute(
        "INSERT INTO unfinished_file (digest, name, units) VALUES (?, ?, ?)"
        " ON CONFLICT (digest) DO UPDATE SET units = excluded.units, checksum = NULL",
        (key, file.path, units),
    )


def forget_parts(connection: Connection, key: str) -> None:
    """Note nothing of the parts of a file any more."""
    connection.execute("DELETE FROM unfinished_file WHERE digest = ?", (key,))


def stored_of(connection: Connection, key: str) -> int:
    """Return how many units of a file that is not added to its end are there."""
    row = connection.execute(
        "SELECT units FROM unfinished_file WHERE digest = ?", (key,)
    ).fetchone()
    return int(row[0]) if row else 0


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
        for table in OF_SETS:
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
    # Of the units that are being added: which key numbers are there, which level and reference
    # are taken in the own set, and those that wait to be stored by their number, with their keys.
    numbers: set[int] = field(default_factory=set)
    references: set[tuple[str, str]] = field(default_factory=set)
    pending: dict[int, list[tuple[ReadyUnit, int]]] = field(default_factory=dict)

    @property
    def own_key(self) -> int:
        """The key of the set of the file, once there is one."""
        assert self.own is not None
        return self.own

    def look_at(self, units: Sequence[ReadyUnit]) -> None:
        """Find out which of the numbers and references of some units are there."""
        connection = self.connection
        numbers = json.dumps([unit.match_key for unit in units])
        self.numbers = {
            number
            for key in self.there
            for (number,) in connection.execute(
                "SELECT DISTINCT match_key FROM unit WHERE set_id = ?"  # noqa: S608
                f" AND {connection.among('match_key', '?', 'bigint')}",
                (key, numbers),
            )
        }
        self.references = set()
        if self.own is not None:
            references = json.dumps([unit.reference for unit in units])
            rows = connection.execute(
                "SELECT level, reference FROM unit WHERE set_id = ?"  # noqa: S608
                f" AND {connection.among('level', '?')} AND {connection.among('reference', '?')}",
                (self.own, json.dumps([*Level]), references),
            )
            self.references = set(rows)

    def claim(self, unit: ReadyUnit, key: int) -> None:
        """Take note of a unit that waits to be stored."""
        self.note(unit.match_key, unit.level, unit.reference)
        self.pending.setdefault(unit.match_key, []).append((unit, key))
        known = self.there[self.own_key]
        if known.has_asked(unit.match_key):
            known.add(unit, unit.match_key, key)

    def note(self, number: int, level: str, reference: str) -> None:
        """Take note of a unit that is there now."""
        self.numbers.add(number)
        self.references.add((level, reference))

    def make(self, unit: ReadyUnit, file: DocumentRecord) -> None:
        """Make the set of the file, for this unit and those after it."""
        self.own = _made(self.connection, unit, file)
        self.there[self.own] = KnownUnits(self.connection, self.own)

    def find(self, unit: ReadyUnit) -> list[int]:
        """Return the keys of the units with the text of a unit, and its reference or context."""
        own = self.there.get(self.own or 0)
        number = unit.match_key
        if own is not None and not own.has_asked(number):
            for waiting, key in self.pending.get(number, ()):
                own.add(waiting, number, key)
        return [key for known in self.there.values() for key in sorted(known.find(unit, number))]


def _sets_of(connection: Connection, unit: ReadyUnit, file: DocumentRecord) -> _Sets:
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


def _made(connection: Connection, unit: ReadyUnit, file: DocumentRecord) -> int:
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


def _add(
    unit: Unit, ready: ReadyUnit, sets: _Sets, keys: list[int], file: DocumentRecord
) -> tuple[str, int]:
    """Add what is new of a unit, which is there already at `keys`.

    Returns what became of it, in the words of `ImportCounts`, and its key where it was added.
    """
    connection, number = sets.connection, ready.match_key
    merged = False
    variants = []
    for each in unit.translations:
        found = _merge(sets, keys, number, each) if keys else None
        merged = merged or found is True
        if found is None:
            variants.append(each)
    if keys and not variants:
        return "merged" if merged else "known", 0
    if len(keys) >= bounds.MOST_VARIANTS:
        return _CROWDED, 0
    if sets.own is None:
        sets.make(ready, file)
    own = replace(
        unit,
        translations=tuple(variants),
        reference=_free_reference(connection, unit.reference, unit.level, sets.own_key),
    )
    key = insert_units(connection, sets.own_key, [own], neighbours=False)
    sets.there[sets.own_key].add(own, number, key)
    sets.note(number, own.level, own.reference)
    return "added", key


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
