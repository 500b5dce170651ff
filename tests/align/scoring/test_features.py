"""The features of beads: summed up as they are tabled."""

from __future__ import annotations

import numpy as np
import pytest

from hexapla.align.aligner import split_labels
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.lattice.windows import whole
from hexapla.align.scoring.comparison import PairFeatures, compare
from hexapla.align.scoring.features import FEATURES, Part, block_features, block_scores, part_scores
from hexapla.align.scoring.similarity import encode_texts
from hexapla.align.scoring.weights import WEIGHTS

SOURCE = [
    "1. 委员会注意到秘书长的报告，",
    "2. 委员会请缔约国在2019年6月30日以前提交答复；",
    "“下届会议将在日内瓦举行。”",
    "委员会对延误表示遗憾。",
    "3. 报告将在2020年发表。",
]
TARGET = [
    "1. The Committee notes the report of the Secretary-General,",
    "2. It asks the States parties to submit,",
    "Figure II",
    "by 30 June 2019, their replies;",
    "“The next session will be held in Geneva.”",
    "It regrets the delay.",
    "3. The report will be published in 2020.",
]


@pytest.fixture(scope="module", params=["embedded", "none"])
def pair(request: pytest.FixtureRequest) -> PairFeatures:
    encoder = get_encoder(request.param)
    sides = [(SOURCE, "zh"), (TARGET, "en")]
    return compare(*(encode_texts(encoder, *split_labels(*side)) for side in sides))


def test_scores_are_the_weighted_sums_of_the_features(pair: PairFeatures) -> None:
    (window,) = pair.windows
    values, present = block_features(pair, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES])
    expected = np.tensordot(weights, values, axes=1)
    found = block_scores(pair, window, WEIGHTS)
    assert np.array_equal(np.isfinite(found), present)
    assert np.allclose(found[present], expected[present], atol=1e-3)


# What lies between and around the parts must not count, whatever it is.
PARTS = {
    "two": [(range(0, 2), range(0, 3)), (range(2, 5), range(3, 7))],
    "apart": [(range(0, 1), range(1, 3)), (range(3, 5), range(4, 6))],
    "one inside": [(range(1, 4), range(1, 5))],
    "all": [(range(0, 5), range(0, 7))],
}


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_parts_that_are_compared_at_once_score_as_each_by_itself(
    pair: PairFeatures, parts: list[Part]
) -> None:
    found = part_scores(pair, parts, WEIGHTS)
    for (rows, columns), scores in zip(parts, found, strict=True):
        (window,) = whole(len(rows), len(columns))
        alone = block_scores(pair.part(rows, columns), window, WEIGHTS)
        assert np.array_equal(np.isfinite(scores), np.isfinite(alone))
        there = np.isfinite(alone)
        assert np.allclose(scores[there], alone[there], atol=1e-3)
