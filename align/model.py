"""The weights of the features, learned once for all languages and kinds of text.

The score of an alignment is the sum of its beads' weighted features: a semi-Markov conditional
random field (Sarawagi and Cohen 2004) over monotone alignments, so that `align.dynamic.chances`
gives the probability of each bead. The weights maximise the likelihood of gold alignments (novels
zh-en, mountaineering reports de-fr, and United Nations targets in seven languages with made-up
defects, these at 0.12 of the weight) with a Gaussian prior, and a cost of 1 added to every wrong
bead in training (softmax-margin; Gimpel and Smith 2010).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from align.dynamic import Block
from align.features import FEATURES, Side, block_features
from align.windows import Window

__all__ = ["WEIGHTS", "score_block"]

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 1.882,
    "form 1-2": 0.639,
    "form 1-3": -0.976,
    "form 1-4": -2.056,
    "form 1-5": -4.917,
    "form 2-2": -1.570,
    "form 2-3": -2.713,
    "form other": -5.429,
    "skew": 2.914,
    "cosine": 3.599,
    "cosine by size": -0.525,
    "margin": 5.429,
    "margin by size": 4.238,
    "margin by length": 3.258,
    "length difference": 2.746,
    "length difference squared": 1.502,
    "length ratio": 1.648,
    "loss without an edge": 3.512,
    "gain without an edge": 7.062,
    "change by one more": -4.226,
    "gain by one more": -8.669,
    "begins in the middle": -0.889,
    "label same": 0.038,
    "label differs": -0.061,
    "label against unknown": -1.908,
    "label against none": -1.265,
    "labels unknown": -0.347,
    "label inside": -2.792,
    "label inside unknown": -0.678,
    "deletion": -3.599,
    "deletion length": -0.848,
    "deletion best margin": 2.493,
    "deletion begins in the middle": 0.279,
    "deletion label known": 0.136,
    "deletion label unknown": 2.632,
    "deletion without label": 0.774,
}


def score_block(left: Side, right: Side, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(left, right, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
