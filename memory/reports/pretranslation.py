"""What a memory knows of a new document: matches of each segment, its closest document, terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import UsageError
from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.formats.glossary import MOST_IDEOGRAPHS, MOST_WORDS, GlossaryTerm
from hexapla.memory.lookup.fragments import Fragments, find_fragments
from hexapla.memory.lookup.match import Match, MatchKind, find_matches, similarity
from hexapla.memory.lookup.renderings.answering import Answering
from hexapla.memory.lookup.semantic import Neighbours
from hexapla.memory.reports.analysis import (
    BandCounts,
    MatchBand,
    analysis,
    characters_in,
    match_band,
    total,
)
from hexapla.memory.store.store import Store
from hexapla.memory.terms.recognition import FoundTerm, find_terms
from hexapla.memory.text.keys import IDEOGRAPHS, key_number, match_key, words
from hexapla.memory.text.numbered import is_numbered
from hexapla.memory.units import Level

__all__ = ["ClosestDocument", "Comparison", "Draft", "Pretranslation", "pretranslate"]

# A match that is worth naming its document for.
_RELATED: Final = 75
# A sign that stands alone is no term.
_FEWEST_CHARACTERS: Final = 2
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment of the new document with its matches, best first.

    Those that are only alike in meaning come last and are in no band. `paragraph` is the index of
    its paragraph in the document, `number` counts the segments of the document from 1. `repeats`
    is the number of the earlier segment with the same text, or 0. `fragments` are known where no
    match scores 75 or more; `terms` are those of the termbase that stand in the segment.
    """

    number: int
    paragraph: int
    label: str
    kind: Kind
    text: str
    matches: tuple[Match, ...]
    repeats: int = 0
    fragments: Fragments = field(default_factory=Fragments)
    terms: tuple[FoundTerm, ...] = ()

    @property
    def worded(self) -> tuple[Match, ...]:
        """The matches that share words with the segment."""
        return tuple(each for each in self.matches if each.kind is not MatchKind.SEMANTIC)

    @property
    def band(self) -> MatchBand:
        """The band that the segment is counted in."""
        if self.repeats:
            return MatchBand.REPETITION
        return match_band(self.worded[0].score) if self.worded else MatchBand.NONE


@dataclass(frozen=True, slots=True)
class Comparison:
    """A segment of the new document beside that of the closest one; "" where there is none."""

    new: str
    old: str
    label: str


@dataclass(frozen=True, slots=True)
class ClosestDocument:
    """The earlier document that the new one is closest to.

    `share` is the part of the new document's characters, from 0 to 1, with a match of 75 or more
    in it. `rows` go through the new document; what only the old one has follows.
    """

    symbol: str
    share: float
    rows: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Pretranslation:
    """A new document against a memory.

    `terms` are those of the termbase, and short texts of the memory, that stand inside it.
    """

    document: Document
    target: str
    drafts: tuple[Draft, ...]
    terms: tuple[GlossaryTerm, ...]
    closest: ClosestDocument | None

    @property
    def counts(self) -> dict[MatchBand, BandCounts]:
        """The match analysis."""
        return analysis((draft.text, draft.band) for draft in self.drafts)

    @property
    def in_fragments(self) -> BandCounts:
        """What fragments cover of the segments that have no match of 75 or more."""
        return total(
            replace(
                total(BandCounts().plus(each.text) for each in draft.fragments.cover), segments=1
            )
            for draft in self.drafts
            if draft.fragments.cover
        )


def pretranslate(
    store: Store, document: Document, target: str, *, neighbours: Neighbours | None = None
) -> Pretranslation:
    """Match each segment of a document against a memory.

    With `neighbours`, segments with few matches are given texts that are alike in meaning too.
    Raises UsageError where the document is in the target language itself.
    """
    if document.language == target:
        raise UsageError(f"the document is in the target language, {target}, already")
    drafts = tuple(_drafts(store, document, target, neighbours))
    return Pretranslation(
        document,
        target,
        drafts,
        tuple(_terms(store, drafts, document.language, target)),
        _closest_document(store, drafts, document),
    )


def _drafts(
    store: Store, document: Document, target: str, neighbours: Neighbours | None
) -> Iterator[Draft]:
    pieces = [
        (index, paragraph, piece)
        for index, paragraph in enumerate(document.paragraphs)
        for piece in _segments(paragraph, document.language)
    ]
    seen: dict[str, int] = {}
    answers = Answering((document.language, target))
    for place, (index, paragraph, text) in enumerate(pieces):
        around = [
            pieces[near][2] if 0 <= near < len(pieces) else "" for near in (place - 1, place + 1)
        ]
        matches = find_matches(
            store,
            text,
            source=document.language,
            target=target,
            before=around[0],
            after=around[1],
            limit=3,
            neighbours=neighbours,
        )
        first = seen.setdefault(text, place + 1)
        related = any(
            each.score >= _RELATED for each in matches if each.kind is not MatchKind.SEMANTIC
        )
        fragments = Fragments()
        if not related and first == place + 1:
            fragments = find_fragments(
                *(store, text), source=document.language, target=target, answers=answers
            )
        yield Draft(
            place + 1,
            index,
            paragraph.label,
            paragraph.kind,
            text,
            tuple(matches),
            0 if first == place + 1 else first,
            fragments,
            tuple(find_terms(store, text, source=document.language, target=target)),
        )


def _segments(paragraph: Paragraph, language: str) -> Iterator[str]:
    for start, end in segment(paragraph.text, language):
        if piece := paragraph.text[start:end].strip():
            yield piece


def _closest_document(
    store: Store, drafts: Sequence[Draft], document: Document
) -> ClosestDocument | None:
    """Find the earlier document with matches of the most characters, and compare with it."""
    weights: Counter[str] = Counter()
    for draft in drafts:
        for symbol in {each.symbol for each in draft.worded if each.score >= _RELATED}:
            weights[symbol] += characters_in(draft.text)
    weights.pop(document.symbol, None)
    if not weights:
        return None
    symbol, weight = weights.most_common(1)[0]
    total = sum(characters_in(draft.text) for draft in drafts)
    units = (unit.texts for unit in store.units(level=Level.SENTENCE, symbol=symbol))
    old = [texts[document.language] for texts in units if document.language in texts]
    return ClosestDocument(symbol, weight / total, tuple(_compared(drafts, old, document.language)))


def _compared(drafts: Sequence[Draft], old: Sequence[str], language: str) -> Iterator[Comparison]:
    keys = [match_key(text) for text in old]
    places = {key: place for place, key in reversed(list(enumerate(keys)))}
    used: set[int] = set()
    for draft in drafts:
        place = _nearest(match_key(draft.text), keys, places, language)
        if place is None:
            yield Comparison(draft.text, "", draft.label)
        else:
            used.add(place)
            yield Comparison(draft.text, old[place], draft.label)
    for place, text in enumerate(old):
        if place not in used:
            yield Comparison("", text, "")


def _nearest(key: str, keys: Sequence[str], places: Mapping[str, int], language: str) -> int | None:
    """Return the place of the most similar key, None where none is similar enough."""
    if key in places:
        return places[key]
    best, found = _RELATED / 100, None
    for place, each in enumerate(keys):
        # What cannot be more similar than the best so far is soon done with.
        score = similarity(key, each, language, min_score=best)
        if score > best or (found is None and score == best):
            best, found = score, place
    return found


def _terms(
    store: Store, drafts: Sequence[Draft], language: str, target: str
) -> Iterator[GlossaryTerm]:
    """Yield terms of the termbase, and short texts of the memory, that stand in the segments."""
    official = {
        match_key(each.term.text): GlossaryTerm(
            each.term.text, rendering.text, each.source or each.domain
        )
        for draft in drafts
        for each in draft.terms
        for rendering in each.renderings[:1]
    }
    yield from official.values()
    found: dict[str, None] = {}
    for draft in drafts:
        found.update(dict.fromkeys(_phrases(match_key(draft.text))))
    whole = {match_key(draft.text) for draft in drafts} | official.keys()
    for phrase in found:
        if phrase in whole or not store.find_key(key_number(phrase), language, limit=1):
            continue
        best = find_matches(store, phrase, source=language, target=target, limit=1, min_score=99)
        if best and not is_numbered(best[0].source):
            yield GlossaryTerm(best[0].source, best[0].target, best[0].symbol)


def _phrases(key: str) -> Iterator[str]:
    """Yield the runs of words, or of ideographs, that could be terms."""
    tokens = _spans(key)
    for start in range(len(tokens)):
        for stop in range(start + 1, min(start + MOST_IDEOGRAPHS, len(tokens)) + 1):
            phrase = key[tokens[start][0] : tokens[stop - 1][1]]
            if stop - start > MOST_WORDS and not _IDEOGRAPH.search(phrase):
                break
            if len(phrase) >= _FEWEST_CHARACTERS and not phrase.isdigit():
                yield phrase


def _spans(key: str) -> list[tuple[int, int]]:
    """Return start and end of each word of a key."""
    spans, place = [], 0
    for word in words(key):
        place = key.index(word, place)
        spans.append((place, place + len(word)))
        place += len(word)
    return spans
