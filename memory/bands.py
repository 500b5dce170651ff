"""The bands of confidence that people are shown instead of bare scores."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["REVIEW_FROM", "SURE_FROM", "Band", "band_of"]

SURE_FROM = 0.95
REVIEW_FROM = 0.7


class Band(StrEnum):
    """How far a translation can be relied on unread."""

    SURE = "sure"
    REVIEW = "review"
    DOUBTFUL = "doubtful"


def band_of(score: float) -> Band:
    """Give the band of a confidence from 0 to 1; what is not a number is doubtful."""
    if score >= SURE_FROM:
        return Band.SURE
    return Band.REVIEW if score >= REVIEW_FROM else Band.DOUBTFUL
