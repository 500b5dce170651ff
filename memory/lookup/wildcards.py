"""Where a phrase with wildcards stands in a search key, in a time that nothing makes grow.

A regular expression with several wildcards tries all ways to share out the letters between them
before it gives up: a few stars in one phrase stop a server. Here each piece of the phrase is looked
for once, from the last to the first, and kept where the rest of the phrase can follow.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, Protocol

from hexapla.corpora.errors import UsageError
from hexapla.memory.text.keys import IDEOGRAPHS, search_key

__all__ = ["LETTER", "Finder", "KeyFinder"]

LETTER: Final = rf"[^\W{IDEOGRAPHS}_]"
"""A letter of a script that writes words with spaces."""

# Signs that a `*` stands for at most in Chinese, which has no ends of words.
_GAP: Final = 10
# Wildcards of one phrase: far more than anyone needs, few enough that all are looked for at once.
_MOST: Final = 10

_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_WORD: Final = re.compile(r"\w*")
_ANY: Final = re.compile(rf"[^\s]{{0,{_GAP}}}")


class KeyFinder(Protocol):
    """Finds something in search keys."""

    def places(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield where it stands in a search key, as (start, end)."""


class Finder:
    """Finds the words of a phrase, whole and in this order; `*` stands for any letters, or none.

    It looks in keys without the punctuation inside phrases (`memory.text.keys.search_key`).

    Beside Chinese, `*` stands for at most ten signs. Several together are as one. Raises UsageError
    where there are more than ten.

    >>> list(Finder("co*ion").places("cooperation and correction"))
    [(0, 11), (16, 26)]
    """

    def __init__(self, phrase: str) -> None:
        key = search_key(phrase)
        pieces = re.split(r"\*+", key)
        if len(pieces) - 1 > _MOST:
            raise UsageError(
                "%(phrase)s: at most %(most)s wildcards can be looked for",
                phrase=phrase[:40],
                most=_MOST,
            )
        self._chinese = bool(_IDEOGRAPH.search(key))
        self._gap = _ANY if self._chinese else _WORD
        self._opens, self._closes = not pieces[0], len(pieces) > 1 and not pieces[-1]
        self._pieces = [piece for piece in pieces if piece]
        # An ideograph beside a word or number is not a part of it, although no space parts them.
        begins = f"(?<!{LETTER})" if re.match(LETTER, key) else ""
        ends = f"(?!{LETTER})" if re.search(f"{LETTER}$", key) else ""
        wanted = [re.escape(piece) for piece in self._pieces]
        if wanted:
            wanted[0] = begins + wanted[0]
            wanted[-1] += ends
        if len(wanted) > 1:
            # Each is found where its own copies overlap too: "aa" stands in "aaa" twice.
            wanted = [f"(?={each})" for each in wanted]
        self._patterns = [re.compile(each) for each in wanted]

    def is_in(self, key: str) -> bool:
        """Return whether a search key holds the phrase."""
        return any(self._starts(key)[:1])

    def places(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield where the phrase stands in a search key, as (start, end)."""
        starts = self._starts(key)
        done = 0
        for first in starts[0] if starts else ():
            if first < done:
                continue
            end = first + len(self._pieces[0])
            for piece, mine in zip(self._pieces[1:], starts[1:], strict=True):
                # In Chinese the nearest, elsewhere as much of a word as there is.
                found = (
                    bisect_left(mine, end)
                    if self._chinese
                    else bisect_right(mine, self._reach(key, end)) - 1
                )
                end = mine[found] + len(piece)
            start = first
            if not self._chinese:
                while self._opens and start > done and _WORD.fullmatch(key[start - 1]):
                    start -= 1
                end = self._reach(key, end) if self._closes else end
            yield start, end
            done = end

    def _starts(self, key: str) -> list[list[int]]:
        """Return where each piece stands so that all after it can follow; none for no piece."""
        found: list[list[int]] = []
        for piece, pattern in zip(reversed(self._pieces), reversed(self._patterns), strict=True):
            mine = [each.start() for each in pattern.finditer(key)]
            if found:
                mine = [each for each in mine if self._follows(key, each + len(piece), found[0])]
            found.insert(0, mine)
            if not mine:
                return [[]]
        return found

    def _follows(self, key: str, end: int, starts: list[int]) -> bool:
        place = bisect_left(starts, end)
        return place < len(starts) and starts[place] <= self._reach(key, end)

    def _reach(self, key: str, end: int) -> int:
        """Return how far a wildcard that begins at a place can go."""
        match = self._gap.match(key, end)
        return match.end() if match else end
