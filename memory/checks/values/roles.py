"""What a number counts or names: per cent, days, dollars, articles, sessions.

A role is read from the words right beside the number. The same word can have several: 条 is an
article, a rule or a clause. Roles contradict each other only where they have no class in common.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from hexapla.memory.checks.values.model import LABELS
from hexapla.memory.checks.values.plain import fold
from hexapla.memory.checks.values.tables import cells, rows

__all__ = ["role_of"]

_TABLE: Final = "roles.tsv"
_NEAR: Final = 30  # characters beside a number in which its word stands
_GAP_AFTER: Final = re.compile(
    r"(?:st|nd|rd|th|e|er|re|ère|\s?ème|°|ª|a|o|-?(?:й|я|е|го|й|ю|ой|ая|ый|ое|му|м|х|ти|ми))?[\s.)\]-]{0,3}(?:(?:de|d'|of|von|из)\s)?"
)
_BEFORE: Final = re.compile(
    r"([^\W\d_]+|[$€£§°]+)(?P<stop>\.?)[\s.:№(°-]*(?:n[o°]s?\.?\s?|№\s?|Nr\.\s?|رقم\s)?$"
)


def role_of(
    text: str, start: int, end: int, language: str, *, before: bool = False
) -> frozenset[str]:
    """Return the classes of what the number from `start` to `end` counts or names, or none.

    `before`: only what stands before it is looked at.

    >>> sorted(role_of("Article 47", 8, 10, "en")), sorted(role_of("38 per cent", 0, 2, "en"))
    (['article'], ['percent'])
    """
    after = "" if before else text[end : end + _NEAR]
    found = _after(after, language) if after else frozenset[str]()
    # Where labels stand before their numbers, the first of two is its own: пункт 14 резолюции.
    if found and (language == "zh" or not found & LABELS):
        return found
    earlier = text[max(0, start - _NEAR) : start]
    return (_before(earlier, language) if earlier else frozenset()) or found


def _after(after: str, language: str) -> frozenset[str]:
    patterns = _patterns(language, "after")
    folded = fold(after, language)
    place = 0
    if language != "zh":
        gap = _GAP_AFTER.match(folded)
        place = gap.end() if gap else 0
        match = patterns.match(folded, place) or patterns.match(folded.lstrip(" "))
    else:
        match = patterns.match(folded.lstrip())
    return _classes(match[0], language, "after") if match else frozenset()


def _before(before: str, language: str) -> frozenset[str]:
    if language == "zh":
        for size in (4, 3, 2, 1):
            label = before.rstrip(" 第")[-size:]
            if found := _words(language, "before").get(label):
                return found
        return frozenset()
    match = _BEFORE.search(before)
    if not match:
        return frozenset()
    # With its stop first: in French, "par." is a paragraph and "par" is not.
    word = fold(match[1], language)
    for key in dict.fromkeys((word + match["stop"], word)):
        if _patterns(language, "before").fullmatch(key):
            return _classes(key, language, "before")
    return frozenset()


@cache
def _words(language: str, place: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows(_TABLE):
        if row[1] == place:
            for word in cells(_TABLE, row, language):
                found.setdefault(fold(word, language), set()).add(row[0])
    return {word: frozenset(classes) for word, classes in found.items()}


@cache
def _patterns(language: str, place: str) -> re.Pattern[str]:
    words = sorted(_words(language, place), key=len, reverse=True)
    # In Chinese nothing stands between words; elsewhere the word has to end.
    whole = [
        re.escape(word[:-1]) + r"\w*"
        if word.endswith("*")
        else re.escape(word) + _end(word, language)
        for word in words
    ]
    return re.compile("|".join(whole) or "(?!)")


def _end(word: str, language: str) -> str:
    if language == "zh" or not word[-1].isalpha():
        return ""
    # Before a bracket, a single letter is a label: párrafo 2 g).
    return r"(?!\w)" if len(word) > 1 else r"(?![\w)])"


def _classes(word: str, language: str, place: str) -> frozenset[str]:
    if found := _words(language, place).get(word):
        return found
    stems = _stems(language, place)
    return next((classes for stem, classes in stems if word.startswith(stem)), frozenset())


@cache
def _stems(language: str, place: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return what words begin with, the longest first, and their classes."""
    words = _words(language, place).items()
    found = [(word[:-1], classes) for word, classes in words if word.endswith("*")]
    return tuple(sorted(found, key=lambda each: -len(each[0])))
