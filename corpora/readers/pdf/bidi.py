"""Puts what stands on a line from the right to the left in the order of reading.

A printed line holds the order that the Unicode Bidirectional Algorithm (Standard Annex 9) made of
its text: Arabic letters from right to left, and numbers and Latin words in it from left to right.
This is that algorithm read backwards, for paragraphs that run from right to left and hold no marks
of direction. Between Arabic letters, only these run to the right:

    numbers           with the signs that join their parts (rules W2 to W6)
    Latin stretches   from the first letter to the last letter or number, with what stands between
                      (W7, N1) and the brackets that close what they opened (N0)

Behind an Arabic word `5 A` and `A 5` look alike, and so do `1 234` and `234 1`: there the habits of
those who write decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from hexapla.corpora.numbers.note_marks import RAISED_DIGITS

__all__ = ["MIRRORED", "bidi_type", "from_the_right"]

MIRRORED = str.maketrans("()[]{}«»‹›<>≤≥⟨⟩", ")(][}{»«›‹><≥≤⟩⟨")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPENERS = frozenset(_PAIRS.values())
_ENDS = ".,;:!?”’"  # a sentence or quotation; none begins with them
# One letter a type: European and Arabic numbers, the separators, signs and terminators of numbers,
# letters of both directions, white space and marks; `S` for raised figures, `n` for all else.
_TYPES = {
    **{"EN": "E", "AN": "A", "CS": "c", "ES": "s", "ET": "t"},
    **{"R": "R", "AL": "R", "L": "L", "WS": "w", "NSM": "m"},
}
# Behind an Arabic letter a single separator joins the parts of a number (W2, W4);
_NUMBER = re.compile(r"E+(?:cE+)*|A+(?:cA+)*|S+")
# before any letter more signs do (W4, W5).
_FIRST_NUMBER = re.compile(r"t*E+(?:[cs]E+)*t*|A+(?:cA+)*|S+")
# Thousands with spaces that do not break, which fonts call spaces too. All patterns are of types
# from the right, as lines come.
_THOUSANDS = re.compile(r"(?<![Ec])(?<!Ew)(?:E+c)?(?:E{3}w)+E{1,3}(?!E|[cw]E)")
# In the middle of a paragraph the sign joins no years: `2016-2017` is read where they ascend.
_YEARS = re.compile(r"E{4}sE{4}")
_LABEL = re.compile(r"w*E{1,3}(?:w?sw|c(?=Lw*R))")  # `15 - ` before a Latin word, or `1.a`
# Table 27.I.14 of a budget looks like `I.14.27`, which nothing is called.
_PARTED = re.compile(r"[IVXL]+\.\d{1,3}\.(?P<section>\d{1,2})", re.ASCII)
# So does figure 13.I, like `I.13`; paragraphs are called so.
_FIGURE_PARTED = re.compile(r"[IVXL]+\.(?P<section>\d{1,2})", re.ASCII)
_FIGURES = re.compile("شكل|شكال")
# A number before Latin words, as in a date: from right to left, it would stand behind them (W7).
_FROM_THE_LEFT = re.compile("E+(?:[cs]E+)*wL")
# Raised figures are the mark of a note left of what they follow, and right of it an exponent.
_RAISED = re.compile("([EL][cs]?S+)|S")
_CITES = re.compile(r"\*{1,3}[^\s*]")  # from the right: a mark right behind a word cites a note


@lru_cache(maxsize=4096)
def bidi_type(text: str) -> str:
    """Return the type of a character, or of the first of several, as one letter.

    >>> [bidi_type(text) for text in ("أ", "A", "1", "١", "/", "(", " ")]
    ['R', 'L', 'E', 'A', 'c', 'n', 'w']
    """
    # The mark of a note is a field, which is no part of the number before it; an exponent is one.
    if text and text[0] in RAISED_DIGITS:
        return "S"
    return _TYPES.get(unicodedata.bidirectional(text[:1]), "n")


def from_the_right(texts: Sequence[str]) -> list[str]:
    """Return the characters of a line, given from its right end to its left, as they are read.

    Brackets are given as they look, and returned as they are typed.

    >>> "".join(from_the_right("قرار 371/3 )6102("))
    'قرار 3/173 (2016)'
    >>> "".join(from_the_right("و)6102(4332/SER/A"))
    'وA/RES/2334(2016)'
    """
    types = _RAISED.sub(lambda match: match[1] or "E", "".join(map(bidi_type, texts)))
    closes = texts[:1] and (texts[0] in _ENDS or _CITES.match("".join(texts[:4])))
    rightward = closes and ("L" in types or "E" in types)
    if "R" not in types and (rightward or _FROM_THE_LEFT.match(types[::-1])):
        return list(reversed(texts))  # a paragraph that runs to the right, or a part of a number
    found: list[str] = []
    place = 0
    for first, last in _rightward(texts, types):
        found += (text.translate(MIRRORED) for text in texts[place:first])
        found += reversed(texts[first:last])
        place = last
    return found + [text.translate(MIRRORED) for text in texts[place:]]


def _rightward(texts: Sequence[str], types: str) -> Iterator[tuple[int, int]]:
    """Yield the first place of each stretch that runs to the right, and the place behind it."""
    place = 0
    # Arabic numbers are no part of a Latin stretch, save right beside a letter.
    for match in re.finditer(r"[^RA]*L[^RA]*", types):
        core = re.search("L(?:.*L)?", match[0])
        assert core is not None
        first, last = match.start() + core.start(), match.start() + core.end()
        while last < len(types) and types[last] in "EA":
            last += 1
        first = _with_tail(texts, types, match.start(), first, last)
        while first > place and types[first - 1] == "A":
            first -= 1
        yield from _numbers(texts, types, place, first)
        if parted := _parted_number(texts, first, last):
            yield first, first + len(parted["section"])
            first += len(parted["section"]) + 1
        yield first, last
        place = last
    yield from _numbers(texts, types, place, len(types))


def _parted_number(texts: Sequence[str], first: int, last: int) -> re.Match[str] | None:
    """Return the number of a table or figure that looks as if that of its section came last."""
    number = "".join(reversed(texts[first:last]))
    figure = _FIGURE_PARTED.fullmatch(number)
    named = figure and _FIGURES.search("".join(texts[:first]))
    return figure if named else _PARTED.fullmatch(number)


def _with_tail(texts: Sequence[str], types: str, low: int, first: int, last: int) -> int:
    """Return where a Latin stretch begins with the numbers and brackets that follow its letters.

    `first` and `last` are its letters; it begins at `low` at the earliest.
    """
    label = _LABEL.match(types) if low == 0 else None
    if label and label.end() <= first:
        low = label.end()
    opened = _opened(reversed(texts[first:last]))
    depth = len(opened)
    numbered = False
    found = first
    for place in range(first - 1, low - 1, -1):
        text, kind = texts[place], types[place]
        numbered = numbered or kind == "E"
        if text in _OPENERS:
            opened.append(text)
        elif text in _PAIRS:
            if not opened or opened.pop() != _PAIRS[text]:
                break
            closes_letters = len(opened) < depth
            depth = min(depth, len(opened))
            if closes_letters or (numbered and len(opened) == depth):
                found = place
        elif kind == "w" and place > low and _parts(texts, types, place, numbered=numbered):
            break
        elif kind in "ES" and len(opened) == depth:
            found = place
    return found


def _opened(texts: Iterable[str]) -> list[str]:
    """Return the brackets that are opened and not closed, from the left."""
    opened: list[str] = []
    for text in texts:
        if text in _OPENERS:
            opened.append(text)
        elif text in _PAIRS and opened and opened[-1] == _PAIRS[text]:
            opened.pop()
    return opened


def _parts(texts: Sequence[str], types: str, place: int, *, numbered: bool) -> bool:
    """Return whether a space ends what follows a Latin word, as before the full stop of `A/1 .5`.

    What a number and a space part are two: `15 May 2020` looks like `May 2020 15`. Only a group of
    three digits may go on.
    """
    if texts[place - 1] in _ENDS:
        return True
    following = re.compile("E+").match(types[:place][::-1])
    return bool(numbered and types[place + 1] == "E" and following and len(following[0]) != 3)


def _numbers(texts: Sequence[str], types: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the first place of each number between two places, and the place behind it."""
    number = _NUMBER if "R" in types[:start] else _FIRST_NUMBER
    place = start
    while place < end:
        if types[place] == "R":
            number = _NUMBER
        match = _thousands(texts, types, place, end) or number.match(types, place, end)
        if match is None:
            place += 1
            continue
        last = match.end()
        if _YEARS.fullmatch(match[0]):
            first, _, second = "".join(reversed(texts[place:last])).partition(texts[place + 4])
            last = last if first <= second else place + 4
        yield place, last
        place = last


def _thousands(texts: Sequence[str], types: str, place: int, end: int) -> re.Match[str] | None:
    match = _THOUSANDS.match(types, place, end)
    return match if match and texts[match.end() - 1] != "0" else None
