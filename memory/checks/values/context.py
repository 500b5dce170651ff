"""What the words around a number make of it: decades, "and a half", the ends of a range."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from hexapla.memory.checks.values.literals import Readings, simplest
from hexapla.memory.checks.values.model import LABELS, Key, Value, ValueKind
from hexapla.memory.checks.values.roles import role_of

__all__ = ["number_value", "with_decades", "with_ranges"]

_DECADE: Final = MappingProxyType(
    {
        "en": re.compile(r"'?s\b"),
        "ru": re.compile(r"-?(?:е|х)\b"),
        "de": re.compile(r"er\b"),
        "zh": re.compile(r"\s?年代"),
        # A decade has a form of its own: تسعينات القرن العشرين.
        "ar": re.compile(r"(?<=ات)(?!\w)"),
    }
)
# Milliards of euros have the ending of decades in Arabic: مليارات.
_NO_YEAR: Final = 3000
_NEVER: Final = re.compile("(?!)")
_DECADE_BEFORE: Final = re.compile(
    r"(?:années|años|década de|década de los|décennie|عقد|لعقد|(?:ال)?أعوام)\s$", re.IGNORECASE
)
_THIRD_PARTY: Final = re.compile(
    r"third(?: part| person| countr|-part)|tierce? part|tiers\b|terceros\b|"
    r"terceras? (?:part|person)|un tercero\b|третьи|третьей (?:сторон|парти)|третьего лиц|"
    r"طرف (?:ال)?ثالث|أطراف|Dritte|第三[方者人]"
)
_AND_A_HALF: Final = re.compile(
    r" et demie?\b| y medi[oa]\b| с половиной\b| ونصف\b| and a half\b|einhalb\b|半(?![数年个島岛])"
)


def number_value(
    text: str,
    readings: Readings,
    start: int,
    end: int,
    language: str,
    *,
    required: bool = True,
    percent: bool = False,
    orders: bool = False,
) -> Value:
    """Return the number that stands from `start` to `end` of a text (`plain`).

    One that `orders` what stands before it counts nothing of what follows.
    """
    role = (
        frozenset(("percent",)) if percent else role_of(text, start, end, language, before=orders)
    )
    # Two is said in many ways, but not in a label: المرفق الثاني.
    required = required or (readings[0][0] == 2 and bool(role & LABELS))
    if readings[0][0] == 3 and _THIRD_PARTY.search(text, max(0, start - 10), end + 12):
        required = False
    if half := _AND_A_HALF.match(text, end):
        readings, end = (*_halved(readings[0][0]), *readings), half.end()
    if _DECADE.get(language, _NEVER).match(text, end) or (
        language in "fr es ar" and _DECADE_BEFORE.search(text, max(0, start - 16), start)
    ):
        number = readings[0][0]
        if isinstance(number, int) and number % 10 == 0 and number < _NO_YEAR:
            # 1990年代 and 90年代, los noventa.
            readings = ((number,), (number % 100,), (1900 + number % 100,))
            role = frozenset(("decade", "year"))
    return Value(ValueKind.NUMBER, readings, start, end, text[start:end], required, role)


def _halved(number: Key) -> Readings:
    """Return what "and a half" makes of a number: of a million and of one, it is not the same."""
    if not isinstance(number, int) or number == 0:
        return ()
    scale = next((each for each in (10**12, 10**9, 10**6, 1000) if number % each == 0), 1)
    half = scale // 2 if scale > 1 else Decimal("0.5")
    return ((number + half,),)


_BETWEEN: Final = re.compile(
    r"\s?(?:-|to|and|or|à|et|ou|a|y|o|до|и|или|إلى|و|أو|bis|und|oder|[至到~、或和])\s?"
    r"(?:more than|over|plus de|más de|более|свыше|أكثر من|mehr als|über|超[过過])?\s?[$€£]?\s?"
)
_ADDED: Final = re.compile(r"(?:[\d.,]+|[一二三四五六七八九十]+)\s?(\D{1,12}.*)")
_SCALED: Final = (10**12, 10**9, 10**8, 10**6, 10**4, 1000)


def with_ranges(found: list[Value], text: str) -> list[Value]:
    """Read the first number of "3 to 5 million" as three million too."""
    for place in range(len(found) - 1):
        one, other = found[place], found[place + 1]
        numbers = one.readings[0][0], other.readings[0][0]
        if not (isinstance(numbers[0], int | Decimal) and isinstance(numbers[1], int | Decimal)):
            continue
        if numbers[1] < 1000 or numbers[0] >= 1000 or not _ADDED.fullmatch(other.text):
            continue
        if _BETWEEN.fullmatch(text, one.end, other.start):
            more = tuple(
                (simplest(numbers[0] * scale),) for scale in _SCALED if numbers[1] >= scale
            )
            found[place] = one._replace(readings=(*one.readings, *more))
    return found


# From a decade to the century that it is of: the nineties of the twentieth century. What was read
# as one word is not tried as several: "год…" has as many ways to be cut as there are subsets.
_OF_THE: Final = re.compile(
    r"(?:[\s年代世纪紀'-]|s\b|е|х|er|год\w*|jahren?|of|the|du|del|des?|siècle|siglo|من|القرن|ال)*+",
    re.IGNORECASE,
)


def with_decades(found: list[Value], text: str) -> list[Value]:
    """Let a century stand for nothing of its own where it only says of which a decade is."""
    if not any("decade" in each.role for each in found):
        return found
    dated = list(found)
    for place, (one, other) in enumerate(pairwise(found)):
        if not _OF_THE.fullmatch(text, one.end, max(one.end, other.start)):
            continue
        for decade, century in ((place, place + 1), (place + 1, place)):
            if "decade" in dated[decade].role and "century" in dated[century].role:
                dated[decade] = _in_century(dated[decade], dated[century].readings[0][0])
                dated[century] = dated[century]._replace(required=False)
    return dated


def _in_century(decade: Value, century: Key) -> Value:
    number = decade.readings[0][0]
    if not isinstance(number, int) or not isinstance(century, int):
        return decade
    return decade._replace(readings=(*decade.readings, ((century - 1) * 100 + number % 100,)))
