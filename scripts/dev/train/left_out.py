"""Tells how accurate the model is on a kind of text that it has never seen.

    python -m scripts.dev.train.left_out ../shared/data --manuals unpacked

Each domain of `scripts.dev.train.domains`, and the gold sets of novels and of mountaineering
reports, is left out of training in its turn and scored with what was learned from the others. That
is the figure to raise, not the one on what was learned from. The manuals are Debian's packages
debian-handbook, maint-guide, and maint-guide-LANG for zh-cn, fr, es, ru and de, unpacked into one
folder:

    apt-get download debian-handbook maint-guide maint-guide-zh-cn
    for package in *.deb; do dpkg -x $package unpacked; done

Needs the extra `training`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import click
import numpy as np

from hexapla.align.aligner import split_labels
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.scoring.comparison import compare
from hexapla.align.scoring.features import FEATURES
from hexapla.align.scoring.similarity import EncodedTexts, encode_texts
from hexapla.align.scoring.weights import GAP_OPEN, WEIGHTS
from scripts.dev.command import FOLDER, Row, command, data_argument, table
from scripts.dev.evaluate.defects import Line, gold_beads
from scripts.dev.evaluate.gold_sets import gold_pairs, read_gold, read_lines
from scripts.dev.evaluate.measures import calibration_error, reliability
from scripts.dev.train.crf import Lattice, Weights, fit, judged_beads, lattice
from scripts.dev.train.domains import Made, documents, domains

__all__ = ["main"]

_STRENGTH: Final = 0.5
_MARGIN: Final = 0.7
_SEEDS: Final = (11, 12, 13)
# Beads of this confidence and more are sure.
_SURE: Final = 0.95
# The gold sets of literary texts, and how many of their texts are taken.
_LITERARY: Final = {"mac-dev": 2, "text-berg": 2}


def _made(made: Iterable[Made], encoder: Encoder) -> Iterator[Lattice]:
    for each in made:
        pair = compare(_encoded(encoder, each.source), _encoded(encoder, each.target))
        yield lattice(pair, gold_beads(each.source, each.target), each.domain, each.title, 1.0)


def _encoded(encoder: Encoder, lines: Sequence[Line]) -> EncodedTexts:
    return encode_texts(encoder, [line.text for line in lines], [line.label for line in lines])


def _literary(data: Path, encoder: Encoder) -> Iterator[Lattice]:
    for name, texts in _LITERARY.items():
        for pair in islice(gold_pairs(data, name), texts):
            sides = (
                encode_texts(encoder, *split_labels(read_lines(path), language))
                for path, language in zip((pair.source, pair.target), pair.languages, strict=True)
            )
            yield lattice(compare(*sides), read_gold(pair.gold), name, pair.gold.name, 1.0)


def _figures(lattices: Iterable[Lattice], weights: Weights) -> tuple[float, float, float]:
    """Return the strict F1, how many of the sure beads are right, and the calibration error."""
    found = right = gold = recalled = 0
    judged: list[tuple[float, bool]] = []
    for each in lattices:
        beads = dict(judged_beads(each, weights))
        linked = {bead for bead in each.gold if bead[0] and bead[1]}
        found, right = found + len(beads), right + len(beads.keys() & each.gold)
        gold, recalled = gold + len(linked), recalled + len(beads.keys() & linked)
        judged += [(posterior, bead in each.gold) for bead, posterior in beads.items()]
    strict = 2 * right * recalled / max(right * gold + recalled * found, 1)
    sure = [is_right for posterior, is_right in judged if posterior >= _SURE]
    return strict, sum(sure) / max(len(sure), 1), calibration_error(reliability(judged))


@command
@data_argument
@click.option("--manuals", type=FOLDER, help="Where Debian's translated manuals were unpacked.")
@click.option("--documents", "a_domain", default=8, show_default=True, help="Of each domain.")
@click.option("--built-in", "only_built_in", is_flag=True, help="Learn nothing: minutes less.")
def main(data: Path, *, manuals: Path | None, a_domain: int, only_built_in: bool) -> None:
    """Score every domain of DATA with weights that were learned from the others.

    Beside it stands the score of the weights that are built in.

    \b
    Example: python -m scripts.dev.train.left_out ../shared/data --manuals unpacked
    """
    encoder = get_encoder("embedded")
    made = documents(domains(data, manuals), _SEEDS, a_domain=a_domain)
    lattices = [*_made(made, encoder), *_literary(data, encoder)]
    built_in = Weights(np.array([WEIGHTS[name] for name in FEATURES]), GAP_OPEN)
    everything = None if only_built_in else _learned(lattices, built_in)
    figures: dict[str, dict[str, list[float]]] = {}
    for domain in dict.fromkeys(each.group for each in lattices):
        inside = [each for each in lattices if each.group == domain]
        known = {"built in": built_in}
        if everything is not None:
            others = [each for each in lattices if each.group != domain]
            known["left out"] = _learned(others, everything)
        for name, weights in known.items():
            figures.setdefault(name, {})[domain] = list(_figures(inside, weights))
        click.echo(f"{domain} done", err=True)
    for name, found in figures.items():
        mean = np.mean(list(found.values()), axis=0)
        for line in table(_row(name, *row) for row in [*found.items(), ("mean", mean)]):
            click.echo(line)


def _learned(lattices: Iterable[Lattice], start: Weights) -> Weights:
    return fit(lattices, strength=_STRENGTH, margin=_MARGIN, start=start)


def _row(weights: str, domain: str, figures: Iterable[float]) -> Row:
    heads = "strict F1", "right of sure", "ECE"
    cells = (f"{figure:.4f}" for figure in figures)
    return {f"{weights}:": domain} | dict(zip(heads, cells, strict=True))


if __name__ == "__main__":
    main()
