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
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import AnyVectors

__all__ = ["NO_LABEL", "UNKNOWN_LABEL", "increasing_pairs", "longest_increasing", "trusted_labels"]

# Numbers for a text without a label, or with one that the similarity does not confirm, and for
# one whose label the other side does not have. Of these, those that stand where they would between
# trusted ones have smaller numbers, one for each kind of label: two such texts are not the same,
# unless the other side only numbers that run in another way.
NO_LABEL: Final = -1
UNKNOWN_LABEL: Final = -2
# How much less similar (in cosine of centred vectors) a trusted pair may be than the best of its
# row or column: where paragraphs repeat one another, a translation need not be the very best.
_SLACK: Final = 0.2
# Fewer labels than this can rise together by chance.
_FEWEST: Final = 3
# Texts on either side among which the best is looked for: time grows with length, not its square.
_REACH: Final = 256
# What share of the trusted pairs may be less alike than two texts that only their numbers part. Two
# texts on one matter, each without a partner, have a cosine of .44 where translations have .57 and
# more: the best that is left is not enough.
_LEAST_ALIKE: Final = 0.1

# The last part of a label, by which labels of one kind count on.
_COUNTED: Final = re.compile(r"(.*?)(?:(\d{1,18})|\b([a-z]))")

Labels = NDArray[np.int64]
# The kind of some labels in sequence, and the number of the trusted one of that kind before them.
_Gap = tuple[str, int]


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
    for numbers, labels in ((rows, source), (columns, target)):
        numbers[[bool(label) for label in labels]] = UNKNOWN_LABEL
    above = _in_sequence(source, {i for i, _ in pairs}, set(target))
    beside = _in_sequence(target, {j for _, j in pairs}, set(source))
    shared = above.keys() & beside.keys()
    least = _least_alike(pairs, left, right) if shared else 0.0
    kinds: dict[str, int] = {}
    for gap in sorted(above.keys() | beside.keys()):
        if gap in shared and _renumbered(above[gap], beside[gap], left, right, least):
            continue
        number = UNKNOWN_LABEL - 1 - kinds.setdefault(gap[0], len(kinds))
        rows[above.get(gap, [])] = columns[beside.get(gap, [])] = number
    for i, j in rising:
        rows[i] = columns[j] = NO_LABEL
    for number, (i, j) in enumerate(pairs):
        rows[i] = columns[j] = number
    return rows, columns


def _in_sequence(
    labels: Sequence[str], trusted: AbstractSet[int], others: AbstractSet[str]
) -> Mapping[_Gap, list[int]]:
    """Return the places of labels that are not among others, and count on between trusted ones.

    The trusted labels of their kind before and after them have a smaller and a greater number.
    """
    found: dict[_Gap, list[int]] = {}
    before: dict[str, int] = {}
    waiting: dict[str, list[tuple[int, int]]] = {}
    for place, label in enumerate(labels):
        if not (counted := _COUNTED.fullmatch(label)):
            continue
        kind, digits, letter = counted.groups()
        number = int(digits) if digits else ord(letter)
        if place in trusted:
            for earlier, inside in waiting.pop(kind, []):
                if before[kind] < inside < number:
                    found.setdefault((kind, before[kind]), []).append(earlier)
            before[kind] = number
        elif kind in before and label not in others:
            waiting.setdefault(kind, []).append((place, number))
    return found


def _least_alike(pairs: Sequence[tuple[int, int]], left: AnyVectors, right: AnyVectors) -> float:
    """Return how alike (in cosine) all but few of the trusted pairs are at least."""
    rows, columns = np.array(pairs).T
    cosines = np.einsum("id,id->i", left[rows], right[columns], dtype=np.float32)
    return float(np.quantile(cosines, _LEAST_ALIKE))


def _renumbered(
    above: Sequence[int],
    beside: Sequence[int],
    left: AnyVectors,
    right: AnyVectors,
    least: float,
) -> bool:
    """Return whether the texts of one gap are mostly the same on both sides, numbered differently.

    Each text of the side with fewer of them is held against those of the other near its place.
    """
    if len(above) > len(beside):
        return _renumbered(beside, above, right, left, least)
    alike = 0
    for rank, i in enumerate(above):
        near = beside[max(rank - _REACH, 0) : rank + _REACH]
        cosines = right[near].astype(np.float32) @ left[i].astype(np.float32)
        best = int(cosines.argmax())
        alike += bool(cosines[best] >= least and _similar((i, near[best]), left, right))
    return 2 * alike > len(above)


def _similar(pair: tuple[int, int], left: AnyVectors, right: AnyVectors) -> bool:
    i, j = pair
    near_left = left[max(i - _REACH, 0) : i + _REACH].astype(np.float32)
    near_right = right[max(j - _REACH, 0) : j + _REACH].astype(np.float32)
    x, y = left[i].astype(np.float32), right[j].astype(np.float32)
    best = max(float((near_right @ x).max()), float((near_left @ y).max()))
    return float(x @ y) >= best - _SLACK
