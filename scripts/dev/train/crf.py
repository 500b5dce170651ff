"""Learns the weights of a semi-Markov conditional random field over monotone alignments.

The likelihood of the gold alignments (Sarawagi and Cohen 2004) is raised with a cost of `margin`
added to every bead that is not gold (softmax-margin; Gimpel and Smith 2010) and a Gaussian prior,
by L-BFGS. Where a gold alignment cannot be followed by a monotone path of the bead types (crossing
beads, long interruptions, beads that are too large), any path is right there.

Needs the extra `training` (scipy and numba).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from hexapla.align.beads import Bead
from hexapla.align.lattice.bead_types import BEAD_TYPES, INTERRUPTED
from hexapla.align.scoring.comparison import PairFeatures
from hexapla.align.scoring.features import FEATURES, block_features

__all__ = ["Lattice", "Weights", "best_beads", "fit", "judged_beads", "lattice"]

_BEAD_TYPES: Final = np.array(BEAD_TYPES)
_NEVER: Final = -1e30
_IMPOSSIBLE: Final = -1e29
# Beads further back than this are not searched for the longest rising chain.
_LOOK_BACK: Final = 400


_Bead = tuple[tuple[int, ...], tuple[int, ...]]


class _GoldSpan(NamedTuple):
    """The texts of a bead: source texts top … bottom - 1, target texts left … stop - 1."""

    top: int
    bottom: int
    left: int
    stop: int
    interrupted: bool = False

    @property
    def bead_types(self) -> list[int]:
        """The numbers of the types that it can have."""
        size = self.bottom - self.top, self.stop - self.left
        return [
            k
            for k, bead_type in enumerate(BEAD_TYPES)
            if bead_type == size and (k in INTERRUPTED) is self.interrupted
        ]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each feature, of shape (features,), and what a run of deletions costs."""

    features: NDArray[np.float64]
    gap_open: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """A document pair as the model sees it: its band of states laid out in one row of cells.

    `values` has the shape (features, types × cells), `present` and `right` (types, cells): which
    beads there are, and which of them a gold path may use. Row i of the band starts at cell
    `offsets[i]` with column `columns[i]` and has `widths[i]` cells.
    """

    group: str
    name: str
    weight: float
    values: NDArray[np.float32]
    present: NDArray[np.bool_]
    right: NDArray[np.bool_]
    offsets: NDArray[np.int64]
    columns: NDArray[np.int64]
    widths: NDArray[np.int64]
    gold: frozenset[tuple[tuple[int, ...], tuple[int, ...]]]

    def scores(self, weights: Weights) -> NDArray[np.float64]:
        """Score every bead: shape (types, cells)."""
        flat = weights.features.astype(np.float32) @ self.values
        scores: NDArray[np.float64] = flat.reshape(self.present.shape).astype(np.float64)
        scores[~self.present] = _NEVER
        return scores


def lattice(
    pair: PairFeatures, gold: Sequence[Bead], group: str, name: str, weight: float
) -> Lattice:
    """Lay out the features of a pair, and mark what the gold beads allow."""
    rows = len(pair.left) + 1
    offsets, columns, widths = (np.zeros(rows, dtype=np.int64) for _ in range(3))
    values, present, cells = [], [], 0
    for window in pair.windows:
        found, there = block_features(pair, window)
        for row in range(window.bottom - window.top):
            index = window.top + row
            offsets[index], columns[index] = cells, window.left
            widths[index] = window.right - window.left
            cells += window.right - window.left
            values.append(found[:, :, row])
            present.append(there[:, row])
    joined = np.concatenate(values, axis=2)
    band = offsets, columns, widths
    return Lattice(
        group,
        name,
        weight,
        joined.reshape(len(FEATURES), -1),
        np.concatenate(present, axis=1),
        _right(gold, (len(pair.left), len(pair.right)), band, cells),
        *band,
        frozenset(bead.indices for bead in gold),
    )


def _right(
    gold: Sequence[Bead],
    sizes: tuple[int, int],
    band: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    cells: int,
) -> NDArray[np.bool_]:
    """Mark the beads of gold paths: shape (types, cells)."""
    offsets, columns, widths = band
    right = np.zeros((len(BEAD_TYPES), cells), dtype=np.bool_)
    deleted = (
        {i for bead in gold if not bead.target for i in bead.source},
        {j for bead in gold if not bead.source for j in bead.target},
    )

    def cell(i: int, j: int) -> int:
        place = j - int(columns[i])
        return int(offsets[i]) + place if 0 <= place < widths[i] else -1

    def allow(top: int, bottom: int, left: int, stop: int) -> None:
        """Allow every path through an area, or only deletions where gold has nothing else."""
        plain = all(i in deleted[0] for i in range(top, bottom)) and all(
            j in deleted[1] for j in range(left, stop)
        )
        for i in range(top, bottom + 1):
            for j in range(left, stop + 1):
                here = cell(i, j)
                for k, (a, b) in enumerate(BEAD_TYPES):
                    inside = i - a >= top and j - b >= left
                    if here >= 0 and inside and not (plain and a and b):
                        right[k, here] = True

    i = j = 0
    for span in [*_rising(gold, deleted), _GoldSpan(sizes[0], sizes[0], sizes[1], sizes[1])]:
        allow(i, span.top, j, span.left)
        bead_types, here = span.bead_types, cell(span.bottom, span.stop)
        if bead_types and here >= 0:
            right[bead_types, here] = True
        elif span.bottom > span.top:
            allow(*span[:4])
        i, j = span.bottom, span.stop
    return right


def _rising(gold: Iterable[Bead], deleted: tuple[set[int], set[int]]) -> list[_GoldSpan]:
    """Return the longest chain of beads, whole or interrupted, that rise on both sides."""
    spans = sorted(
        span for bead in gold if bead.source and bead.target for span in _spans(bead, deleted)
    )
    length, before = [1] * len(spans), [-1] * len(spans)
    for here, span in enumerate(spans):
        for there in range(max(here - _LOOK_BACK, 0), here):
            rises = spans[there].bottom <= span.top and spans[there].stop <= span.left
            if rises and length[there] >= length[here]:
                length[here], before[here] = length[there] + 1, there
    chain = []
    here = int(np.argmax(length)) if spans else -1
    while here >= 0:
        chain.append(spans[here])
        here = before[here]
    return chain[::-1]


def _spans(bead: Bead, deleted: tuple[set[int], set[int]]) -> Iterator[_GoldSpan]:
    """Yield the span of a bead of a known type, or that has no gaps."""
    source, target = sorted(bead.source), sorted(bead.target)
    left_out = [set(range(side[0], side[-1])) - set(side) for side in (source, target)]
    span = _GoldSpan(source[0], source[-1] + 1, target[0], target[-1] + 1)
    if not any(left_out):
        yield span
    elif all(out <= alone for out, alone in zip(left_out, deleted, strict=True)):
        interrupted = span._replace(interrupted=True)
        if interrupted.bead_types:
            yield interrupted


def fit(
    lattices: Iterable[Lattice], *, strength: float, margin: float, start: Weights | None = None
) -> Weights:
    """Learn weights from the lattices that weigh anything.

    `strength` is that of the Gaussian prior on every weight; the search begins at `start`, or at
    zeros.
    """
    count = len(FEATURES)
    weighed = [each for each in lattices if each.weight]

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = Weights(point[:count], float(point[count]))
        total, slope = strength * float(point @ point) / 2, strength * point
        for each in weighed:
            scores = each.scores(weights)
            band = each.offsets, each.columns, each.widths
            all_paths = _expect(scores + margin * ~each.right, *band, _BEAD_TYPES, weights.gap_open)
            gold = _expect(
                np.where(each.right, scores, _NEVER), *band, _BEAD_TYPES, weights.gap_open
            )
            if gold[0] < _IMPOSSIBLE:  # the band misses the gold path
                continue
            change = (all_paths[1] - gold[1]).ravel()
            total += each.weight * (all_paths[0] - gold[0])
            slope[:count] += each.weight * (each.values @ change)
            slope[count] += each.weight * (all_paths[2] - gold[2])
        return total, slope

    options = {"maxiter": 100, "maxcor": 20}
    first = np.append(start.features, start.gap_open) if start else np.zeros(count + 1)
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options=options)
    return Weights(found.x[:count], float(found.x[count]))


def best_beads(each: Lattice, weights: Weights) -> list[_Bead]:
    """Return the beads of the best path through a lattice."""
    return [bead for bead, _ in judged_beads(each, weights)]


def judged_beads(each: Lattice, weights: Weights) -> list[tuple[_Bead, float]]:
    """Return the beads of the best path through a lattice, each with its posterior."""
    scores = each.scores(weights)
    band = each.offsets, each.columns, each.widths
    _, posteriors, _ = _expect(scores, *band, _BEAD_TYPES, weights.gap_open)
    beads = []
    for i, j, k in _best(scores, *band, _BEAD_TYPES, weights.gap_open)[::-1]:
        posterior = min(float(posteriors[k, each.offsets[i] + j - each.columns[i]]), 1.0)
        rows, columns = (
            tuple(range(end - size, end)) for end, size in zip((i, j), BEAD_TYPES[k], strict=True)
        )
        if k in INTERRUPTED:
            beads.append(((rows[1:2], columns[1:2]), posterior))
            rows, columns = rows[:1] + rows[2:], columns[:1] + columns[2:]
        beads.append(((rows, columns), posterior))
    return beads


@numba.njit(cache=False)  # type: ignore[untyped-decorator]
def _add(a: float, b: float) -> float:
    """Add two numbers that are given as logarithms."""
    if a < b:
        a, b = b, a
    if b <= -1e29:
        return a
    return float(a + np.log1p(np.exp(b - a)))


@numba.njit(cache=False)  # type: ignore[untyped-decorator]
def _expect(  # noqa: PLR0912, PLR0915, PLR0917 - compiled as one loop
    scores: Any, offsets: Any, columns: Any, widths: Any, bead_types: Any, gap_open: float
) -> Any:
    """Return the logarithm of all paths' sum, each bead's posterior, and the expected gaps.

    The recurrences are those of `align.lattice.paths`, cell by cell.
    """
    rows, cells, count = len(offsets), scores.shape[1], len(bead_types)
    bead, gap = np.full(cells, -1e30), np.full(cells, -1e30)
    for i in range(rows):
        for place in range(widths[i]):
            j, c = columns[i] + place, offsets[i] + place
            if i == 0 and j == 0:
                bead[c] = 0.0
            for k in range(1, count - 1):
                row, column = i - bead_types[k, 0], j - bead_types[k, 1]
                if row < 0 or column < columns[row] or column >= columns[row] + widths[row]:
                    continue
                if scores[k, c] > -1e29:
                    p = offsets[row] + column - columns[row]
                    bead[c] = _add(bead[c], _add(bead[p], gap[p]) + scores[k, c])
            if i > 0 and j >= columns[i - 1] and j < columns[i - 1] + widths[i - 1]:
                p = offsets[i - 1] + j - columns[i - 1]
                if scores[0, c] > -1e29:
                    gap[c] = _add(gap[c], _add(bead[p] + gap_open, gap[p]) + scores[0, c])
            if place > 0 and scores[count - 1, c] > -1e29:
                step = scores[count - 1, c]
                gap[c] = _add(gap[c], _add(bead[c - 1] + gap_open, gap[c - 1]) + step)
    total = _add(bead[cells - 1], gap[cells - 1])
    posteriors = np.zeros((count, cells), dtype=np.float32)
    gaps_opened = 0.0
    after_bead, after_gap = np.full(cells, -1e30), np.full(cells, -1e30)
    after_bead[cells - 1] = after_gap[cells - 1] = 0.0
    for i in range(rows - 1, -1, -1):
        for place in range(widths[i] - 1, -1, -1):
            j, c = columns[i] + place, offsets[i] + place
            for k in range(1, count - 1):
                row, column = i - bead_types[k, 0], j - bead_types[k, 1]
                if row < 0 or column < columns[row] or column >= columns[row] + widths[row]:
                    continue
                if scores[k, c] <= -1e29 or after_bead[c] <= -1e29:
                    continue
                p = offsets[row] + column - columns[row]
                onward = after_bead[c] + scores[k, c]
                posteriors[k, c] += np.exp(_add(bead[p], gap[p]) + onward - total)
                after_bead[p] = _add(after_bead[p], onward)
                after_gap[p] = _add(after_gap[p], onward)
            if after_gap[c] <= -1e29:
                continue
            for k in (0, count - 1):
                if k == 0:
                    if i == 0 or j < columns[i - 1] or j >= columns[i - 1] + widths[i - 1]:
                        continue
                    p = offsets[i - 1] + j - columns[i - 1]
                else:
                    if place == 0:
                        continue
                    p = c - 1
                if scores[k, c] <= -1e29:
                    continue
                onward = after_gap[c] + scores[k, c]
                opened = np.exp(bead[p] + gap_open + onward - total)
                posteriors[k, c] += opened + np.exp(gap[p] + onward - total)
                gaps_opened += opened
                after_bead[p] = _add(after_bead[p], onward + gap_open)
                after_gap[p] = _add(after_gap[p], onward)
    return total, posteriors, gaps_opened


@numba.njit(cache=False)  # type: ignore[untyped-decorator]
def _best(  # noqa: PLR0917 - compiled
    scores: Any, offsets: Any, columns: Any, widths: Any, bead_types: Any, gap_open: float
) -> Any:
    """Return the states of the best path, from the last to the first."""
    rows, cells, count = len(offsets), scores.shape[1], len(bead_types)
    best = np.full((2, cells), -1e30)
    came = np.full((2, cells, 2), -1)
    for i in range(rows):
        for place in range(widths[i]):
            j, c = columns[i] + place, offsets[i] + place
            if i == 0 and j == 0:
                best[0, c] = 0.0
            for k in range(count):
                row, column = i - bead_types[k, 0], j - bead_types[k, 1]
                if row < 0 or column < columns[row] or column >= columns[row] + widths[row]:
                    continue
                if scores[k, c] <= -1e29:
                    continue
                p = offsets[row] + column - columns[row]
                kind = 1 if k == 0 or k == count - 1 else 0
                for before in range(2):
                    value = best[before, p] + scores[k, c]
                    if kind == 1 and before == 0:
                        value += gap_open
                    if value > best[kind, c]:
                        best[kind, c] = value
                        came[kind, c, 0], came[kind, c, 1] = k, before
    states = [(0, 0, 0)][:0]
    i, j = rows - 1, columns[rows - 1] + widths[rows - 1] - 1
    kind = 1 if best[1, cells - 1] > best[0, cells - 1] else 0
    while i > 0 or j > 0:
        c = offsets[i] + j - columns[i]
        k, before = came[kind, c, 0], came[kind, c, 1]
        states.append((i, j, k))
        i, j, kind = i - bead_types[k, 0], j - bead_types[k, 1], before
    return states
