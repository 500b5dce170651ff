"""How translations are marked on every page: in the report, and in review."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final

__all__ = ["SYMBOLS", "Mark"]


class Mark(StrEnum):
    """A mark: of review, else of the band of the score; `covered` by another row, or unaligned."""

    SURE = "sure"
    REVIEW = "review"
    DOUBTFUL = "doubtful"
    REVIEWED = "reviewed"
    REJECTED = "rejected"
    UNALIGNED = "unaligned"
    COVERED = "covered"


SYMBOLS: Final = MappingProxyType(
    {
        Mark.SURE: "✓",
        Mark.REVIEW: "≈",
        Mark.DOUBTFUL: "?",
        Mark.REVIEWED: "★",
        Mark.REJECTED: "✗",
        Mark.UNALIGNED: "∅",
        Mark.COVERED: "",
    }
)
"""What is shown beside the colour of a mark, for those who do not see the colour."""
