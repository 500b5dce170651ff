"""Vectors of joined texts, mean-centred, and their similarities.

Raw cosines of sentence vectors are biased: all texts of one language share a direction, and some
texts ("hubs") are near to everything. Each side is therefore centred on its own mean, and each
similarity is taken relative to the mean similarity of both texts to their nearest neighbours, the
margin of Artetxe and Schwenk, "Margin-based Parallel Corpus Mining" (ACL 2019), as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from align.dynamic import LONGEST
from align.encoders.base import Encoder, SummingEncoder, Vectors
from align.evidence import edge_clauses

__all__ = [
    "Clauses",
    "Pool",
    "Spans",
    "StoredVectors",
    "Texts",
    "centre",
    "encoded",
    "hubness",
    "pool",
    "span_vectors",
    "unit",
]

# What waits to be compared takes half the room; products are computed in single precision.
StoredVectors = NDArray[np.float16]

# Rows that are centred or compared at once.
_CHUNK: Final = 256
# Texts that are encoded at once.
_RUN: Final = 2048
# How far away, in texts, neighbours are looked for.
_NEIGHBOURHOOD: Final = 600
_NEIGHBOURS: Final = 4
_ALL: Final = slice(None)

# Of some texts: sums in half precision with their scales, those of the marks before and after
# each, and the vectors of the first and last clauses.
_Pieces = tuple[StoredVectors, Vectors, StoredVectors, StoredVectors, StoredVectors, StoredVectors]


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts as an encoder summed them up, from which vectors of joined texts follow.

    The parts of the texts i … j joined are `parts(slice(i, j + 1)).sum(0) + seams[i : j].sum(0)`.
    Row k of `halves`, times `scales[k]`, is what the encoder summed up for text k; the scale keeps
    the sums of long texts within half precision.
    """

    halves: StoredVectors
    scales: Vectors
    seams: StoredVectors
    compose: Callable[[Vectors], Vectors]

    @classmethod
    def of(
        cls,
        parts: Vectors,
        seams: StoredVectors,
        compose: Callable[[Vectors], Vectors],
    ) -> Pool:
        """Keep the sums that an encoder gave."""
        return cls(*_halved(parts), seams, compose)

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.halves)

    def parts(self, where: slice | NDArray[np.int64] = _ALL) -> Vectors:
        """Give what `compose` takes, for some of the texts."""
        return self.halves[where] * self.scales[where]

    def vectors(self) -> Vectors:
        """Give the unit-length vector of each text."""
        return self.compose(self.parts())

    def joined(self, sizes: Sequence[int] | NDArray[np.int64]) -> Pool:
        """Join the first sizes[0] texts, the next sizes[1] … into one text each; no size is 0."""
        starts, ends = _first_and_last(sizes)
        if not len(starts):
            return self
        inside = self.parts()
        inside[:-1] += self.seams
        inside[ends] = self.parts(ends)
        sums = np.add.reduceat(inside, starts, axis=0)
        return Pool.of(sums, self.seams[ends[:-1]], self.compose)

    def take(self, places: NDArray[np.int64]) -> Pool:
        """Give the pool of some texts; between those that were no neighbours, a mean seam."""
        if not len(self.seams):
            return self
        seams = self.seams[np.minimum(places[:-1], len(self.seams) - 1)]
        parted = np.diff(places) != 1
        if parted.any():
            seams[parted] = self.seams.mean(axis=0, dtype=np.float32)
        return Pool(self.halves[places], self.scales[places], seams, self.compose)


@dataclass(frozen=True, slots=True)
class Clauses:
    """The unit-length vectors of each text's first and last clause."""

    first: StoredVectors
    last: StoredVectors

    def joined(self, sizes: Sequence[int] | NDArray[np.int64]) -> Clauses:
        """Join the first sizes[0] texts, the next sizes[1] … into one text each; no size is 0."""
        starts, ends = _first_and_last(sizes)
        return Clauses(self.first[starts], self.last[ends])

    def take(self, where: NDArray[np.int64] | slice) -> Clauses:
        """Give the clauses of some texts."""
        return Clauses(self.first[where], self.last[where])


def _first_and_last(
    sizes: Sequence[int] | NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the places of the first and of the last of so many texts each."""
    lengths = np.asarray(sizes, dtype=np.int64)
    stops = np.cumsum(lengths)
    return stops - lengths, stops - 1


@dataclass(frozen=True, slots=True)
class Spans:
    """The vectors of 1, 2 … `LONGEST` neighbouring texts joined, centred on those of single texts.

    Row i of `joined[k]` stands for the k + 1 texts that end with text i, row i of `parted` for
    text i and the last but one before it; rows without that many texts before them are zero.
    `clauses` are centred on the same `mean`.
    """

    joined: Sequence[StoredVectors]
    parted: StoredVectors
    clauses: Clauses
    mean: Vectors

    @classmethod
    def of(cls, pool: Pool, clauses: Clauses) -> Spans:
        """Compose and centre the vectors."""
        single = pool.vectors()
        # A single text has no company to stand out from.
        mean = single.mean(axis=0) if len(single) > 1 else np.zeros_like(single.sum(axis=0))
        centred = Clauses(*(_centred(side, mean) for side in (clauses.first, clauses.last)))
        joined = [_centred(single, mean), *_longer(pool, mean)]
        return cls(joined, _centred(_parted(pool), mean), centred, mean)

    def part(self, start: int, stop: int) -> Spans:
        """Give the spans that end with some neighbouring texts, and the clauses of these."""
        return Spans(
            [vectors[start:stop] for vectors in self.joined],
            self.parted[start:stop],
            self.clauses.take(slice(start, stop)),
            self.mean,
        )

    def reordered(self, order: NDArray[np.int64], pool: Pool) -> Spans:
        """Put the texts into another order, in which `pool` has them."""
        single = self.joined[0][order]
        joined = [single, *_longer(pool, self.mean)]
        parted = _centred(_parted(pool), self.mean)
        return Spans(joined, parted, self.clauses.take(order), self.mean)


def _longer(pool: Pool, mean: Vectors) -> Iterator[StoredVectors]:
    """Give the centred vectors of 2 … `LONGEST` texts joined in turn."""
    vectors = span_vectors(pool, LONGEST)
    next(vectors)
    return (_centred(each, mean) for each in vectors)


def _parted(pool: Pool) -> Vectors:
    """Give the vectors of each text joined with the last but one before it."""
    parts = pool.parts()
    # The seam is that of the texts as if they were neighbours.
    seams = (pool.seams[:-1] + pool.seams[1:]) * np.float16(0.5)
    joined = pool.compose(parts[:-2] + parts[2:] + seams)
    vectors = np.zeros((len(parts), joined.shape[1]), dtype=np.float32)
    vectors[2:] = joined
    return vectors


def _centred(vectors: Vectors | StoredVectors, mean: Vectors) -> StoredVectors:
    result = np.empty(vectors.shape, dtype=np.float16)
    for start in range(0, len(vectors), _CHUNK):
        rows = slice(start, start + _CHUNK)
        result[rows] = centre(vectors[rows].astype(np.float32), mean)
    return result


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one side, the labels that were taken off them ("" for none), their vectors."""

    texts: Sequence[str]
    labels: Sequence[str]
    pool: Pool
    spans: Spans

    @classmethod
    def of(cls, texts: Sequence[str], labels: Sequence[str], pool: Pool, clauses: Clauses) -> Texts:
        """Compute the spans, which all comparisons of the texts share."""
        return cls(texts, labels, pool, Spans.of(pool, clauses))

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.texts)

    def reordered(self, order: NDArray[np.int64]) -> Texts:
        """Put the texts into another order."""
        if (order == np.arange(len(order))).all():
            return self
        pool = self.pool.take(order)
        return Texts(
            [self.texts[i] for i in order],
            [self.labels[i] for i in order],
            pool,
            self.spans.reordered(order, pool),
        )


def encoded(encoder: Encoder, texts: Sequence[str], labels: Sequence[str]) -> Texts:
    """Encode the texts of one side."""
    return Texts.of(texts, labels, *pool(encoder, texts))


def _halved(parts: Vectors) -> tuple[StoredVectors, Vectors]:
    """Give rows in half precision, and the scale of each."""
    # Powers of two keep small whole numbers, such as counts, exact.
    largest = np.abs(parts).max(axis=1, initial=1e-6, keepdims=True)
    scales = np.exp2(np.ceil(np.log2(largest)))
    return (parts / scales).astype(np.float16), scales


def pool(encoder: Encoder, texts: Sequence[str]) -> tuple[Pool, Clauses]:
    """Encode each text once, and its first and last clause where it has several."""
    runs = [texts[start : start + _RUN] for start in range(0, len(texts) or 1, _RUN)]
    compose: Callable[[Vectors], Vectors] = unit
    if isinstance(encoder, SummingEncoder):
        compose = encoder.compose
        pieces = [_summed(encoder, run) for run in runs]
    else:
        pieces = [_averaged(encoder, run) for run in runs]
    halves, scales, opening, closing, first, last = map(np.concatenate, zip(*pieces, strict=True))
    seams = -(closing[:-1] + opening[1:])
    return Pool(halves, scales, seams, compose), Clauses(first, last)


def _summed(encoder: SummingEncoder, texts: Sequence[str]) -> _Pieces:
    ends = [edge_clauses(text) for text in texts]
    several = [i for i, (end, _) in enumerate(ends) if end < len(texts[i])]
    sums = encoder.sums(texts, ends)
    first = encoder.compose(sums.whole).astype(np.float16)
    last = first.copy()
    first[several] = encoder.compose(sums.first[several])
    last[several] = encoder.compose(sums.last[several])
    marks = sums.opening.astype(np.float16), sums.closing.astype(np.float16)
    return *_halved(sums.whole), *marks, first, last


def _averaged(encoder: Encoder, texts: Sequence[str]) -> _Pieces:
    """Take the vector of joined texts for the mean of theirs, weighted by length."""
    ends = [edge_clauses(text) for text in texts]
    several = [i for i, (end, _) in enumerate(ends) if end < len(texts[i])]
    vectors = encoder.encode(texts)
    lengths = np.sqrt([[len(text) or 1] for text in texts], dtype=np.float32)
    first = vectors.astype(np.float16)
    last = first.copy()
    if several:
        first[several] = encoder.encode([texts[i][: ends[i][0]].strip() for i in several])
        last[several] = encoder.encode([texts[i][ends[i][1] :].strip() for i in several])
    none = np.zeros_like(first)
    return *_halved(vectors * lengths.reshape(-1, 1)), none, none, first, last


def span_vectors(texts: Pool, longest: int) -> Iterator[Vectors]:
    """Give the vectors of 1 … `longest` texts joined in turn, each of shape (texts, dimension).

    Row i of the k-th (from 0) stands for the k + 1 texts that end with text i; rows without that
    many texts before them are zero.
    """
    joined = texts.parts()
    first = texts.compose(joined)
    yield first
    for k in range(1, longest):
        joined = joined[:-1] + texts.seams[k - 1 :] + texts.parts(slice(k, None))
        vectors = np.zeros_like(first)
        if len(joined):
            vectors[k:] = texts.compose(joined)
        yield vectors


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """Take a mean off vectors and bring them back to unit length; rows of zeros stay."""
    present = np.abs(vectors).sum(axis=1, keepdims=True) > 0
    return unit(np.where(present, vectors - mean, 0))


def hubness(
    vectors: Vectors | StoredVectors,
    others: Vectors,
    offsets: Vectors | None = None,
    *,
    nearest: int = _NEIGHBOURS,
) -> Vectors:
    """Give each row's mean similarity to its nearest rows of `others`: shape (len(vectors),).

    Half of `offsets`, one for each of the others, is taken off first. In long documents only the
    others about the same place are searched, so that time grows with length, not with its square.
    """
    result = np.zeros(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _CHUNK):
        rows = slice(start, min(start + _CHUNK, len(vectors)))
        middle = (rows.start + rows.stop) * len(others) // (2 * len(vectors))
        near = slice(max(middle - _NEIGHBOURHOOD, 0), middle + _NEIGHBOURHOOD)
        cells = vectors[rows].astype(np.float32) @ others[near].T
        if offsets is not None:
            cells -= offsets[near] / 2
        count = min(nearest, cells.shape[1])
        if count:
            result[rows] = np.partition(cells, -count, axis=1)[:, -count:].mean(axis=1)
    return result


def unit(vectors: Vectors) -> Vectors:
    """Bring rows to unit length; rows of zeros stay."""
    result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
    return result.astype(np.float32, copy=False)
