"""All values of a text: numbers, months, times, symbols, letters of labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from hexapla.corpora.symbols import find_symbols
from hexapla.memory.checks.values.chinese import numerals
from hexapla.memory.checks.values.context import number_value, with_decades, with_ranges
from hexapla.memory.checks.values.dates import with_dates
from hexapla.memory.checks.values.demonyms import demonyms
from hexapla.memory.checks.values.grades import grades
from hexapla.memory.checks.values.letters import letters, romans
from hexapla.memory.checks.values.literals import Readings
from hexapla.memory.checks.values.model import Value, ValueKind
from hexapla.memory.checks.values.names import names
from hexapla.memory.checks.values.plain import plain
from hexapla.memory.checks.values.times import times
from hexapla.memory.checks.values.worded import worded

__all__ = ["values"]

_HAN_MONTH: Final = re.compile(r"\s?月(?!球|亮|光|经|饼|台)(?:份)?")
_HAN_RANGE: Final = re.compile(r"\s?[至到、-]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")
_RESOLUTION: Final = re.compile(r"(?:RES|DEC)/(?:S-|ES-)?(\d+/\d+)")
_SLASH: Final = re.compile("[/／]")
_SMALL: Final = re.compile("[a-z]")


@lru_cache(maxsize=256)
def values(text: str, language: str) -> tuple[Value, ...]:
    """Return the values that a text states, in their order; `language` is its code.

    >>> [each.shown for each in values("By 8 November 2033, 83 per cent", "en")]
    ['2033-11-08', '2033-11-08', '2033-11-08', '83 percent']
    """
    text = plain(text)
    found = list(names(text, language))
    found += _apart(demonyms(text, language), found)
    symbols = list(_symbols(text)) if _SLASH.search(text) else []
    clocks = [
        Value(ValueKind.TIME, each.readings, each.start, each.end, text[each.start : each.end])
        for each in times(text, language)
    ]
    fixed = sorted((*found, *symbols, *clocks, *grades(text)), key=_place)
    numbers = _chinese(text) if language == "zh" else worded(text, language)
    found = sorted((*fixed, *_apart(sorted(numbers, key=_place), fixed)), key=_place)
    found = with_ranges(with_decades(found, text), text)
    if ")" in text or (language == "zh" and _SMALL.search(text)) or "Buchst" in text:
        found += letters(text)
    return tuple(with_dates(sorted(found, key=_place), text))


def _place(value: Value) -> int:
    return value.start


def _apart(found: Iterable[Value], others: Sequence[Value]) -> Iterator[Value]:
    """Yield the values that overlap none of the others; both are in their order."""
    place = 0
    for each in found:
        while place < len(others) and others[place].end <= each.start:
            place += 1
        if place == len(others) or others[place].start >= each.end:
            yield each


def _symbols(text: str) -> Iterator[Value]:
    for start, end, symbol in find_symbols(text):
        readings: Readings = ((symbol,),)
        if resolution := _RESOLUTION.search(symbol):
            readings = (*readings, (resolution[1],))
        yield Value(ValueKind.SYMBOL, readings, start, end, symbol)


def _chinese(text: str) -> Iterator[Value]:
    for each in numerals(text):
        number = each.readings[0][0]
        month = _HAN_MONTH.match(text, each.end) or _HAN_RANGE.match(text, each.end)
        if month and isinstance(number, int) and 1 <= number <= 12:
            end = month.end() if "月" in month[0][:2] else each.end
            readings: Readings = ((f"month {number}",), (number,))
            yield Value(ValueKind.DATE, readings, each.start, end, text[each.start : end])
            continue
        yield number_value(
            text,
            each.readings,
            each.start,
            each.end,
            "zh",
            required=each.required,
            percent=each.percent,
        )
    if "I" in text or "V" in text or "X" in text:
        yield from romans(text, "zh")
