"""Paragraph numbers as evidence: only where their sequence holds and the similarity agrees.

Numbers are the same in all versions of a document, but for slips, and one wrong number must not
drag its neighbours along. A label is trusted where it stands once on each side, where the places
of all such labels rise together (the longest increasing subsequence; Schensted 1961), and where
its two texts are nearly as similar as the best that either could have.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import AnyVectors

__all__ = ["NO_LABEL", "UNKNOWN_LABEL", "increasing_pairs", "longest_increasing", "trusted_labels"]

# Numbers for a text without a label, or with one that the similarity does not confirm, and for
# one whose label the other side does not have. Of these, those that stand where they would between
# trusted ones have smaller numbers, one for each kind of label: two such texts are not the same.
NO_LABEL: Final = -1
UNKNOWN_LABEL: Final = -2
# How much less similar (in cosine of centred vectors) a trusted pair may be than the best of its
# row or column: where paragraphs repeat one another, a translation need not be the very best.
_SLACK: Final = 0.2
# Fewer labels than this can rise together by chance.
_FEWEST: Final = 3
# Texts on either side among which the best is looked for: time grows with length, not its square.
_REACH: Final = 256

# The last part of a label, by which labels of one kind count on.
_COUNTED: Final = re.compile(r"(.*?)(?:(\d+)|\b([a-z]))")

Labels = NDArray[np.int64]


def increasing_pairs(source: Sequence[str], target: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of equal labels that are unique on both sides, as many as rise together.

    >>> increasing_pairs(["1", "2", "3", "3"], ["1", "9", "2", "3"])
    [(0, 0), (1, 2)]
    """
    once = [
        {label for label, times in Counter(side).items() if label and times == 1}
        for side in (source, target)
    ]
    where = {label: j for j, label in enumerate(target) if label in once[1]}
    pairs = [(i, where[label]) for i, label in enumerate(source) if label in once[0] & where.keys()]
    return [pairs[index] for index in longest_increasing([j for _, j in pairs])]


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the places of a longest increasing subsequence, in time n log n (Schensted 1961).

    >>> longest_increasing([0, 2, 1, 3])
    [0, 2, 3]
    """
    ends: list[int] = []
    heads: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        place = bisect_left(ends, value)
        ends[place : place + 1] = [value]
        heads[place : place + 1] = [index]
        before[index] = heads[place - 1] if place else -1
    rising = []
    index = heads[-1] if heads else -1
    while index >= 0:
        rising.append(index)
        index = before[index]
    return rising[::-1]


def trusted_labels(
    source: Sequence[str], target: Sequence[str], left: AnyVectors, right: AnyVectors
) -> tuple[Labels, Labels]:
    """Return a number a label: equal ones for trusted pairs, else NO_LABEL or UNKNOWN_LABEL.

    `left` and `right` are the unit-length vectors of the texts. Too few trusted labels are none.
    """
    rising = increasing_pairs(source, target)
    pairs = [pair for pair in rising if _similar(pair, left, right)]
    rows = np.full(len(left), NO_LABEL, dtype=np.int64)
    columns = np.full(len(right), NO_LABEL, dtype=np.int64)
    if len(pairs) < _FEWEST:
        return rows, columns
    kinds: dict[str, int] = {}
    for side, (numbers, labels, others) in enumerate(
        ((rows, source, target), (columns, target, source))
    ):
        numbers[[bool(label) for label in labels]] = UNKNOWN_LABEL
        for place, kind in _in_sequence(labels, {pair[side] for pair in pairs}, set(others)):
            numbers[place] = UNKNOWN_LABEL - 1 - kinds.setdefault(kind, len(kinds))
    for i, j in rising:
        rows[i] = columns[j] = NO_LABEL
    for number, (i, j) in enumerate(pairs):
        rows[i] = columns[j] = number
    return rows, columns


def _in_sequence(
    labels: Sequence[str], trusted: AbstractSet[int], others: AbstractSet[str]
) -> Iterator[tuple[int, str]]:
    """Yield the places of labels that are not among others, and count on between trusted ones.

    The trusted labels of their kind before and after them have a smaller and a greater number; the
    kind stands with each place.
    """
    before: dict[str, int] = {}
    waiting: dict[str, list[tuple[int, int]]] = {}
    for place, label in enumerate(labels):
        if not (found := _COUNTED.fullmatch(label)):
            continue
        kind, digits, letter = found.groups()
        number = int(digits) if digits else ord(letter)
        if place in trusted:
            for earlier, inside in waiting.pop(kind, []):
                if before[kind] < inside < number:
                    yield earlier, kind
            before[kind] = number
        elif kind in before and label not in others:
            waiting.setdefault(kind, []).append((place, number))


def _similar(pair: tuple[int, int], left: AnyVectors, right: AnyVectors) -> bool:
    i, j = pair
    near_left = left[max(i - _REACH, 0) : i + _REACH].astype(np.float32)
    near_right = right[max(j - _REACH, 0) : j + _REACH].astype(np.float32)
    x, y = left[i].astype(np.float32), right[j].astype(np.float32)
    best = max(float((near_right @ x).max()), float((near_left @ y).max()))
    return float(x @ y) >= best - _SLACK
