"""Matches of a new text in a memory: exact, in context, adapted, fuzzy.

The score is a percentage as CAT tools give it. Fuzzy matches are scored by the normalised
similarity of Levenshtein (1966): over characters in Chinese; elsewhere the mean of that over words
and that over characters, so that an inflected word is not lost altogether.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from heapq import heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Levenshtein

from hexapla.memory.lookup.revisions import replaced_by
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import key_number, match_key, shape, words
from hexapla.memory.text.placeables import adapt
from hexapla.memory.units import Level, Status, Translation, Unit

if TYPE_CHECKING:
    # Encoders and their models are for whoever asks for texts of a like meaning.
    from hexapla.memory.lookup.semantic import Neighbours

__all__ = ["ALMOST", "Match", "MatchKind", "find_matches", "similarity"]

# Candidates that are compared with the text itself: the best match is among them for 99 % of the
# texts looked up in a memory of a million units.
_CANDIDATES: Final = 400
# Units of one and the same text that are looked at: one of them may have the same context.
_COPIES: Final = 50
# What rapidfuzz needs not to lose a similarity that is just enough.
_ROUNDING: Final = 1e-5
# Keys whose words are kept.
_REMEMBERED: Final = 1024
# Neighbours in meaning that are looked at beside those wanted, and units of each.
_SPARE: Final = 20
_NEAREST: Final = 3
# Of the pairs of different targets of the 2030 Agenda, one in sixty has a higher cosine.
_ALIKE: Final = 0.5
ALMOST: Final = 99
"""The score that what is not the very same text can have at most."""


class MatchKind(StrEnum):
    """How a stored text matches the one that was asked for."""

    CONTEXT = "context"
    EXACT = "exact"
    ADAPTED = "adapted"
    FUZZY = "fuzzy"
    SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True)
class Match:
    """A stored text that is like the one asked for, with its translation.

    `score` is 101 for the same text in the same context, 100 for the same text, 99 where case,
    width, spaces, quotation marks or adapted numbers differ, and a percentage below; for texts
    that are only alike in meaning, it is that of their cosine, and says nothing of words. `target`
    is what to use; `stored` is the translation as it is in the memory, which differs from `target`
    where numbers were adapted. `confidence` and `status` are those of the stored translation.
    `sources` counts the document sets that were found to have this text with this target.
    `replaced_by` is the revision in the memory that takes the place of the document, "" for none.
    """

    kind: MatchKind
    score: int
    source: str
    target: str
    stored: str
    symbol: str
    reference: str
    label: str
    level: Level
    status: Status
    confidence: float
    sources: int = 1
    replaced_by: str = ""

    @property
    def tuid(self) -> str:
        """The address of the unit in every exchange format."""
        return f"{self.symbol}#{self.reference}"


def similarity(one: str, other: str, language: str, *, min_score: float = 0.0) -> float:
    """Return the similarity of two keys (`memory.text.keys.match_key`), from 0 to 1.

    One that is below `min_score` may be given as 0, which takes less time.

    >>> similarity("决定保留名册", "决定保留记录", "zh")
    0.6666666666666667
    """
    # The similarity of words can make up for at most 1 - min_score.
    enough = max((min_score if language == "zh" else 2 * min_score - 1) - _ROUNDING, 0.0)
    characters = Levenshtein.normalized_similarity(one, other, score_cutoff=enough)
    if language == "zh" or (enough > 0 and not characters):
        return characters
    enough = max(2 * min_score - characters - _ROUNDING, 0.0)
    pieces = Levenshtein.normalized_similarity(_words(one), _words(other), score_cutoff=enough)
    return 0.0 if enough > 0 and not pieces else (pieces + characters) / 2


@lru_cache(maxsize=_REMEMBERED)
def _words(key: str) -> tuple[str, ...]:
    """Return the words of a key; those of the text asked for are wanted again and again."""
    return tuple(words(key))


@in_snapshot
def find_matches(
    store: Store,
    text: str,
    *,
    source: str,
    target: str,
    before: str | None = None,
    after: str | None = None,
    limit: int = 5,
    min_score: int = 50,
    exclude: Collection[str] = (),
    neighbours: Neighbours | None = None,
) -> list[Match]:
    """Return the best matches of a text in language `source` with their `target`, best first.

    `before` and `after` are the texts around it in its document, where they are known. Matches
    below `min_score` percent are left out, and those from the sets with the symbols in `exclude`;
    of equal ones, those of preferred sets come first, then those that no revision replaces, the
    reviewed, and the sure. With
    `neighbours`, texts that are alike in meaning follow where there are less than `limit`.
    """
    # As texts are stored; whatever else makes no difference, the key folds away.
    text = composed(text)
    key = match_key(text)
    if not key:
        return []
    asked = _MatchQuery(text, key, source, target, before, after, exclude)
    # Where nothing tells its copies apart by context, the newest few of a text will do.
    same = _COPIES if before is not None or after is not None else min(4 * limit + 8, _COPIES)
    found = [
        match
        for unit in store.units_of(
            _kept(
                store, asked, lambda most: store.find_key(key_number(key), source, limit=most), same
            )
        )
        for match in _matches(store, unit, asked)
    ]
    plain = shape(key)
    if len(found) < limit and plain != key:
        number = key_number(plain)
        shaped = _kept(
            store,
            asked,
            lambda most: store.find_key(number, source, shape=True, limit=most),
            _COPIES,
        )
        found += [
            match for unit in store.units_of(shaped) for match in _matches(store, unit, asked)
        ]
    if len(found) < limit:
        candidates = [
            key for level in Level for key in _nearest(store, asked, level, limit, min_score / 100)
        ]
        found += [
            match for unit in store.units_of(candidates) for match in _matches(store, unit, asked)
        ]
    best = _best(store, found, limit, min_score)
    if neighbours is not None and len(best) < limit:
        best += _alike(store, neighbours, asked, best, limit - len(best))
    return best


def _alike(
    store: Store, neighbours: Neighbours, asked: _MatchQuery, best: Collection[Match], limit: int
) -> list[Match]:
    """Return matches in meaning that are not among the best already."""
    given = {(each.source, each.target) for each in best}
    found: list[Match] = []
    # In the order of their cosines, which percentages of words say nothing of.
    for number, cosine in neighbours.nearest(asked.text, limit + len(best) + _SPARE):
        if cosine < _ALIKE or len(found) >= limit:
            break
        keys = _kept(store, asked, partial(_by_number, store, number, asked.source), _NEAREST)
        alike = [
            replace(
                match,
                kind=MatchKind.SEMANTIC,
                score=int(100 * min(cosine, 1.0)),
                target=match.stored,
            )
            for unit in store.units_of(keys)
            for match in _matches(store, unit, asked)
            if (match.source, match.stored) not in given
        ]
        found += _best(store, alike, limit - len(found), 0)
    return found


def _by_number(store: Store, number: int, language: str, most: int) -> list[int]:
    return store.find_key(number, language, limit=most)


@dataclass(frozen=True, slots=True)
class _MatchQuery:
    text: str
    key: str
    source: str
    target: str
    before: str | None
    after: str | None
    exclude: Collection[str]


def _nearest(
    store: Store, asked: _MatchQuery, level: Level, limit: int, min_score: float
) -> Iterator[int]:
    """Return the units of a level whose texts are the most similar."""
    candidates = _kept(
        store,
        asked,
        lambda most: store.find_similar(asked.text, asked.source, level=level, limit=most),
        _CANDIDATES,
    )
    # Several units may share a text, or have no translation into the language that is asked for.
    best: list[tuple[float, int]] = []
    for key, text in store.texts(asked.source, candidates):
        score = similarity(asked.key, match_key(text), asked.source, min_score=min_score)
        if score < min_score:
            continue
        heappush(best, (score, key))
        if len(best) > 4 * limit:
            heappop(best)
            # What is no better than all that are kept need not be known exactly.
            min_score = max(min_score, best[0][0])
    return (key for _, key in sorted(best, reverse=True))


def _kept(
    store: Store, asked: _MatchQuery, ask: Callable[[int], list[int]], limit: int
) -> list[int]:
    """Return `limit` units, where there are as many, that are of none of the excluded sets."""
    most = limit
    while True:
        keys = ask(most)
        if not asked.exclude:
            return keys
        kept = [
            key
            for key in keys
            if all(unit.symbol not in asked.exclude for unit in store.units_of([key]))
        ]
        if len(kept) >= limit or len(keys) < most:
            return kept[:limit]
        most *= 2


def _matches(store: Store, unit: Unit, asked: _MatchQuery) -> Iterator[Match]:
    """Yield the match that a unit is, if it has both languages."""
    own = Translation(unit.language, unit.text, 1.0, "")
    sides = {
        each.language: each
        for each in (own, *unit.translations)
        if each.status is not Status.REJECTED
    }
    one, other = sides.get(asked.source), sides.get(asked.target)
    if one is None or other is None:
        return
    kind, score, given = _judged(store, unit, (one.text, other.text), asked)
    yield Match(
        kind,
        score,
        one.text,
        given,
        other.text,
        unit.symbol,
        unit.reference,
        unit.label,
        unit.level,
        Status.REVIEWED if Status.REVIEWED in (one.status, other.status) else Status.AUTOMATIC,
        min(one.score, other.score),
    )


def _judged(
    store: Store, unit: Unit, texts: tuple[str, str], asked: _MatchQuery
) -> tuple[MatchKind, int, str]:
    """Return kind, score and target of the match that a text with its translation is."""
    text, stored = texts
    key = match_key(text)
    if text == asked.text:
        if _in_context(store, unit, asked):
            return MatchKind.CONTEXT, 101, stored
        return MatchKind.EXACT, 100, stored
    if key == asked.key:
        return MatchKind.EXACT, ALMOST, stored
    if shape(key) == shape(asked.key):
        adapted = adapt(asked.text, text, stored, (asked.source, asked.target))
        if adapted is not None:
            return MatchKind.ADAPTED, ALMOST, adapted
    value = int(100 * similarity(asked.key, key, asked.source))
    return MatchKind.FUZZY, min(value, ALMOST), stored


def _in_context(store: Store, unit: Unit, asked: _MatchQuery) -> bool:
    """Return whether the texts around are the same, as far as they are given."""
    if asked.before is None and asked.after is None:
        return False
    around = (
        (unit.before, unit.after)
        if unit.language == asked.source
        else store.context(unit, asked.source)
    )
    if around is None:
        return False
    pairs = zip((asked.before, asked.after), around, strict=True)
    return all(one is None or match_key(one) == match_key(other) for one, other in pairs)


def _best(store: Store, found: Iterable[Match], limit: int, min_score: int) -> list[Match]:
    """Return the best of some matches; the same source and target only once, and counted."""
    good = [each for each in found if each.score >= min_score]
    symbols = {each.symbol for each in good}
    priorities, later = store.priorities(symbols), replaced_by(store, symbols)
    ranked = sorted(
        good,
        key=lambda each: (
            *(-each.score, -priorities[each.symbol], each.symbol in later),
            *(each.status is not Status.REVIEWED, -each.confidence),
        ),
    )
    same: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for each in ranked:
        same[each.source, each.target].append(each)
    return [
        replace(
            copies[0],
            sources=len({each.symbol for each in copies}),
            replaced_by=later.get(copies[0].symbol, ""),
        )
        for copies in islice(same.values(), limit)
    ]
