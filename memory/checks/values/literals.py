"""Numbers in digits: how each language groups them and writes decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from hexapla.memory.checks.values.model import Key

__all__ = ["LITERAL", "integer", "number_of", "readings_of", "simplest"]

# Groups of three after spaces; digits with signs between; a year and month and day.
LITERAL: Final = (
    r"(?<![\d.,:/])\d{1,3}(?: \d{3})+(?![\d])(?:[.,]\d+(?!\d))?(?![./:]\d)"
    r"|\d+(?:[.,:/']\d+)*"
)
# Longer rows of digits are no numbers of anything: they are compared as they stand.
_LONGEST: Final = 18
_COMMA_GROUPS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT_GROUPS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_MARK_GROUPS: Final = re.compile(r"\d{1,3}(?:'\d{3})+(?:[.,]\d+)?")
_DECIMAL: Final = re.compile(r"\d+[.,]\d+")
_ISO: Final = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_NUMERIC_DATE: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")
# Languages whose decimals have a comma, and whose thousands may have a point.
_COMMA: Final = frozenset(("fr", "es", "ru", "de"))

Readings = tuple[tuple[Key, ...], ...]


def integer(digits: str) -> Key:
    """Return a row of digits as a number, or as it stands where it is too long for one."""
    return int(digits) if len(digits) <= _LONGEST else digits


def number_of(written: str) -> Key:
    """Return a decimal with a point as the simplest number that it is."""
    if len(written) > _LONGEST:
        return written
    return simplest(Decimal(written))


def simplest(value: int | Decimal) -> Key:
    """Return a number as an integer where it is one."""
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()


def readings_of(written: str, language: str) -> Readings:
    """Return the readings of a number in digits, the likeliest in the language first.

    >>> readings_of("1.200", "de")
    ((1200,),)
    """
    if written.isdecimal():
        return ((integer(written),),)
    if " " in written:
        return _spaced(written, language)
    if ":" in written:
        return _ratio(written, language)
    if "/" in written:
        return _slashed(written)
    return _signed(written, language)


def _spaced(written: str, language: str) -> Readings:
    joined = number_of(written.replace(" ", "").replace(",", "."))
    apart = tuple(integer(part) for part in re.split("[ .,]", written))
    if language == "ar":
        turned = number_of("".join(reversed(written.split(" "))).replace(",", "."))
        whole = len(written.rsplit(" ", maxsplit=1)[-1]) == 3
        return ((joined,), (turned,), apart) if whole else ((turned,), apart)
    return ((joined,), apart)


def _ratio(written: str, language: str) -> Readings:
    """Return the readings of parts with colons: 1:250,000, 10:15:00.5, and verses, 2:255,256."""
    parts = written.split(":")
    whole = tuple(key for part in parts for key in readings_of(part, language)[0])
    apart = tuple(integer(part) for part in re.split("[:/.,']", written))
    return tuple(dict.fromkeys(((written.lstrip("0"),), whole, apart)))


def _slashed(written: str) -> Readings:
    date = _date(written)
    if date:
        return date
    parts = written.split("/")
    whole = tuple(integer(part) for part in parts if part.isdecimal())
    readings: list[tuple[Key, ...]] = [(written,), whole]
    if (
        len(parts) == 2
        and all(part.isdecimal() for part in parts)
        and len(parts[1]) < len(parts[0])
    ):
        # 2034/35 are 2034 and 2035.
        missing = len(parts[0]) - len(parts[1])
        readings.append((integer(parts[0]), integer(parts[0][:missing] + parts[1])))
    return tuple(reading for reading in readings if reading)


def _date(written: str) -> Readings:
    """Return the readings of a date in digits alone."""
    if match := _ISO.fullmatch(written):
        year, month, day = map(int, match.groups())
        return _dates(day, month, year)
    if match := _NUMERIC_DATE.fullmatch(written):
        day, month, year = map(int, match.groups())
        year += 2000 if len(match[3]) == 2 else 0
        return _dates(day, month, year) + (_dates(month, day, year) if day <= 12 else ())
    return ()


def _dates(day: int, month: int, year: int) -> Readings:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ()
    return ((day, f"month {month}", year),)


def _signed(written: str, language: str) -> Readings:
    """Return the readings of digits with commas, points and apostrophes."""
    date = _date(written)
    groups = (
        (_POINT_GROUPS, _COMMA_GROUPS) if language in _COMMA else (_COMMA_GROUPS, _POINT_GROUPS)
    )
    grouped = [
        number_of(_without_groups(written, pattern))
        for pattern in (*groups, _MARK_GROUPS)
        if pattern.fullmatch(written)
    ]
    found = list(grouped)
    # 5,000 is no decimal where decimals have a point; 1.200 and 1,2 may be anywhere.
    sign = "," if language in _COMMA else "."
    if _DECIMAL.fullmatch(written) and (sign in written or not grouped):
        found.append(number_of(written.replace(",", ".")))
    if grouped:
        return (*date, *((key,) for key in dict.fromkeys(found)))
    parts = tuple(integer(part) for part in re.split("[.,']", written))
    readings = tuple((key,) for key in found) or ((written,),)
    return (*date, *readings, parts)


def _without_groups(written: str, pattern: re.Pattern[str]) -> str:
    if pattern is _COMMA_GROUPS:
        return written.replace(",", "")
    if pattern is _POINT_GROUPS:
        return written.replace(".", "").replace(",", ".")
    return written.replace("'", "").replace(",", ".")
