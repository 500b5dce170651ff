"""Texts with the digits, spaces and signs of English, so that one pattern reads all of them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import Final

__all__ = ["fold", "fold_text", "origins", "plain"]

_DIGITS: Final = {
    zero + digit: str(digit)
    for zero in (0x0660, 0x06F0, 0xFF10)  # Eastern Arabic, Persian, full-width
    for digit in range(10)
}
_SIGNS: Final = MappingProxyType(
    {
        **_DIGITS,
        **dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u2002\u2003\u3000\t\n\r"), " "),
        **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212－～〜"), "-"),
        **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032`"), "'"),
        # Marks of direction, joiners, soft hyphens, the vowel signs and the stroke of Arabic.
        **dict.fromkeys(
            [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
        ),
        **dict.fromkeys([0x0640, *range(0x064B, 0x0653), 0x0670]),
        ord("٪"): "%",
        ord("％"): "%",
        ord("٫"): ".",
        ord("．"): ".",
        ord("٬"): ",",
        ord("，"): ", ",
        ord("："): ":",
        ord("／"): "/",
        ord("（"): "(",
        ord("）"): ")",
        ord("º"): "°",
    }
)
_COMBINING: Final = re.compile("[\u0300-\u036f]")
_GROUPS: Final = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_ARABIC: Final = str.maketrans("أإآٱىؤئ", "ااااييي")
_CHANGED: Final = re.compile(f"[{re.escape(''.join(map(chr, _SIGNS)))}]")


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """Return a text composed, with ASCII digits and plain spaces, hyphens and apostrophes.

    >>> plain("‎٥٠٠ ٤٦ – １２％")
    '500 46 - 12%'
    """
    if text.isascii():
        return text.replace("\n", " ").replace("\t", " ")
    if "，" in text:
        text = _GROUPS.sub(",", text)
    if _COMBINING.search(text):
        text = unicodedata.normalize("NFC", text)
    # Few signs of a text change: to look each of them up takes several times as long.
    return _CHANGED.sub(_changed, text)


def _changed(sign: re.Match[str]) -> str:
    return _SIGNS[ord(sign[0])] or ""


def origins(text: str) -> list[int]:
    """Return for each sign of `plain(text)` the place in a text (NFC) that it comes from.

    >>> text = "、，７"
    >>> [text[place] for place in origins(text)]
    ['、', '，', '，', '７']
    """
    if text.isascii():
        return list(range(len(text)))
    grouped = _GROUPS.sub(",", text)
    return [place for place, sign in enumerate(grouped) for _ in sign.translate(_SIGNS)]


def fold(word: str, language: str) -> str:
    """Return what a word is looked up by: small letters, forms of one Arabic letter as one.

    >>> fold("Четвёртый", "ru"), fold("الأولى", "ar")
    ('четвертый', 'الاولي')
    """
    if language == "ar":
        return word.translate(_ARABIC)
    word = word.lower()
    return word.replace("ё", "е") if language == "ru" else word


@lru_cache(maxsize=256)
def fold_text(text: str, language: str) -> str:
    """Return a text folded as its words are, each sign at its place.

    >>> fold_text("İki Четвёртый", "ru")
    'İki четвертый'
    """
    folded = fold(text, language)
    if len(folded) == len(text):
        return folded
    # A few signs have two small letters.
    return "".join(small if len(small := fold(sign, language)) == 1 else sign for sign in text)
