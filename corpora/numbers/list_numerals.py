"""Formats numbers as automatic lists print them: letters, Roman, Chinese, Arabic, Russian."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from hexapla.corpora.numbers.numerals import (
    BRACKETED,
    BRACKETED_HAN,
    BRANCHES,
    CIRCLED,
    POINTED,
    STEMS,
    format_roman,
)

__all__ = ["LARGEST", "format_numeral"]

LARGEST = 9999
"""Numbers beyond this one, and below 0, are written in plain digits whatever the style."""

_LATIN = "abcdefghijklmnopqrstuvwxyz"
# The sets of ECMA-376 part 1, 17.18.59: Russian without ё, й, ъ and ь.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALIFBA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"


def format_numeral(value: int, style: str) -> str:
    """Return `value` in a style of WordprocessingML (ST_NumberFormat, ECMA-376 part 1, 17.18.59).

    `arabicIndic` (١٢) is known besides. `none` and `bullet` give ""; a style that is not known, or
    that has no sign for the number, gives plain digits.

    >>> format_numeral(12, "lowerRoman"), format_numeral(12, "chineseCounting")
    ('xii', '十二')
    """
    if style in ("none", "bullet"):
        return ""
    write = _STYLES.get(style)
    written = write(value) if write and 0 < value <= LARGEST else ""
    return written or str(value)


def _repeated(alphabet: str) -> Callable[[int], str]:
    """Return what writes letters that double when the alphabet is through: z, aa, bb."""
    return lambda value: alphabet[(value - 1) % len(alphabet)] * ((value - 1) // len(alphabet) + 1)


def _listed(signs: str) -> Callable[[int], str]:
    """Return what writes single signs, as far as they go."""
    return lambda value: signs[value - 1] if value <= len(signs) else ""


def _digits(signs: str) -> Callable[[int], str]:
    return lambda value: str(value).translate(str.maketrans("0123456789", signs))


def _counted(digits: str, units: str) -> Callable[[int], str]:
    """Return what writes Chinese numerals with their units: 二十一, 一百零三."""

    def write(value: int) -> str:
        written, gap = "", False
        for place, digit in enumerate(map(int, str(value))):
            power = len(str(value)) - place - 1
            if digit:
                written += (digits[0] if gap else "") + digits[digit] + (" " + units)[power].strip()
            gap = not digit and bool(written)
        # Ten to nineteen are said without the one: 十二.
        return written[1:] if 10 <= value < 20 and digits[1] == "一" else written

    return write


def _cycle(value: int) -> str:
    return STEMS[(value - 1) % 10] + BRANCHES[(value - 1) % 12]


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10)
    return f"{value}{ending or 'th'}"


_STYLES: MappingProxyType[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimalZero": lambda value: f"{value:02}",
        "upperRoman": format_roman,
        "lowerRoman": lambda value: format_roman(value).lower(),
        "upperLetter": _repeated(_LATIN.upper()),
        "lowerLetter": _repeated(_LATIN),
        "ordinal": _ordinal,
        "chicago": _repeated("*†‡§"),
        "russianUpper": _repeated(_RUSSIAN.upper()),
        "russianLower": _repeated(_RUSSIAN),
        "arabicAbjad": _repeated(_ABJAD),
        "arabicAlpha": _repeated(_ALIFBA),
        "arabicIndic": _digits("٠١٢٣٤٥٦٧٨٩"),
        "decimalFullWidth": _digits("０１２３４５６７８９"),
        "decimalFullWidth2": _digits("０１２３４５６７８９"),
        **dict.fromkeys(
            (
                "chineseCounting",
                "chineseCountingThousand",
                "japaneseCounting",
                "taiwaneseCounting",
                "taiwaneseCountingThousand",
            ),
            _counted("零一二三四五六七八九", "十百千"),
        ),
        "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
        "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
        "ideographDigital": _digits("〇一二三四五六七八九"),
        "taiwaneseDigital": _digits("〇一二三四五六七八九"),
        "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
        "ideographTraditional": _listed(STEMS),
        "ideographZodiac": _listed(BRANCHES),
        "ideographZodiacTraditional": _cycle,
        "decimalEnclosedCircle": _listed(CIRCLED),
        "decimalEnclosedCircleChinese": _listed(CIRCLED),
        "decimalEnclosedParen": _listed(BRACKETED),
        "decimalEnclosedFullstop": _listed(POINTED),
        "ideographEnclosedCircle": _listed(BRACKETED_HAN),
    }
)
