"""Tells cells of tables that only hold a figure, a symbol or a date: nobody translates these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hexapla.corpora.document import Kind
from hexapla.corpora.numbers.note_marks import NOTE_SIGNS, RAISED_LETTERS
from hexapla.corpora.symbols import find_symbols
from hexapla.memory.text.placeables import Placeable, placeables
from hexapla.memory.units import Unit

__all__ = ["WordFilter", "has_words"]

_LONGEST = 80  # characters; what is longer has words
_NOTES = re.compile(f"[{NOTE_SIGNS}{RAISED_LETTERS}]")
# What stands in dates beside numbers and months, behind a number or before one.
_OF_DATE = re.compile(
    r"(?<=\d)\s?(?:年|月|日|er|st|nd|rd|th|г\.|года?|гг\.|годы)(?!\w)|(?<=\d)[年月日]|"
    r"(?<=[\d\s])\b(?:de|del)\b(?=\s)",
    re.IGNORECASE,
)
# Numbers of resolutions and sessions: `3327 (XXIX)`, `S-25/2`, `72/266 A`.
_NUMBER = re.compile(r"(?:(?:ES|S)-)?\d{1,4}(?:/\d{1,4})?(?:\s?[A-Z])?(?:\s?\([IVXL]+\))?")


def has_words(text: str, language: str) -> bool:
    """Return whether a text says more than a figure, a symbol, a date or the mark of a note.

    >>> [has_words(text, "en") for text in ("7 425.1", "A/74/6 (Sect. 3)", "1 May 2026ᵃ", "n/a")]
    [False, False, False, True]
    """
    if len(text) > _LONGEST:
        return True
    plain = _NOTES.sub("", text).strip()
    spans = [(start, end) for start, end, _ in find_symbols(plain)]
    if language != "zh":  # there, months are numbers
        spans += [(each.start, each.end) for each in placeables(plain, language) if _is_month(each)]
    for start, end in spans:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    if spans or any(map(str.isdecimal, plain)):
        plain = _OF_DATE.sub("", plain)
    return not _NUMBER.fullmatch(plain) and any(map(str.isalpha, plain))


def _is_month(found: Placeable) -> bool:
    return found.value.startswith("month ")


@dataclass(slots=True)
class WordFilter:
    """Passes units on, save cells without words; `left_out` counts those of the last run."""

    left_out: int = 0

    def after(self, units: Callable[[], Iterable[Unit]]) -> Callable[[], Iterator[Unit]]:
        """Return what yields units, each time that it is called, without those cells."""
        return lambda: self(units())

    def __call__(self, units: Iterable[Unit]) -> Iterator[Unit]:
        """Yield the units that have words in some language, or are no cells."""
        self.left_out = 0
        for unit in units:
            if unit.kind is Kind.TABLE_CELL and not _says_something(unit):
                self.left_out += 1
            else:
                yield unit


def _says_something(unit: Unit) -> bool:
    return has_words(unit.text, unit.language) or any(
        has_words(each.text, each.language) for each in unit.translations
    )
