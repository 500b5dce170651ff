"""A review session: the rows that were looked at last, and commands that change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.memory.review import actions
from hexapla.memory.rows import Change, Grid, HistoryEntry
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status

__all__ = ["Command", "Comments", "ReviewSession"]

# A reviewer goes to and fro between a set and the one that it cites; each set is held whole.
_SETS: Final = 4
_STATUSES: Final = {
    "accept": Status.REVIEWED,
    "reject": Status.REJECTED,
    "reopen": Status.AUTOMATIC,
}
_STEPS: Final = {"next": 1, "previous": -1}

Comments = Sequence[tuple[str, str]]
"""What is said of rows, each behind the reference of its row."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a reviewer asks for: an action at a row, in the column of a language.

    `languages` are the columns in sight; an action in the source column of a row decides on all
    of them. `text` is that of an edit, `at` the place of a split, `other` the row to link with.
    """

    action: str
    reference: str
    language: str
    languages: tuple[str, ...] = ()
    text: str = ""
    at: int = 0
    other: str = ""


class ReviewSession:
    """The rows of the sets that were looked at last, read again when anybody has changed them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._grids: dict[tuple[str, Level], Grid] = {}
        self._revision = store.revision()

    def grid(self, symbol: str, level: Level) -> Grid:
        """Return the rows of a set. Raises UsageError where the memory has no such set."""
        if self._store.revision() != self._revision:
            self._grids.clear()
            self._revision = self._store.revision()
        key = symbol, level
        found = self._grids.pop(key, None) or self._store.review(symbol, level)
        if found is None:
            raise UsageError("the memory has no such document")
        self._grids[key] = found
        while len(self._grids) > _SETS:
            del self._grids[next(iter(self._grids))]
        return found

    def run(
        self,
        symbol: str,
        level: Level,
        command: Command,
        seen: Mapping[str, str],
        *,
        who: str,
        allow: Callable[[Change], None] = lambda _: None,
    ) -> HistoryEntry | None:
        """Run a command; return what was entered into the history.

        None where there is nothing to undo or redo.

        `seen` are the versions of the rows that the reviewer has in sight. Raises ConflictError
        where one that is to be changed is not among them as it is now, UsageError where nothing
        can be done, and what `allow` raises of the change.
        """
        grid = self.grid(symbol, level)
        if command.action in {"undo", "redo"}:
            step = self._store.undo if command.action == "undo" else self._store.redo
            entry = step(symbol, level, who=who, allow=allow)
            if entry is not None:
                self._update(grid, entry)
            return entry
        change = _change(grid, command)
        allow(change)
        if any(seen.get(row.reference) != row.version for row in change.before):
            raise ConflictError(
                "somebody else has changed these rows meanwhile: look at them again"
            )
        return self.apply(symbol, level, change, who=who)

    def apply(self, symbol: str, level: Level, change: Change, *, who: str) -> HistoryEntry:
        """Write a change of the rows of a set; return what was entered into the history."""
        grid = self.grid(symbol, level)
        entry = self._store.change(symbol, level, change, who=who)
        self._update(grid, entry)
        return entry

    def take_in(
        self, symbol: str, level: Level, change: Change, comments: Comments, *, who: str
    ) -> None:
        """Write a change of the rows of a set and what is said of some, wholly or not at all."""
        grid = self.grid(symbol, level)
        entry = self._store.take_in(symbol, level, change, comments, who=who)
        if entry is not None:
            self._update(grid, entry)

    def _update(self, grid: Grid, entry: HistoryEntry) -> None:
        """Put what was just written into the rows that lie here."""
        revision = self._store.revision()
        # The first part tells of others: what they wrote just before is not in the rows here.
        if revision[0] == self._revision[0]:
            self._grids[entry.symbol, entry.level] = grid.changed(entry.change)
            self._revision = revision


def _change(grid: Grid, wanted: Command) -> Change:
    """Return the change that a command makes."""
    row, language = wanted.reference, wanted.language
    of_source = language == grid.source_language
    name, _, direction = wanted.action.partition("-")
    step = _STEPS.get(direction, 0)
    if of_source and name in {"move", "edit", "unlink", "link"}:
        raise UsageError("the source text stays as it is")
    match name:
        case "accept" | "reject" | "reopen":
            columns: Sequence[str] = wanted.languages if of_source else (language,)
            change = actions.decide(grid, row, columns, _STATUSES[name])
        case "merge" if step and of_source:
            change = actions.join_rows(grid, row, step)
        case "merge" if step:
            change = actions.merge(grid, row, language, step)
        case "move" if step:
            change = actions.move(grid, row, language, step)
        case "split" if of_source:
            change = actions.split_row(grid, row, wanted.at)
        case "split":
            change = actions.split(grid, row, language, wanted.at)
        case "edit":
            change = actions.edit(grid, row, language, wanted.text)
        case "unlink":
            change = actions.unlink(grid, row, language)
        case "link":
            change = actions.link(grid, row, wanted.other, language)
        case _:
            raise UsageError("there is no such action")
    return change
