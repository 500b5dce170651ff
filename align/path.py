"""The best alignment of a pair in the order its texts stand in, with what speaks for each step."""

from __future__ import annotations

from dataclasses import dataclass

from align.dynamic import INTERRUPTED, MOVES, best_path, chances, step_scores
from align.features import Pair
from align.model import OPENING, score_block

__all__ = ["Step", "best_steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """A bead of neighbouring texts: its score, and its probability over all alignments.

    The first of a run of deletions carries what the run costs once. Of an `interrupted` bead's
    longer side, the middle one of three texts is left out.
    """

    rows: range
    columns: range
    score: float
    chance: float
    interrupted: bool = False


def best_steps(pair: Pair) -> list[Step]:
    """Give the beads of the best path through a pair, in order."""
    blocks = [score_block(pair, window) for window in pair.windows]
    path = best_path(blocks, OPENING)
    steps = []
    scores = step_scores(blocks, path, OPENING)
    for (i, j, k), score, chance in zip(path, scores, chances(blocks, path, OPENING), strict=True):
        a, b = MOVES[k]
        steps.append(Step(range(i - a, i), range(j - b, j), score, chance, k in INTERRUPTED))
    return steps
