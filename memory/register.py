"""What a memory knows of each document beside its text: title, body, session, agenda, date.

A fact is what one source says: the front of a document, or the record that a library has of it,
which counts before it. What nobody says, the symbol often tells ("United Nations Document Symbols",
ST/LIB/SER.B/5/Rev.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

__all__ = [
    "TOLD_BY_SYMBOLS",
    "Fact",
    "FactKind",
    "Origin",
    "RegisterEntry",
    "agenda_item",
    "agenda_items",
    "facts_of_symbol",
    "symbol_body",
    "symbol_organ",
    "symbol_session",
    "symbol_year",
]

# Sessions of the General Assembly open in September; the first was in 1946.
_FIRST_SESSION: Final = 1945
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_OF_ASSEMBLY: Final = re.compile(r"A/(?:RES/|DEC/|C\.\d/|BUR/|INF/)?(\d{1,3})/")
# What comes behind a session is a number, perhaps with a series: 74/177, 74/L.5, but no 871/Add.1.
_SESSION: Final = re.compile(r"(?:E?S-)?\d{1,3}")
_BEHIND_SESSION: Final = re.compile(r"(?!Add|Corr|Rev|Amend|Part|Sub)[A-Z]*\.?\d.*")
# The number of an item of an agenda: 70, 70(b), 70 (b), 70 b), 70b; no part of a date or of 12th.
_ITEM: Final = re.compile(r"(?<![a-z\d])(\d{1,3})(?:\s?\(?([a-z])\)|([a-z]))?(?![a-z\d])")
_NAMED_ITEM: Final = re.compile(rf"(?:item\s)?({_ITEM.pattern})")
# Parts of a symbol that name an organ of the one before: committees, working groups, councils.
_ORGAN: Final = re.compile(r"(?:C|CN|AC|CONF|SR|Sub|WG|PC|NGO)\.\d+|HRC|WG|BUR")
# The bodies that treaties set up, conferences of their parties, boards: CEDAW/C, FCCC/CP, TD/B.
_BOARD: Final = re.compile(r"C|SP|CP|SB|SBI|SBSTA|COP|B|OP|MSP|EXCOM")
# In the symbols of the principal organs, single letters name no body.
_PRINCIPAL: Final = frozenset("ASET")


class FactKind(StrEnum):
    """What a fact is about."""

    TITLE = "title"
    BODY = "body"
    SESSION = "session"
    AGENDA = "agenda"
    DATE = "date"
    SUBJECT = "subject"


TOLD_BY_SYMBOLS: Final = frozenset({FactKind.BODY, FactKind.SESSION, FactKind.DATE})
"""What `facts_of_symbol` can tell."""


class Origin(StrEnum):
    """Who says a fact: the document itself, or a library's catalogue."""

    DOCUMENT = "document"
    CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing that is known of a document.

    `language` is that of a name or title, "" for what is none: the code of a body (`A/HRC`), a
    session (`74`, `S-10`), the number of an item (`70(b)`), a date (`2019-12-18`, or its year).
    """

    kind: FactKind
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """All that is known of the document with a symbol."""

    symbol: str
    facts: tuple[Fact, ...] = ()

    def title(self, language: str) -> str:
        """Return the title in a language, or else in English or another; "" for none."""
        return self.titled(language)[1]

    def titled(self, language: str) -> tuple[str, str]:
        """Return the language that the title is given in, and the title, as `title` does."""
        titles = {each.language: each.text for each in self._of(FactKind.TITLE)}
        known = (code for code in (language, "en", *titles) if code in titles)
        code = next(known, language)
        return code, titles.get(code, "")

    @property
    def date(self) -> str:
        """The date, as exact as it is known, "" where it is not."""
        return next((each.text for each in self._of(FactKind.DATE)), "")

    def texts(self, kind: FactKind) -> tuple[str, ...]:
        """Return what is said about something."""
        return tuple(each.text for each in self._of(kind))

    def as_json(self) -> dict[str, object]:
        """Return the entry as plain values: titles by language, and lists of the rest.

        What is a name in a language is an object, what is none a text.
        """
        titles = {each.language: each.text for each in self._of(FactKind.TITLE)}
        lists: dict[str, object] = {
            kind.value: [
                {each.language: each.text} if each.language else each.text
                for each in self._of(kind)
            ]
            for kind in FactKind
            if kind not in (FactKind.TITLE, FactKind.DATE)
        }
        return {"symbol": self.symbol, "title": titles, "date": self.date, **lists}

    def _of(self, kind: FactKind) -> Iterable[Fact]:
        return (each for each in self.facts if each.kind is kind)


def agenda_items(text: str) -> list[str]:
    """Return the numbers of items in a text, as the register has them.

    >>> agenda_items("Item 5"), agenda_items("100 and 70 (B)"), agenda_items("70b, 71 c)")
    (['5'], ['100', '70(b)'], ['70(b)', '71(c)'])
    >>> agenda_items("12th item"), agenda_items("1234")
    ([], [])
    """
    return [
        f"{number}({closed or bare})" if closed or bare else number
        for number, closed, bare in _ITEM.findall(text.lower())
    ]


def agenda_item(text: str) -> str:
    """Return the number of the item that a text is, "" where it is something else.

    >>> agenda_item("70 (b)"), agenda_item("Item 5"), agenda_item("Vision 100")
    ('70(b)', '5', '')
    """
    found = _NAMED_ITEM.fullmatch(text.strip().lower())
    return agenda_items(found[1])[0] if found else ""


def facts_of_symbol(symbol: str) -> tuple[Fact, ...]:
    """Return what a symbol itself tells.

    >>> [each.text for each in facts_of_symbol("A/C.3/74/L.5")]
    ['A/C.3', '74', '2019']
    """
    year = symbol_year(symbol)
    found = (
        (FactKind.BODY, symbol_body(symbol)),
        (FactKind.SESSION, symbol_session(symbol)),
        (FactKind.DATE, "" if year is None else str(year)),
    )
    return tuple(Fact(kind, text) for kind, text in found if text)


def symbol_body(symbol: str) -> str:
    """Return the code of the body that a symbol begins with, "" for the name of a file.

    >>> symbol_body("A/RES/74/177"), symbol_body("A/HRC/WG.6/40/1"), symbol_body("CEDAW/C/AUT/9")
    ('A', 'A/HRC/WG.6', 'CEDAW/C')
    >>> symbol_body("N2604865")
    ''
    """
    first, *rest = symbol.split("/")
    if not rest:
        return ""
    code = [first]
    for part in rest:
        is_board = len(code) == 1 and first not in _PRINCIPAL and _BOARD.fullmatch(part)
        if not (is_board or _ORGAN.fullmatch(part)):
            break
        code.append(part)
    return "/".join(code)


def symbol_organ(symbol: str) -> str:
    """Return the organ that a symbol begins with.

    >>> symbol_organ("A/RES/74/177")
    'A'
    """
    return symbol.split("/", maxsplit=1)[0]


def symbol_session(symbol: str) -> str:
    """Return the session that a symbol tells, "" for none.

    >>> symbol_session("A/RES/S-27/2"), symbol_session("A/HRC/40/L.1"), symbol_session("S/2019/5")
    ('S-27', '40', '')
    >>> symbol_session("A/AC.105/871/Add.1")
    ''
    """
    parts = symbol.split("/")
    for part, behind in pairwise(parts[1:]):
        if _SESSION.fullmatch(part):
            return part if _BEHIND_SESSION.fullmatch(behind) else ""
    return ""


def symbol_year(symbol: str) -> int | None:
    """Return the year that a symbol tells, None where it tells none.

    >>> symbol_year("S/RES/2334(2016)"), symbol_year("A/RES/74/177"), symbol_year("CERD/C/1")
    (2016, 2019, None)
    >>> symbol_year("A/80/604/Add.1"), symbol_year("A/C.3/74/L.5")
    (2025, 2019)
    """
    year = _YEAR.search(symbol)
    if year:
        return int(year[1])
    session = _OF_ASSEMBLY.match(symbol)
    return _FIRST_SESSION + int(session[1]) if session else None
