"""Learns the weights of a semi-Markov conditional random field over monotone alignments.

The likelihood of the gold alignments (Sarawagi and Cohen 2004) is raised with a cost of `margin`
added to every bead that is not gold (softmax-margin; Gimpel and Smith 2010) and a Gaussian prior,
by L-BFGS. Where a gold alignment cannot be followed by a monotone path of the bead types (crossing
beads, long interruptions, beads that are too large), any path is right there.

Needs the extra `training` (scipy and numba).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from hexapla.align.beads import Bead
from hexapla.align.lattice.bead_types import BEAD_TYPES, INTERRUPTED
from hexapla.align.scoring.comparison import PairFeatures
from hexapla.align.scoring.features import FEATURES, block_features

__all__ = ["BOUNDS", "Lattice", "Weights", "fit", "judged_beads", "lattice", "pruned"]

_BEAD_TYPES: Final = np.array(BEAD_TYPES)
_NEVER: Final = -1e30
_IMPOSSIBLE: Final = -1e29
# After that the search for weights ends, as far as it is.
_ROUNDS: Final = 50
# Between what a weight may be. Documents of domains have few interrupted paragraphs, so that these
# seem too rare: with what was learned, -1.43, two rows of the noisy targets in all languages were
# lost, and domains gained .002; since they have some, it is -1.25, and domains lose .0007. No bead
# is better for sides of unlike lengths. What begins or ends alike counts for this at most: more
# raised domains by .0004, and cost mountaineering reports .006, whose translators begin sentences
# elsewhere. Texts with numbers that differ, each in its sequence, are never one another, and seldom
# in one bead, where both versions join other paragraphs: with -2, two such texts took a sure
# neighbour into a 2-2; with -4, a right 2-2 of noisy targets was lost.
BOUNDS: Final[Mapping[str, tuple[float | None, float | None]]] = {
    "form interrupted": (-0.83, None),
    "length difference": (0.0, None),
    "length ratio": (0.0, None),
    "begin alike": (None, 2.5),
    "end alike": (None, 2.5),
    "labels apart": (None, -20.0),
    "labels apart inside": (None, -3.0),
}
# Beads further back than this are not searched for the longest rising chain.
_LOOK_BACK: Final = 400
# Beads that have less than this posterior under softened scores are pruned.
_SOFTENED: Final = 0.4
_LEAST: Final = 1e-5


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


class _Expected(NamedTuple):
    """The logarithm of all paths' sum, each bead's posterior, and the runs of deletions."""

    total: float
    posteriors: NDArray[np.float32]
    gaps: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """A document pair as the model sees it: the beads of its band of states, as arcs between them.

    Of each bead: `values`, of shape (features, beads), its features; its type, its last state
    (i, j), the numbers of that state and of the one before it, and whether a gold path may use it.
    Beads are in the order of their last states, of which there are `states`.
    """

    group: str
    name: str
    weight: float
    values: NDArray[np.float32]
    types: NDArray[np.int64]
    ends: NDArray[np.int64]
    states: int
    after: NDArray[np.int64]
    before: NDArray[np.int64]
    right: NDArray[np.bool_]
    gold: frozenset[_Bead]

    def scores(self, weights: Weights) -> NDArray[np.float64]:
        """Score every bead."""
        scores = weights.features.astype(np.float32) @ self.values
        return scores.astype(np.float64)

    @property
    def deletes(self) -> NDArray[np.bool_]:
        """Which beads leave a text without a counterpart."""
        deletes: NDArray[np.bool_] = (_BEAD_TYPES[self.types] == 0).any(axis=1)
        return deletes

    def only(self, kept: NDArray[np.bool_]) -> Lattice:
        """Return the lattice with some of the beads."""
        return replace(
            self,
            values=self.values[:, kept],
            types=self.types[kept],
            ends=self.ends[kept],
            after=self.after[kept],
            before=self.before[kept],
            right=self.right[kept],
        )


def lattice(
    pair: PairFeatures, gold: Sequence[Bead], group: str, name: str, weight: float
) -> Lattice:
    """Lay out the features of a pair, and mark what the gold beads allow."""
    rows = len(pair.left) + 1
    offsets, columns, widths = (np.zeros(rows, dtype=np.int64) for _ in range(3))
    values, present, cells = [], [], 0
    for window in pair.windows:
        found, possible = block_features(pair, window)
        for row in range(window.bottom - window.top):
            index = window.top + row
            offsets[index], columns[index] = cells, window.left
            widths[index] = window.right - window.left
            cells += window.right - window.left
            values.append(found[:, :, row])
            present.append(possible[:, row])
    band = offsets, columns, widths
    right = _right(gold, (len(pair.left), len(pair.right)), band, cells)
    after, types = np.nonzero(np.concatenate(present, axis=1).T)
    ends_i = np.repeat(np.arange(rows), widths)[after]
    ends_j = (np.arange(cells) - np.repeat(offsets - columns, widths))[after]
    starts_i, starts_j = ends_i - _BEAD_TYPES[types, 0], ends_j - _BEAD_TYPES[types, 1]
    place = starts_j - columns[starts_i]
    inside = (place >= 0) & (place < widths[starts_i])
    whole = Lattice(
        group,
        name,
        weight,
        np.concatenate(values, axis=2)[:, types, after],
        types,
        np.stack([ends_i, ends_j], axis=1),
        cells,
        after,
        offsets[starts_i] + place,
        right[types, after],
        frozenset(bead.indices for bead in gold),
    )
    return whole.only(inside)


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


def pruned(each: Lattice, weights: Weights) -> Lattice:
    """Return a lattice without the beads that are on no path worth a thought, gold ones apart."""
    soft = Weights(weights.features * _SOFTENED, weights.gap_open * _SOFTENED)
    _, posteriors, _ = _expected(each, each.scores(soft), soft)
    return each.only((posteriors > _LEAST) | each.right)


def fit(
    lattices: Iterable[Lattice],
    *,
    strength: float,
    margin: float,
    start: Weights | None = None,
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
            all_paths = _expected(each, scores + margin * ~each.right, weights)
            gold = _expected(each, np.where(each.right, scores, _NEVER), weights)
            if gold[0] < _IMPOSSIBLE:  # the band misses the gold path
                continue
            change = all_paths[1] - gold[1]
            total += each.weight * (all_paths[0] - gold[0])
            slope[:count] += each.weight * (each.values @ change)
            slope[count] += each.weight * (all_paths[2] - gold[2])
        return total, slope

    options = {"maxiter": _ROUNDS, "maxcor": 20}
    bounds = [BOUNDS.get(name, (None, None)) for name in FEATURES] + [(None, None)]
    first = np.append(start.features, start.gap_open) if start else np.zeros(count + 1)
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return Weights(found.x[:count], float(found.x[count]))


def _expected(each: Lattice, scores: NDArray[np.float64], weights: Weights) -> _Expected:
    arcs = each.after, each.before, each.deletes
    total, posteriors, gaps = _expect(scores, *arcs, each.states, weights.gap_open)
    return _Expected(total, posteriors, gaps)


def judged_beads(each: Lattice, weights: Weights) -> list[tuple[_Bead, float]]:
    """Return the beads of the best path through a lattice, each with its posterior."""
    scores = each.scores(weights)
    posteriors = _expected(each, scores, weights).posteriors
    arcs = each.after, each.before, each.deletes
    beads = []
    for arc in _best(scores, *arcs, each.states, weights.gap_open)[::-1]:
        posterior = min(float(posteriors[arc]), 1.0)
        sizes = BEAD_TYPES[each.types[arc]]
        rows, columns = (
            tuple(range(end - size, end))
            for end, size in zip(each.ends[arc].tolist(), sizes, strict=True)
        )
        if each.types[arc] in INTERRUPTED:
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
def _expect(  # noqa: PLR0917 - compiled
    scores: Any, after: Any, before: Any, deletes: Any, states: int, gap_open: float
) -> Any:
    """Return the logarithm of all paths' sum, each bead's posterior, and the expected gaps.

    The recurrences are those of `align.lattice.paths`, bead by bead.
    """
    bead, gap = np.full(states, -1e30), np.full(states, -1e30)
    bead[0] = 0.0
    for arc in range(len(scores)):
        a, b = after[arc], before[arc]
        if scores[arc] <= -1e29:
            continue
        if deletes[arc]:
            gap[a] = _add(gap[a], _add(bead[b] + gap_open, gap[b]) + scores[arc])
        else:
            bead[a] = _add(bead[a], _add(bead[b], gap[b]) + scores[arc])
    total = _add(bead[states - 1], gap[states - 1])
    posteriors = np.zeros(len(scores), dtype=np.float32)
    gaps_opened = 0.0
    after_bead, after_gap = np.full(states, -1e30), np.full(states, -1e30)
    after_bead[states - 1] = after_gap[states - 1] = 0.0
    for arc in range(len(scores) - 1, -1, -1):
        a, b = after[arc], before[arc]
        onward = (after_gap[a] if deletes[arc] else after_bead[a]) + scores[arc]
        if onward <= -1e29:
            continue
        if deletes[arc]:
            opened = np.exp(bead[b] + gap_open + onward - total)
            posteriors[arc] = opened + np.exp(gap[b] + onward - total)
            gaps_opened += opened
            after_bead[b] = _add(after_bead[b], onward + gap_open)
        else:
            posteriors[arc] = np.exp(_add(bead[b], gap[b]) + onward - total)
            after_bead[b] = _add(after_bead[b], onward)
        after_gap[b] = _add(after_gap[b], onward)
    return total, posteriors, gaps_opened


@numba.njit(cache=False)  # type: ignore[untyped-decorator]
def _best(  # noqa: PLR0917 - compiled
    scores: Any, after: Any, before: Any, deletes: Any, states: int, gap_open: float
) -> Any:
    """Return the beads of the best path, from the last to the first."""
    best = np.full((2, states), -1e30)
    came = np.full((2, states, 2), -1)
    best[0, 0] = 0.0
    for arc in range(len(scores)):
        kind = 1 if deletes[arc] else 0
        for earlier in range(2):
            value = best[earlier, before[arc]] + scores[arc]
            if kind == 1 and earlier == 0:
                value += gap_open
            if value > best[kind, after[arc]]:
                best[kind, after[arc]] = value
                came[kind, after[arc], 0], came[kind, after[arc], 1] = arc, earlier
    path = [0][:0]
    state = states - 1
    kind = 1 if best[1, state] > best[0, state] else 0
    while state > 0:
        arc, earlier = came[kind, state, 0], came[kind, state, 1]
        path.append(arc)
        state, kind = before[arc], earlier
    return path
