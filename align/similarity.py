"""Vectors of joined texts, mean-centred, and their similarities.

Raw cosines of sentence vectors are biased: all texts of one language share a direction, and some
texts ("hubs") are near to everything. Each side is therefore centred on its own mean, and each
similarity is taken relative to the mean similarity of both texts to their nearest neighbours, the
margin of Artetxe and Schwenk, "Margin-based Parallel Corpus Mining" (ACL 2019), as a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from align.encoders.base import Encoder, SummingEncoder, Vectors

__all__ = ["centre", "hubness", "span_vectors", "unit"]

# Rows of a similarity matrix held at once.
_CHUNK: Final = 512
_NEIGHBOURS: Final = 4


def span_vectors(encoder: Encoder, texts: Sequence[str], longest: int) -> list[Vectors]:
    """Give the vectors of 1 … `longest` texts joined, each of shape (len(texts), dimension).

    Row i of the k-th (from 0) stands for the k + 1 texts that end with text i; rows without that
    many texts before them are zero.
    """
    if not len(texts):
        return [np.zeros((0, 1), dtype=np.float32)] * longest
    if isinstance(encoder, SummingEncoder):
        parts, seams = encoder.parts(texts)
        compose = encoder.compose
    else:
        # Without sums, a joined text's vector is taken as the mean weighted by length.
        weights = np.sqrt([[len(text) or 1] for text in texts], dtype=np.float32)
        parts = encoder.encode(texts) * weights
        seams = np.zeros_like(parts[1:])
        compose = unit
    spans: list[Vectors] = []
    joined = parts
    for k in range(longest):
        if k:
            joined = joined[:-1] + seams[k - 1 :] + parts[k:]
        composed = compose(joined) if len(joined) else joined
        vectors = np.zeros(
            (len(texts), spans[0].shape[1] if spans else composed.shape[1]), np.float32
        )
        if len(joined):
            vectors[k:] = composed
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


def hubness(vectors: Vectors, others: Vectors) -> Vectors:
    """Give each row's mean similarity to its nearest rows of `others`: shape (len(vectors),)."""
    count = min(_NEIGHBOURS, len(others))
    means = [
        np.sort(np.partition(vectors[start : start + _CHUNK] @ others.T, -count)[:, -count:]).mean(
            axis=1
        )
        for start in range(0, len(vectors), _CHUNK)
    ]
    return np.concatenate(means) if means else np.zeros(0, dtype=np.float32)


def unit(vectors: Vectors) -> Vectors:
    """Bring rows to unit length; rows of zeros stay."""
    result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
    return result.astype(np.float32, copy=False)
