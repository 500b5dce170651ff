"""All that the weights of align/scoring/weights.py are learned from, and learning from it.

Gold alignments of real texts (novels zh-en, mountaineering reports de-fr, UN targets with defects)
are learned together with defective versions of the UN targets, with excerpts of them beside the
whole, and with documents of the domains of `scripts.dev.train.domains`. Where gold has blocks or
interruptions in another order, the document is learned a second time in the order of its gold, as
`align.search.reordering` would put it.

Needs the extra `training`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, cycle, islice
from pathlib import Path
from typing import Final

import numpy as np

from hexapla.align.aligner import renumbered, split_labels
from hexapla.align.beads import Bead
from hexapla.align.encoders.base import Encoder
from hexapla.align.scoring.comparison import compare
from hexapla.align.scoring.features import FEATURES
from hexapla.align.scoring.similarity import EncodedTexts, encode_texts
from hexapla.align.scoring.weights import GAP_OPEN, WEIGHTS
from scripts.dev.evaluate.defects import DEFECTS, Line, Units, damaged, gold_beads, parallel_units
from scripts.dev.evaluate.gold_sets import TARGETS, gold_pairs, read_gold, read_lines
from scripts.dev.train.crf import Lattice, Weights, fit, lattice, pruned
from scripts.dev.train.domains import Made, documents, domains

__all__ = ["BUILT_IN", "gold_lattices", "lattices", "learn", "made_lattices"]

BUILT_IN: Final = Weights(np.array([WEIGHTS[name] for name in FEATURES]), GAP_OPEN)

# Of the prior on the weights.
_STRENGTH: Final = 0.5
# What a wrong bead costs while it is learned from.
_MARGIN: Final = 0.7
_GOLD: Final = ("mac-dev", "text-berg", "sdg-noisy")
# What a document of each group weighs; real texts without defects made by us weigh 1.
_WEIGHTS: Final = {"sdg-noisy": 0.4, "defective": 0.4, "excerpt": 0.05}
# With 1, domains left out gained .008 more, and real texts lost .005.
_DOMAIN_WEIGHT: Final = 0.3
_SEEDS: Final = {"defective": 100, "excerpt": 900}
# Seeds of the documents of each domain, and how many are learned from.
_DOMAIN_SEEDS: Final = (11, 12, 13)
_A_DOMAIN: Final = 8
_PAIRS: Final = (
    *(("zh", other) for other in TARGETS),
    ("en", "fr"),
    ("es", "ru"),
    ("ar", "en"),
    ("fr", "de"),
)
_EXCERPTS: Final = 8
_OF_A_KIND: Final = 2
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


def gold_lattices(data: Path, encoder: Encoder, *names: str) -> Iterator[Lattice]:
    """Yield the real texts of gold sets, those that are not monotone in both orders."""
    for pair in gold_pairs(data, *names):
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


def _defective(targets: Mapping[str, Units], encoder: Encoder) -> Iterator[Lattice]:
    """Yield the targets with the kinds of defects that are learned from."""
    numbers, pairs = count(_SEEDS["defective"]), cycle(_PAIRS)
    for kind in _KINDS:
        for first, second in islice(pairs, _OF_A_KIND):
            versions = {first: targets[first], second: targets[second]}
            source, target = damaged(versions, DEFECTS[kind], next(numbers)).values()
            title = f"targets {first}-{second}, {kind}"
            yield _lattice(encoder, source, target, "defective", title)


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
    return lattice(
        pair, gold_beads(source, target), group, title, _WEIGHTS.get(group, _DOMAIN_WEIGHT)
    )


def _encoded(encoder: Encoder, lines: Sequence[Line]) -> EncodedTexts:
    return encode_texts(encoder, [line.text for line in lines], [line.label for line in lines])


def lattices(data: Path, manuals: Path | None, encoder: Encoder) -> Iterator[Lattice]:
    """Yield all that is learned from, without the beads that are far from likely."""
    targets = parallel_units(data)["targets"]
    made = documents(domains(data, manuals), _DOMAIN_SEEDS, a_domain=_A_DOMAIN)
    for each in chain(
        gold_lattices(data, encoder, *_GOLD),
        _defective(targets, encoder),
        _excerpts(targets, encoder),
        made_lattices(made, encoder),
    ):
        yield pruned(each, BUILT_IN)


def made_lattices(made: Iterable[Made], encoder: Encoder) -> Iterator[Lattice]:
    """Yield documents that were made."""
    for each in made:
        yield _lattice(encoder, each.source, each.target, each.domain, each.title)


def learn(learned_from: Iterable[Lattice]) -> Weights:
    """Learn weights, beginning with those that are built in."""
    return fit(learned_from, strength=_STRENGTH, margin=_MARGIN, start=BUILT_IN)
