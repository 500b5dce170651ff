"""What is known of the two sides of a pair before its beads are judged, once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import StoredVectors, Vectors
from hexapla.align.lattice.windows import Window, rough_path, windows
from hexapla.align.scoring.anchors import NONE, UNKNOWN, Labels, trusted_labels
from hexapla.align.scoring.length_ratio import proportions
from hexapla.align.scoring.similarity import NEIGHBOURHOOD, Spans, Texts, hubness
from hexapla.align.scoring.surface import continues, marks, numbers

__all__ = ["Pair", "Side", "Signs", "compare", "rearranged"]

# A mark is evidence only where both sides use it.
_FEWEST_MARKS: Final = 3
# What a number that stands in every text says, and the least that counts.
_COMMON: Final = 0.3
_TELLING: Final = 0.8

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signs:
    """The labels of one side's texts, and which of these go on with the one before.

    `after_next` tells which go on with the last but one before. `known` and `unknown` count the
    labels that both sides have, and those that only one has, from the start (one row more).
    """

    labels: Labels
    middle: NDArray[np.bool_]
    after_next: NDArray[np.bool_]
    known: NDArray[np.int64]
    unknown: NDArray[np.int64]

    @classmethod
    def of(cls, labels: Labels, texts: Sequence[str]) -> Signs:
        """See what the texts show."""
        return cls(labels, continues(texts), continues(texts, 2), *_counted(labels))

    def relabelled(self, labels: Labels) -> Signs:
        """Return the signs of the same texts with other labels."""
        return Signs(labels, self.middle, self.after_next, *_counted(labels))

    @property
    def any_labels(self) -> bool:
        """Return whether any text has a label."""
        return bool(self.known[-1] > self.known[0] or self.unknown[-1] > self.unknown[0])

    def goes_on(self, index: int) -> bool:
        """Return whether a text goes on with the one before and has no number of its own."""
        return bool(self.middle[index] and self.labels[index] == NONE)

    def part(self, where: range) -> Signs:
        """Return the signs of some neighbouring texts."""
        start, stop = where.start, where.stop
        sums = slice(start, stop + 1)
        return Signs(
            self.labels[start:stop],
            self.middle[start:stop],
            self.after_next[start:stop],
            self.known[sums],
            self.unknown[sums],
        )


def _counted(labels: Labels) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the labels that both sides have, and those that only one has, from the start."""
    known, unknown = (
        np.concatenate([[0], np.cumsum(kind)]) for kind in (labels >= 0, labels == UNKNOWN)
    )
    return known, unknown


@dataclass(frozen=True, slots=True)
class Side:
    """All that is known of one side's texts; the first axis of every array counts texts.

    `hubs[k]` are the mean similarities of k + 1 texts joined to their nearest neighbours,
    `parted_hubs` those of a text joined with the last but one before it; `length` is in mean texts,
    summed from the start (one row more); `best` is the margin over the other side's best text;
    `marks` are those of `align.scoring.surface`, of shape (texts, 3); `numbers` the numbers in each
    text that both sides have somewhere, as indices of `Pair.rarity`.
    """

    spans: Spans
    hubs: Sequence[Values]
    parted_hubs: Values
    best: Values
    length: NDArray[np.float64]
    signs: Signs
    marks: NDArray[np.bool_]
    numbers: Sequence[Sequence[int]]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.best)

    def span(self, size: int, ends: NDArray[np.int64] | slice) -> Vectors:
        """Return the centred vectors of `size` texts joined, by the places of their last texts."""
        return self.spans.joined[size - 1][ends].astype(np.float32)

    def parted(self, ends: NDArray[np.int64]) -> Vectors:
        """Return the centred vectors of some texts joined with the last but one before each."""
        return self.spans.parted[ends].astype(np.float32)

    def clauses(self, places: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """Return the vectors of the clauses after and before the beginnings of some texts."""
        clauses = self.spans.clauses
        first, last = clauses.first[places], clauses.last[places - 1]
        return first.astype(np.float32), last.astype(np.float32)

    def part(self, where: range) -> Side:
        """Return the side of some neighbouring texts alone, measured as in the whole."""
        start, stop = where.start, where.stop
        return Side(
            self.spans.part(start, stop),
            [hubs[start:stop] for hubs in self.hubs],
            self.parted_hubs[start:stop],
            self.best[start:stop],
            self.length[start : stop + 1],
            self.signs.part(where),
            self.marks[start:stop],
            self.numbers[start:stop],
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, how many target texts there are to a source text, and where to look for beads.

    `skew` is the logarithm of that number, `rarity` tells how much each number in the texts says.
    """

    left: Side
    right: Side
    skew: float
    windows: Sequence[Window]
    rarity: Values

    def part(self, rows: range, columns: range) -> Pair:
        """Return the pair of some neighbouring texts of each side."""
        return self.with_sides(self.left.part(rows), self.right.part(columns))

    def with_sides(self, left: Side, right: Side) -> Pair:
        """Return the pair of two sides that are made of some of its texts."""
        path = rough_path(*(side.span(1, slice(None)) for side in (left, right)))
        where = windows(path, len(left), len(right))
        return Pair(left, right, self.skew, where, self.rarity)


def compare(source: Texts, target: Texts) -> Pair:
    """Compute what the features need of a whole document pair; neither side may be empty."""
    sides = source, target
    single = [side.spans.joined[0] for side in sides]
    hubs: list[list[Values]] = [
        [hubness(vectors, single[1 - i]) for vectors in sides[i].spans.joined] for i in (0, 1)
    ]
    best: list[Values] = [
        hubness(single[i], single[1 - i], hubs[1 - i][0], nearest=1) - np.float32(0.5) * hubs[i][0]
        for i in (0, 1)
    ]
    known = trusted_labels(source.labels, target.labels, *single)
    path = rough_path(*single)
    characters = [
        np.array([len(text) or 1 for text in side.texts], dtype=np.float64) for side in sides
    ]
    shares = proportions(_sure_pairs(path, single, hubs, best), *characters)
    marked = [marks(side.texts) for side in sides]
    found, rarity = _shared_numbers([numbers(text) for text in side.texts] for side in sides)
    left, right = (
        Side(
            sides[i].spans,
            hubs[i],
            hubness(sides[i].spans.parted, single[1 - i]),
            best[i],
            np.concatenate([[0.0], np.cumsum(characters[i] / shares.units(i))]),
            Signs.of(known[i], sides[i].texts),
            marked[i] & (marked[0].sum(0) >= _FEWEST_MARKS) & (marked[1].sum(0) >= _FEWEST_MARKS),
            found[i],
        )
        for i in (0, 1)
    )
    return Pair(left, right, shares.skew, windows(path, len(source), len(target)), rarity)


def rearranged(
    pair: Pair,
    texts: tuple[Texts, Texts],
    labels: tuple[Labels, Labels],
    part: tuple[range, range],
    order: NDArray[np.int64],
) -> Pair:
    """Return a part of a pair with the target in another order, given by the places before.

    `part` counts the target's texts in that order, and `labels` are those of both whole sides, the
    target's in it. Single texts are measured as in the whole, and joined texts, which are new where
    others are neighbours, against the source around the part.
    """
    rows, columns = part
    left = pair.left.part(rows)
    left = replace(left, signs=left.signs.relabelled(labels[0][rows.start : rows.stop]))
    around = max(NEIGHBOURHOOD - len(rows) // 2, 0)
    near = texts[0].spans.joined[0][max(rows.start - around, 0) : rows.stop + around]
    places = order[columns.start : columns.stop]
    side, taken = pair.right, texts[1].take(places)
    right = Side(
        taken.spans,
        [side.hubs[0][places], *(hubness(each, near) for each in taken.spans.joined[1:])],
        hubness(taken.spans.parted, near),
        side.best[places],
        np.concatenate([[0.0], np.cumsum(np.diff(side.length)[places])]),
        _signs_inside(texts[1].texts, labels[1], columns, order),
        side.marks[places],
        [side.numbers[j] for j in places],
    )
    return pair.with_sides(left, right)


def _signs_inside(
    texts: Sequence[str], labels: Labels, where: range, order: NDArray[np.int64]
) -> Signs:
    """Return the signs of some texts reordered; those before show whether the first go on."""
    start = max(where.start - 2, 0)
    around = [texts[j] for j in order[start : where.stop]]
    inside = range(where.start - start, where.stop - start)
    return Signs.of(labels[start : where.stop], around).part(inside)


def _sure_pairs(
    path: NDArray[np.int64],
    single: Sequence[StoredVectors],
    hubs: Sequence[Sequence[Values]],
    best: Sequence[Values],
) -> NDArray[np.int64]:
    """Return the pairs on the path that are the best both texts could have, of shape (pairs, 2)."""
    steps = (np.diff(path, axis=0) == 1).all(axis=1)
    pairs = path[1:][steps] - 1
    i, j = pairs.T
    cosine = [single[0][a].astype(np.float32) @ single[1][b].astype(np.float32) for a, b in pairs]
    margin = cosine - (hubs[0][0][i] + hubs[1][0][j]) / 2
    sure: NDArray[np.int64] = pairs[margin >= np.maximum(best[0][i], best[1][j]) - 1e-3]
    return sure


def _shared_numbers(
    sides: Iterable[Sequence[Sequence[str]]],
) -> tuple[list[list[list[int]]], Values]:
    """Return each text's numbers that stand on both sides, as indices, once each, and their rarity.

    The rarity is the logarithm of the texts to a text that has the number, both sides' mean.
    """
    left, right = sides
    counts = [Counter(number for text in side for number in set(text)) for side in (left, right)]
    texts = max(len(left), len(right))
    rarity = {
        number: np.log(texts / np.sqrt(counts[0][number] * counts[1][number])) + _COMMON
        for number in counts[0].keys() & counts[1].keys()
    }
    telling = sorted(number for number, value in rarity.items() if value > _TELLING)
    index = {number: place for place, number in enumerate(telling)}
    found = [
        [sorted({index[n] for n in text if n in index}) for text in side] for side in (left, right)
    ]
    return found, np.array([rarity[number] for number in telling], dtype=np.float32)
