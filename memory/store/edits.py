"""Edits of many rows at once: made, kept in the history and taken back.

However many rows there are, only some hundred are held at a time. Each row is kept as it was, with
a digest of what the edit made of it: a row that is another one since is not taken back. Every
function works within the transaction of its caller.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, compress, groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.memory.edits import Candidate, Edit, Edited, EditEntry, TakenBack
from hexapla.memory.output.files import build_time
from hexapla.memory.rows import Row, unlinked_row
from hexapla.memory.selection import IMPORTED, Selection
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.edit_entries import begin_edit, enter_edit, records_of_edit
from hexapla.memory.store.history import Owner, dumped_rows, loaded_rows, unit_rows
from hexapla.memory.store.register import take_facts_back
from hexapla.memory.store.rewriting import Rewritten, rewrite
from hexapla.memory.store.selections import chosen_sets
from hexapla.memory.store.terms import take_concepts_back
from hexapla.memory.units import Level

__all__ = ["edit_entries", "edited_rows", "make_edit", "take_back"]

# Rows that are read, and written, at a time.
_AT_ONCE: Final = 500
# Before every position that a unit can have.
_FIRST: Final = (-(2**31), 0)
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_GONE: Final = ""  # the digest of a row that is not there

_PLACES: Final = """
SELECT id, position, reference FROM unit
WHERE set_id = :set AND level = :level AND id <= :newest AND {0} ORDER BY position, id {1}
"""
_ALONE: Final = """
SELECT id, target_language, language, position, kind, label, text, reference FROM unaligned
WHERE set_id = :set AND level = :level AND text <> '' AND id > :last ORDER BY id LIMIT :limit
"""
# The newest stays of those that are decided best; what documents say is cited, and stays.
_DUPLICATES: Final = """
SELECT unit_id, language, same_as FROM (
    SELECT t.unit_id, t.language, s.fingerprint = '{1}' AS imported,
           row_number() OVER same AS number,
           first_value(s.symbol || '#' || u.reference) OVER same AS same_as
    FROM document_set s
    CROSS JOIN unit u ON u.set_id = s.id CROSS JOIN translation t ON t.unit_id = u.id
    WHERE {0}
    WINDOW same AS (
        PARTITION BY s.source_language, u.level, u.text, t.language, t.text, t.status = 'rejected'
        ORDER BY t.status <> 'reviewed', s.fingerprint = '{1}', t.unit_id DESC
    )
) AS ranked WHERE number > 1 AND imported
"""
_ENTRY: Final = """
SELECT id, action, who, made, size, state,
       EXISTS (SELECT 1 FROM edited_concept WHERE edit_id = edit.id),
       EXISTS (SELECT 1 FROM edited_fact WHERE edit_id = edit.id)
FROM edit"""
_COLUMNS: Final = "edit_id, symbol, level, reference, unaligned, place, before, after"


def edited_rows(
    connection: Connection, edit: Edit, selection: Selection, levels: Collection[Level]
) -> Iterator[Edited]:
    """Yield the rows that an edit would change, or that it leaves for a cause, in their order."""
    for _, batch in _batches(connection, edit, selection, levels):
        yield from (each for each, _ in _edited(batch, edit))


def make_edit(
    connection: Connection,
    edit: Edit,
    selection: Selection,
    levels: Collection[Level],
    *,
    who: str,
    on_row: Callable[[Edited], object],
) -> EditEntry | None:
    """Edit the rows of a selection and enter it into the history; None where nothing changes.

    `on_row` hears of each row that is changed, or left for a cause.
    """
    made = build_time()
    number = begin_edit(connection)
    size = 0
    for owner, batch in _batches(connection, edit, selection, levels):
        edited = list(_edited(batch, edit))
        for each, _ in edited:
            on_row(each)
        changed = [(each, place) for each, place in edited if each.is_changed]
        size += len(changed)
        connection.load(
            "edited", _COLUMNS, [_record(number, each, place) for each, place in changed]
        )
        rewrite(connection, owner, [_rewritten(each) for each, _ in changed])
    if not size:
        return None
    return enter_edit(connection, EditEntry(number, edit.action, who, made, size))


def _edited(batch: Sequence[Candidate], edit: Edit) -> Iterator[tuple[Edited, int]]:
    """Yield what an edit does to rows, each with its number among those at its position."""
    for _, group in groupby(batch, key=lambda each: (each.is_alone, each.row.position)):
        for place, candidate in enumerate(group):
            found = Edited(candidate, edit.change(candidate))
            if found.is_changed or found.outcome.left:
                yield found, place


def _record(number: int, edited: Edited, place: int) -> tuple[object, ...]:
    candidate, after = edited.candidate, edited.outcome.row
    return (
        *(number, candidate.symbol, candidate.level, candidate.row.reference),
        candidate.key if candidate.is_alone else None,
        *(place, dumped_rows([candidate.row]), _digest(after)),
    )


def _digest(row: Row | None) -> str:
    return _GONE if row is None else row.version


def _rewritten(edited: Edited) -> Rewritten:
    candidate = edited.candidate
    return Rewritten(candidate.key, candidate.row, edited.outcome.row, is_alone=candidate.is_alone)


def _batches(
    connection: Connection, edit: Edit, selection: Selection, levels: Collection[Level]
) -> Iterator[tuple[Owner, list[Candidate]]]:
    """Yield the rows of a selection, some at a time: all that stand at one position together."""
    # What is written on the way has new keys.
    newest = connection.last_key("unit")
    every = chosen_sets(connection, selection)
    same = _duplicates(connection, [each.key for each in every]) if edit.finds_duplicates else {}
    for chosen in every:
        for level in levels:
            owner = Owner(chosen.key, chosen.source_language, chosen.symbol, level)
            units = ((False, rows) for rows in _units(connection, owner, newest))
            alone = ((True, rows) for rows in _alone(connection, owner))
            for is_alone, rows in chain(units, alone):
                yield (
                    owner,
                    [
                        Candidate(
                            *(owner.symbol, level, owner.language, row, key, chosen.languages),
                            is_imported=chosen.imported,
                            is_alone=is_alone,
                            same_as=_NOTHING if is_alone else same.get(key, _NOTHING),
                        )
                        for key, row in rows
                    ],
                )


def _duplicates(connection: Connection, sets: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return, by unit and language, what another unit says as well, and the unit that stays."""
    query = _DUPLICATES.format(connection.among("s.id", "?", "bigint"), IMPORTED)
    found: dict[int, dict[str, str]] = {}
    for unit, language, same in connection.stream(query, (json.dumps(list(sets)),)):
        found.setdefault(unit, {})[language] = same
    return found


def _units(
    connection: Connection, owner: Owner, newest: int
) -> Iterator[Iterable[tuple[int, Row]]]:
    given = {"set": owner.key, "level": owner.level, "newest": newest, "limit": _AT_ONCE}
    position, key = _FIRST
    while found := connection.execute(
        _PLACES.format("(position, id) > (:position, :key)", "LIMIT :limit"),
        {**given, "position": position, "key": key},
    ).fetchall():
        key, position, _ = found[-1]
        found += connection.execute(
            _PLACES.format("position = :position AND id > :key", ""),
            {**given, "position": position, "key": key},
        ).fetchall()
        key = found[-1][0]
        yield unit_rows(connection, owner, [reference for _, _, reference in found])


def _alone(connection: Connection, owner: Owner) -> Iterator[Iterable[tuple[int, Row]]]:
    given = {"set": owner.key, "level": owner.level, "limit": _AT_ONCE}
    last = 0
    while found := connection.execute(_ALONE, {**given, "last": last}).fetchall():
        last = found[-1][0]
        yield [(row[0], _alone_row(owner, row)) for row in found]


def _alone_row(owner: Owner, row: Sequence[Any]) -> Row:
    """Return a text without partner as a row, in its own column."""
    _, target, language, position, kind, label, text, reference = row
    if language == owner.language:
        return Row(reference, position, Kind(kind), label, text, alone=(target,))
    return unlinked_row(reference, position, Kind(kind), language, text)


def edit_entries(connection: Connection, limit: int) -> list[EditEntry]:
    """Return the newest edits in the history, newest first."""
    rows = connection.execute(f"{_ENTRY} ORDER BY id DESC LIMIT ?", (limit,))
    return [_entry(row) for row in rows]


def _entry(row: Sequence[Any]) -> EditEntry:
    number, action, who, made, size, state, of_terms, of_register = row
    when = datetime.fromisoformat(made)
    return EditEntry(
        *(number, action, who, when, size),
        is_undone=state == "undone",
        of_terms=bool(of_terms),
        of_register=bool(of_register),
    )


def take_back(connection: Connection, number: int | None, *, who: str) -> TakenBack | None:
    """Take an edit of `who` back, the last one where none is named; None where there is none.

    Raises UsageError where there is no such edit, it is somebody else's, or it was taken back
    already.
    """
    row = connection.execute(
        f"{_ENTRY} WHERE (CAST(:number AS bigint) IS NULL AND state = 'done' AND who = :who)"
        " OR id = :number ORDER BY id DESC LIMIT 1",
        {"number": number, "who": who},
    ).fetchone()
    if row is None:
        if number is None:
            return None
        raise UsageError(f"there is no edit {number}: hexapla undo --list shows them")
    entry = _entry(row)
    if entry.who != who:
        raise UsageError(
            f"edit {number} was made by {entry.who}: add --as with that name to take it back"
        )
    if entry.is_undone:
        raise UsageError(f"edit {number} was taken back already")
    connection.execute(
        "UPDATE edit SET state = 'undone', checksum = NULL WHERE id = ?", (entry.number,)
    )
    left = take_concepts_back(connection, entry.number) if entry.of_terms else []
    left += take_facts_back(connection, entry.number) if entry.of_register else []
    for found in records_of_edit(connection, "edited", entry.number):
        batch = [_Record(*row)._replace(level=Level(row[1])) for row in found]
        for (symbol, level), group in groupby(batch, key=attrgetter("symbol", "level")):
            records = list(group)
            there = _there(connection, symbol, level, records)
            ours = [_digest(there.current(each)) == each.after for each in records]
            left += [
                f"{symbol}#{each.reference}"
                for each, is_ours in zip(records, ours, strict=True)
                if not is_ours
            ]
            if there.owner is not None:
                restored = [there.restored(each) for each in compress(records, ours)]
                rewrite(connection, there.owner, restored)
    return TakenBack(entry, entry.size - len(left), tuple(left))


class _Record(NamedTuple):
    """A row that was edited: as it was, and the digest of what became of it."""

    symbol: str
    level: Level
    reference: str
    unaligned: int | None
    place: int
    before: str
    after: str


class _There(NamedTuple):
    """What is there now of some rows: by their references, and texts without partner by key."""

    owner: Owner | None
    units: dict[str, tuple[int, Row]]
    alone: dict[int, Row]

    def current(self, record: _Record) -> Row | None:
        """Return the row as it is now."""
        if record.unaligned is not None:
            return self.alone.get(record.unaligned)
        found = self.units.get(record.reference)
        return found[1] if found else None

    def restored(self, record: _Record) -> Rewritten:
        """Return what is to be written for a row to be again as it was."""
        (before,) = loaded_rows(record.before)
        if record.unaligned is not None:
            now = self.alone[record.unaligned]
            return Rewritten(record.unaligned, now, before, is_alone=True)
        key, row = self.units.get(record.reference, (None, None))
        return Rewritten(key, row, before, place=record.place)


def _there(connection: Connection, symbol: str, level: Level, records: Sequence[_Record]) -> _There:
    found = connection.execute(
        "SELECT id, source_language FROM document_set WHERE symbol = ?", (symbol,)
    ).fetchone()
    if found is None:
        return _There(None, {}, {})
    key, language = found
    owner = Owner(key, language, symbol, level)
    units = unit_rows(connection, owner, [each.reference for each in records])
    alone = _alone_there(connection, owner, [each.unaligned for each in records])
    return _There(owner, {row.reference: (key, row) for key, row in units}, alone)


def _alone_there(
    connection: Connection, owner: Owner, keys: Iterable[int | None]
) -> dict[int, Row]:
    given = {"set": owner.key, "level": owner.level, "limit": 1}
    rows = (
        row
        for key in keys
        if key is not None
        for row in connection.execute(_ALONE, {**given, "last": key - 1})
        if row[0] == key
    )
    return {row[0]: _alone_row(owner, row) for row in rows}
