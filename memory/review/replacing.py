"""An edit of texts, as find and replace is one, in the rows of a set under review."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from hexapla.memory.edits import Candidate, Edit
from hexapla.memory.review.actions import reworded
from hexapla.memory.rows import Change, Grid, Row
from hexapla.memory.units import Level

__all__ = ["edited_rows", "version_of"]


def edited_rows(grid: Grid, symbol: str, level: Level, edit: Edit, language: str) -> Change:
    """Return the change that an edit makes to the translations of a set into a language.

    What it changes is as reviewed as it was, and keeps its original. Texts that belong to no row
    stay as they are. The change is empty where nothing is changed.
    """
    pairs = []
    for row in grid.rows:
        if row.is_unlinked or row.cell(language) is None:
            continue
        key = 0  # no unit is asked for: the rows are those of the session
        candidate = Candidate(
            *(symbol, level, grid.source_language, row, key), frozenset({language})
        )
        after = edit.change(candidate).row
        if after is not None and after != row:
            pairs.append((row, _with_originals(row, after)))
    return Change(
        edit.action, tuple(before for before, _ in pairs), tuple(after for _, after in pairs)
    )


def version_of(change: Change) -> str:
    """Return a digest of a change: what somebody has been shown of it is so still, or is not."""
    versions = ((row.reference, row.version) for row in (*change.before, *change.after))
    return blake2b(repr(tuple(versions)).encode(), digest_size=8).hexdigest()


def _with_originals(before: Row, after: Row) -> Row:
    cells = tuple(
        new if new == old else reworded(old, new)
        for old, new in zip(before.cells, after.cells, strict=True)
    )
    return replace(after, cells=cells)
