"""Reads and writes the numbers of lists: Roman, Chinese, Arabic words, letters of alphabets."""

from __future__ import annotations

import re

__all__ = [
    "HAN_DIGIT",
    "LETTER_NAMES",
    "arabic_ordinal",
    "chinese_number",
    "format_roman",
    "letter_name",
    "letter_values",
    "parse_roman",
]

HAN_DIGIT = "[一二三四五六七八九十百〇零]"
"""A pattern of one sign of a Chinese number."""

_ABJAD = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALIFBA = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
# The letters that Russian lists leave out: ё, й, ъ, ы, ь.
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN_LOOK = dict(zip("аберсохувнкмті", "abepcoxybhkmti", strict=True)) | {"в": "b"}
LETTER_NAMES = (
    *("ألف", "باء", "جيم", "دال", "هاء", "واو", "زاي", "حاء", "طاء", "ياء"),
    *("كاف", "لام", "ميم", "نون", "سين", "عين", "فاء", "صاد", "قاف", "راء"),
)
"""The names of the letters, by which Arabic texts call the headings A, B, C…"""
_ROMAN_VALUES = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def format_roman(value: int) -> str:
    """Write `value` (1 to 9999) in capital Roman numerals; others in digits."""
    if not 0 < value < 10_000:
        return str(value)
    written = ""
    for unit, sign in _ROMAN_VALUES:
        count, value = divmod(value, unit)
        written += sign * count
    return written


def parse_roman(text: str) -> int | None:
    """Read a capital or lower-case Roman numeral from 1 to 89; None where it is not one.

    Beyond these, `C`, `D` and `M` are letters of lists, never numbers.
    """
    upper = text.upper()
    value, rest = 0, upper
    for unit, sign in _ROMAN_VALUES:
        while rest.startswith(sign):
            value += unit
            rest = rest[len(sign) :]
    return value if not rest and 0 < value < 90 and format_roman(value) == upper else None


def chinese_number(text: str) -> int | None:
    """Read a Chinese numeral from 1 to 999 (`十二`, `一百零三`); None where it is not one."""
    if not re.fullmatch(rf"{HAN_DIGIT}{{1,7}}", text):
        return None
    if not set(text) & {"十", "百"}:
        return int("".join(str("〇一二三四五六七八九".index(c.replace("零", "〇"))) for c in text))
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        elif char not in "零〇":
            digit = "一二三四五六七八九".index(char) + 1
    return total + digit


_ARABIC_UNITS = {
    "اول": 1,
    "اولى": 1,
    "حادي": 1,
    "ثاني": 2,
    "ثان": 2,
    "ثالث": 3,
    "رابع": 4,
    "خامس": 5,
    "سادس": 6,
    "سابع": 7,
    "ثامن": 8,
    "تاسع": 9,
    "عاشر": 10,
}
_ARABIC_TENS = {"عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "خمسون": 50}


def arabic_ordinal(text: str) -> int | None:
    """Read an Arabic ordinal (`أولا`, `الثانية عشرة`, `الحادي والعشرون`); None for other words."""
    plain = re.sub("[\u064b-\u0652\u0640]", "", text)
    plain = re.sub("[أإآ]", "ا", plain)
    words = [re.sub("^و?(?:ال)?", "", word, count=1) for word in plain.split()]
    if not 1 <= len(words) <= 2:
        return None
    stem = words[0] if words[0] in _ARABIC_UNITS else re.sub("[اة]$", "", words[0])
    if len(words) == 1:
        return _ARABIC_UNITS.get(stem, _ARABIC_TENS.get(words[0]))
    unit = _ARABIC_UNITS.get(stem)
    tens = 10 if words[1] in ("عشر", "عشرة") else _ARABIC_TENS.get(words[1])
    return unit + tens if unit and tens else None


def letter_values(letter: str) -> list[int]:
    """Give the places that a letter can have in a list, the likeliest first."""
    char = letter.lower().rstrip("ـ")
    if "a" <= char <= "z":
        return [ord(char) - ord("a") + 1]
    if char in _CYRILLIC or char in _LATIN_LOOK:
        own = [_CYRILLIC.index(char) + 1] if char in _CYRILLIC else []
        look = _LATIN_LOOK.get(char)
        return own + ([ord(look) - ord("a") + 1] if look else [])
    char = re.sub("[أإآ]", "ا", char)
    return [order.index(char) + 1 for order in (_ABJAD, _ALIFBA) if char in order]


def letter_name(value: int) -> str:
    """Write a place in a list as a Latin letter: `a` to `z`, `aa`, `ab`."""
    return chr(ord("a") + value - 1) if value <= 26 else f"a{chr(ord('a') + value - 27)}"
