"""What is known of the two sides of a pair before its beads are judged, once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import StoredVectors, Vectors
from hexapla.align.lattice.windows import Window, rough_path, windows
from hexapla.align.scoring.anchors import NO_LABEL, UNKNOWN_LABEL, Labels, trusted_labels
from hexapla.align.scoring.length_ratio import estimate_length_ratio
from hexapla.align.scoring.similarity import (
    NEIGHBOURHOOD,
    EncodedTexts,
    SpanVectors,
    mean_knn_similarity,
)
from hexapla.align.scoring.surface import continues, marks, numbers

__all__ = ["PairFeatures", "SideFeatures", "Structure", "compare", "compare_reordered"]

# A mark is evidence only where both sides use it.
_FEWEST_MARKS: Final = 3
# What a number that stands in every text says, and the least that counts.
_COMMON: Final = 0.3
_TELLING: Final = 0.8

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Structure:
    """The labels of one side's texts, and which of these continue the one before.

    All arrays have a row a text: `labels` as `align.scoring.anchors` numbers them, `continues`
    which texts continue the one before, `resumes` which continue the last but one before.
    `known_before` and `unknown_before` count the labels before each text that both sides have, and
    those that only one has; `sequent_before` those of the latter that stand in their sequence; they
    have one row more.
    """

    labels: Labels
    continues: NDArray[np.bool_]
    resumes: NDArray[np.bool_]
    known_before: NDArray[np.int64]
    unknown_before: NDArray[np.int64]
    sequent_before: NDArray[np.int64]

    @classmethod
    def of(cls, labels: Labels, texts: Sequence[str]) -> Structure:
        """Return what the texts and their labels show."""
        return cls(labels, continues(texts), continues(texts, 2), *_counted(labels))

    def relabelled(self, labels: Labels) -> Structure:
        """Return the structure of the same texts with other labels."""
        return Structure(labels, self.continues, self.resumes, *_counted(labels))

    @property
    def any_labels(self) -> bool:
        """Return whether any text has a label."""
        return bool(
            self.known_before[-1] > self.known_before[0]
            or self.unknown_before[-1] > self.unknown_before[0]
        )

    def is_continuation(self, index: int) -> bool:
        """Return whether a text continues the one before and has no number of its own."""
        return bool(self.continues[index] and self.labels[index] == NO_LABEL)

    def part(self, where: range) -> Structure:
        """Return the structure of some neighbouring texts."""
        start, stop = where.start, where.stop
        sums = slice(start, stop + 1)
        return Structure(
            self.labels[start:stop],
            self.continues[start:stop],
            self.resumes[start:stop],
            self.known_before[sums],
            self.unknown_before[sums],
            self.sequent_before[sums],
        )


def _counted(labels: Labels) -> Iterator[NDArray[np.int64]]:
    """Count from the start labels of both sides, those of one, and those of these in sequence."""
    for kind in (labels >= 0, labels <= UNKNOWN_LABEL, labels < UNKNOWN_LABEL):
        yield np.concatenate([[0], np.cumsum(kind)])


@dataclass(frozen=True, slots=True)
class SideFeatures:
    """All that is known of one side's texts; the first axis of every array counts texts.

    `knn[k]` is the mean similarity of k + 1 texts joined to their nearest neighbours on the other
    side, `interrupted_knn` that of a text joined with the last but one before it; `best` is the
    best margin that a text has with any of the other side; `length` is the length before each
    text, in texts of mean length (one row more); `marks` are those of `align.scoring.surface`, of
    shape (texts, 3); `numbers` are the numbers in each text that both sides have somewhere, as
    indices of `PairFeatures.rarity`.
    """

    spans: SpanVectors
    knn: Sequence[Values]
    interrupted_knn: Values
    best: Values
    length: NDArray[np.float64]
    structure: Structure
    marks: NDArray[np.bool_]
    numbers: Sequence[Sequence[int]]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.best)

    def span(self, size: int, ends: NDArray[np.int64] | slice) -> Vectors:
        """Return the centred vectors of `size` texts joined, by the places of their last texts."""
        return self.spans.joined[size - 1][ends].astype(np.float32)

    def interrupted(self, ends: NDArray[np.int64]) -> Vectors:
        """Return the centred vectors of some texts joined with the last but one before each."""
        return self.spans.interrupted[ends].astype(np.float32)

    def clauses(self, begin: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """Return the vectors of the first clauses of some texts, and of the last of others."""
        clauses = self.spans.clauses
        return clauses.first[begin].astype(np.float32), clauses.last[end].astype(np.float32)

    def part(self, where: range) -> SideFeatures:
        """Return the side of some neighbouring texts alone, measured as in the whole."""
        start, stop = where.start, where.stop
        return SideFeatures(
            self.spans.part(start, stop),
            [knn[start:stop] for knn in self.knn],
            self.interrupted_knn[start:stop],
            self.best[start:stop],
            self.length[start : stop + 1],
            self.structure.part(where),
            self.marks[start:stop],
            self.numbers[start:stop],
        )


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """Two sides, how many target texts there are to a source text, and where to look for beads.

    `log_text_ratio` is the logarithm of that number; `rarity`, of shape (numbers,), is how
    much each number in the texts says.
    """

    left: SideFeatures
    right: SideFeatures
    log_text_ratio: float
    windows: Sequence[Window]
    rarity: Values

    def part(self, rows: range, columns: range) -> PairFeatures:
        """Return the pair of some neighbouring texts of each side."""
        return self.with_sides(self.left.part(rows), self.right.part(columns))

    def with_sides(self, left: SideFeatures, right: SideFeatures) -> PairFeatures:
        """Return the pair of two sides that are made of some of its texts."""
        path = rough_path(*(side.span(1, slice(None)) for side in (left, right)))
        where = windows(path, len(left), len(right))
        return PairFeatures(left, right, self.log_text_ratio, where, self.rarity)


def compare(source: EncodedTexts, target: EncodedTexts) -> PairFeatures:
    """Return what the features need of a whole document pair; neither side may be empty."""
    sides = source, target
    single = [side.spans.joined[0] for side in sides]
    knn: list[list[Values]] = [
        [mean_knn_similarity(vectors, single[1 - i]) for vectors in sides[i].spans.joined]
        for i in (0, 1)
    ]
    best: list[Values] = [
        mean_knn_similarity(single[i], single[1 - i], knn[1 - i][0], nearest=1)
        - np.float32(0.5) * knn[i][0]
        for i in (0, 1)
    ]
    trusted = trusted_labels(source.labels, target.labels, *single)
    path = rough_path(*single)
    characters = [side.lengths for side in sides]
    ratio = estimate_length_ratio(_sure_pairs(path, single, knn, best), *characters)
    marked = [marks(side.texts) for side in sides]
    found, rarity = _shared_numbers([numbers(text) for text in side.texts] for side in sides)
    left, right = (
        SideFeatures(
            sides[i].spans,
            knn[i],
            mean_knn_similarity(sides[i].spans.interrupted, single[1 - i]),
            best[i],
            np.concatenate([[0.0], np.cumsum(characters[i] / ratio.characters_per_text(i))]),
            Structure.of(trusted[i], sides[i].texts),
            marked[i] & (marked[0].sum(0) >= _FEWEST_MARKS) & (marked[1].sum(0) >= _FEWEST_MARKS),
            found[i],
        )
        for i in (0, 1)
    )
    return PairFeatures(
        left, right, ratio.log_text_ratio, windows(path, len(source), len(target)), rarity
    )


def compare_reordered(
    pair: PairFeatures,
    texts: tuple[EncodedTexts, EncodedTexts],
    labels: tuple[Labels, Labels],
    part: tuple[range, range],
    order: NDArray[np.int64],
) -> PairFeatures:
    """Return a part of a pair with the target in another order, given by the places before.

    `part` counts the target's texts in that order, and `labels` are those of both whole sides, the
    target's in it. Single texts are measured as in the whole, and joined texts, which are new where
    others are neighbours, against the source around the part.
    """
    rows, columns = part
    left = pair.left.part(rows)
    left = replace(left, structure=left.structure.relabelled(labels[0][rows.start : rows.stop]))
    around = max(NEIGHBOURHOOD - len(rows) // 2, 0)
    near = texts[0].spans.joined[0][max(rows.start - around, 0) : rows.stop + around]
    places = order[columns.start : columns.stop]
    side, taken = pair.right, texts[1].take(places)
    right = SideFeatures(
        taken.spans,
        [
            side.knn[0][places],
            *(mean_knn_similarity(each, near) for each in taken.spans.joined[1:]),
        ],
        mean_knn_similarity(taken.spans.interrupted, near),
        side.best[places],
        np.concatenate([[0.0], np.cumsum(np.diff(side.length)[places])]),
        _structure_inside(texts[1].texts, labels[1], columns, order),
        side.marks[places],
        [side.numbers[j] for j in places],
    )
    return pair.with_sides(left, right)


def _structure_inside(
    texts: Sequence[str], labels: Labels, where: range, order: NDArray[np.int64]
) -> Structure:
    """Return the structure of some texts reordered; those before show whether the first go on."""
    start = max(where.start - 2, 0)
    around = [texts[j] for j in order[start : where.stop]]
    inside = range(where.start - start, where.stop - start)
    return Structure.of(labels[start : where.stop], around).part(inside)


def _sure_pairs(
    path: NDArray[np.int64],
    single: Sequence[StoredVectors],
    knn: Sequence[Sequence[Values]],
    best: Sequence[Values],
) -> NDArray[np.int64]:
    """Return the pairs on the path that are the best both texts could have, of shape (pairs, 2)."""
    steps = (np.diff(path, axis=0) == 1).all(axis=1)
    pairs = path[1:][steps] - 1
    i, j = pairs.T
    cosine = [single[0][a].astype(np.float32) @ single[1][b].astype(np.float32) for a, b in pairs]
    margin = cosine - (knn[0][0][i] + knn[1][0][j]) / 2
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
