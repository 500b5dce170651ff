"""Quality checks of a text and its translation: pure, and right for all seven languages.

Each check is one of the filters that corpora are cleaned with (Aulamo, Virpioja and Tiedemann,
"OpusFilter", ACL 2020) or that translators run before they deliver. A flag says that a pair is
worth a look, not that it is wrong.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hexapla.corpora.symbols import find_symbol
from hexapla.memory.text.keys import match_key, words
from hexapla.memory.text.placeables import placeables

__all__ = ["Check", "Flag", "check_pair"]


class Check(StrEnum):
    """What is looked at."""

    NUMBERS = "numbers"
    SYMBOLS = "symbols"
    LENGTH = "length"
    SCRIPT = "script"
    UNTRANSLATED = "untranslated"
    ENDING = "ending"
    BRACKETS = "brackets"
    REPEATED = "repeated word"
    SPACES = "spaces"


@dataclass(frozen=True, slots=True)
class Flag:
    """A check that a pair did not pass, and why, in one line."""

    check: Check
    cause: str


# Characters that say what ten say in Chinese, over UN texts.
_LENGTHS: Final = MappingProxyType(
    {"zh": 10, "en": 33, "fr": 39, "es": 38, "ru": 38, "ar": 31, "de": 39}
)
# So many times longer or shorter than that, a text is flagged. Of the 4,712 pairs of sentences that
# the Universal Declaration and the targets of the 2030 Agenda have with Chinese, aligned by this
# program, 1 is; from 2 times it would be 3, from 1.5 times one in eighteen.
_MOST: Final = 2.5
# Shorter texts, such as notes (同上 for "See the note above"), are too varied to be judged by
# length: so many times ten Chinese characters, about fifty of English. Single letters by script.
_SHORT: Final = 1.5
_FEWEST_LETTERS: Final = 8
# How Unicode names the letters of a script, and what they are called.
_SCRIPTS: Final = MappingProxyType(
    {"zh": ("CJK", "Chinese"), "ru": ("CYRILLIC", "Cyrillic"), "ar": ("ARABIC", "Arabic")}
)
# Numbers of one digit are often written as words.
_DIGITS: Final = 2
_GROUPED: Final = re.compile(r"(?<=\d)[ \u00a0\u202f,.٬](?=\d{3}(?!\d))")
_SPELT: Final = re.compile("[十百千万亿]")
_COUNTED: Final = re.compile(r"\d[\d.]*(?=\s?[十百千万亿])")
_CLOSING: Final = "\"'”’»›」』)）]】\u200f\u200e \u00a0\u202f¹²³⁴⁵⁶⁷⁸⁹⁰"
_ENDINGS: Final = MappingProxyType(
    {
        **dict.fromkeys(".。．…!！", "stop"),
        **dict.fromkeys("?？؟", "question mark"),
        **dict.fromkeys(";；؛,，،", "semicolon"),
        **dict.fromkeys(":：", "colon"),
    }
)
_PAIRS: Final = MappingProxyType({"(": ")", "（": "）", "[": "]", "【": "】", "{": "}"})
_TWICE: Final = re.compile(r"(?<!\w)([^\W\d_]{2,}) \1(?!\w)", re.IGNORECASE)
_FOREIGN: Final = re.compile("[!-~]")
# Symbols and numbers of parts have the same letters in every language.
_SYMBOLS: Final = re.compile(r"[!-~]*[/\d][!-~]*")
_LETTERS: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    language: str


def check_pair(source: str, target: str, languages: tuple[str, str]) -> list[Flag]:
    """Return what is worth a look in a text and its translation; `languages` are their codes.

    >>> check_pair("第73/186号决议。", "Resolution 73/168.", ("zh", "en"))[0].cause
    'not translated: 186; not in the source: 168'
    """
    # Composed, or an accent would end a word.
    sides = [
        _Side(unicodedata.normalize("NFC", text), language)
        for text, language in zip((source, target), languages, strict=True)
    ]
    return [Flag(check, cause) for check, judge in _CHECKS.items() if (cause := judge(*sides))]


def _numbers(source: _Side, target: _Side) -> str:
    """Compare the numbers of two digits and more, months aside, that stand on one side only."""
    ours, theirs = (
        {
            each.value
            for each in placeables(_in_digits(side), side.language)
            if len(each.value) >= _DIGITS and each.value.isdigit()
        }
        for side in (source, target)
    )
    # Chinese writes 十 for 10 and 3亿 for 300,000,000: digits elsewhere need not be there.
    missing = [] if _spells_numbers(target) else sorted(ours - theirs)
    added = [] if _spells_numbers(source) else sorted(theirs - ours)
    return "; ".join(
        f"{word} {', '.join(found)}"
        for word, found in (("not translated:", missing), ("not in the source:", added))
        if found
    )


def _in_digits(side: _Side) -> str:
    """Return the text without the marks between thousands, and numbers that go on in words."""
    text = _GROUPED.sub("", side.text)
    return _COUNTED.sub("", text) if side.language == "zh" else text


def _spells_numbers(side: _Side) -> bool:
    return side.language == "zh" and _SPELT.search(side.text) is not None


def _symbols(source: _Side, target: _Side) -> str:
    ours, theirs = find_symbol(source.text), find_symbol(target.text)
    return f"{ours or 'no symbol'} became {theirs or 'no symbol'}" if ours != theirs else ""


def _length(source: _Side, target: _Side) -> str:
    sizes = _size(source), _size(target)
    if min(sizes) == 0 or max(sizes) < _SHORT:
        return ""
    ratio = sizes[1] / sizes[0]
    if abs(math.log(ratio)) <= math.log(_MOST):
        return ""
    return f"{ratio:.1f} times as long as usual"


def _size(side: _Side) -> float:
    """Return how much a text says, in tens of Chinese characters.

    Numbers and symbols are as long in Chinese as anywhere.
    """
    usual = _LENGTHS.get(side.language, _LENGTHS["en"])
    if side.language != "zh":
        return len(side.text) / usual
    foreign = len(_FOREIGN.findall(side.text))
    return (len(side.text) - foreign) / usual + foreign / _LENGTHS["en"]


def _script(source: _Side, target: _Side) -> str:
    for side in (source, target):
        letters = _LETTERS.findall(_SYMBOLS.sub("", side.text))
        wanted, name = _SCRIPTS.get(side.language, ("LATIN", "Latin"))
        right = sum(unicodedata.name(letter, "").startswith(wanted) for letter in letters)
        if len(letters) >= _FEWEST_LETTERS and right < len(letters) / 2:
            return f"most letters of the {side.language} text are not {name}"
    return ""


def _untranslated(source: _Side, target: _Side) -> str:
    keys = match_key(source.text), match_key(target.text)
    telling = [word for word in words(keys[0]) if _LETTERS.match(word)]
    same = keys[0] == keys[1] and len("".join(telling)) >= _FEWEST_LETTERS
    return "the same text on both sides" if same and not find_symbol(source.text) else ""


def _ending(source: _Side, target: _Side) -> str:
    ours, theirs = (
        _ENDINGS.get(side.text.rstrip(_CLOSING)[-1:], "nothing") for side in (source, target)
    )
    # A list item may end with a comma in one language and a semicolon or nothing in another.
    loose = {"semicolon", "nothing"}
    if ours == theirs or {ours, theirs} <= loose:
        return ""
    return f"the source ends with {_named(ours)}, the translation with {_named(theirs)}"


def _named(ending: str) -> str:
    return ending if ending == "nothing" else f"a {ending}"


def _brackets(source: _Side, target: _Side) -> str:
    ours, theirs = (_unclosed(side.text) for side in (source, target))
    return f"unbalanced: {theirs}" if theirs and not ours else ""


def _unclosed(text: str) -> str:
    """Return the brackets that lack their other half; `a)` at the start is a number."""
    waiting: list[str] = []
    lost = []
    for place, sign in enumerate(text):
        if sign in _PAIRS:
            waiting.append(unicodedata.normalize("NFKC", sign))
        elif sign in _PAIRS.values():
            opening = next(o for o, c in _PAIRS.items() if c == sign)
            if waiting and waiting[-1] == unicodedata.normalize("NFKC", opening):
                waiting.pop()
            elif not re.fullmatch(r"\s*\w{1,5}", text[:place]):
                lost.append(sign)
    return "".join([*waiting, *lost])


def _repeated(source: _Side, target: _Side) -> str:
    found = _TWICE.search(target.text)
    if found is None or target.language == "zh" or _TWICE.search(source.text):
        return ""
    return f"{found[1]} {found[1]}"


def _spaces(source: _Side, target: _Side) -> str:
    for side in (source, target):
        if side.text != side.text.strip():
            return f"white space at an end of the {side.language} text"
        if "  " in side.text:
            return f"two spaces in the {side.language} text"
    return ""


_CHECKS: Final[MappingProxyType[Check, Callable[[_Side, _Side], str]]] = MappingProxyType(
    {
        Check.NUMBERS: _numbers,
        Check.SYMBOLS: _symbols,
        Check.LENGTH: _length,
        Check.SCRIPT: _script,
        Check.UNTRANSLATED: _untranslated,
        Check.ENDING: _ending,
        Check.BRACKETS: _brackets,
        Check.REPEATED: _repeated,
        Check.SPACES: _spaces,
    }
)
