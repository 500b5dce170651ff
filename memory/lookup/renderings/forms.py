"""A term in whatever form it stands: развивающиеся страны, развивающихся стран.

Forms are told by the stems of the words (`stems`). The index knows no stems: it is asked for the
words that begin as all forms do, and the texts tell the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from hexapla.memory.lookup.concordance import Phrase, holders
from hexapla.memory.lookup.renderings.stems import inflects, stem, without_article
from hexapla.memory.lookup.wildcards import Finder, KeyFinder
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import IDEOGRAPHS, search_key
from hexapla.memory.units import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Forms", "finder_of", "holding"]

_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = rf"[^\W{IDEOGRAPHS}_]+"
_PLAIN: Final = re.compile(rf"{_LETTERS}(?: {_LETTERS})* ?")
# Letters that all forms of a word begin with, beside one that may change: country, countries.
_SURE: Final = 4
# A shorter word that has no ending stands as it is: of, les, при.
_SHORT: Final = 3
# Texts whose words are kept while one term after another is looked for in them.
_KEYS: Final = 512
# What Arabic writes before a word, and together with it: and, so, by, like, for, the.
_BEFORE: Final = ("", "ال", "و", "وال", "فال", "ب", "بال", "وبال", "كال", "ل", "لل", "ولل")


class Forms:
    """Finds a term in search keys, as `Finder` does, in any of its forms.

    A single word of Arabic is found with what is written before it alone: its endings make other
    words, too (بلد, بلدية).

    >>> list(Forms("developing country", "en").places("of all developing countries"))
    [(7, 27)]
    """

    def __init__(self, term: str, language: str) -> None:
        self._language = language
        self.words = search_key(term).split()
        self._alone = len(self.words) == 1
        self._stems = [_stem(word, language, alone=self._alone) for word in self.words]

    def places(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield where the term stands in a search key, as (start, end)."""
        found, stems = _stemmed(key, self._language, alone=self._alone)
        size = len(self._stems)
        done = 0
        for place in range(len(found) - size + 1):
            if stems[place : place + size] != self._stems:
                continue
            some = found[place : place + size]
            start, end = some[0][0], some[-1][1]
            # A full stop between two words parts them.
            is_phrase = key[start:end] == " ".join(key[begin:stop] for begin, stop in some)
            if start >= done and is_phrase:
                yield start, end
                done = end

    def beginnings(self) -> list[list[str]]:
        """Return, for each word, the grams of which a text holds one: `abc*` for what begins so."""
        return [self._begins(word, own) for word, own in zip(self.words, self._stems, strict=True)]

    def _begins(self, word: str, own: str) -> list[str]:
        if self._language == "ar":
            return [f"{before}{own}*" for before in _BEFORE]
        if len(word) <= _SHORT and own == word:
            return [word]
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(word, own, strict=False))
        begin = "".join(sign for sign, _ in alike)
        return [f"{begin[:-1] if len(begin) > _SURE else begin}*"]


def _stem(word: str, language: str, *, alone: bool) -> str:
    return without_article(word) if language == "ar" and alone else stem(word, language)


@lru_cache(maxsize=_KEYS)
def _stemmed(
    key: str, language: str, *, alone: bool
) -> tuple[Sequence[tuple[int, int]], Sequence[str]]:
    """Return where the words of a search key stand, and their stems."""
    found = list(_WORD.finditer(key))
    stems = [_stem(each[0], language, alone=alone) for each in found]
    return [each.span() for each in found], stems


def finder_of(term: str, language: str) -> KeyFinder:
    """Return what finds a term: in all its forms, but one with a wildcard, or of Chinese."""
    key = search_key(term)
    return Forms(term, language) if inflects(language) and _PLAIN.fullmatch(key) else Finder(term)


def holding(
    store: Store, term: str, language: str, level: Level
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys of the units that can hold a term, oldest first, and their sets.

    Both have the shape (units,). Raises UsageError where the term has no word or ideograph that can
    be looked for.
    """
    finder = finder_of(term, language)
    if not isinstance(finder, Forms):
        return holders(store, (Phrase(term, language),), level)
    import numpy as np  # noqa: PLC0415 - a look-up counts with it, and nobody else needs it

    every = finder.beginnings()
    single = [some[0] for some in every if len(some) == 1]
    parts = [_any_of(store, some, language, level) for some in every if len(some) > 1]
    if single:
        parts.append(store.find_grams(single, language, level=level))
    units, sets = parts[0]
    for others, _ in parts[1:]:
        kept = np.isin(units, others)
        units, sets = units[kept], sets[kept]
    units, places = np.unique(units, return_index=True)
    return units, sets[places]


def _any_of(
    store: Store, wanted: Sequence[str], language: str, level: Level
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the units that hold one of some grams, and their sets."""
    import numpy as np  # noqa: PLC0415 - as above

    found = [store.find_grams([each], language, level=level) for each in wanted]
    units, sets = (np.concatenate(each) for each in zip(*found, strict=True))
    return units, sets
