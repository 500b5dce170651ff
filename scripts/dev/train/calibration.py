"""Learns the figures of align/calibration.py, and tells how they do on other kinds of text.

    python -m scripts.dev.train.calibration ../shared/data --manuals unpacked

Documents of the domains of `scripts.dev.train.domains`, novels and mountaineering reports are
aligned as hexapla does, and it is told what their confidences are worth before, and after with what
was learned from all other domains; made documents are of seeds that nothing was learned from.
`scripts.dev.train.left_out` tells where the manuals come from. Needs the extra `training`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from hexapla.align.aligner import align_sides, split_labels
from hexapla.align.beads import Bead
from hexapla.align.calibration import BUILT_IN, Calibration, Confidences
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.similarity import encode_texts
from scripts.dev.command import FOLDER, Row, command, data_argument, table
from scripts.dev.evaluate.defects import Line, gold_beads
from scripts.dev.evaluate.gold_sets import gold_pairs, read_gold, read_lines
from scripts.dev.evaluate.measures import calibration_error, reliability
from scripts.dev.train.domains import documents, domains

__all__ = ["Judged", "fit", "main"]

_SEEDS: Final = (21, 22, 23)
# Those of documents that are scored.
_OTHER_SEEDS: Final = (31, 32, 33)
# The gold sets beside the domains.
_REAL: Final = ("mac-dev", "text-berg")
# Beads of one domain that count at most: novels have as many as the others together.
_MOST: Final = 700
# Beads of this confidence and more are sure.
_SURE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Judged:
    """The confidences of a document's beads, and which of these are right."""

    domain: str
    confidences: Confidences
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, domain: str, beads: Sequence[Bead], gold: Iterable[Bead]) -> Judged:
        """Judge beads by the gold ones."""
        known = {bead.indices for bead in gold}
        right = np.array([bead.indices in known for bead in beads], dtype=np.bool_)
        return cls(domain, Confidences.of(beads), right)


def fit(judged: Sequence[Judged]) -> Calibration:
    """Learn by logistic regression, from each domain as if it had few beads."""
    beads = {
        domain: sum(len(each.right) for each in judged if each.domain == domain)
        for domain in {each.domain for each in judged}
    }

    def loss(point: NDArray[np.float64]) -> float:
        calibration = Calibration(*point.tolist())
        total = 0.0
        for each in judged:
            odds = calibration.log_odds(each.confidences)
            wrong = np.logaddexp(0, np.where(each.right, -odds, odds)).sum()
            total += float(wrong) * min(1.0, _MOST / beads[each.domain])
        return total

    bounds = [(0.0, None), (None, None), (None, None)]
    found = minimize(loss, np.array(astuple(BUILT_IN)), bounds=bounds, method="L-BFGS-B")
    return Calibration(*found.x.tolist())


def _made(
    data: Path, manuals: Path | None, encoder: Encoder, *, seeds: Sequence[int], a_domain: int
) -> Iterator[Judged]:
    """Align made documents and judge their beads."""
    for made in documents(domains(data, manuals), seeds, a_domain=a_domain):
        beads = _aligned(encoder, made.source, made.target)
        yield Judged.of(made.domain, beads, gold_beads(made.source, made.target))


def _real(data: Path, encoder: Encoder) -> Iterator[Judged]:
    """Align real texts and judge their beads."""
    for pair in gold_pairs(data, *_REAL):
        paths = zip((pair.source, pair.target), pair.languages, strict=True)
        sides = [
            [Line(label, text, ()) for text, label in zip(*split_labels(lines, code), strict=True)]
            for lines, code in ((read_lines(path), code) for path, code in paths)
        ]
        yield Judged.of(pair.set_name, _aligned(encoder, *sides), read_gold(pair.gold))


def _aligned(encoder: Encoder, source: Sequence[Line], target: Sequence[Line]) -> list[Bead]:
    with single_threaded():
        left, right = (
            encode_texts(encoder, [line.text for line in side], [line.label for line in side])
            for side in (source, target)
        )
        return align_sides(left, right)


@command
@data_argument
@click.option("--manuals", type=FOLDER, help="Where Debian's translated manuals were unpacked.")
@click.option("--documents", "a_domain", default=16, show_default=True, help="Of each domain.")
def main(data: Path, *, manuals: Path | None, a_domain: int) -> None:
    """Learn the figures of align/calibration.py from the texts under DATA and print them.

    Each domain is scored before, and after, with what was learned from the others.

    \b
    Example: python -m scripts.dev.train.calibration ../shared/data --manuals unpacked
    """
    encoder = get_encoder("embedded")
    learned_from, scored = (
        list(_made(data, manuals, encoder, seeds=seeds, a_domain=a_domain))
        for seeds in (_SEEDS, _OTHER_SEEDS)
    )
    real = list(_real(data, encoder))
    learned_from += real
    for line in table(_rows(learned_from, [*scored, *real])):
        click.echo(line)
    click.echo(fit(learned_from))


def _rows(learned_from: Sequence[Judged], scored: Sequence[Judged]) -> Iterator[Row]:
    """Score each domain as it is, and with what was learned from the others."""
    for domain in dict.fromkeys(each.domain for each in scored):
        others = fit([each for each in learned_from if each.domain != domain])
        inside = [each for each in scored if each.domain == domain]
        yield _row(domain, inside, None)
        yield _row("calibrated", inside, others)


def _row(title: str, judged: Sequence[Judged], calibration: Calibration | None) -> Row:
    """Say what confidences are worth, as they are or calibrated."""
    confidences = [each.confidences for each in judged]
    scores = np.concatenate(
        [calibration.scores(each) if calibration else each.scores for each in confidences]
    )
    right = np.concatenate([each.right for each in judged])
    sure = scores >= _SURE
    figures = {
        "sure": sure.mean(),
        "right of sure": right[sure].mean() if sure.any() else 1.0,
        "ECE": calibration_error(reliability(list(zip(scores.tolist(), right, strict=True)))),
    }
    return {"": title} | {name: f"{figure:.4f}" for name, figure in figures.items()}


if __name__ == "__main__":
    main()
