"""Vectors of joined texts, mean-centred, and their similarities.

Raw cosines of sentence vectors are biased: all texts of one language share a direction, and some
texts ("hubs") are near to everything. Each side is therefore centred on its own mean, and each
similarity is taken relative to the mean similarity of both texts to their nearest neighbours, the
margin of Artetxe and Schwenk, "Margin-based Parallel Corpus Mining" (ACL 2019), as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from align.dynamic import LONGEST
from align.encoders.base import Encoder, SummingEncoder, Vectors
from align.evidence import edge_clauses

__all__ = [
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

# Rows of a similarity matrix held at once.
_CHUNK: Final = 256
# How far away, in texts, neighbours are looked for.
_NEIGHBOURHOOD: Final = 600
_NEIGHBOURS: Final = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts as an encoder summed them up, from which vectors of joined texts follow.

    The parts of the texts i … j joined are `parts[i : j + 1].sum(0) + seams[i : j].sum(0)`.
    `first` and `last` are the unit-length vectors of each text's first and last clause.
    """

    parts: Vectors
    seams: StoredVectors
    compose: Callable[[Vectors], Vectors]
    first: StoredVectors
    last: StoredVectors

    def joined(self, sizes: Sequence[int] | NDArray[np.int64]) -> Pool:
        """Join the first sizes[0] texts, the next sizes[1] … into one text each; no size is 0."""
        lengths = np.asarray(sizes, dtype=np.int64)
        if not len(lengths):
            return self
        stops = np.cumsum(lengths)
        starts = stops - lengths
        inside = np.concatenate([self.parts[:-1] + self.seams, self.parts[-1:]])
        inside[stops - 1] = self.parts[stops - 1]
        parts = np.add.reduceat(inside, starts, axis=0)
        return Pool(
            parts,
            self.seams[stops[:-1] - 1],
            self.compose,
            self.first[starts],
            self.last[stops - 1],
        )

    def take(self, places: NDArray[np.int64]) -> Pool:
        """Give the pool of some texts; between those that were no neighbours, a mean seam."""
        if not len(self.seams):
            return self
        seams = self.seams[np.minimum(places[:-1], len(self.seams) - 1)]
        parted = np.diff(places) != 1
        if parted.any():
            seams[parted] = self.seams.mean(axis=0, dtype=np.float32)
        return Pool(self.parts[places], seams, self.compose, self.first[places], self.last[places])


@dataclass(frozen=True, slots=True)
class Spans:
    """The vectors of 1, 2 … `LONGEST` neighbouring texts joined, centred on those of single texts.

    Row i of `joined[k]` stands for the k + 1 texts that end with text i; rows without that many
    texts before them are zero. `first` and `last` are those of each text's first and last clause.
    """

    joined: Sequence[StoredVectors]
    first: StoredVectors
    last: StoredVectors

    def part(self, start: int, stop: int) -> Spans:
        """Give the spans that end with some neighbouring texts, and the clauses of these."""
        return Spans(
            [vectors[start:stop] for vectors in self.joined],
            self.first[start:stop],
            self.last[start:stop],
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one side, the labels that were taken off them ("" for none), their vectors."""

    texts: Sequence[str]
    labels: Sequence[str]
    pool: Pool
    spans: Spans

    @classmethod
    def of(cls, texts: Sequence[str], labels: Sequence[str], pool: Pool) -> Texts:
        """Compute the spans, which all comparisons of the texts share."""
        return cls(texts, labels, pool, _spans(pool))

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.texts)

    def reordered(self, order: NDArray[np.int64]) -> Texts:
        """Put the texts into another order."""
        if (order == np.arange(len(order))).all():
            return self
        return Texts.of(
            [self.texts[i] for i in order],
            [self.labels[i] for i in order],
            self.pool.take(order),
        )


def encoded(encoder: Encoder, texts: Sequence[str], labels: Sequence[str]) -> Texts:
    """Encode the texts of one side."""
    return Texts.of(texts, labels, pool(encoder, texts))


def pool(encoder: Encoder, texts: Sequence[str]) -> Pool:
    """Encode each text once, and its first and last clause where it has several."""
    compose: Callable[[Vectors], Vectors] = unit
    if isinstance(encoder, SummingEncoder):
        parts, seams = encoder.parts(texts)
        compose = encoder.compose
        vectors = compose(parts)
    else:
        # Without sums, a joined text's vector is taken as the mean weighted by length.
        vectors = encoder.encode(texts)
        parts = vectors * np.sqrt([len(text) or 1 for text in texts], dtype=np.float32)[:, None]
        seams = np.zeros_like(parts[1:])
    edges = [edge_clauses(text) for text in texts]
    several = [i for i, (first, _) in enumerate(edges) if first != texts[i]]
    sides = []
    for side in (0, 1):
        sides.append(vectors.astype(np.float16))
        if several:
            sides[side][several] = encoder.encode([edges[i][side] for i in several])
    return Pool(parts, seams.astype(np.float16), compose, *sides)


def span_vectors(texts: Pool, longest: int) -> Iterator[Vectors]:
    """Give the vectors of 1 … `longest` texts joined in turn, each of shape (texts, dimension).

    Row i of the k-th (from 0) stands for the k + 1 texts that end with text i; rows without that
    many texts before them are zero.
    """
    joined = texts.parts
    first = texts.compose(joined)
    yield first
    for k in range(1, longest):
        joined = joined[:-1] + texts.seams[k - 1 :] + texts.parts[k:]
        vectors = np.zeros_like(first)
        if len(joined):
            vectors[k:] = texts.compose(joined)
        yield vectors


def _spans(texts: Pool) -> Spans:
    plain = span_vectors(texts, LONGEST)
    single = next(plain)
    # A single text has no company to stand out from.
    mean = single.mean(axis=0) if len(single) > 1 else np.zeros_like(single.sum(axis=0))

    def stored(vectors: Vectors | StoredVectors) -> StoredVectors:
        return centre(vectors.astype(np.float32), mean).astype(np.float16)

    return Spans(
        [stored(vectors) for vectors in chain([single], plain)],
        stored(texts.first),
        stored(texts.last),
    )


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
