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
OPENING: Final = -1.600

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 2.645,
    "form 1-2": 1.739,
    "form 1-3": 0.516,
    "form 1-4": 0.021,
    "form 1-5": -1.658,
    "form 2-2": 0.950,
    "form 2-3": 0.569,
    "form interrupted": -1.380,
    "form other": -1.023,
    "skew": 2.966,
    "cosine": 3.318,
    "cosine by size": 0.382,
    "margin": 2.924,
    "margin by size": 0.526,
    "margin by length": 6.256,
    "length difference": 2.007,
    "length difference squared": 0.523,
    "length ratio": 2.856,
    "loss without an edge": 4.564,
    "gain without an edge": 2.649,
    "change by one more": -3.279,
    "gain by one more": -2.796,
    "boundary contrast": 0.318,
    "boundary similarity": 2.606,
    "begins in the middle": -1.887,
    "goes on after the interruption": 2.646,
    "both open a quotation": 1.467,
    "one opens a quotation": 3.112,
    "both close a quotation": 2.716,
    "one closes a quotation": 1.161,
    "both end a sentence": 0.288,
    "one ends a sentence": 1.063,
    "numbers of one side": 0.874,
    "label same": 1.686,
    "label differs": -0.003,
    "label against unknown": -0.597,
    "label against none": -0.649,
    "labels unknown": 0.163,
    "label inside": -1.138,
    "label inside unknown": 0.281,
    "deletion": -0.715,
    "deletion length": -0.563,
    "deletion best margin": -4.015,
    "deletion begins in the middle": 0.508,
    "deletion label known": -0.983,
    "deletion label unknown": 2.524,
    "deletion without label": 0.054,
}


def score_block(pair: Pair, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    return Block(window.top, window.left, block_scores(pair, window, WEIGHTS))
