"""The words of a text that a rendering is made of: where they stand, their keys and stems."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

import regex

from hexapla.memory.lookup.renderings.stems import stem
from hexapla.memory.text.keys import IDEOGRAPHS, match_key

__all__ = ["Word", "apart", "heading", "joins", "words_in"]

_WORD: Final = regex.compile(
    rf"[{IDEOGRAPHS}]\p{{M}}*|[\p{{L}}\p{{N}}--[{IDEOGRAPHS}]](?:[\p{{L}}\p{{N}}--[{IDEOGRAPHS}]]|"
    r"[\p{M}\u0640\u00ad\u200c\u200d])*",
    regex.VERSION1,
)
_ASCII_WORD: Final = re.compile("[A-Za-z0-9]+")
_STOPS: Final = regex.compile(r"[;:!?؛؟。；：！？()（）\[\]\n]|\.(?=\s|$)")
_COMMAS: Final = regex.compile(r"[,،，、]")
_HYPHENS: Final = frozenset("-\u2010\u2011")

# Letters that Arabic writes before a word, which has so many more at least.
_JOINED: Final = frozenset("وفبلك")
_LEAST_LETTERS: Final = 3
_ARABIC_AND: Final = "و"
# Words that say and, or.
_JOINING: Final = frozenset(
    {"and", "or", "et", "ou", "y", "e", "o", "u", "и", "или", "أو", "او", "und", "oder", "sowie"}
    | set("和与與及或")
)

# Words whose keys are kept: more than the sentences of one look-up have.
_REMEMBERED: Final = 1 << 16


class Word(NamedTuple):
    """A word, or one ideograph, of a text with its place in it.

    `key` is folded, `stem` without endings. A `light` word is one that no rendering begins or ends
    with. `gap` is what stands between it and the word before: 0 for nothing of account, 1 for a
    comma, 2 for what ends a clause. A look-up makes tens of thousands: a tuple takes half the time.
    """

    start: int
    end: int
    key: str
    stem: str
    light: bool
    gap: int = 0


def words_in(text: str, language: str) -> list[Word]:
    """Return the words of a text in their order; marks belong to the letter that they stand on.

    A light word is none where a hyphen joins it to one that is not: well-being, in-depth.

    >>> [(each.stem, each.light) for each in words_in("of the countries", "en")]
    [('of', True), ('the', True), ('country', False)]
    """
    found: list[Word] = []
    make, last = Word._make, 0
    for match in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        start, end = match.span()
        between = text[last:start]
        gap = 0
        key, own_stem, light = _known(match[0], language)
        if found and between not in {"", " "}:
            gap = 2 if _STOPS.search(between) else 1 if _COMMAS.search(between) else 0
            if between in _HYPHENS and light is not found[-1].light:
                found[-1] = found[-1]._replace(light=False)
                light = False
        found.append(make((start, end, key, own_stem, light, gap)))
        last = end
    return found


def heading(words: Sequence[Word]) -> str:
    """Return what the forms of one rendering have in common: the stems of its words.

    >>> heading(words_in("The Developing countries", "en"))
    'developing country'
    """
    return " ".join([each.stem for each in words if not each.light] or [w.stem for w in words])


def apart(words: Sequence[Word], known: Container[str]) -> list[Word]:
    """Return words of Arabic with the stems that they have without and, in, for, where known.

    A word that begins with such a letter of its own is left alone where its rest is no word.
    """
    return [
        each._replace(stem=each.stem[1:])
        if each.stem[0] in _JOINED and len(each.stem) > _LEAST_LETTERS and each.stem[1:] in known
        else each
        for each in words
    ]


def joins(words: Sequence[Word]) -> int:
    """Return how many words say and, or: of Arabic the letter is in the word.

    >>> joins(words_in("women and girls", "en"))
    1
    """
    return sum(
        each.key in _JOINING or (place > 0 and each.key[0] == _ARABIC_AND)
        for place, each in enumerate(words)
    )


@lru_cache(maxsize=_REMEMBERED)
def _known(word: str, language: str) -> tuple[str, str, bool]:
    key = match_key(word)
    return key, stem(key, language), key in _light().get(language, frozenset())


@cache
def _light() -> Mapping[str, frozenset[str]]:
    """Return the keys of the words of each language that no rendering begins or ends with."""
    table = (files("hexapla.memory") / "text" / "light_words.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for line in table.splitlines():
        language, _, words = line.partition(" ")
        if language != "#":
            found.setdefault(language, set()).update(map(match_key, words.split()))
    return MappingProxyType({language: frozenset(words) for language, words in found.items()})
