"""The match analysis of a new document: how much of it a memory knows, in bands of scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hexapla.memory.text.keys import IDEOGRAPHS

__all__ = [
    "WEIGHTS",
    "BandCounts",
    "MatchBand",
    "analysis",
    "characters_in",
    "match_band",
    "total",
    "weighted_words",
    "words_in",
]

_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}\u3040-\u30ff]")
_LETTER: Final = re.compile(r"\w")


class MatchBand(StrEnum):
    """The bands that a segment can fall in; a repetition is one of an earlier segment."""

    REPETITION = "repetitions"
    CONTEXT = "101"
    EXACT = "100"
    NEAR = "95-99"
    HIGH = "85-94"
    MIDDLE = "75-84"
    LOW = "50-74"
    NONE = "none"


_FROM: Final = (
    (101, MatchBand.CONTEXT),
    (100, MatchBand.EXACT),
    (95, MatchBand.NEAR),
    (85, MatchBand.HIGH),
    (75, MatchBand.MIDDLE),
    (50, MatchBand.LOW),
)


WEIGHTS: Final = MappingProxyType(
    {
        MatchBand.REPETITION: 0.1,
        MatchBand.CONTEXT: 0.0,
        MatchBand.EXACT: 0.1,
        MatchBand.NEAR: 0.3,
        MatchBand.HIGH: 0.5,
        MatchBand.MIDDLE: 0.7,
        MatchBand.LOW: 1.0,
        MatchBand.NONE: 1.0,
    }
)
"""What a word of each band counts beside a new one, in a grid such as agencies pay by."""


@dataclass(frozen=True, slots=True)
class BandCounts:
    """Segments of a band, and the words and characters in them."""

    segments: int = 0
    words: int = 0
    characters: int = 0

    def plus(self, text: str) -> BandCounts:
        """Count one more segment."""
        return BandCounts(
            self.segments + 1, self.words + words_in(text), self.characters + characters_in(text)
        )


def total(counts: Iterable[BandCounts]) -> BandCounts:
    """Return the sum of some counts."""
    every = list(counts)
    return BandCounts(
        sum(each.segments for each in every),
        sum(each.words for each in every),
        sum(each.characters for each in every),
    )


def weighted_words(
    counts: Mapping[MatchBand, BandCounts], weights: Mapping[MatchBand, float] = WEIGHTS
) -> int:
    """Return as how many new words those of all bands count: the net figure of an analysis.

    >>> near, none = BandCounts(2, 20, 100), BandCounts(1, 5, 30)
    >>> weighted_words({MatchBand.NEAR: near, MatchBand.NONE: none})
    11
    """
    return round(sum(weights[band] * each.words for band, each in counts.items()))


def match_band(score: int) -> MatchBand:
    """Return the band of a match score, which goes from 0 to 101."""
    return next((band for min_score, band in _FROM if score >= min_score), MatchBand.NONE)


def words_in(text: str) -> int:
    """Count words as CAT tools do: what stands between spaces, and every ideograph by itself.

    Punctuation alone is no word.
    """
    ideographs = len(_IDEOGRAPH.findall(text))
    others = _IDEOGRAPH.sub(" ", text).split()
    return ideographs + sum(_LETTER.search(word) is not None for word in others)


def characters_in(text: str) -> int:
    """Count characters without spaces."""
    return sum(not character.isspace() for character in text)


def analysis(segments: Iterable[tuple[str, MatchBand]]) -> dict[MatchBand, BandCounts]:
    """Count texts by their bands; every band is there, in order."""
    counts = dict.fromkeys(MatchBand, BandCounts())
    for text, band in segments:
        counts[band] = counts[band].plus(text)
    return counts
