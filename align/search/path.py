"""The best alignment of a pair in the order its texts stand in, with what speaks for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np

from hexapla.align.lattice.bead_types import BEAD_TYPES, INTERRUPTED
from hexapla.align.lattice.paths import State, StateBlock, best_path, posteriors, step_scores
from hexapla.align.scoring.comparison import PairFeatures
from hexapla.align.scoring.features import Part
from hexapla.align.scoring.weights import GAP_OPEN, LEFT_OUT, score_block, score_parts

__all__ = ["PathStep", "best_steps", "best_steps_inside", "deletion_gain", "log_excess"]

# Pairs of texts inside a part that are all compared; features take some 3 kB for each.
_SEARCHED_WHOLE: Final = 10_000
# Pairs of texts that are compared at once, most of them for nothing: of different parts. A table of
# a dozen cells takes as long as one of these: with it 300 paragraphs take 2.2 s instead of 3.6.
_COMPARED_AT_ONCE: Final = 1500
# Texts left out, of all texts, up to which the weights know best; and as many texts more are taken
# to be in each document, so that a short one with one left out says little.
_USUAL: Final = 0.05
_TEXTS_MORE: Final = 20
# Which types of beads leave a text out.
_LEAVES_OUT: Final = np.array(
    [k in INTERRUPTED or 0 in bead_type for k, bead_type in enumerate(BEAD_TYPES)],
    dtype=np.float32,
)


@dataclass(frozen=True, slots=True)
class PathStep:
    """A bead of neighbouring texts: its score, and its probability over all alignments.

    The score is that of the weights alone, so that steps of different parts can be compared. The
    first of a run of deletions carries what the run costs once. Of an `interrupted` bead's
    longer side, the middle one of three texts is left out.
    """

    rows: range
    columns: range
    score: float
    posterior: float
    interrupted: bool = False


def best_steps(
    pair: PairFeatures, gain: float | None = None, *, more: float = 0.0
) -> list[PathStep]:
    """Return the beads of the best path through a pair, in order.

    `gain` is what leaving a text out gains. By default that is found by a first path: where it
    leaves out more than is usual, texts are left out more readily, for a text that one side lacks
    is else joined to its neighbour, or to another without counterpart; and by `more` in any case.
    """
    blocks = [score_block(pair, window) for window in pair.windows]
    path = best_path(blocks, GAP_OPEN) if not gain else []
    if gain is None:
        rows, columns, _ = path[-1]
        gain = _gain(sum(0 in BEAD_TYPES[k] for _, _, k in path), rows + columns) + more
    if not gain:
        return _steps(blocks, blocks, path)
    raised = np.float32(gain) * _LEAVES_OUT[:, None]
    judged = [replace(block, raised=raised) for block in blocks]
    return _steps(blocks, judged, best_path(judged, GAP_OPEN))


def deletion_gain(steps: Sequence[PathStep]) -> float:
    """Return what leaving a text out gains in parts of a document that has these steps."""
    deletions = sum(not (step.rows and step.columns) for step in steps)
    return _gain(deletions, steps[-1].rows.stop + steps[-1].columns.stop)


def _gain(deletions: int, texts: int) -> float:
    return LEFT_OUT * log_excess(deletions, texts)


def log_excess(deletions: int, texts: int) -> float:
    """Return the logarithm of how many times as many texts are left out as is usual, or 0.

    >>> log_excess(2, 80), round(log_excess(9, 80), 3)
    (0.0, 0.693)
    """
    share = (deletions + _USUAL * _TEXTS_MORE) / (texts + _TEXTS_MORE)
    return max(log(share / _USUAL), 0.0)


def best_steps_inside(pair: PairFeatures, parts: Sequence[Part]) -> Iterator[list[PathStep]]:
    """Yield the beads of the best path through each of some parts, numbered from its beginning.

    The parts must follow upon each other on both sides; none may be empty on one.
    """
    for some in _together(parts):
        (rows, columns), *_ = some
        if len(rows) * len(columns) > _SEARCHED_WHOLE:
            yield best_steps(pair.part(rows, columns))
        else:
            for block in score_parts(pair, some):
                yield _steps([block], [block], best_path([block], GAP_OPEN))


def _together(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Gather neighbouring parts while the table of all their texts stays small."""
    start = 0
    for stop, (rows, columns) in enumerate(parts):
        top, left = parts[start][0].start, parts[start][1].start
        if stop > start and (rows.stop - top) * (columns.stop - left) > _COMPARED_AT_ONCE:
            yield parts[start:stop]
            start = stop
    if parts:
        yield parts[start:]


def _steps(
    blocks: Sequence[StateBlock], judged: Sequence[StateBlock], path: Sequence[State]
) -> list[PathStep]:
    """Return the steps of a path: scores from the former blocks, probabilities from the latter."""
    steps = []
    scores = step_scores(blocks, path, GAP_OPEN)
    for (i, j, k), score, posterior in zip(
        path, scores, posteriors(judged, path, GAP_OPEN), strict=True
    ):
        a, b = BEAD_TYPES[k]
        steps.append(PathStep(range(i - a, i), range(j - b, j), score, posterior, k in INTERRUPTED))
    return steps
