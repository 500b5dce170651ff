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

__all__ = ["OPENING", "WEIGHTS", "score_block"]

# What a run of deletions costs once.
OPENING: Final = -1.586

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 2.484,
    "form 1-2": 1.478,
    "form 1-3": 0.262,
    "form 1-4": -0.077,
    "form 1-5": -1.738,
    "form 2-2": 0.808,
    "form 2-3": 0.541,
    "form other": -1.039,
    "skew": 2.889,
    "cosine": 3.529,
    "cosine by size": 0.533,
    "margin": 3.282,
    "margin by size": 0.017,
    "margin by length": 5.285,
    "length difference": 1.552,
    "length difference squared": 1.216,
    "length ratio": 3.081,
    "loss without an edge": 4.008,
    "gain without an edge": 2.371,
    "change by one more": -3.772,
    "gain by one more": -2.655,
    "boundary contrast": 0.251,
    "boundary similarity": 2.519,
    "begins in the middle": -1.948,
    "label same": 1.596,
    "label differs": -0.000,
    "label against unknown": -1.006,
    "label against none": -0.209,
    "labels unknown": 0.475,
    "label inside": -1.005,
    "label inside unknown": 0.028,
    "deletion": -0.805,
    "deletion length": -0.571,
    "deletion best margin": -4.216,
    "deletion begins in the middle": 0.088,
    "deletion label known": -0.970,
    "deletion label unknown": 1.988,
    "deletion without label": -0.203,
    "both open a quotation": 1.417,
    "one opens a quotation": 2.975,
    "both close a quotation": 2.871,
    "one closes a quotation": 1.151,
    "both end a sentence": 0.260,
    "one ends a sentence": 0.774,
    "numbers of one side": 0.913,
}


def score_block(pair: Pair, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(pair, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
