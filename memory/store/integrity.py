"""Whether what a memory holds is what it should be: its texts, its keys, its index.

The index is what can be made again from the rest (`rebuild`); what else is wrong can only come
back from a backup.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hexapla.memory.store.checksums import wrong_rows
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.index.entries import LARGEST
from hexapla.memory.store.index.inverting import invert
from hexapla.memory.store.index.packing import unpack, unpack_keys
from hexapla.memory.store.index.postings import index_anew
from hexapla.memory.store.index.segments import (
    TEXTS,
    IndexSegment,
    last_indexed,
    read_segments,
    segment_keys,
)
from hexapla.memory.store.mapping import numbers_of
from hexapla.memory.store.values import unreadable
from hexapla.memory.text.keys import match_key

__all__ = ["problems", "rebuild"]

_Group = tuple[str, str]

_KEYED: Final = ("unit", "translation")
# Rows whose keys are made anew at once.
_AT_ONCE: Final = 10_000
_GROUPS: Final = "SELECT DISTINCT language, level FROM segment ORDER BY 1, 2"
# Keys of units that are compared with the index at once.
_COMPARED: Final = 1 << 18
# What sums of 64 bits are counted by.
_NUMBERS: Final = 1 << 64
_TEXTS: Final = """
SELECT s.source_language, u.level, u.id FROM unit u JOIN document_set s ON s.id = u.set_id
WHERE u.id > :last AND u.id <= :newest
UNION ALL
SELECT t.language, u.level, u.id FROM unit u JOIN translation t ON t.unit_id = u.id
WHERE u.id > :last AND u.id <= :newest
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
    """Compare the units that are indexed with those which should be, without their texts.

    A part of them at a time, by their keys.
    """
    ranges = list(_ranges(connection))
    newest = last_indexed(connection)
    texts: Counter[_Group] = Counter()
    missing: Counter[_Group] = Counter()
    twice: set[_Group] = set()
    for last in range(0, newest, _COMPARED):
        end = min(last + _COMPARED, newest)
        for group, units in _texts_between(connection, last, end).items():
            keys = [
                key
                for key, language, level, least, most in ranges
                if (language, level) == group and least <= end and most > last
            ]
            indexed = _indexed_between(connection, keys, last, end)
            texts[group] += len(units)
            missing[group] += int((~np.isin(units, indexed)).sum())
            if len(np.unique(indexed)) != len(indexed):
                twice.add(group)
    for group, count in sorted(texts.items()):
        language, level = group
        if missing[group]:
            yield f"index: {missing[group]} of {count} {level}s in {language} are not indexed"
        if group in twice:
            yield f"index: some {level}s in {language} are indexed twice"


def _ranges(connection: Connection) -> Iterator[tuple[int, str, str, int, int]]:
    """Yield the key of each segment, its language and level, and its first and last unit."""
    rows = connection.stream("SELECT id, language, level, size, units FROM segment ORDER BY id")
    for key, language, level, size, packed in rows:
        units = unpack_keys(packed, size)
        if size:
            yield key, language, level, int(units.min()), int(units.max())


def _texts_between(connection: Connection, last: int, end: int) -> dict[_Group, NDArray[np.int64]]:
    """Return the keys of the units after one, up to another, that have a text of each group."""
    found: dict[_Group, array[int]] = defaultdict(lambda: array("q"))
    for language, level, unit in connection.stream(_TEXTS, {"last": last, "newest": end}):
        found[language, level].append(unit)
    return {group: np.frombuffer(units, np.int64) for group, units in found.items()}


def _indexed_between(
    connection: Connection, keys: Sequence[int], last: int, end: int
) -> NDArray[np.int64]:
    """Return the units after one, up to another, that some segments have."""
    parts = (each.units for each in read_segments(connection, keys))
    kept = (units[(units > last) & (units <= end)] for units in parts)
    return np.concatenate([np.empty(0, dtype=np.int64), *kept])


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
        for key in segment_keys(connection, language, level):
            (segment,) = read_segments(connection, [key])
            wrong = _wrong_grams(connection, segment, language, level)
            if wrong:
                yield f"index: {wrong} grams of {level}s in {language} stand for other texts"


def _wrong_grams(connection: Connection, segment: IndexSegment, language: str, level: str) -> int:
    """Count the grams that a segment gives to other living texts than those that hold them.

    Each place has a random number, 0 where its unit is gone, and a gram the sum of those of its
    texts, modulo 2**64: so the postings are read once, however many the texts are, and of each gram
    one number is remembered (Clarke et al., "Incremental Multiset Hash Functions", 2003).
    """
    size = len(segment.units)
    numbers = np.random.default_rng().integers(_NUMBERS, size=size, dtype=np.uint64)
    is_living = np.zeros(size, dtype=np.bool_)
    expected: Counter[str] = Counter()
    for first in range(0, size, LARGEST):
        places, keys = _living(connection, segment, first, language, level)
        is_living[places] = True
        right = invert(keys)
        own = numbers[places[right.places]]
        for gram, start, end in zip(right.grams, right.starts, right.ends, strict=True):
            expected[gram] += int(own[start:end].sum())
    numbers[~is_living] = 0
    wrong = 0
    postings = connection.stream(
        "SELECT gram, part, places FROM posting WHERE segment_id = ? ORDER BY gram, part",
        (segment.key,),
    )
    for gram, rows in groupby(postings, itemgetter(0)):
        # A part that is wrong can be any number.
        found = np.concatenate(
            [unpack(packed, size=size).astype(np.int64) + part for _, part, packed in rows]
        )
        is_known = ((found >= 0) & (found < size)).all()
        right_sum = expected.pop(gram, 0) % _NUMBERS
        wrong += not is_known or int(numbers[found].sum()) != right_sum
    return wrong + len(expected)


def _living(
    connection: Connection, segment: IndexSegment, first: int, language: str, level: str
) -> tuple[NDArray[np.int64], list[str]]:
    """Return places of a segment from one on whose units are there, and the keys of their texts.

    Of `LARGEST` places at most, in ascending order.
    """
    units = segment.units[first : first + LARGEST]
    places = {int(unit): place for place, unit in enumerate(units, first)}
    rows = connection.stream(
        TEXTS.format(
            "AND u.id <= :newest AND u.level = :level AND s.source_language = :language",
            "AND u.id <= :newest AND u.level = :level AND t.language = :language",
        ),
        {
            "last": int(units.min()) - 1,
            "newest": int(units.max()),
            "level": level,
            "language": language,
        },
    )
    found = {places[unit]: match_key(text) for _, _, unit, _, text in rows if unit in places}
    ordered = sorted(found)
    return np.array(ordered, dtype=np.int64), [found[place] for place in ordered]
