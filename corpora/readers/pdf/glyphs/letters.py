"""What the codes of characters mean: ligatures and contextual forms as letters, marks, none."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "NOTHING",
    "Letters",
    "is_arabic",
    "is_mark",
    "is_rightward",
    "letters",
    "plain",
    "whole_codes",
]

NOTHING = -1
"""In place of the code of what is no character of the file."""

_HIGH, _LOW, _PRIVATE = 0xD800, 0xDC00, 0xE000  # where surrogates and private use begin
# Forms that fonts name instead of the characters themselves: Chinese radicals and compatibility
# ideographs, ligatures, Arabic contextual forms.
_FORMS = (
    range(0x2E80, 0x2FE0),
    range(0xF900, 0xFB00),
    range(0xFB00, 0xFB07),
    range(0xFB50, 0xFE00),
    range(0xFE70, 0xFEFD),
)
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻧⻟⻞⻡⻌⻍⻎⺼⺷",
    "母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟卤饣飠首辶辶辶肉羊",
)


class Letters(NamedTuple):
    """The letters of a character, whether it is a mark, and whether its meaning is unknown."""

    text: str
    is_mark: bool
    is_unknown: bool


@lru_cache(maxsize=8192)
def letters(code: int) -> Letters:
    """Return what a code of PDFium means."""
    text = plain(code)
    # The font gives no meaning, or one for private use.
    unknown = code in (0, 0xFFFD) or _PRIVATE <= code < 0xF900
    return Letters(text, is_mark(text), unknown)


def plain(code: int) -> str:
    """Return the letters of a character: ligatures and contextual forms as they are typed."""
    if code in (2, 0xFFFE):
        return "-"  # PDFium's sign for a hyphen at the end of a line
    char = chr(code) if 0 < code < 0x110000 else ""
    if any(code in forms for forms in _FORMS):
        return unicodedata.normalize("NFKC", char.translate(_RADICALS)).strip()
    if unicodedata.category(char or "\0") in ("Cc", "Cs", "Cn"):
        return " " if char in "\t\r\n" and char else ""
    return " " if char == "\xa0" else char


def whole_codes(codes: Iterable[int]) -> list[int]:
    """Put the halves of characters outside the basic plane together, in the place of the second."""
    found: list[int] = []
    high = 0
    for code in codes:
        if _HIGH <= code < _LOW:
            high = code
            found.append(NOTHING)
            continue
        low = _LOW <= code < _PRIVATE
        whole = 0x10000 + ((high - _HIGH) << 10) + code - _LOW if high else 0
        found.append(whole if low else code)
        if code != NOTHING:
            high = 0
    return found


def is_mark(text: str) -> bool:
    """Return whether this is a mark that stands over or under a letter."""
    return text > "\u02ff" and unicodedata.combining(text[0]) > 0


def is_arabic(text: str) -> bool:
    """Return whether this is a letter or a mark of Arabic, or another mark."""
    return unicodedata.bidirectional(text[0]) in ("AL", "NSM")


def is_rightward(texts: Iterable[str]) -> bool:
    """Return whether most letters are of a script that runs from right to left."""
    counts: Counter[str] = Counter()
    for text, count in Counter(texts).items():
        counts[unicodedata.bidirectional(text[0])] += count
    return counts["R"] + counts["AL"] > counts["L"]
