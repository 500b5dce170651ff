"""What the confidence of a bead says where much of a document is left out.

The weights tell how likely beads are in documents that leave out as much as is usual. Where both
versions lack more, a text without counterpart is sooner taken for what another means: confidences
are scaled down as by a temperature (Guo et al., "On Calibration of Modern Neural Networks", ICML
2017), by how much more both leave out. Where either lacks more, what leaves a text out is right
more often than they say. Documents that leave out no more than usual keep their confidences.

`scripts.dev.train.calibration` learns by how much, and tells what it gives on other domains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.beads import Bead
from hexapla.align.search.path import log_excess

__all__ = ["BUILT_IN", "Calibration", "Confidences", "calibrated"]

# More was left out of no document that this was learned on.
_MOST: Final = 2.0
# Beads are never surer than that before.
_SUREST: Final = 1 - 1e-4


@dataclass(frozen=True, slots=True)
class Confidences:
    """The confidences of beads, which leave a text out, and how much more their documents do.

    All have the shape (beads,). `excess` is the logarithm of how many times as many texts are left
    out of the document as is usual, and `mutual` the same if each side left out as few as the one
    that leaves out fewer.
    """

    scores: NDArray[np.float64]
    lone: NDArray[np.bool_]
    excess: NDArray[np.float64]
    mutual: NDArray[np.float64]

    @classmethod
    def of(cls, beads: Sequence[Bead]) -> Confidences:
        """Return those of all beads of a document pair."""
        scores = np.array([bead.score for bead in beads], dtype=np.float64)
        lone = np.array([not all(bead.indices) for bead in beads], dtype=np.bool_)
        sizes = np.array([[len(side) for side in bead.indices] for bead in beads]).reshape(-1, 2)
        left_out = sizes[lone].sum(axis=0)
        excess, mutual = (
            np.full(len(beads), min(log_excess(int(texts), int(sizes.sum())), _MOST))
            for texts in (left_out.sum(), 2 * left_out.min())
        )
        return cls(scores, lone, excess, mutual)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a document changes, to the extent that it leaves out more than usual.

    Log-odds are divided by one and `cooling` times what is left out on both sides, for which all
    gain `mutual`; texts left out gain `lone` for what is left out on either.
    """

    cooling: float
    mutual: float
    lone: float

    def log_odds(self, confidences: Confidences) -> NDArray[np.float64]:
        """Return the log-odds that each bead is right: shape (beads,)."""
        scores = confidences.scores.clip(1 - _SUREST, _SUREST)
        log_odds: NDArray[np.float64] = (
            np.log(scores / (1 - scores)) / (1 + self.cooling * confidences.mutual)
            + self.mutual * confidences.mutual
            + self.lone * confidences.excess * confidences.lone
        )
        return log_odds

    def scores(self, confidences: Confidences) -> NDArray[np.float64]:
        """Return how likely each bead is right: shape (beads,).

        Where no more is left out than is usual, confidences stay as they are.
        """
        if not confidences.excess.any():
            return confidences.scores
        scores: NDArray[np.float64] = 1 / (1 + np.exp(-self.log_odds(confidences)))
        return scores


# Learned with each of ten domains left out they are .8 to .9, .2 to .4 and .76 to 1.
BUILT_IN: Final = Calibration(cooling=0.83, mutual=0.29, lone=0.88)


def calibrated(beads: Sequence[Bead]) -> list[Bead]:
    """Return all beads of a document pair with confidences that mean how often such are right.

    >>> some = [Bead((i,), (i,), 0.99) for i in range(50)]
    >>> calibrated(some) == some
    True
    >>> lacking = [Bead((i,), (), 0.7) for i in range(50, 65)]
    >>> found = calibrated([*some, *lacking, *(Bead((), each.source, 0.7) for each in lacking)])
    >>> round(found[0].score, 2), round(found[-1].score, 2)
    (0.93, 0.89)
    """
    scores = BUILT_IN.scores(Confidences.of(beads))
    return [replace(bead, score=float(score)) for bead, score in zip(beads, scores, strict=True)]
