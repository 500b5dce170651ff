"""How a piece of text starts and ends: what its first and last signs say of its paragraph."""

from __future__ import annotations

import re
from enum import Enum, auto

from hexapla.corpora.numbers.note_marks import NOTE_SIGNS

__all__ = ["Ending", "Start", "ending", "start"]

# What may stand between the last word and the end of a sentence: quotes, brackets, note marks.
_CLOSERS = rf"[\s\"'”’»›“«）)\]」』〕{NOTE_SIGNS}\u200e\u200f]"
_TAIL = re.compile(rf"{_CLOSERS}+$")
_STOPS = ".。．!！?？;；:：…؟؛।"
# The enumeration comma 、 is none of them: no paragraph ends with it.
_COMMAS = ",，،"


class Ending(Enum):
    """How a piece of text ends: in the open, with a comma, or like a whole paragraph."""

    OPEN = auto()
    COMMA = auto()
    CLOSED = auto()


class Start(Enum):
    """How a piece of text starts, as far as its script tells."""

    LOWER = auto()
    UPPER = auto()
    UNCASED = auto()
    CLOSER = auto()  # a sign that cannot start a paragraph


def ending(text: str) -> Ending:
    """Return how a text ends, behind note marks and closing quotes.

    >>> ending("the end of the Decade.”⁵"), ending("Recalling its resolutions,")
    (<Ending.CLOSED: 3>, <Ending.COMMA: 2>)
    """
    last = text[-1:]
    if last.isascii() and last.isalnum():
        return Ending.OPEN  # as most do
    core = _TAIL.sub("", text[-60:])
    # A mark of the sentence may also stand inside the quotes: "… of the Decade.”⁵"
    last = core[-1:] if core else text[-1:]
    if last and last in _STOPS:
        return Ending.CLOSED
    return Ending.COMMA if last and last in _COMMAS else Ending.OPEN


def start(text: str) -> Start:
    """Return how a text starts, behind opening quotes and brackets.

    >>> start("“and”"), start("大会"), start("), then")
    (<Start.LOWER: 1>, <Start.UNCASED: 3>, <Start.CLOSER: 4>)
    """
    if text[:1] and text[0] in ",.;:!?)]»”，。；：、！？）」』》،؛؟":
        # In Arabic and in German, the marks that close elsewhere may open.
        opens = text[0] in "»”" and text[1:2].isalnum()
        if not opens:
            return Start.CLOSER
    for char in text[:40]:
        if char.isalpha():
            if char.lower() == char.upper():
                return Start.UNCASED
            return Start.LOWER if char.islower() else Start.UPPER
        if char.isdecimal():
            return Start.UNCASED
    return Start.UNCASED
