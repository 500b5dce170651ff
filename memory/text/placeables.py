"""Numbers, symbols and dates in a text, and their exchange in a translation.

Two sentences that differ in numbers alone, as 第73/186号决议 and 第74/177号决议 do, have the same
translation but for its numbers: they are exchanged wherever it is certain which.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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
    ASCII digits. `symbol` are all numbers of the symbol that it is in, as `186/73` of 73/186, else
    "": a number of one can also stand in a date, before the symbol here and behind it there.
    """

    start: int
    end: int
    value: str
    symbol: str = ""


def _months(language: str) -> list[str]:
    return [name.replace("\0", " ") for name in _MONTH_NAMES.get(language, ())]


def _pattern(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, _months(language)))
    month = rf"(?P<name>(?<!\w)(?:{names})(?!\w))|" if names else r"(?P<name>(?!))|"
    # Of numbers that are no symbol, no later ones are one either: each is read once.
    symbol = r"(?<!\d/)(?P<symbol>(?>\d+(?:/\d+)+))(?![/\d]|\s*月)|"
    # French dates begin with the first, and go on with two: `1er juillet`, `2 juillet`.
    first = r"(?:(?<=\b1)er\b)?" if language == "fr" else ""
    return re.compile(rf"{month}{symbol}(?P<figure>(?P<number>\d+){first})(?P<month>\s*月)?")


_PATTERNS: Final = MappingProxyType({language: _pattern(language) for language in ("zh", *MONTHS)})
_OTHER: Final = _pattern("")
_DIGITS: Final = re.compile(r"\d+")
_FRENCH_MONTH: Final = re.compile(rf"\s+(?:{'|'.join(_months('fr'))})\b")


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
        if match["symbol"]:
            spans = [each.span() for each in _DIGITS.finditer(text, *match.span("symbol"))]
            numbers = [_ascii(text[start:end]) for start, end in spans]
            symbol = "/".join(sorted(numbers))
            for span, number in zip(spans, numbers, strict=True):
                yield Placeable(*span, number, symbol)
            continue
        number = _ascii(match["number"])
        if match["month"] and language == "zh" and len(number) < 3 and 1 <= int(number) <= 12:
            number = f"month {int(number)}"
        yield Placeable(*match.span("figure"), number)


def adapt(query: str, source: str, target: str, languages: tuple[str, str]) -> str | None:
    """Return `target` with the numbers of `query` where it has those of `source`.

    `target` translates `source`, which differs from `query` in numbers and months alone;
    `languages` are those of source and target. None where it is not certain what to exchange:
    a number of the source is not in the target as often, or became two different ones.

    >>> adapt("第73/186号决议", "第74/177号决议", "resolution 74/177", ("zh", "en"))
    'resolution 73/186'
    >>> adapt("2020年第2019/7号", "2019年第2019/7号", "resolution 2019/7 of 2019", ("zh", "en"))
    'resolution 2019/7 of 2020'
    """
    wanted, stored = placeables(query, languages[0]), placeables(source, languages[0])
    if len(wanted) != len(stored):
        return None
    pairs = list(zip(stored, wanted, strict=True))
    there = placeables(target, languages[1])
    # A number of a symbol is first taken for that, and then for any number.
    for key in (_in_symbol, _by_itself):
        adapted = _adapted(target, pairs, there, key, languages[1])
        if adapted is not None:
            return adapted
    return None


_Key = tuple[str, str]


def _in_symbol(each: Placeable) -> _Key:
    return each.value, each.symbol


def _by_itself(each: Placeable) -> _Key:
    return each.value, ""


def _adapted(
    target: str,
    pairs: Sequence[tuple[Placeable, Placeable]],
    there: Sequence[Placeable],
    key: Callable[[Placeable], _Key],
    language: str,
) -> str | None:
    """Return the target with the new numbers for the old ones, which `key` tells apart."""
    exchanged: dict[_Key, str] = {}
    for old, new in pairs:
        if exchanged.setdefault(key(old), new.value) != new.value:
            return None
    counts = Counter(key(old) for old, _ in pairs), Counter(map(key, there))
    changed = {old for old, new in exchanged.items() if old[0] != new}
    if any(counts[0][old] != counts[1][old] for old in changed):
        return None
    places = [(each, exchanged[key(each)]) for each in there if key(each) in changed]
    return _written(target, places, language)


def _written(target: str, places: Sequence[tuple[Placeable, str]], language: str) -> str | None:
    """Write the new numbers and months into the target; None where one becomes the other."""
    pieces, last = [], 0
    for each, new in places:
        if new.startswith("month ") != each.value.startswith("month "):
            return None
        old = target[each.start : each.end]
        pieces += [target[last : each.start], _like(old, new, language)]
        if language == "fr" and new == "1" and _FRENCH_MONTH.match(target, each.end):
            pieces.append("er")
        last = each.end
    return "".join([*pieces, target[last:]])


def _ascii(number: str) -> str:
    return "".join(str(unicodedata.digit(digit)) for digit in number)


def _like(old: str, new: str, language: str) -> str:
    """Write a value in the manner of what it takes the place of."""
    if new.startswith("month "):
        number = int(new.removeprefix("month "))
        return str(number) if language == "zh" else _months(language)[number - 1]
    zero = ord(old[0]) - unicodedata.digit(old[0])
    return "".join(chr(zero + int(digit)) for digit in new)
