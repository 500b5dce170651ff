"""What a cell of a workbook shows: its value by its number format (ECMA-376, part 1, 18.8.31).

Names of months and days are English, whatever the language of the format is.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

__all__ = ["Value", "shown"]

Value = str | bool | int | float | datetime | date | time | timedelta | None
"""What a cell can hold."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# The pieces of a format: texts, conditions and colours, fields of dates, digits, one other sign.
_PIECE: Final = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<sign>.)|_.|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]'
    r"|(?P<passed>\[[hms]+\])|\[[^\]]*\]|(?P<half>AM/PM|A/P)"
    r"|(?P<field>y+|m+|d+|h+|s+(?:\.0+)?|e+)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*,*)?|\.[0#?]+,*)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTIONS: Final = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*', re.DOTALL)
# Digits that Excel shows of a number that has no format, and the most that a format can ask for.
_DIGITS: Final = 11
_MOST_DECIMALS: Final = 30
# Excel's own name for a date without a form of its own, which every system shows as it will.
_SYSTEM_DATES: Final = {"mm-dd-yy": "yyyy-mm-dd", "m/d/yy h:mm": "yyyy-mm-dd h:mm"}
_LONGEST_FORMAT: Final = 255


def shown(value: Value, form: str = "General") -> str:
    """Return what a cell shows of its value; a format that is not known shows the value itself.

    >>> shown(0.25, "0 %"), shown(1234567.5, "#,##0.00"), shown(datetime(2044, 5, 3), "d mmmm yyyy")
    ('25 %', '1,234,567.50', '3 May 2044')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    form = "General" if len(form) > _LONGEST_FORMAT else _SYSTEM_DATES.get(form, form)
    if isinstance(value, int | float):
        return _number(value, form)
    section = _sections(form)[0]
    if isinstance(value, timedelta):
        return _passed(value, section)
    return _moment(value, section)


def _sections(form: str) -> list[str]:
    found = [each for each in _SECTIONS.findall(form) if each]
    return found or ["General"]


def _general(value: float) -> str:
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)


def _number(value: float, form: str) -> str:
    sections = _sections(form)
    negative = value < 0 and len(sections) > 1
    section = sections[1] if negative else sections[0]
    if value == 0 and len(sections) > 2:
        section = sections[2]
    pieces = list(_PIECE.finditer(section))
    digits = [piece for piece in pieces if piece["digits"]]
    known = len(digits) == 1 and not any(piece["field"] or piece["passed"] for piece in pieces)
    if "general" in section.lower() or "@" in section or (digits and not known):
        return _general(value)
    signs = [_literal(piece) for piece in pieces]
    percent = signs.count("%")
    try:
        number = abs(Decimal(repr(value))) * 100**percent
        texts = [
            _digits(number, piece["digits"]) if piece["digits"] else sign
            for piece, sign in zip(pieces, signs, strict=True)
        ]
    except (InvalidOperation, ValueError):
        return _general(value)
    return ("-" if value < 0 and not negative else "") + "".join(texts).strip()


def _literal(piece: re.Match[str]) -> str:
    """Return the text that a piece of a format is, "" where it is none."""
    return next(
        (text for name in ("text", "sign", "money", "other") if (text := piece[name]) is not None),
        "",
    )


def _digits(number: Decimal, pattern: str) -> str:
    # Each comma at the end divides by a thousand, one between digits parts thousands.
    kept = pattern.rstrip(",")
    number /= 1000 ** (len(pattern) - len(kept))
    whole, _, decimals = kept.partition(".")
    thousands = "," in whole
    places = min(len(decimals), _MOST_DECIMALS)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}" if thousands else f"{rounded:f}"
    first, _, rest = text.partition(".")
    least = decimals.count("0")
    rest = rest[:least] + rest[least:].rstrip("0")
    if first == "0" and "0" not in whole:
        first = ""
    return first.zfill(whole.count("0")) + (f".{rest}" if rest else "")


def _passed(value: timedelta, section: str) -> str:
    seconds = int(value.total_seconds())
    texts = []
    for piece in _PIECE.finditer(section):
        field = (piece["passed"] or piece["field"] or "").strip("[]").lower()
        unit = {"h": 3600, "m": 60, "s": 1}.get(field[:1], 0)
        if unit:
            number = seconds // unit if piece["passed"] else seconds // unit % 60
            texts.append(str(number).zfill(len(field.partition(".")[0])))
        else:
            texts.append(_literal(piece))
    return "".join(texts)


def _moment(value: datetime | date | time, section: str) -> str:
    pieces = list(_PIECE.finditer(section))
    fields = [(piece["field"] or piece["passed"] or "").strip("[]").lower() for piece in pieces]
    if not any(fields):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    halves = any(piece["half"] for piece in pieces)
    texts = []
    for place, (piece, field) in enumerate(zip(pieces, fields, strict=True)):
        if piece["half"]:
            hour = value.hour if isinstance(value, datetime | time) else 0
            texts.append("PM" if hour >= 12 else "AM")
        elif field:
            texts.append(_field(value, field, halves=halves, minutes=_is_minutes(fields, place)))
        else:
            texts.append(_literal(piece))
    return "".join(texts).strip()


def _is_minutes(fields: list[str], place: int) -> bool:
    """Return whether an `m` is of minutes: it stands after hours or before seconds."""
    before = next((field for field in reversed(fields[:place]) if field), "")
    after = next((field for field in fields[place + 1 :] if field), "")
    return before.startswith("h") or after.startswith("s")


def _field(value: datetime | date | time, field: str, *, halves: bool, minutes: bool) -> str:
    letter, width = field[0], len(field.partition(".")[0])
    if letter in "hs" or (letter == "m" and minutes):
        if not isinstance(value, datetime | time):
            return "0".zfill(min(width, 2))
        hour = (value.hour + 11) % 12 + 1 if halves else value.hour
        number = {"h": hour, "m": value.minute, "s": value.second}[letter]
        return str(number).zfill(min(width, 2))
    if not isinstance(value, date):
        return ""
    if letter in "ye":
        return f"{value.year:04d}" if width > 2 or letter == "e" else f"{value.year % 100:02d}"
    names, number = (_MONTHS, value.month) if letter == "m" else (_DAYS, value.day)
    if width < 3:
        return str(number).zfill(width)
    name = names[value.month - 1 if letter == "m" else value.weekday()]
    return name[:3] if width == 3 else name[:1] if width == 5 else name
