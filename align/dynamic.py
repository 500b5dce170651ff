"""The monotone m-n dynamic programme over a band of cells, in numpy, row by row.

A state (i, j) stands after the first i source and the first j target texts. A move (a, b) makes a
bead of a source and b target texts and ends in (i, j); its score stands in the lattice at that
cell. Scores are log-odds, so that the same lattice gives the best path (`best_path`) and the
probability of each bead over all paths (`chances`; the forward-backward algorithm of Baum).

The band is cut into blocks of rows that share their columns: time and memory grow with the number
of cells in the band, not with the product of both lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOVES", "Block", "Cells", "Move", "State", "best_path", "chances", "path_score"]

Cells = NDArray[np.float64]
Scores = NDArray[np.float32]
Move = tuple[int, int]
# A state (i, j) and the number of the move that ends there.
State = tuple[int, int, int]

# (0, 1) must stay the last: it is the only move inside a row, and is done by accumulation.
MOVES: Final[tuple[Move, ...]] = (
    (1, 0),
    *((1, b) for b in range(1, 7)),
    *((a, 1) for a in range(2, 7)),
    *((2, b) for b in range(2, 5)),
    *((3, b) for b in range(2, 5)),
    (4, 2),
    (4, 3),
    (0, 1),
)


@dataclass(frozen=True, slots=True)
class Block:
    """The states of rows `row … row + r - 1` at columns `column … column + c - 1`.

    `scores` has the shape (moves, r, c), float32: the score of the bead that each move makes when
    it ends in that state; minus infinity where it cannot. The scores of the last move, (0, 1), must
    be finite but for the first column.
    """

    row: int
    column: int
    scores: Scores


@dataclass(slots=True)
class _Row:
    """Values of the states of one row, from `column` on."""

    column: int
    values: Cells | Scores

    def at(self, column: int, width: int) -> Cells | Scores:
        """Give `width` values from `column` on, minus infinity outside the row."""
        start = column - self.column
        if start >= 0 and start + width <= len(self.values):
            return self.values[start : start + width]
        result = np.full(width, -np.inf)
        low, high = max(start, 0), min(start + width, len(self.values))
        if low < high:
            result[low - start : high - start] = self.values[low:high]
        return result


def _rows(blocks: Sequence[Block]) -> list[tuple[int, Scores]]:
    """Give each row's first column and its scores, of shape (moves, columns)."""
    return [
        (block.column, block.scores[:, offset])
        for block in blocks
        for offset in range(block.scores.shape[1])
    ]


def _forward(
    rows: list[tuple[int, Scores]], moves: Sequence[Move], combine: np.ufunc
) -> list[_Row]:
    """Combine the scores of all paths from (0, 0) to each state."""
    done: list[_Row] = []
    for i, (column, scores) in enumerate(rows):
        width = scores.shape[1]
        values = np.full(width, -np.inf)
        if i == 0 and column == 0:
            values[0] = 0.0
        for k, (a, b) in enumerate(moves[:-1]):
            if a <= i:
                combine(values, done[i - a].at(column - b, width) + scores[k], out=values)
        done.append(_Row(column, _along(values, scores[-1], combine)))
    return done


def _backward(
    rows: list[tuple[int, Scores]], moves: Sequence[Move], combine: np.ufunc
) -> list[_Row]:
    """Combine the scores of all paths from each state to the last one."""
    scored = [[_Row(column, scores[k]) for k in range(len(moves))] for column, scores in rows]
    done: list[_Row] = [_Row(0, np.empty(0))] * len(rows)
    for i in range(len(rows) - 1, -1, -1):
        column, scores = rows[i]
        width = scores.shape[1]
        values = np.full(width, -np.inf)
        if i == len(rows) - 1:
            values[-1] = 0.0
        for k, (a, b) in enumerate(moves[:-1]):
            if i + a < len(rows):
                after = done[i + a].at(column + b, width) + scored[i + a][k].at(column + b, width)
                combine(values, after, out=values)
        steps = np.append(scores[-1][1:], 0.0)[::-1]
        done[i] = _Row(column, _along(values[::-1], steps, combine)[::-1])
    return done


def _along(values: Cells, steps: Scores, combine: np.ufunc) -> Cells:
    """Add the paths that go on inside the row: steps[j] leads from j - 1 to j."""
    # Taking the summed steps off beforehand turns the recurrence into an accumulation.
    steps = steps.copy()
    steps[:1] = 0.0
    total = np.cumsum(steps, dtype=np.float64)
    result: Cells = combine.accumulate(values - total) + total
    return result


def best_path(blocks: Sequence[Block], moves: Sequence[Move] = MOVES) -> list[State]:
    """Give the states of the best path after (0, 0), each with the number of its move.

    Of several equally good moves the first in `moves` is taken. The last state of the last block
    must be the end.
    """
    rows = _rows(blocks)
    best = _forward(rows, moves, np.maximum)
    i, j = len(rows) - 1, rows[-1][0] + rows[-1][1].shape[1] - 1
    path = []
    while (i, j) != (0, 0):
        column, scores = rows[i]
        # The accumulation inside a row rounds: take the move whose score comes nearest.
        found = [
            best[i - a].at(j - b, 1)[0] + scores[k, j - column] if a <= i and b <= j else -np.inf
            for k, (a, b) in enumerate(moves)
        ]
        k = int(np.argmax(found))
        path.append((i, j, k))
        i, j = i - moves[k][0], j - moves[k][1]
    return path[::-1]


def path_score(blocks: Sequence[Block], path: Sequence[State]) -> float:
    """Add up the scores of a path's moves."""
    rows = _rows(blocks)
    return float(sum(rows[i][1][k, j - rows[i][0]] for i, j, k in path))


def chances(
    blocks: Sequence[Block], states: Sequence[State], moves: Sequence[Move] = MOVES
) -> list[float]:
    """Give the probability of the bead that each state's move makes, over all paths.

    A path weighs the exponent of its score.
    """
    rows = _rows(blocks)
    ahead = _forward(rows, moves, np.logaddexp)
    behind = _backward(rows, moves, np.logaddexp)
    total = ahead[-1].values[-1]
    result = []
    for i, j, k in states:
        (a, b), (column, scores) = moves[k], rows[i]
        before = ahead[i - a].at(j - b, 1)[0] if a <= i and b <= j else -np.inf
        log = before + scores[k, j - column] + behind[i].values[j - column] - total
        result.append(float(np.exp(min(log, 0.0))))
    return result
