"""Look-up in a memory by key, and the texts and units of the keys that were found."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Final

from hexapla.memory.store.connection import Connection
from hexapla.memory.text.keys import key_number, match_key
from hexapla.memory.units import Level, Unit

__all__ = [
    "UNITS",
    "around",
    "batches",
    "excluded_sets",
    "keyed",
    "keyed_symbols",
    "lengths_of",
    "symbols_of",
    "texts_of",
]

# Keys that one query asks for: each query takes its time, and the first texts may be enough.
_BATCH: Final = 100

_KEYED = """
SELECT u.id FROM unit u JOIN document_set s ON s.id = u.set_id
WHERE {0} AND s.source_language = :language AND s.priority >= 0 AND ({3})
UNION
SELECT t.unit_id FROM translation t
WHERE {1} AND t.language = :language AND t.status <> 'rejected' AND ({2})
"""
_NEWEST = "ORDER BY 1 DESC LIMIT :limit"
_BY_KEY = "{0}.match_key = :number"
# A text without a number is its own shape, and only its key is in an index.
_BY_SHAPE = "{0}.shape = :number AND {0}.shape <> {0}.match_key"
_KEYED_SYMBOLS = """
SELECT DISTINCT s.symbol FROM ({0}) AS found
CROSS JOIN unit u ON u.id = found.id CROSS JOIN document_set s ON s.id = u.set_id
WHERE u.level = :level
"""
_USABLE = """
(SELECT s.priority FROM unit u JOIN document_set s ON s.id = u.set_id WHERE u.id = t.unit_id) >= 0
"""
_SET = "(SELECT o.set_id FROM unit o WHERE o.id = t.unit_id)"
_TEXTS = """
SELECT id, {1} FROM (
    SELECT u.id, CASE WHEN s.source_language = :language THEN u.text ELSE (
        SELECT t.text FROM translation t
        WHERE t.unit_id = u.id AND t.language = :language AND t.status <> 'rejected'
    ) END AS found
    FROM unit u CROSS JOIN document_set s ON s.id = u.set_id
    WHERE {0} AND s.priority >= 0
) AS texts WHERE found IS NOT NULL
"""

_SYMBOLS = "SELECT u.id, s.symbol FROM unit u JOIN document_set s ON s.id = u.set_id WHERE {0}"

# Keys for which one query measures the texts: no text has to be brought.
_MEASURED: Final = 1000

# Units with their contexts; the columns are those of `memory.store.mapping`.
UNITS = """
SELECT s.symbol, s.source_language, u.id, u.position, u.reference, u.kind, u.label, u.text,
       coalesce(u.before, coalesce((
           SELECT p.text FROM unit p WHERE p.set_id = u.set_id AND p.level = u.level
           AND (p.position, p.id) < (u.position, u.id) ORDER BY p.position DESC, p.id DESC LIMIT 1
       ), '')),
       coalesce(u.after, coalesce((
           SELECT p.text FROM unit p WHERE p.set_id = u.set_id AND p.level = u.level
           AND (p.position, p.id) > (u.position, u.id) ORDER BY p.position, p.id LIMIT 1
       ), '')),
       u.carried, t.language, t.text, t.score, t.method, t.label, t.status, t.carried, u.level
FROM unit u JOIN document_set s ON s.id = u.set_id LEFT JOIN translation t ON t.unit_id = u.id
WHERE {0} ORDER BY u.id
"""

_PLACE = """
SELECT u.set_id, u.position, u.id, u.before, u.after
FROM unit u JOIN document_set s ON s.id = u.set_id
WHERE s.symbol = ? AND u.level = ? AND u.reference = ?
"""
_TRANSLATIONS = """
SELECT t.text FROM unit p JOIN translation t ON t.unit_id = p.id AND t.language = :language
WHERE p.set_id = :set AND p.level = :level AND t.status <> 'rejected'
"""
_BEFORE = (
    f"{_TRANSLATIONS} AND (p.position, p.id) < (:position, :id)"
    " ORDER BY p.position DESC, p.id DESC LIMIT 1"
)
_AFTER = (
    f"{_TRANSLATIONS} AND (p.position, p.id) > (:position, :id) ORDER BY p.position, p.id LIMIT 1"
)
_OF_TEXT = f"{_TRANSLATIONS} AND p.match_key = :key AND p.text = :text ORDER BY p.id LIMIT 1"


def around(connection: Connection, unit: Unit, language: str) -> tuple[str, str] | None:
    """Return the translations of the texts around a unit, "" at the ends; None where not known."""
    row = connection.execute(_PLACE, (unit.symbol, unit.level, unit.reference)).fetchone()
    if row is None:
        return None
    place = dict(zip(("set", "position", "id"), row, strict=False))
    place |= {"level": unit.level, "language": language}
    found = []
    for nearest, text in ((_BEFORE, row[3]), (_AFTER, row[4])):
        if text == "":
            found.append("")
            continue
        # Where no text is stored, it is that of the unit beside it.
        query = nearest if text is None else _OF_TEXT
        named = {"text": text, "key": key_number(match_key(text or ""))}
        other = connection.execute(query, {**place, **named}).fetchone()
        if other is None and text is not None:
            return None
        found.append(other[0] if other else "")
    return found[0], found[1]


def keyed(
    connection: Connection,
    language: str,
    number: int,
    *,
    shape: bool,
    limit: int,
    only: Collection[int] | None = None,
) -> list[int]:
    """Return the newest units with a text in a language whose key, or shape, has this number.

    Where `only` some sets are looked at, these are none of the excluded.
    """
    query = _keyed(connection, (_BY_KEY, _BY_SHAPE) if shape else (_BY_KEY,), only)
    given = {"number": number, "language": language, "limit": limit}
    rows = connection.execute(query, {**given, "only": json.dumps([*(only or ())])})
    return [unit for (unit,) in rows]


def keyed_symbols(
    connection: Connection,
    language: str,
    number: int,
    *,
    level: Level,
    limit: int,
    only: Collection[int] | None = None,
) -> list[str]:
    """Return the symbols of the units that `keyed` returns and that are of a level."""
    query = _KEYED_SYMBOLS.format(_keyed(connection, (_BY_KEY,), only))
    given = {"number": number, "language": language, "limit": limit, "level": level}
    rows = connection.execute(query, {**given, "only": json.dumps([*(only or ())])})
    return [symbol for (symbol,) in rows]


def _keyed(connection: Connection, ways: Iterable[str], only: Collection[int] | None) -> str:
    # A common text has very many units: their sets are asked for only where it matters.
    usable, within = (_USABLE if excluded_sets(connection) else "true"), "true"
    if only is not None:
        usable = connection.among(_SET, ":only", "bigint")
        # With the sign no index by sets is taken, which would be asked for each of them.
        within = connection.among("+u.set_id", ":only", "bigint")
    every = (_KEYED.format(way.format("u"), way.format("t"), usable, within) for way in ways)
    return f"{'UNION'.join(every)}{_NEWEST}"


def texts_of(
    connection: Connection, language: str, units: Iterable[int]
) -> Iterator[tuple[int, str]]:
    """Yield the text in one language of each unit that is there and has one."""
    query = _TEXTS.format(connection.among("u.id", ":units", "bigint"), "found")
    for some in batches(units):
        wanted = {"language": language, "units": json.dumps(some)}
        found = dict(connection.execute(query, wanted))
        yield from ((key, found[key]) for key in some if key in found)


def lengths_of(
    connection: Connection, language: str, units: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Yield the length of what `texts_of` yields."""
    query = _TEXTS.format(connection.among("u.id", ":units", "bigint"), "length(found)")
    for some in batches(units, _MEASURED):
        found = dict(connection.execute(query, {"language": language, "units": json.dumps(some)}))
        yield from ((key, found[key]) for key in some if key in found)


def symbols_of(connection: Connection, units: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the symbol of each of some units that are there, in any order."""
    query = _SYMBOLS.format(connection.among("u.id", ":units", "bigint"))
    for some in batches(units, _MEASURED):
        yield from connection.execute(query, {"units": json.dumps(some)})


def batches(keys: Iterable[int], size: int = _BATCH) -> Iterator[list[int]]:
    """Yield so many keys at a time, for queries that take many."""
    rest = iter(keys)
    while some := [int(each) for each in islice(rest, size)]:
        yield some


def excluded_sets(connection: Connection) -> list[int]:
    """Return the keys of the excluded sets."""
    rows = connection.execute("SELECT id FROM document_set WHERE priority < 0")
    return [key for (key,) in rows]
