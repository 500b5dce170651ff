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
from align.features import FEATURES, Pair, block_features
from align.windows import Window

__all__ = ["WEIGHTS", "score_block"]

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 1.577,
    "form 1-2": 0.764,
    "form 1-3": -0.674,
    "form 1-4": -1.617,
    "form 1-5": -4.229,
    "form 2-2": -1.261,
    "form 2-3": -2.205,
    "form other": -4.657,
    "skew": 3.010,
    "cosine": 2.648,
    "cosine by size": 0.032,
    "margin": 4.933,
    "margin by size": 5.143,
    "margin by length": 3.087,
    "length difference": 2.386,
    "length difference squared": 1.606,
    "length ratio": 1.795,
    "loss without an edge": 1.678,
    "gain without an edge": 3.879,
    "change by one more": -2.077,
    "gain by one more": -6.116,
    "boundary contrast": 1.609,
    "boundary similarity": 0.518,
    "begins in the middle": -0.883,
    "label same": 0.039,
    "label differs": -0.045,
    "label against unknown": -1.606,
    "label against none": -1.253,
    "labels unknown": -0.303,
    "label inside": -2.585,
    "label inside unknown": -0.475,
    "deletion": -3.235,
    "deletion length": -0.855,
    "deletion best margin": -1.639,
    "deletion begins in the middle": 0.310,
    "deletion label known": 0.154,
    "deletion label unknown": 2.558,
    "deletion without label": 0.552,
}


def score_block(pair: Pair, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(pair, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
