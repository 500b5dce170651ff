"""The units that can answer a query, by what the index of the memory knows.

More than those that do, and never fewer: the texts themselves tell (`evaluation`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING, Final

from hexapla.memory.lookup.concordance import Phrase, wanted_grams
from hexapla.memory.lookup.kwic.query import (
    Both,
    Either,
    Near,
    Pattern,
    Query,
    QueryPhrase,
    Without,
    languages_of,
)
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import IDEOGRAPHS, grams, match_key
from hexapla.memory.units import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["find_candidates", "sure_grams"]

_ALL: Final = 1 << 62  # more than any memory has
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
# The pieces of a pattern: a class, an escape, a sign.
_CLASS: Final = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_REPEATED: Final = re.compile(r"[?*+{]")
_BRACES: Final = re.compile(r"\{[^}]*\}")
# Escapes of one sign; others take what follows with them.
_SIMPLE: Final = frozenset("bBdDsSwWAZ")
_SEPARATOR: Final = re.compile("([\b ,'’-]+)")


def find_candidates(store: Store, query: Query, level: Level) -> NDArray[np.int64]:
    """Return the keys of the units of a level that can answer a query, oldest first.

    Some of them may not be there any more. Where the index says nothing, as of a pattern without a
    whole word, they are all that have a text in a language of the query.
    """
    import numpy as np  # noqa: PLC0415 - a look-up counts with it, and nobody else needs it

    found = _narrowed(store, query, level)
    if found is None:
        parts = [
            np.asarray(store.spread(language, level=level, limit=_ALL), dtype=np.int64)
            for language in languages_of(query)
        ]
        found = np.concatenate(parts)
    return np.unique(found)


def _narrowed(store: Store, query: Query, level: Level) -> NDArray[np.int64] | None:
    """Return the keys of units, in any order; None for all."""
    import numpy as np  # noqa: PLC0415 - as above

    match query:
        case QueryPhrase(text, language):
            wanted = wanted_grams(Phrase(text, language))
            return store.find_grams(wanted, language, level=level)[0]
        case Pattern(text, language):
            wanted = sure_grams(text)
            return store.find_grams(wanted, language, level=level)[0] if wanted else None
        case Without():
            return None
        case Near(left, right, _):
            return _narrowed(store, Both((left, right)), level)
        case Both(parts):
            some = [each for part in parts if (each := _narrowed(store, part, level)) is not None]
            return reduce(np.intersect1d, some) if some else None
        case Either(parts):
            every = [each for part in parts if (each := _narrowed(store, part, level)) is not None]
            return np.concatenate(every) if len(every) == len(parts) else None


def sure_grams(pattern: str) -> list[str]:
    r"""Return grams that every text with a match of a pattern holds; none where that is not sure.

    They are of what stands in the pattern by itself: whole words between spaces or `\b`, the
    beginnings of words behind these, ideographs side by side.

    >>> sure_grams(r"\bclimate (change|action)"), sure_grams("适应(气候|变化)"), sure_grams("a|b")
    (['climate'], ['适应'], [])
    """
    found = [gram for piece in _plain_pieces(pattern) for gram in _grams_of(piece)]
    return list(dict.fromkeys(found))


def _plain_pieces(pattern: str) -> list[str]:
    r"""Return the stretches of a pattern that stand for themselves, with "\b" where a word ends.

    None where the pattern has alternatives, or says how it is to be read.
    """
    pieces: list[list[str]] = [[]]
    place = depth = 0
    if "(?" in pattern.replace("(?:", ""):
        return []
    while place < len(pattern):
        sign, size = pattern[place], _size(pattern, place)
        if sign == "\\" and pattern[place + 1].isalnum() and pattern[place + 1] not in _SIMPLE:
            return []
        if sign == "|" and not depth:
            return []
        depth += (sign == "(") - (sign == ")")
        is_end = pattern[place : place + 2] == r"\b"
        is_plain = not depth and (is_end or sign.isalnum() or sign in " ,-'’")
        if is_plain and not _REPEATED.match(pattern, place + size):
            pieces[-1].append("\b" if is_end else sign)
        else:
            pieces.append([])
        place += size
    return ["".join(piece) for piece in pieces if piece]


def _size(pattern: str, place: int) -> int:
    """Return how many signs a piece of a pattern takes: an escape, a class, a number of times."""
    if pattern[place] == "\\":
        return 2
    for whole in (_CLASS, _BRACES):
        if match := whole.match(pattern, place):
            return len(match[0])
    return 1


def _grams_of(piece: str) -> Iterator[str]:
    """Yield the grams that a text with a stretch of a pattern holds."""
    parts = _SEPARATOR.split(piece)
    for place in range(0, len(parts), 2):
        word = parts[place]
        if not word:
            continue
        begins, ends = place > 0, place < len(parts) - 1
        mine = grams(match_key(word))
        if _IDEOGRAPH.search(word):
            # Two side by side; at an edge stands who knows what.
            yield from (gram for gram in mine if len(gram) == 2 and _IDEOGRAPH.match(gram))
        elif len(mine) == 1 and begins:
            yield mine[0] if ends else mine[0] + "*"
