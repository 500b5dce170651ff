"""What every encoder is to the aligner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Encoder", "Vectors"]

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts of any of its languages into vectors of one space.

    `name` and `revision` together identify the vectors: the same pair gives the same vectors.
    """

    @property
    def name(self) -> str:
        """The name that the user chooses it by."""

    @property
    def revision(self) -> str:
        """The version of its weights and code."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row a text: float32 of shape (len(texts), dimension)."""
