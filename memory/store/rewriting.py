"""Writing many changed units at once: each keeps its place among the others.

The index knows units by their keys: one whose texts change gets a new key. Units at one position
stand in the order of their keys, so those behind it there get new ones as well.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hexapla.memory.rows import Row
from hexapla.memory.store.checksums import load_checked
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.history import Owner
from hexapla.memory.store.mapping import (
    carried_json,
    insert_translations,
    numbers_of,
    renumber_units,
)
from hexapla.memory.units import Translation

__all__ = ["Rewritten", "rewrite"]


class Rewritten(NamedTuple):
    """A row of a set, and the one to be in its place: None where there is none.

    `key` is that of the unit, or of the text without partner where `is_alone`: of that, the text
    alone is written. `place` is where a unit that is not there comes to stand among those at its
    position, counted from 0.
    """

    key: int | None
    before: Row | None
    after: Row | None
    place: int = 0
    is_alone: bool = False


def rewrite(connection: Connection, owner: Owner, rows: Sequence[Rewritten]) -> None:
    """Write rows of a set: some hundred at a time."""
    units = [each for each in rows if not each.is_alone]
    connection.executemany(
        "UPDATE unaligned SET text = ?, checksum = NULL WHERE id = ?",
        [(_alone_text(each.after), each.key) for each in rows if each.is_alone],
    )
    connection.executemany(
        "DELETE FROM unit WHERE id = ?", [(each.key,) for each in units if each.after is None]
    )
    kept = [each for each in units if each.before is not None and each.after is not None]
    _update(connection, kept)
    placed = _insert(connection, owner, [each for each in units if each.before is None])
    moved = {each.key for each in kept if _texts(each.before) != _texts(each.after)}
    positions = {each.after.position for each in kept if each.key in moved and each.after}
    positions |= {row.position for _, row, _ in placed}
    _put_in_order(connection, owner, positions, moved, placed)


def _alone_text(row: Row | None) -> str:
    assert row is not None, "a text without partner is never taken out"
    return row.text or row.cells[0].text


def _texts(row: Row | None) -> tuple[str, ...]:
    """Return the texts that the index knows a row by."""
    if row is None:
        return ()
    return (row.text, *(piece for each in row.cells for piece in (each.language, each.text)))


def _update(connection: Connection, rows: Sequence[Rewritten]) -> None:
    """Write what is another of units that stay, under their keys."""
    connection.executemany(
        "UPDATE unit SET text = ?, before = ?, after = ?, match_key = ?, shape = ?, carried = ?,"
        " checksum = NULL WHERE id = ?",
        [
            (new.text, new.before, new.after, *numbers_of(new.text), carried_json(new.carried), key)
            for key, old, new, *_ in rows
            if old is not None and new is not None and _own(old) != _own(new)
        ],
    )
    gone: list[tuple[object, ...]] = []
    come: list[tuple[int, Translation]] = []
    for key, old, new, *_ in rows:
        assert key is not None
        assert old is not None
        assert new is not None
        gone += [(key, each.language) for each in old.cells if new.cell(each.language) != each]
        come += [(key, each) for each in new.cells if old.cell(each.language) != each]
    connection.executemany("DELETE FROM translation WHERE unit_id = ? AND language = ?", gone)
    insert_translations(connection, come)


def _own(row: Row) -> tuple[object, ...]:
    return row.text, row.before, row.after, row.carried


_Placed = tuple[int, Row, int]


def _insert(connection: Connection, owner: Owner, rows: Sequence[Rewritten]) -> list[_Placed]:
    """Store units that are not there, each with its key, itself, and its place."""
    new = [(each.after, each.place) for each in rows if each.after is not None]
    if not new:
        return []
    first = connection.reserve("unit", len(new))
    placed = [(key, row, place) for key, (row, place) in enumerate(new, first)]
    load_checked(
        connection,
        "unit",
        "id, set_id, level, position, reference, kind, label, text, before, after, match_key,"
        " shape, carried",
        [
            (
                *(key, owner.key, owner.level, row.position, row.reference, row.kind, row.label),
                *(row.text, row.before, row.after, *numbers_of(row.text)),
                carried_json(row.carried),
            )
            for key, row, _ in placed
        ],
    )
    insert_translations(connection, ((key, each) for key, row, _ in placed for each in row.cells))
    return placed


def _put_in_order(
    connection: Connection,
    owner: Owner,
    positions: Iterable[int],
    moved: Iterable[int | None],
    placed: Sequence[_Placed],
) -> None:
    """Give new keys to the units that the index has to read again, and to those behind them."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = connection.execute(
        "SELECT position, id FROM unit WHERE set_id = ? AND level = ?"  # noqa: S608
        f" AND {connection.among('position', '?', 'bigint')} ORDER BY position, id",
        (owner.key, owner.level, json.dumps(sorted(set(positions)))),
    )
    for position, key in rows:
        found[position].append(key)
    for key, row, place in placed:
        found[row.position].remove(key)
        found[row.position].insert(place, key)
    new = {key for key, _, _ in placed}
    again = {*moved, *new}
    behind: list[int] = []
    for position in sorted(found):
        keys = found[position]
        first = next((n for n, key in enumerate(keys) if key in again), len(keys))
        if not new.issuperset(keys[first:]):
            behind += keys[first:]
    if behind:
        renumber_units(connection, behind)
