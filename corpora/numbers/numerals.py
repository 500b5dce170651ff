"""Parses and formats numerals: Roman, Chinese, Arabic ordinals, letters of alphabets."""

from __future__ import annotations

import re

__all__ = [
    "BRACKETED",
    "BRACKETED_HAN",
    "BRANCHES",
    "CIRCLED",
    "HAN_DIGIT",
    "LETTER_NAMES",
    "POINTED",
    "ROMAN_SIGNS",
    "STEMS",
    "format_letter",
    "format_roman",
    "parse_arabic_ordinal",
    "parse_chinese",
    "parse_letter",
    "parse_roman",
]

HAN_DIGIT = "[一二三四五六七八九十百〇零]"
"""A pattern of one sign of a Chinese number."""

# Signs that are numbers as they stand, from 1.
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
POINTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
ROMAN_SIGNS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The heavenly stems, by which Chinese texts count as others do by A, B, C…"""
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
"""The earthly branches, which in Chinese treaties stand for (i), (ii), (iii)…"""

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
    """Return `value` (1 to 9999) in capital Roman numerals; others in digits.

    >>> format_roman(14)
    'XIV'
    """
    if not 0 < value < 10_000:
        return str(value)
    written = ""
    for unit, sign in _ROMAN_VALUES:
        count, value = divmod(value, unit)
        written += sign * count
    return written


def parse_roman(text: str) -> int | None:
    """Return the value of a capital or small Roman numeral from 1 to 89; None for other text.

    Beyond these, `C`, `D` and `M` are letters of lists, never numbers.

    >>> parse_roman("xiv"), parse_roman("C")
    (14, None)
    """
    upper = text.upper()
    value, rest = 0, upper
    for unit, sign in _ROMAN_VALUES:
        while rest.startswith(sign):
            value += unit
            rest = rest[len(sign) :]
    return value if not rest and 0 < value < 90 and format_roman(value) == upper else None


def parse_chinese(text: str) -> int | None:
    """Return the value of a Chinese numeral, with its units up to 999; None for other text.

    >>> parse_chinese("一百零三"), parse_chinese("二〇"), parse_chinese("甲")
    (103, 20, None)
    """
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


def parse_arabic_ordinal(text: str) -> int | None:
    """Return the value of an Arabic ordinal, in words of any gender; None for other words.

    >>> parse_arabic_ordinal("أولا"), parse_arabic_ordinal("الحادي والعشرون")
    (1, 21)
    """
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


def parse_letter(letter: str) -> list[int]:
    """Return the places that a letter can have in a list, the likeliest first.

    Cyrillic `в` is the third of its own alphabet and looks like the second of the Latin one.

    >>> parse_letter("c"), parse_letter("в"), parse_letter("1")
    ([3], [3, 2], [])
    """
    char = letter.lower().rstrip("ـ")
    if "a" <= char <= "z":
        return [ord(char) - ord("a") + 1]
    if char in _CYRILLIC or char in _LATIN_LOOK:
        own = [_CYRILLIC.index(char) + 1] if char in _CYRILLIC else []
        look = _LATIN_LOOK.get(char)
        return own + ([ord(look) - ord("a") + 1] if look else [])
    char = re.sub("[أإآ]", "ا", char)
    return [order.index(char) + 1 for order in (_ABJAD, _ALIFBA) if char in order]


def format_letter(value: int) -> str:
    """Return a place in a list as Latin letters: `a` to `z`, then `aa`, `ab`.

    >>> format_letter(3), format_letter(28)
    ('c', 'ab')
    """
    return chr(ord("a") + value - 1) if value <= 26 else f"a{chr(ord('a') + value - 27)}"
