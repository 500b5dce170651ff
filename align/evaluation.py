"""Strict and lax precision, recall and F1 of an alignment, as vecalign defines them.

Thompson and Koehn, "Vecalign" (EMNLP 2019), after Sennrich and Volk, "MT-based Sentence Alignment
for OCR-generated Parallel Texts" (AMTA 2010). A bead is strictly right when the gold alignment has
exactly that bead; it is laxly right when it also only links one source text to one target text that
a gold bead links. Precision is over the beads found, insertions and deletions among them; recall is
over the beads of the gold that have both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass
from itertools import product
from operator import add

from hexapla.align.beads import Bead, Indices

__all__ = ["Counts", "Ratio", "Score", "count", "score", "total"]

_Pair = tuple[Indices, Indices]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many beads are right, strictly and laxly, of how many; sums over files by `+`."""

    found: int = 0
    found_strict: int = 0
    found_lax: int = 0
    gold: int = 0
    gold_strict: int = 0
    gold_lax: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Return the sum of each count."""
        return Counts(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """The strict and the lax ratios."""

    strict: Ratio
    lax: Ratio


def score(gold: Iterable[Bead], test: Iterable[Bead]) -> Score:
    """Return the scores of one alignment against its gold.

    >>> gold = [Bead((0,), (0,)), Bead((1,), (1, 2))]
    >>> found = score(gold, [Bead((0,), (0,)), Bead((1,), (1,)), Bead((), (2,))])
    >>> round(found.strict.precision, 2), found.strict.recall
    (0.33, 0.5)
    >>> round(found.lax.precision, 2), found.lax.recall
    (0.67, 1.0)
    """
    return total([count(gold, test)])


def total(counts: Iterable[Counts]) -> Score:
    """Return the scores of several alignments together: of their summed counts (micro average)."""
    summed = sum(counts, Counts())
    return Score(
        Ratio(_share(summed.found_strict, summed.found), _share(summed.gold_strict, summed.gold)),
        Ratio(_share(summed.found_lax, summed.found), _share(summed.gold_lax, summed.gold)),
    )


def count(gold: Iterable[Bead], test: Iterable[Bead]) -> Counts:
    """Return how many beads of an alignment are right, and how many of its gold were found."""
    gold_pairs, test_pairs = _pairs(gold), _pairs(test)
    found_strict, found_lax = _matches(test_pairs, gold_pairs)
    # Recall is the precision with the sides exchanged, over what is linked on both sides.
    linked = {pair for pair in gold_pairs if all(pair)}
    gold_strict, gold_lax = _matches(linked, test_pairs)
    return Counts(len(test_pairs), found_strict, found_lax, len(linked), gold_strict, gold_lax)


def _pairs(beads: Iterable[Bead]) -> set[_Pair]:
    return {bead.indices for bead in beads if bead.source or bead.target}


def _matches(pairs: AbstractSet[_Pair], reference: AbstractSet[_Pair]) -> tuple[int, int]:
    """Count the pairs that are in the reference, and those that at least share a link with it."""
    links = {link for source, target in reference for link in product(source, target)}
    strict = lax = 0
    for pair in pairs:
        strict += pair in reference
        lax += pair in reference or not links.isdisjoint(product(*pair))
    return strict, lax


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
