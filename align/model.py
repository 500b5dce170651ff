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
    "form 1-1": 2.655,
    "form 1-2": 1.713,
    "form 1-3": 0.464,
    "form 1-4": -0.104,
    "form 1-5": -1.889,
    "form 2-2": 0.909,
    "form 2-3": 0.467,
    "form other": -1.140,
    "skew": 3.030,
    "cosine": 3.248,
    "cosine by size": 0.474,
    "margin": 3.003,
    "margin by size": 0.642,
    "margin by length": 6.182,
    "length difference": 2.033,
    "length difference squared": 0.657,
    "length ratio": 2.667,
    "loss without an edge": 4.670,
    "gain without an edge": 2.729,
    "change by one more": -3.399,
    "gain by one more": -2.602,
    "boundary contrast": 0.370,
    "boundary similarity": 2.574,
    "begins in the middle": -1.908,
    "both open a quotation": 1.438,
    "one opens a quotation": 3.107,
    "both close a quotation": 2.681,
    "one closes a quotation": 1.170,
    "both end a sentence": 0.211,
    "one ends a sentence": 1.073,
    "numbers of one side": 0.877,
    "label same": 1.644,
    "label differs": -0.003,
    "label against unknown": -0.607,
    "label against none": -0.592,
    "labels unknown": 0.166,
    "label inside": -1.078,
    "label inside unknown": 0.145,
    "deletion": -0.772,
    "deletion length": -0.500,
    "deletion best margin": -3.406,
    "deletion begins in the middle": 0.159,
    "deletion label known": -1.006,
    "deletion label unknown": 2.504,
    "deletion without label": 0.128,
}


def score_block(pair: Pair, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(pair, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
