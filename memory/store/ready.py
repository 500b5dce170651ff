"""Units made ready to be stored: all that can be worked out of a file without looking at a memory.

That is most of the work of an import, and another process can do it. What comes out are rows of
plain values, which travel between processes in a tenth of the time that units take, by the batch,
and after so many units the entries of the index for them.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from hexapla.corpora.document import Kind
from hexapla.memory.store.checksums import load_checked
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.index.entries import LARGEST, Entries, PartEnd
from hexapla.memory.store.mapping import (
    carried_json,
    composed_unit,
    read_carried,
)
from hexapla.memory.store.tables import COLUMNS
from hexapla.memory.text.keys import key_numbers, match_key
from hexapla.memory.units import Level, Status, Translation, Unit

__all__ = [
    "ReadyPart",
    "ReadyTranslation",
    "ReadyUnit",
    "as_unit",
    "insert_ready",
    "packed",
    "ready_parts",
    "unpacked",
]

# Units that are stored by a few statements, and travel together.
_BATCH: Final = 4096
# The format of marshal that looks for no value that was written before.
_PLAIN: Final = 2


ReadyTranslation = tuple[str, str, float, str, str, str, int, int, str | None]
"""A row of the table of translations, without the keys of itself and of its unit."""


class ReadyUnit(NamedTuple):
    """A unit with the numbers that its texts are found by, and what it carries as JSON."""

    symbol: str
    language: str
    level: str
    position: int
    reference: str
    kind: str
    label: str
    text: str
    before: str
    after: str
    match_key: int
    shape: int
    carried: str | None
    translations: tuple[ReadyTranslation, ...]


ReadyPart = list[ReadyUnit] | PartEnd
"""Some units, or the end of a part of at most `LARGEST`, after which the index is written."""


def ready_parts(units: Iterable[Unit]) -> Iterator[ReadyPart]:
    """Yield units made ready, some at a time, and the end of each part."""
    entries, batch = Entries(), list[ReadyUnit]()
    for unit in units:
        batch.append(_ready(composed_unit(unit), entries))
        is_full = entries.size == LARGEST
        if is_full or len(batch) == _BATCH:
            yield batch
            batch = []
        if is_full:
            yield entries.end()
            entries = Entries()
    if batch:
        yield batch
    if entries.size:
        yield entries.end()


def _ready(unit: Unit, entries: Entries) -> ReadyUnit:
    entries.add_unit()
    level = str(unit.level)
    key = match_key(unit.text)
    entries.add(unit.language, level, key)
    return ReadyUnit(
        unit.symbol,
        unit.language,
        level,
        unit.position,
        unit.reference,
        str(unit.kind),
        unit.label,
        unit.text,
        unit.before,
        unit.after,
        *key_numbers(key),
        carried_json(unit.carried),
        tuple([_ready_translation(each, level, entries) for each in unit.translations]),
    )


def _ready_translation(each: Translation, level: str, entries: Entries) -> ReadyTranslation:
    key = match_key(each.text)
    entries.add(each.language, level, key)
    return (
        each.language,
        each.text,
        float(each.score),
        each.method,
        each.label,
        str(each.status),
        *key_numbers(key),
        carried_json(each.carried),
    )


def packed(batch: Sequence[ReadyUnit]) -> bytes:
    """Return units as bytes, for another process of this program: in a fifth of pickle's time."""
    return marshal.dumps([tuple(unit) for unit in batch], _PLAIN)


def unpacked(data: bytes) -> list[ReadyUnit]:
    """Return the units that `packed` made bytes of; these are of nobody else."""
    return [ReadyUnit._make(unit) for unit in marshal.loads(data)]  # noqa: S302


def insert_ready(
    connection: Connection, first: int, units: Sequence[tuple[int, ReadyUnit]]
) -> None:
    """Store units, each with the key of its set, under keys that were reserved from `first` on."""
    load_checked(
        connection,
        "unit",
        COLUMNS["unit"],
        # From the level to what is carried.
        ((key, owner, *unit[2:-1]) for key, (owner, unit) in enumerate(units, first)),
    )
    load_checked(
        connection,
        "translation",
        COLUMNS["translation"].removeprefix("id, "),
        ((key, *each) for key, (_, unit) in enumerate(units, first) for each in unit.translations),
    )


def as_unit(ready: ReadyUnit) -> Unit:
    """Return the unit that was made ready."""
    return Unit(
        symbol=ready.symbol,
        level=Level(ready.level),
        position=ready.position,
        reference=ready.reference,
        kind=Kind(ready.kind),
        label=ready.label,
        language=ready.language,
        text=ready.text,
        translations=tuple(
            Translation(*each[:5], status=Status(each[5]), carried=read_carried(each[-1]))
            for each in ready.translations
        ),
        before=ready.before,
        after=ready.after,
        carried=read_carried(ready.carried),
    )
