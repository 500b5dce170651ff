"""The weights: one a feature, and what they make of a window."""

from __future__ import annotations

import numpy as np

from hexapla.align.encoders.registry import get_encoder
from hexapla.align.lattice.bead_types import BEAD_TYPES
from hexapla.align.lattice.windows import whole
from hexapla.align.scoring.comparison import compare
from hexapla.align.scoring.features import FEATURES
from hexapla.align.scoring.similarity import encode_texts
from hexapla.align.scoring.weights import GAP_OPEN, WEIGHTS, score_block, score_parts

SOURCE = ["A/RES/74/177, 12 March 2019", "UNICEF spent $3,400", "Goal 7 (1998)"]


def test_each_feature_has_its_weight_in_order() -> None:
    assert tuple(WEIGHTS) == FEATURES
    assert GAP_OPEN < 0


def test_the_right_bead_scores_best_and_what_cannot_be_is_impossible() -> None:
    side = encode_texts(get_encoder("none"), SOURCE, [""] * 3)
    pair = compare(side, side)
    (window,) = whole(3, 3)
    block = score_block(pair, window)
    assert block.scores.shape == (len(BEAD_TYPES), 4, 4)
    for k, (a, b) in enumerate(BEAD_TYPES):
        possible = np.isfinite(block.scores[k])
        assert possible.tolist() == [[i >= a and j >= b for j in range(4)] for i in range(4)]
    one_to_one = block.scores[BEAD_TYPES.index((1, 1)), 1:, 1:]
    assert one_to_one.argmax(axis=1).tolist() == [0, 1, 2]
    (part,) = score_parts(pair, [(range(3), range(3))])
    assert np.allclose(part.scores, block.scores, atol=1e-3)
