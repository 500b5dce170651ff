"""The encoder `none`: no model, only what is written the same in all languages.

Numbers, dates, document symbols, acronyms, names in Latin letters, and punctuation, hashed into a
vector of fixed length (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning",
ICML 2009). It knows nothing of what words mean: it serves documents whose paragraphs are numbered
or full of figures, where no model can be had. Counts add up, so joined texts need no pass of their
own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np

from hexapla.align.encoders.base import Sums, Vectors
from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.corpora.numbers.numerals import parse_chinese

__all__ = ["LexicalEncoder", "surface_features"]

# Columns for the surface features, and as many for the words.
_WIDTH: Final = 512
# A longer text is cut: hostile input must not take all the time.
_LONGEST: Final = 20_000
# They would turn into digits of the number before them.
_NOTE_MARKS: Final = re.compile(f"[{RAISED_DIGITS}]+")
_SYMBOL: Final = re.compile(r"(?<![A-Za-z0-9/])[A-Z]{1,6}(?:/[A-Za-z0-9.-]*[A-Za-z0-9])+")
_CHINESE_MONTH: Final = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s?月(?!以|内|来|前|后)")
_CHINESE_NUMBER: Final = re.compile("[〇零一二三四五六七八九十百]{2,7}")
_NUMBER: Final = re.compile(
    r"\d+(?:/\d+)+|(?<!\d)\d{1,3}(?:[.,'’ ]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
)
_THOUSANDS: Final = re.compile(r"[.,'’ ](?=\d{3}(?!\d))")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\d*")
_OWN_WORD: Final = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "January janvier enero января январь يناير Januar",
            "February février febrero февраля февраль فبراير شباط Februar",
            "March mars marzo марта март مارس آذار März",
            "April avril abril апреля апрель أبريل نيسان",
            "May mai mayo мая май مايو أيار Mai",
            "June juin junio июня июнь يونيه يونيو حزيران Juni",
            "July juillet julio июля июль يوليه يوليو تموز Juli",
            "August août agosto августа август أغسطس آب",
            "September septembre septiembre сентября сентябрь سبتمبر أيلول",
            "October octobre octubre октября октябрь أكتوبر Oktober",
            "November novembre noviembre ноября ноябрь نوفمبر",
            "December décembre diciembre декабря декабрь ديسمبر Dezember",
        ),
        1,
    )
    for name in names.split()
}
_SIGNS: Final = {
    **dict.fromkeys("?؟", "?"),
    **dict.fromkeys("!", "!"),
    **dict.fromkeys(";؛", ";"),
    **dict.fromkeys(":", ":"),
    **dict.fromkeys("()[]", "("),
    **dict.fromkeys('"“”„«»《》「」『』', '"'),
    **dict.fromkeys("%٪", "%"),
    **dict.fromkeys("$€£¥", "$"),
}
_SIGN: Final = 0.2  # the weight of a sign beside 1 of a rare number: many texts have the same ones
# How much the words of a text, which are its own, weigh beside the surface features: with few of
# these, no text is much like another.
_OWN: Final = 2.0


class LexicalEncoder:
    """Encodes what is the same in all languages; needs nothing and loads nothing."""

    @property
    def name(self) -> str:
        """The name that the user chooses it by."""
        return "none"

    @property
    def revision(self) -> str:
        """The version of its rules."""
        return "lexical/1"

    @property
    def max_length(self) -> None:
        """None: a text of any number of tokens is read, save for giant ones."""

    @property
    def languages(self) -> None:
        """None: it tells no languages apart."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit-length row a text: float32 of shape (len(texts), 1024)."""
        return self.compose(_summed(texts))

    def sums(self, texts: Sequence[str]) -> Sums:
        """Sum up the surface features and the words of each text; marks add none."""
        whole = _summed(texts)
        return Sums(whole, np.zeros_like(whole), np.zeros_like(whole))

    def compose(self, parts: Vectors) -> Vectors:
        """Return unit-length vectors: float32 of shape (len(parts), 1024).

        The roots of the counts, so that what is said often does not drown the rest. Texts that
        have nothing are alike.
        """
        roots = np.sign(parts) * np.sqrt(np.abs(parts))
        roots[~roots.any(axis=1), 0] = 1
        return _normalize(
            np.concatenate([roots[:, :_WIDTH], _OWN * _normalize(roots[:, _WIDTH:])], axis=1)
        )


def _summed(texts: Sequence[str]) -> Vectors:
    sums = np.zeros((len(texts), 2 * _WIDTH), np.float32)
    for row, text in enumerate(texts):
        for feature, weight in surface_features(text[:_LONGEST]):
            column, sign = _place(feature)
            sums[row, column] += sign * weight
        for word in _OWN_WORD.findall(text[:_LONGEST]):
            column, sign = _place(word)
            sums[row, _WIDTH + column] += sign
    return sums


def surface_features(text: str) -> Iterator[tuple[str, float]]:
    """Yield what a text has that its translations have too, and how much each says, up to 1.

    >>> list(surface_features("resolution 74/177 of 3 March"))
    [('177/74', 1.0), ('3', 0.5), ('month 3', 0.5)]
    """
    plain = unicodedata.normalize("NFKC", _NOTE_MARKS.sub(" ", text))
    for char in plain:
        if char in _SIGNS:
            yield _SIGNS[char], _SIGN
    for match in _SYMBOL.finditer(plain):
        yield match.group(), 1.0
    plain = _SYMBOL.sub(" ", plain)
    for match in _CHINESE_MONTH.finditer(plain):
        yield f"month {int(match.group(1))}", 0.5
    plain = _CHINESE_MONTH.sub(" ", plain)
    for match in _CHINESE_NUMBER.finditer(plain):
        value = parse_chinese(match.group())
        if value is not None:
            yield _number(str(value))
    for match in _NUMBER.finditer(plain):
        yield _number(match.group())
    for match in _WORD.finditer(plain):
        yield from _word(match.group())


def _number(digits: str) -> tuple[str, float]:
    """Write a number in one way: the more digits, the more it says."""
    western = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in digits)
    if "/" in western:
        # Right-to-left text may have the parts in the other order.
        return "/".join(sorted(western.split("/"))), 1.0
    written = _THOUSANDS.sub("", western).replace(",", ".").lstrip("0") or "0"
    return written, min(1.0, 0.3 + 0.2 * len(written))


def _word(word: str) -> Iterator[tuple[str, float]]:
    month = _MONTHS.get(word)
    if month:
        yield f"month {month}", 0.5
    elif word[0].isupper() and word[0] < "\u0250" and len(word) > 1:
        acronym = word[1:].upper() == word[1:]
        bare = unicodedata.normalize("NFD", word.casefold())
        yield "".join(char for char in bare if char.isalnum()), 0.7 if acronym else 0.3


@lru_cache(maxsize=1 << 16)
def _place(feature: str) -> tuple[int, int]:
    """Return the column of a feature, and the sign that it is added with."""
    code = crc32(feature.encode("utf-8", "replace"))
    return (code >> 1) % _WIDTH, 1 if code & 1 else -1


def _normalize(vectors: Vectors) -> Vectors:
    result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
    return result
