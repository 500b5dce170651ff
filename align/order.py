"""Puts texts that stand in different places into one order, so that a monotone aligner sees them.

Two things break the order of translations: something that interrupts a text in one version only
(a caption, a heading or a note between the halves of a sentence), and blocks that each version has
in another place (replies of Member States, lists and glossaries in each language's alphabetical
order). For both, a first alignment shows where the texts could do better elsewhere; the texts are
put into an order that allows it and aligned again; and of what was moved, that is kept which the
alignment model itself finds better, by more than moving costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from align.encoders.base import Vectors
from align.features import Pair, Side, compare
from align.path import Step, best_steps
from align.similarity import Texts, centre

__all__ = ["Arrangement", "arrange"]

# A side (0 for the source) and the place of a text on it.
_Text = tuple[int, int]
Order = NDArray[np.int64]
Values = NDArray[np.float32]

# What a moved block must gain, in the units of the model's scores (log-odds).
_COST: Final = 3.0
# The longest interruption, in texts.
_LONGEST_HOLE: Final = 5
# What two halves must gain in cosine without what stands between them.
_HOLE_GAIN: Final = 0.02
# Steps that need no second look: surer than this, of at most so many texts.
_SURE: Final = 0.95
_SMALL: Final = 3
# Texts around the likely place where a counterpart is looked for.
_REACH: Final = 4
# How much better, in margin, a text's best counterpart must be than the one it was given.
_BETTER: Final = 0.1
# Texts between two that belong to one moved block.
_STRIDE: Final = 4


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Two sides in the order in which they were aligned best, and the steps of that alignment.

    `orders` gives the place that each text had on its side.
    """

    sides: tuple[Texts, Texts]
    orders: tuple[Order, Order]
    pair: Pair
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class _Hole:
    """`size` texts of a side, from `start` on, that interrupt the ones before and after them."""

    side: int
    start: int
    size: int

    def texts(self) -> Iterator[tuple[int, int]]:
        """Give the texts that the proposal is about, as (side, place)."""
        return ((self.side, self.start + k) for k in range(-1, self.size + 1))


@dataclass(frozen=True, slots=True)
class _Block:
    """Pairs of texts (i, j), both rising, that belong together across the order of the others."""

    pairs: Sequence[tuple[int, int]]

    def texts(self) -> Iterator[tuple[int, int]]:
        """Give the texts that the proposal is about, as (side, place)."""
        return ((side, pair[side]) for pair in self.pairs for side in (0, 1))


_Proposal = TypeVar("_Proposal", _Hole, _Block)


def arrange(source: Texts, target: Texts) -> Arrangement:
    """Align two sides in the best order of their texts that is found; neither may be empty."""
    orders = np.arange(len(source)), np.arange(len(target))
    found = _align((source, target), orders)
    found = _improve(found, _crossing(found), _with_blocks)
    found = _improve(found, _interruptions(found), _without_holes)
    return _improve(found, _crossing(found), _with_blocks)


def _align(sides: tuple[Texts, Texts], orders: tuple[Order, Order]) -> Arrangement:
    pair = compare(*sides)
    return Arrangement(sides, orders, pair, best_steps(pair))


def _reordered(
    found: Arrangement, orders: tuple[Order, Order], proposals: Sequence[_Proposal]
) -> Arrangement:
    moved: tuple[list[int], list[int]] = ([], [])
    for proposal in proposals:
        if isinstance(proposal, _Hole):
            moved[proposal.side].extend(range(proposal.start, proposal.start + proposal.size))
    left, right = (
        side.reordered(order, places)
        for side, order, places in zip(found.sides, orders, moved, strict=True)
    )
    return _align((left, right), (found.orders[0][orders[0]], found.orders[1][orders[1]]))


def _improve(
    found: Arrangement,
    proposals: Sequence[_Proposal],
    orders: Callable[[Arrangement, Sequence[_Proposal]], tuple[Order, Order]],
) -> Arrangement:
    """Follow the proposals that make the alignment better."""
    while proposals:
        new = orders(found, proposals)
        tried = _reordered(found, new, proposals)
        good = _worthwhile(found, tried, new, proposals)
        if len(good) == len(proposals):
            return tried
        proposals = good
    return found


def _worthwhile(
    found: Arrangement,
    tried: Arrangement,
    orders: tuple[Order, Order],
    proposals: Sequence[_Proposal],
) -> list[_Proposal]:
    """Choose the proposals about texts whose new beads score better than the old by their cost."""
    old = {_texts(step): step.score for step in found.steps}
    new = {_texts(step, orders): step.score for step in tried.steps}
    gains = [(key, -old[key]) for key in old.keys() - new.keys()]
    gains += [(key, new[key]) for key in new.keys() - old.keys()]
    groups = _Groups()
    for key, _ in gains:
        groups.join(key)
    for proposal in proposals:
        groups.join(tuple(proposal.texts()))
    worth: dict[_Text, float] = defaultdict(float)
    for key, gain in gains:
        worth[groups.find(key[0])] += gain
    for proposal in proposals:
        worth[groups.find(next(proposal.texts()))] -= _COST
    return [each for each in proposals if worth[groups.find(next(each.texts()))] > 0]


def _texts(step: Step, orders: tuple[Order, Order] | None = None) -> tuple[_Text, ...]:
    """Give the texts of a step as (side, place), placed as before they were put into `orders`."""
    return tuple(
        (side, int(orders[side][index]) if orders else index)
        for side, span in enumerate((step.rows, step.columns))
        for index in span
    )


class _Groups:
    """Texts that hang together (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[_Text, _Text] = {}

    def find(self, text: _Text) -> _Text:
        """Give the text that stands for the group."""
        parents = self._parents
        while (parent := parents.setdefault(text, text)) != text:
            parents[text] = parents[parent]
            text = parent
        return text

    def join(self, texts: Sequence[_Text]) -> None:
        """Make one group of the groups of some texts."""
        for text in texts[1:]:
            self._parents[self.find(text)] = self.find(texts[0])


def _interruptions(found: Arrangement) -> list[_Hole]:
    """Find texts without which their neighbours together fit a counterpart better."""
    proposals: list[tuple[float, _Hole]] = []
    for side in (0, 1):
        own, other = found.pair.left, found.pair.right
        if side:
            own, other = other, own
        near = _counterparts(found.steps, side)
        holes = [
            _Hole(side, first + 1, size)
            for first in sorted(_doubtful(found.steps, side))
            for size in range(1, _LONGEST_HOLE + 1)
            if first + size + 1 < len(own)
        ]
        for hole, vector in zip(holes, _joined(found, own, holes), strict=True):
            first, last = hole.start - 1, hole.start + hole.size
            there = slice(max(min(near[first : last + 1]) - _REACH, 0), max(near[first : last + 1]) + _REACH)
            here = slice(max(first - _REACH, 0), last + _REACH)
            gain = max(
                float((vectors[there] @ vector - np.max(
                    [(vectors[there] @ span[here].T).max(axis=1) for span in own.spans], axis=0)
                ).max())
                for vectors in other.spans[:2]
            )
            if gain > _HOLE_GAIN:
                proposals.append((gain, hole))
    return _apart(proposals)


def _joined(found: Arrangement, side: Side, holes: Sequence[_Hole]) -> Vectors:
    """Give the centred vectors of the texts before and after each hole joined."""
    if not holes:
        return np.zeros((0, len(side.mean)), dtype=np.float32)
    pool = found.sides[holes[0].side].pool
    first = np.array([hole.start - 1 for hole in holes])
    last = np.array([hole.start + hole.size for hole in holes])
    parts = pool.parts[first] + pool.seams.mean(axis=0) + pool.parts[last]
    return centre(pool.compose(parts), side.mean)


def _apart(proposals: Sequence[tuple[float, _Hole]]) -> list[_Hole]:
    """Choose the best proposals that have no text in common."""
    taken: set[_Text] = set()
    chosen = []
    for _, hole in sorted(proposals, key=lambda each: -each[0]):
        if taken.isdisjoint(hole.texts()):
            taken.update(hole.texts())
            chosen.append(hole)
    return chosen


def _counterparts(steps: Sequence[Step], side: int) -> list[int]:
    """Give, for each text of a side, the place on the other side that the alignment has reached."""
    places: list[int] = []
    for step in steps:
        mine, theirs = (step.rows, step.columns) if side == 0 else (step.columns, step.rows)
        places += [theirs.start] * len(mine)
    return places


def _doubtful(steps: Sequence[Step], side: int) -> set[int]:
    """Give the texts of doubtful or large beads, and the ones next to them."""
    texts: set[int] = set()
    for step in steps:
        if step.chance < _SURE or len(step.rows) + len(step.columns) > _SMALL:
            span = step.rows if side == 0 else step.columns
            texts.update(range(max(span.start - 1, 0), span.stop + 1))
    return texts


def _without_holes(
    found: Arrangement, proposals: Sequence[_Hole]
) -> tuple[Order, Order]:
    """Move what interrupts behind the text that it interrupts."""
    orders = np.arange(len(found.sides[0])), np.arange(len(found.sides[1]))
    for hole in proposals:
        start, stop = hole.start, hole.start + hole.size
        orders[hole.side][start : stop + 1] = np.roll(orders[hole.side][start : stop + 1], 1)
    return orders


def _crossing(found: Arrangement) -> list[_Block]:
    """Find pairs of texts that are each other's best and far better than what they were given."""
    left, right = found.pair.left, found.pair.right
    given = _given(found)
    rows, columns = (
        np.flatnonzero(side.best - values > _BETTER)
        for side, values in zip((left, right), given, strict=True)
    )
    if not len(rows) or not len(columns):
        return []
    cells = left.spans[0][rows] @ right.spans[0][columns].T
    cells -= (left.hubs[0][rows][:, None] + right.hubs[0][columns][None]) / 2
    best = np.maximum(left.best[rows][:, None], right.best[columns][None]) - 1e-3
    usual = [each for each in given[0] if each > -1]
    least = max(float(np.percentile(usual, 25)) if usual else 0.0, _BETTER)
    pairs = [
        (int(rows[a]), int(columns[b])) for a, b in np.argwhere((cells >= best) & (cells >= least))
    ]
    return [_Block(block) for block in _runs(pairs)]


def _given(found: Arrangement) -> tuple[Values, Values]:
    """Give each text the margin of its bead; -1 without one."""
    left, right = found.pair.left, found.pair.right
    given = np.full(len(left), -1, dtype=np.float32), np.full(len(right), -1, dtype=np.float32)
    for step in found.steps:
        a, b = len(step.rows), len(step.columns)
        if a and b:
            i, j = step.rows[-1], step.columns[-1]
            cosine = left.spans[a - 1][i] @ right.spans[b - 1][j]
            margin = cosine - (left.hubs[a - 1][i] + right.hubs[b - 1][j]) / 2
            given[0][step.rows.start : step.rows.stop] = margin
            given[1][step.columns.start : step.columns.stop] = margin
    return given


def _runs(pairs: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Join pairs that follow closely upon each other on both sides."""
    run: list[tuple[int, int]] = []
    for i, j in pairs:
        if run and not (0 < i - run[-1][0] <= _STRIDE and 0 < j - run[-1][1] <= _STRIDE):
            yield run
            run = []
        run.append((i, j))
    if run:
        yield run


def _with_blocks(found: Arrangement, proposals: Sequence[_Block]) -> tuple[Order, Order]:
    """Put the target texts in the order of the source texts that they belong to.

    Texts that belong to none follow the text before them.
    """
    moved = {j: i for block in proposals for i, j in block.pairs}
    taken = set(moved.values())
    keys = np.zeros(len(found.sides[1]))
    for step in found.steps:
        for j in step.columns:
            if j in moved:
                keys[j] = moved[j]
            elif step.rows and taken.isdisjoint(step.rows) and moved.keys().isdisjoint(step.columns):
                keys[j] = step.rows.start
            elif j:
                keys[j] = keys[j - 1]
    return np.arange(len(found.sides[0])), np.argsort(keys, kind="stable")
