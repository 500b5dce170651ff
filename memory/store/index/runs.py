"""Which units hold grams of a text one after the other: where its stretches may stand.

An index does not say in which order a text holds its grams: what is found is to be verified against
the texts themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hexapla.memory.store.index.scope import SetScope
from hexapla.memory.store.index.segments import Index, Tail
from hexapla.memory.units import Level

__all__ = ["Runs", "runs", "sampled_counts"]

_NOWHERE: Final = np.zeros(0, dtype=np.intp)
_LARGEST: Final = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of grams, each in a unit that holds all of them; all arrays have the shape (runs,).

    `first` and `last` are the numbers of the first and the last gram, `units` the keys of the
    units, `sizes` how many grams each of these has in all.
    """

    first: NDArray[np.int16]
    last: NDArray[np.int16]
    units: NDArray[np.int64]
    sizes: NDArray[np.uint16]

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.units)


def sampled_counts(
    index: Index, wanted: Sequence[str], language: str, *, level: Level
) -> dict[str, int]:
    """Return how many texts of the largest segment hold each of some grams, those that it has."""
    segments = index.contents(language, level).segments
    largest = max(segments, key=lambda each: len(each.units), default=None)
    if largest is None:
        return {}
    return dict(index.totals([largest], list(dict.fromkeys(wanted))))


def runs(
    index: Index,
    wanted: Sequence[str],
    latest: Sequence[int],
    language: str,
    *,
    level: Level,
    only: Collection[int] | None = None,
) -> Runs:
    """Return the longest runs of some grams that texts in a language hold all grams of.

    A run that ends with a gram is long enough where it begins with that of number
    `latest[number of the last]`, or one before it. Where `only` some sets are looked at, these are
    none of the excluded.
    """
    contents = index.contents(language, level)
    scope = SetScope(index.connection, only)
    found = index.named_places(contents.segments, list(dict.fromkeys(wanted)))
    # One more for the end of all.
    limits = np.array([*latest, -1], dtype=np.int16)
    parts = []
    for segment in contents.segments:
        own = found.get(segment.key, {})
        first, last, texts = _runs_of(
            [own.get(each) for each in wanted], limits, len(segment.units)
        )
        if not scope.is_everywhere:
            kept = scope.holds(segment.sets[texts])
            first, last, texts = first[kept], last[kept], texts[kept]
        parts.append(Runs(first, last, segment.units[texts], segment.lengths[texts]))
    parts.append(_of_tail(contents.tail, wanted, limits, scope))
    return Runs(*(np.concatenate(each) for each in zip(*map(_columns, parts), strict=True)))


def _columns(found: Runs) -> tuple[NDArray[Any], ...]:
    return found.first, found.last, found.units, found.sizes


def _runs_of(
    found: Sequence[NDArray[Any] | None], limits: NDArray[np.int16], size: int
) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]:
    """Return first gram, last gram and text of each run in `size` texts.

    `found` are the texts of each gram, in the order of the grams. Where a text holds the gram
    before, its run goes on; all runs are thus followed at once, gram by gram.
    """
    begins = np.zeros(size, dtype=np.int16)
    seen = np.full(size, -2, dtype=np.int16)
    long = np.zeros(0, dtype=np.intp)
    ends: list[NDArray[np.intp]] = []
    starts: list[NDArray[np.int16]] = []
    for number, places in enumerate((*found, None)):
        here = _NOWHERE if places is None else places.astype(np.intp)
        own = np.where(seen[here] == number - 1, begins[here], np.int16(number))
        seen[here] = number
        ended = long[seen[long] != number]
        ends.append(ended)
        starts.append(begins[ended])
        begins[here] = own
        long = here[own <= limits[number]]
    last = np.repeat(np.arange(-1, len(found), dtype=np.int16), [len(each) for each in ends])
    return np.concatenate(starts), last, np.concatenate(ends)


def _of_tail(
    tail: Sequence[Tail], wanted: Sequence[str], limits: NDArray[np.int16], scope: SetScope
) -> Runs:
    """Return the runs in texts that are not indexed yet and of sets in a scope."""
    every = frozenset(wanted)
    own = [(text, text.grams & every) for text in tail if text.set in scope]
    some = [(text, there) for text, there in own if len(there) > 1]
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_, there) in enumerate(some):
        for gram in there:
            places[gram].append(place)
    found = [np.array(places.get(gram, ()), dtype=np.int64) for gram in wanted]
    first, last, texts = _runs_of(found, limits, len(some))
    units = np.array([text.unit for text, _ in some], dtype=np.int64)
    sizes = np.array([min(len(text.grams), _LARGEST) for text, _ in some], dtype=np.uint16)
    return Runs(first, last, units[texts], sizes[texts])
