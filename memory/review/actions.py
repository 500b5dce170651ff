"""Corrections of an alignment, as pure functions: from the rows of a set to a change of them.

The segmentation of the source is kept: what is done in the column of a target language merges,
splits and moves target texts to fit it. Only what is done in the source column changes the rows.
Whatever is put together by hand is `automatic` until somebody accepts it, and keeps the lower of
the scores. Each function raises UsageError where there is nothing to be done, in the words that
are shown to the reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import language_for
from hexapla.memory.rows import (
    Change,
    Grid,
    Row,
    unlinked_reference,
    unlinked_row,
    unused_reference,
)
from hexapla.memory.text.cleaning import clean, composed
from hexapla.memory.units import Carried, Status, Translation

__all__ = [
    "ORIGINAL",
    "accepted",
    "decide",
    "edit",
    "edited",
    "join_rows",
    "link",
    "merge",
    "move",
    "original_of",
    "reworded",
    "split",
    "split_row",
    "unlink",
]

ORIGINAL: Final = "x-Original"
"""The property of a translation that keeps its text from before it was edited."""

_BY_HAND: Final = "manual"
_EDITED: Final = "edited"


def decide(grid: Grid, reference: str, languages: Iterable[str], status: Status) -> Change:
    """Accept, reject or reopen the translations of a row into some languages.

    A reviewed translation has the score 1.0; one that is reopened is as sure as it is then.
    """
    row = _row(grid, reference)
    if row.is_unlinked:
        raise UsageError("this text belongs to no row: move or link it first")
    wanted = set(languages)
    cells = [each for each in row.cells if each.language in wanted and each.status is not status]
    if not cells:
        raise UsageError("there is nothing to decide here")
    after = row
    for cell in cells:
        decided = accepted(cell) if status is Status.REVIEWED else replace(cell, status=status)
        after = after.with_cell(cell.language, decided)
    return Change(str(status), (row,), (after,))


def accepted(cell: Translation) -> Translation:
    """Return a translation that somebody has accepted: reviewed, and as sure as can be."""
    return replace(cell, status=Status.REVIEWED, score=1.0)


def merge(grid: Grid, reference: str, language: str, step: int) -> Change:
    """Take the text of the next row (`step` 1) or the previous one (-1) into this row."""
    row = _row(grid, reference)
    return _carry(grid, "merge", _neighbour(grid, row, language, step), row, language)


def move(grid: Grid, reference: str, language: str, step: int) -> Change:
    """Move the text to the next row (`step` 1) or the previous one (-1), beside what is there."""
    row = _row(grid, reference)
    return _carry(grid, "move", row, _neighbour(grid, row, language, step), language)


def split(grid: Grid, reference: str, language: str, at: int) -> Change:
    """Cut a translation at a place in its text, counted in characters.

    What follows goes to the next row if that has no text in the language, else into an unlinked row
    between the two.
    """
    row = _row(grid, reference)
    cell = _cell(row, language)
    first, second = clean(cell.text[:at]), clean(cell.text[at:])
    if not first or not second:
        raise UsageError("put the cursor between two words to split there")
    after = _index(grid, row) + 1
    below = grid.rows[after] if after < len(grid) else None
    # A text that belongs to no row has nothing but its words.
    left = replace(cell, text=first) if row.is_unlinked else _open(cell, first)
    kept = row.with_cell(language, left)
    if below is not None and not below.is_unlinked and below.cell(language) is None:
        given = below.with_cell(language, _open(cell, second))
        return Change("split", (row, below), (kept, given))
    return Change("split", (row,), (kept, _unlinked_after(grid, row, language, second)))


def edit(grid: Grid, reference: str, language: str, text: str) -> Change:
    """Replace the text of a translation, which is reviewed then and keeps the original."""
    row = _row(grid, reference)
    cell = _cell(row, language)
    text = composed(clean(" ".join(text.split("\n"))))
    if not text:
        raise UsageError("a translation cannot be empty: unlink or reject it")
    if text == cell.text:
        raise UsageError("the text is the same")
    if row.is_unlinked:
        raise UsageError("this text belongs to no row: move or link it first")
    return Change("edit", (row,), (row.with_cell(language, edited(cell, text)),))


def edited(cell: Translation, text: str) -> Translation:
    """Return a translation with another text: reviewed, with the original kept beside it."""
    original = original_of(cell) or cell.text
    return replace(
        _open(cell, text),
        status=Status.REVIEWED,
        score=1.0,
        method=_EDITED,
        carried=_with_original(cell.carried, "" if text == original else original),
    )


def reworded(cell: Translation, new: Translation) -> Translation:
    """Return what a translation has become, with its original text kept beside it."""
    original = original_of(cell) or cell.text
    properties = _properties(new.carried, "" if new.text == original else original)
    carried = replace(new.carried or Carried(), properties=properties)
    return replace(new, carried=None if carried == Carried() else carried)


def unlink(grid: Grid, reference: str, language: str) -> Change:
    """Take a translation out of its row and leave it as an unlinked text after it."""
    row = _row(grid, reference)
    cell = _cell(row, language)
    if row.is_unlinked:
        raise UsageError("this text belongs to no row: move or link it first")
    after = _emptied(grid, row, language)
    return Change("unlink", (row,), (*after, _unlinked_after(grid, row, language, cell.text)))


def link(grid: Grid, reference: str, other: str, language: str) -> Change:
    """Put the text of a row into another row, wherever it is; what was there comes back for it."""
    row, goal = _row(grid, reference), _row(grid, other)
    if row.reference == goal.reference:
        raise UsageError("choose another row to link the text to")
    if goal.is_unlinked:
        raise UsageError("only a row with a source text can be linked")
    cell, there = _cell(row, language), goal.cell(language)
    linked = goal.with_cell(language, _open(cell, cell.text))
    if there is None:
        return Change("link", (row, goal), (*_emptied(grid, row, language), linked))
    back = (
        _with_text(row, language, there.text)
        if row.is_unlinked
        else row.with_cell(language, _open(there, there.text))
    )
    return Change("link", (row, goal), (back, linked))


def join_rows(grid: Grid, reference: str, step: int) -> Change:
    """Join a row and its neighbour in every language, the source too."""
    row = _row(grid, reference)
    if row.is_unlinked:
        raise UsageError("only rows with a source text can be joined")
    other = next((each for each in _along(grid, row, step) if not each.is_unlinked), None)
    if other is None:
        raise UsageError("there is no row to join in this direction")
    first, second = (row, other) if step > 0 else (other, row)
    name = unused_reference(grid, f"{first.reference}+{second.reference}")
    joined = Row(
        name,
        first.position,
        first.kind,
        "+".join(dict.fromkeys(filter(None, (first.label, second.label)))),
        _joined(grid.source_language, first.text, second.text),
        before=first.before,
        after=second.after,
    )
    for language in grid.languages:
        cells = [each for each in (first.cell(language), second.cell(language)) if each]
        if cells:
            joined = joined.with_cell(language, _together(cells))
        elif language in first.alone or language in second.alone:
            joined = joined.with_cell(language, None)
    return Change("join", (row, other), (joined,))


def split_row(grid: Grid, reference: str, at: int) -> Change:
    """Cut the source of a row in two; all its translations stay with the first part."""
    row = _row(grid, reference)
    first, second = clean(row.text[:at]), clean(row.text[at:])
    if not first or not second:
        raise UsageError("put the cursor between two words to split there")
    head, plus, tail = row.reference.partition("+")
    names = (head, tail) if plus else (f"{row.reference}/1", f"{row.reference}/2")
    one = unused_reference(grid, names[0])
    other = unused_reference(grid, names[1], (one,))
    upper = replace(row, reference=one, text=first, after=None, carried=None)
    lower = Row(
        *(other, row.position, row.kind, row.label, second),
        alone=tuple(sorted({each.language for each in row.cells} | set(row.alone))),
    )
    return Change("split", (row,), (upper, lower))


def original_of(cell: Translation) -> str:
    """Return the text that a translation had before it was edited, "" where it was not."""
    properties = cell.carried.properties if cell.carried else ()
    return next((value for name, value in properties if name == ORIGINAL), "")


def _row(grid: Grid, reference: str) -> Row:
    row = grid.find(reference)
    if row is None:
        raise UsageError("this row is not there any more")
    return row


def _cell(row: Row, language: str) -> Translation:
    cell = row.cell(language)
    if cell is None:
        raise UsageError("there is no text here")
    return cell


def _index(grid: Grid, row: Row) -> int:
    """Return the place of a row that is known to be there."""
    index = grid.index_of(row.reference)
    assert index is not None
    return index


def _along(grid: Grid, row: Row, step: int) -> Sequence[Row]:
    """Return the rows that follow, or those before, nearest first."""
    index = _index(grid, row)
    return grid.rows[index + 1 :] if step > 0 else grid.rows[:index][::-1]


def _neighbour(grid: Grid, row: Row, language: str, step: int) -> Row:
    """Return the nearest row that has a place for a text in a language."""
    for each in _along(grid, row, step):
        if not each.is_unlinked or each.cell(language):
            return each
    raise UsageError("there is no row in this direction")


def _carry(grid: Grid, action: str, giver: Row, taker: Row, language: str) -> Change:
    """Put the text of one row beside that of another, in the order of the rows."""
    cell, there = _cell(giver, language), taker.cell(language)
    cells = [each for each in (cell, there) if each]
    together = _together(cells if _index(grid, giver) < _index(grid, taker) else cells[::-1])
    taken = (
        _with_text(taker, language, together.text)
        if taker.is_unlinked
        else taker.with_cell(language, together)
    )
    rest = _emptied(grid, giver, language)
    # The row at which it was asked for comes first: there the reviewer is when it is taken back.
    if action == "merge":
        return Change(action, (taker, giver), (taken, *rest))
    return Change(action, (giver, taker), (*rest, taken))


def _emptied(grid: Grid, row: Row, language: str) -> tuple[Row, ...]:
    """Return a row without its text in a language; nothing where no row is left then.

    A row over the sources of several others, made for one language, goes with its last text.
    """
    after = row.with_cell(language, None)
    if after.cells:
        return (after,)
    spans_others = any(
        each.position == row.position
        and not each.is_unlinked
        and each.reference != row.reference
        and row.text.startswith(each.text)
        for each in _around(grid, row)
    )
    return () if row.is_unlinked or spans_others else (after,)


def _around(grid: Grid, row: Row) -> Sequence[Row]:
    index = _index(grid, row)
    # A row over several source texts stands beside them.
    return grid.rows[max(index - 8, 0) : index + 9]


def _unlinked_after(grid: Grid, row: Row, language: str, text: str) -> Row:
    own = row.reference.removeprefix(f"{language}:")
    name = unused_reference(grid, unlinked_reference(language, own)).removeprefix(f"{language}:")
    return unlinked_row(name, row.position, row.kind, language, text)


def _with_text(row: Row, language: str, text: str) -> Row:
    """Return an unlinked row with another text."""
    cell = _cell(row, language)
    return replace(row, cells=(replace(cell, text=text),))


def _open(cell: Translation, text: str) -> Translation:
    """Return a translation with a text that somebody put there and nobody has accepted yet."""
    carried = (
        replace(cell.carried, markup="", shown="", number="", pieces=()) if cell.carried else None
    )
    return replace(cell, text=text, method=_BY_HAND, status=Status.AUTOMATIC, carried=carried)


def _together(cells: Sequence[Translation]) -> Translation:
    """Join translations into one, in this order."""
    first, *others = cells
    text = _joined(first.language, *(each.text for each in cells))
    # An unlinked text has no score of its own.
    scores = [each.score for each in cells if each.method != "none"] or [0.0]
    label = "+".join(dict.fromkeys(each.label for each in cells if each.label))
    original = _joined(first.language, *(original_of(each) or each.text for each in cells))
    edited = any(original_of(each) for each in cells)
    carried = first.carried if not others else None
    return replace(
        _open(first, text),
        score=min(scores),
        label=label,
        carried=_with_original(carried, original if edited else ""),
    )


def _joined(language: str, *texts: str) -> str:
    return language_for(language).separator.join(filter(None, texts))


def _with_original(carried: Carried | None, original: str) -> Carried | None:
    """Keep an original text among what is carried with a translation, or take it out."""
    properties = _properties(carried, original)
    there = carried or Carried()
    new = replace(there, properties=properties, markup="", shown="", number="", pieces=())
    return None if new == Carried() else new


def _properties(carried: Carried | None, original: str) -> tuple[tuple[str, str], ...]:
    """Return the properties of what is carried, with an original text or without one."""
    there = carried.properties if carried else ()
    others = tuple(each for each in there if each[0] != ORIGINAL)
    return (*others, (ORIGINAL, original)) if original else others
