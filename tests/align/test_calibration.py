"""Confidences mean how often beads are right, also where much is left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hexapla.align.aligner import align_sides, align_texts
from hexapla.align.beads import Bead
from hexapla.align.calibration import calibrated
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.joint import align_languages
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.similarity import encode_texts
from scripts.dev.evaluate.defects import DEFECTS, damaged, gold_beads, parallel_units


def document(linked: int, source: int, target: int, score: float) -> list[Bead]:
    """Return beads of one confidence, some of which leave a text of either side out."""
    beads = [Bead((i,), (i,), score) for i in range(linked)]
    beads += [Bead((i,), (), score) for i in range(linked, linked + source)]
    return beads + [Bead((), (j,), score) for j in range(linked, linked + target)]


def test_what_leaves_out_no_more_than_usual_keeps_its_confidences() -> None:
    beads = document(100, 5, 5, 0.8)
    assert calibrated(beads) == beads
    assert calibrated([]) == []


@pytest.mark.parametrize("score", [0.0, 0.6, 0.97, 1.0])
@pytest.mark.parametrize("lone", [20, 300])
def test_what_both_sides_lack_makes_beads_less_sure_than_deletions(lone: int, score: float) -> None:
    found = calibrated(document(60, lone, lone, score))
    linked, out = found[0].score, found[-1].score
    assert 0 < linked < out < 1
    assert linked < score or score < 0.9
    assert out > score or score > 0.9


def test_what_one_side_lacks_only_makes_its_deletions_surer() -> None:
    before = document(60, 40, 0, 0.97)
    after = calibrated(before)
    assert [bead.score for bead in after[:60]] == pytest.approx([0.97] * 60)
    assert all(bead.score > 0.98 for bead in after[60:])


def test_surer_beads_stay_surer() -> None:
    scores = np.linspace(0.01, 0.99, 50)
    beads = [Bead((i,), (), float(score)) for i, score in enumerate(scores)]
    beads += [Bead((), (j,), 0.5) for j in range(50)]
    found = [bead.score for bead in calibrated(beads)[:50]]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_it_is_calibrated_what_users_see(shared_data: Path) -> None:
    units = parallel_units(shared_data)["targets"]
    versions = {code: units[code][:50] for code in ("zh", "en")}
    lines = damaged(versions, DEFECTS["third-missing-unnumbered"], 71)
    texts = [[line.text for line in side] for side in lines.values()]
    labels = [[""] * len(side) for side in texts]
    encoder = get_encoder("embedded")
    found = align_texts(
        *texts,
        encoder=encoder,
        languages=("zh", "en"),
        source_labels=labels[0],
        target_labels=labels[1],
    )
    with single_threaded():
        source, target = (encode_texts(encoder, *side) for side in zip(texts, labels, strict=True))
        raw = align_sides(source, target)
    assert found == align_languages([source, target])[0] == calibrated(raw)
    gold = {bead.indices for bead in gold_beads(*lines.values())}
    lone = [k for k, bead in enumerate(found) if not all(bead.indices)]
    right = np.mean([found[k].indices in gold for k in lone])
    assert np.mean([found[k].score for k in lone]) == pytest.approx(right, abs=0.05)
