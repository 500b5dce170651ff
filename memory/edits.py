"""Edits of many rows of a memory at once: what they may change, what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from hexapla.memory.rows import Row
from hexapla.memory.units import Level

__all__ = ["Candidate", "Edit", "EditEntry", "EditOutcome", "Edited", "TakenBack"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that an edit may change.

    `key` is that of the unit, or of the text without partner where `is_alone`. Of the translations,
    those into `languages` are meant, None for all; the source text then, too. What is not
    `is_imported` is of an aligned document, whose paragraphs are cited: they stay. `same_as` names,
    for an edit that `finds_duplicates`, the unit that has the same text and translation, by the
    language of the translation.
    """

    symbol: str
    level: Level
    language: str
    row: Row
    key: int
    languages: frozenset[str] | None = None
    is_imported: bool = False
    is_alone: bool = False
    same_as: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def address(self) -> str:
        """The address of the row: the tuid of the unit."""
        return f"{self.symbol}#{self.row.reference}"


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """What an edit makes of a row: None takes it out.

    `causes` say why, for each language, a text goes; `left` why, for each, it is left as it is
    although it is meant.
    """

    row: Row | None
    causes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be done to many rows: in words for the history, and as a function of each row.

    Rows that are `is_alone` are texts without partner: only their text can be changed.
    """

    action: str
    change: Callable[[Candidate], EditOutcome]
    finds_duplicates: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A row and what an edit makes of it."""

    candidate: Candidate
    outcome: EditOutcome

    @property
    def is_changed(self) -> bool:
        """Return whether it does anything."""
        return self.outcome.row != self.candidate.row


@dataclass(frozen=True, slots=True)
class EditEntry:
    """An edit in the history: who made it and when, and how many rows it changed.

    `is_undone` tells whether it was taken back, `of_terms` whether it changed concepts of the
    termbase and not units, `of_register` whether it changed what is known of documents.
    """

    number: int
    action: str
    who: str
    made: datetime
    size: int
    is_undone: bool = False
    of_terms: bool = False
    of_register: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An edit that was taken back: the rows that are as they were before.

    `left` are the addresses of the rows that somebody has changed since: they stay as they are.
    """

    entry: EditEntry
    restored: int
    left: tuple[str, ...]
