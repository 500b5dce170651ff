"""What calibration learns is what confidences were made with."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from click.testing import CliRunner

from hexapla.align.beads import Bead
from hexapla.align.calibration import Calibration, Confidences

pytest.importorskip("scipy")

from scripts.dev.train.calibration import Judged, fit, main


def made(true: Calibration, seed: int) -> Judged:
    """Make the beads of a document that are right as often as a calibration says."""
    dice = np.random.default_rng(seed)
    size = 4000
    scores = dice.uniform(0.05, 0.999, size)
    excess, mutual = (np.full(size, value) for value in dice.uniform(0, 2, 2))
    confidences = Confidences(scores, dice.random(size) < 0.3, excess, mutual)
    chances = 1 / (1 + np.exp(-true.log_odds(confidences)))
    return Judged(f"domain {seed % 2}", confidences, dice.random(size) < chances)


def test_learns_what_confidences_were_made_with() -> None:
    true = Calibration(cooling=0.4, mutual=-0.3, lone=0.8)
    assert astuple(fit([made(true, seed) for seed in range(10)])) == pytest.approx(
        astuple(true), abs=0.1
    )


def test_beads_are_judged_by_the_gold() -> None:
    beads = [Bead((0,), (0,), 0.9), Bead((1,), (), 0.4)]
    judged = Judged.of("x", beads, [Bead((0,), (0,))])
    assert judged.right.tolist() == [True, False]
    assert judged.confidences.lone.tolist() == [False, True]


def test_its_help_gives_an_example() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert "Example: python -m scripts.dev.train.calibration" in done.stdout
