"""The units of a memory that hold a term, and others to compare them with: a bounded number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from hexapla.memory.lookup.concordance import Phrase, holders
from hexapla.memory.lookup.renderings.association import headings
from hexapla.memory.lookup.renderings.forms import finder_of, holding
from hexapla.memory.lookup.renderings.words import words_in
from hexapla.memory.lookup.wildcards import KeyFinder
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import IDEOGRAPHS, search_key
from hexapla.memory.units import Level

__all__ = ["Held", "held", "others"]

# Units with the term that are read, evenly out of all, and others that they are compared with.
_READ: Final = 300
_COMPARED: Final = 1000
# Others whose headings are kept, of all languages: they are nearly the same at every question.
_REMEMBERED: Final = 8 * _COMPARED

# What stands before a Chinese term and makes another of it: of so many ideographs at most, in so
# many texts at least; the longest that is there about as often; and how often that is followed by
# the term. So many are looked at. Of the gold list this changes 63 pairs of a term and a language:
# .952 were right first, and .965 are; with .75 and three texts, coordinations count as well.
_WIDEST: Final = 6
_OFTEN: Final = 4
_SAME: Final = 0.7
_BOUND: Final = 0.9
_ASKED: Final = 4
# Ideographs without those that join or govern words: what has one is no part of a term.
_PART: Final = re.compile(f"(?:(?![和与及或的是在对等为以中向从将并就有])[{IDEOGRAPHS}])+")

# Signs behind a term of which the first word is looked at, longer ones are cut off; in Chinese it
# is one ideograph.
_BEHIND: Final = 40
_BEHIND_CHINESE: Final = 8
_Span = tuple[int, int]

# What makes another term in Chinese of the one that follows: 不发达, 非政府组织, 未成年人, 无国籍.
# In other words than these they are parts of names: 南非政府, 除非会员国, 有无国家.
_DENIES: Final = re.compile("[不未]|(?<![南北东西中除并若是莫])非|(?<!有)无")


@dataclass(frozen=True, slots=True)
class Held:
    """Units that hold a term: their texts by key, oldest first, and the keys of their sets.

    `term` is without wildcards.

    They are a `share` of the units that do; 1 where all were read. Where the term is denied in
    Chinese, or is a part of a longer one, it is another: 发达国家 in 最不发达国家, 发展中国家 in
    小岛屿发展中国家. What it may begin is told by its translations alone: `following` has, for each
    place in a unit, the stem of the word behind it, "" where that is light or of another clause.
    """

    term: str
    texts: Mapping[int, str]
    sets: Mapping[int, int]
    share: float
    finder: KeyFinder
    following: Mapping[int, tuple[str, ...]]


def held(store: Store, term: str, source: str, level: Level) -> Held:
    """Return units of a level with a term in its language, in all its forms.

    Raises UsageError where it has no word or ideograph that can be looked for.
    """
    import numpy as np  # noqa: PLC0415 - a look-up counts with it, and nobody else needs it

    units, sets = holding(store, term, source, level)
    finder = finder_of(term, source)
    chosen = np.arange(len(units))
    if len(units) > _READ:
        chosen = np.unique(np.linspace(0, len(units) - 1, _READ).astype(np.int64))
    keys = units[chosen].tolist()
    texts = dict(store.texts(source, keys))
    places = _meant(store, texts, Phrase(term, source), level)
    found = {key: texts[key] for key in places}
    owners = dict(zip(keys, sets[chosen].tolist(), strict=True))
    share = len(chosen) / len(units) if len(units) else 1.0
    return Held(
        " ".join(term.replace("*", " ").split()),
        found,
        {key: owners[key] for key in found},
        share,
        finder,
        {key: tuple(_next(behind, source) for behind in places[key]) for key in found},
    )


def _meant(
    store: Store, texts: Mapping[int, str], phrase: Phrase, level: Level
) -> dict[int, list[str]]:
    """Return the texts in which a term stands in its own right, and what is behind each place."""
    finder = finder_of(phrase.text, phrase.language)
    own = {unit: search_key(text) for unit, text in texts.items()}
    places = {unit: [*_not_denied(key, finder)] for unit, key in own.items()}
    standing = {unit: spans for unit, spans in places.items() if spans}
    longer = _longer(store, {unit: own[unit] for unit in standing}, standing, phrase, level)
    free = {
        unit: kept
        for unit, spans in standing.items()
        if (kept := list(_outside(own[unit], spans, longer)))
    }
    # Where it never stands by itself, it is the longer one that is asked for.
    size = _BEHIND_CHINESE if phrase.language == "zh" else _BEHIND
    return {
        unit: [own[unit][end : end + size] for _, end in spans]
        for unit, spans in (free or standing).items()
    }


def _not_denied(key: str, finder: KeyFinder) -> Iterator[_Span]:
    for start, end in finder.places(key):
        if not _DENIES.match(key, max(start - 1, 0), start):
            yield start, end


def _outside(key: str, places: Sequence[_Span], longer: Sequence[KeyFinder]) -> Iterator[_Span]:
    """Yield the places of a search key that no longer term holds."""
    found = sorted(span for finder in longer for span in finder.places(key))
    starts = [start for start, _ in found]
    # How far reaches what begins before each of them.
    reach = [0, *accumulate((end for _, end in found), max)]
    for start, end in places:
        # One of the same place is the term in another form.
        before, until = bisect_left(starts, start), bisect_right(starts, start)
        if reach[before] < end and reach[until] <= end:
            yield start, end


def _next(behind: str, language: str) -> str:
    """Return the stem of the word that begins what is behind a term, "" for none of account."""
    word = next(iter(words_in(behind, language)), None)
    if word is None or word.light or behind[: word.start].strip():
        return ""
    return word.stem


def _longer(
    store: Store,
    keys: Mapping[int, str],
    places: Mapping[int, Sequence[_Span]],
    phrase: Phrase,
    level: Level,
) -> list[KeyFinder]:
    """Return what finds longer terms: of the termbase all that hold a term, else what it ends."""
    own = search_key(phrase.text)
    if "*" in own:
        return []
    named = map(search_key, store.terms_with(phrase.language, phrase.text))
    found = [each for each in named if len(each) > len(own)]
    if phrase.language == "zh":
        before = [keys[unit][:start] for unit, spans in places.items() for start, _ in spans[:1]]
        found += [each + own for each in _bound(store, before, own, level)]
    return [finder_of(each, phrase.language) for each in found if "*" not in each]


def _bound(store: Store, before: Sequence[str], own: str, level: Level) -> Iterator[str]:
    """Yield what makes another term of a Chinese one that follows, and seldom stands without it.

    小岛屿 is followed by 发展中国家 nearly everywhere, and 帮助 by anything.
    """
    counts = Counter(
        text[-size:]
        for text in before
        for size in range(2, _WIDEST + 1)
        if len(text) >= size and _PART.fullmatch(text[-size:])
    )
    often = [(text, count) for text, count in counts.most_common() if count >= _OFTEN]
    whole = [
        (text, count)
        for text, count in often
        if not any(
            other.endswith(text) and other != text and more > _SAME * count for other, more in often
        )
    ]
    for text, _ in whole[:_ASKED]:
        alone, _ = holders(store, (Phrase(text, "zh"),), level)
        together, _ = holders(store, (Phrase(text + own, "zh"),), level)
        if len(together) >= _BOUND * len(alone):
            yield text


def others(
    store: Store, language: str, level: Level, *, without: Mapping[int, object]
) -> Sequence[str]:
    """Return the `headings` of texts in a language, evenly out of all but some units."""
    keys = store.spread(language, level=level, limit=_COMPARED)
    read = store.texts(language, (key for key in keys if key not in without))
    return [_headings(text, language) for _, text in read]


@lru_cache(maxsize=_REMEMBERED)
def _headings(text: str, language: str) -> str:
    return headings(words_in(text, language))
