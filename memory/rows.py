"""The rows of a document set as a reviewer sees them: a source text, a cell for each language."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final

from hexapla.corpora.document import Kind
from hexapla.memory.units import Carried, Level, Status, Translation, Unaligned

__all__ = [
    "Change",
    "Grid",
    "HistoryEntry",
    "Progress",
    "Row",
    "State",
    "TextChange",
    "assemble",
    "unlinked_reference",
    "unlinked_row",
    "unused_reference",
]

State = str
"""What became of a change: `done`, `undone`, or `closed`, which nothing can be done about."""

# Rows that are put in one by one sooner than all are sorted.
_FEW: Final = 100
_NUMBERS: Final = re.compile("([0-9]+)")
# What the last part of a reference is: `.2` of `12(a).2`, `/3` of `12/3`.
_LAST_PART: Final = re.compile(r"(?:[./][^./]*|[^./]+)\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """A source text with its translations, or one target text that belongs to none.

    `reference` is the address in the set and level: that of the unit, or `en:12.1` for an unlinked
    English text, whose `text` is "". `cells` has at most one translation a language; `alone` are
    the languages in which the source text is listed as without a partner. `before` and `after`
    are the context as it is stored: None where it is that of the neighbouring unit.
    """

    reference: str
    position: int
    kind: Kind
    label: str
    text: str
    cells: tuple[Translation, ...] = ()
    alone: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    carried: Carried | None = None

    @property
    def is_unlinked(self) -> bool:
        """Return whether it is a target text without a source."""
        return not self.text

    @property
    def version(self) -> str:
        """A digest of all that the row holds: what a reviewer saw is there still, or is not."""
        return blake2b(repr(self).encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()

    def cell(self, language: str) -> Translation | None:
        """Return the translation into a language, None where there is none."""
        return next((each for each in self.cells if each.language == language), None)

    def with_cell(self, language: str, cell: Translation | None) -> Row:
        """Return the row with another translation into a language, or with none."""
        others = [each for each in self.cells if each.language != language]
        alone = set(self.alone) - {language}
        if cell is None and not self.is_unlinked:
            alone.add(language)
        cells = tuple(sorted([*others, cell] if cell else others, key=lambda each: each.language))
        row = replace(self, cells=cells, alone=tuple(sorted(alone)))
        # Without any translation it is no unit, and has no context of its own.
        return row if cells else replace(row, before=None, after=None, carried=None)


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction does: the rows that it takes away, and those that it puts in their place.

    A row that stays under its reference is in both.
    """

    action: str
    before: tuple[Row, ...]
    after: tuple[Row, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """The rows that are touched, each once."""
        return tuple(dict.fromkeys(row.reference for row in (*self.before, *self.after)))

    def reversed(self, action: str) -> Change:
        """Return the change that takes this one back."""
        return Change(action, self.after, self.before)

    def texts(self, source: str) -> Iterator[TextChange]:
        """Yield what becomes of each text, in the order of the rows; `source` is their language.

        A row that comes or goes has its source text changed, too.
        """
        before = {row.reference: row for row in self.before}
        after = {row.reference: row for row in self.after}
        for reference in self.references:
            old, new = before.get(reference), after.get(reference)
            was, becomes = old.text if old else "", new.text if new else ""
            if was != becomes:
                yield TextChange(reference, source, was, becomes)
            for language in _languages(old, new):
                one, other = old and old.cell(language), new and new.cell(language)
                if one != other:
                    yield TextChange(
                        reference,
                        language,
                        one.text if one else "",
                        other.text if other else "",
                        one.status if one else None,
                        other.status if other else None,
                    )


@dataclass(frozen=True, slots=True)
class TextChange:
    """What becomes of one text of a row: "" and None where there is none before or after."""

    reference: str
    language: str
    before: str
    after: str
    status_before: Status | None = None
    status_after: Status | None = None


def _languages(*rows: Row | None) -> list[str]:
    return sorted({cell.language for row in rows if row for cell in row.cells})


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A change in the history of a set and level: who made it, and when."""

    number: int
    symbol: str
    level: Level
    who: str
    made: datetime
    state: State
    change: Change


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a set is at one level, in translations and texts without partner."""

    symbol: str
    source_language: str
    languages: tuple[str, ...]
    sure: int
    review: int
    doubtful: int
    reviewed: int
    rejected: int
    unaligned: int

    @property
    def to_look_at(self) -> int:
        """What needs a look most."""
        return self.doubtful + self.unaligned


@dataclass(frozen=True)
class Grid:
    """The rows of a set at one level, in order, and where each is."""

    source_language: str
    languages: tuple[str, ...]
    rows: tuple[Row, ...]
    _indices: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        indices = {row.reference: index for index, row in enumerate(self.rows)}
        object.__setattr__(self, "_indices", indices)

    def __len__(self) -> int:
        return len(self.rows)

    def index_of(self, reference: str) -> int | None:
        """Return the index of a row, None where there is no such row."""
        return self._indices.get(reference)

    def find(self, reference: str) -> Row | None:
        """Return a row by its reference, None where there is none."""
        index = self.index_of(reference)
        return None if index is None else self.rows[index]

    def text_at(self, index: int, language: str) -> str:
        """Return the text of a row in the language of the source or another, "" where none is."""
        row = self.rows[index]
        if language == self.source_language:
            return row.text
        cell = row.cell(language)
        return cell.text if cell else ""

    def row_for(self, reference: str) -> str:
        """Return the reference of the row at which stands what was said of a reference.

        Of a row that is not there any more, that is the one that it was joined to, else one of the
        same paragraph, else the first.
        """
        if reference in self._indices:
            return reference
        found = (self._named[name] for name in _beginnings(reference) if name in self._named)
        return next(found, self.rows[0].reference if self.rows else reference)

    def changed(self, change: Change) -> Grid:
        """Return the rows after a change."""
        gone = {row.reference for row in change.before}
        rows = [row for row in self.rows if row.reference not in gone]
        if len(change.after) > _FEW:
            rows = sorted([*rows, *change.after], key=order)
        else:
            for row in change.after:
                insort(rows, row, key=order)
        return Grid(self.source_language, self.languages, tuple(rows))

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """The index of the first row with each label."""
        found: dict[str, int] = {}
        for index, row in enumerate(self.rows):
            found.setdefault(row.label.casefold(), index)
        return found

    @cached_property
    def _named(self) -> Mapping[str, str]:
        """The row of each reference, and the first of what it is joined from and part of."""
        found = {row.reference: row.reference for row in self.rows}
        for row in self.rows:
            for joined in row.reference.split("+"):
                for name in _beginnings(joined):
                    found.setdefault(name, row.reference)
        return found


def _beginnings(reference: str) -> Iterator[str]:
    """Yield a reference, and what it is part of: `12(a).2`, `12(a)`."""
    while reference:
        yield reference
        reference = _LAST_PART.sub("", reference)


def order(row: Row) -> tuple[int, bool, tuple[str | int, ...]]:
    """Return the key that sorts rows: as the source runs, and after each text what is unlinked."""
    return row.position, row.is_unlinked, _natural(row.reference)


@lru_cache(maxsize=1 << 16)
def _natural(reference: str) -> tuple[str | int, ...]:
    # Text and numbers take turns, so that only like is compared with like.
    return tuple(
        int(piece) if index % 2 else piece for index, piece in enumerate(_NUMBERS.split(reference))
    )


def assemble(
    units: Iterable[Row], unaligned: Iterable[Unaligned], *, source_language: str
) -> tuple[Row, ...]:
    """Join the units of a set, as rows, with its texts that have no partner."""
    rows = {row.reference: row for row in units}
    for each in unaligned:
        if each.language != source_language:
            row = unlinked_row(each.reference, each.position, each.kind, each.language, each.text)
            cell = replace(row.cells[0], label=each.label)
            rows[row.reference] = replace(row, label=each.label, cells=(cell,))
        elif each.text:
            row = rows.get(each.reference) or Row(
                each.reference, each.position, each.kind, each.label, each.text
            )
            if row.cell(each.target_language) is None:
                alone = tuple(sorted({*row.alone, each.target_language}))
                row = replace(row, alone=alone)
            rows[each.reference] = row
    return tuple(sorted((row for row in rows.values() if row.text or row.cells), key=order))


def unlinked_row(reference: str, position: int, kind: Kind, language: str, text: str) -> Row:
    """Make a row of a target text that belongs to no source text."""
    cell = Translation(language, text, 0.0, "none", "", Status.AUTOMATIC)
    return Row(unlinked_reference(language, reference), position, kind, "", "", (cell,))


def unlinked_reference(language: str, reference: str) -> str:
    """Return the address of an unlinked text from the one that it has in its own language."""
    return f"{language}:{reference}"


def unused_reference(grid: Grid, reference: str, taken: Sequence[str] = ()) -> str:
    """Return a reference that no row has: `12` itself, or else `12/2` or the next that is free."""
    return next(
        name for name in _names(reference) if grid.index_of(name) is None and name not in taken
    )


def _names(reference: str) -> Iterator[str]:
    yield reference
    number = 1
    while True:
        number += 1
        yield f"{reference}/{number}"
