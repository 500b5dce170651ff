"""Accepting at once all that is sure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hexapla.align.beads import Method
from hexapla.memory.checks.findings import CheckOfTerms, without_terms
from hexapla.memory.checks.pair import check_pair
from hexapla.memory.review.actions import accepted
from hexapla.memory.rows import Change, Grid, Row
from hexapla.memory.units import Band, Status, Translation, band_of

__all__ = ["accept_sure", "is_sure"]

_CAUSE: Final = "accept what is sure"


def accept_sure(
    grid: Grid, languages: Collection[str], terms: CheckOfTerms = without_terms
) -> Change:
    """Return the change that accepts what is sure, in some languages, and of which no check warns.

    `terms` checks the terms. The change is empty where there is no such translation.
    """
    pairs = [(row, _with_sure_accepted(grid, row, languages, terms)) for row in grid.rows]
    changed = [(before, after) for before, after in pairs if before is not after]
    return Change(
        _CAUSE,
        tuple(before for before, _ in changed),
        tuple(after for _, after in changed),
    )


def is_sure(cell: Translation) -> bool:
    """Return whether nobody has decided on a translation, and the aligner is sure of it."""
    return (
        cell.status is Status.AUTOMATIC
        and cell.method != Method.DISPUTED
        and band_of(cell.score) is Band.SURE
    )


def _with_sure_accepted(
    grid: Grid, row: Row, languages: Collection[str], terms: CheckOfTerms
) -> Row:
    if row.is_unlinked:
        return row
    after = row
    sure = (cell for cell in row.cells if cell.language in languages and is_sure(cell))
    for cell in sure:
        pair = grid.source_language, cell.language
        if not check_pair(row.text, cell.text, pair) and not terms(row.text, cell.text, pair):
            after = after.with_cell(cell.language, accepted(cell))
    return after
