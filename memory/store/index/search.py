"""Look-up in the index of a memory: by likeness, and by what a text holds.

Texts are found by what they share, counted in numpy over the postings of their rarest grams. What
is found is to be verified against the texts themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.memory.store.index.scope import SetScope
from hexapla.memory.store.index.segments import Contents, Index, IndexSegment, Places, Tail
from hexapla.memory.text.keys import grams, match_key
from hexapla.memory.units import Level

__all__ = ["containing", "similar", "spread"]

# Places that are read for one look-up: the rarest grams come first.
_BUDGET: Final = 400_000
# Shares of grams below which two texts are not worth comparing.
_UNLIKE: Final = 0.25

Keys = NDArray[np.int64]


def similar(
    index: Index,
    text: str,
    language: str,
    *,
    level: Level,
    limit: int,
    only: Collection[int] | None = None,
) -> list[int]:
    """Return the units whose texts share most with a text, about `limit` of them, best first.

    What they share is judged over the rarest grams of the text, as a part of the longer one's
    grams: an edit changes no more than two grams of two signs (Ukkonen, 1992), and the similarity
    that is looked for is a part of the longer text as well. Where `only` some sets are looked at,
    these are none of the excluded.
    """
    wanted = grams(match_key(text))
    if not wanted:
        return []
    scope = SetScope(index.connection, only)
    contents = index.contents(language, level)
    segments = contents.segments
    read = _rarest(index, segments, wanted)
    found = index.places(segments, read)
    # Grams that were too common to be read are taken as shared in proportion.
    every = len(wanted) / max(len(read), 1)
    parts: list[tuple[NDArray[np.float64], Keys]] = []
    for segment in segments:
        if not found[segment.key]:
            continue
        hits = _hits(found[segment.key], len(segment.units))
        near = np.flatnonzero(hits > _UNLIKE * len(read))
        alike = hits[near] * every / np.maximum(segment.lengths[near], len(wanted))
        good = alike > _UNLIKE
        if not scope.is_everywhere:
            good &= scope.holds(segment.sets[near])
        parts.append((alike[good], segment.units[near[good]]))
    own = frozenset(wanted)
    rest = [each for each in contents.tail if each.set in scope]
    shared = [len(own & each.grams) / max(len(own), len(each.grams)) for each in rest]
    parts.append((np.array(shared), np.array([each.unit for each in rest], dtype=np.int64)))
    shares, units = (np.concatenate(each) for each in zip(*parts, strict=True))
    best = np.lexsort((-units, -shares))[:limit]
    chosen: list[int] = units[best[shares[best] > _UNLIKE]].tolist()
    return chosen


def _rarest(index: Index, segments: Sequence[IndexSegment], wanted: Sequence[str]) -> list[str]:
    """Return the rarest of some grams that are there, until they have `_BUDGET` places in all."""
    chosen: list[str] = []
    total = 0
    for count, gram in sorted((count, gram) for gram, count in index.totals(segments, wanted)):
        total += count
        if total > _BUDGET and chosen:
            break
        chosen.append(gram)
    return chosen


def _hits(found: Sequence[Places], size: int) -> NDArray[np.intp]:
    """Count how often each place up to `size` is found."""
    return np.bincount(np.concatenate(found), minlength=size)


def containing(
    index: Index,
    wanted: Sequence[str],
    language: str,
    *,
    level: Level,
    only: Collection[int] | None = None,
) -> tuple[Keys, Keys]:
    """Return the units that hold all of some grams, oldest first, and the set of each.

    A gram that ends with `*` stands for every gram that begins so. Where `only` some sets are
    looked at, these are none of the excluded.
    """
    contents = index.contents(language, level)
    # A phrase can hold a word twice; a posting is found once.
    whole = list(dict.fromkeys(gram for gram in wanted if not gram.endswith("*")))
    begun = [gram[:-1] for gram in wanted if gram.endswith("*")]
    there = index.holders(contents.segments, whole)
    holding = [segment for segment in contents.segments if there[segment.key] == len(whole)]
    found = index.places(holding, whole)
    begins = [index.prefixed(holding, prefix) for prefix in begun]
    units, sets = [], []
    for segment in holding:
        begun_here = [each.get(segment.key, []) for each in begins]
        places = _holding(len(segment.units), len(whole), found[segment.key], begun_here)
        units.append(segment.units[places])
        sets.append(segment.sets[places])
    rest = [each for each in contents.tail if _holds(each, whole, begun)]
    units.append(np.array([each.unit for each in rest], dtype=np.int64))
    sets.append(np.array([each.set for each in rest], dtype=np.int64))
    keys, owners = np.concatenate(units), np.concatenate(sets)
    scope = SetScope(index.connection, only)
    if scope.is_everywhere:
        return keys, owners
    kept = scope.holds(owners)
    return keys[kept], owners[kept]


def _holding(
    size: int, grams: int, found: Sequence[Places], begun: Sequence[Sequence[Places]]
) -> NDArray[np.intp]:
    """Return the places that all of some grams have, which are found, and one of each begun."""
    hits = _hits(found, size) if found else np.zeros(size, dtype=np.intp)
    for some in begun:
        there = np.zeros(size, dtype=np.bool_)
        if some:
            there[np.concatenate(some)] = True
        hits += there
    return np.flatnonzero(hits == grams + len(begun))


def _holds(text: Tail, whole: Sequence[str], begun: Sequence[str]) -> bool:
    return text.grams.issuperset(whole) and all(
        any(each.startswith(prefix) for each in text.grams) for prefix in begun
    )


def spread(
    index: Index,
    language: str,
    *,
    level: Level,
    limit: int,
    only: Collection[int] | None = None,
) -> list[int]:
    """Return about so many units with a text in a language, evenly out of all, oldest first.

    Where `only` some sets are looked at, they are out of all of these.
    """
    contents = index.contents(language, level)
    if only is not None:
        return _spread_within(contents, SetScope(index.connection, only), limit)
    total = sum(len(each.units) for each in contents.segments) + len(contents.tail)
    step = max(total // max(limit, 1), 1)
    found = [key for each in contents.segments for key in each.units[::step].tolist()]
    return found + [each.unit for each in contents.tail[::step]]


def _spread_within(contents: Contents, scope: SetScope, limit: int) -> list[int]:
    parts = [each.units[scope.holds(each.sets)] for each in contents.segments]
    parts.append(np.array([each.unit for each in contents.tail if each.set in scope], np.int64))
    every = np.concatenate(parts)
    found: list[int] = every[:: max(len(every) // max(limit, 1), 1)].tolist()
    return found
