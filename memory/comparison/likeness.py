"""How alike two paragraphs of one language are, what every paragraph says counting little."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.corpora.numbers.worded import worded
from hexapla.memory.lookup.match import similarity
from hexapla.memory.text.keys import match_key, printed_key, words

__all__ = [
    "NOTE_MARK",
    "RARE",
    "Likeness",
    "comparison_key",
    "is_number",
    "number_apart",
    "unnumbered",
]

NOTE_MARK: Final = re.compile(rf"(?<!\b[kcm]m)(?<!\bm)[{RAISED_DIGITS}]+")
"""The mark of a note behind a word; `m³` is a measure."""
RARE: Final = 4
"""Paragraphs of both versions together that share what tells one from others."""
# A number at the start that was left in the text: `21.1.`, `3)`, `(a)`, `12 -`; no plain figure.
_NUMBER: Final = re.compile(
    r"\s*(?:\d{1,4}(?:[.．]\d{1,4})*\s?[.．)、](?!\d)|\d{1,3}\s?[-–]\s|\((?:\w{1,2}|[ivxl]{1,5})\))\s*"
)
# Characters of a number with its word.
_LONGEST_HEADING: Final = 40
# Kinds in which that is no heading but cites one; a heading of a Word document is known as a body.
_CITING: Final = (Kind.TABLE_CELL, Kind.LIST_ITEM, Kind.NOTE)
# Texts whose signs are compared one by one; what is longer has words enough.
_LONGEST: Final = 20_000


def unnumbered(text: str) -> str:
    """Return what two printings of a text have in common, whatever numbers its notes have.

    So has the paragraph itself, where the reader could not tell that it has one.

    >>> unnumbered("the Convention,¹ and") == unnumbered("the Convention,² and")
    True
    >>> unnumbered("21.1. Everyone has the right") == unnumbered("Everyone has the right")
    True
    """
    return printed_key(NOTE_MARK.sub("\N{REFERENCE MARK}", number_apart(text)[1]))


def comparison_key(paragraph: Paragraph, language: str) -> str:
    """Return `unnumbered`, and the same for all headings that are the number of one list alone.

    >>> two, three, rule = (
    ...     Paragraph("", Kind.HEADING, "", text) for text in ("Article 2", "Article 3", "Rule 2")
    ... )
    >>> comparison_key(two, "en") == comparison_key(three, "en")
    True
    >>> comparison_key(two, "en") == comparison_key(rule, "en")
    False
    """
    named = "" if paragraph.kind in _CITING else _list_named(paragraph.text, language)
    return named or unnumbered(paragraph.text)


def is_number(text: str, language: str) -> bool:
    """Return whether a text is a number with its word, and says no more: `Article 12 bis`."""
    return bool(_list_named(text, language))


def _list_named(text: str, language: str) -> str:
    """Return what names the list of a text that is a number with its word; "" for other texts."""
    short = text and len(text) <= _LONGEST_HEADING
    for marker in worded(text, language) if short else ():
        if not marker.length and marker.value:
            word, *_ = text.split() if language != "zh" else [""]
            return f"\N{REFERENCE MARK}{marker.family}{marker.word} {word.casefold()}"
    return ""


def number_apart(text: str) -> tuple[str, str]:
    """Return the number that was left at the start of a text, "" for none, and the rest.

    >>> number_apart("21.1. Everyone has the right"), number_apart("1.5 million trees")
    (('21.1.', 'Everyone has the right'), ('', '1.5 million trees'))
    """
    own = _NUMBER.match(text)
    if own is None or own.end() == len(text):
        return "", text
    return own[0].strip(), text[own.end() :]


class Likeness:
    """How alike the old and the new paragraphs are that are still to be paired, by their indices.

    The words of a paragraph and the pairs of neighbouring ones count by how rare they are (Spärck
    Jones, 1972), so that two paragraphs that only begin alike are not alike.
    """

    def __init__(
        self, old: Sequence[str], new: Sequence[str], language: str, others: Iterable[str]
    ) -> None:
        """Compare old and new texts; `others` are the rest of both versions, known to be paired."""
        self._language = language
        self._keys = [match_key(text) for text in (*old, *new)]
        self._first_new = len(old)
        self.grams = [Counter(_grams(key)) for key in self._keys]
        self.documents = Counter(gram for grams in self.grams for gram in grams)
        total = len(self._keys)
        for text in others:
            self.documents.update(set(_grams(match_key(text))) & self.documents.keys())
            total += 1
        self._weights = {gram: math.log1p(total / count) for gram, count in self.documents.items()}
        self._sums = [self._weigh(grams) for grams in self.grams]

    def new_grams(self, new: int) -> Counter[str]:
        """Return the grams of a new paragraph."""
        return self.grams[self._first_new + new]

    def of(self, old: int, new: int) -> float:
        """Return how alike an old and a new paragraph are, from 0 to 1."""
        one, other = self.grams[old], self.grams[self._first_new + new]
        total = self._sums[old] + self._sums[self._first_new + new]
        common = 2 * self._weigh(one & other) / total if total else 0.0
        keys = self._keys[old], self._keys[self._first_new + new]
        if max(map(len, keys)) > _LONGEST:
            return common
        return (common + similarity(*keys, self._language)) / 2

    def in_rare_grams(self, old: int, new: int) -> float:
        """Return how much they share of what hardly another paragraph says, from 0 to 1."""
        one, other = (
            {gram for gram in self.grams[at] if self.documents[gram] <= RARE}
            for at in (old, self._first_new + new)
        )
        return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0

    def _weigh(self, grams: Counter[str]) -> float:
        return sum(self._weights[gram] * count for gram, count in grams.items())


def _grams(key: str) -> list[str]:
    found = words(key)
    return found + [f"{one} {other}" for one, other in pairwise(found)]
