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
OPENING: Final = -2.363

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 1.640,
    "form 1-2": 0.414,
    "form 1-3": -1.186,
    "form 1-4": -2.234,
    "form 1-5": -5.031,
    "form 2-2": -1.839,
    "form 2-3": -2.874,
    "form other": -5.590,
    "skew": 3.060,
    "cosine": 2.693,
    "cosine by size": -0.902,
    "margin": 5.829,
    "margin by size": 4.589,
    "margin by length": 3.696,
    "length difference": 2.592,
    "length difference squared": 1.624,
    "length ratio": 2.117,
    "loss without an edge": 3.332,
    "gain without an edge": 3.852,
    "change by one more": -1.415,
    "gain by one more": -6.743,
    "boundary contrast": 1.907,
    "boundary similarity": -0.911,
    "begins in the middle": -0.970,
    "label same": 0.045,
    "label differs": -0.016,
    "label against unknown": -2.238,
    "label against none": -0.931,
    "labels unknown": -0.292,
    "label inside": -2.884,
    "label inside unknown": -0.833,
    "deletion": -1.736,
    "deletion length": -0.814,
    "deletion best margin": -5.240,
    "deletion begins in the middle": -0.025,
    "deletion label known": -0.051,
    "deletion label unknown": 2.109,
    "deletion without label": 0.530,
    "both open a quotation": 0.0,
    "one opens a quotation": 0.0,
    "both close a quotation": 0.0,
    "one closes a quotation": 0.0,
    "both end a sentence": 0.0,
    "one ends a sentence": 0.0,
    "numbers of one side": 0.0,
    "deletion of a moved text": 0.0,
}


def score_block(pair: Pair, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(pair, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
