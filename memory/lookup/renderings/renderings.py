"""How a term is said in another language, by all that a memory holds of it.

The phrases that go with the term in the memory (`association`) are weighed by their meaning and
their length; in each unit the best of those that stand in it answers the term. Where none does, the
words that answer are looked for in this unit alone (`spans`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hexapla.memory.lookup.concordance import occurrences
from hexapla.memory.lookup.renderings.answers import (
    Known,
    TranslationHit,
    learn,
    translated,
)
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.sampling import Held, held
from hexapla.memory.lookup.renderings.words import heading
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.register import symbol_organ, symbol_year
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import composed, one_line
from hexapla.memory.text.keys import match_key
from hexapla.memory.units import Level

__all__ = ["Evidence", "Rendering", "Renderings", "find_renderings"]

# Units without one of the best phrases in which the words that answer are looked for singly.
_SINGLY: Final = 12
# Renderings and places of each that are given.
_GIVEN: Final = 20
_PLACES: Final = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A unit with a rendering: where it stands, both texts, and the words in them, (start, end)."""

    symbol: str
    reference: str
    label: str
    source: str
    target: str
    source_span: tuple[int, int]
    target_span: tuple[int, int]
    level: Level

    @property
    def tuid(self) -> str:
        """The address of the unit in every exchange format."""
        return f"{self.symbol}#{self.reference}"


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way in which a term is said, in all its forms; `text` is the commonest of them.

    `count` is in how many units, `share` in what part of those with the term. `first` and `last`
    are the years of the oldest and newest documents, None where none is known; `organs` counts
    units by the organ of their symbol.
    """

    text: str
    count: int
    share: float
    forms: tuple[str, ...]
    first: str | None
    last: str | None
    organs: tuple[tuple[str, int], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Renderings:
    """The renderings of a term in one language, the commonest first.

    `hits` is how many units hold the term and have a text in this language. Where there are more
    than can be read in passing, all numbers are estimates and `exact` is false.
    """

    language: str
    hits: int
    renderings: tuple[Rendering, ...]
    exact: bool = True


@in_snapshot
def find_renderings(
    store: Store,
    term: str,
    *,
    source: str,
    targets: Sequence[str],
    meanings: Meanings | None = None,
    limit: int = _GIVEN,
) -> list[Renderings]:
    """Return how a term is said in each of some languages, in their order.

    Case, width, accents and spaces make no difference in the term. Without `meanings`, counts alone
    decide. Raises UsageError where the term has no word or ideograph that can be looked for.
    """
    found = held(store, term, source, Level.SENTENCE)
    level = Level.SENTENCE
    if not found.texts:
        level = Level.PARAGRAPH
        found = held(store, term, source, level)
    symbols = store.symbols(set(found.sets.values()))
    return [
        _in_language(store, _RenderingQuery(source, target, level, found, symbols, meanings), limit)
        for target in targets
    ]


@dataclass(frozen=True, slots=True)
class _RenderingQuery:
    source: str
    target: str
    level: Level
    held: Held
    symbols: Mapping[int, str]
    meanings: Meanings | None

    @property
    def languages(self) -> tuple[str, str]:
        return self.source, self.target


def _in_language(store: Store, asked: _RenderingQuery, limit: int) -> Renderings:
    hits = translated(store, asked.held, asked.target)
    share = asked.held.share
    if not hits:
        return Renderings(asked.target, 0, (), share == 1)
    known = learn(
        *(store, asked.held, hits),
        languages=asked.languages,
        level=asked.level,
        meanings=asked.meanings,
    )
    answered = _answered(asked, hits, known)
    others = known.of_longer(hits, answered)
    answered = {number: each for number, each in answered.items() if number not in others}
    groups = _grouped(hits, answered, asked.target)
    ranked = [
        group
        for _, group in sorted(
            # Of as frequent ones, the more likely first.
            groups.items(),
            key=lambda each: (-len(each[1]), -known.worths.get(each[0], 0.0)),
        )
    ][:limit]
    count = len(hits) - len(others)
    total = round(count / share)
    given = tuple(_rendering(store, asked, group, count) for group in ranked)
    return Renderings(asked.target, total, given, share == 1)


def _answered(
    asked: _RenderingQuery, hits: Sequence[TranslationHit], known: Known
) -> dict[int, tuple[int, int]]:
    """Return first and last word of what answers the term in each hit, by its number."""
    found: dict[int, tuple[int, int]] = {}
    singly = 0
    for number, hit in enumerate(hits):
        span = known.best(hit.words)
        if span is None and singly < _SINGLY:
            singly += 1
            span = known.singly(asked.held.texts[hit.unit], hit)
        if span is not None:
            found[number] = span
    return found


_Place = tuple[TranslationHit, tuple[int, int]]


def _grouped(
    hits: Sequence[TranslationHit], spans: Mapping[int, tuple[int, int]], language: str
) -> dict[str, list[_Place]]:
    """Gather what answers by its heading."""
    groups: dict[str, list[_Place]] = defaultdict(list)
    for number, (first, last) in spans.items():
        hit = hits[number]
        key = heading(hit.words[first : last + 1])
        groups[key].append((hit, (hit.words[first].start, hit.words[last].end)))
    return _rejoined(groups) if language == "ar" else groups


def _rejoined(groups: Mapping[str, list[_Place]]) -> dict[str, list[_Place]]:
    """Bring together what differs in a letter that Arabic writes before a word: and, in, for."""
    joined: dict[str, list[_Place]] = defaultdict(list)
    for key, places in groups.items():
        plain = key[1:]
        joined[plain if key[0] in "وفبلك" and plain in groups else key] += places
    return joined


def _rendering(
    store: Store, asked: _RenderingQuery, places: Sequence[_Place], hits: int
) -> Rendering:
    forms = _forms([_shown(hit.text[start:end]) for hit, (start, end) in places])
    units = [hit.unit for hit, _ in places]
    symbols = [asked.symbols.get(asked.held.sets[unit], "") for unit in units]
    years = sorted(year for year in map(symbol_year, symbols) if year is not None)
    share = asked.held.share
    organs = Counter(map(symbol_organ, symbols))
    return Rendering(
        forms[0],
        round(len(places) / share),
        round(len(places) / hits, 4),
        forms,
        str(years[0]) if years else None,
        str(years[-1]) if years else None,
        tuple((organ, round(count / share)) for organ, count in organs.most_common()),
        tuple(_evidence(store, asked, places)),
    )


def _forms(shown: Sequence[str]) -> tuple[str, ...]:
    """Return forms, the commonest first; those that differ in case and the like only once."""
    same: dict[str, Counter[str]] = defaultdict(Counter)
    for form in shown:
        same[match_key(form)][form] += 1
    ordered = sorted(same.values(), key=lambda each: (-each.total(), len(max(each))))
    return tuple(max(each, key=lambda form: (each[form], form)) for each in ordered)


def _shown(form: str) -> str:
    """Return a form as it is written without the sign of elongation, in one line."""
    return one_line(composed(form).replace("\u0640", ""))


def _evidence(store: Store, asked: _RenderingQuery, places: Sequence[_Place]) -> Iterator[Evidence]:
    """Yield the newest places, of as many documents as there are."""
    spans = {hit.unit: span for hit, span in places}
    by_set: dict[int, int] = {}
    for number in sorted(spans, reverse=True):
        by_set.setdefault(asked.held.sets[number], number)
    newest = list(by_set.values())
    rest = [number for number in sorted(spans, reverse=True) if number not in newest]
    for number, unit in store.keyed_units((newest + rest)[:_PLACES]):
        source, target = asked.held.texts[number], unit.texts.get(asked.target, "")
        marks = occurrences(source, asked.held.finder)
        yield Evidence(
            *(unit.symbol, unit.reference, unit.label, source, target),
            source_span=marks[0] if marks else (0, 0),
            target_span=spans[number],
            level=unit.level,
        )
