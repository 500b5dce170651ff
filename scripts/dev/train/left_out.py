"""Tells how accurate the model is on a kind of text that it has never seen.

    python -m scripts.dev.train.left_out ../shared/data --manuals unpacked

A third of the domains of `scripts.dev.train.domains`, of novels and of mountaineering reports, is
left out of training in its turn, and scored with what was learned from the others: the novels and
reports themselves, and documents of other seeds than those that are learned from. That is the
figure to raise, not the one on what was learned from. The manuals are Debian's packages
debian-handbook, maint-guide, and maint-guide-LANG for zh-cn, fr, es, ru and de, unpacked into one
folder:

    apt-get download debian-handbook maint-guide maint-guide-zh-cn
    for package in *.deb; do dpkg -x $package unpacked; done

Needs the extra `training`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click
import numpy as np

from hexapla.align.encoders.registry import get_encoder
from scripts.dev.command import FOLDER, Row, command, data_argument, table
from scripts.dev.evaluate.measures import calibration_error, reliability
from scripts.dev.train.crf import Lattice, Weights, judged_beads, pruned
from scripts.dev.train.domains import documents, domains
from scripts.dev.train.lattices import BUILT_IN, gold_lattices, lattices, learn, made_lattices

__all__ = ["THIRDS", "main"]

# Domains left out together.
THIRDS: Final = (
    frozenset({"targets", "handbook", "mac-dev"}),
    frozenset({"resolution", "names", "guide"}),
    frozenset({"declaration", "legal", "news", "text-berg"}),
)
_SAME: Final = {"sdg-noisy": "targets", "defective": "targets", "excerpt": "targets"}
# Not those that are learned from.
_SEEDS: Final = (21, 22, 23)
# Beads of this confidence and more are sure.
_SURE: Final = 0.95
# The gold sets that are scored as they are.
_REAL: Final = frozenset({"mac-dev", "text-berg"})

_Figures = tuple[float, float, float, float]


def _figures(scored: Iterable[Lattice], weights: Weights) -> _Figures:
    """Return the strict F1, how many are sure, how many of these right, and calibration error."""
    found = right = gold = recalled = 0
    seen: list[tuple[float, bool]] = []
    for each in scored:
        beads = dict(judged_beads(each, weights))
        linked = {bead for bead in each.gold if bead[0] and bead[1]}
        found, right = found + len(beads), right + len(beads.keys() & each.gold)
        gold, recalled = gold + len(linked), recalled + len(beads.keys() & linked)
        seen += [(p, bead in each.gold) for bead, p in beads.items()]
    strict = 2 * right * recalled / max(right * gold + recalled * found, 1)
    sure = [is_right for sureness, is_right in seen if sureness >= _SURE]
    return (
        strict,
        len(sure) / max(len(seen), 1),
        sum(sure) / max(len(sure), 1),
        calibration_error(reliability(seen)),
    )


def _left_out(learned_from: Sequence[Lattice], unseen: Sequence[Lattice]) -> dict[str, _Figures]:
    """Score each domain with weights that know nothing of its third."""
    found: dict[str, _Figures] = {}
    for third in THIRDS:
        weights = learn(each for each in learned_from if _domain(each) not in third)
        found |= _scored(unseen, third, weights)
    return found


def _domain(each: Lattice) -> str:
    """Return the domain of a group, both orders of which are of one."""
    group = each.group.removesuffix(" in order")
    return _SAME.get(group, group)


def _scored(
    unseen: Iterable[Lattice], third: frozenset[str], weights: Weights
) -> dict[str, _Figures]:
    inside = [each for each in unseen if each.group in third]
    return {
        domain: _figures((each for each in inside if each.group == domain), weights)
        for domain in dict.fromkeys(each.group for each in inside)
    }


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
    unseen = [pruned(each, BUILT_IN) for each in made_lattices(made, encoder)]
    learned_from = list(
        gold_lattices(data, encoder, *_REAL) if only_built_in else lattices(data, manuals, encoder)
    )
    unseen += [each for each in learned_from if each.group in _REAL]
    _echo("built in", _scored(unseen, frozenset().union(*THIRDS), BUILT_IN))
    if not only_built_in:
        _echo("left out", _left_out(learned_from, unseen))


def _echo(weights: str, figures: dict[str, _Figures]) -> None:
    mean = np.mean(list(figures.values()), axis=0)
    for line in table(_row(weights, *row) for row in [*figures.items(), ("mean", mean)]):
        click.echo(line)


def _row(weights: str, domain: str, figures: Iterable[float]) -> Row:
    heads = "strict F1", "sure", "right of sure", "ECE"
    cells = (f"{figure:.4f}" for figure in figures)
    return {f"{weights}:": domain} | dict(zip(heads, cells, strict=True))


if __name__ == "__main__":
    main()
