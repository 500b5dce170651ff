"""The weights of the features, learned once for all languages and kinds of text.

The score of an alignment is the sum of its beads' weighted features: a semi-Markov conditional
random field (Sarawagi and Cohen 2004) over monotone alignments, so that
`align.lattice.paths.posteriors` gives the probability of each bead. The weights were learned
by `scripts.dev.train.alignment`, which tells from what: gold alignments of real texts, and
defective versions of many domains' texts. `scripts.dev.train.left_out` tells how they do on others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hexapla.align.lattice.paths import StateBlock
from hexapla.align.lattice.windows import Window
from hexapla.align.scoring.comparison import PairFeatures
from hexapla.align.scoring.features import Part, block_scores, part_scores

__all__ = ["GAP_OPEN", "LEFT_OUT", "WEIGHTS", "score_block", "score_parts"]

# What a run of deletions costs once.
GAP_OPEN: Final = -1.853
# How much of the logarithm of a document's deletions over the usual ones each of them gains. With
# the weights below as they stand .5, .7 and 1 score the same within .003 on documents of two seeds,
# all better than 0. Learned with the other weights it is 1.1 to 1.3, whatever is left out.
LEFT_OUT: Final = 0.7

# Learned anew after the last change to the features, weights lose a row of the noisy targets in all
# languages and .002 of the reports, so that these stay; "form interrupted", "begin alike", "end
# alike" and those of labels apart are at bounds that `scripts.dev.train.crf` tells of.
WEIGHTS: Final[dict[str, float]] = {
    "form 1-1": 2.435,
    "form 1-2": 1.719,
    "form 1-3": 0.639,
    "form 1-4": 0.104,
    "form 1-5": -1.631,
    "form 2-2": 0.806,
    "form 2-3": 0.548,
    "form interrupted": -0.830,
    "form other": -0.975,
    "text ratio": 2.835,
    "cosine": 4.112,
    "cosine by size": 2.018,
    "margin": 2.458,
    "margin by size": -0.518,
    "margin by length": 5.037,
    "length difference": 2.017,
    "length ratio": 2.261,
    "loss without an edge": 3.628,
    "gain without an edge": 2.342,
    "change by one more": -3.289,
    "gain by one more": -3.272,
    "begin alike": 2.500,
    "end alike": 2.500,
    "begins in the middle": -1.582,
    "goes on after the interruption": 2.129,
    "both open a quotation": 1.836,
    "one opens a quotation": 2.806,
    "both close a quotation": 2.642,
    "one closes a quotation": 1.267,
    "both end a sentence": 0.627,
    "one ends a sentence": 1.127,
    "numbers of one side": 0.772,
    "label same": 1.973,
    "label differs": -0.009,
    "label against unknown": -1.064,
    "label against none": -0.325,
    "labels unknown": 1.010,
    "labels apart": -20.000,
    "labels apart inside": -3.000,
    "label inside": -1.080,
    "label inside unknown": 0.179,
    "deletion": -0.535,
    "deletion length": -0.235,
    "deletion best margin": -1.454,
    "deletion begins in the middle": 0.325,
    "deletion label known": -1.459,
    "deletion label unknown": 2.385,
    "deletion without label": -0.672,
}


def score_block(pair: PairFeatures, window: Window) -> StateBlock:
    """Score the beads that end in each state of a window: the weighted sum of their features."""
    return StateBlock(window.top, window.left, block_scores(pair, window, WEIGHTS))


def score_parts(pair: PairFeatures, parts: Sequence[Part]) -> list[StateBlock]:
    """Score the beads inside each of some neighbouring parts, as if it were all that there is."""
    return [StateBlock(0, 0, scores) for scores in part_scores(pair, parts, WEIGHTS)]
