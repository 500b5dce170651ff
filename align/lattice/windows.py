"""Where to look for beads: a band of cells around a first, rough 1-1 path.

The rough path is found from coarse to fine (Thompson and Koehn, "Vecalign", section 3.3): pairs of
neighbouring vectors are averaged until the whole table of similarities is small, the best path
through it is found, and it is refined inside a band at each finer level. Time and memory grow with
the length of the documents, not with its square.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import AnyVectors, Vectors
from hexapla.align.lattice.bead_types import BeadType
from hexapla.align.lattice.paths import StateBlock, best_path

__all__ = ["Window", "rough_path", "whole", "windows"]

# For the rough path, which only says where to look.
_ROUGH_BEAD_TYPES: Final[tuple[BeadType, ...]] = ((1, 0), (1, 1), (0, 1))
# Tables of at most so many cells are searched whole.
_SMALL: Final = 1_000_000
# States on either side of the rough path, and rows in one block.
_MARGIN: Final = 10
_BLOCK_ROWS: Final = 24


@dataclass(frozen=True, slots=True)
class Window:
    """The states of rows `top … bottom - 1` at columns `left … right - 1`."""

    top: int
    bottom: int
    left: int
    right: int


def whole(rows: int, columns: int) -> list[Window]:
    """Return one window over all states of `rows` source and `columns` target texts."""
    return [Window(0, rows + 1, 0, columns + 1)]


def rough_path(source: AnyVectors, target: AnyVectors) -> NDArray[np.int64]:
    """Return the states (i, j) of the best path of single steps, of shape (states, 2).

    `source` and `target` are unit-length vectors.
    """
    rows, columns = len(source), len(target)
    if rows * columns <= _SMALL:
        where = whole(rows, columns)
    else:
        coarse = rough_path(_halve(source), _halve(target))
        finer = np.minimum(2 * coarse, [rows, columns])
        where = windows(finer, rows, columns, margin=2 * _MARGIN)
    blocks = [_rough_block(source, target, window) for window in where]
    path = best_path(blocks, 0.0, _ROUGH_BEAD_TYPES)
    return np.array([(0, 0)] + [(i, j) for i, j, _ in path])


def _rough_block(source: AnyVectors, target: AnyVectors, window: Window) -> StateBlock:
    """Score single steps: similarities over what the best cells of the window have by chance."""
    height, width = window.bottom - window.top, window.right - window.left
    scores = np.zeros((3, height, width), dtype=np.float32)
    scores[1] = -np.inf
    top, left = max(window.top, 1), max(window.left, 1)
    if top < window.bottom and left < window.right:
        rows = source[top - 1 : window.bottom - 1].astype(np.float32)
        cells = rows @ target[left - 1 : window.right - 1].astype(np.float32).T
        by_row = np.percentile(cells, 80, axis=1, keepdims=True)
        by_column = np.percentile(cells, 80, axis=0, keepdims=True)
        scores[1, top - window.top :, left - window.left :] = cells - (by_row + by_column) / 2
    return StateBlock(window.top, window.left, scores)


def _halve(vectors: AnyVectors) -> Vectors:
    """Average neighbouring pairs of rows."""
    pairs = vectors[0::2].astype(np.float32)
    # The last of an odd number stands alone.
    pairs[: len(vectors) // 2] += vectors[1::2]
    result: Vectors = pairs / np.linalg.norm(pairs, axis=1, keepdims=True).clip(1e-6)
    return result


def windows(
    path: NDArray[np.int64], rows: int, columns: int, *, margin: int = _MARGIN
) -> list[Window]:
    """Return windows that hold every state within `margin` of a path, in order of their rows."""
    low = np.full(rows + 1, columns, dtype=np.int64)
    high = np.zeros(rows + 1, dtype=np.int64)
    np.minimum.at(low, path[:, 0], path[:, 1])
    np.maximum.at(high, path[:, 0], path[:, 1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    result = []
    for top in range(0, rows + 1, _BLOCK_ROWS):
        bottom = min(top + _BLOCK_ROWS, rows + 1)
        left = max(int(low[max(top - margin // 2, 0)]) - margin, 0)
        right = min(int(high[min(bottom - 1 + margin // 2, rows)]) + margin, columns)
        result.append(Window(top, bottom, left, right + 1))
    return result
