"""Versions laid out in the texts of another, or in rows that several have: vectors, and their sums.

What stands for the same text in several languages is summed up, and what one of them gave is taken
away again for that one, so that its mistakes do not confirm themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import AnyVectors, StoredVectors, Vectors
from hexapla.align.lattice.bead_types import LONGEST
from hexapla.align.scoring.similarity import (
    ClauseVectors,
    EncodedTexts,
    SpanVectors,
    TextSums,
    centred_on,
    normalize,
    span_stretches,
    stretches,
)
from hexapla.align.shelf import Shelf

__all__ = ["Layer", "LayerSum"]

_Stretch = tuple[slice, Sequence[StoredVectors]]


@dataclass(frozen=True, slots=True)
class Layer:
    """A version laid out in rows: the vectors of the texts that stand for them.

    A span of rows has a vector where texts stand for it, whole; else zeros. `whole` tells where
    that is, of shape (spans of 1 … `LONGEST` rows and that of two parted by a third, rows).
    """

    sums: TextSums
    mean: Vectors
    clauses: ClauseVectors
    whole: NDArray[np.bool_]

    @classmethod
    def of(
        cls, size: int, version: EncodedTexts, spans: Sequence[tuple[range, range]]
    ) -> Layer | None:
        """Lay a version out in so many rows, by the texts that stand for some; None without any."""
        if not spans:
            return None
        columns = np.array([j for _, texts in spans for j in texts], dtype=np.int64)
        sizes = [len(texts) for _, texts in spans]
        first = np.array([rows[0] for rows, _ in spans], dtype=np.int64)
        last = np.array([rows[-1] for rows, _ in spans], dtype=np.int64)
        clauses = version.spans.clauses.take(columns).joined(sizes)
        return cls(
            _spread(version.sums.take(version.places[columns]).joined(sizes), first, last, size),
            version.spans.mean,
            ClauseVectors(_put(clauses.first, first, size), _put(clauses.last, last, size)),
            _whole_spans(first, last, size),
        )

    def stretches(self) -> Iterator[_Stretch]:
        """Yield the vectors of a stretch of rows after the other, as `LayerSum` sums them."""
        single = centred_on(self.mean, self.sums.vectors())
        places = np.arange(len(self.sums))
        for rows, spans in span_stretches(self.sums, places, self.mean, single):
            spans[~self.whole[:, rows]] = 0
            yield rows, [*spans, self.clauses.first[rows], self.clauses.last[rows]]


def _spread(
    sums: TextSums, first: NDArray[np.int64], last: NDArray[np.int64], size: int
) -> TextSums:
    """Put texts at the last of the rows that each stands for, nothing at the others."""
    scales = np.ones((size, 1), dtype=np.float32)
    scales[last] = sums.scales
    seams = np.zeros((max(size - 1, 0), sums.seams.shape[1]), dtype=np.float16)
    inner = first[1:]
    seams[inner - 1] = sums.seams
    return TextSums(_put(sums.halves, last, size), scales, seams, sums.compose)


def _put(values: AnyVectors, places: NDArray[np.int64], size: int) -> NDArray[np.float16]:
    """Put values at some of so many places, zeros at the others."""
    result = np.zeros((size, values.shape[1]), dtype=np.float16)
    result[places] = values
    return result


def _whole_spans(first: NDArray[np.int64], last: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Return for which spans of rows texts stand, whole, by the places of these."""
    begins, ends = np.zeros((2, size), dtype=np.bool_)
    begins[first] = ends[last] = True
    steps = np.zeros(size + 1, dtype=np.int64)
    steps[first] += 1
    steps[last + 1] -= 1
    inside = np.cumsum(steps)[:-1] > 0
    covered = accumulate(
        range(1, LONGEST), lambda before, k: before & _later(inside, k), initial=inside
    )
    alone = begins & ends
    return np.stack(
        [
            *(each & ends & _later(begins, k) for k, each in enumerate(covered)),
            alone & _later(alone, 2),
        ]
    )


def _later(marks: NDArray[np.bool_], places: int) -> NDArray[np.bool_]:
    """Return marks moved on by so many places."""
    moved = np.zeros_like(marks)
    moved[places:] = marks[: max(len(marks) - places, 0)]
    return moved


class LayerSum:
    """The sums of the vectors of several versions, in the layout of the rows.

    They wait on a shelf: those of the spans, and then of the first and last clauses, of a stretch
    of rows after the other.
    """

    def __init__(self, size: int, mean: Vectors) -> None:
        """Begin with nothing in so many rows; `mean` is that of the texts which are centred so."""
        self._size = size
        self._mean = mean
        self._shelf = Shelf()
        self._kept: set[tuple[int, int]] = set()

    def add(self, found: Iterable[_Stretch]) -> None:
        """Add those of a version, a stretch after the other."""
        for rows, arrays in found:
            for k, each in enumerate(arrays):
                key = k, rows.start
                total = each.astype(np.float32)
                if key in self._kept:
                    total += self._shelf.take(key)
                self._kept.add(key)
                self._shelf.put(key, total)

    def without(self, layer: Layer | None) -> SpanVectors:
        """Return the unit-length vectors without those of one version."""
        result = np.empty((LONGEST + 3, self._size, len(self._mean)), dtype=np.float16)
        nothing = ((rows, [np.float16(0)] * len(result)) for rows in stretches(self._size))
        for rows, arrays in layer.stretches() if layer else nothing:
            for k, each in enumerate(arrays):
                result[k, rows] = normalize(self._shelf.take((k, rows.start)) - each)
        *joined, interrupted, first, last = result
        return SpanVectors(joined, interrupted, ClauseVectors(first, last), self._mean)
