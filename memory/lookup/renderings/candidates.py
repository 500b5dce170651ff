"""Runs of words of a text that could be a rendering, by their length and their edges."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hexapla.memory.text.keys import IDEOGRAPHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hexapla.memory.lookup.renderings.words import Word

__all__ = ["candidates", "expected_length", "headed"]

# How many characters say in each language what one says in Chinese: of the texts of the 2030
# Agenda, without spaces, in proportion to each other; and in a language that is none of these.
_LENGTHS: Final = MappingProxyType(
    {"zh": 1.0, "en": 3.6, "fr": 4.3, "es": 4.2, "ru": 4.3, "ar": 3.4, "de": 4.5}
)
_LIKE: Final = 4.0  # for a language that is not among these
# How many times longer or shorter than expected a candidate may be.
_LONGER: Final = 3.0
# Candidates at most: a sentence of 60 words has some 600, one that is made to harm far more.
_MOST: Final = 4000

_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")


def expected_length(asked: str, languages: tuple[str, str]) -> float:
    """Return how many signs without spaces answer some words: numbers are as long as they were."""
    signs = "".join(asked.split())
    if languages[0] == "zh":
        taken = sum(not _IDEOGRAPH.match(sign) for sign in signs)
    else:
        taken = sum(not sign.isalpha() for sign in signs)
    ratio = _LENGTHS.get(languages[1], _LIKE) / _LENGTHS.get(languages[0], _LIKE)
    return max(taken + (len(signs) - taken) * ratio, 1.0)


def candidates(
    words: Sequence[Word], expected: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return first and last word of each candidate, of shape (candidates, 2), and their lengths.

    None begins or ends with a light word, or goes on behind the end of a clause.
    """
    found = headed(words, expected)
    spans = np.array([(first, last) for first, last, _, _ in found], dtype=np.int64)
    return spans.reshape(-1, 2), np.array([length for *_, length in found], dtype=np.float64)


def headed(
    words: Sequence[Word], expected: float, among: Container[str] | None = None
) -> list[tuple[int, int, str, float]]:
    """Return first and last word, heading and length of each candidate.

    The heading is that of `memory.lookup.renderings.words.heading`. With `among`, only of those
    whose heading is made of some stems.
    """
    light = all(each.light for each in words)
    plain = [(each.end - each.start, each.light and not light, each.stem) for each in words]
    breaks = [each.gap > 1 for each in words]
    found: list[tuple[int, int, str, float]] = []
    longest, shortest = _LONGER * expected, expected / _LONGER
    for first, (size, begins_light, stem) in enumerate(plain):
        if begins_light or (among is not None and stem not in among):
            continue
        key, whole = stem, float(size)
        if whole >= shortest:
            found.append((first, first, key, whole))
        for last in range(first + 1, len(plain)):
            length, is_light, following = plain[last]
            whole += length
            if breaks[last] or whole > longest:
                break
            if is_light:
                continue
            if among is not None and following not in among:
                break
            key = f"{key} {following}"
            if whole >= shortest:
                found.append((first, last, key, whole))
        if len(found) > _MOST:
            break
    return found
