"""What a posterior is worth is learned from beads that are right or not."""

from __future__ import annotations

import numpy as np
import pytest

from hexapla.align.scoring.weights import Calibration, confidence
from scripts.dev.train.calibration import THIRDS, calibration


@pytest.mark.parametrize("line", [(1.0, 0.0), (0.5, 0.4), (2.0, -1.0)])
def test_the_line_that_beads_came_from_is_found(line: Calibration) -> None:
    dice = np.random.default_rng(20441106)
    domains = [
        [
            (posterior, bool(dice.random() < confidence(posterior, line)))
            for posterior in dice.uniform(0.01, 0.99, size)
        ]
        for size in (4000, 8000)
    ]
    assert calibration([*domains, []]) == pytest.approx(line, abs=0.1)


def test_a_domain_of_many_beads_counts_no_more_than_one_of_few() -> None:
    right, wrong = (0.5, True), (0.5, False)
    _, base = calibration([[right] * 3 + [wrong], [right, *[wrong] * 3] * 100])
    assert base == pytest.approx(0, abs=1e-3)


def test_no_domain_is_left_out_twice() -> None:
    assert len(frozenset().union(*THIRDS)) == sum(len(third) for third in THIRDS)
