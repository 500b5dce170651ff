"""The weights are learned from gold alignments: what these allow, and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from hexapla.align.beads import Bead
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.scoring.comparison import PairFeatures, compare
from hexapla.align.scoring.features import FEATURES
from hexapla.align.scoring.similarity import encode_texts
from scripts.dev.train.alignment import main
from scripts.dev.train.crf import Weights, fit, judged_beads, lattice

SOURCE = [
    "委员会注意到秘书长的报告。",
    "请缔约国在2044年6月30日以前提交答复，并说明本国采用的语文。",
    "委员会对延误表示遗憾。",
    "下届会议将在日内瓦举行。会议于下午六时闭幕。",
    "主席感谢口译员。",
    "报告附有三个附件。",
]
TARGET = [
    "The Committee notes the report of the Secretary-General.",
    "The States parties are to submit their replies by 30 June 2044,",
    "Figure III. Precedents by region",
    "and to state the languages that they use.",
    "It regrets the delay.",
    "The next session will be held in Geneva.",
    "The meeting rose at 6 p.m.",
    "The report has three annexes.",
    "The Chair thanked the interpreters.",
]
GOLD = [
    Bead((0,), (0,)),
    Bead((1,), (1, 3)),
    Bead((), (2,)),
    Bead((2,), (4,)),
    Bead((3,), (5, 6)),
    # These two cross.
    Bead((4,), (8,)),
    Bead((5,), (7,)),
]


@pytest.fixture(scope="module")
def pair() -> PairFeatures:
    encoder = get_encoder("embedded")
    return compare(*(encode_texts(encoder, side, [""] * len(side)) for side in (SOURCE, TARGET)))


def test_only_gold_is_allowed_where_it_can_be_followed(pair: PairFeatures) -> None:
    full = lattice(pair, GOLD, "", "", 1.0)
    only = full.only(full.right)
    dice = np.random.default_rng(20441106)
    monotone = {bead.indices for bead in GOLD[:5]}
    for _ in range(20):
        weights = Weights(dice.normal(size=len(FEATURES)), float(dice.normal()))
        assert monotone <= {bead for bead, _ in judged_beads(only, weights)}


def test_what_was_learned_gives_the_gold_back(pair: PairFeatures) -> None:
    learned = lattice(pair, GOLD, "", "", 1.0)
    weights = fit([learned], strength=0.01, margin=0.5)
    assert {bead.indices for bead in GOLD[:5]} <= {
        bead for bead, _ in judged_beads(learned, weights)
    }


def test_the_help_has_an_example() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    assert "Example: python -m scripts.dev.train.alignment" in done.stdout
