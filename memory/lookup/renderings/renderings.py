"""How a term is said in another language, by all that a memory holds of it.

The phrases that go with the term in the memory (`association`) are weighed by their meaning and
their length; in each unit the best of those that stand in it answers the term. Where none does, the
words that answer are looked for in this unit alone (`spans`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hexapla.memory.lookup.concordance import occurrences, symbol_year
from hexapla.memory.lookup.renderings.association import Associated, associated
from hexapla.memory.lookup.renderings.candidates import candidates, expected_length
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.sampling import Held, held, others
from hexapla.memory.lookup.renderings.spans import cuts, find_span, worth
from hexapla.memory.lookup.renderings.words import Word, heading, words_in
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import composed, one_line
from hexapla.memory.text.keys import match_key
from hexapla.memory.units import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Evidence", "Rendering", "Renderings", "find_renderings"]

# Phrases whose meaning is compared, by the sums of their words and as they are. Sums are needed
# where there are too few units for counts to tell phrases apart.
_ROUGH: Final = 600
_COMPARED: Final = 40
_FEW: Final = 8
# What an association counts beside a cosine: of 131 terms .916 were right first with .5, .893 with
# .7, .886 with 1, .878 with 1.5.
_ASSOCIATED: Final = 0.5
# How much less a longer phrase may be worth that the shorter one never stands without.
_WITHIN: Final = 0.12
# Units in which a phrase must be for that: two have much in common by chance.
_TOGETHER: Final = 3
_NEXT: Final = 1e-6
# What is worth less answers nothing.
_LEAST: Final = 0.35
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
        _in_language(store, _Asked(term, source, target, level, found, symbols, meanings), limit)
        for target in targets
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    term: str
    source: str
    target: str
    level: Level
    held: Held
    symbols: Mapping[int, str]
    meanings: Meanings | None

    @property
    def languages(self) -> tuple[str, str]:
        return self.source, self.target


@dataclass(frozen=True, slots=True)
class _Hit:
    """A translation of a unit with the term, and where its words are that answer."""

    unit: int
    text: str
    words: Sequence[Word]


def _in_language(store: Store, asked: _Asked, limit: int) -> Renderings:
    texts = dict(store.texts(asked.target, asked.held.texts))
    hits = [_Hit(key, text, words_in(text, asked.target)) for key, text in texts.items()]
    share = asked.held.share
    if not hits:
        return Renderings(asked.target, 0, (), share == 1)
    spans = _answers(store, asked, hits)
    groups = _grouped(hits, spans, asked.target)
    ranked = sorted(groups.values(), key=lambda group: -len(group))[:limit]
    total = round(len(hits) / share)
    given = tuple(_rendering(store, asked, group, len(hits)) for group in ranked)
    return Renderings(asked.target, total, given, share == 1)


def _answers(store: Store, asked: _Asked, hits: Sequence[_Hit]) -> dict[int, tuple[int, int]]:
    """Return first and last word of what answers the term in each hit, by its number."""
    expected = expected_length(asked.term, asked.languages)
    rest = others(store, asked.target, asked.level, without=asked.held.texts)
    phrases = associated([(hit.text, hit.words) for hit in hits], rest, expected)
    worths = _worths(asked, hits, phrases, expected)
    table = {each.heading: each.share for each in phrases}
    found: dict[int, tuple[int, int]] = {}
    left = []
    for number, hit in enumerate(hits):
        best = max(
            (
                (worths.get(heading(hit.words[i : j + 1]), 0.0), -i, j)
                for i, j in candidates(hit.words, expected)[0].tolist()
            ),
            default=(0.0, 0, 0),
        )
        if best[0] >= _LEAST:
            found[number] = -best[1], best[2]
        else:
            left.append(number)
    for number in left[:_SINGLY]:
        if asked.meanings is not None and (span := _alone(asked, hits[number], table)):
            found[number] = span
    return found


def _alone(asked: _Asked, hit: _Hit, table: Mapping[str, float]) -> tuple[int, int] | None:
    source = asked.held.texts[hit.unit]
    places = occurrences(source, asked.held.finder)
    if not places:
        return None
    answer = find_span(
        source, places[0], hit.text, asked.languages, associations=table, meanings=asked.meanings
    )
    if answer is None:
        return None
    starts = [each.start for each in hit.words]
    ends = [each.end for each in hit.words]
    return starts.index(answer.start), ends.index(answer.end)


def _worths(
    asked: _Asked, hits: Sequence[_Hit], phrases: Sequence[Associated], expected: float
) -> dict[str, float]:
    """Return what the best phrases are worth as renderings of the term, by their heading."""
    plain = _ASSOCIATED * np.array([each.share for each in phrases])
    plain += worth([each.form for each in phrases], expected)
    order = np.argsort(-plain, kind="stable")
    if asked.meanings is None:
        order = order[:_COMPARED]
        return {phrases[k].heading: float(plain[k]) for k in order}
    wanted = asked.meanings.whole([asked.term])[0]
    if len(hits) <= _FEW:
        order = order[:_ROUGH]
        rough = (
            plain[order]
            + asked.meanings.rough(*_laid_out(hits, [phrases[k] for k in order])) @ wanted
        )
        order = order[np.argsort(-rough, kind="stable")]
    compared = [phrases[k] for k in order[:_COMPARED]]
    vectors = asked.meanings.whole([each.form for each in compared])
    scores = plain[order[:_COMPARED]] + vectors @ wanted
    if asked.target == "zh":
        scores -= _cut(hits, compared, asked.meanings)
    return _parted(compared, scores.tolist())


def _cut(
    hits: Sequence[_Hit], phrases: Sequence[Associated], meanings: Meanings
) -> NDArray[np.float64]:
    """Return what phrases of Chinese cost that begin or end inside a word."""
    found = [
        cuts(hit.text, hit.words, np.array([[first, last]]), meanings)[0]
        for hit, first, last in ((hits[n], i, j) for n, i, j in (each.place for each in phrases))
    ]
    return np.array(found)


def _parted(phrases: Sequence[Associated], scores: Sequence[float]) -> dict[str, float]:
    """Return scores by heading, where no phrase counts for more than it is by itself.

    What stands inside a better phrase is counted without it (as by C-value: Frantzi, Ananiadou and
    Mima, IJDL 2000). Of a longer phrase and a part that never stands without it, the longer is the
    better even where the part is nearer in meaning: humides of zones humides.
    """
    worths = {each.heading: score for each, score in zip(phrases, scores, strict=True)}
    known = {each.heading: each for each in phrases}
    counts = {key: each.count for key, each in known.items()}
    left = set(worths)
    while left:
        best = max(left, key=lambda key: (worths[key], len(key), key))
        left.remove(best)
        for key in left:
            if _is_part(key, best):
                fewer = max(counts[key] - counts[best], 0)
                lost = known[key].share_of(counts[key]) - known[key].share_of(fewer)
                worths[key] -= _ASSOCIATED * lost
                counts[key] = fewer
            elif (
                _is_part(best, key)
                and counts[key] == counts[best] >= _TOGETHER
                and worths[best] - worths[key] < _WITHIN
            ):
                worths[key] = worths[best] + _NEXT
    return worths


def _is_part(one: str, other: str) -> bool:
    return f" {one} " in f" {other} "


def _laid_out(
    hits: Sequence[_Hit], phrases: Sequence[Associated]
) -> tuple[list[str], NDArray[np.int64]]:
    """Return the words of all hits one after another, and where each phrase is in them."""
    words = [hit.text[each.start : each.end] for hit in hits for each in hit.words]
    starts = np.cumsum([0, *(len(hit.words) for hit in hits)])
    places = np.array([each.place for each in phrases], dtype=np.int64).reshape(-1, 3)
    return words, places[:, 1:] + starts[places[:, 0], None]


_Place = tuple[_Hit, tuple[int, int]]


def _grouped(
    hits: Sequence[_Hit], spans: Mapping[int, tuple[int, int]], language: str
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


def _rendering(store: Store, asked: _Asked, places: Sequence[_Place], hits: int) -> Rendering:
    forms = _forms([_shown(hit.text[start:end]) for hit, (start, end) in places])
    units = [hit.unit for hit, _ in places]
    symbols = [asked.symbols.get(asked.held.sets[unit], "") for unit in units]
    years = sorted(year for year in map(symbol_year, symbols) if year is not None)
    share = asked.held.share
    organs = Counter(symbol.split("/")[0] for symbol in symbols)
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


def _evidence(store: Store, asked: _Asked, places: Sequence[_Place]) -> Iterator[Evidence]:
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
        )
