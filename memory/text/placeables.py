"""Numbers, symbols and dates in a text, and their exchange in a translation.

Two sentences that differ in numbers alone, as 第73/186号决议 and 第74/177号决议 do, have the same
translation but for its numbers: they are exchanged wherever it is certain which.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["MONTHS", "Placeable", "adapt", "placeables"]

MONTHS: Final = MappingProxyType(
    {
        "en": "January February March April May June July August September October November "
        "December",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre "
        "décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
        "diciembre",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "ar": "كانون_الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه "
        "تموز/يوليه آب/أغسطس أيلول/سبتمبر تشرين_الأول/أكتوبر تشرين_الثاني/نوفمبر "
        "كانون_الأول/ديسمبر",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    }
)
_MONTH_NAMES: Final = MappingProxyType(
    {language: names.replace("_", "\0").split() for language, names in MONTHS.items()}
)


@dataclass(frozen=True, slots=True)
class Placeable:
    """A number or a month in a text: where it stands, and its value as a key.

    Months of all languages have the keys `month 1` to `month 12`; of a number, it is the number in
    ASCII digits.
    """

    start: int
    end: int
    value: str


def _months(language: str) -> list[str]:
    return [name.replace("\0", " ") for name in _MONTH_NAMES.get(language, ())]


def _pattern(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, _months(language)))
    month = rf"(?P<name>(?<!\w)(?:{names})(?!\w))|" if names else r"(?P<name>(?!))|"
    return re.compile(rf"{month}(?P<number>\d+)(?P<month>\s*月)?")


_PATTERNS: Final = MappingProxyType({language: _pattern(language) for language in ("zh", *MONTHS)})
_OTHER: Final = _pattern("")


def placeables(text: str, language: str) -> list[Placeable]:
    """Return the numbers and the names of months in a text, in their order.

    >>> [each.value for each in placeables("17 December 2018", "en")]
    ['17', 'month 12', '2018']
    """
    return list(_found(text, language))


def _found(text: str, language: str) -> Iterator[Placeable]:
    names = _months(language)
    for match in _PATTERNS.get(language, _OTHER).finditer(text):
        if match["name"]:
            yield Placeable(*match.span("name"), f"month {names.index(match['name']) + 1}")
            continue
        number = "".join(str(unicodedata.digit(digit)) for digit in match["number"])
        if match["month"] and language == "zh" and 1 <= int(number) <= 12:
            number = f"month {int(number)}"
        yield Placeable(*match.span("number"), number)


def adapt(query: str, source: str, target: str, languages: tuple[str, str]) -> str | None:
    """Return `target` with the numbers of `query` where it has those of `source`.

    `target` translates `source`, which differs from `query` in numbers and months alone;
    `languages` are those of source and target. None where it is not certain what to exchange:
    a number of the source is not in the target as often, or became two different ones.

    >>> adapt("第73/186号决议", "第74/177号决议", "resolution 74/177", ("zh", "en"))
    'resolution 73/186'
    """
    wanted, stored = placeables(query, languages[0]), placeables(source, languages[0])
    if len(wanted) != len(stored):
        return None
    pairs = [(old.value, new.value) for old, new in zip(stored, wanted, strict=True)]
    exchanged: dict[str, str] = {}
    for old, new in pairs:
        if exchanged.setdefault(old, new) != new:
            return None
    there = placeables(target, languages[1])
    counts = Counter(old for old, _ in pairs), Counter(each.value for each in there)
    changed = {old for old, new in exchanged.items() if old != new}
    if any(counts[0][old] != counts[1][old] for old in changed):
        return None
    return _written(target, [each for each in there if each.value in changed], exchanged, languages)


def _written(
    target: str,
    there: Sequence[Placeable],
    exchanged: dict[str, str],
    languages: tuple[str, str],
) -> str | None:
    """Write the new numbers and months into the target; None where one becomes the other."""
    pieces, last = [], 0
    for each in there:
        new = exchanged[each.value]
        if new.startswith("month ") != each.value.startswith("month "):
            return None
        old = target[each.start : each.end]
        pieces += [target[last : each.start], _like(old, new, languages[1])]
        last = each.end
    return "".join([*pieces, target[last:]])


def _like(old: str, new: str, language: str) -> str:
    """Write a value in the manner of what it takes the place of."""
    if new.startswith("month "):
        number = int(new.removeprefix("month "))
        return str(number) if language == "zh" else _months(language)[number - 1]
    zero = ord(old[0]) - unicodedata.digit(old[0])
    return "".join(chr(zero + int(digit)) for digit in new)
