"""The best alignment of a pair in the order its texts stand in, with what speaks for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hexapla.align.lattice.bead_types import BEAD_TYPES, INTERRUPTED
from hexapla.align.lattice.paths import Block, best_path, posteriors, step_scores
from hexapla.align.scoring.comparison import PairFeatures
from hexapla.align.scoring.features import Part
from hexapla.align.scoring.weights import GAP_OPEN, score_block, score_parts

__all__ = ["Step", "best_steps", "best_steps_inside"]

# Pairs of texts inside a part that are all compared; features take some 3 kB for each.
_SEARCHED_WHOLE: Final = 10_000
# Pairs of texts that are compared at once, most of them for nothing: of different parts. A table of
# a dozen cells takes as long as one of these: with it 300 paragraphs take 2.2 s instead of 3.6.
_COMPARED_AT_ONCE: Final = 1500


@dataclass(frozen=True, slots=True)
class Step:
    """A bead of neighbouring texts: its score, and its probability over all alignments.

    The first of a run of deletions carries what the run costs once. Of an `interrupted` bead's
    longer side, the middle one of three texts is left out.
    """

    rows: range
    columns: range
    score: float
    posterior: float
    interrupted: bool = False


def best_steps(pair: PairFeatures) -> list[Step]:
    """Return the beads of the best path through a pair, in order."""
    return _steps([score_block(pair, window) for window in pair.windows])


def best_steps_inside(pair: PairFeatures, parts: Sequence[Part]) -> Iterator[list[Step]]:
    """Yield the beads of the best path through each of some parts, numbered from its beginning.

    The parts must follow upon each other on both sides; none may be empty on one.
    """
    for some in _together(parts):
        (rows, columns), *_ = some
        if len(rows) * len(columns) > _SEARCHED_WHOLE:
            yield best_steps(pair.part(rows, columns))
        else:
            yield from (_steps([block]) for block in score_parts(pair, some))


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


def _steps(blocks: Sequence[Block]) -> list[Step]:
    path = best_path(blocks, GAP_OPEN)
    steps = []
    scores = step_scores(blocks, path, GAP_OPEN)
    for (i, j, k), score, posterior in zip(
        path, scores, posteriors(blocks, path, GAP_OPEN), strict=True
    ):
        a, b = BEAD_TYPES[k]
        steps.append(Step(range(i - a, i), range(j - b, j), score, posterior, k in INTERRUPTED))
    return steps
