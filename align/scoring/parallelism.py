"""Tells whether one document can be a translation of the other at all."""

from __future__ import annotations

from typing import Final

import numpy as np

from hexapla.align.encoders.base import Vectors
from hexapla.align.lattice.windows import rough_path
from hexapla.align.scoring.similarity import TextSums, centre

__all__ = ["is_parallel", "likeness"]

# Mean cosine of the texts to their best counterparts. Translations in the gold sets have .32 and
# more, unrelated texts of the same kind .17 to .36 (more where there is more to choose from).
_SURELY: Final = 0.45
_HARDLY: Final = 0.25
# How much more a path gains in the true order than in shuffled ones: 1.4 and more for parts of
# novels, 2.5 and more for whole documents, 1.1 and less for unrelated ones.
_GAIN: Final = 1.25
# Texts without which a path through them tells nothing.
_ENOUGH: Final = 8
# The texts of longer documents are judged by runs of neighbours, for the sake of memory.
_MOST: Final = 4_000


def is_parallel(left: TextSums, right: TextSums) -> bool:
    """Compare the best counterparts, and the best path with those through shuffled texts.

    A part of a translation, or one whose blocks stand in another order, counts as a translation.
    """
    size = -(-max(len(left), len(right)) // _MOST)
    source, target = (_vectors(side, size) for side in (left, right))
    best = max(_best(source, target), _best(target, source))
    if len(source) > 1 and len(target) > 1:
        # Some encoders find all texts similar: count from what any two have.
        common = max(float(source.mean(axis=0) @ target.mean(axis=0)), 0.0)
        best = (best - common) / max(1 - common, 1e-6)
    if best >= _SURELY:
        return True
    if min(len(source), len(target)) < _ENOUGH:
        return best >= _HARDLY
    source, target = (centre(side, side.mean(axis=0)) for side in (source, target))
    third = len(target) // 3
    shuffled = (np.roll(target[::-1], shift * third, axis=0) for shift in range(3))
    by_chance = max(_gain(source, other) for other in shuffled)
    return _gain(source, target) >= _GAIN * by_chance


def likeness(source: Vectors, target: Vectors) -> float:
    """Return how like the texts of two documents are: 1 where each has an equal in the other.

    `source` and `target` are unit vectors, a row a text, at least one of each. The result is the
    mean cosine of the texts to their best counterparts, the lower of both directions. What all
    texts of the two have in common is taken off first, so that two of one trade are not like for
    that alone.
    """
    common = (source.mean(axis=0) + target.mean(axis=0)) / 2
    cosines = centre(source, common) @ centre(target, common).T
    return float(min(cosines.max(axis=1).mean(), cosines.max(axis=0).mean()))


def _vectors(texts: TextSums, size: int) -> Vectors:
    """Return the vectors of runs of so many texts joined."""
    count = -(-len(texts) // size)
    sizes = [size] * (count - 1) + [len(texts) - size * (count - 1)]
    return texts.joined(sizes).vectors()


def _best(vectors: Vectors, others: Vectors) -> float:
    """Return the mean, over at most 1000 rows, of the best cosine with any of the others."""
    some = vectors[:: -(-len(vectors) // 1000)]
    return float((some @ others.T).max(axis=1).mean())


def _gain(source: Vectors, target: Vectors) -> float:
    """Sum the cosines of the texts that the rough path pairs."""
    path = rough_path(source, target)
    paired = (np.diff(path, axis=0) == 1).all(axis=1)
    i, j = path[1:][paired].T - 1
    return float(np.einsum("nd,nd->", source[i], target[j]))
