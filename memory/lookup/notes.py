"""What is said of rows, as notes of the units that leave the memory with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hexapla.memory.lookup.pairs import PairFilter, pairs
from hexapla.memory.rows import Grid
from hexapla.memory.store.store import Store
from hexapla.memory.teamwork import Comment, threads_of
from hexapla.memory.text.counting import last_that_fit
from hexapla.memory.units import Carried, Level, Translation, Unit

__all__ = ["noted", "noted_pairs", "notes_of", "told"]

# Characters of a note: a cell of a workbook holds 32,767.
_LONGEST: Final = 30_000


def notes_of(grid: Grid, entries: Sequence[Comment]) -> Mapping[str, str]:
    """Return what is said of rows and is open, by their references: a line for each comment.

    Of very much, the last that a cell of a workbook has room for.
    """
    found = {}
    for reference, thread in threads_of(entries, grid.row_for).items():
        if thread.open:
            lines = list(map(told, thread.comments))
            found[reference] = "\n".join(last_that_fit(lines, _LONGEST))
    return found


def told(comment: Comment) -> str:
    """Return a comment as a note has it, with who wrote it and when."""
    return f"{comment.who}, {comment.made:%Y-%m-%d}: {comment.text}"


def noted(unit: Unit, note: str) -> Unit:
    """Return a unit with one more note at each translation, "" being none."""
    if not note:
        return unit
    return replace(unit, translations=tuple(_noted(each, note) for each in unit.translations))


def noted_pairs(
    store: Store, source: str, target: str, *, level: Level, pair_filter: PairFilter | None = None
) -> Iterator[Unit]:
    """Yield what `pairs` does with what is said of their rows and is open as notes."""
    open_in = store.open_comments(level)
    read: dict[str, Mapping[str, str]] = {}
    for unit in pairs(store, source, target, level=level, pair_filter=pair_filter):
        if unit.symbol in open_in and unit.symbol not in read:
            grid = store.review(unit.symbol, level)
            entries = store.comments(unit.symbol, level)
            read[unit.symbol] = notes_of(grid, entries) if grid else {}
        yield noted(unit, read.get(unit.symbol, {}).get(unit.reference, ""))


def _noted(translation: Translation, note: str) -> Translation:
    carried = translation.carried or Carried()
    return replace(translation, carried=replace(carried, notes=(*carried.notes, note)))
