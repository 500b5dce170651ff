"""What a memory knows of how a term is said, and which words of a translation answer it.

The phrases that go with the term in the memory (`association`) are weighed by their meaning and
their length; of those that stand in a translation the best answers the term. Where none does, the
words that answer are looked for in this pair of texts alone (`spans`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from hexapla.memory.lookup.concordance import occurrences
from hexapla.memory.lookup.renderings.association import Associated, associated, headings
from hexapla.memory.lookup.renderings.candidates import expected_length, headed
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.sampling import Held, others
from hexapla.memory.lookup.renderings.spans import cuts, find_span, worth
from hexapla.memory.lookup.renderings.words import Word, apart, heading, joins, words_in
from hexapla.memory.lookup.wildcards import KeyFinder
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Known", "TranslationHit", "known_from", "learn", "translated"]

# Phrases whose meaning is compared, by the sums of their words and as they are. Sums are needed
# where there are too few units for counts to tell phrases apart.
_ROUGH: Final = 600
_COMPARED: Final = 40
_FEW: Final = 8
# What an association counts beside a cosine: of 131 terms .916 were right first with .5, .893 with
# .7, .886 with 1, .878 with 1.5.
_ASSOCIATED: Final = 0.5
# How much less a longer phrase may be worth that the shorter one hardly ever stands without: so
# often it is there.
_WITHIN: Final = 0.12
_HARDLY: Final = 0.95
# How much less where the shorter one, which is too short, hardly ever stands without it in other
# units either: bruto of producto interno bruto, 奧 of 奧斯曼帝國.
_WITHIN_EVERYWHERE: Final = 0.2
# What it costs to join more by and, or than the term does, to begin with what points to the text
# itself, and to be a single ideograph: most words of Chinese have two. They were
# chosen, with what is said of Arabic and of others in `meanings` and `association`, on 656 pairs
# of a term and a language (.934 right first, .960 with all of it); of 657 that were not looked
# at, .910 and .924.
_JOINING_COST: Final = 0.1
_POINTING_COST: Final = 0.1
_SINGLE_COST: Final = 0.1
# Stems of what points to the text itself: "the present Convention" is one, 本公约.
_POINTING: Final = frozenset({"present", "vorliegend", "настоящ", "本"})
# Units in which a phrase must be for that: two have much in common by chance.
_TOGETHER: Final = 3
_NEXT: Final = 1e-6
# What is worth less answers nothing.
_LEAST: Final = 0.35
# In how many units at least a term goes on in one way where that makes a longer one, and in how
# many it does not; how many of the answers are one of its own renderings, and in how many units of
# the longer term these stand where it is another term.
_LONGER: Final = 4
_FREE: Final = 3
_USUAL: Final = 0.2
_FOREIGN: Final = 0.3


@dataclass(frozen=True, slots=True)
class TranslationHit:
    """A translation of a unit with the term: the key of the unit, the text and its words."""

    unit: int
    text: str
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class _GoingOn:
    """A way in which a term goes on: the numbers of the hits where it does, and always does."""

    once: frozenset[int]
    always: frozenset[int]


@dataclass(frozen=True)
class Known:
    """How a term is said in a language: what phrases are worth, and how much they go with it.

    Both are by heading (`memory.lookup.renderings.words.heading`); `expected` is the length of a
    rendering. `longer` are the ways in which the term goes on.
    """

    worths: Mapping[str, float]
    shares: Mapping[str, float]
    expected: float
    finder: KeyFinder
    languages: tuple[str, str]
    meanings: Meanings | None
    longer: Sequence[_GoingOn] = ()

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems that phrases are made of."""
        return frozenset(stem for key in self.worths for stem in key.split())

    def best(self, words: Sequence[Word]) -> tuple[int, int] | None:
        """Return first and last word of the best phrase that is known, None where none is good."""
        found = max(
            (
                (self.worths[key], -first, last)
                for first, last, key, _ in headed(words, self.expected, self._stems)
                if key in self.worths
            ),
            default=(0.0, 0, 0),
        )
        return (-found[1], found[2]) if found[0] >= _LEAST else None

    def singly(self, source: str, hit: TranslationHit) -> tuple[int, int] | None:
        """Return first and last word of what answers by its meaning in this pair of texts alone."""
        places = occurrences(source, self.finder)
        if not places or self.meanings is None:
            return None
        answer = find_span(
            *(source, places[0], hit.text, self.languages),
            associations=self.shares,
            meanings=self.meanings,
        )
        if answer is None:
            return None
        starts = [each.start for each in hit.words]
        ends = [each.end for each in hit.words]
        return starts.index(answer.start), ends.index(answer.end)

    def of_longer(
        self, hits: Sequence[TranslationHit], answers: Mapping[int, tuple[int, int]]
    ) -> frozenset[int]:
        """Return the numbers of the hits that hold no term but a longer one that begins with it.

        Longer terms are told by what answers the term: 许可人 is another one than 许可 where
        nothing that answers 许可 elsewhere stands in its translations; of 发展议程 there does.
        `hits` are those that this was learnt from, `answers` first and last word by the number of
        the hit.
        """
        if not self.longer:
            return frozenset()
        keys = {
            number: f" {heading(hits[number].words[first : last + 1])} "
            for number, (first, last) in answers.items()
        }
        found: set[int] = set()
        for way in self.longer:
            if len(way.always) < _LONGER:
                continue
            counts = Counter(key for number, key in keys.items() if number not in way.once)
            if counts.total() < _FREE:
                continue
            own = [key for key, count in counts.items() if count >= _USUAL * counts.total()]
            said = (f"{headings(hits[number].words)} " for number in way.always)
            with_own = sum(any(key in text for key in own) for text in said)
            if with_own <= _FOREIGN * len(way.always):
                found |= way.always
        # Where it hardly stands by itself, the longer ones are asked for.
        return frozenset(found) if len(hits) - len(found) >= _FREE else frozenset()

    def span(self, source: str, target: str) -> tuple[int, int] | None:
        """Return the words of a translation that answer the term, as (start, end) in it."""
        words = words_in(target, self.languages[1])
        if self.languages[1] == "ar":
            words = apart(words, self._stems)
        hit = TranslationHit(0, target, words)
        found = self.best(hit.words) or self.singly(source, hit)
        return (hit.words[found[0]].start, hit.words[found[1]].end) if found else None


def translated(store: Store, held: Held, language: str) -> list[TranslationHit]:
    """Return the translations into a language of units that hold a term."""
    texts = list(store.texts(language, held.texts))
    words = [words_in(text, language) for _, text in texts]
    if language == "ar":
        known = {each.stem for some in words for each in some}
        words = [apart(some, known) for some in words]
    return [TranslationHit(*each, some) for each, some in zip(texts, words, strict=True)]


def learn(
    store: Store,
    held: Held,
    hits: Sequence[TranslationHit],
    *,
    languages: tuple[str, str],
    level: Level,
    meanings: Meanings | None,
) -> Known:
    """Return what a memory knows of how a term is said, from translations of units that hold it."""
    expected = expected_length(held.term, languages)
    rest = others(store, languages[1], level, without=held.texts)
    longer = _going_on(hits, held)
    pairs = [(hit.text, hit.words) for hit in hits]
    phrases = associated(pairs, rest, expected, [each.once for each in longer])
    return Known(
        _worths(hits, phrases, held, languages, meanings),
        {each.heading: each.share for each in phrases},
        expected,
        held.finder,
        languages,
        meanings,
        longer,
    )


def _going_on(hits: Sequence[TranslationHit], held: Held) -> list[_GoingOn]:
    """Return the ways in which a term goes on that are frequent.

    Where it nearly always goes on so, nothing else can be told from it.
    """
    once: dict[str, set[int]] = defaultdict(set)
    always: dict[str, set[int]] = defaultdict(set)
    for number, hit in enumerate(hits):
        behind = set(held.following[hit.unit]) - {""}
        for each in behind:
            once[each].add(number)
        if len(behind) == 1 and "" not in held.following[hit.unit]:
            always[behind.pop()].add(number)
    return [
        _GoingOn(frozenset(units), frozenset(always[each]))
        for each, units in once.items()
        if len(units) >= _LONGER and len(hits) - len(units) >= _FREE
    ]


def known_from(
    store: Store,
    held: Held,
    *,
    languages: tuple[str, str],
    level: Level,
    meanings: Meanings | None,
) -> Known | None:
    """Return what `learn` does from all the translations, None where there are none."""
    hits = translated(store, held, languages[1])
    if not hits:
        return None
    return learn(store, held, hits, languages=languages, level=level, meanings=meanings)


def _worths(
    hits: Sequence[TranslationHit],
    phrases: Sequence[Associated],
    held: Held,
    languages: tuple[str, str],
    meanings: Meanings | None,
) -> dict[str, float]:
    """Return what the best phrases are worth as renderings of the term, by their heading."""
    asked = held.term
    plain = _ASSOCIATED * np.array([each.share for each in phrases])
    plain += worth([each.form for each in phrases], expected_length(asked, languages))
    order = np.argsort(-plain, kind="stable")
    if meanings is None:
        order = order[:_COMPARED]
        return {phrases[k].heading: float(plain[k]) for k in order}
    wanted = meanings.whole([asked])[0]
    if len(hits) <= _FEW:
        order = order[:_ROUGH]
        rough = (
            plain[order] + meanings.rough(*_laid_out(hits, [phrases[k] for k in order])) @ wanted
        )
        order = order[np.argsort(-rough, kind="stable")]
    compared = [phrases[k] for k in order[:_COMPARED]]
    vectors = meanings.whole([each.form for each in compared])
    scores = plain[order[:_COMPARED]] + vectors @ wanted
    if languages[1] == "zh":
        scores -= _cut(hits, compared, meanings)
    joining = _joining(asked, compared, languages)
    scores -= _JOINING_COST * joining
    scores -= _POINTING_COST * np.array([each.heading.split()[0] in _POINTING for each in compared])
    scores -= _SINGLE_COST * np.array([len(each.heading) == 1 for each in compared])
    return _parted(compared, scores.tolist(), joining.tolist(), expected_length(asked, languages))


def _joining(
    asked: str, phrases: Sequence[Associated], languages: tuple[str, str]
) -> NDArray[np.int64]:
    """Return how many words more that say and, or are in phrases than in what is asked for."""
    own = joins(words_in(asked, languages[0]))
    return np.array([max(joins(words_in(each.form, languages[1])) - own, 0) for each in phrases])


def _cut(
    hits: Sequence[TranslationHit], phrases: Sequence[Associated], meanings: Meanings
) -> NDArray[np.float64]:
    """Return what phrases of Chinese cost that begin or end inside a word."""
    found = [
        cuts(hit.text, hit.words, np.array([[first, last]]), meanings)[0]
        for hit, first, last in ((hits[n], i, j) for n, i, j in (each.place for each in phrases))
    ]
    return np.array(found)


def _parted(
    phrases: Sequence[Associated],
    scores: Sequence[float],
    joining: Sequence[int],
    expected: float,
) -> dict[str, float]:
    """Return scores by heading, where no phrase counts for more than it is by itself.

    What stands inside a better phrase is counted without it (as by C-value: Frantzi, Ananiadou and
    Mima, IJDL 2000). Of a longer phrase and a part that hardly ever stands without it, the longer
    is the better even where the part is nearer in meaning: humides of zones humides; but not of
    "the present Convention", nor where it joins what elsewhere stands alone: women and girls.
    `joining` is what `_joining` gives, `expected` the length of a rendering.
    """
    worths = {each.heading: score for each, score in zip(phrases, scores, strict=True)}
    joined = {each.heading: more > 0 for each, more in zip(phrases, joining, strict=True)}
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
                and _POINTING.isdisjoint(key.replace(best, "").split())
                and counts[best] >= counts[key] >= max(_HARDLY * counts[best], _TOGETHER)
                and worths[best] - worths[key]
                < _lost_at_most(known[best], known[key], expected, joined=joined[key])
            ):
                worths[key] = worths[best] + _NEXT
    return worths


def _lost_at_most(
    shorter: Associated, longer: Associated, expected: float, *, joined: bool
) -> float:
    """Return how much less a longer phrase may be worth than a part of it, to be the better."""
    everywhere = _HARDLY * (shorter.count + shorter.others)
    if longer.count + longer.others >= everywhere and len(shorter.form) < expected:
        return _WITHIN_EVERYWHERE
    return 0.0 if joined else _WITHIN


def _is_part(one: str, other: str) -> bool:
    return f" {one} " in f" {other} "


def _laid_out(
    hits: Sequence[TranslationHit], phrases: Sequence[Associated]
) -> tuple[list[str], NDArray[np.int64]]:
    """Return the words of all hits one after another, and where each phrase is in them."""
    words = [hit.text[each.start : each.end] for hit in hits for each in hit.words]
    starts = np.cumsum([0, *(len(hit.words) for hit in hits)])
    places = np.array([each.place for each in phrases], dtype=np.int64).reshape(-1, 3)
    return words, places[:, 1:] + starts[places[:, 0], None]
