"""Texts as rows of words: what a stretch of one text is compared with a stretch of another by.

The words are those of a `memory.text.keys.match_key`, each ideograph one. Numbers are all alike,
and the punctuation inside phrases is nothing; what ends a clause is a word that has no length.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from hexapla.memory.text.keys import IDEOGRAPHS, LETTER, match_key, passed_over, shape

__all__ = ["ENDS", "Gram", "WordSequence", "words_of"]

ENDS: Final = ".;:?!"
"""Words that end a clause: they have no length."""
_WORD: Final = re.compile(rf"[{IDEOGRAPHS}]|(?:(?!_){LETTER})+|(?<!\d)[{ENDS}]|[{ENDS}](?!\d)")
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_DIGIT: Final = re.compile(r"\d")
# Signs whose folding is kept: more than a document has in all its languages.
_REMEMBERED: Final = 1 << 14


class _Folds(dict[int, str]):
    """What each sign of a text is in its key, learnt sign by sign."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


@lru_cache(maxsize=1)
def _folds() -> _Folds:
    return _Folds()


def _folded(sign: str) -> str:
    if unicodedata.category(sign) == "Mn":
        return ""
    return match_key(sign) or (" " if sign.isspace() else "")


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared.

    >>> words_of("Resolution 74/177, of 2019; 第12段")
    ['resolution', '0', '0', 'of', '0', ';', '第', '0', '段']
    """
    return _WORD.findall(shape(text.translate(_folds())))


@dataclass(frozen=True, slots=True)
class Gram:
    """What an index finds some of the words of a row by: those from `start` to before `end`."""

    gram: str
    start: int
    end: int


class WordSequence:
    """The words of a text in their row, with where they stand in it.

    >>> row = WordSequence("Takes note of 3 reports.")
    >>> row.words[2:5], row.text[slice(*row.span(2, 5))]
    (('of', '0', 'reports'), 'of 3 reports')
    """

    def __init__(self, text: str) -> None:
        self.text = text
        key = text.translate(_folds())
        found = list(_WORD.finditer(key))
        self.words = tuple(shape(each[0]) for each in found)
        self._key = key
        self._spans = [each.span() for each in found]
        folds = _folds()
        each_alone = all(len(folds[code]) == 1 for code in set(map(ord, text)))
        self._places = None if each_alone else _places(text)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the words from one to before another stand in the text."""
        first, last = self._spans[start][0], self._spans[end - 1][1]
        if self._places is None:
            return first, last
        return self._places[first], self._places[last - 1] + 1

    def length(self, start: int, end: int) -> int:
        """Return the length of a stretch: a word counts 2, in Chinese each sign 1."""
        return self.lengths[end] - self.lengths[start]

    @cached_property
    def is_chinese(self) -> bool:
        """Whether there are more ideographs than other words."""
        ideographs = sum(map(bool, map(_IDEOGRAPH.match, self.words)))
        return 2 * ideographs > len(self.words)

    @cached_property
    def lengths(self) -> list[int]:
        """The lengths of all words before each, and in the end of all: of shape (words + 1,)."""
        sums = [0]
        for word, (start, end) in zip(self.words, self._spans, strict=True):
            own = 0 if word in ENDS else end - start if self.is_chinese else 2
            sums.append(sums[-1] + own)
        return sums

    def grams(self) -> list[Gram]:
        """Return what an index (`memory.text.keys.grams`) finds the words by, save numbers."""
        found = []
        for place, word in enumerate(self.words):
            if _IDEOGRAPH.match(word):
                if self._is_pair(place):
                    found.append(Gram(word + self.words[place + 1], place, place + 2))
            elif word not in ENDS and not _DIGIT.search(word):
                found.append(Gram(word, place, place + 1))
        return found

    def _is_pair(self, place: int) -> bool:
        """Return whether an index takes two ideographs for neighbours."""
        if place + 1 >= len(self.words) or not _IDEOGRAPH.match(self.words[place + 1]):
            return False
        between = self._key[self._spans[place][1] : self._spans[place + 1][0]]
        return not between or passed_over(between).isspace()


def _places(text: str) -> list[int]:
    """Return which sign of a text each sign of its key is from."""
    folds = _folds()
    return [place for place, sign in enumerate(text) for _ in folds[ord(sign)]]
