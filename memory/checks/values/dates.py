"""Dates, put together from the months and numbers that stand beside one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hexapla.memory.checks.values.model import Value, ValueKind

__all__ = ["with_dates"]

# What may stand between the parts of a date: 8. November 2033; 8 de noviembre de 2033; 8-е ноября.
_BETWEEN: Final = re.compile(
    r"(?:st|nd|rd|th|er|°|-?(?:е|го|й))?[\s.,]{0,2}(?:(?:of|de|del|من|عام|سنة)\s)?|[年月日号/]\s?",
    re.IGNORECASE,
)
_LAST_DAY: Final = 31  # of any month
_YEARS: Final = range(1000, 2300)


def with_dates(found: Sequence[Value], text: str) -> list[Value]:
    """Return the values of a text (`plain`), the parts of each date with the whole of it.

    The months of a date stand beside its day and year, whichever comes first.
    """
    dated = list(found)
    for place, month in enumerate(found):
        number = _month(month)
        if not number:
            continue
        beside = [
            other
            for other in (place - 2, place - 1, place + 1, place + 2)
            if 0 <= other < len(found) and _touches(dated, place, other, text)
        ]
        day = next((each for each in beside if 1 <= _number(found[each]) <= _LAST_DAY), None)
        year = next((each for each in beside if _number(found[each]) in _YEARS), None)
        parts = [each for each in (day, place, year) if each is not None]
        whole = "-".join(
            ([str(_number(found[year]))] if year is not None else [])
            + [f"{number:02}"]
            + ([f"{_number(found[day]):02}"] if day is not None else [])
        )
        if len(parts) > 1:
            for part in parts:
                dated[part] = dated[part]._replace(kind=ValueKind.DATE, whole=whole)
    return dated


def _month(value: Value) -> int:
    key = value.readings[0][0]
    is_month = value.kind is ValueKind.DATE and isinstance(key, str) and key.startswith("month ")
    return int(str(key)[6:]) if is_month else 0


def _number(value: Value) -> int:
    key = value.readings[0][0]
    return key if value.kind in (ValueKind.NUMBER, ValueKind.DATE) and isinstance(key, int) else 0


def _touches(found: Sequence[Value], place: int, other: int, text: str) -> bool:
    """Return whether nothing but the signs of a date stands from one value to another."""
    low, high = min(place, other), max(place, other)
    return all(
        found[one].end <= found[one + 1].start
        and _BETWEEN.fullmatch(text, found[one].end, found[one + 1].start)
        for one in range(low, high)
    )
