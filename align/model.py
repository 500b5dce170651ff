"""The weights of the features, learned once for all languages and kinds of text.

The score of an alignment is the sum of its beads' weighted features: a semi-Markov conditional
random field (Sarawagi and Cohen 2004) over monotone alignments, so that `align.dynamic.posteriors`
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
    "form 1-1": 1.889,
    "form 1-2": 0.676,
    "form 1-3": -0.890,
    "form 1-4": -1.922,
    "form 1-5": -4.712,
    "form 2-2": -1.492,
    "form 2-3": -2.587,
    "form other": -5.240,
    "skew": 2.809,
    "cosine": 3.685,
    "cosine by size": -0.538,
    "margin": 5.307,
    "margin by size": 4.149,
    "margin by length": 3.239,
    "length difference": 2.703,
    "length difference squared": 1.451,
    "length ratio": 1.684,
    "loss without an edge": 3.523,
    "gain without an edge": 7.005,
    "change by one more": -4.186,
    "gain by one more": -8.486,
    "begins in the middle": -0.795,
    "label same": 0.026,
    "label differs": -0.008,
    "label on one side": -1.070,
    "label inside": -2.681,
    "label inside unknown": -0.633,
    "deletion": -3.630,
    "deletion length": -0.831,
    "deletion best margin": 3.068,
    "deletion begins in the middle": 0.421,
    "deletion label known": 0.244,
    "deletion label unknown": 2.664,
    "deletion without label": 0.155,
}


def score_block(left: Side, right: Side, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(left, right, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
