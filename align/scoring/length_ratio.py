"""How long and how many the texts of one side are for those of the other, where both have them.

The totals of both sides give this only for complete translations. Between two neighbouring sure
pairs of the rough path lies a stretch of both texts; what is missing on one side makes the
stretches around it disproportionate. They are left out, and the others are summed. Where there are
too few sure pairs, sides of much the same number of texts are taken for complete; otherwise the
pairs alone are measured. So they are where most stretches are out of all proportion to the pairs
themselves: then something is missing nearly everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["LengthRatio", "estimate_length_ratio"]

# Sure pairs up to which the stretches between them are too few for a median.
_FEWEST: Final = 4
# Stretches count up to 1.6 times as long, or as short, as the median makes them.
_TOLERANCE: Final = np.log(1.6)

# How far the stretches may be from the pairs: in complete translations, where a pair can be a part
# of what corresponds, by a factor of 1.3; where every second text is missing, by one of 2.
_APART: Final = np.log(1.6)


@dataclass(frozen=True, slots=True)
class LengthRatio:
    """The characters and the texts on each side that correspond to one another."""

    characters: tuple[float, float]
    texts: tuple[float, float]

    @property
    def log_text_ratio(self) -> float:
        """The logarithm of the number of target texts to a source text."""
        return float(np.log(self.texts[1] / self.texts[0]))

    def characters_per_text(self, side: int) -> float:
        """Return the characters of one side in a text of mean length."""
        return self.characters[side] / (sum(self.texts) / 2)


def estimate_length_ratio(
    pairs: NDArray[np.int64], source: NDArray[np.float64], target: NDArray[np.float64]
) -> LengthRatio:
    """Return the ratio that sure pairs show.

    `pairs` are places (i, j), of shape (pairs, 2), rising on both sides; `source` and `target` the
    characters of each text.
    """
    if len(pairs) <= _FEWEST:
        few, many = sorted((len(source), len(target)))
        if len(pairs) == 0 or many <= 2 * few:
            counted = float(len(source)), float(len(target))
            return LengthRatio((float(source.sum()), float(target.sum())), counted)
        return _of_pairs(pairs, source, target)
    counts = np.diff(pairs, axis=0).astype(np.float64)
    lengths = np.stack(
        [
            np.diff(np.concatenate([[0.0], np.cumsum(side)])[pairs[:, axis]])
            for axis, side in enumerate((source, target))
        ],
        axis=1,
    )
    ratios = np.log(lengths[:, 1] / lengths[:, 0])
    alone = _of_pairs(pairs, source, target)
    usual = np.median(ratios)
    if abs(usual - np.log(alone.characters[1] / alone.characters[0])) > _APART:
        return alone
    kept = np.abs(ratios - usual) <= _TOLERANCE
    if not kept.any():
        return alone
    characters, texts = lengths[kept].sum(axis=0), counts[kept].sum(axis=0)
    return LengthRatio(
        (float(characters[0]), float(characters[1])), (float(texts[0]), float(texts[1]))
    )


def _of_pairs(
    pairs: NDArray[np.int64], source: NDArray[np.float64], target: NDArray[np.float64]
) -> LengthRatio:
    """Measure the texts of the pairs alone, as many on one side as on the other."""
    i, j = pairs.T
    count = float(len(pairs))
    return LengthRatio((float(source[i].sum()), float(target[j].sum())), (count, count))
