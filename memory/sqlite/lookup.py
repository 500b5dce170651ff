"""Look-up in a memory in SQLite: by key, by likeness, by what a text holds.

Texts are found by what they share, counted in numpy over the postings of their rarest grams. What
is found is to be verified against the texts themselves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from memory.search.keys import grams, match_key
from memory.sqlite.index import Segment, Tail, postings, prefixed, segments, sets_of, tail
from memory.units import Level

__all__ = ["UNIT", "containing", "keyed", "similar", "texts_of"]

# Places that are read for one look-up in a segment: the rarest grams come first.
_BUDGET: Final = 200_000
# Shares of grams below which two texts are not worth comparing.
_UNLIKE: Final = 0.25

Keys = NDArray[np.int64]

_KEYED = """
SELECT u.id FROM unit u JOIN document_set s ON s.id = u.set_id
WHERE u.{0} = :number AND s.source_language = :language AND s.priority >= 0
UNION
SELECT t.unit_id FROM translation t
WHERE t.{0} = :number AND t.language = :language AND t.status <> 'rejected' AND ({1})
ORDER BY 1 DESC LIMIT :limit
"""
_USABLE = """
(SELECT s.priority FROM unit u JOIN document_set s ON s.id = u.set_id WHERE u.id = t.unit_id) >= 0
"""
_TEXT = """
SELECT CASE WHEN s.source_language = :language THEN u.text ELSE (
    SELECT t.text FROM translation t
    WHERE t.unit_id = u.id AND t.language = :language AND t.status <> 'rejected'
) END
FROM unit u JOIN document_set s ON s.id = u.set_id WHERE u.id = :unit AND s.priority >= 0
"""

# One unit with its context; the columns are those of `memory.sqlite.rows`.
UNIT = """
SELECT s.symbol, s.source_language, u.id, u.position, u.reference, u.kind, u.label, u.text,
       ifnull(u.before, ifnull((
           SELECT p.text FROM unit p WHERE p.set_id = u.set_id AND p.level = u.level
           AND (p.position, p.id) < (u.position, u.id) ORDER BY p.position DESC, p.id DESC LIMIT 1
       ), '')),
       ifnull(u.after, ifnull((
           SELECT p.text FROM unit p WHERE p.set_id = u.set_id AND p.level = u.level
           AND (p.position, p.id) > (u.position, u.id) ORDER BY p.position, p.id LIMIT 1
       ), '')),
       u.carried, t.language, t.text, t.score, t.method, t.label, t.status, t.carried, u.level
FROM unit u JOIN document_set s ON s.id = u.set_id LEFT JOIN translation t ON t.unit_id = u.id
WHERE u.id = ?
"""


def keyed(
    connection: sqlite3.Connection, language: str, number: int, *, shape: bool, limit: int
) -> list[int]:
    """Give the newest units with a text in a language whose key, or its shape, has this number."""
    # A common text has very many units: their sets are asked for only where it matters.
    usable = _USABLE if _excluded(connection).size else "true"
    rows = connection.execute(
        _KEYED.format("shape" if shape else "match_key", usable),
        {"number": number, "language": language, "limit": limit},
    )
    return [unit for (unit,) in rows]


def texts_of(
    connection: sqlite3.Connection, language: str, units: Iterable[int]
) -> Iterator[tuple[int, str]]:
    """Give the text in one language of each unit that is there and has one."""
    for unit in units:
        row = connection.execute(_TEXT, {"language": language, "unit": int(unit)}).fetchone()
        if row and row[0] is not None:
            yield int(unit), row[0]


def similar(
    connection: sqlite3.Connection, text: str, language: str, *, level: Level, limit: int
) -> list[int]:
    """Give the units whose texts share most with a text, about `limit` of them, best first.

    What they share is judged over the rarest grams of the text, as a part of the longer one's
    grams: an edit changes no more than two grams of two signs (Ukkonen, 1992), and the similarity
    that is looked for is a part of the longer text as well.
    """
    wanted = grams(match_key(text))
    if not wanted:
        return []
    found: list[tuple[float, int]] = []
    excluded = _excluded(connection)
    for segment in segments(connection, language, level):
        hits = np.zeros(len(segment.units), dtype=np.int32)
        read = 0
        for _, places in postings(connection, segment, wanted, _BUDGET):
            hits[places] += 1
            read += 1
        # Grams that were too common to be read are taken as shared in proportion.
        shared = hits * (len(wanted) / max(read, 1))
        alike = shared / np.maximum(segment.lengths, len(wanted))
        near = np.flatnonzero(alike > _UNLIKE)
        if len(excluded):
            near = near[~np.isin(sets_of(connection, segment)[near], excluded)]
        if len(near) > limit:
            near = near[np.argpartition(-alike[near], limit)[:limit]]
        found += zip(alike[near].tolist(), segment.units[near].tolist(), strict=True)
    own = set(wanted)
    out = set(excluded.tolist())
    for each in tail(connection, language, level):
        if each.set in out:
            continue
        theirs = grams(match_key(each.text))
        value = len(own.intersection(theirs)) / max(len(own), len(theirs))
        if value > _UNLIKE:
            found.append((value, each.unit))
    found.sort(reverse=True)
    return [unit for _, unit in found[:limit]]


def containing(
    connection: sqlite3.Connection, wanted: Sequence[str], language: str, *, level: Level
) -> tuple[Keys, Keys]:
    """Give the units that hold all of some grams, oldest first, and the set of each.

    A gram that ends with `*` stands for every gram that begins so.
    """
    units, sets = [], []
    for segment in segments(connection, language, level):
        places = _holding(connection, segment, wanted)
        units.append(segment.units[places])
        sets.append(sets_of(connection, segment)[places])
    rest = [each for each in tail(connection, language, level) if _holds(each, wanted)]
    units.append(np.array([each.unit for each in rest], dtype=np.int64))
    sets.append(np.array([each.set for each in rest], dtype=np.int64))
    found, owners = np.concatenate(units), np.concatenate(sets)
    kept = ~np.isin(owners, _excluded(connection))
    return found[kept], owners[kept]


def _excluded(connection: sqlite3.Connection) -> Keys:
    """Give the keys of the excluded sets."""
    rows = connection.execute("SELECT id FROM document_set WHERE priority < 0")
    return np.array([key for (key,) in rows], dtype=np.int64)


def _holding(
    connection: sqlite3.Connection, segment: Segment, wanted: Sequence[str]
) -> NDArray[np.intp]:
    hits = np.zeros(len(segment.units), dtype=np.int32)
    whole = [gram for gram in wanted if not gram.endswith("*")]
    for _, places in postings(connection, segment, whole, len(segment.units) * len(whole)):
        hits[places] += 1
    for gram in wanted:
        if gram.endswith("*"):
            there = np.zeros(len(hits), dtype=np.bool_)
            for places in prefixed(connection, segment, gram[:-1]):
                there[places] = True
            hits += there
    return np.flatnonzero(hits == len(wanted))


def _holds(text: Tail, wanted: Sequence[str]) -> bool:
    held = grams(match_key(text.text))
    return all(
        any(each.startswith(gram[:-1]) for each in held) if gram.endswith("*") else gram in held
        for gram in wanted
    )
