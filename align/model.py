"""The weights of the features, learned once for all languages and kinds of text."""

from __future__ import annotations

from typing import Final

import numpy as np

from align.dynamic import Block
from align.features import FEATURES, Side, block_features
from align.windows import Window

__all__ = ["WEIGHTS", "score_block"]

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 2.439,
    "form 1-2": 1.746,
    "form 1-3": 0.858,
    "form 1-4": 0.303,
    "form 1-5": -1.155,
    "form 2-2": 0.614,
    "form 2-3": 0.082,
    "form other": -1.389,
    "skew": 2.628,
    "cosine": 4.346,
    "cosine by size": 0.350,
    "margin": 3.120,
    "margin by size": 0.922,
    "margin by length": 4.007,
    "length difference": 2.011,
    "length difference squared": 0.997,
    "length ratio": 1.668,
    "loss without an edge": 2.014,
    "gain without an edge": 1.222,
    "change by one more": -3.133,
    "gain by one more": -2.346,
    "tokens shared": -1.013,
    "tokens missed": -0.847,
    "question": 0.120,
    "exclamation": 0.260,
    "quote": -0.745,
    "bracket": -0.676,
    "colon": -0.035,
    "begins in the middle": -1.460,
    "label same": 0.607,
    "label differs": -0.002,
    "label on one side": -0.216,
    "label inside": -1.133,
    "label inside unknown": -0.229,
    "deletion": -1.814,
    "deletion length": 0.113,
    "deletion best margin": 0.198,
    "deletion begins in the middle": -0.068,
    "deletion label known": 0.138,
    "deletion label unknown": 2.153,
    "deletion without label": -0.088,
}


def score_block(left: Side, right: Side, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    values, present = block_features(left, right, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores = np.tensordot(weights, values, axes=1)
    return Block(window.top, window.left, np.where(present, scores, -np.inf).astype(np.float32))
