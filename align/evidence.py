"""Evidence that no language changes: numbers, names in Latin letters, punctuation, broken lines.

Everything is found once a text; what a span of texts has follows by sums or by union.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from align.windows import Window

__all__ = [
    "PUNCTUATION",
    "Presence",
    "continues",
    "presence",
    "punctuation",
    "tokens",
    "window_presence",
]

# Classes of punctuation whose numbers agree between translations.
PUNCTUATION: Final[tuple[tuple[str, str], ...]] = (
    ("question", "?？؟"),
    ("exclamation", "!！"),
    ("quote", '“”"«»„「」『』‘'),
    ("bracket", "()（）[]【】"),
    ("colon", ":：;；؛"),
)
_PAUSES: Final = ",，、،;；؛-–—"
_NUMBER: Final = re.compile(r"\d+(?:[.,\u066b\u066c\u00a0\u202f ]\d+)*")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
# A space or sign between groups of three digits only groups them.
_GROUPING: Final = re.compile(r"(?<=\d)[.,\u066c\u00a0\u202f ](?=\d{3}(?!\d))")


def tokens(text: str) -> frozenset[str]:
    """Give the numbers, in plain digits, and the words of a text that a translation may keep."""
    plain = unicodedata.normalize("NFKC", text[:20_000])
    found = {word.casefold() for word in _WORD.findall(plain)}
    for match in _NUMBER.finditer(plain):
        number = _GROUPING.sub("", match.group())
        for part in re.findall(r"\d+", number):
            found.add(str(int(part[:30])))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Presence:
    """Which of the tokens that both sides share stand in each text, as token numbers.

    `weights` has one weight a token.
    """

    rows: Sequence[NDArray[np.int64]]
    weights: NDArray[np.float32]


def window_presence(
    left: Presence, right: Presence, window: Window, longest: tuple[int, int]
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]], NDArray[np.float32]]:
    """Give for each side and size of span whether the token stands in it: 0 or 1.

    The k-th array of a side, of shape (states, tokens), stands for the k + 1 texts that end in
    each state of the window, rows or columns. The weights of the window's tokens come last.
    """
    near_rows = left.rows[max(window.top - longest[0], 0) : window.bottom]
    near_columns = right.rows[max(window.left - longest[1], 0) : window.right]
    used = np.unique(np.concatenate([*near_rows, *near_columns, np.zeros(0, np.int64)]))
    return (
        _joined(left.rows, window.top, window.bottom, used, longest[0]),
        _joined(right.rows, window.left, window.right, used, longest[1]),
        left.weights[used],
    )


def _joined(
    rows: Sequence[NDArray[np.int64]], start: int, stop: int, used: NDArray[np.int64], longest: int
) -> list[NDArray[np.float32]]:
    """Mark the tokens of the k + 1 texts before each state `start … stop - 1`."""
    single = np.zeros((stop - start + longest - 1, len(used)), dtype=np.float32)
    for offset in range(len(single)):
        index = start - longest + offset
        if 0 <= index < len(rows):
            single[offset, np.searchsorted(used, rows[index])] = 1
    spans = [single[longest - 1 :]]
    for k in range(1, longest):
        spans.append(np.maximum(spans[-1], single[longest - 1 - k : len(single) - k]))
    return spans


def presence(source: Sequence[str], target: Sequence[str]) -> tuple[Presence, Presence]:
    """Find the tokens that both sides share; a rare one weighs 1, a common one little."""
    sides = [[tokens(text) for text in texts] for texts in (source, target)]
    frequency = [Counter(token for found in side for token in found) for side in sides]
    common = sorted(frequency[0].keys() & frequency[1].keys())
    index = {token: number for number, token in enumerate(common)}
    weights = np.array(
        [2 / (frequency[0][token] + frequency[1][token]) for token in common], dtype=np.float32
    )
    rows = [[_indices(found, index) for found in side] for side in sides]
    return Presence(rows[0], weights), Presence(rows[1], weights)


def _indices(found: Iterable[str], index: dict[str, int]) -> NDArray[np.int64]:
    return np.array([index[token] for token in found if token in index], dtype=np.int64)


def punctuation(texts: Sequence[str]) -> NDArray[np.float64]:
    """Count each class of `PUNCTUATION`: shape (len(texts), classes)."""
    return np.array(
        [[sum(map(text.count, signs)) for _, signs in PUNCTUATION] for text in texts],
        dtype=np.float64,
    ).reshape(len(texts), len(PUNCTUATION))


def continues(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which texts go on with the one before: it broke off, or this begins in lower case."""
    result = np.zeros(len(texts), dtype=np.bool_)
    for index in range(1, len(texts)):
        before, text = texts[index - 1].rstrip(), texts[index].lstrip()
        broken = before != "" and before[-1] in _PAUSES
        result[index] = broken or text[:1].islower()
    return result
