"""What a memory holds, as values."""

from __future__ import annotations

import pytest

from hexapla.memory.units import (
    REVIEW_FROM,
    SURE_FROM,
    Band,
    PairSummary,
    SetSummary,
    Status,
    band_of,
)
from tests.memory.samples import SYMBOL, sample_set


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (1.0, Band.SURE),
        (SURE_FROM, Band.SURE),
        (SURE_FROM - 1e-9, Band.REVIEW),
        (REVIEW_FROM, Band.REVIEW),
        (REVIEW_FROM - 1e-9, Band.DOUBTFUL),
        (0.0, Band.DOUBTFUL),
        (float("nan"), Band.DOUBTFUL),
    ],
)
def test_a_confidence_belongs_to_a_band(score: float, band: Band) -> None:
    assert band_of(score) is band


def test_what_is_better_decided_ranks_higher() -> None:
    ordered = sorted(Status, key=lambda status: status.rank)
    assert ordered == [Status.AUTOMATIC, Status.REJECTED, Status.REVIEWED]


def test_a_unit_is_addressed_by_its_symbol_and_reference() -> None:
    assert sample_set().units[0].tuid == f"{SYMBOL}#{sample_set().units[0].reference}"


def test_the_languages_of_a_set_begin_with_its_source() -> None:
    pairs = tuple(PairSummary(language, 1, 1, 0, 0, 0) for language in ("en", "ar"))
    assert SetSummary("S/1", "zh", "f", (), pairs, 1, 1).languages == ("zh", "en", "ar")
