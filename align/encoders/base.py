"""What every encoder is to the aligner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = ["AnyVectors", "Encoder", "StoredVectors", "SummingEncoder", "Sums", "Vectors"]

Vectors = NDArray[np.float32]
# What waits to be compared takes half the room: 10,000 paragraphs peak at .98 GB instead of 1.07.
# Products are computed in single precision.
StoredVectors = NDArray[np.float16]
AnyVectors = Vectors | StoredVectors


class Encoder(Protocol):
    """Turns texts of any of its languages into vectors of one space; nothing loads before its use.

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
        """Return one unit-length row a text: float32 of shape (len(texts), dimension)."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What an encoder summed up of texts: arrays of one shape (texts, parts).

    `whole` is of the text, `opening` and `closing` of the marks around it, which a joint takes off.
    """

    whole: Vectors
    opening: Vectors
    closing: Vectors


@runtime_checkable
class SummingEncoder(Encoder, Protocol):
    """An encoder whose vectors follow from sums over the text, so that joined texts need no pass.

    The sum of the texts i … j joined is that of `whole` less what stands between them, `closing`
    of each and `opening` of the next, closely; `compose` of it gives the vector that `encode`
    gives of the joined text.
    """

    def sums(self, texts: Sequence[str]) -> Sums:
        """Return the sums of each text."""

    def compose(self, parts: Vectors) -> Vectors:
        """Return the unit-length vectors of sums: float32 of shape (len(parts), dimension)."""
