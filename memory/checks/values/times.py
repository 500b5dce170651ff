"""Times of day: 3 p.m., 15 heures 30, 15.00 horas, 15 ч. 00 м., الساعة 15/00, 15 Uhr, 下午3时."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.memory.checks.values.chinese import parse
from hexapla.memory.checks.values.literals import Readings

__all__ = ["Time", "times"]


class Time(NamedTuple):
    """A time of day in a text."""

    readings: Readings
    start: int
    end: int


_HAN: Final = "零〇一二两三四五六七八九十"
_COLON: Final = r"(?<![\d:.])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![:\d])"
_PATTERNS: Final = MappingProxyType(
    {
        "en": re.compile(
            rf"(?:{_COLON}|(?<![\d.:])(?P<hour2>\d{{1,2}})(?:\.(?P<minute2>\d{{2}}))?)\s?"
            r"(?P<half>[ap])\.?\s?m\b\.?|"
            + _COLON.replace("hour", "hour3").replace("minute", "minute3")
        ),
        "fr": re.compile(
            rf"{_COLON}|(?<![\d.:])(?P<hour2>\d{{1,2}})\s?"
            r"(?:heures?\b(?:\s?(?P<minute2>\d{2})(?!\d))?"
            # 13 h 5; in words, five stands before what it counts: à 13 heures 5 délégations.
            r"|h(?![^\W\d])(?:\s?(?P<minute3>\d{1,2})(?![.,]?\d))?)"
        ),
        "es": re.compile(
            rf"{_COLON}|(?<![\d.:])(?P<hour2>\d{{1,2}})(?:\.(?P<minute2>\d{{2}}))?\s?(?:horas|hs?\.?)\b"
            r"|(?:a|de|desde|hasta) las? (?P<hour3>\d{1,2})(?:\.(?P<minute3>\d{2}))?(?![\d.])"
        ),
        "ru": re.compile(
            rf"{_COLON}|(?<![\d.:])(?P<hour2>\d{{1,2}})\s?(?:ч\.|час(?:ов|а)?\b)"
            r"(?:\s?(?P<minute2>\d{1,2})\s?(?:м\.|мин))?"
        ),
        "ar": re.compile(rf"{_COLON}|ال?ساعة\s(?P<hour2>\d{{1,2}})(?:[/:.](?P<minute2>\d{{2}}))?"),
        "de": re.compile(
            rf"{_COLON}|(?<![\d.:])(?P<hour2>\d{{1,2}})(?:[.:](?P<minute2>\d{{2}}))?\s?Uhr(?:\s(?P<minute3>\d{{2}})(?!\d))?"
        ),
        "zh": re.compile(
            rf"{_COLON}|(?<![\d.:/])(?P<hour2>\d{{1,2}}|[{_HAN}]{{1,3}})(?:时|時|[点點](?=[钟鐘半分\d])[钟鐘]?|(?<=[午晨晚早]\d)[点點]|(?<=[午晨晚早]\d\d)[点點]|(?<=[午晨晚早][一二三四五六七八九十])[点點])(?![代间候期刻机起])"
            rf"(?:(?P<minute2>\d{{1,2}}|[{_HAN}]{{1,3}})分|(?P<half>半))?"
        ),
    }
)
_DIGIT: Final = re.compile(r"\d")
_SIGNS: Final = MappingProxyType(
    {
        "en": re.compile(r":|\b[ap]\.?\s?m\b"),
        "fr": re.compile(r":|\bheures?\b|\d ?h(?![^\W\d])"),
        "es": re.compile(r":|\bhoras\b|las? \d|\bhs?\b"),
        "ru": re.compile(r":|ч\.|час"),
        "ar": re.compile(r":|ساعة"),
        "de": re.compile(r":|Uhr"),
        "zh": re.compile(r"[:时点時點]"),
    }
)
_LATER: Final = re.compile("(?:下午|晚上|傍晚|晚间|夜间|晚)$")
_LATER_WORDS: Final = re.compile(
    r"\W*(?:de la (?:tarde|noche)|de l'après-midi|du soir|дня|вечера|مساء|بعد الظهر|"
    r"nachmittags|abends|p\.?\s?m)"
)
# The hour before, of the same half of the day: 3 to 6 p.m.
_FROM: Final = re.compile(
    r"(?<![\d.:,/$€£-])(?P<hour>\d{1,2})(?:\.(?P<minute>\d{2}))?"
    r"(?:\s(?:to|and|until|till)\s|\s?[-–—]\s?)$"
)
_FURTHEST: Final = 16  # characters that it takes
# Between two hours of the same half of the day: 下午3时至6时.
_TO: Final = re.compile(r"\s?[至到—–-]+\s?")
_NOON: Final = 12

# Before an hour of the day, and not a number of hours.
_AT: Final = re.compile(
    r"(?:\bà|\bdès|\bvers|\bjusqu'à|\ba las?|\bde|\ba|\bв|\bс|\bдо|\bк|\bentre|\bet|\bmañana|,)\s$",
    re.IGNORECASE,
)


def times(text: str, language: str) -> Iterator[Time]:
    """Yield the times of day of a text (`plain`), those of the other half of the day by 24 hours.

    >>> [each.readings for each in times("from 10 a.m. to 3.30 p.m.", "en")]
    [(('time 10:00',), (10,), (10,)), (('time 15:30',), (15, 30), (3, 30))]
    >>> [each.readings[0] for each in times("from 3 to 6 p.m.", "en")]
    [('time 15:00',), ('time 18:00',)]
    """
    sign = _SIGNS.get(language)
    # Most texts have none: a digit is found sooner than a word.
    if language != "zh" and not _DIGIT.search(text):
        return
    if sign is None or not sign.search(text):
        return
    after: int | None = None  # the end of an hour after noon
    for match in _PATTERNS[language].finditer(text):
        groups = match.groupdict()
        hour, minute = (_first(groups, name) for name in ("hour", "minute"))
        if hour is None or hour > 24 or (minute or 0) > 59:
            continue
        half = groups.get("half") or ""
        later = half == "p" or (
            bool(_LATER.search(text, max(0, match.start() - 3), match.start()))
            if language == "zh"
            else bool(_LATER_WORDS.match(text, match.end()))
        )
        exact = minute if minute is not None else 30 * (half == "半")
        if _is_span(text, match, language, minute, half):
            continue
        if half in ("a", "p"):
            yield from _first_of_range(text, match.start(), hour, half)
        elif language == "zh" and after is not None and _TO.fullmatch(text, after, match.start()):
            later = hour < _NOON
        after = match.end() if later else None
        yield _time(hour, exact, match.span(), is_later=later, is_early=half == "a")


def _time(
    hour: int, minute: int, span: tuple[int, int], *, is_later: bool, is_early: bool = False
) -> Time:
    """Return a time of day; `is_early` where it is said to be before noon."""
    read = hour + 12 if is_later and hour < _NOON else 0 if is_early and hour == _NOON else hour
    parts = (minute,) if minute else ()
    # Where the other text has no word for a time, its numbers answer: 15, or 3.
    readings: Readings = ((f"time {read}:{minute:02}",), (read, *parts), (hour, *parts))
    return Time(readings, *span)


def _first_of_range(text: str, end: int, hour: int, half: str) -> Iterator[Time]:
    """Yield the time from which a range runs to an hour: 3 to 6 p.m., and 10 to 1 p.m."""
    match = _FROM.search(text, max(0, end - _FURTHEST), end)
    if match is None or not 1 <= (first := int(match["hour"])) <= _NOON:
        return
    if first % _NOON > hour % _NOON:
        half = "a" if half == "p" else "p"
    span, minute = match.span("hour"), int(match["minute"] or 0)
    yield _time(first, minute, span, is_later=half == "p", is_early=half == "a")


def _first(groups: dict[str, str | None], name: str) -> int | None:
    for suffix in ("", "2", "3"):
        found = groups.get(name + suffix)
        if found:
            if found.isdecimal():
                return int(found)
            value = parse(found)
            return value if isinstance(value, int) else None
    return None


def _is_span(text: str, match: re.Match[str], language: str, minute: int | None, half: str) -> bool:
    """Return whether hours are how long something takes: 24 heures sur 24, 3 horas, 8 часов."""
    if minute is not None or half:
        return False
    if language in ("fr", "es", "ru"):
        return not _AT.search(text, max(0, match.start() - 10), match.start())
    return False
