"""Aligns two sequences of texts: monotone, complete, every index in exactly one bead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.beads import Bead, Method
from align.dynamic import MOVES, Block, best_path, posteriors
from align.encoders.base import Encoder, Vectors
from align.similarity import centre, hubness, span_vectors
from align.windows import Window, windows

__all__ = ["align_texts"]


def align_texts(
    source: Sequence[str],
    target: Sequence[str],
    *,
    encoder: Encoder,
    languages: tuple[str, str],
    source_labels: Sequence[str] | None = None,
    target_labels: Sequence[str] | None = None,
) -> list[Bead]:
    """Give the beads between `source` and `target`, in order; each score is a confidence.

    `languages` are the codes of the two sides; labels, one a text, are evidence where they agree.
    """
    if not source or not target:
        return [Bead((i,), ()) for i in range(len(source))] + [
            Bead((), (j,)) for j in range(len(target))
        ]
    longest = max(a for a, _ in MOVES), max(b for _, b in MOVES)
    left = centre(span_vectors(encoder, source, longest[0]))
    right = centre(span_vectors(encoder, target, longest[1]))
    blocks = [_block(left, right, window) for window in windows(left[0], right[0])]
    chances = {block.row: block for block in posteriors(blocks)}
    starts = sorted(chances)
    beads = []
    for i, j, k in best_path(blocks):
        a, b = MOVES[k]
        block = chances[starts[np.searchsorted(starts, i, side="right") - 1]]
        chance = float(block.scores[k, i - block.row, j - block.column])
        method = Method.SIMILARITY if a and b else Method.NONE
        beads.append(Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), chance, method))
    return beads


def _block(left: list[Vectors], right: list[Vectors], window: Window) -> Block:
    rows = np.arange(window.top, window.bottom)
    columns = np.arange(window.left, window.right)
    scores = np.full((len(MOVES), len(rows), len(columns)), -np.inf, dtype=np.float32)
    for k, (a, b) in enumerate(MOVES):
        if not a or not b:
            scores[k] = -2.0
            continue
        top, first = rows >= a, columns >= b
        x, y = left[a - 1][rows[top] - 1], right[b - 1][columns[first] - 1]
        cells = x @ y.T
        near = (hubness(x, y)[:, None] + hubness(y, x)[None, :]) / 2
        scores[k][np.ix_(top, first)] = (
            (cells - 0.5 * near) * 8 * (a + b) / 2 - 1.5 * (a + b - 2) - 1
        )
    return Block(window.top, window.left, scores)
