"""The inverted index of a memory in a database: which units hold which grams, in each language.

Units are indexed by the thousand in segments that are never changed, as search engines do; small
segments are merged into larger ones, up to half a million texts, for a look-up asks every segment
for each of its grams. A segment numbers its units from 0, so a posting takes few bytes. What is not
indexed yet, the tail, is read as it is. Units that were taken out leave a dead number behind; when
most are dead, all is indexed anew.

Every function works within the transaction of its caller.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.index import entries
from hexapla.memory.store.index.entries import LARGEST, PartEnd
from hexapla.memory.store.index.inverting import Inverted, invert
from hexapla.memory.store.index.packing import (
    as_plain,
    pack_keys,
    pack_lists,
    place_kind,
)
from hexapla.memory.store.index.segments import TEXTS, last_indexed, read_segments
from hexapla.memory.text.keys import match_key

__all__ = ["index_anew", "index_part", "index_tail", "joined"]

# Texts of the largest segment that smaller ones are merged to, and how many of one size are.
_MOST: Final = 1 << 19
_MANY: Final = 8
# Grams of the longest of them that are merged together.
_TOGETHER: Final = 20_000


def index_tail(connection: Connection) -> None:
    """Index what is not indexed yet, once it is too much to be read at each look-up."""
    last = last_indexed(connection)
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM unit").fetchone()[0]
    if newest - last < entries.TAIL:
        return
    (indexed,) = connection.execute(
        "SELECT coalesce(max(size), 0)"
        " FROM (SELECT sum(size) AS size FROM segment GROUP BY language) AS sizes"
    ).fetchone()
    (living,) = connection.execute("SELECT count(*) FROM unit").fetchone()
    if indexed > 2 * living:
        index_anew(connection)
    else:
        _index_up_to(connection, last, newest)
        _merge_small(connection)


def index_anew(connection: Connection) -> None:
    """Make the whole index from what is stored."""
    connection.execute("DELETE FROM segment")
    # Where a segment was lost, these had stayed.
    connection.execute("DELETE FROM posting")
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM unit").fetchone()
    _index_up_to(connection, 0, newest)
    _merge_small(connection)


def index_part(
    connection: Connection, end: PartEnd, units: Sequence[int], sets: Sequence[int], before: int
) -> None:
    """Index units that were just added, by the entries that were gathered of their texts.

    `units` and `sets` are the keys of each unit of the part and of its set, 0 where it was not
    added; `before` is the key of the last unit before the part. Parts too small to be indexed by
    themselves are left to `index_tail`.
    """
    added = np.array(units, dtype=np.int64)
    owners = np.array(sets, dtype=np.int64)
    if np.count_nonzero(added) < entries.TAIL:
        return
    _index_up_to(connection, last_indexed(connection), before)
    for each in end.indexed:
        own = np.frombuffer(each.units, np.uint16)
        living = added[own] > 0
        if living.any():
            _insert(
                connection,
                (each.language, each.level),
                (added[own][living], owners[own][living]),
                each.inverted.lengths[living],
                _of_living(each.inverted, living),
            )
    connection.execute("UPDATE indexed SET last_unit = ?", (int(added.max()),))
    _merge_small(connection)


def _of_living(inverted: Inverted, living: NDArray[np.bool_]) -> Iterator[tuple[str, int, bytes]]:
    """Yield the postings of living texts, counted without the others."""
    if living.all():
        yield from inverted.postings()
        return
    kept = np.append(0, np.cumsum(living[inverted.places]))
    numbers = (np.cumsum(living) - 1).astype(np.uint16)
    places = numbers[inverted.places[living[inverted.places]]]
    starts, ends = kept[list(inverted.starts)].tolist(), kept[list(inverted.ends)].tolist()
    for number, part, packed in pack_lists(places, starts, ends):
        yield inverted.grams[number], part, packed


def _index_up_to(connection: Connection, last: int, newest: int) -> None:
    for start in range(last, newest, LARGEST):
        _index(connection, start, min(start + LARGEST, newest))
    connection.execute("UPDATE indexed SET last_unit = ?", (newest,))


def _index(connection: Connection, last: int, newest: int) -> None:
    """Make a segment of each language and level of the units after `last`, up to `newest`."""
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    units: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("q"))
    sets: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("q"))
    rows = connection.stream(
        TEXTS.format("AND u.id <= :newest", "AND u.id <= :newest"),
        {"last": last, "newest": newest},
    )
    for language, level, unit, set_id, text in rows:
        group = (language, level)
        units[group].append(unit)
        sets[group].append(set_id)
        keys[group].append(match_key(text))
    for group, numbers in units.items():
        inverted = invert(keys[group])
        _insert(
            connection,
            group,
            (np.frombuffer(numbers, np.int64), np.frombuffer(sets[group], np.int64)),
            inverted.lengths,
            inverted.postings(),
        )


def _insert(
    connection: Connection,
    group: tuple[str, str],
    owners: tuple[NDArray[np.int64], NDArray[np.int64]],
    lengths: NDArray[np.uint16],
    found: Iterable[tuple[str, int, bytes]],
) -> None:
    key = _insert_segment(connection, group, owners, lengths)
    _load(connection, key, found)


def _insert_segment(
    connection: Connection,
    group: tuple[str, str],
    owners: tuple[NDArray[np.int64], NDArray[np.int64]],
    lengths: NDArray[np.uint16],
) -> int:
    """Store a segment without its postings; return its key."""
    # Never the key of one before: readers keep segments by their keys.
    key = connection.reserve("segment")
    connection.set_last_key("segment", key)
    connection.execute(
        "INSERT INTO segment (id, language, level, size, units, sets, lengths)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, *group, len(lengths), *map(pack_keys, owners), lengths.tobytes()),
    )
    return key


def _load(connection: Connection, key: int, found: Iterable[tuple[str, int, bytes]]) -> None:
    rows = ((key, *each) for each in found)
    connection.load("posting", "segment_id, gram, part, places", rows)


def _merge_small(connection: Connection) -> None:
    """Make one segment of those of about one size, while there are many."""
    while merged := list(_to_merge(connection)):
        for group, keys in merged:
            _merge(connection, group, keys)


def _to_merge(connection: Connection) -> Iterator[tuple[tuple[str, str], list[int]]]:
    """Yield the language and level of segments that are to be one, and their keys."""
    every = connection.execute(
        "SELECT language, level, id, size FROM segment ORDER BY language, level, size, id"
    ).fetchall()
    for (language, level, _), rows in groupby(every, key=lambda row: (*row[:2], _tier(row[3]))):
        some = list(rows)
        totals = accumulate(size for *_, size in some)
        keys = [key for (*_, key, _), total in zip(some, totals, strict=True) if total <= _MOST]
        if len(some) >= _MANY and len(keys) > 1:
            yield (language, level), keys


def _tier(size: int) -> int:
    """Return about which size a segment has: eight of one make one of the next."""
    return max(size.bit_length() - entries.TAIL.bit_length(), 0) // 3


def _merge(connection: Connection, group: tuple[str, str], keys: Sequence[int]) -> None:
    parts = list(read_segments(connection, keys))
    starts = np.cumsum([0, *(len(part.units) for part in parts)]).tolist()
    sources = {
        part.key: (start, len(part.units)) for part, start in zip(parts, starts, strict=False)
    }
    key = _insert_segment(
        connection,
        group,
        (
            np.concatenate([part.units for part in parts]),
            np.concatenate([part.sets for part in parts]),
        ),
        np.concatenate([part.lengths for part in parts]),
    )
    listed = ", ".join(map(str, sources))
    longest = max(parts, key=lambda each: len(each.units))
    for last, until in pairwise(["", *_steps(connection, longest.key), "\U0010ffff"]):
        found = connection.execute(
            f"SELECT gram, segment_id, part, places FROM posting WHERE segment_id IN ({listed})"  # noqa: S608
            " AND gram > ? AND gram <= ? ORDER BY gram, segment_id, part",
            (last, until),
        ).fetchall()
        # What is taken out makes room for what comes next.
        connection.execute(
            f"DELETE FROM posting WHERE segment_id IN ({listed}) AND gram > ? AND gram <= ?",  # noqa: S608
            (last, until),
        )
        _load(connection, key, joined(found, sources, starts[-1]))
    connection.execute(f"DELETE FROM segment WHERE id IN ({listed})")  # noqa: S608


def _steps(connection: Connection, key: int) -> Iterator[str]:
    """Yield grams of a segment, `_TOGETHER` from one to the next."""
    last = ""
    while row := connection.execute(
        "SELECT gram FROM posting WHERE segment_id = ? AND gram > ? ORDER BY gram LIMIT 1 OFFSET ?",
        (key, last, _TOGETHER),
    ).fetchone():
        last = str(row[0])
        yield last


def joined(
    rows: Sequence[tuple[str, int, int, bytes]], sources: Mapping[int, tuple[int, int]], size: int
) -> Iterator[tuple[str, int, bytes]]:
    """Yield the postings of several segments as those of one of so many texts.

    They come in the order of their grams and segments; `sources` tell where a segment begins in the
    new one, and how many texts it has.
    """
    if not rows:
        return
    grams, keys, parts, packed = zip(*rows, strict=True)
    # Most hold few places, which need not become arrays of their own.
    kind = place_kind(max(source_size for _, source_size in sources.values()))
    plain = [
        as_plain(places, part, sources[key][1], kind)
        for key, part, places in zip(keys, parts, packed, strict=True)
    ]
    counts = np.fromiter(map(len, plain), np.int64, len(plain)) // kind.itemsize
    shifts = np.repeat([sources[key][0] for key in keys], counts)
    places = (np.frombuffer(b"".join(plain), kind) + shifts).astype(place_kind(size))
    # Of each gram, where its rows begin.
    firsts = [0, *(place for place in range(1, len(grams)) if grams[place] != grams[place - 1])]
    begins = np.append(0, np.cumsum(counts))[[*firsts, len(grams)]].tolist()
    for number, part, some in pack_lists(places, begins[:-1], begins[1:], size):
        yield grams[firsts[number]], part, some
