"""Puts texts that stand in different places into one order, so that a monotone aligner sees them.

Blocks cross where each version has its own order: replies of Member States, lists and glossaries in
each language's alphabetical order. A first alignment shows which texts could do far better across
the order than with what they were given; the target is put into the order of the source for them
and aligned again; and of what was moved, that is kept which the alignment model itself finds
better, by more than moving costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from align.comparison import Pair, Signs, compare
from align.groups import Groups, Text
from align.heap import give_back
from align.path import Step, best_steps
from align.similarity import Texts

__all__ = ["Arrangement", "Order", "arrange"]

Order = NDArray[np.int64]
Values = NDArray[np.float32]

# What a moved block must gain, in the units of the model's scores (log-odds).
_COST: Final = 3.0
# How often an arrangement is improved upon.
_ROUNDS: Final = 2
# How much better, in margin, a text's best counterpart must be than the one it was given.
_BETTER: Final = 0.1
# Rows of a table of similarities held at once, and how far away, in texts, blocks are looked for.
_CHUNK: Final = 256
_FAR: Final = 600
# Texts between two that belong to one moved block.
_STRIDE: Final = 4


# Pairs of texts (i, j), both rising, that belong together across the order of the others.
_Block = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The order in which a target was aligned, the steps of that, and what seems to cross it.

    `order` gives the place that each text of the target had. `blocks` are places in that order.
    """

    order: Order
    left: Signs
    right: Signs
    steps: Sequence[Step]
    blocks: Sequence[_Block]


def arrange(source: Texts, target: Texts) -> Arrangement:
    """Align two sides in the best order of the target that is found; neither may be empty."""
    found = _align(source, target, np.arange(len(target)))
    for _ in range(_ROUNDS):
        better = _improve(source, target, found)
        if better is found:
            break
        found = better
    return found


def _align(source: Texts, target: Texts, order: Order) -> Arrangement:
    # What was compared before has left much behind.
    give_back(len(target))
    pair = compare(source, target.reordered(order))
    steps = best_steps(pair)
    return Arrangement(order, pair.left.signs, pair.right.signs, steps, _crossing(pair, steps))


def _improve(source: Texts, target: Texts, found: Arrangement) -> Arrangement:
    """Move the blocks that make the alignment better."""
    blocks = found.blocks
    while blocks:
        order = _with_blocks(found, blocks)
        tried = _align(source, target, found.order[order])
        good = _worthwhile(found, tried, order, blocks)
        if len(good) == len(blocks):
            return tried
        blocks = good
    return found


def _worthwhile(
    found: Arrangement, tried: Arrangement, order: Order, blocks: Sequence[_Block]
) -> list[_Block]:
    """Choose the blocks about texts whose new beads score better than the old by their cost."""
    old = {_texts(step, np.arange(len(order))): step.score for step in found.steps}
    new = {_texts(step, order): step.score for step in tried.steps}
    gains = [(key, -old[key]) for key in old.keys() - new.keys()]
    gains += [(key, new[key]) for key in new.keys() - old.keys()]
    groups = Groups[Text]()
    for key, _ in gains:
        groups.join(key)
    for block in blocks:
        groups.join([(side, pair[side]) for pair in block for side in (0, 1)])
    worth: dict[Text, float] = defaultdict(float)
    for key, gain in gains:
        worth[groups.find(key[0])] += gain
    for block in blocks:
        worth[groups.find((0, block[0][0]))] -= _COST
    return [block for block in blocks if worth[groups.find((0, block[0][0]))] > 0]


def _texts(step: Step, order: Order) -> tuple[Text, ...]:
    """Give the texts of a step as (side, place), the target's placed as before `order`."""
    return (
        *((0, index) for index in step.rows),
        *((1, int(order[index])) for index in step.columns),
    )


def _crossing(pair: Pair, steps: Sequence[Step]) -> list[_Block]:
    """Find pairs of texts that are each other's best and far better than what they were given."""
    left, right = pair.left, pair.right
    given = _given(pair, steps)
    rows, columns = (
        np.flatnonzero(side.best - values > _BETTER)
        for side, values in zip((left, right), given, strict=True)
    )
    usual = [each for each in given[0] if each > -1]
    least = max(float(np.percentile(usual, 25)) if usual else 0.0, _BETTER)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(rows), _CHUNK):
        i = rows[start : start + _CHUNK]
        places = i * len(right) // len(left)
        j = columns[(columns >= places[0] - _FAR) & (columns <= places[-1] + _FAR)]
        cells = left.span(1, i) @ right.span(1, j).T
        cells -= (left.hubs[0][i][:, None] + right.hubs[0][j][None]) / 2
        best = np.maximum(left.best[i][:, None], right.best[j][None]) - 1e-3
        found_here = np.argwhere((cells >= best) & (cells >= least))
        pairs += [(int(i[a]), int(j[b])) for a, b in found_here]
    return list(_runs(pairs))


def _given(pair: Pair, steps: Sequence[Step]) -> tuple[Values, Values]:
    """Give each text the margin of its bead; -1 without one."""
    left, right = pair.left, pair.right
    given = np.full(len(left), -1, dtype=np.float32), np.full(len(right), -1, dtype=np.float32)
    for step in steps:
        a, b = len(step.rows), len(step.columns)
        if a and b:
            i, j = step.rows[-1], step.columns[-1]
            x, y = left.span(a, slice(i, i + 1)), right.span(b, slice(j, j + 1))
            cosine = (x * y).sum()
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


def _with_blocks(found: Arrangement, blocks: Sequence[_Block]) -> Order:
    """Put the target texts in the order of the source texts that they belong to.

    Texts that belong to none follow the text before them.
    """
    moved = {j: i for block in blocks for i, j in block}
    taken = set(moved.values())
    keys = np.zeros(len(found.order))
    for step in found.steps:
        kept = step.rows and taken.isdisjoint(step.rows) and moved.keys().isdisjoint(step.columns)
        for j in step.columns:
            if j in moved:
                keys[j] = moved[j]
            elif kept:
                keys[j] = step.rows.start
            elif j:
                keys[j] = keys[j - 1]
    return np.argsort(keys, kind="stable")
