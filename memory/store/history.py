"""The rows of a set for review, and the history of what was done to them.

Every change is kept with the rows as they were before and after it, so that who made it can take it
back at any time, as long as the rows are those that it left. Nothing in the history is ever deleted
but with its set. Every function but the reading ones works within the transaction of its caller.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import ConflictError
from hexapla.memory.output.files import build_time
from hexapla.memory.rows import Change, HistoryEntry, Progress, Row, assemble
from hexapla.memory.selection import IMPORTED
from hexapla.memory.store.assignments import refuse_held
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.journal import entered
from hexapla.memory.store.mapping import carried_json, insert_translations, numbers_of, read_carried
from hexapla.memory.store.tables import OF_SETS
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import REVIEW_FROM, SURE_FROM, Level, Status, Translation, Unaligned

__all__ = [
    "Owner",
    "additions_entered",
    "dumped_rows",
    "entries",
    "forget",
    "journal",
    "loaded_rows",
    "make_change",
    "progress",
    "read_rows",
    "step_back",
    "unit_rows",
]

# The state in which a change can be undone or redone, the one it has then, and which comes first.
_STEPS: Final = {"undo": ("done", "undone", "DESC"), "redo": ("undone", "done", "ASC")}
# Looked up, not made: a set has tens of thousands of them.
_STATUSES: Final = {each.value: each for each in Status}
_CAUSE: Final = "taken out in review"
# The action under which what somebody adds stands in the history.
_ADDED: Final = "added"

_UNITS: Final = """
SELECT id, reference, position, kind, label, text, before, after, carried
FROM unit u WHERE set_id = :set AND level = :level {0}
"""
_CELLS: Final = """
SELECT t.unit_id, t.language, t.text, t.score, t.method, t.label, t.status, t.carried
FROM unit u CROSS JOIN translation t ON t.unit_id = u.id
WHERE u.set_id = :set AND u.level = :level {0}
"""
_UNALIGNED: Final = """
SELECT target_language, language, position, kind, label, text, cause, reference
FROM unaligned WHERE set_id = :set AND level = :level {0} ORDER BY id
"""
_WITH_NUMBERS: Final = """
SELECT s.id, s.source_language, s.symbol, u.level, u.reference
FROM document_set s CROSS JOIN unit u ON u.set_id = s.id
WHERE (s.symbol = :symbol OR s.symbol >= :first AND s.symbol < :last) AND {0}
"""
_ENTRIES: Final = "SELECT id, symbol, level, who, made, state, action, before, after FROM change"
_ADDRESS: Final = (
    "CASE WHEN language = :source THEN reference ELSE language || ':' || reference END"
)
_PROGRESS: Final = """
SELECT s.id, s.symbol, s.source_language, t.language,
       count(*) FILTER (WHERE t.status = 'automatic' AND t.score >= :sure),
       count(*) FILTER (WHERE t.status = 'automatic' AND t.score < :sure AND t.score >= :review),
       count(*) FILTER (WHERE t.status = 'automatic' AND t.score < :review),
       count(*) FILTER (WHERE t.status = 'reviewed'), count(*) FILTER (WHERE t.status = 'rejected')
FROM document_set s
LEFT JOIN unit u ON u.set_id = s.id AND u.level = :level
LEFT JOIN translation t ON t.unit_id = u.id
GROUP BY s.id, t.language ORDER BY s.sort_key, s.symbol
"""
_ALONE: Final = "SELECT set_id, count(*) FROM unaligned WHERE level = ? GROUP BY set_id"


_language = attrgetter("language")


class Owner(NamedTuple):
    """A set at one level: its key, source language and symbol, and the level."""

    key: int
    language: str
    symbol: str
    level: Level


def read_rows(
    connection: Connection,
    owner: Owner,
    references: Collection[str] | None = None,
) -> tuple[Row, ...]:
    """Return the rows of a set, or those with some references."""
    given, some = _asked(connection, owner, references)
    units = (row for _, row in unit_rows(connection, owner, references))
    found = connection.execute(_UNALIGNED.format(some.format(_ADDRESS)), given)
    unaligned = (
        Unaligned(target, language, position, Kind(kind), label, text, cause, owner.level, address)
        for target, language, position, kind, label, text, cause, address in found
    )
    return assemble(units, unaligned, source_language=owner.language)


def unit_rows(
    connection: Connection, owner: Owner, references: Collection[str] | None = None
) -> Iterator[tuple[int, Row]]:
    """Yield the units of a set, or those with some references, as rows, each with its key.

    They come in their order, and tell nothing of the texts that have no partner.
    """
    given, some = _asked(connection, owner, references)
    those = some.format("u.reference")
    # Sorted here: the database would go through the whole set to give some units in their order.
    units = sorted(connection.execute(_UNITS.format(those), given), key=itemgetter(2, 0))
    return _units(units, connection.execute(_CELLS.format(those), given))


def _asked(
    connection: Connection, owner: Owner, references: Collection[str] | None
) -> tuple[dict[str, object], str]:
    """Return the parameters of a query of rows, and the condition that chooses some."""
    given = {
        **{"set": owner.key, "source": owner.language, "level": owner.level},
        "references": json.dumps(list(references or ())),
    }
    some = "" if references is None else f"AND {connection.among('{0}', ':references')}"
    return given, some


def _units(units: Iterable[Any], cells: Iterable[Any]) -> Iterator[tuple[int, Row]]:
    found: dict[int, list[Translation]] = defaultdict(list)
    for key, language, text, score, method, label, status, carried in cells:
        kept = None if carried is None else read_carried(carried)
        found[key].append(
            Translation(language, text, score, method, label, _STATUSES[status], kept)
        )
    for key, reference, position, kind, label, text, before, after, carried in units:
        row = Row(
            *(reference, position, Kind(kind), label, text),
            cells=tuple(sorted(found[key], key=_language)),
            before=before,
            after=after,
            carried=read_carried(carried),
        )
        yield key, row


def make_change(
    connection: Connection,
    owner: Owner,
    change: Change,
    *,
    who: str,
) -> HistoryEntry:
    """Make a change and enter it into the history; what `who` had undone stays undone for good.

    Raises ConflictError where the rows are not those that the change takes away, ForbiddenError
    where somebody else has the document for a time.
    """
    refuse_held(connection, owner.symbol, who=who)
    if not _replace(connection, owner, change):
        raise ConflictError("somebody else has changed these rows meanwhile: look at them again")
    connection.execute(
        "UPDATE change SET state = 'closed', checksum = NULL"
        " WHERE symbol = ? AND level = ? AND state = 'undone' AND who = ?",
        (owner.symbol, owner.level, who),
    )
    return _enter(connection, owner, change, who=who, state="done")


@contextmanager
def additions_entered(
    connection: Connection, symbols: Collection[str], numbers: Collection[int], *, who: str
) -> Iterator[None]:
    """Enter into the history what the block adds to sets, within one transaction.

    It adds units with some `numbers` of their texts to the sets with some symbols, and to those
    that are made for them. What was added is not undone by a step, as an import is not.
    """
    before = _rows_with(connection, symbols, numbers)
    yield
    for owner, rows in _rows_with(connection, symbols, numbers).items():
        old = before.get(owner, {})
        new = [row for reference, row in rows.items() if old.get(reference) != row]
        if new:
            replaced = tuple(old[row.reference] for row in new if row.reference in old)
            change = Change(_ADDED, replaced, tuple(new))
            _enter(connection, owner, change, who=who, state="closed")


def _rows_with(
    connection: Connection, symbols: Collection[str], numbers: Collection[int]
) -> dict[Owner, dict[str, Row]]:
    """Return the rows with some numbers of sets with some symbols, imported ones too."""
    found: dict[Owner, dict[str, Row]] = {}
    for symbol in symbols:
        first = f"{symbol} ({IMPORTED}"
        places = connection.execute(
            _WITH_NUMBERS.format(connection.among("u.match_key", ":numbers", "bigint")),
            {
                **{"symbol": symbol, "first": first, "last": f"{first}\U0010ffff"},
                "numbers": json.dumps(list(numbers)),
            },
        )
        references: dict[Owner, list[str]] = defaultdict(list)
        for key, language, name, level, reference in places:
            references[Owner(key, language, name, Level(level))].append(reference)
        for owner, some in references.items():
            found[owner] = {row.reference: row for row in read_rows(connection, owner, some)}
    return found


def step_back(
    connection: Connection,
    owner: Owner,
    action: str,
    *,
    who: str,
    allow: Callable[[Change], None],
) -> HistoryEntry | None:
    """Take the last change of `who` back (`undo`), or make the last one undone again (`redo`).

    Returns the entry that this is itself, None where there is nothing to do. Raises ConflictError
    where the rows are not those that the change left: somebody has changed them since; and what
    `allow` raises of the change.
    """
    state, new_state, direction = _STEPS[action]
    found = connection.execute(
        "SELECT id, action, before, after FROM change"  # noqa: S608
        " WHERE symbol = ? AND level = ? AND state = ? AND who = ?"
        f" ORDER BY id {direction} LIMIT 1",
        (owner.symbol, owner.level, state, who),
    ).fetchone()
    if found is None:
        return None
    number, name, before, after = found
    change = Change(f"{action} {name}", loaded_rows(before), loaded_rows(after))
    if action == "undo":
        change = change.reversed(change.action)
    allow(change)
    refuse_held(connection, owner.symbol, who=who)
    if not _replace(connection, owner, change):
        raise ConflictError("somebody has changed these rows since: they stay as they are")
    connection.execute(
        "UPDATE change SET state = ?, checksum = NULL WHERE id = ?", (new_state, number)
    )
    return _enter(connection, owner, change, who=who, state="closed")


def entries(
    connection: Connection, symbol: str, level: Level, *, after: int, limit: int
) -> list[HistoryEntry]:
    """Return the newest entries of a set's history with numbers above `after`, newest first."""
    rows = connection.execute(
        f"{_ENTRIES} WHERE symbol = ? AND level = ? AND id > ? ORDER BY id DESC LIMIT ?",
        (symbol, level, after, limit),
    )
    return list(map(_entry, rows))


def journal(
    connection: Connection, *, symbol: str = "", who: str = "", since: datetime | None = None
) -> Iterator[HistoryEntry]:
    """Yield the entries of all sets in the order of time, however many there are.

    "" is of every set, by all; `since` is a time with its zone.
    """
    rows = entered(connection, _ENTRIES, symbol=symbol, who=who)
    return (each for each in map(_entry, rows) if since is None or each.made >= since)


def _entry(row: Sequence[Any]) -> HistoryEntry:
    number, symbol, level, who, made, state, action, old, new = row
    change = Change(action, loaded_rows(old), loaded_rows(new))
    return HistoryEntry(
        number, symbol, Level(level), who, datetime.fromisoformat(made), state, change
    )


def progress(connection: Connection, level: Level) -> Iterator[Progress]:
    """Count the translations of every set by status and confidence."""
    given = {"level": level, "sure": SURE_FROM, "review": REVIEW_FROM}
    alone = dict(connection.execute(_ALONE, (level,)))
    rows = connection.execute(_PROGRESS, given)
    for (key, symbol, source), of_set in groupby(rows, key=itemgetter(0, 1, 2)):
        found = [row[3:] for row in of_set]
        languages = sorted((row[0] for row in found if row[0]), key=language_rank)
        sure, review, doubtful, reviewed, rejected = (
            sum(counts) for counts in zip(*(row[1:] for row in found), strict=True)
        )
        yield Progress(
            *(symbol, source, tuple(languages), sure, review, doubtful, reviewed, rejected),
            unaligned=alone.get(key, 0),
        )


def forget(connection: Connection) -> None:
    """Delete the history of sets that are not there any more, and what was said of them.

    In a database, what a corrector removes leaves its history for the owner of the memory.
    """
    connection.execute(
        "DELETE FROM fact WHERE origin = 'document'"
        " AND symbol NOT IN (SELECT symbol FROM document_set)"
    )
    for table in filter(connection.may_delete, OF_SETS):
        connection.execute(
            f"DELETE FROM {table} WHERE symbol NOT IN (SELECT symbol FROM document_set)"  # noqa: S608
        )


def _enter(
    connection: Connection,
    owner: Owner,
    change: Change,
    *,
    who: str,
    state: str,
) -> HistoryEntry:
    made = build_time()
    [(number,)] = connection.execute(
        "INSERT INTO change (symbol, level, action, who, made, state, before, after)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            *(owner.symbol, owner.level, change.action, who, made.isoformat(), state),
            *(dumped_rows(change.before), dumped_rows(change.after)),
        ),
    )
    return HistoryEntry(number, owner.symbol, owner.level, who, made, state, change)


def dumped_rows(rows: Iterable[Row]) -> str:
    """Return rows as JSON."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False)


def loaded_rows(text: str) -> tuple[Row, ...]:
    """Return the rows that `dumped_rows` wrote."""
    return tuple(_row(**each) for each in json.loads(text))


def _row(
    *, kind: str, cells: list[dict[str, Any]], alone: list[str], carried: Any, **rest: Any
) -> Row:
    return Row(
        kind=Kind(kind),
        cells=tuple(
            Translation(
                **each
                | {
                    "status": Status(each["status"]),
                    "carried": _carried_again(each["carried"]),
                }
            )
            for each in cells
        ),
        alone=tuple(alone),
        carried=_carried_again(carried),
        **rest,
    )


def _carried_again(found: dict[str, Any] | None) -> Any:
    return None if found is None else read_carried(json.dumps(list(found.values())))


def _replace(connection: Connection, owner: Owner, change: Change) -> bool:
    """Put rows in the place of others, if these are there just so; return whether they were."""
    there = {row.reference: row for row in read_rows(connection, owner, change.references)}
    if there != {row.reference: row for row in change.before}:
        return False
    after = {row.reference: row for row in change.after}
    for reference, row in there.items():
        _remove(connection, owner, row, after.get(reference))
    for row in change.after:
        _insert(connection, owner, row, there.get(row.reference))
    return True


def _remove(
    connection: Connection,
    owner: Owner,
    row: Row,
    after: Row | None,
) -> None:
    """Take a row out, but for the unit itself where it keeps its texts."""
    where = (owner.key, owner.level)
    if row.is_unlinked:
        language = row.cells[0].language
        connection.execute(
            "DELETE FROM unaligned WHERE set_id = ? AND level = ? AND language = ?"
            " AND reference = ?",
            (*where, language, row.reference.removeprefix(f"{language}:")),
        )
        return
    if after is None or _texts(row) != _texts(after):
        connection.execute(
            "DELETE FROM unit WHERE set_id = ? AND level = ? AND reference = ?",
            (*where, row.reference),
        )
    kept = json.dumps(after.alone if after else ())
    connection.execute(
        "DELETE FROM unaligned"  # noqa: S608
        " WHERE set_id = ? AND level = ? AND language = ? AND reference = ?"
        f" AND NOT {connection.among('target_language', '?')}",
        (*where, owner.language, row.reference, kept),
    )


def _insert(
    connection: Connection,
    owner: Owner,
    row: Row,
    before: Row | None,
) -> None:
    if row.is_unlinked:
        (cell,) = row.cells
        own = row.reference.removeprefix(f"{cell.language}:")
        added = [(cell.language, cell.language, cell.text, own)]
    else:
        new = sorted(set(row.alone) - set(before.alone if before else ()))
        added = [(language, owner.language, row.text, row.reference) for language in new]
    connection.load(
        "unaligned",
        "set_id, level, position, kind, label, cause, target_language, language, text, reference",
        [
            (owner.key, owner.level, row.position, row.kind, row.label, _CAUSE, *each)
            for each in added
        ],
    )
    if not row.is_unlinked and (row.cells or not row.alone):
        _insert_unit(connection, owner, row, before)


def _insert_unit(connection: Connection, owner: Owner, row: Row, before: Row | None) -> None:
    """Store a row as a unit: under its old key where its texts are in the index with that."""
    if before is not None and _texts(before) == _texts(row):
        (key,) = connection.execute(
            "SELECT id FROM unit WHERE set_id = ? AND level = ? AND reference = ?",
            (owner.key, owner.level, row.reference),
        ).fetchone()
        connection.execute("DELETE FROM translation WHERE unit_id = ?", (key,))
    else:
        [(key,)] = connection.execute(
            "INSERT INTO unit (set_id, level, position, reference, kind, label, text, before,"
            " after, match_key, shape, carried) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " RETURNING id",
            (
                *(owner.key, owner.level, row.position, row.reference, row.kind, row.label),
                row.text,
                *(row.before, row.after, *numbers_of(row.text), carried_json(row.carried)),
            ),
        )
    insert_translations(connection, ((key, each) for each in row.cells))


def _texts(row: Row) -> tuple[str, ...] | None:
    """Return the texts that the index knows a row by; None where it is no unit."""
    if row.is_unlinked or not (row.cells or not row.alone):
        return None
    cells = (piece for each in row.cells for piece in (each.language, each.text))
    return (row.reference, row.text, *cells)
