"""Numbers and months in the languages that write words apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from hexapla.memory.checks.values.context import number_value
from hexapla.memory.checks.values.letters import romans
from hexapla.memory.checks.values.literals import LITERAL, Readings, readings_of, simplest
from hexapla.memory.checks.values.model import Kind, Value
from hexapla.memory.checks.values.plain import fold
from hexapla.memory.checks.values.tables import months
from hexapla.memory.checks.values.words import Token, compose, is_number, lexicon

__all__ = ["worded"]

_TOKEN: Final = re.compile(rf"{LITERAL}|[^\W\d_]+|[^\w\s]")
# From right to left, the groups of 46 500 can stand as 500 46.
_TURNED: Final = r"(?<![\d.,:/])(?<!\d )\d{3}(?: \d{3})* \d{1,2}(?![\d.,:/])(?! \d)"
_ARABIC_TOKEN: Final = re.compile(rf"{_TURNED}|{_TOKEN.pattern}")
# The second word of an Arabic month that has two.
_MONTH_HEADS: Final = frozenset(("كانون", "تشرين"))
# Months that are other words too: small, they are none (except in French, Spanish, Russian).
_DOUBTFUL: Final = frozenset(
    [
        "may",
        "march",
        "mars",
        "مارس",
        "mar",
        "sep",
        "jan",
        "dec",
        "oct",
        "nov",
        "ماي",
        "جوان",
        "اب",
        "اوت",
        "jun",
        "august",
    ]
)
_IN: Final = re.compile(
    r"(?:^|\W)(?:in|of|by|since|until|late|early|mid|en|de|du|fin|mi|im|seit|bis|ende|anfang|mitte|"
    r"каждого|в|شهر)[\s-]$",
    re.IGNORECASE,
)


def worded(text: str, language: str) -> Iterator[Value]:
    """Yield the numbers and months of a text (`plain`) in a language that writes words apart."""
    tokens = [
        Token(match[0], match.start(), match.end(), fold(match[0], language))
        for match in (_ARABIC_TOKEN if language == "ar" else _TOKEN).finditer(text)
    ]
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.text[0].isdecimal():
            readings, after = _with_scales(tokens, position, language)
            yield number_value(text, readings, token.start, tokens[after - 1].end, language)
            position = after
            continue
        if not token.text[0].isalpha():
            position += 1
            continue
        month, after = _month(text, tokens, position, language)
        if month:
            yield month
        elif compound := _compound(text, token, language):
            yield compound
        elif is_number(token.key, language):
            spelt = compose(tokens, position, language)
            after = spelt.end
            end = tokens[after - 1].end
            required = spelt.required
            yield number_value(text, spelt.readings, token.start, end, language, required=required)
        position = after
    yield from romans(text, language)


# What is counted in one word with its number: vierjährig, четырехлетний.
_COUNTED: Final = {
    "de": re.compile("(.+?)(jährig|monatig|wöchig|tägig|stündig)"),
    "ru": re.compile(
        "(.+?)(летн|месячн|недельн|дневн|часов)(?:ий|ый|ая|яя|ое|ее|ие|ые|[еои]|[ыи]м|ую|юю)"
    ),
}


def _compound(text: str, token: Token, language: str) -> Value | None:
    """Return the number in a word that joins it with a unit of time, if it is three or more."""
    pattern = _COUNTED.get(language)
    match = pattern.match(token.key) if pattern and len(token.key) > _SHORT_WORD else None
    word = lexicon(language).get(match[1]) if match else None
    if word is None or word.kind != "c" or not 2 < word.value < 100:
        return None
    return Value(
        Kind.NUMBER, ((word.value,),), token.start, token.end, text[token.start : token.end]
    )


_SHORT_WORD: Final = 7


def _with_scales(tokens: Sequence[Token], position: int, language: str) -> tuple[Readings, int]:
    """Return the readings of digits with what multiplies them, and the place after both."""
    readings, after = readings_of(tokens[position].text, language), position + 1
    factor = 1
    words = lexicon(language)
    while after < len(tokens):
        word = words.get(tokens[after].key)
        # Of hundreds, no abbreviation and no preposition with the word: 80 بالمئة are per cent.
        if word is None or word.kind != "s" or word.value < 1000 or _is_prefixed(tokens[after].key):
            break
        if tokens[after].start - tokens[after - 1].end > 1:
            break
        factor *= word.value
        after += 1
        if after < len(tokens) and tokens[after].text == "." and tokens[after - 1].key in _SHORT:
            after += 1
    if factor == 1:
        return readings, after
    scaled = tuple(
        (simplest(reading[0] * factor),)
        for reading in readings
        if len(reading) == 1 and isinstance(reading[0], int | Decimal)
    )
    return (scaled or readings), after


def _is_prefixed(key: str) -> bool:
    return key.startswith(("بال", "وال", "لل", "ال", "ب")) and not key.startswith("بل")


_SHORT: Final = frozenset(("млн", "млрд", "тыс", "mio", "mrd", "tsd", "трлн", "mill"))


def _month(
    text: str, tokens: Sequence[Token], position: int, language: str
) -> tuple[Value | None, int]:
    """Return the month that a word names, if any, and the place of the word after it."""
    token = tokens[position]
    key, after = token.key, position + 1
    table = months(language)
    if language == "ar":
        if key not in table and key[:1] in "وبلف" and key[1:] in table.keys() | _MONTH_HEADS:
            key = key[1:]
        if key in _MONTH_HEADS and after < len(tokens):
            key, after = f"{key}_{tokens[after].key}", after + 1
    number = table.get(key)
    if number is None:
        return None, position + 1
    required = True
    if language in ("en", "de") and not token.text[0].isupper():
        return None, position + 1
    if key in _DOUBTFUL:
        near = text[max(0, token.start - 4) : token.start], text[token.end : token.end + 7]
        required = bool(
            re.search(r"\d(?:st|nd|rd|th|er|°|\.)?\s?(?:de )?$|/$", near[0])
            or re.match(r"\.?\s?(?:de )?\d|/", near[1])
            or (_IN.search(text, max(0, token.start - 9), token.start) and len(key) > 3)
        )
    end = tokens[after - 1].end
    return Value(
        Kind.DATE, ((f"month {number}",),), token.start, end, text[token.start : end], required
    ), after
