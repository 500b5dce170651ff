"""Quality checks of one text alone, in any of the seven languages."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from hexapla.corpora.messages import Message, joined
from hexapla.memory.checks.flags import Check, Flag

__all__ = [
    "TEXT_CHECKS",
    "check_text",
    "odd_characters",
    "odd_quotes",
    "odd_spaces",
    "repeated",
    "space_before_signs",
    "told_quotes",
    "told_unclosed",
    "unclosed",
]

_PAIRS: Final = MappingProxyType({"(": ")", "（": "）", "[": "]", "【": "】", "{": "}"})
_BRACKET: Final = re.compile("[" + re.escape("".join((*_PAIRS, *_PAIRS.values()))) + "]")
_FIRST_LABEL: Final = re.compile(r"\s*\w{1,5}")
# A letter or a small number before a bracket is a label in running text, too: párrafo 4 c).
_LABEL: Final = re.compile(r"(?:^|[\s\d(])(?:[^\W\d_]|[ivxIVX]{2,5}|\d{1,2})$")
# Marks that have another half; what is a comma in one language opens in another.
_QUOTES: Final = MappingProxyType({"«": "»", "「": "」", "『": "』", "《": "》"})
_OPENINGS: Final = MappingProxyType({closing: mark for mark, closing in _QUOTES.items()})
_QUOTE: Final = re.compile(f"[{''.join((*_QUOTES, *_QUOTES.values()))}]")
_CURLY: Final = re.compile("[“”„]")
# Controls, signs of private use, what stands for a sign that was lost; letters of Windows read as
# others (é as Ã©); Latin letters inside of a Cyrillic word.
_ODD: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]"
    "|[ÂÃ][\u0080-\u00bf]|â€[\u0080-\uffff]"
    "|[\u0430-\u044f][A-Za-z][\u0430-\u044f]"
)
# What such a text has for sure: single signs, and those that are rare, are found much faster.
_MAYBE_ODD: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xbf\ue000-\uf8ff\ufffd\ufffe\uffffâ]"
)
_CYRILLIC: Final = re.compile("[\u0430-\u044f]")
_LATIN_AFTER: Final = re.compile("[A-Za-z](?<=[\u0430-\u044f].)")
# In French, a space stands before signs of two parts and inside of quotation marks.
_NO_SPACE: Final = re.compile(r"[^\W\d_][:;!?»](?=\s|$)|[^\s\u00a0\u202f]»|«[^\s\u00a0\u202f]")
_TWICE: Final = re.compile(r"(?<!\w)([^\W\d_]{2,}) \1(?!\w)", re.IGNORECASE)


TEXT_CHECKS: Final = frozenset(
    (Check.BRACKETS, Check.REPEATED, Check.SPACES, Check.QUOTES, Check.CHARACTERS)
)
"""What `check_text` looks at."""


def check_text(text: str, language: str) -> list[Flag]:
    """Return what is worth a look in a text by itself; `language` is its code.

    >>> [str(flag.check) for flag in check_text("See the  annex (part II.", "en")]
    ['brackets', 'spaces']
    """
    text = unicodedata.normalize("NFC", text)
    causes = {
        Check.BRACKETS: told_unclosed(unclosed(text)),
        Check.REPEATED: joined([found]) if (found := repeated(text, language)) else None,
        Check.SPACES: odd_spaces(text) or space_before_signs(text, language),
        Check.QUOTES: told_quotes(odd_quotes(text)),
        Check.CHARACTERS: joined([sign]) if (sign := odd_characters(text)) else None,
    }
    return [Flag(check, cause) for check, cause in causes.items() if cause]


def told_unclosed(brackets: str) -> Message | None:
    """Return what is said of brackets that lack their other half, None where there are none."""
    return Message("unbalanced: %(signs)s", signs=brackets) if brackets else None


def told_quotes(marks: str) -> Message | None:
    """Return what is said of quotation marks that lack theirs, None where there are none."""
    return Message("without their other half: %(signs)s", signs=marks) if marks else None


def unclosed(text: str) -> str:
    """Return the brackets that lack their other half; `a)` at the start is a number.

    >>> unclosed("a) the first part) of (it")
    '()'
    """
    waiting: list[str] = []
    lost = []
    for bracket in _BRACKET.finditer(text):
        place, sign = bracket.start(), bracket[0]
        if sign in _PAIRS:
            waiting.append(unicodedata.normalize("NFKC", sign))
        else:
            opening = next(o for o, c in _PAIRS.items() if c == sign)
            if waiting and waiting[-1] == unicodedata.normalize("NFKC", opening):
                waiting.pop()
            elif not (
                _FIRST_LABEL.fullmatch(text, 0, place)
                or (sign in ")）" and _LABEL.search(text, max(0, place - 7), place))
            ):
                lost.append(sign)
    return "".join([*waiting, *lost])


def repeated(text: str, language: str) -> str:
    """Return the first word that stands twice in a row, as it stands there; "" in Chinese."""
    if language == "zh":
        return ""
    # Most texts have no such word, which is sooner seen from space to space.
    parts = text.lower().split(" ")
    may_be = any(
        other.startswith(each) if each.isalpha() else each[-2:] in other
        for each, other in pairwise(parts)
    )
    found = _TWICE.search(text) if may_be else None
    return f"{found[1]} {found[1]}" if found else ""


def odd_spaces(text: str) -> Message | None:
    """Return what is wrong with the white space of a text, None where nothing is."""
    if text != text.strip():
        return Message("white space at an end")
    return Message("two spaces in the middle") if "  " in text else None


def odd_quotes(text: str) -> str:
    """Return the quotation marks that lack their other half, or "".

    >>> odd_quotes("le terme « pays"), odd_quotes("“one” and „zwei“")
    ('«', '')
    """
    lost = []
    waiting: list[str] = []
    for mark in _QUOTE.findall(text):
        if mark in _QUOTES:
            waiting.append(_QUOTES[mark])
        elif waiting and waiting[-1] == mark:
            waiting.pop()
        else:
            lost.append(mark)
    lost += [_OPENINGS[mark] for mark in waiting]
    curly = _CURLY.findall(text)
    return "".join([*lost, *(curly[-1:] if len(curly) % 2 else [])])


def odd_characters(text: str) -> str:
    """Return the first sign of a text that no text should hold, with its number, or "".

    >>> odd_characters("Gen\u00c3\u00a8ve"), odd_characters("coвет")
    ('U+00C3', '')
    """
    may_be = _MAYBE_ODD.search(text) or (_CYRILLIC.search(text) and _LATIN_AFTER.search(text))
    found = _ODD.search(text) if may_be else None
    return f"U+{ord(found[0][0]):04X}" if found else ""


def space_before_signs(text: str, language: str) -> Message | None:
    """Return the French signs without the space that belongs to them, None where there are none."""
    found = _NO_SPACE.search(text) if language == "fr" else None
    return Message("no space at %(sign)s", sign=found[0]) if found else None
