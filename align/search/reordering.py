"""Puts texts that stand in different places into one order, so that a monotone aligner sees them.

Blocks cross where each version has its own order: replies of Member States, lists and glossaries in
each language's alphabetical order. A first alignment shows which texts could do far better across
the order than with what they were given; the target is put into the order of the source for them,
and what is then around them is aligned again; and of what was moved, that is kept which the
alignment model itself finds better, by more than moving costs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.resources import release_memory
from hexapla.align.scoring.anchors import Labels, longest_increasing, trusted_labels
from hexapla.align.scoring.comparison import PairFeatures, Structure, compare, compare_reordered
from hexapla.align.scoring.similarity import EncodedTexts
from hexapla.align.search.disjoint_set import DisjointSet, Text
from hexapla.align.search.path import PathStep, best_steps, deletion_gain

__all__ = ["Permutation", "Reordering", "reorder"]

Permutation = NDArray[np.int64]
Values = NDArray[np.float32]

# What a moved block must gain, in log-odds: a block that is e^3 = 20 times likelier moved than not.
_COST: Final = 3.0
# How often a reordering is improved upon.
_ROUNDS: Final = 2
# How much better, in margin, a text's best counterpart must be than the one it was given.
_BETTER: Final = 0.1
# Rows of a table of similarities held at once, and how far away, in texts, blocks are looked for.
_CHUNK: Final = 256
_FAR: Final = 600
# Texts between two that belong to one moved block.
_STRIDE: Final = 4
# The share of texts that are moved from which on the whole is aligned anew: what is measured of
# the whole, lengths and neighbours, then belongs to another order.
_MANY: Final = 0.05
# Steps on either side of what moves that are aligned again with it.
_STEPS_AROUND: Final = 10


# Pairs of texts (i, j), both rising, that belong together across the order of the others.
_Block = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reordering:
    """The order in which a target was aligned, both sides' structure in it, and the steps.

    `order` gives the place that each text of the target had.
    """

    order: Permutation
    left: Structure
    right: Structure
    steps: Sequence[PathStep]


@dataclass(frozen=True, slots=True)
class _Trial:
    """An order of the target, the numbers of both sides' labels in it, and its steps.

    `margins` are those of the beads that each side's texts were given; -1 without one. Leaving a
    text out gains so much `more` than the steps tell.
    """

    order: Permutation
    labels: tuple[Labels, Labels]
    steps: Sequence[PathStep]
    margins: tuple[Values, Values]
    more: float


def reorder(source: EncodedTexts, target: EncodedTexts, more: float = 0.0) -> Reordering:
    """Align two sides in the best order of the target that is found; neither may be empty.

    Leaving a text out gains so much `more` than in other documents.
    """
    # What was compared before has left much behind.
    release_memory(len(target))
    pair = compare(source, target)
    left, right = pair.left.structure, pair.right.structure
    steps = best_steps(pair, more=more)
    as_given = np.arange(len(target))
    labels, margins = (left.labels, right.labels), _margins(pair, steps)
    found = first = _Trial(as_given, labels, steps, margins, more)
    for _ in range(_ROUNDS):
        better = _improve((source, target), pair, found)
        if better is found:
            break
        found = better
    if len(target) - len(longest_increasing(found.order.tolist())) > _MANY * len(target):
        # In this order much is measured anew: lengths, what is near, which labels can be trusted.
        release_memory(len(target))
        pair = compare(source, target.take(found.order))
        steps = best_steps(pair, more=more)
        return Reordering(found.order, pair.left.structure, pair.right.structure, steps)
    if found is not first:
        left = left.relabelled(found.labels[0])
        right = Structure.of(found.labels[1], [target.texts[j] for j in found.order])
    return Reordering(found.order, left, right, found.steps)


def _improve(texts: tuple[EncodedTexts, EncodedTexts], pair: PairFeatures, found: _Trial) -> _Trial:
    """Move the blocks that make the alignment better."""
    blocks = _crossing(pair, found)
    while blocks:
        touched = _touched(found.steps, blocks)
        order = _with_blocks(found.steps, touched, blocks)
        if (order == np.arange(len(order))).all():
            break
        parts = _parts(found.steps, touched, order)
        tried = _aligned_again(texts, pair, found, order, parts)
        good = _worthwhile(found, tried, order, blocks)
        if len(good) == len(blocks):
            return tried
        blocks = good
    return found


def _aligned_again(
    texts: tuple[EncodedTexts, EncodedTexts],
    pair: PairFeatures,
    found: _Trial,
    order: Permutation,
    parts: Iterable[list[PathStep] | _MovedTexts],
) -> _Trial:
    """Align the parts that are in doubt in another order of the target; it gives the places before.

    At its ends, a part's texts lack their neighbours: beads that are there as before keep their
    scores.
    """
    source, target = texts
    places = found.order[order]
    labels = trusted_labels(
        source.labels,
        [target.labels[j] for j in places],
        source.spans.joined[0],
        target.spans.joined[0][places],
    )
    margins = found.margins[0].copy(), found.margins[1][order]
    as_before = np.arange(len(order))
    gain = deletion_gain(found.steps) + found.more
    steps: list[PathStep] = []
    for part in parts:
        if isinstance(part, list):
            steps += part
            continue
        rows, columns = part.rows, part.columns
        some = compare_reordered(pair, texts, labels, (rows, columns), places)
        aligned = best_steps(some, gain)
        new_margins = _margins(some, aligned)
        for values, where, new in zip(margins, (rows, columns), new_margins, strict=True):
            values[where.start : where.stop] = new
        aligned = [_shifted(step, rows.start, columns.start) for step in aligned]
        for end in (0, -1):
            before, after = part.steps[end], aligned[end]
            if _texts(before, as_before) == _texts(after, order):
                aligned[end] = replace(after, score=before.score, posterior=before.posterior)
        steps += aligned
    return _Trial(places, labels, steps, margins, found.more)


@dataclass(frozen=True, slots=True)
class _MovedTexts:
    """Neighbouring texts of both sides, those of the target in a new order, and their steps before.

    The steps count the texts of the target as they stood before.
    """

    rows: range
    columns: range
    steps: list[PathStep]


def _parts(
    steps: Sequence[PathStep], touched: NDArray[np.bool_], order: Permutation
) -> Iterator[list[PathStep] | _MovedTexts]:
    """Yield in turn the steps that another order leaves as they are, and the parts in doubt.

    The former count the texts of the target as they stand in the new order.
    """
    places = np.argsort(order)
    doubts = _in_doubt(steps, touched, places)
    runs = [
        (doubt, [steps[index] for index in run])
        for doubt, run in groupby(range(len(steps)), doubts.__getitem__)
    ]
    for k, (doubt, run) in enumerate(runs):
        if doubt:
            # Beside it, runs that stay end and begin with beads.
            start = int(places[runs[k - 1][1][-1].columns[-1]]) + 1 if k else 0
            last = k + 1 == len(runs)
            stop = len(order) if last else int(places[runs[k + 1][1][0].columns[0]])
            yield _MovedTexts(range(run[0].rows.start, run[-1].rows.stop), range(start, stop), run)
        else:
            first = next(j for step in run for j in step.columns)
            yield [_shifted(step, 0, int(places[first]) - first) for step in run]


def _in_doubt(
    steps: Sequence[PathStep], touched: NDArray[np.bool_], places: Permutation
) -> NDArray[np.bool_]:
    """Return which steps are touched, or near to where texts leave or come.

    A run of steps that are not begins and ends with a bead, save at the ends of the texts: what
    texts without counterpart cost depends on their neighbours, and where they go on the bead
    before them.
    """
    doubts = touched.copy()
    linked = np.array([bool(step.rows and step.columns) for step in steps])
    expected = before = 0
    for index, step in enumerate(steps):
        for j in step.columns:
            if places[j] != expected:
                doubts[[before, index]] = True
            expected = int(places[j]) + 1
            before = index
    for reach in (_STEPS_AROUND, 1):
        for place in np.flatnonzero(doubts):
            doubts[max(place - reach, 0) : place + reach + 1] = True
        for direction in (slice(None), slice(None, None, -1)):
            _flood(doubts[direction], ~linked[direction])
    return doubts


def _flood(marks: NDArray[np.bool_], through: NDArray[np.bool_]) -> None:
    """Spread marks forward over what they can go through, in place."""
    for index in range(1, len(marks)):
        marks[index] |= marks[index - 1] and through[index]


def _shifted(step: PathStep, rows: int, columns: int) -> PathStep:
    return replace(
        step,
        rows=range(step.rows.start + rows, step.rows.stop + rows),
        columns=range(step.columns.start + columns, step.columns.stop + columns),
    )


def _worthwhile(
    found: _Trial, tried: _Trial, order: Permutation, blocks: Sequence[_Block]
) -> list[_Block]:
    """Choose the blocks about texts whose new beads score better than the old by their cost.

    What scores otherwise without being changed counts for the nearest of them.
    """
    old = {_texts(step, np.arange(len(order))): step for step in found.steps}
    new = {_texts(step, order): step for step in tried.steps}
    gains = [(old[key], key, -old[key].score) for key in old.keys() - new.keys()]
    gains += [(new[key], key, new[key].score) for key in new.keys() - old.keys()]
    if not gains:
        return []
    sets = DisjointSet[Text]()
    for _, key, _ in gains:
        sets.union(key)
    for block in blocks:
        sets.union([(side, pair[side]) for pair in block for side in (0, 1)])
    worth: dict[Text, float] = defaultdict(float)
    for _, key, gain in gains:
        worth[sets.find(key[0])] += gain
    # What stands may score otherwise beside other neighbours.
    changed = sorted((step.rows.start, key[0]) for step, key, _ in gains)
    for key in old.keys() & new.keys():
        row, gain = new[key].rows.start, new[key].score - old[key].score
        if gain:
            place = bisect_left(changed, (row,))
            near = min(changed[max(place - 1, 0) : place + 1], key=lambda each: abs(each[0] - row))
            worth[sets.find(near[1])] += gain
    for block in blocks:
        worth[sets.find((0, block[0][0]))] -= _COST
    return [block for block in blocks if worth[sets.find((0, block[0][0]))] > 0]


def _texts(step: PathStep, order: Permutation) -> tuple[Text, ...]:
    """Return the texts of a step as (side, place), the target's placed as before `order`."""
    return (
        *((0, index) for index in step.rows),
        *((1, int(order[index])) for index in step.columns),
    )


def _crossing(pair: PairFeatures, found: _Trial) -> list[_Block]:
    """Find pairs of texts that are each other's best and far better than what they were given."""
    left, right, order = pair.left, pair.right, found.order
    best, knn = right.best[order], right.knn[0][order]
    rows = np.flatnonzero(left.best - found.margins[0] > _BETTER)
    columns = np.flatnonzero(best - found.margins[1] > _BETTER)
    usual = found.margins[0][found.margins[0] > -1]
    least = max(float(np.percentile(usual, 25)) if len(usual) else 0.0, _BETTER)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(rows), _CHUNK):
        i = rows[start : start + _CHUNK]
        places = i * len(right) // len(left)
        j = columns[(columns >= places[0] - _FAR) & (columns <= places[-1] + _FAR)]
        cells = left.span(1, i) @ right.span(1, order[j]).T
        cells -= (left.knn[0][i][:, None] + knn[j][None]) / 2
        better = np.maximum(left.best[i][:, None], best[j][None]) - 1e-3
        found_here = np.argwhere((cells >= better) & (cells >= least))
        pairs += [(int(i[a]), int(j[b])) for a, b in found_here]
    return list(_runs(pairs))


def _margins(pair: PairFeatures, steps: Sequence[PathStep]) -> tuple[Values, Values]:
    """Return each text the margin of its bead; -1 without one."""
    left, right = pair.left, pair.right
    margins = np.full(len(left), -1, dtype=np.float32), np.full(len(right), -1, dtype=np.float32)
    for step in steps:
        a, b = len(step.rows), len(step.columns)
        if a and b:
            i, j = step.rows[-1], step.columns[-1]
            x, y = left.span(a, slice(i, i + 1)), right.span(b, slice(j, j + 1))
            cosine = (x * y).sum()
            margin = cosine - (left.knn[a - 1][i] + right.knn[b - 1][j]) / 2
            margins[0][step.rows.start : step.rows.stop] = margin
            margins[1][step.columns.start : step.columns.stop] = margin
    return margins


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


def _with_blocks(
    steps: Sequence[PathStep], touched: NDArray[np.bool_], blocks: Sequence[_Block]
) -> Permutation:
    """Put the target texts in the order of the source texts that they belong to.

    Texts that belong to none follow the text before them.
    """
    moved = {j: i for block in blocks for i, j in block}
    keys = np.zeros(steps[-1].columns.stop)
    for step, changed in zip(steps, touched, strict=True):
        for j in step.columns:
            if j in moved:
                keys[j] = moved[j]
            elif step.rows and not changed:
                keys[j] = step.rows.start
            elif j:
                keys[j] = keys[j - 1]
    return np.argsort(keys, kind="stable")


def _touched(steps: Sequence[PathStep], blocks: Sequence[_Block]) -> NDArray[np.bool_]:
    """Return which steps hold texts of blocks."""
    rows, columns = ({pair[side] for block in blocks for pair in block} for side in (0, 1))
    return np.array(
        [not (rows.isdisjoint(step.rows) and columns.isdisjoint(step.columns)) for step in steps]
    )
