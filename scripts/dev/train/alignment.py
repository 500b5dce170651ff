"""Learns the weights of align/scoring/weights.py.

    python -m scripts.dev.train.alignment ../shared/data

Gold alignments of real texts (novels zh-en, mountaineering reports de-fr, UN targets with defects)
are learned together with defective versions of the UN targets, and with excerpts of them beside
the whole. Where gold has blocks or interruptions in another order, the document is learned a
second time in the order of its gold, as `align.search.reordering` would put it. Every set is scored
by cross-validation; defective versions of other documents are never learned from. The weights that
are printed at the end are learned from all of it. Needs the extra `training`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, cycle
from pathlib import Path
from typing import Final

import click
import numpy as np

from hexapla.align.aligner import renumbered, split_labels
from hexapla.align.beads import Bead
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.scoring.comparison import compare
from hexapla.align.scoring.features import FEATURES
from hexapla.align.scoring.similarity import EncodedTexts, encode_texts
from scripts.dev.command import command, data_argument
from scripts.dev.evaluate.defects import DEFECTS, Line, Units, damaged, gold_beads, parallel_units
from scripts.dev.evaluate.gold_sets import TARGETS, gold_pairs, read_gold, read_lines
from scripts.dev.train.crf import Lattice, Weights, best_beads, fit, lattice

__all__ = ["main"]

_FOLDS: Final = 4
_STRENGTH: Final = 0.5
_MARGIN: Final = 0.7
# What a document of each group weighs; real texts without defects made by us weigh 1.
_WEIGHTS: Final = {"sdg-noisy": 0.4, "defective": 0.4, "excerpt": 0.05, "held out": 0.0}
_SEEDS: Final = {"defective": 100, "held out": 500, "excerpt": 900}
_PAIRS: Final = (
    *(("zh", other) for other in TARGETS),
    ("en", "fr"),
    ("es", "ru"),
    ("ar", "en"),
    ("fr", "de"),
)
_EXCERPTS: Final = 8
_KINDS: Final = (
    "mixed",
    "unnumbered",
    "third-missing",
    "third-missing-unnumbered",
    "half-missing",
    "wrong-numbers",
    "joined-and-split",
    "interrupted",
)


def _gold(data: Path, encoder: Encoder) -> Iterator[Lattice]:
    """Yield the real texts with gold, those that are not monotone in both orders."""
    for pair in gold_pairs(data):
        if pair.set_name in {"sdg-numbered", "sdg-unnumbered"}:
            continue
        sides = []
        for path, language in zip((pair.source, pair.target), pair.languages, strict=True):
            sides.append(encode_texts(encoder, *split_labels(read_lines(path), language)))
        gold = read_gold(pair.gold)
        group = pair.set_name
        weight = _WEIGHTS.get(group, 1.0)
        yield lattice(compare(*sides), gold, group, pair.gold.name, weight)
        orders = _gold_order(gold, (len(sides[0]), len(sides[1])))
        if any(order != sorted(order) for order in orders):
            again = [side.take(np.array(order)) for side, order in zip(sides, orders, strict=True)]
            inverse = [np.argsort(order) for order in orders]
            placed = renumbered(gold, *inverse)
            yield lattice(compare(*again), placed, f"{group} in order", pair.gold.name, weight)


def _gold_order(gold: Sequence[Bead], sizes: tuple[int, int]) -> list[list[int]]:
    """Order both sides so that gold is monotone.

    Texts without counterpart follow the text that they followed.
    """
    linked: list[Bead] = []
    seen: tuple[set[int], set[int]] = (set(), set())
    for bead in sorted((b for b in gold if b.source and b.target), key=lambda b: min(b.source)):
        # One gold file has an index twice.
        if seen[0].isdisjoint(bead.source) and seen[1].isdisjoint(bead.target):
            linked.append(bead)
            seen[0].update(bead.source)
            seen[1].update(bead.target)
    orders: list[list[int]] = []
    for side, size in enumerate(sizes):
        spans = [sorted(bead.target if side else bead.source) for bead in linked]
        owner = {index: place for place, span in enumerate(spans) for index in span}
        rest: dict[int, list[int]] = {}
        last = -1
        for index in range(size):
            last = owner.get(index, last)
            if index not in owner:
                rest.setdefault(last, []).append(index)
        orders.append(
            rest.get(-1, [])
            + [index for k, span in enumerate(spans) for index in (*span, *rest.get(k, []))]
        )
    return orders


def _defective(
    texts: Mapping[str, Mapping[str, Units]], group: str, names: Sequence[str], encoder: Encoder
) -> Iterator[Lattice]:
    """Yield each of some parallel texts with the kinds of defects that are learned from."""
    numbers, pairs = count(_SEEDS[group]), cycle(_PAIRS)
    for kind in _KINDS:
        for name in names:
            pair = next(pairs)
            units = texts[name]
            first, second = pair if set(pair) <= units.keys() else ("zh", "en")
            versions = {first: units[first], second: units[second]}
            source, target = damaged(versions, DEFECTS[kind], next(numbers)).values()
            title = f"{name} {first}-{second}, {kind}"
            yield _lattice(encoder, source, target, group, title)


def _excerpts(units: Mapping[str, Units], encoder: Encoder) -> Iterator[Lattice]:
    """Yield whole texts beside a few neighbouring paragraphs of the other language."""
    numbers = count(_SEEDS["excerpt"])
    for index, (first, second) in zip(range(_EXCERPTS), _PAIRS, strict=False):
        versions = {first: units[first], second: units[second]}
        kind = ("mixed", "unnumbered")[index % 2]
        source, target = damaged(versions, DEFECTS[kind], next(numbers)).values()
        dice = random.Random(index)  # noqa: S311 - not for secrets
        size = dice.choice((10, 20, 30, 40))
        start = dice.randrange(len(target) - size)
        part = target[start : start + size]
        yield _lattice(encoder, source, part, "excerpt", f"{first}-{second}")


def _lattice(
    encoder: Encoder, source: Sequence[Line], target: Sequence[Line], group: str, title: str
) -> Lattice:
    pair = compare(_encoded(encoder, source), _encoded(encoder, target))
    return lattice(pair, gold_beads(source, target), group, title, _WEIGHTS[group])


def _encoded(encoder: Encoder, lines: Sequence[Line]) -> EncodedTexts:
    return encode_texts(encoder, [line.text for line in lines], [line.label for line in lines])


def _strict_f1(lattices: Sequence[Lattice], weights: Sequence[Weights]) -> float:
    """Score the best paths through lattices, each with its own weights."""
    found = right = gold = recalled = 0
    for each, own in zip(lattices, weights, strict=True):
        beads = set(best_beads(each, own))
        linked = {bead for bead in each.gold if bead[0] and bead[1]}
        found, right = found + len(beads), right + len(beads & each.gold)
        gold, recalled = gold + len(linked), recalled + len(beads & linked)
    return 2 * right * recalled / max(right * gold + recalled * found, 1)


def _fold(each: Lattice) -> int:
    """Spread the documents of a set over the folds; both orders of one stay together."""
    return sum(map(ord, each.name)) % _FOLDS


def _cross_validate(real: Sequence[Lattice], made: Sequence[Lattice]) -> None:
    """Print the score of every set under weights that were learned without it."""
    learned = []
    for fold in range(_FOLDS):
        others = [each for each in real if _fold(each) != fold]
        learned.append(fit([*others, *made], strength=_STRENGTH, margin=_MARGIN))
        click.echo(f"fold {fold + 1} of {_FOLDS} done", err=True)
    held = [each for each in made if not each.weight]
    for group in dict.fromkeys(each.group for each in real):
        inside = [each for each in real if each.group == group]
        score = _strict_f1(inside, [learned[_fold(each)] for each in inside])
        click.echo(f"{group:<24}{score:>7.3f}")
    click.echo(f"{'held out':<24}{_strict_f1(held, [learned[0]] * len(held)):>7.3f}")


@command
@data_argument
@click.option("--no-validation", is_flag=True, help="Learn the weights alone.")
def main(data: Path, *, no_validation: bool) -> None:
    """Learn the weights of align/scoring/weights.py from the gold sets under DATA and print them.

    Takes some 3 GB of memory, and with cross-validation half an hour on two cores.

    \b
    Example: python -m scripts.dev.train.alignment ../shared/data
    """
    encoder = get_encoder("embedded")
    texts = parallel_units(data)
    real = list(_gold(data, encoder))
    made = [
        *_defective(texts, "defective", ["targets"] * 3, encoder),
        *_defective(texts, "held out", ["resolution", "declaration"], encoder),
        *_excerpts(texts["targets"], encoder),
    ]
    if not no_validation:
        _cross_validate(real, made)
    weights = fit([*real, *made], strength=_STRENGTH, margin=_MARGIN)
    click.echo(f"GAP_OPEN: Final = {weights.gap_open:.3f}\n")
    for name, weight in zip(FEATURES, weights.features, strict=True):
        click.echo(f'    "{name}": {weight:.3f},')


if __name__ == "__main__":
    main()
