"""What a memory knows of parts of a new text: stretches of it, and texts that contain it.

A paragraph of the United Nations is one sentence of 200 characters: it seldom stands in a memory as
it is, but stretches of it do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Final, TypeAlias

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from hexapla.memory.lookup.cover import cover
from hexapla.memory.lookup.match import ALMOST
from hexapla.memory.lookup.pairs import as_pair
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.lookup.stretches import LEAST, MOST_WORDS, Stretch, find_stretches
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.placeables import adapt
from hexapla.memory.text.stretches import WordSequence
from hexapla.memory.units import Level, Status, Unit

__all__ = ["Fragment", "FragmentKind", "Fragments", "Span", "find_fragments"]

Span = tuple[int, int]
_Answers: TypeAlias = Callable[[Sequence[tuple[str, Span, str]]], Sequence[Span | None]]

# Units that hold a stretch, of which the best is shown.
_SHOWN: Final = 6
# Units that may contain the whole text, and the percentage of it that stretches must cover there.
_WHOLE: Final = 5
_ENOUGH: Final = 50


class FragmentKind(StrEnum):
    """What a stored text and a new one have in common."""

    CONTAINED = "contained"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a new text that stands in a stored one, with what answers it in the translation.

    It is at `span` of the new text, and at `source_span` of the stored text, `source`. What answers
    it is at `stored_span` of the stored translation, `stored`, and is to be used as it is in
    `target`, with the numbers of the new text; None and "" where that is not known.
    `score` is how much of the new text it covers, in percent; for a stored text that contains the
    new one it is how alike they are, 100 for the very words. `count` is how many units hold it, an
    estimate where `exact` is false; `in_cover` says that the text is covered with it.
    """

    kind: FragmentKind
    score: int
    text: str
    span: Span
    source: str
    source_span: Span
    target: str
    stored: str
    stored_span: Span | None
    symbol: str
    reference: str
    label: str
    level: Level
    status: Status
    confidence: float
    count: int
    exact: bool
    in_cover: bool = False

    @property
    def tuid(self) -> str:
        """The address of the unit in every exchange format."""
        return f"{self.symbol}#{self.reference}"


@dataclass(frozen=True, slots=True)
class Fragments:
    """What stands in a memory of a text.

    `contained` are stored texts that contain it, the best first; `stretches` the longest stretches,
    the longest first, that stand in stored texts; `cover` as few pieces of these as cover most of
    it, in their order, none over another, and `coverage` how much that is, in percent.
    """

    contained: tuple[Fragment, ...] = ()
    stretches: tuple[Fragment, ...] = ()
    cover: tuple[Fragment, ...] = ()
    coverage: int = 0

    @property
    def every(self) -> tuple[Fragment, ...]:
        """All of them once: those of the cover that are a part of a stretch come last."""
        covering = {each.span: each for each in self.cover}
        whole = tuple(covering.pop(each.span, each) for each in self.stretches)
        return (*self.contained, *whole, *covering.values())


@in_snapshot
def find_fragments(
    store: Store,
    text: str,
    *,
    source: str,
    target: str,
    min_score: int = 60,
    exclude: Collection[str] = (),
    answers: _Answers = lambda asked: [None] * len(asked),
) -> Fragments:
    """Return what a memory with `source` and `target` knows of parts of a text in `source`.

    `min_score` is how alike a stored text and the text must be, in percent, where it is said to
    contain it. Sets with the symbols in `exclude` are left out. `answers` returns, for texts with a
    span of each and its translation, where the words at the span are answered there. Of a text of
    more than 600 words, the first are looked up.
    """
    row = WordSequence(composed(text))

    def accepted(units: Collection[int]) -> Collection[int]:
        return [key for key, unit in store.keyed_units(units) if unit.symbol not in exclude]

    found = find_stretches(
        *(store, row),
        source=source,
        target=target,
        accepts=accepted if exclude else lambda units: units,
    )
    evidence = _AnsweredText(store, row, (source, target))
    pairs = evidence.pairs(found)
    found = [each for each in found if each in pairs]
    pieces = cover(
        [(each.start, each.end) for each in found], row.lengths[: MOST_WORDS + 1], least=LEAST
    )
    contained = list(evidence.containing(found, min_score))
    longest = [
        evidence.fragment(each, pairs[each], (each.start, each.end))
        for each in sorted(found, key=lambda each: -row.length(each.start, each.end))
        if not (contained and evidence.is_whole(each.start, each.end))
    ]
    covering = [
        replace(
            evidence.fragment(
                found[piece.stretch], pairs[found[piece.stretch]], (piece.start, piece.end)
            ),
            in_cover=True,
        )
        for piece in pieces
    ]
    known = iter(_answered((*contained, *longest, *covering), answers, (source, target)))
    return Fragments(
        tuple(islice(known, len(contained))),
        tuple(islice(known, len(longest))),
        tuple(known),
        evidence.percent(sum(row.length(piece.start, piece.end) for piece in pieces)),
    )


def _answered(
    fragments: Sequence[Fragment], answers: _Answers, languages: tuple[str, str]
) -> list[Fragment]:
    """Return fragments with what answers them, all of which is asked for together."""
    parts = [each for each in fragments if not _is_all(each.source, each.source_span)]
    asked = [(each.source, each.source_span, each.stored) for each in parts]
    known = dict(zip(asked, answers(asked), strict=True))
    return [
        _with_answer(
            each,
            known.get((each.source, each.source_span, each.stored), (0, len(each.stored))),
            languages,
        )
        for each in fragments
    ]


def _with_answer(fragment: Fragment, answer: Span | None, languages: tuple[str, str]) -> Fragment:
    """Return a fragment with the words of the translation that answer it."""
    own = fragment.source[slice(*fragment.source_span)]
    target = "" if answer is None else fragment.stored[slice(*answer)]
    adapted = adapt(fragment.text, own, target, languages) or target
    return replace(fragment, target=adapted, stored_span=answer)


@dataclass(frozen=True, slots=True)
class _AnsweredText:
    """A text with what tells where its stretches stand, and what answers them."""

    store: Store
    row: WordSequence
    languages: tuple[str, str]

    def percent(self, length: int) -> int:
        """Return what part of the text a length is, in percent."""
        return int(100 * length / max(self.row.length(0, len(self.row)), 1))

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether a stretch is the whole text."""
        return self.row.length(start, end) == self.row.length(0, len(self.row))

    def pairs(self, found: Iterable[Stretch]) -> dict[Stretch, Unit]:
        """Return the best unit of each of some stretches: preferred, reviewed, short."""
        shown = {each: each.units[:_SHOWN] for each in found}
        units = dict(self.store.keyed_units({key for keys in shown.values() for key in keys}))
        priorities = self.store.priorities({unit.symbol for unit in units.values()})
        pairs = {key: as_pair(unit, *self.languages) for key, unit in units.items()}
        best = {}
        for each, keys in shown.items():
            ranked = sorted(
                (pair for key in keys if (pair := pairs.get(key))),
                key=lambda pair: (-priorities[pair.symbol], not pair.is_reviewed, len(pair.text)),
            )
            if ranked:
                best[each] = ranked[0]
        return best

    def fragment(self, stretch: Stretch, pair: Unit, words: Span) -> Fragment:
        """Return the fragment that some words of a stretch are, as they stand in a pair."""
        stored = WordSequence(pair.text)
        place = _index_of(self.row.words[slice(*words)], stored.words)
        found = self._made(pair, words, stored.span(place, place + words[1] - words[0]))
        return replace(
            found,
            score=self.percent(self.row.length(*words)),
            count=stretch.count,
            exact=stretch.exact,
        )

    def containing(self, found: Sequence[Stretch], min_score: int) -> Iterator[Fragment]:
        """Yield the texts that contain the whole text, or nearly, the best first."""
        shares: Counter[int] = Counter()
        counts: dict[int, Stretch] = {}
        for each in found:
            for key in each.units:
                shares[key] += self.row.length(each.start, each.end)
                counts.setdefault(key, each)
        likely = [
            key for key, share in shares.most_common(_WHOLE) if self.percent(share) >= _ENOUGH
        ]
        fragments = []
        for key, unit in self.store.keyed_units(likely):
            pair = as_pair(unit, *self.languages)
            fragment = pair and self._containing(pair, min_score)
            if fragment:
                whole = fragment.score >= ALMOST
                count, exact = (counts[key].count, counts[key].exact) if whole else (1, False)
                fragments.append(replace(fragment, count=count, exact=exact))
        yield from sorted(fragments, key=lambda each: (-each.score, len(each.source)))

    def _containing(self, pair: Unit, min_score: int) -> Fragment | None:
        """Return what a pair is that contains the text, None where it is not alike enough."""
        stored = WordSequence(pair.text)
        if len(stored) <= len(self.row):
            return None
        asked = self.row.words
        place = fuzz.partial_ratio_alignment(asked, stored.words, score_cutoff=min_score)
        if place is None or place.dest_end <= place.dest_start:
            return None
        words = stored.words[place.dest_start : place.dest_end]
        score = int(100 * Levenshtein.normalized_similarity(asked, words))
        if score < min_score:
            return None
        span = stored.span(place.dest_start, place.dest_end)
        same = pair.text[slice(*span)] == self.row.text[slice(*self.row.span(0, len(self.row)))]
        fragment = self._made(pair, (0, len(asked)), span)
        return replace(
            fragment, kind=FragmentKind.CONTAINED, score=score if same else min(score, ALMOST)
        )

    def _made(self, pair: Unit, words: Span, place: Span) -> Fragment:
        """Return a fragment of some words that are at a place of the text of a pair.

        What answers it is not known yet.
        """
        (translation,) = pair.translations
        span = self.row.span(*words)
        return Fragment(
            kind=FragmentKind.FRAGMENT,
            score=0,
            text=self.row.text[slice(*span)],
            span=span,
            source=pair.text,
            source_span=place,
            target="",
            stored=translation.text,
            stored_span=None,
            symbol=pair.symbol,
            reference=pair.reference,
            label=pair.label,
            level=pair.level,
            status=Status.REVIEWED if pair.is_reviewed else Status.AUTOMATIC,
            confidence=translation.score,
            count=1,
            exact=False,
        )


def _index_of(words: Sequence[str], within: Sequence[str]) -> int:
    """Return where some words stand one after the other within others."""
    size = len(words)
    return next(
        place for place in range(len(within) - size + 1) if within[place : place + size] == words
    )


def _is_all(text: str, place: Span) -> bool:
    """Return whether no word of a text is outside a place."""
    return not any(map(str.isalnum, text[: place[0]] + text[place[1] :]))
