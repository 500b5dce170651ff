"""The monotone m-n dynamic programme over a band of cells, in numpy, row by row.

A state (i, j) stands after the first i source and the first j target texts. A bead of type (a, b)
joins a source and b target texts and ends in (i, j); its score stands in the lattice at that cell.
 An interrupted bead takes two texts of the longer side for its own and leaves out the one
between them, a caption or a heading. Texts without counterpart come in runs, so a run of deletions
costs something once, besides what each of them costs (the affine gaps of Gotoh 1982). Scores are
log-odds: the same lattice gives the best path (`best_path`) and the probability of each bead over
all paths (`posteriors`; the forward-backward algorithm of Baum).

The band is cut into blocks of rows that share their columns: time and memory grow with the number
of cells in the band, not with the product of both lengths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.lattice.bead_types import BEAD_TYPES, BeadType

__all__ = [
    "Cells",
    "State",
    "StateBlock",
    "best_path",
    "posteriors",
    "step_scores",
]

# Less than the score of any path, and finite.
_IMPOSSIBLE: Final = -1e300

Cells = NDArray[np.float64]
Scores = NDArray[np.float32]
# A state (i, j), and the number in BEAD_TYPES of the bead that ends there.
State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class StateBlock:
    """The states of rows `row … row + r - 1` at columns `column … column + c - 1`.

    `scores` has the shape (bead types, r, c), float32: the log-odds of the bead of each type that
    ends in that state; minus infinity where none can. The scores of the last type, (0, 1), must be
    finite but for the first column. `raised`, of shape (bead types, 1), is what each type gains
    besides; it is added to a row at a time, so that the scores are not held twice.
    """

    row: int
    column: int
    scores: Scores
    raised: Scores | None = None


@dataclass(slots=True)
class _StateRow:
    """Values of the states of one row, from `column` on."""

    column: int
    values: Cells

    def at(self, column: int, width: int) -> Cells:
        """Return `width` values from `column` on, minus infinity outside the row."""
        start, size = column - self.column, len(self.values)
        if start >= 0 and start + width <= size:
            return self.values[start : start + width]
        result = np.full(width, -np.inf)
        low, high = max(start, 0), min(start + width, size)
        if low < high:
            result[low - start : high - start] = self.values[low:high]
        return result

    def cell(self, column: int) -> float:
        """Return one value."""
        place = column - self.column
        return float(self.values[place]) if 0 <= place < len(self.values) else -np.inf


@dataclass(frozen=True, slots=True)
class _Semiring:
    """How the scores of several paths become one, of two and of the rows of a table.

    With the maximum the programme finds the best path, with the logarithmic sum the posteriors
    (Goodman, "Semiring Parsing", 1999).
    """

    add: np.ufunc
    add_all: Callable[[Cells], Cells]


def _maximum(ways: Cells) -> Cells:
    """Return the best of the rows."""
    best: Cells = ways.max(axis=0, initial=-np.inf)
    return best


def _log_sum_exp(ways: Cells) -> Cells:
    """Return the rows' logarithmic sum; `ways` is used up.

    Many times faster than logaddexp, value by value.
    """
    # Where there is no way, none is added.
    least = np.maximum(_maximum(ways), _IMPOSSIBLE)
    ways -= least
    np.exp(ways, out=ways)
    with np.errstate(divide="ignore"):
        total: Cells = np.log(ways.sum(axis=0))
    total += least
    return total


_MAX_PLUS: Final = _Semiring(np.maximum, _maximum)
_LOG_PLUS: Final = _Semiring(np.logaddexp, _log_sum_exp)


@dataclass(slots=True)
class _RecentRows:
    """The values of the last rows that beads come from or lead to, each row in a lane of its own.

    `values` has the shape (lanes, depths, columns), with a depth for each bead type or one for all,
    and minus infinity where there is no state; `held` gives the columns of each lane that have
    values.
    """

    values: Cells
    held: list[slice]

    @classmethod
    def of(cls, lanes: int, depth: int, columns: int) -> _RecentRows:
        """Begin with no values."""
        return cls(np.full((lanes, depth, columns), -np.inf), [slice(0)] * lanes)

    def put(self, row: int, column: int, values: Cells) -> None:
        """Keep the values of a row from a column on, in place of those of a row long done."""
        lane = row % len(self.held)
        self.values[lane, :, self.held[lane]] = -np.inf
        self.held[lane] = slice(column, column + values.shape[-1])
        self.values[lane, :, self.held[lane]] = values

    def starts(
        self, rows: NDArray[np.int64], depths: NDArray[np.int64] | int, columns: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the places in `values` of some cells: shape (cells, 1)."""
        _, depth, width = self.values.shape
        places: NDArray[np.int64] = (rows % len(self.held) * depth + depths) * width + columns
        return places[:, None]

    def take(self, starts: NDArray[np.int64], column: int, width: int) -> Cells:
        """Return the values of so many columns from one on, a row for each start."""
        taken: Cells = self.values.ravel()[starts + np.arange(column, column + width)]
        return taken


def _beads(bead_types: Sequence[BeadType]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the source and the target texts of each type but the deletions."""
    rows, columns = np.array(bead_types[1:-1], dtype=np.int64).reshape(-1, 2).T
    return rows, columns


class _ScoreRows:
    """Each row's first column and its scores, of shape (bead types, columns), as it is needed."""

    def __init__(self, blocks: Sequence[StateBlock]) -> None:
        self._places = [
            (block, offset) for block in blocks for offset in range(block.scores.shape[1])
        ]
        self.width = max(block.column + int(block.scores.shape[2]) for block in blocks)

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> tuple[int, Scores]:
        block, offset = self._places[index]
        scores = block.scores[:, offset]
        return block.column, scores if block.raised is None else scores + block.raised


@dataclass(frozen=True, slots=True)
class _States:
    """Paths to or from the states of a row: after a bead, and after a deletion."""

    bead: _StateRow
    gap: _StateRow


def _forward(
    rows: _ScoreRows,
    gap_open: float,
    bead_types: Sequence[BeadType],
    semiring: _Semiring,
) -> list[_States]:
    """Combine the scores of all paths from (0, 0) to each state."""
    source, target = _beads(bead_types)
    reach, margin = int(source.max(initial=1)), int(target.max(initial=0))
    lanes = _RecentRows.of(reach, 1, margin + rows.width)
    starts = [lanes.starts(row - source, 0, -target) for row in range(reach)]
    combine = semiring.add
    done: list[_States] = []
    for i in range(len(rows)):
        column, scores = rows[i]
        width = scores.shape[1]
        ways = lanes.take(starts[i % reach], margin + column, width)
        ways += scores[1:-1]
        beads, gaps = semiring.add_all(ways), np.full(width, -np.inf)
        if i == 0 and column == 0:
            beads[0] = 0.0
        if i:
            above = done[i - 1]
            opened = above.bead.at(column, width) + gap_open
            gaps = combine(opened, above.gap.at(column, width)) + scores[0]
        gaps[1:] = combine(gaps[1:], beads[:-1] + gap_open + scores[-1][1:])
        gaps = _along(gaps, scores[-1], combine)
        done.append(_States(_StateRow(column, beads), _StateRow(column, gaps)))
        lanes.put(i, margin + column, combine(beads, gaps))
    return done


def _backward(
    rows: _ScoreRows,
    gap_open: float,
    bead_types: Sequence[BeadType],
    semiring: _Semiring,
) -> list[_States]:
    """Combine the scores of all paths from each state to the last one."""
    source, target = _beads(bead_types)
    reach, margin = int(source.max(initial=1)), int(target.max(initial=0))
    numbers = np.arange(len(source))
    # The paths from each state, with the bead that leads there.
    lanes = _RecentRows.of(reach, len(numbers), margin + rows.width)
    starts = [lanes.starts(row + source, numbers, target) for row in range(reach)]
    combine = semiring.add
    done: list[_States] = [_States(_StateRow(0, np.empty(0)), _StateRow(0, np.empty(0)))] * len(
        rows
    )
    for i in range(len(rows) - 1, -1, -1):
        column, scores = rows[i]
        width = scores.shape[1]
        onward = semiring.add_all(lanes.take(starts[i % reach], column, width))
        down = np.full(width, -np.inf)
        if i == len(rows) - 1:
            onward[-1] = 0.0
        else:
            below, there = done[i + 1].gap, rows[i + 1][1][0]
            down = _StateRow(below.column, below.values + there).at(column, width)
        steps = np.append(scores[-1][1:], 0.0)
        gaps = _along(combine(onward, down)[::-1], steps[::-1], combine)[::-1]
        right = np.append(gaps[1:] + steps[:-1], -np.inf)
        beads = combine(onward, combine(down, right) + gap_open)
        done[i] = _States(_StateRow(column, beads), _StateRow(column, gaps))
        lanes.put(i, column, scores[1:-1] + beads)
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
    blocks: Sequence[StateBlock], gap_open: float, bead_types: Sequence[BeadType] = BEAD_TYPES
) -> list[State]:
    """Return the states of the best path after (0, 0), each with the number of its bead type.

    `gap_open` is added once for each run of deletions. Of equally good types the first in
    `bead_types` is taken. The last state of the last block must be the end.
    """
    rows = _ScoreRows(blocks)
    best = _forward(rows, gap_open, bead_types, _MAX_PLUS)
    i, j = len(rows) - 1, rows[-1][0] + rows[-1][1].shape[1] - 1
    path: list[State] = []
    in_gap = bool(best[-1].gap.values[-1] > best[-1].bead.values[-1])
    while (i, j) != (0, 0):
        # The accumulation inside a row rounds: take the way whose score comes nearest.
        ways = list(
            _ways(rows, best, (i, j), in_gap=in_gap, gap_open=gap_open, bead_types=bead_types)
        )
        _, k, in_gap = max(ways, key=lambda way: way[0])
        path.append((i, j, k))
        i, j = i - bead_types[k][0], j - bead_types[k][1]
    return path[::-1]


def _ways(
    rows: _ScoreRows,
    best: Sequence[_States],
    state: tuple[int, int],
    *,
    in_gap: bool,
    gap_open: float,
    bead_types: Sequence[BeadType],
) -> Iterator[tuple[float, int, bool]]:
    """Yield the score, the bead type and the kind of the state before, of each way to a state."""
    i, j = state
    column, scores = rows[i]
    for k, (a, b) in enumerate(bead_types):
        if bool(a and b) == in_gap or a > i or b > j:
            continue
        before = best[i - a]
        step = float(scores[k, j - column])
        yield before.bead.cell(j - b) + step + (gap_open if in_gap else 0.0), k, False
        yield before.gap.cell(j - b) + step, k, True


def step_scores(
    blocks: Sequence[StateBlock],
    path: Sequence[State],
    gap_open: float,
    bead_types: Sequence[BeadType] = BEAD_TYPES,
) -> list[float]:
    """Return the log-odds of each bead of a path; a run of deletions begins with `gap_open`."""
    rows = _ScoreRows(blocks)
    gaps = [not all(bead_types[k]) for _, _, k in path]
    return [
        float(rows[i][1][k, j - rows[i][0]]) + (gap_open if gap and not before else 0.0)
        for (i, j, k), (before, gap) in zip(path, pairwise([False, *gaps]), strict=True)
    ]


def posteriors(
    blocks: Sequence[StateBlock],
    states: Sequence[State],
    gap_open: float,
    bead_types: Sequence[BeadType] = BEAD_TYPES,
) -> list[float]:
    """Return the probability, over all paths, of each of some beads, given by type and last state.

    A path weighs the exponent of its score.
    """
    rows = _ScoreRows(blocks)
    ahead = _forward(rows, gap_open, bead_types, _LOG_PLUS)
    behind = _backward(rows, gap_open, bead_types, _LOG_PLUS)
    total = np.logaddexp(ahead[-1].bead.values[-1], ahead[-1].gap.values[-1])
    result = []
    for i, j, k in states:
        (a, b), (column, scores) = bead_types[k], rows[i]
        before = -np.inf
        if a <= i and b <= j:
            start = ahead[i - a]
            opened = start.bead.cell(j - b) + (0.0 if a and b else gap_open)
            before = np.logaddexp(opened, start.gap.cell(j - b))
        onward = behind[i].bead if a and b else behind[i].gap
        log = before + scores[k, j - column] + onward.values[j - column] - total
        result.append(float(np.exp(min(log, 0.0))))
    return result
