"""The numbers of paragraphs as they are read, and what all their forms are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "ALTERNATIVE",
    "CJK",
    "DIGIT",
    "GAP",
    "JOINT",
    "MARKS",
    "SUFFIX",
    "Family",
    "Marker",
    "Series",
    "suffix_name",
]


class Family(StrEnum):
    """Ways of numbering; the numbers of one list are of one family."""

    NUMBER = "12."
    PATH = "1.1"
    BRACKETED = "(1)"
    LETTER = "(a)"
    ROMAN = "(i)"
    CAPITAL = "A."
    CAPITAL_ROMAN = "I."
    HAN = "一、"
    ARTICLE = "Article 1"
    GOAL = "Goal 1."
    DIVISION = "Chapter I"
    ANNEX = "Annex I"
    APPENDIX = "Appendix I"
    CAPTION = "Table 1"
    PREAMBULAR = "PP1"


class Series(NamedTuple):
    """What the numbers of one list share.

    Part I and Chapter I are of two lists (`word`), as are 1.1 and 2.1 (`parents`), A. and 1., and
    (a) and (A) (`capital`).
    """

    family: Family
    parents: tuple[str, ...]
    word: str
    lettered: bool
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of the number that stands before a paragraph.

    `value` is the place in the list, from 1 (0 for an annex without a number). `name` is the last
    part of the label (`12`, `a`, `iv`, `II`), `parents` are the names of the lists that it stands
    in, from the outermost, where the number itself says them: `1` of `1.a`, `27` and `I` of
    `27.I.1`. They are names, never numbers to count with. `word` is what the list is called, where
    one word is not as good as another (`chapter`, `table`). `length` is the count of characters up
    to the text, 0 for a number that is all of its text. `strong` is true where the signs around it
    leave hardly any doubt that it is a number. `inserted` is true for what was put in after its
    number: `12 bis`, `5 alt.`
    """

    family: Family
    value: int
    name: str
    length: int
    strong: bool = True
    parents: tuple[str, ...] = ()
    word: str = ""
    inserted: bool = False

    @property
    def series(self) -> Series:
        """What the numbers of the same list share."""
        capital = self.family is Family.LETTER and self.name.isupper()
        return Series(self.family, self.parents, self.word, self.name.isalpha(), capital)

    @property
    def part(self) -> str:
        """The name as it is written in a label: `(a)`, `12`."""
        if self.family in (Family.BRACKETED, Family.LETTER, Family.ROMAN):
            return f"({self.name})"
        return self.name


DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"
CJK = "\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff00-\uffef“《"
# Direction marks stand before, in and after the numbers of Arabic text.
MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
GAP = rf"[\s{MARKS}]"
# What is put in after a number. Longer forms come before those that they start with.
_BIS = {
    **{name: name for name in ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")},
    **{"бис": "bis", "тер": "ter", "кватер": "quater"},
    **{"之二": "bis", "之三": "ter", "之四": "quater", "之五": "quinquies", "之六": "sexies"},
    **{"مكررا ثالثا": "quater", "مكرراً ثالثاً": "quater"},
    **{"مكررا ثانيا": "ter", "مكرراً ثانياً": "ter"},
    **{"مكررا": "bis", "مكرراً": "bis", "مكرر": "bis"},
}
SUFFIX = "|".join(_BIS)
# In drafts, alternative wordings of one paragraph: `5 alt.`, `5 alt 2.`
ALTERNATIVE = r"alt\.?\s?\d?|备选(?:案文)?\s?\d?"
JOINT = r"[\s.\u2010\u2011-]?"  # between a number and its suffix: 12 bis, 12-бис, 12.bis


def suffix_name(text: str | None) -> str:
    """Return what is put in after a number as labels have it; "" for none.

    >>> suffix_name("之二"), suffix_name("alt. 2"), suffix_name(None)
    ('bis', 'alt2', '')
    """
    if not text:
        return ""
    digit = text[-1] if text[-1].isdecimal() else ""
    return _BIS.get(text) or f"alt{digit}"
