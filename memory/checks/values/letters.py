"""Letters of labels and Roman numerals: paragraph 2 (b), párrafo 2 b), الفقرة 2 (ب), Chapter IV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Final

from hexapla.corpora.numbers.numerals import parse_roman
from hexapla.memory.checks.values.literals import Readings
from hexapla.memory.checks.values.model import Value, ValueKind
from hexapla.memory.checks.values.plain import fold
from hexapla.memory.checks.values.roles import role_of

__all__ = ["letters", "romans"]

# Its first letter first, of which most texts have few; a single one is I, V or X.
_ROMAN: Final = re.compile(
    r"[IVXLCІХС](?<![^\W_].)(?:[IVXLCІХС]{1,6}|(?<=[IVXІХ]))(?=(?:e|er|ème)?(?![^\W_]|['.]\w))"
)
# Cyrillic letters that look like them, of which Russian texts have some.
_ROMAN_LOOK: Final = str.maketrans("ІХС", "IXC")
_LETTER: Final = re.compile(
    r"(?P<han>(?<![a-zA-Z])[a-z])(?=\s?[款项項目])"
    r"|\(\s?(?P<letter>[a-zA-Zа-я]{1,2}|[ivx]{1,5}|[\u0621-\u064a]{1,3})\s?\)"
    r"|\b(?:Buchst(?:abe|\.)|litera|lettre|letra)\s(?P<named>[a-z])\b"
    r"|(?<=[\s\d(])(?P<bare>[a-z]|[ivx]{2,5}|[а-я]|[\u0621-\u064a])\)"
)
_ABJAD: Final = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CYRILLIC: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_LIKE_LATIN: Final = MappingProxyType(dict(zip("авсеорхуi", "abceopxyi", strict=True)))
# What a capital I or V or X before such a word is not the number of.
_NO_LABELS: Final = frozenset(("day", "year", "metre"))
# What a king or a pope is called, before the number that is said as an ordinal elsewhere.
_NAMED: Final = re.compile(r"[A-ZÀ-ÞА-Я][^\W\d_]+ $")
_NEAR: Final = 16
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_ATTACHED: Final = re.compile(
    r"(?:[\d条段款]\)?|alinéa|apartado|inciso|подпункт\w{0,3}|الفرعية|paragraph|alinea)\s?$"
)
_BEFORE: Final = 14  # the characters in which such a word stands


def romans(text: str, language: str) -> Iterator[Value]:
    """Yield the Roman numerals of a text (`plain`); a single letter has to be labelled as one."""
    for match in _ROMAN.finditer(text):
        written = match[0].translate(_ROMAN_LOOK) if language == "ru" else match[0]
        number = parse_roman(written)
        if not number:
            continue
        role = role_of(text, match.start(), match.end(), language)
        labelled = bool(role - _NO_LABELS)
        named = match[0] in "VX" and _NAMED.search(
            text, max(0, match.start() - _NEAR), match.start()
        )
        if len(match[0]) == 1 and not labelled and not named:
            continue
        yield Value(
            ValueKind.NUMBER,
            ((number,),),
            *match.span(),
            text[match.start() : match.end()],
            labelled,
            role,
        )


def letters(text: str) -> Iterator[Value]:
    """Yield the letters of labels: paragraph 2 (b), párrafo 2 b), الفقرة 2 (ب), 第2款(b)项."""
    for match in _LETTER.finditer(text):
        sign = match["letter"] or match["named"] or match["bare"] or match["han"]
        readings = _letter_readings(sign.strip())
        if not readings:
            continue
        attached = match["named"] is not None or bool(
            _ATTACHED.search(text, max(0, match.start() - _BEFORE), match.start())
        )
        yield Value(ValueKind.LETTER, readings, *match.span(), match[0].strip(), attached)


@cache
def _letter_readings(sign: str) -> Readings:
    found: list[str] = []
    if len(sign) == 1:
        if sign.lower() in _ALPHABET:
            found.append(sign.lower())
        arabic = fold(sign, "ar")
        if arabic in _ABJAD:
            found.append(_ALPHABET[min(25, _ABJAD.index(arabic))])
        if sign in _CYRILLIC:
            found.append(_ALPHABET[min(25, _CYRILLIC.index(sign))])
        if sign in _LIKE_LATIN:
            found.append(_LIKE_LATIN[sign])
    elif fold(sign, "ar").rstrip("ـ") == "ه":
        found.append("e")
    readings: list[tuple[str | int, ...]] = [(f"({letter})",) for letter in dict.fromkeys(found)]
    if sign and all(each in "ivx" for each in sign) and (number := parse_roman(sign.upper())):
        readings.append((f"({sign})",))
        readings.append((number,))
    return tuple(dict.fromkeys(readings))
