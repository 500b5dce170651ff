"""Vectors of joined texts, mean-centred, and their similarities.

Raw cosines of sentence vectors are biased: all texts of one language share a direction, and some
texts ("hubs") are near to everything. Each side is therefore centred on its own mean, and each
similarity is taken relative to the mean similarity of both texts to their nearest neighbours, the
margin of Artetxe and Schwenk, "Margin-based Parallel Corpus Mining" (ACL 2019), as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from align.encoders.base import Encoder, SummingEncoder, Vectors

__all__ = ["Pool", "centre", "hubness", "pool", "span_vectors", "unit"]

# Rows of a similarity matrix held at once.
_CHUNK: Final = 256
# How far away, in texts, neighbours are looked for.
_NEIGHBOURHOOD: Final = 600
_NEIGHBOURS: Final = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts as an encoder summed them up, from which vectors of joined texts follow.

    The parts of the texts i … j joined are `parts[i : j + 1].sum(0) + seams[i : j].sum(0)`.
    """

    parts: Vectors
    seams: Vectors
    compose: Callable[[Vectors], Vectors]

    def joined(self, sizes: Sequence[int] | NDArray[np.int64]) -> Pool:
        """Join the first sizes[0] texts, the next sizes[1] … into one text each; no size is 0."""
        lengths = np.asarray(sizes, dtype=np.int64)
        stops = np.cumsum(lengths)
        starts = stops - lengths
        inside = np.concatenate([self.seams, np.zeros_like(self.parts[:1])])
        inside[stops - 1] = 0
        parts = np.add.reduceat(self.parts + inside, starts, axis=0)
        return Pool(parts, self.seams[stops[:-1] - 1], self.compose)


def pool(encoder: Encoder, texts: Sequence[str]) -> Pool:
    """Encode each text once."""
    if isinstance(encoder, SummingEncoder):
        parts, seams = encoder.parts(texts)
        return Pool(parts, seams, encoder.compose)
    # Without sums, a joined text's vector is taken as the mean weighted by length.
    weights = np.sqrt([[len(text) or 1] for text in texts], dtype=np.float32)
    parts = encoder.encode(texts) * weights
    return Pool(parts, np.zeros_like(parts[1:]), unit)


def span_vectors(texts: Pool, longest: int) -> list[Vectors]:
    """Give the vectors of 1 … `longest` texts joined, each of shape (texts, dimension).

    Row i of the k-th (from 0) stands for the k + 1 texts that end with text i; rows without that
    many texts before them are zero.
    """
    joined = texts.parts
    first = texts.compose(joined)
    spans = [first]
    for k in range(1, longest):
        vectors = np.zeros_like(first)
        joined = joined[:-1] + texts.seams[k - 1 :] + texts.parts[k:]
        if len(joined):
            vectors[k:] = texts.compose(joined)
        spans.append(vectors)
    return spans


def centre(spans: Sequence[Vectors]) -> list[Vectors]:
    """Take the mean of the single texts off all vectors and bring them back to unit length."""
    if len(spans[0]) < 2:
        return list(spans)
    mean = spans[0].mean(axis=0)
    centred = []
    for vectors in spans:
        present = np.abs(vectors).sum(axis=1, keepdims=True) > 0
        centred.append(unit(np.where(present, vectors - mean, 0)))
    return centred


def hubness(
    vectors: Vectors,
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
        cells = vectors[rows] @ others[near].T
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
