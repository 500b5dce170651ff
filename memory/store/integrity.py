"""Whether what a memory holds is what it should be: its texts, its keys, its index.

The index is what can be made again from the rest (`rebuild`); what else is wrong can only come
back from a backup.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np

from hexapla.memory.store.checksums import wrong_rows
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.index.packing import unpack
from hexapla.memory.store.index.postings import index_anew
from hexapla.memory.store.index.segments import TEXTS, IndexSegment, last_indexed, load
from hexapla.memory.store.mapping import numbers_of
from hexapla.memory.store.values import unreadable
from hexapla.memory.text.keys import grams, match_key

__all__ = ["problems", "rebuild"]

_KEYED: Final = ("unit", "translation")
# Rows whose keys are made anew at once.
_AT_ONCE: Final = 10_000
_GROUPS: Final = "SELECT DISTINCT language, level FROM segment ORDER BY 1, 2"
_TEXTS: Final = """
SELECT s.source_language, u.level, u.id FROM unit u JOIN document_set s ON s.id = u.set_id
WHERE u.id <= :newest
UNION ALL
SELECT t.language, u.level, u.id FROM translation t JOIN unit u ON u.id = t.unit_id
WHERE u.id <= :newest
"""


def problems(connection: Connection, *, deep: bool) -> Iterator[str]:
    """Yield what is wrong, a line each; with `deep`, every text and index entry is looked at."""
    yield from wrong_rows(connection)
    yield from _index_sizes(connection)
    if deep:
        yield from (f"damaged: {line}" for line in unreadable(connection))
        yield from _keys(connection)
        yield from _index_entries(connection)


def rebuild(connection: Connection) -> None:
    """Make what texts are looked up by anew: keys and index."""
    for table in _KEYED:
        last = 0
        while some := connection.execute(
            f"SELECT id, text, match_key, shape FROM {table} WHERE id > ?"  # noqa: S608
            " ORDER BY id LIMIT ?",
            (last, _AT_ONCE),
        ).fetchall():
            last = some[-1][0]
            connection.executemany(
                f"UPDATE {table} SET match_key = ?, shape = ? WHERE id = ?",  # noqa: S608
                [(*numbers, key) for key, numbers in _wrong_keys(some)],
            )
    index_anew(connection)


def _index_sizes(connection: Connection) -> Iterator[str]:
    """Compare the units that are indexed with those which should be, without their texts."""
    texts: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("q"))
    for language, level, unit in connection.stream(_TEXTS, {"newest": last_indexed(connection)}):
        texts[language, level].append(unit)
    for (language, level), units in sorted(texts.items()):
        known = [each.units for each in load(connection, language, level)]
        indexed = np.concatenate(known) if known else np.empty(0, dtype=np.int64)
        missing = int((~np.isin(np.frombuffer(units, np.int64), indexed)).sum())
        if missing:
            yield f"index: {missing} of {len(units)} {level}s in {language} are not indexed"
        if len(np.unique(indexed)) != len(indexed):
            yield f"index: some {level}s in {language} are indexed twice"


def _keys(connection: Connection) -> Iterator[str]:
    for table in _KEYED:
        rows = connection.stream(f"SELECT id, text, match_key, shape FROM {table}")  # noqa: S608
        wrong = sum(1 for _ in _wrong_keys(rows))
        if wrong:
            yield f"index: {wrong} rows of {table} have keys of another text"


def _wrong_keys(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the rows whose keys are not those of their texts, with the keys to have."""
    for key, text, *numbers in rows:
        right = numbers_of(text)
        if tuple(numbers) != right:
            yield key, right


def _index_entries(connection: Connection) -> Iterator[str]:
    """Compare the postings of each segment with the grams of its texts."""
    for language, level in connection.execute(_GROUPS).fetchall():
        for segment in load(connection, language, level):
            wrong = _wrong_grams(connection, segment, language, level)
            if wrong:
                yield f"index: {wrong} grams of {level}s in {language} stand for other texts"


def _wrong_grams(connection: Connection, segment: IndexSegment, language: str, level: str) -> int:
    """Count the grams that a segment gives to other living texts than those that hold them."""
    places = {int(unit): place for place, unit in enumerate(segment.units)}
    expected: dict[str, list[int]] = defaultdict(list)
    living = np.zeros(len(segment.units), dtype=np.bool_)
    rows = connection.stream(
        TEXTS.format(
            "AND u.id <= :newest AND u.level = :level AND s.source_language = :language",
            "AND u.id <= :newest AND u.level = :level AND t.language = :language",
        ),
        {
            "last": int(segment.units.min(initial=1)) - 1,
            "newest": int(segment.units.max(initial=0)),
            "level": level,
            "language": language,
        },
    )
    for _, _, unit, _, text in rows:
        if unit in places:
            living[places[unit]] = True
            for gram in grams(match_key(text)):
                expected[gram].append(places[unit])
    wrong = 0
    postings = connection.stream(
        "SELECT gram, places FROM posting WHERE segment_id = ?", (segment.key,)
    )
    for gram, blob in postings:
        found = unpack(blob, len(living))
        if found.max(initial=0) >= len(living):
            wrong += 1
            continue
        right = np.sort(np.array(expected.pop(gram, []), dtype=np.int64))
        wrong += not np.array_equal(np.sort(found[living[found]]), right)
    return wrong + len(expected)
