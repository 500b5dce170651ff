"""Edits of texts: a function of text and language, for all texts of a row that it is meant for.

What goes with a text goes with its change: the context that is stored of it elsewhere, its inline
tags, the form in which its document shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from hexapla.memory.editing.markup import moved_markup, moved_shown
from hexapla.memory.edits import Candidate, Edit, EditOutcome
from hexapla.memory.rows import Row
from hexapla.memory.text.cleaning import clean, composed
from hexapla.memory.units import Carried, Status, Translation

__all__ = ["Scope", "TextChange", "text_edit"]

TextChange = Callable[[str, str], str]
"""From a text and its language to the text that it becomes."""
CarriedChange = Callable[[Carried, str], Carried]
"""From what is carried with a text, and the language of that, to what it becomes."""

_EMPTY: Final = "nothing would be left of the text"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which texts are meant: those in some languages, with translations of some status.

    None leaves all in. A source text has the status of any of its translations.
    """

    languages: frozenset[str] | None = None
    status: Status | None = None

    def has_source(self, candidate: Candidate) -> bool:
        """Return whether the source text of a row is meant."""
        if candidate.row.is_unlinked or candidate.languages is not None:
            return False
        return self._has_language(candidate.language) and (
            self.status is None or any(each.status is self.status for each in candidate.row.cells)
        )

    def has_cell(self, candidate: Candidate, cell: Translation) -> bool:
        """Return whether a translation of a row is meant."""
        if candidate.languages is not None and cell.language not in candidate.languages:
            return False
        if candidate.is_alone and self.status is not None:
            return False
        return self._has_language(cell.language) and self.status in (None, cell.status)

    def _has_language(self, language: str) -> bool:
        return self.languages is None or language in self.languages


def text_edit(
    action: str,
    change: TextChange,
    scope: Scope,
    *,
    carried: CarriedChange | None = None,
) -> Edit:
    """Return an edit that changes texts, and with `carried` also what is carried with them.

    A text of which nothing would be left stays as it is, and the edit tells so.
    """

    def change_row(candidate: Candidate) -> EditOutcome:
        row = candidate.row
        left: dict[str, str] = {}
        if scope.has_source(candidate):
            row = _with_source(row, candidate.language, change, carried)
            if not row.text:
                row, left[candidate.language] = candidate.row, _EMPTY
        cells = []
        for cell in row.cells:
            new = _with_text(cell, change, carried) if scope.has_cell(candidate, cell) else cell
            if not new.text:
                new, left[cell.language] = cell, _EMPTY
            cells.append(new)
        return EditOutcome(_with_cells(row, cells), left=left)

    return Edit(action, change_row)


def _with_cells(row: Row, cells: Iterable[Translation]) -> Row:
    new = tuple(cells)
    return row if new == row.cells else replace(row, cells=new)


def _with_source(row: Row, language: str, change: TextChange, carried: CarriedChange | None) -> Row:
    text = _changed(row.text, language, change)
    return replace(
        row,
        text=text,
        before=_context(row.before, language, change),
        after=_context(row.after, language, change),
        carried=_carried_with(row.carried, row.text, text, language, carried),
    )


def _with_text(cell: Translation, change: TextChange, carried: CarriedChange | None) -> Translation:
    text = _changed(cell.text, cell.language, change)
    return replace(
        cell,
        text=text,
        carried=_carried_with(cell.carried, cell.text, text, cell.language, carried),
    )


def _context(text: str | None, language: str, change: TextChange) -> str | None:
    return _changed(text, language, change) if text else text


def _changed(text: str, language: str, change: TextChange) -> str:
    new = change(text, language)
    return text if new == text else composed(clean(new))


def _carried_with(
    carried: Carried | None, old: str, new: str, language: str, other: CarriedChange | None
) -> Carried | None:
    """Return what is carried with a text when that is changed: tags keep their places."""
    if carried is None:
        return None
    if new != old:
        carried = replace(
            carried,
            markup=moved_markup(carried.markup, new) if carried.markup else "",
            shown=moved_shown(carried.shown, old, new) if carried.shown else "",
        )
    if other is not None:
        carried = other(carried, language)
    return None if carried == Carried() else carried
