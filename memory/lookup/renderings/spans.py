"""Which words of a translation answer some words of its source: in one pair of texts.

Every run of words of the translation that could be as long is a candidate. What it is worth is
judged by what the memory says of it (`associations`), by its length and by its meaning: it should
be that of the words asked for, and what is left of the translation should mean what is left of the
source. Meanings are those of the embedded encoder, which has phrases of all languages in one space;
it compares phrases rather than words as SimAlign does (Jalili Sabet et al., Findings of EMNLP
2020), for a term is seldom translated word by word. All candidates are compared by the sums of
their words, which takes next to no time, and the best of them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from hexapla.memory.lookup.renderings.candidates import candidates, expected_length
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.words import Word, heading, words_in
from hexapla.memory.text.keys import IDEOGRAPHS
from hexapla.memory.text.placeables import placeables

if TYPE_CHECKING:
    from numpy.typing import NDArray


_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")

__all__ = ["Answer", "cuts", "find_span", "find_spans", "worth"]

# Candidates that are compared as they are: the right one is among so many in 99 % of 240 sentences
# of the 2030 Agenda in six languages.
_COMPARED: Final = 16
# What the logarithm of a length costs that is not the expected one, squared: F1 .876 with .05, .895
# with .1, .887 with .15 in 400 sentences.
_LENGTH_COST: Final = 0.1
# What an association counts beside a cosine.
_ASSOCIATED: Final = 1.0
# The share of the numbers of the source words that a candidate lacks, or has besides.
_NUMBER_COST: Final = 0.3
# What a comma in the middle costs.
_COMMA_COST: Final = 0.05
# What it costs to cut one of the pieces that the encoder reads Chinese in, at either end.
_CUT_COST: Final = 0.05
# What likeness costs of words that answer to the rest of the source, and of the rest of the
# translation to what is asked: the terms of 1,320 parts of texts in six languages have F1 .863
# without the rests, .889 with the likeness of both alone, .898 with .3, .901 with .5 and .7.
_APART: Final = 0.5
# What it costs to cut between two words that both have a capital, as in Member | States, where not
# every noun has one.
_NAME_COST: Final = 0.05
_CAPITAL_NOUNS: Final = "de"
# Below this nothing answers.
_LEAST: Final = 0.2


@dataclass(frozen=True, slots=True)
class Answer:
    """The words that answer, as (start, end) in the text; `score` is 1 where nothing is better."""

    start: int
    end: int
    score: float


def find_span(
    source: str,
    span: tuple[int, int],
    target: str,
    languages: tuple[str, str],
    *,
    associations: Mapping[str, float] | None = None,
    meanings: Meanings | None = None,
) -> Answer | None:
    """Return the words of `target` that answer those of `source` at `span`; None where none do.

    `languages` are those of both texts. `associations` say from 0 to 1 how much a rendering, by its
    heading (`memory.lookup.renderings.words.heading`), goes with the words that are asked for in
    the whole memory. With neither these nor `meanings`, nothing is found.

    >>> find_span("决定保留名册", (4, 6), "Decides to keep the rosters", ("zh", "en"),
    ...           associations={"roster": 1.0})
    Answer(start=20, end=27, score=1.0)
    """
    asked = [(source, span, target)]
    return find_spans(asked, languages, associations=associations, meanings=meanings)[0]


def find_spans(
    asked: Sequence[tuple[str, tuple[int, int], str]],
    languages: tuple[str, str],
    *,
    associations: Mapping[str, float] | None = None,
    meanings: Meanings | None = None,
) -> list[Answer | None]:
    """Return what `find_span` does for many pairs of texts, which are encoded together."""
    made = [_Choice.of(*each, languages, associations or {}) for each in asked]
    choices = [each for each in made if each is not None]
    if meanings is not None and choices:
        meanings.learn(word for each in choices for word in each.said_words())
        wanted = meanings.whole([each.asked for each in choices])
        spoken = np.array([[any(map(str.isalnum, each.rest))] for each in choices])
        rests = meanings.whole([each.rest for each in choices]) * spoken
        for each, own, other in zip(choices, wanted, rests, strict=True):
            each.narrow(own, other, meanings)
        phrases = [each.phrases() for each in choices]
        vectors = meanings.whole([phrase for some in phrases for phrase in some])
        ends = np.cumsum([len(some) for some in phrases])[:-1]
        for each, own, other, inside in zip(
            choices, wanted, rests, np.split(vectors, ends), strict=True
        ):
            each.plain = each.plain + inside @ own
            each.contrast = each.contrast - _APART * inside @ other
    return [None if each is None else each.best() for each in made]


@dataclass(slots=True)
class _Choice:
    """The candidates for some words, and what each is worth so far by itself (`plain`).

    `contrast` is what the rest of the source and that of the translation say of each: it tells
    which is the best, and not how good that is.
    """

    asked: str
    rest: str
    target: str
    words: Sequence[Word]
    spans: NDArray[np.int64]
    plain: NDArray[np.float64]
    contrast: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        source: str,
        span: tuple[int, int],
        target: str,
        languages: tuple[str, str],
        associations: Mapping[str, float],
    ) -> _Choice | None:
        """Return the candidates of a translation with what they are worth without their meaning."""
        asked = source[span[0] : span[1]]
        words = words_in(target, languages[1])
        expected = expected_length(asked, languages)
        spans, lengths = candidates(words, expected)
        if not len(spans) or not asked.strip():
            return None
        plain = -_LENGTH_COST * np.log(lengths / expected) ** 2 - _commas(words, spans)
        plain -= _numbers(asked, target, words, spans, languages)
        if languages[1] != _CAPITAL_NOUNS:
            plain -= _names(target, words, spans)
        plain += _associated(words, spans, associations)
        rest = f"{source[: span[0]]} {source[span[1] :]}"
        return cls(asked, rest, target, words, spans, plain, np.zeros_like(plain))

    def texts(self) -> list[str]:
        """Return the words as they stand in the translation."""
        return [self.target[each.start : each.end] for each in self.words]

    def said_words(self) -> Iterator[str]:
        """Yield what the encoder sums up of the translation: its words, and ideographs in twos."""
        texts = self.texts()
        yield from texts
        if any(_IDEOGRAPH.match(each.key) for each in self.words):
            yield from (one + other for one, other in pairwise(texts))

    def narrow(
        self, asked: NDArray[np.float32], rest: NDArray[np.float32], meanings: Meanings
    ) -> None:
        """Keep the candidates that are likely by the sums of their words."""
        self.plain = self.plain - cuts(self.target, self.words, self.spans, meanings)
        inside, outside = meanings.parted(self.texts(), self.spans)
        contrast = outside @ rest - _APART * outside @ asked
        rough = self.plain + contrast + inside @ asked - _APART * inside @ rest
        best = np.argsort(-rough, kind="stable")[:_COMPARED]
        self.spans, self.plain, self.contrast = self.spans[best], self.plain[best], contrast[best]

    def phrases(self) -> list[str]:
        """Return the candidates as they stand in the translation."""
        return [
            self.target[self.words[first].start : self.words[last].end]
            for first, last in self.spans.tolist()
        ]

    def best(self) -> Answer | None:
        """Return the best candidate, None where none is good enough."""
        good = self.plain >= _LEAST
        if not good.any():
            return None
        chosen = int(np.argmax(np.where(good, self.plain + self.contrast, -np.inf)))
        first, last = self.spans[chosen]
        score = round(min(max(float(self.plain[chosen]), 0.0), 1.0), 3)
        return Answer(self.words[first].start, self.words[last].end, score)


def worth(phrases: Sequence[str], expected: float) -> NDArray[np.float64]:
    """Return what phrases are worth by their length, at most 0, and by the commas in them."""
    lengths = np.array([max(len("".join(each.split())), 1) for each in phrases])
    commas = np.array([sum(map(each.count, ",،，、")) for each in phrases])
    cost: NDArray[np.float64] = _LENGTH_COST * np.log(lengths / expected) ** 2
    return -cost - _COMMA_COST * commas


def _commas(words: Sequence[Word], spans: NDArray[np.int64]) -> NDArray[np.float64]:
    passed = np.cumsum([float(each.gap == 1) for each in words])
    inside: NDArray[np.float64] = passed[spans[:, 1]] - passed[spans[:, 0]]
    return _COMMA_COST * inside


def _names(target: str, words: Sequence[Word], spans: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what the candidates cost that begin or end inside a name of several words."""
    inside = [
        not other.gap and target[one.start].isupper() and target[other.start].isupper()
        for one, other in pairwise(words)
    ]
    return _NAME_COST * _at_ends(np.array(inside, dtype=np.float64), spans)


def cuts(
    target: str, words: Sequence[Word], spans: NDArray[np.int64], meanings: Meanings
) -> NDArray[np.float64]:
    """Return what the candidates cost that begin or end inside a piece of Chinese."""
    inside = np.zeros(len(words) - 1)
    beside = [
        place
        for place, (one, other) in enumerate(pairwise(words))
        if one.end == other.start and _IDEOGRAPH.match(one.key) and _IDEOGRAPH.match(other.key)
    ]
    if beside:
        texts = [target[each.start : each.end] for each in words]
        inside[beside] = meanings.joined(texts)[beside]
    return _CUT_COST * _at_ends(inside, spans)


def _at_ends(inside: NDArray[np.float64], spans: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the sum of what joints between the words have, at both ends of each span."""
    # A joint before each word, and one behind the last.
    joints = np.concatenate([[0.0], inside, [0.0]])
    ends: NDArray[np.float64] = joints[spans[:, 0]] + joints[spans[:, 1] + 1]
    return ends


def _associated(
    words: Sequence[Word], spans: NDArray[np.int64], associations: Mapping[str, float]
) -> NDArray[np.float64]:
    if not associations:
        return np.zeros(len(spans))
    known = (associations.get(heading(words[i : j + 1]), 0.0) for i, j in spans.tolist())
    return _ASSOCIATED * np.fromiter(known, dtype=np.float64, count=len(spans))


def _numbers(
    asked: str,
    target: str,
    words: Sequence[Word],
    spans: NDArray[np.int64],
    languages: tuple[str, str],
) -> NDArray[np.float64]:
    """Return what the candidates cost whose numbers and months are not those of the words."""
    wanted = {each.value for each in placeables(asked, languages[0])}
    there = placeables(target, languages[1])
    costs = np.zeros(len(spans))
    if not wanted and not there:
        return costs
    starts = [(words[i].start, words[j].end) for i, j in spans.tolist()]
    for place, (start, end) in enumerate(starts):
        mine = {each.value for each in there if start <= each.start and each.end <= end}
        if mine != wanted:
            costs[place] = _NUMBER_COST * len(mine ^ wanted) / max(len(mine | wanted), 1)
    return costs
