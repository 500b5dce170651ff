"""The weights of the features, learned once for all languages and kinds of text.

The score of an alignment is the sum of its beads' weighted features: a semi-Markov conditional
random field (Sarawagi and Cohen 2004) over monotone alignments, so that `align.dynamic.chances`
gives the probability of each bead. The weights are what `scripts.train_alignment` prints, which
tells what they were learned from: gold alignments of real texts, and defective versions of United
Nations targets.
"""

from __future__ import annotations

from typing import Final

from align.dynamic import Block
from align.features import Pair, block_scores
from align.windows import Window

__all__ = ["OPENING", "WEIGHTS", "score_block"]

# What a run of deletions costs once.
OPENING: Final = -1.603

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 2.630,
    "form 1-2": 1.731,
    "form 1-3": 0.520,
    "form 1-4": 0.037,
    "form 1-5": -1.638,
    "form 2-2": 0.936,
    "form 2-3": 0.569,
    "form interrupted": -1.382,
    "form other": -1.028,
    "skew": 2.954,
    "cosine": 3.304,
    "cosine by size": 0.392,
    "margin": 2.916,
    "margin by size": 0.521,
    "margin by length": 6.255,
    "length difference": 2.007,
    "length difference squared": 0.516,
    "length ratio": 2.865,
    "loss without an edge": 4.544,
    "gain without an edge": 2.646,
    "change by one more": -3.292,
    "gain by one more": -2.796,
    "boundary contrast": 0.295,
    "boundary similarity": 2.698,
    "begins in the middle": -1.892,
    "goes on after the interruption": 2.644,
    "interrupted by a sentence": 0.000,
    "both open a quotation": 1.465,
    "one opens a quotation": 3.127,
    "both close a quotation": 2.731,
    "one closes a quotation": 1.163,
    "both end a sentence": 0.308,
    "one ends a sentence": 1.080,
    "numbers of one side": 0.879,
    "label same": 1.688,
    "label differs": -0.003,
    "label against unknown": -0.596,
    "label against none": -0.650,
    "labels unknown": 0.162,
    "label inside": -1.142,
    "label inside unknown": 0.281,
    "deletion": -0.707,
    "deletion length": -0.565,
    "deletion best margin": -4.005,
    "deletion begins in the middle": 0.506,
    "deletion label known": -0.983,
    "deletion label unknown": 2.520,
    "deletion without label": 0.060,
}


def score_block(pair: Pair, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    return Block(window.top, window.left, block_scores(pair, window, WEIGHTS))
