"""What the figures of an evaluation say: tallies, resampling, rows in all languages, calibration.

Pure functions over beads. A tally counts beads strictly, as `align.evaluation` does: how many were
found, how many of these are right, how many gold beads link both sides, how many of these were
found. Tallies are kept for blocks of consecutive lines, so that they can be drawn again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.beads import Bead
from hexapla.align.search.disjoint_set import DisjointSet

__all__ = [
    "RESAMPLING",
    "Band",
    "Row",
    "Tallies",
    "calibration_error",
    "compare",
    "f1",
    "interval",
    "reliability",
    "resampled",
    "rows",
    "tally",
    "tally_rows",
]

# Counts of shape (units, 4): found, right, gold, recalled.
Tallies = NDArray[np.int64]
# (language, index) of every line in a row; the source's language is "".
Row = frozenset[tuple[str, int]]

_BLOCK: Final = 10  # source lines
_FILES: Final = 5  # fewer than these are too few to draw from
_RESAMPLES: Final = 1000
_SEED: Final = 12345  # sacrebleu's
_EDGES: Final = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)

# What `interval` and `compare` depend on, for a signature.
RESAMPLING: Final = (
    f"bs:{_RESAMPLES}|seed:{_SEED}|resampled:files,blocks-of-{_BLOCK}-lines-under-{_FILES}-files"
)


@dataclass(frozen=True, slots=True)
class Band:
    """Beads of like confidence: their number, mean confidence, and the share that is right."""

    low: float
    high: float
    beads: int
    confidence: float
    right: float


def tally(gold: Iterable[Bead], found: Iterable[Bead], sizes: tuple[int, int]) -> Tallies:
    """Count the beads of one file by blocks of source lines.

    `sizes` are the numbers of lines of both sides. A bead counts where its first source line
    stands, one without source where that would be in proportion.
    """
    want = {bead.indices for bead in gold if bead.source or bead.target}
    have = {bead.indices for bead in found if bead.source or bead.target}
    counts = np.zeros((_blocks(sizes[0]), 4), dtype=np.int64)
    for source, target in have:
        line = min(source) if source else min(target) * sizes[0] // sizes[1]
        counts[line // _BLOCK, :2] += 1, (source, target) in want
    for source, target in want:
        if source and target:
            counts[min(source) // _BLOCK, 2:] += 1, (source, target) in have
    return counts


def f1(tallies: Tallies) -> NDArray[np.float64]:
    """Return the harmonic mean of precision and recall: shape (..., 4) to (...)."""
    found, right, gold, recalled = np.moveaxis(tallies, -1, 0)
    precision, recall = right / np.maximum(found, 1), recalled / np.maximum(gold, 1)
    both = precision + recall
    means: NDArray[np.float64] = 2 * precision * recall / np.where(both > 0, both, 1)
    return means


def resampled(files: Sequence[Tallies]) -> Tallies:
    """Return what is drawn with replacement: the files, or where they are few the blocks of all."""
    if len(files) >= _FILES:
        return np.array([blocks.sum(axis=0) for blocks in files])
    return np.concatenate(files)


def interval(units: Tallies) -> tuple[float, float]:
    """Return the middle 95 % of the strict F1 over bootstrap resamples of the units."""
    low, high = np.percentile(_scores(units), [2.5, 97.5])
    return float(low), float(high)


def compare(units: Tallies, baseline: Tallies) -> tuple[float, float]:
    """Return by how much the strict F1 differs from a baseline's over the same units, and p.

    Paired bootstrap resampling (Koehn 2004), two-sided: p is the share of the resamples whose
    difference lies as far from the mean as the real one from zero, plus one in both counts as
    sacrebleu has it. (sacrebleu takes the differences' absolute values before it centres them, by
    which equal systems differ at p = 0.001; here the signed differences are centred.)
    """
    real = float(f1(units.sum(axis=0)) - f1(baseline.sum(axis=0)))
    drawn = _scores(units) - _scores(baseline)
    # Equal differences may not be equal in their last bits.
    as_far = int(np.sum(np.abs(drawn - drawn.mean()) >= abs(real) - 1e-12))
    return real, (as_far + 1) / (_RESAMPLES + 1)


def rows(alignments: Mapping[str, Iterable[Bead]]) -> set[Row]:
    """Join the lines of all languages that beads link, directly or through others.

    `alignments` holds the beads between one source and each target language.
    """
    sets = DisjointSet[tuple[str, int]]()
    linked = [
        [*(("", i) for i in bead.source), *((language, j) for j in bead.target)]
        for language, beads in alignments.items()
        for bead in beads
    ]
    for lines in linked:
        sets.union(lines)
    joined: dict[tuple[str, int], set[tuple[str, int]]] = {}
    for lines in linked:
        for line in lines:
            joined.setdefault(sets.find(line), set()).add(line)
    return {frozenset(lines) for lines in joined.values()}


def tally_rows(
    gold: Mapping[str, Iterable[Bead]], found: Mapping[str, Iterable[Bead]], lines: int
) -> Tallies:
    """Count the gold rows that are found exactly, by blocks of source lines; `lines` is their sum.

    Rows without the source, or with nothing else, do not count. Precision, recall and F1 of such
    a tally are all the share of the gold rows that are exactly right.
    """
    have = rows(found)
    counts = np.zeros((_blocks(lines), 4), dtype=np.int64)
    for row in rows(gold):
        source = [index for language, index in row if not language]
        if source and len(source) < len(row):
            right = row in have
            counts[min(source) // _BLOCK] += 1, right, 1, right
    return counts


def reliability(judged: Sequence[tuple[float, bool]]) -> list[Band]:
    """Compare confidence with the share of right beads, in bands of confidence."""
    bands = []
    for low, high in pairwise(_EDGES):
        inside = [each for each in judged if low <= each[0] and (each[0] < high or high == 1.0)]
        if inside:
            confidence, right = np.mean(inside, axis=0)
            bands.append(Band(low, high, len(inside), float(confidence), float(right)))
    return bands


def calibration_error(bands: Sequence[Band]) -> float:
    """Return the expected calibration error (Guo et al. 2017) over bands of confidence."""
    beads = sum(band.beads for band in bands)
    gaps = sum(band.beads * abs(band.confidence - band.right) for band in bands)
    return gaps / beads if beads else 0.0


def _blocks(lines: int) -> int:
    return max(1, -(-lines // _BLOCK))


def _scores(units: Tallies) -> NDArray[np.float64]:
    """Return the strict F1 of each resample; the same number of units is drawn alike every time."""
    dice = np.random.default_rng(_SEED)
    return f1(units[dice.integers(len(units), size=(_RESAMPLES, len(units)))].sum(axis=1))
