"""The monotone m-n dynamic programme over a band of cells, in numpy, row by row.

A state (i, j) stands after the first i source and the first j target texts. A move (a, b) makes a
bead of a source and b target texts and ends in (i, j); its score stands in the lattice at that
cell. An interrupted bead takes two texts of the longer side for its own and leaves out the one
between them, a caption or a heading. Texts without counterpart come in runs, so a run of deletions
costs something once, besides what each of them costs (the affine gaps of Gotoh 1982). Scores are
log-odds: the same lattice gives the best path (`best_path`) and the probability of each bead over
all paths (`chances`; the forward-backward algorithm of Baum).

The band is cut into blocks of rows that share their columns: time and memory grow with the number
of cells in the band, not with the product of both lengths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "INTERRUPTED",
    "LONGEST",
    "MOVES",
    "Block",
    "Cells",
    "Move",
    "State",
    "best_path",
    "chances",
    "step_scores",
]

# Shifts and widths of rows whose places are kept.
_WIDTHS: Final = 1024

Cells = NDArray[np.float64]
Scores = NDArray[np.float32]
Move = tuple[int, int]
# A state (i, j) and the number of the move that ends there.
State = tuple[int, int, int]

# (1, 0) must stay the first and (0, 1) the last: deletions are done apart from beads, and (0, 1),
# the only move inside a row, by accumulation.
MOVES: Final[tuple[Move, ...]] = (
    (1, 0),
    *((1, b) for b in range(1, 7)),
    *((a, 1) for a in range(2, 7)),
    *((2, b) for b in range(2, 5)),
    *((3, b) for b in range(2, 5)),
    (4, 2),
    (4, 3),
    # interrupted
    (1, 3),
    (3, 1),
    (0, 1),
)
# The numbers of the moves whose beads leave out the middle one of three texts.
INTERRUPTED: Final = frozenset((len(MOVES) - 3, len(MOVES) - 2))
# Texts in the longest span that is compared: one more than in the longest bead.
LONGEST: Final = 1 + max(max(move) for move in MOVES)


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
    values: Cells

    def at(self, column: int, width: int) -> Cells:
        """Give `width` values from `column` on, minus infinity outside the row.

        The last axis of `values` is that of the columns.
        """
        start, size = column - self.column, self.values.shape[-1]
        if start >= 0 and start + width <= size:
            return self.values[..., start : start + width]
        result = np.full((*self.values.shape[:-1], width), -np.inf)
        low, high = max(start, 0), min(start + width, size)
        if low < high:
            result[..., low - start : high - start] = self.values[..., low:high]
        return result

    def cell(self, column: int) -> float:
        """Give one value."""
        place = column - self.column
        return float(self.values[place]) if 0 <= place < len(self.values) else -np.inf


@dataclass(frozen=True, slots=True)
class _Jumps:
    """The moves of beads that take as many source texts: their numbers and their target texts.

    `least` and `most` are the fewest and the most target texts of a move, `onward` and `back` how
    many more than these, and fewer, each move takes.
    """

    rows: int
    moves: NDArray[np.int64]
    least: int
    most: int
    onward: tuple[int, ...]
    back: tuple[int, ...]

    @classmethod
    def of(cls, rows: int, numbers: Sequence[int], columns: Sequence[int]) -> _Jumps:
        """Keep what is asked for at every row."""
        least, most = min(columns), max(columns)
        onward, back = (tuple(b - least for b in columns), tuple(most - b for b in columns))
        return cls(rows, np.array(numbers), least, most, onward, back)


def _jumps(moves: Sequence[Move]) -> list[_Jumps]:
    """Group all moves but the deletions by their source texts."""
    found: dict[int, list[int]] = {}
    for k, (a, _) in enumerate(moves[1:-1], 1):
        found.setdefault(a, []).append(k)
    return [_Jumps.of(a, numbers, [moves[k][1] for k in numbers]) for a, numbers in found.items()]


@lru_cache(maxsize=_WIDTHS)
def _shifted(shifts: tuple[int, ...], width: int) -> NDArray[np.int64]:
    """Give the places of `width` values in a row, from each of some shifts on: one shift a row."""
    return np.array(shifts)[:, None] + np.arange(width)


def _rows(blocks: Sequence[Block]) -> list[tuple[int, Scores]]:
    """Give each row's first column and its scores, of shape (moves, columns)."""
    return [
        (block.column, block.scores[:, offset])
        for block in blocks
        for offset in range(block.scores.shape[1])
    ]


@dataclass(frozen=True, slots=True)
class _States:
    """Paths to or from the states of a row: after a bead, and after a deletion."""

    bead: _Row
    gap: _Row


def _forward(
    rows: Sequence[tuple[int, Scores]], opening: float, moves: Sequence[Move], combine: np.ufunc
) -> list[_States]:
    """Combine the scores of all paths from (0, 0) to each state."""
    jumps = _jumps(moves)
    done: list[_States] = []
    either: list[_Row] = []
    for i, (column, scores) in enumerate(rows):
        width = scores.shape[1]
        beads, gaps = np.full((2, width), -np.inf)
        if i == 0 and column == 0:
            beads[0] = 0.0
        for jump in jumps:
            if jump.rows <= i:
                most = jump.most
                before = either[i - jump.rows].at(column - most, width + most - jump.least)
                # row r: the states that many columns back that move r of these leads from
                ways = before[_shifted(jump.back, width)]
                ways += scores[jump.moves]
                combine(beads, combine.reduce(ways, axis=0), out=beads)
        if i:
            above = done[i - 1]
            opened = above.bead.at(column, width) + opening
            gaps = combine(opened, above.gap.at(column, width)) + scores[0]
        gaps[1:] = combine(gaps[1:], beads[:-1] + opening + scores[-1][1:])
        gaps = _along(gaps, scores[-1], combine)
        done.append(_States(_Row(column, beads), _Row(column, gaps)))
        either.append(_Row(column, combine(beads, gaps)))
    return done


def _backward(
    rows: Sequence[tuple[int, Scores]], opening: float, moves: Sequence[Move], combine: np.ufunc
) -> list[_States]:
    """Combine the scores of all paths from each state to the last one."""
    jumps = _jumps(moves)
    done: list[_States] = [_States(_Row(0, np.empty(0)), _Row(0, np.empty(0)))] * len(rows)
    # The paths from each state, with the bead that leads there, by the jumps that lead there.
    arrived: list[list[_Row]] = [[]] * len(rows)
    reach = max((jump.rows for jump in jumps), default=0)
    for i in range(len(rows) - 1, -1, -1):
        column, scores = rows[i]
        width = scores.shape[1]
        onward, down = np.full((2, width), -np.inf)
        if i == len(rows) - 1:
            onward[-1] = 0.0
        else:
            below, there = done[i + 1].gap, rows[i + 1][1][0]
            down = _Row(below.column, below.values + there).at(column, width)
        for place, jump in enumerate(jumps):
            if i + jump.rows < len(rows):
                least = jump.least
                after = arrived[i + jump.rows][place].at(column + least, width + jump.most - least)
                ways = after[np.arange(len(jump.moves))[:, None], _shifted(jump.onward, width)]
                combine(onward, combine.reduce(ways, axis=0), out=onward)
        steps = np.append(scores[-1][1:], 0.0)
        gaps = _along(combine(onward, down)[::-1], steps[::-1], combine)[::-1]
        right = np.append(gaps[1:] + steps[:-1], -np.inf)
        beads = combine(onward, combine(down, right) + opening)
        done[i] = _States(_Row(column, beads), _Row(column, gaps))
        arrived[i] = [_Row(column, scores[jump.moves] + beads) for jump in jumps]
        if i + reach < len(rows):
            arrived[i + reach] = []
    return done


def _along(values: Cells, steps: Scores, combine: np.ufunc) -> Cells:
    """Add the paths that go on inside the row: steps[j] leads from j - 1 to j."""
    # Taking the summed steps off beforehand turns the recurrence into an accumulation.
    steps = steps.copy()
    steps[:1] = 0.0
    total = np.cumsum(steps, dtype=np.float64)
    result: Cells = combine.accumulate(values - total) + total
    return result


def best_path(
    blocks: Sequence[Block], opening: float, moves: Sequence[Move] = MOVES
) -> list[State]:
    """Give the states of the best path after (0, 0), each with the number of its move.

    `opening` is added once for each run of deletions. Of equally good moves the first in `moves`
    is taken. The last state of the last block must be the end.
    """
    rows = _rows(blocks)
    best = _forward(rows, opening, moves, np.maximum)
    i, j = len(rows) - 1, rows[-1][0] + rows[-1][1].shape[1] - 1
    path: list[State] = []
    in_gap = bool(best[-1].gap.values[-1] > best[-1].bead.values[-1])
    while (i, j) != (0, 0):
        # The accumulation inside a row rounds: take the way whose score comes nearest.
        ways = list(_ways(rows, best, (i, j), in_gap=in_gap, opening=opening, moves=moves))
        _, k, in_gap = max(ways, key=lambda way: way[0])
        path.append((i, j, k))
        i, j = i - moves[k][0], j - moves[k][1]
    return path[::-1]


def _ways(
    rows: Sequence[tuple[int, Scores]],
    best: Sequence[_States],
    state: tuple[int, int],
    *,
    in_gap: bool,
    opening: float,
    moves: Sequence[Move],
) -> Iterator[tuple[float, int, bool]]:
    """Give the score, the move and the kind of the state before, of each way to a state."""
    i, j = state
    column, scores = rows[i]
    for k, (a, b) in enumerate(moves):
        if bool(a and b) == in_gap or a > i or b > j:
            continue
        before = best[i - a]
        step = float(scores[k, j - column])
        yield before.bead.cell(j - b) + step + (opening if in_gap else 0.0), k, False
        yield before.gap.cell(j - b) + step, k, True


def step_scores(
    blocks: Sequence[Block],
    path: Sequence[State],
    opening: float,
    moves: Sequence[Move] = MOVES,
) -> list[float]:
    """Give the score of each of a path's moves; the first of a run of deletions has `opening`."""
    rows = _rows(blocks)
    gaps = [not all(moves[k]) for _, _, k in path]
    return [
        float(rows[i][1][k, j - rows[i][0]]) + (opening if gap and not before else 0.0)
        for (i, j, k), (before, gap) in zip(path, pairwise([False, *gaps]), strict=True)
    ]


def chances(
    blocks: Sequence[Block],
    states: Sequence[State],
    opening: float,
    moves: Sequence[Move] = MOVES,
) -> list[float]:
    """Give the probability of the bead that each state's move makes, over all paths.

    A path weighs the exponent of its score.
    """
    rows = _rows(blocks)
    ahead = _forward(rows, opening, moves, np.logaddexp)
    behind = _backward(rows, opening, moves, np.logaddexp)
    total = np.logaddexp(ahead[-1].bead.values[-1], ahead[-1].gap.values[-1])
    result = []
    for i, j, k in states:
        (a, b), (column, scores) = moves[k], rows[i]
        before = -np.inf
        if a <= i and b <= j:
            start = ahead[i - a]
            opened = start.bead.cell(j - b) + (0.0 if a and b else opening)
            before = np.logaddexp(opened, start.gap.cell(j - b))
        onward = behind[i].bead if a and b else behind[i].gap
        log = before + scores[k, j - column] + onward.values[j - column] - total
        result.append(float(np.exp(min(log, 0.0))))
    return result
