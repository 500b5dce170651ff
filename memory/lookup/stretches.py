"""The longest stretches of a text that stand in texts of a memory, and in which of them.

The index says which units hold the grams of a stretch, without their order (`Store.find_runs`).
Texts of these are read, those first that may hold the longest stretch, until no stretch can be
longer than one that was found; where there are too many, the rest is left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from hexapla.memory.store.store import Store
from hexapla.memory.text.stretches import ENDS, Gram, WordSequence, words_of
from hexapla.memory.units import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hexapla.memory.store.index.runs import Runs

__all__ = ["LEAST", "MOST_WORDS", "Stretch", "find_stretches"]

LEAST: Final = 6
"""The length of the shortest stretch (`WordSequence.length`): six ideographs, three words."""
MOST_WORDS: Final = 600
"""Words of a text that are looked up: more than a paragraph has."""

# Texts of one run that are read together, and until it is given up; fewer where nothing but words
# beside its grams can be new.
_TOGETHER: Final = 6
_TRIED: Final = 96
_BESIDE: Final = 24
# Texts that are read in all.
_READ: Final = 1500

# Grams of six ideographs, which have five, that are looked for.
_RAREST: Final = 3

_MARK: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a text, from `start` to before `end`, that stand in units of one level.

    `units` are the keys of those that were read, the shortest texts first; `count` is how many
    there are in all, an estimate where `exact` is false.
    """

    start: int
    end: int
    level: Level
    units: tuple[int, ...]
    count: int
    exact: bool


def find_stretches(
    store: Store,
    row: WordSequence,
    *,
    source: str,
    target: str,
    accepts: Callable[[Collection[int]], Collection[int]] = lambda units: units,
) -> list[Stretch]:
    """Return the longest stretches of a text that stand in a memory, in their order.

    None lies within another. `source` is the language of the text, `target` one that the units have
    as well; `accepts` returns which of some units may be used.
    """
    asked = _StretchQuery(row)
    found: list[Stretch] = []
    for level in Level:
        counts = store.count_grams([each.gram for each in asked.every], source, level=level)
        asked.choose(counts)
        runs = store.find_runs(
            [each.gram for each in asked.grams], asked.latest(), source, level=level
        )
        search = _LevelSearch(store, asked, (source, target), accepts)
        if len(runs):
            search.read(runs)
            found += search.stretches(level)
    return _longest(found)


class _StretchQuery:
    """The text that is looked up, with what its stretches are sought by."""

    def __init__(self, row: WordSequence) -> None:
        self.row = row
        self.size = min(len(row), MOST_WORDS)
        self.every = [each for each in row.grams() if each.end <= self.size]
        self.grams: list[Gram] = []
        words = row.words[: self.size]
        self._joined = f"{_MARK}{_MARK.join(words)}{_MARK}"
        self._offsets = [0]
        for word in words:
            self._offsets.append(self._offsets[-1] + len(word) + 1)
        # How far the longest stretch goes that was found from each word.
        self.reach = list(range(self.size))

    def choose(self, counts: Mapping[str, int]) -> None:
        """Choose the grams to look for: of those of each shortest stretch the rarest.

        The others are common: they take the most time, and tell the least.
        """
        kept: set[int] = set()
        starts, ends = ([gram.start for gram in self.every], [gram.end for gram in self.every])
        for start, end in enumerate(self._shortest):
            inside = range(bisect_left(starts, start), bisect_right(ends, end))
            rarest = sorted(inside, key=lambda place: counts.get(self.every[place].gram, 0))
            kept.update(rarest[:_RAREST])
        self.grams = [self.every[place] for place in sorted(kept)]

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Return the words that a text may share that holds a run of grams and not those beside."""
        start = self.grams[first - 1].start + 1 if first else 0
        end = self.grams[last + 1].end - 1 if last + 1 < len(self.grams) else self.size
        return start, end

    def latest(self) -> list[int]:
        """Return the last gram that a long enough run can begin with, for each that it ends with.

        A single gram is too common to be a run: it stands beside numbers alone.
        """
        found = []
        for last in range(len(self.grams)):
            first = last - 1
            while first >= 0 and self.row.length(*self.range_of(first, last)) < LEAST:
                first -= 1
            found.append(first)
        return found

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch without the ends of clauses at its ends."""
        while start < end and self.row.words[start] in ENDS:
            start += 1
        while start < end and self.row.words[end - 1] in ENDS:
            end -= 1
        return start, end

    def piece(self, start: int, end: int) -> str:
        """Return some words as they stand in `joined` words."""
        return self._joined[self._offsets[start] : self._offsets[end] + 1]

    def is_known(self, start: int, end: int) -> bool:
        """Return whether a stretch lies within one that was found."""
        return self.reach[start] >= end

    def longer(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches between two words that joined words hold, longer than those known.

        They are known from then on.
        """
        for first in range(start, end):
            stop = max(self.reach[first] + 1, self._shortest[first])
            while stop <= end and self.row.words[stop - 1] in ENDS:
                stop += 1
            if stop > end:
                return
            if self.row.words[first] in ENDS or self.piece(first, stop) not in text:
                continue
            while stop < end and self.piece(first, stop + 1) in text:
                stop += 1
            stop = self.trimmed(first, stop)[1]
            self.keep(first, stop)
            yield first, stop

    @cached_property
    def _shortest(self) -> list[int]:
        """Where the shortest stretch ends that begins with each word."""
        found, end = [], 0
        for start in range(self.size):
            while end <= self.size and self.row.length(start, min(end, self.size)) < LEAST:
                end += 1
            found.append(end)
        return found

    def keep(self, start: int, end: int) -> None:
        """Remember that a stretch was found."""
        for place in range(start, end):
            if self.reach[place] >= end:
                break
            self.reach[place] = end


@dataclass(slots=True)
class _Interval:
    """A run of grams, with the units that hold it; the first `tried` of them were read.

    `core` are the words of its grams; with those beside them it goes from `start` to `end`.
    """

    start: int
    end: int
    core: tuple[int, int]
    units: NDArray[np.int64]
    tried: int = 0


@dataclass(slots=True)
class _LevelSearch:
    """What was read of one level."""

    store: Store
    asked: _StretchQuery
    languages: tuple[str, str]
    accepts: Callable[[Collection[int]], Collection[int]]
    texts: dict[int, str] = field(default_factory=dict)
    intervals: list[_Interval] = field(default_factory=list)
    found: list[tuple[int, int]] = field(default_factory=list)

    def read(self, runs: Runs) -> None:
        """Read texts until no run can hold a longer stretch than those found."""
        self.intervals = _intervals(runs, self.asked)
        waiting = self.intervals
        while waiting and len(self.texts) < _READ:
            waiting = [one for one in waiting if one.tried < min(len(one.units), self._worth(one))]
            self._read_some(_apart(waiting))

    def _worth(self, one: _Interval) -> int:
        """Return how many texts of a run are worth reading."""
        if self.asked.is_known(one.start, one.end):
            return 0
        return _BESIDE if self.asked.is_known(*one.core) else _TRIED

    def _read_some(self, chosen: Sequence[_Interval]) -> None:
        parts = [
            [int(unit) for unit in one.units[one.tried : one.tried + _TOGETHER]] for one in chosen
        ]
        new = {unit for part in parts for unit in part} - self.texts.keys()
        self._load(sorted(new))
        for one, part in zip(chosen, parts, strict=True):
            one.tried += len(part)
            for unit in part:
                self.found += self.asked.longer(self.texts[unit], one.start, one.end)

    def _load(self, units: Sequence[int]) -> None:
        """Read the texts of units, "" for those that are not to be used."""
        self.texts.update(dict.fromkeys(units, ""))
        source, target = self.languages
        usable = [unit for unit, _ in self.store.lengths(target, self.accepts(units))]
        for unit, text in self.store.texts(source, usable):
            self.texts[unit] = f"{_MARK}{_MARK.join(words_of(text))}{_MARK}"

    def stretches(self, level: Level) -> Iterator[Stretch]:
        """Yield the stretches found that lie within no other, with the units that hold them."""
        for start, end in sorted(set(self.found)):
            if (start and self.asked.reach[start - 1] >= end) or self.asked.reach[start] > end:
                continue
            piece = self.asked.piece(start, end)
            holding = [one for one in self.intervals if one.tried and self._holds(one, start, end)]
            read = {int(unit) for one in holding for unit in one.units[: one.tried]}
            units = [unit for unit in read if piece in self.texts[unit]]
            total = sum(len(one.units) for one in self.intervals if self._holds(one, start, end))
            units += [
                unit for unit, text in self.texts.items() if unit not in read and piece in text
            ]
            units.sort(key=lambda unit: len(self.texts[unit]))
            count = len(units) + round((total - len(read)) * len(units) / max(len(read), 1))
            yield Stretch(start, end, level, tuple(units), count, total <= len(read))

    def _holds(self, one: _Interval, start: int, end: int) -> bool:
        return one.start <= start and end <= one.end


def _apart(intervals: Sequence[_Interval]) -> list[_Interval]:
    """Return the first of some intervals that have no word in common."""
    taken: set[int] = set()
    chosen = []
    for one in intervals:
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            chosen.append(one)
    return chosen


def _intervals(runs: Runs, asked: _StretchQuery) -> list[_Interval]:
    """Return the runs with their units, the longest first; units with the shortest texts first."""
    import numpy as np  # noqa: PLC0415 - whoever finds runs has it already

    codes = runs.first.astype(np.int64) * len(asked.grams) + runs.last
    order = np.lexsort((runs.sizes, codes))
    units, ordered = runs.units[order], codes[order]
    places = np.flatnonzero(np.diff(ordered, prepend=-1))
    found = []
    for code, part in zip(ordered[places].tolist(), np.split(units, places[1:]), strict=True):
        first, last = divmod(code, len(asked.grams))
        core = asked.grams[first].start, asked.grams[last].end
        found.append(_Interval(*asked.trimmed(*asked.range_of(first, last)), core, part))
    return sorted(found, key=lambda one: -asked.row.length(one.start, one.end))


def _longest(found: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches that lie within no other, in their order."""
    kept: list[Stretch] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.end > kept[-1].end:
            kept.append(one)
    return kept
