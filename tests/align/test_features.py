"""The features of beads: summed up as they are tabled."""

from __future__ import annotations

import numpy as np
import pytest

from align.aligner import split_labels
from align.comparison import Pair, compare
from align.encoders import get_encoder
from align.features import FEATURES, block_features, block_scores
from align.model import WEIGHTS
from align.similarity import encoded

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
def pair(request: pytest.FixtureRequest) -> Pair:
    encoder = get_encoder(request.param)
    sides = [(SOURCE, "zh"), (TARGET, "en")]
    return compare(*(encoded(encoder, *split_labels(*side)) for side in sides))


def test_scores_are_the_weighted_sums_of_the_features(pair: Pair) -> None:
    (window,) = pair.windows
    values, present = block_features(pair, window)
    weights = np.array([WEIGHTS[name] for name in FEATURES])
    expected = np.tensordot(weights, values, axes=1)
    found = block_scores(pair, window, WEIGHTS)
    assert np.array_equal(np.isfinite(found), present)
    assert np.allclose(found[present], expected[present], atol=1e-3)
