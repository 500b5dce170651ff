"""The inverted index of a memory as look-up reads it: its segments and its tail.

`memory.store.index.postings` makes them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.index.packing import COUNT, Places, unpack, unpack_all, unpack_keys
from hexapla.memory.text.keys import grams, match_key
from hexapla.memory.units import Level

__all__ = [
    "TEXTS",
    "Contents",
    "Index",
    "IndexSegment",
    "Places",
    "Tail",
    "last_indexed",
    "read_segments",
    "segment_keys",
]

# Grams that one query asks for.
_ASKED: Final = 500

TEXTS: Final = """
SELECT s.source_language, u.level, u.id, u.set_id, u.text
FROM unit u JOIN document_set s ON s.id = u.set_id WHERE u.id > :last {0}
UNION ALL
SELECT t.language, u.level, u.id, u.set_id, t.text
FROM unit u JOIN translation t ON t.unit_id = u.id WHERE u.id > :last {1}
"""
"""Every text after a unit; the two gaps are for more conditions."""

_Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class IndexSegment:
    """Some indexed units: the keys of these and of their sets, all of shape (size,).

    `lengths` counts the grams (`memory.text.keys.grams`) of each.
    """

    key: int
    units: NDArray[np.int64]
    sets: NDArray[np.int64]
    lengths: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Tail:
    """The grams of a text that is not indexed yet, and the keys of its unit and set."""

    unit: int
    set: int
    grams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contents:
    """All texts of a language and level as they were at a revision, indexed ones and others."""

    revision: tuple[int, int] | None = None
    segments: tuple[IndexSegment, ...] = ()
    tail: tuple[Tail, ...] = ()


class Index:
    """The index as a connection sees it.

    Segments never change, neither does the text of a unit with one key, and new units have larger
    keys than all before: what was read is kept, and only what is new is read after somebody has
    written.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._contents: dict[_Group, Contents] = {}

    def contents(self, language: str, level: Level) -> Contents:
        """Return the segments of a language and level, oldest first, and the tail."""
        group, now = (language, level), self.connection.revision()
        before = self._contents.get(group, Contents())
        if before.revision != now:
            segments = self._segments(before.segments, language, level)
            tail = self._tail(before.tail, language, level)
            self._contents[group] = Contents(now, segments, tail)
        return self._contents[group]

    def _segments(
        self, before: Sequence[IndexSegment], language: str, level: Level
    ) -> tuple[IndexSegment, ...]:
        known = {each.key: each for each in before}
        keys = segment_keys(self.connection, language, level)
        new = read_segments(self.connection, [key for key in keys if key not in known])
        known.update((each.key, each) for each in new)
        return tuple(known[key] for key in keys if key in known)

    def _tail(self, before: Sequence[Tail], language: str, level: Level) -> tuple[Tail, ...]:
        """Return what is not indexed, of which only what is new is read.

        Units that were taken out meanwhile stay in it, as they do in segments.
        """
        last = last_indexed(self.connection)
        kept = [each for each in before if each.unit > last]
        rows = self.connection.execute(
            TEXTS.format(
                "AND u.level = :level AND s.source_language = :language",
                "AND u.level = :level AND t.language = :language",
            ),
            {
                "last": max((each.unit for each in kept), default=last),
                "level": level,
                "language": language,
            },
        )
        new = (
            Tail(unit, set_id, frozenset(grams(match_key(text))))
            for _, _, unit, set_id, text in rows
        )
        return (*kept, *new)

    def totals(
        self, segments: Sequence[IndexSegment], wanted: Sequence[str]
    ) -> Iterator[tuple[str, int]]:
        """Return each gram that is there, and about how many places it has in all segments."""
        return self._postings(f"gram, sum({COUNT})", segments, wanted, "GROUP BY gram")

    def holders(self, segments: Sequence[IndexSegment], wanted: Sequence[str]) -> Counter[int]:
        """Count how many of some grams each segment has."""
        return Counter(
            key for (key,) in self._postings("segment_id", segments, wanted, "AND part = 0")
        )

    def places(
        self, segments: Sequence[IndexSegment], wanted: Sequence[str]
    ) -> dict[int, list[Places]]:
        """Return for each segment the places of some grams in it, in arrays of many or few."""
        return _by_segment(segments, self._postings("segment_id, part, places", segments, wanted))

    def named_places(
        self, segments: Sequence[IndexSegment], wanted: Sequence[str]
    ) -> dict[int, dict[str, Places]]:
        """Return for each segment the places of each of some grams that it has."""
        sizes = _sizes(segments)
        found: dict[int, dict[str, list[Places]]] = defaultdict(lambda: defaultdict(list))
        rows = self._postings("segment_id, gram, part, places", segments, wanted)
        for key, gram, part, places in rows:
            found[key][gram].append(unpack(places, part, sizes[key]))
        return {
            key: {gram: _together(parts) for gram, parts in own.items()}
            for key, own in found.items()
        }

    def prefixed(self, segments: Sequence[IndexSegment], prefix: str) -> dict[int, list[Places]]:
        """Return for each segment the places of every gram that begins so."""
        if not segments:
            return {}
        rows = self.connection.execute(
            "SELECT segment_id, part, places FROM posting"  # noqa: S608
            f" WHERE segment_id IN ({_keys(segments)}) AND gram >= ? AND gram < ?",
            (prefix, prefix + "\U0010ffff"),
        )
        return _by_segment(segments, rows)

    def _postings(
        self, columns: str, segments: Sequence[IndexSegment], wanted: Sequence[str], end: str = ""
    ) -> Iterator[Any]:
        """Yield columns of the postings of some grams, of many by one query."""
        if not segments:
            return
        for start in range(0, len(wanted), _ASKED):
            part = wanted[start : start + _ASKED]
            grams = self.connection.among("gram", "?")
            yield from self.connection.execute(
                f"SELECT {columns} FROM posting"  # noqa: S608
                f" WHERE segment_id IN ({_keys(segments)}) AND {grams} {end}",
                (json.dumps(part),),
            )


def _by_segment(
    segments: Sequence[IndexSegment], rows: Iterable[tuple[int, int, bytes]]
) -> dict[int, list[Places]]:
    """Gather places by the key of their segment: of each segment, though it has none."""
    found: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
    for key, part, places in rows:
        found[key].append((part, places))
    return {each.key: unpack_all(found[each.key], len(each.units)) for each in segments}


def _together(parts: Sequence[Places]) -> Places:
    """Return the places of a gram in ascending order."""
    if len(parts) == 1:
        return parts[0]
    found: Places = np.concatenate(sorted(parts, key=lambda part: int(part[0])))
    return found


def _sizes(segments: Sequence[IndexSegment]) -> dict[int, int]:
    return {each.key: len(each.units) for each in segments}


def _keys(segments: Sequence[IndexSegment]) -> str:
    return ", ".join(str(each.key) for each in segments)


def segment_keys(connection: Connection, language: str, level: str) -> list[int]:
    """Return the keys of the segments of a language and level, in the order they were made."""
    rows = connection.execute(
        "SELECT id FROM segment WHERE language = ? AND level = ? ORDER BY id", (language, level)
    )
    return [key for (key,) in rows]


def read_segments(connection: Connection, keys: Sequence[int]) -> Iterator[IndexSegment]:
    """Read some segments, in the order of their keys."""
    if not keys:
        return
    rows = connection.execute(
        "SELECT id, size, units, sets, lengths FROM segment"  # noqa: S608
        f" WHERE id IN ({', '.join(map(str, keys))}) ORDER BY id"
    )
    for key, size, units, sets, lengths in rows:
        yield IndexSegment(
            key,
            unpack_keys(units, size),
            unpack_keys(sets, size),
            np.frombuffer(lengths, np.uint16),
        )


def last_indexed(connection: Connection) -> int:
    """Return the key of the last unit that is in a segment."""
    last: int = connection.execute("SELECT last_unit FROM indexed").fetchone()[0]
    return last
