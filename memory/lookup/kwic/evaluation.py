"""Whether the texts of a unit answer a query, and where."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, TypeAlias

import regex

from hexapla.corpora.errors import LimitError
from hexapla.memory.lookup.concordance import occurrences
from hexapla.memory.lookup.kwic.query import (
    Both,
    Either,
    Near,
    Pattern,
    Query,
    QueryPhrase,
    Without,
    languages_of,
    leaves,
)
from hexapla.memory.lookup.wildcards import Finder
from hexapla.memory.text.keys import IDEOGRAPHS, LETTER
from hexapla.memory.text.patterns import compiled, shortened

__all__ = ["Matcher", "Span", "count_words"]

Span: TypeAlias = tuple[int, int]
_Places: TypeAlias = dict[str, list[Span]]

# Seconds of processor time that the patterns of one query may take: a page is waited for, and a
# pattern that reads 100,000 paragraphs of 200 signs takes less than one.
_SECONDS: Final = 5.0

# What stands on a letter of a word, or between two, and does not part them.
_MARKS: Final = (
    "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f"
)
_BEGINNING: Final = regex.compile(rf"[{IDEOGRAPHS}]|(?<!{LETTER}[{_MARKS}]*){LETTER}")


def count_words(text: str, span: Span, most: int) -> int:
    """Return how many words begin in a span of a text, as far as `most`; each ideograph is one.

    >>> count_words("保护 the right", (1, 14), 9), count_words("保护 the right", (0, 14), 2)
    (3, 2)
    """
    return sum(1 for _ in islice(_BEGINNING.finditer(text, *span), most))


class Matcher:
    """Finds the places of a query in the texts of a unit.

    Called with a text in each language, it gives the places by language, in order and without
    overlaps, or None where the unit does not answer the query. Raises LimitError where the patterns
    of the query take more than `seconds` of processor time in all.
    """

    def __init__(self, query: Query, *, seconds: float = _SECONDS) -> None:
        self._query = query
        self._left = seconds
        self._finders = {
            leaf: self._finder(leaf) for leaf in dict.fromkeys(leaves(query, denied=True))
        }

    def __call__(self, texts: Mapping[str, str]) -> dict[str, tuple[Span, ...]] | None:
        """Return the places by language."""
        found = self._part(self._query, texts)
        if found is None:
            return None
        return {language: tuple(_disjoint(places)) for language, places in found.items() if places}

    def _found(self, query: Query, texts: Mapping[str, str]) -> _Places | None:
        match query:
            case QueryPhrase(_, language) | Pattern(_, language):
                places = self._finders[query](texts[language]) if language in texts else []
                return {language: places} if places else None
            case Near(left, right, distance):
                return self._near((left, right), distance, texts)
            case Both(parts):
                found: _Places = {}
                for part in parts:
                    mine = self._part(part, texts)
                    if mine is None:
                        return None
                    found = _joined(found, mine)
                return found
            case Either(parts):
                every = [each for part in parts if (each := self._part(part, texts)) is not None]
                found = {}
                for mine in every:
                    found = _joined(found, mine)
                return found if every else None
            case Without(part):
                known = texts.keys() >= set(languages_of(part, denied=True))
                return {} if known and self._found(part, texts) is None else None

    def _part(self, query: Query, texts: Mapping[str, str]) -> _Places | None:
        """Return the places of what is no side of a NEAR: of stretches that overlap the shortest.

        "countries" is near both in "developing countries, in particular developing States".
        """
        found = self._found(query, texts)
        if found is None or not isinstance(query, Near):
            return found
        return {language: _shortest(places) for language, places in found.items()}

    def _near(
        self, sides: tuple[Query, Query], distance: int, texts: Mapping[str, str]
    ) -> _Places | None:
        left, right = (self._found(side, texts) for side in sides)
        if left is None or right is None:
            return None
        (language,) = left
        places = _near(texts[language], left[language], right[language], distance)
        return {language: places} if places else None

    def _finder(self, leaf: QueryPhrase | Pattern) -> Callable[[str], list[Span]]:
        if isinstance(leaf, Pattern):
            return self._of_pattern(leaf.text)
        finder = Finder(leaf.text)
        return lambda text: list(occurrences(text, finder))

    def _of_pattern(self, text: str) -> Callable[[str], list[Span]]:
        pattern = compiled(text, ignore_case=True)
        late = LimitError(
            "the pattern %(pattern)s takes too long: make it simpler", pattern=shortened(text)
        )

        def places(text: str) -> list[Span]:
            if self._left <= 0:
                raise late
            begun = time.thread_time()
            try:
                # Others are served while it looks.
                found = pattern.finditer(text, timeout=self._left, concurrent=True)
                return [each.span() for each in found if each.end() > each.start()]
            except TimeoutError as error:
                raise late from error
            finally:
                self._left -= time.thread_time() - begun

        return places


def _joined(left: _Places, right: _Places) -> _Places:
    found = dict(left)
    for language, places in right.items():
        found[language] = sorted({*found.get(language, ()), *places})
    return found


def _near(text: str, lefts: Sequence[Span], rights: Sequence[Span], distance: int) -> list[Span]:
    """Return the stretches from each of some places to the nearest of the others, if near enough.

    Places that overlap are not near each other: they are the same words.
    """
    by_start = sorted(rights)
    starts = [start for start, _ in by_start]
    by_end = sorted(rights, key=lambda span: span[1])
    ends = [end for _, end in by_end]

    def are_near(start: int, end: int) -> bool:
        return count_words(text, (start, end), distance + 1) <= distance

    found: set[Span] = set()
    for start, end in lefts:
        after = bisect_left(starts, end)
        if after < len(starts) and are_near(end, starts[after]):
            found.add((start, by_start[after][1]))
        before = bisect_right(ends, start) - 1
        if before >= 0 and are_near(ends[before], start):
            found.add((by_end[before][0], end))
    return sorted(found)


def _shortest(places: Iterable[Span]) -> list[Span]:
    """Return places without overlaps: the shortest first, of equals the first."""
    chosen: list[Span] = []
    for start, end in sorted(places, key=lambda span: (span[1] - span[0], span)):
        at = bisect_left(chosen, (start, end))
        before = at == 0 or chosen[at - 1][1] <= start
        if before and (at == len(chosen) or chosen[at][0] >= end):
            chosen.insert(at, (start, end))
    return chosen


def _disjoint(places: Iterable[Span]) -> Iterable[Span]:
    """Yield places in order, of those that overlap the first, and of these the longest."""
    done = 0
    for start, end in sorted(set(places), key=lambda span: (span[0], -span[1])):
        if start >= done:
            yield start, end
            done = end
