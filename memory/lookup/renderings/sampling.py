"""The units of a memory that hold a term, and others to compare them with: a bounded number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hexapla.memory.lookup.concordance import Phrase, holders
from hexapla.memory.lookup.renderings.association import headings
from hexapla.memory.lookup.renderings.words import words_in
from hexapla.memory.lookup.wildcards import Finder
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import search_key
from hexapla.memory.units import Level

__all__ = ["Held", "held", "others"]

# Units with the term that are read, evenly out of all, and others that they are compared with.
_READ: Final = 400
_COMPARED: Final = 1000

# What makes another term in Chinese of the one that follows: 不发达, 非政府组织, 未成年人, 无国籍.
# In other words than these they are parts of names: 南非政府, 除非会员国, 有无国家.
_DENIES: Final = re.compile("[不未]|(?<![南北东西中除并若是莫])非|(?<!有)无")


@dataclass(frozen=True, slots=True)
class Held:
    """Units that hold a term: their texts by key, oldest first, and the keys of their sets.

    `term` is without wildcards.

    They are a `share` of the units that do; 1 where all were read. Where the term is denied in
    Chinese, which makes another term of it, it is not held: 发达国家 in 最不发达国家.
    """

    term: str
    texts: Mapping[int, str]
    sets: Mapping[int, int]
    share: float
    finder: Finder


def held(store: Store, term: str, source: str, level: Level) -> Held:
    """Return units of a level with a term in its language; UsageError where it has no word."""
    import numpy as np  # noqa: PLC0415 - a look-up counts with it, and nobody else needs it

    units, sets = holders(store, (Phrase(term, source),), level)
    finder = Finder(term)
    chosen = np.arange(len(units))
    if len(units) > _READ:
        chosen = np.unique(np.linspace(0, len(units) - 1, _READ).astype(np.int64))
    keys = units[chosen].tolist()
    found = {
        key: text for key, text in store.texts(source, keys) if _is_meant(search_key(text), finder)
    }
    owners = dict(zip(keys, sets[chosen].tolist(), strict=True))
    share = len(chosen) / len(units) if len(units) else 1.0
    return Held(
        " ".join(term.replace("*", " ").split()),
        found,
        {key: owners[key] for key in found},
        share,
        finder,
    )


def _is_meant(key: str, finder: Finder) -> bool:
    """Return whether the term stands in a search key in its own right, and not denied in all."""
    return any(not _DENIES.match(key, max(start - 1, 0), start) for start, _ in finder.places(key))


def others(
    store: Store, language: str, level: Level, *, without: Mapping[int, object]
) -> Sequence[str]:
    """Return the `headings` of texts in a language, evenly out of all but some units."""
    keys = store.spread(language, level=level, limit=_COMPARED)
    read = store.texts(language, (key for key in keys if key not in without))
    return [headings(words_in(text, language)) for _, text in read]
