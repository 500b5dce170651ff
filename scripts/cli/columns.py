"""Columns of a terminal: texts of any script, cut and filled up to a width, each in its direction.

A terminal gives an ideograph two cells (Unicode Standard Annex 11) and a mark on a letter none. A
text that runs from right to left stands in an isolate (Annex 9): what is beside it keeps its place.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from hexapla.memory.text.cleaning import one_line

__all__ = ["Column", "Keep", "cell_width", "joined"]

_CUT: Final = "…"
_ISOLATES: Final = {"ltr": "\u2066", "rtl": "\u2067"}
_POP: Final = "\u2069"
_LEFT_TO_RIGHT: Final = "\u200e"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_NO_CELL: Final = frozenset({"Mn", "Me", "Cf"})


class Keep(StrEnum):
    """Which end of a text stays where it is too long."""

    START = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A text and the cells that it has room in.

    `direction` is "ltr" or "rtl". What is over is filled with spaces on the right of what is seen,
    or with `to_right` on its left.
    """

    text: str
    width: int
    direction: str = "ltr"
    keep: Keep = Keep.START
    to_right: bool = False

    def shown(self) -> str:
        """Return the text as it is printed: cut, escaped, isolated and filled up."""
        text = _fitted(one_line(self.text), self.width, self.keep)
        space = " " * (self.width - cell_width(text))
        if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text):
            text = f"{_ISOLATES[self.direction]}{text}{_POP}"
        return space + text if self.to_right else text + space


def joined(*columns: Column) -> str:
    """Return columns as one line, which runs from left to right whatever is in it."""
    line = " ".join(column.shown() for column in columns).rstrip(" ")
    return line if line.isascii() else _direct(line)


def _direct(line: str) -> str:
    return f"{_LEFT_TO_RIGHT}{line}" if _POP in line else line


def cell_width(text: str) -> int:
    """Return how many cells of a terminal a text takes.

    >>> cell_width("保护 the"), cell_width("سِجِلّ")
    (8, 3)
    """
    return sum(map(_cells, text))


def _cells(sign: str) -> int:
    if unicodedata.category(sign) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _fitted(text: str, width: int, keep: Keep) -> str:
    """Return a text cut down to a width, with a sign where something is gone."""
    if cell_width(text) <= width:
        return text
    room = width - cell_width(_CUT)
    if room < 0:
        return ""
    signs = text if keep is Keep.START else text[::-1]
    count = 0
    for sign in signs:
        room -= _cells(sign)
        if room < 0:
            break
        count += 1
    if keep is Keep.START:
        return text[:count] + _CUT
    kept = text[len(text) - count :]
    # A mark whose letter is gone would stand on the sign before it.
    while kept and not _cells(kept[0]):
        kept = kept[1:]
    return _CUT + kept
