"""Runs of words of a text that could be a rendering, by their length and their edges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hexapla.memory.text.keys import IDEOGRAPHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hexapla.memory.lookup.renderings.words import Word

__all__ = ["candidates", "expected_length"]

# How many characters say in each language what one says in Chinese: of the texts of the 2030
# Agenda, without spaces, in proportion to each other; and in a language that is none of these.
_LENGTHS: Final = MappingProxyType(
    {"zh": 1.0, "en": 3.6, "fr": 4.3, "es": 4.2, "ru": 4.3, "ar": 3.4, "de": 4.5}
)
_LIKE: Final = 4.0
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
    light = all(each.light for each in words)
    found: list[tuple[int, int]] = []
    lengths: list[float] = []
    for first, word in enumerate(words):
        if word.light and not light:
            continue
        length = 0.0
        for last in range(first, len(words)):
            if last > first and words[last].gap > 1:
                break
            length += words[last].end - words[last].start
            if length > _LONGER * expected and last > first:
                break
            if words[last].light and not light:
                continue
            if length * _LONGER >= expected:
                found.append((first, last))
                lengths.append(length)
        if len(found) > _MOST:
            break
    return np.array(found, dtype=np.int64).reshape(-1, 2), np.array(lengths)
