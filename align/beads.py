"""Beads, the links of an alignment, and the plain-text format of vecalign and bertalign."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hexapla.corpora.errors import UsageError

__all__ = ["Bead", "Indices", "Method", "format_bead", "parse_beads"]

Indices = tuple[int, ...]
"""The places of texts on one side, ascending."""

_BEAD = re.compile(r"(\[[\d,\s]*\])\s*:\s*(\[[\d,\s]*\])(?:\s*:\s*(\S+))?")


class Method(StrEnum):
    """How a bead was found.

    Crossing beads stand across the order of the others: each version has them in another place.
    Disputed ones fit the other languages of their row less well than another row does.
    """

    LABEL = "label"
    SIMILARITY = "similarity"
    POSITION = "position"
    CROSSING = "crossing"
    DISPUTED = "disputed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Bead:
    """Source indices ↔ target indices, each ascending; one side may be empty.

    `score` is the confidence from 0 to 1.
    """

    source: Indices
    target: Indices
    score: float = 0.0
    method: Method = Method.NONE

    @property
    def indices(self) -> tuple[Indices, Indices]:
        """Both sides, by which beads are the same whatever their scores."""
        return self.source, self.target


def format_bead(bead: Bead) -> str:
    """Return the line of a bead as vecalign and bertalign read it.

    >>> format_bead(Bead((0, 1), (2,), 0.87306))
    '[0, 1]:[2]:0.8731'
    """
    return f"{list(bead.source)}:{list(bead.target)}:{bead.score:.4f}"


def parse_beads(lines: Iterable[str]) -> list[Bead]:
    """Return the beads of some lines; blank lines are passed over, the score is optional.

    Raises UsageError naming the line that is not a bead.

    >>> [bead.indices for bead in parse_beads(["[0, 1]:[2]:0.87", "", "[2]:[]"])]
    [((0, 1), (2,)), ((2,), ())]
    """
    beads = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _BEAD.fullmatch(line.strip())
        if found is None:
            raise UsageError(f"line {number}: not a bead like [0, 1]:[2]: {line.strip()[:60]!r}")
        source, target, score = found.groups()
        try:
            beads.append(
                Bead(
                    tuple(json.loads(source)),
                    tuple(json.loads(target)),
                    float(score) if score else 0.0,
                )
            )
        except ValueError as error:
            raise UsageError(f"line {number}: not a bead: {error}") from error
    return beads
