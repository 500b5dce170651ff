"""Quality checks of one text alone, in any of the seven languages."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import Final

from hexapla.memory.checks.flags import Check, Flag

__all__ = ["check_text", "odd_spaces", "repeated", "unclosed"]

_PAIRS: Final = MappingProxyType({"(": ")", "（": "）", "[": "]", "【": "】", "{": "}"})
_BRACKET: Final = re.compile("[" + re.escape("".join((*_PAIRS, *_PAIRS.values()))) + "]")
_FIRST_LABEL: Final = re.compile(r"\s*\w{1,5}")
# A letter or a small number before a bracket is a label in running text, too: párrafo 4 c).
_LABEL: Final = re.compile(r"(?:^|[\s\d(])(?:[^\W\d_]|[ivxIVX]{2,5}|\d{1,2})$")
_TWICE: Final = re.compile(r"(?<!\w)([^\W\d_]{2,}) \1(?!\w)", re.IGNORECASE)


def check_text(text: str, language: str) -> list[Flag]:
    """Return what is worth a look in a text by itself; `language` is its code.

    >>> [str(flag.check) for flag in check_text("See the  annex (part II.", "en")]
    ['brackets', 'spaces']
    """
    text = unicodedata.normalize("NFC", text)
    lost = unclosed(text)
    causes = {
        Check.BRACKETS: f"unbalanced: {lost}" if lost else "",
        Check.REPEATED: repeated(text, language),
        Check.SPACES: odd_spaces(text),
    }
    return [Flag(check, cause) for check, cause in causes.items() if cause]


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
    found = None if language == "zh" else _TWICE.search(text)
    return f"{found[1]} {found[1]}" if found else ""


def odd_spaces(text: str) -> str:
    """Return what is wrong with the white space of a text, or ""."""
    if text != text.strip():
        return "white space at an end"
    return "two spaces in the middle" if "  " in text else ""
