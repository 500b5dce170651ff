"""Numbers and months in the languages that write words apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from hexapla.memory.checks.values.context import number_value
from hexapla.memory.checks.values.letters import romans
from hexapla.memory.checks.values.literals import Readings, readings_of, simplest
from hexapla.memory.checks.values.model import Value, ValueKind
from hexapla.memory.checks.values.tables import months
from hexapla.memory.checks.values.tokens import Tokens, tokens
from hexapla.memory.checks.values.words import compose, is_number, lexicon

__all__ = ["worded"]

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
        "اغسطس",
        "jun",
        "august",
    ]
)
_IN: Final = re.compile(
    r"(?:^|\W)(?:in|of|by|since|until|late|early|mid|en|de|du|fin|mi|im|seit|bis|ende|anfang|mitte|"
    r"каждого|в|شهر|في|من|خلال|منذ|بحلول|حتي|اب/?)[\s-]$",
    re.IGNORECASE,
)


def worded(text: str, language: str) -> Iterator[Value]:
    """Yield the numbers and months of a text (`plain`) in a language that writes words apart."""
    found = tokens(text, language)
    done = 0
    for position in _telling(found):
        if position < done:
            continue
        key, start = found.keys[position], found.start(position)
        if key[0].isdecimal():
            readings, done = _with_scales(found, position)
            yield number_value(text, readings, start, found.end(done - 1), language)
            continue
        month, done = _month(found, position)
        if month:
            yield month
        elif compound := _parts(found, position) or _compound(found, position):
            yield compound
        elif is_number(key, language):
            spelt = compose(found.keys, position, language)
            done = spelt.end
            end = found.end(done - 1)
            # Attention, and a sieve; several tens.
            required = (
                spelt.required
                and text[start : found.end(position)] not in _OTHER_WORDS
                and not (key in _TENS and found.keys[max(0, position - 1)] in _SEVERAL)
            )
            yield number_value(
                *(text, spelt.readings, start, end, language),
                required=required,
                # In Arabic, what an ordinal orders stands before it: الجلسة الرابعة يوم الثلاثاء.
                orders=spelt.orders and language == "ar",
            )
    yield from romans(text, language)


_OTHER_WORDS: Final = frozenset(("Acht", "Sieben"))
_SEVERAL: Final = frozenset(("mehrere", "mehrerer", "mehreren", "einige", "einiger", "einigen"))
_TENS: Final = frozenset(("zehn", "hundert", "tausend"))
# Letters of a word beyond which it may be joined of several.
_LONG_WORD: Final = 7


def _telling(found: Tokens) -> list[int]:
    """Return the places of the tokens that can begin a number or a month."""
    known = _known(found.language)
    if found.language not in _COUNTED:
        return [place for place, key in enumerate(found.keys) if key in known or key[0].isdecimal()]
    return [
        place
        for place, key in enumerate(found.keys)
        if len(key) > _LONG_WORD or key in known or key[0].isdecimal()
    ]


@cache
def _known(language: str) -> frozenset[str]:
    """Return the words that begin a number or a month."""
    found = lexicon(language).keys() | months(language).keys()
    if language == "ar":
        heads = {*months(language), *_MONTH_HEADS}
        found = found | {prefix + word for word in heads for prefix in ("", *"وبلف")}
    return frozenset(found)


# Parts that are one word with their number: Zweidrittelmehrheit, Dreiviertelstunde.
_PARTS: Final = re.compile("(.+?)(drittel|viertel|fünftel|sechstel|siebtel|achtel|neuntel|zehntel)")
# What is counted in one word with its number: vierjährig, четырехлетний.
_COUNTED: Final = {
    "de": re.compile("(.+?)(jährig|monatig|wöchig|tägig|stündig)"),
    "ru": re.compile(
        "(.+?)(летн|месячн|недельн|дневн|часов)(?:ий|ый|ая|яя|ое|ее|ие|ые|[еои]|[ыи]м|ую|юю)"
    ),
}


def _compound(tokens: Tokens, position: int) -> Value | None:
    """Return the number in a word that joins it with a unit of time, if it is three or more."""
    pattern = _COUNTED.get(tokens.language)
    match = pattern.match(tokens.keys[position]) if pattern else None
    number = _first_number(tokens, position, match)
    return _joined(tokens, position, ((number,),)) if 2 < number < 100 else None


def _parts(tokens: Tokens, position: int) -> Value | None:
    """Return the parts of a whole in a word that joins them with others."""
    match = _PARTS.match(tokens.keys[position]) if tokens.language == "de" else None
    number = _first_number(tokens, position, match)
    if match is None or not 0 < number < 10:
        return None
    whole = lexicon(tokens.language)[match[2]].value
    return _joined(tokens, position, ((f"{number}/{whole}",), (number, whole)))


def _first_number(tokens: Tokens, position: int, match: re.Match[str] | None) -> int:
    """Return the number that a long word begins with, 0 where it begins with none."""
    if match is None or len(tokens.keys[position]) <= _LONG_WORD:
        return 0
    word = lexicon(tokens.language).get(match[1])
    return word.value if word and word.kind == "c" else 0


def _joined(tokens: Tokens, position: int, readings: Readings) -> Value:
    start, end = tokens.start(position), tokens.end(position)
    return Value(ValueKind.NUMBER, readings, start, end, tokens.text[start:end])


def _with_scales(tokens: Tokens, position: int) -> tuple[Readings, int]:
    """Return the readings of digits with what multiplies them, and the place after both."""
    keys, words = tokens.keys, lexicon(tokens.language)
    readings, after = readings_of(keys[position], tokens.language), position + 1
    factor = 1
    while after < len(keys):
        word = words.get(keys[after])
        # Of hundreds, no abbreviation and no preposition with the word: 80 بالمئة are per cent.
        if word is None or word.kind != "s" or word.value < 1000:
            break
        if any(keys[after].removeprefix(prefix) in words for prefix in _prefixes_of(keys[after])):
            break
        if tokens.start(after) - tokens.end(after - 1) > 1:
            break
        factor *= word.value
        after += 1
        if after < len(keys) and keys[after] == "." and keys[after - 1] in _SHORT:
            after += 1
    if factor == 1:
        return readings, after
    scaled = tuple(
        (simplest(reading[0] * factor),)
        for reading in readings
        if len(reading) == 1 and isinstance(reading[0], int | Decimal)
    )
    return (scaled or readings), after


# Articles and prepositions, before a word of its own: ألف, a thousand, only begins like one.
_PREFIXES: Final = ("بال", "وال", "لل", "ال", "ب")


def _prefixes_of(key: str) -> Iterator[str]:
    return (prefix for prefix in _PREFIXES if key.startswith(prefix))


_SHORT: Final = frozenset(("млн", "млрд", "тыс", "mio", "mrd", "tsd", "трлн", "mill"))


def _month(tokens: Tokens, position: int) -> tuple[Value | None, int]:
    """Return the month that a word names, if any, and the place of the word after it."""
    text, language = tokens.text, tokens.language
    key, after = tokens.keys[position], position + 1
    table = months(language)
    if language == "ar":
        if key not in table and key[:1] in "وبلف" and key[1:] in table.keys() | _MONTH_HEADS:
            key = key[1:]
        if key in _MONTH_HEADS and after < len(tokens.keys):
            key, after = f"{key}_{tokens.keys[after]}", after + 1
    number = table.get(key)
    start, own_end = tokens.start(position), tokens.end(position)
    if number is None or (language in ("en", "de") and not text[start].isupper()):
        return None, position + 1
    required = True
    # August and Augustus are one word in Russian; written small, it is the month.
    is_name = language in ("fr", "es", "ru") and start > 0 and text[start].isupper()
    if key in _DOUBTFUL or is_name:
        near = text[max(0, start - 4) : start], text[own_end : own_end + 7]
        required = bool(
            re.search(r"\d(?:st|nd|rd|th|er|°|\.)?\s?(?:de )?$|/$", near[0])
            or re.match(r"\.?\s?(?:de )?\d|/", near[1])
            or (_IN.search(text, max(0, start - 9), start) and len(key) > 3)
        )
    end = tokens.end(after - 1)
    return Value(
        ValueKind.DATE, ((f"month {number}",),), start, end, text[start:end], required
    ), after
