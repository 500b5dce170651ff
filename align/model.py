"""The weights of the features, learned once for all languages and kinds of text.

The score of an alignment is the sum of its beads' weighted features: a semi-Markov conditional
random field (Sarawagi and Cohen 2004) over monotone alignments, so that `align.dynamic.chances`
gives the probability of each bead. The weights are what `scripts.train_alignment` prints, which
tells what they were learned from: gold alignments of real texts, and defective versions of United
Nations targets.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from align.dynamic import Block
from align.features import FEATURES, Pair, block_features
from align.windows import Window

__all__ = ["OPENING", "WEIGHTS", "score_block"]

# What a run of deletions costs once.
OPENING: Final = -1.577

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 2.549,
    "form 1-2": 1.590,
    "form 1-3": 0.391,
    "form 1-4": -0.093,
    "form 1-5": -1.843,
    "form 2-2": 0.842,
    "form 2-3": 0.433,
    "form other": -1.002,
    "skew": 2.942,
    "cosine": 3.268,
    "cosine by size": 0.401,
    "margin": 3.314,
    "margin by size": 0.645,
    "margin by length": 5.437,
    "length difference": 1.762,
    "length difference squared": 0.871,
    "length ratio": 2.796,
    "loss without an edge": 4.400,
    "gain without an edge": 2.417,
    "change by one more": -3.615,
    "gain by one more": -2.764,
    "boundary contrast": 0.374,
    "boundary similarity": 2.455,
    "begins in the middle": -1.881,
    "both open a quotation": 1.357,
    "one opens a quotation": 3.012,
    "both close a quotation": 2.811,
    "one closes a quotation": 1.181,
    "both end a sentence": 0.160,
    "one ends a sentence": 0.897,
    "numbers of one side": 0.945,
    "label same": 1.616,
    "label differs": -0.003,
    "label against unknown": -0.892,
    "label against none": -0.279,
    "labels unknown": 0.308,
    "label inside": -1.057,
    "label inside unknown": -0.111,
    "deletion": -0.792,
    "deletion length": -0.543,
    "deletion best margin": -3.333,
    "deletion begins in the middle": 0.164,
    "deletion label known": -0.998,
    "deletion label unknown": 1.981,
    "deletion without label": 0.497,
}


def score_block(pair: Pair, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(pair, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
