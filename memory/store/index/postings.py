"""The inverted index of a memory in a database: which units hold which grams, in each language.

Units are indexed by the thousand in segments that are never changed, as search engines do; small
segments are merged into larger ones. A segment numbers its units from 0 to at most 65,535, so a
posting takes two bytes. What is not indexed yet, the tail, is read as it is. Units that were taken
out leave a dead number behind; when most are dead, all is indexed anew.

Every function works within the transaction of its caller.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.index import entries
from hexapla.memory.store.index.entries import LARGEST, PartEnd
from hexapla.memory.store.index.inverting import Inverted, invert
from hexapla.memory.store.index.packing import pack, pack_keys, unpack
from hexapla.memory.store.index.segments import TEXTS, last_indexed, load
from hexapla.memory.text.keys import match_key

__all__ = ["index_anew", "index_part", "index_tail"]

# Segments of less than half the largest size that are kept before they are merged.
_SMALL: Final = 8


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


def _of_living(inverted: Inverted, living: NDArray[np.bool_]) -> Iterator[tuple[str, bytes]]:
    """Yield the postings of living texts, counted without the others."""
    if living.all():
        yield from inverted.postings()
        return
    kept = np.append(0, np.cumsum(living[inverted.places]))
    numbers = (np.cumsum(living) - 1).astype(np.uint16)
    places = numbers[inverted.places[living[inverted.places]]]
    starts, ends = kept[list(inverted.starts)].tolist(), kept[list(inverted.ends)].tolist()
    for gram, start, stop in zip(inverted.grams, starts, ends, strict=True):
        if start < stop:
            yield gram, pack(places[start:stop])


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
    found: Iterable[tuple[str, bytes]],
) -> None:
    # Never the key of one before: readers keep segments by their keys.
    key = connection.reserve("segment")
    connection.set_last_key("segment", key)
    connection.execute(
        "INSERT INTO segment (id, language, level, size, units, sets, lengths)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, *group, len(lengths), *map(pack_keys, owners), lengths.tobytes()),
    )
    connection.load(
        "posting",
        "segment_id, gram, places",
        ((key, gram, places) for gram, places in found),
    )


def _merge_small(connection: Connection) -> None:
    """Make one segment of the small ones of a language and level, where there are many."""
    small = connection.execute(
        "SELECT language, level, id, size FROM segment WHERE size < ? ORDER BY language, level, id",
        (LARGEST // 2,),
    ).fetchall()
    for group, rows in groupby(small, key=itemgetter(0, 1)):
        chosen: list[int] = []
        total = 0
        every = list(rows)
        for _, _, key, size in every:
            if total + size <= LARGEST:
                chosen.append(key)
                total += size
        if len(every) > _SMALL and len(chosen) > 1:
            _merge(connection, group, chosen)


def _merge(connection: Connection, group: tuple[str, str], keys: Sequence[int]) -> None:
    inside = {each.key: each for each in load(connection, *group)}
    parts = [inside[key] for key in keys]
    starts = np.cumsum([0, *(len(part.units) for part in parts)])
    offsets = {part.key: start for part, start in zip(parts, starts, strict=False)}
    listed = ", ".join(map(str, keys))
    rows = connection.stream(
        f"SELECT gram, segment_id, places FROM posting WHERE segment_id IN ({listed})"  # noqa: S608
        " ORDER BY gram, segment_id"
    )

    def joined() -> Iterator[tuple[str, bytes]]:
        for gram, found in groupby(rows, key=itemgetter(0)):
            every = [unpack(places) + offsets[key] for _, key, places in found]
            yield gram, pack(np.concatenate(every).astype(np.uint16))

    _insert(
        connection,
        group,
        (
            np.concatenate([part.units for part in parts]),
            np.concatenate([part.sets for part in parts]),
        ),
        np.concatenate([part.lengths for part in parts]),
        list(joined()),
    )
    connection.execute(f"DELETE FROM segment WHERE id IN ({listed})")  # noqa: S608
