"""What every encoder is to the aligner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = ["Encoder", "SummingEncoder", "Vectors"]

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

    @property
    def max_length(self) -> int | None:
        """The most tokens of a text that are read; None where there is no such limit."""

    @property
    def languages(self) -> frozenset[str] | None:
        """The codes of its languages; None where they are not stated."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row a text: float32 of shape (len(texts), dimension)."""


@runtime_checkable
class SummingEncoder(Encoder, Protocol):
    """An encoder whose vectors follow from sums over the text, so that joined texts need no pass.

    The parts of the texts i … j joined are `parts[i : j + 1].sum(0) + seams[i : j].sum(0)`,
    closely; `compose` of them gives the vector that `encode` gives of the joined text.
    """

    def parts(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Give the parts of each text, and of each seam between neighbours (one row less)."""

    def compose(self, parts: Vectors) -> Vectors:
        """Give unit-length vectors: float32 of shape (len(parts), dimension)."""
