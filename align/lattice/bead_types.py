"""The types of beads that an alignment is made of: how many source and how many target texts."""

from __future__ import annotations

from typing import Final

__all__ = ["BEAD_TYPES", "INTERRUPTED", "LONGEST", "BeadType"]

BeadType = tuple[int, int]
"""The number of source texts and of target texts of a bead: (1, 2), and (1, 0) for a deletion."""

# (1, 0) must stay the first and (0, 1) the last: deletions are done apart from beads, and (0, 1),
# the only type that stays inside a row, by accumulation.
BEAD_TYPES: Final[tuple[BeadType, ...]] = (
    (1, 0),
    *((1, b) for b in range(1, 7)),
    *((a, 1) for a in range(2, 7)),
    *((2, b) for b in range(2, 5)),
    *((3, b) for b in range(2, 5)),
    (4, 2),
    (4, 3),
    # Interrupted: two of the three are the bead's, and the one between them is left out.
    (1, 3),
    (3, 1),
    (0, 1),
)
# The numbers of the types whose beads leave out the middle one of three texts.
INTERRUPTED: Final = frozenset((len(BEAD_TYPES) - 3, len(BEAD_TYPES) - 2))
# Texts in the longest span that is compared: one more than in the longest bead.
LONGEST: Final = 1 + max(max(bead_type) for bead_type in BEAD_TYPES)
