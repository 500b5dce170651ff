"""The weights of the features, learned once for all languages and kinds of text.

The score of an alignment is the sum of its beads' weighted features: a semi-Markov conditional
random field (Sarawagi and Cohen 2004) over monotone alignments, so that
`align.lattice.paths.posteriors` gives the probability of each bead. The weights are what
`scripts.dev.train.alignment` prints, which tells what they were learned from: gold alignments of
real texts, and defective versions of United Nations targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hexapla.align.lattice.paths import Block
from hexapla.align.lattice.windows import Window
from hexapla.align.scoring.comparison import PairFeatures
from hexapla.align.scoring.features import Part, block_scores, part_scores

__all__ = ["GAP_OPEN", "WEIGHTS", "score_block", "score_parts"]

# What a run of deletions costs once.
GAP_OPEN: Final = -1.586

WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 2.643,
    "form 1-2": 1.731,
    "form 1-3": 0.517,
    "form 1-4": 0.029,
    "form 1-5": -1.650,
    "form 2-2": 0.948,
    "form 2-3": 0.546,
    "form interrupted": -1.372,
    "form other": -1.012,
    "text ratio": 3.012,
    "cosine": 3.302,
    "cosine by size": 0.381,
    "margin": 2.893,
    "margin by size": 0.511,
    "margin by length": 6.273,
    "length difference": 2.069,
    "length difference squared": 0.519,
    "length ratio": 2.791,
    "loss without an edge": 4.571,
    "gain without an edge": 2.700,
    "change by one more": -3.258,
    "gain by one more": -2.871,
    "boundary contrast": 0.369,
    "boundary similarity": 2.525,
    "begins in the middle": -1.862,
    "goes on after the interruption": 2.629,
    "both open a quotation": 1.466,
    "one opens a quotation": 3.102,
    "both close a quotation": 2.693,
    "one closes a quotation": 1.171,
    "both end a sentence": 0.289,
    "one ends a sentence": 1.080,
    "numbers of one side": 0.892,
    "label same": 1.678,
    "label differs": -0.003,
    "label against unknown": -0.593,
    "label against none": -0.647,
    "labels unknown": 0.188,
    "label inside": -1.131,
    "label inside unknown": 0.279,
    "deletion": -0.712,
    "deletion length": -0.572,
    "deletion best margin": -4.048,
    "deletion begins in the middle": 0.533,
    "deletion label known": -0.979,
    "deletion label unknown": 2.526,
    "deletion without label": 0.054,
}


def score_block(pair: PairFeatures, window: Window) -> Block:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    return Block(window.top, window.left, block_scores(pair, window, WEIGHTS))


def score_parts(pair: PairFeatures, parts: Sequence[Part]) -> list[Block]:
    """Score the beads inside each of some neighbouring parts, as if it were all that there is."""
    return [Block(0, 0, scores) for scores in part_scores(pair, parts, WEIGHTS)]
