"""Gives translations another language, where a file had named a wrong one."""

from __future__ import annotations

from dataclasses import replace

from hexapla.corpora.errors import UsageError
from hexapla.memory.editing.texts import Scope
from hexapla.memory.edits import Candidate, Edit, EditOutcome
from hexapla.memory.text.language_codes import language_of
from hexapla.memory.units import Status

__all__ = ["relabelling"]


def relabelling(old: str, new: str, *, status: Status | None = None) -> Edit:
    """Return an edit that makes the translations into one language those into another.

    A memory knows languages without region: `zh` for `zh-Hans` and `zh-CN`. A unit that has a
    translation into the new language, or is in it, stays as it is, and the edit tells so. With
    `status`, only translations that have it are meant. Raises UsageError where both are one
    language.
    """
    before, after = language_of(old), language_of(new)
    if not before or not after:
        raise UsageError(f"{old[:20]!r} and {new[:20]!r} are to be codes of languages")
    if before == after:
        raise UsageError(
            f"{old} and {new} are both {before} in a memory, which knows no regions:"
            " hexapla export --code chooses one for a file, hexapla edit codes changes a file"
        )
    scope = Scope(frozenset({before}), status)

    def change(candidate: Candidate) -> EditOutcome:
        row = candidate.row
        cell = row.cell(before)
        if candidate.is_alone or cell is None or not scope.has_cell(candidate, cell):
            return EditOutcome(row)
        if candidate.language == after or row.cell(after) is not None:
            return EditOutcome(row, left={before: f"it has a text in {after} already"})
        others = [each for each in row.cells if each is not cell]
        cells = sorted([*others, replace(cell, language=after)], key=lambda each: each.language)
        return EditOutcome(replace(row, cells=tuple(cells)))

    return Edit(f"change the language {before} to {after}", change)
