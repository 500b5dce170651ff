"""Which documents of a memory a later one replaces: A/80/L.5/Rev.1 replaces A/80/L.5.

A revision (Rev.) takes the place of what it names; a corrigendum (Corr.) and an addendum (Add.)
leave that standing ("United Nations Document Symbols", ST/LIB/SER.B/5/Rev.5). What is replaced
stays in the memory, for it was precedent once; it is told, and comes after what counts now.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from hexapla.memory.store.store import Store

__all__ = ["replaced_by", "replacements"]

_REVISION: Final = re.compile(r"(?P<base>.*?)(?:/Rev\.(?P<number>\d{1,4}))?", re.DOTALL)


def replaced_by(store: Store, symbols: Collection[str]) -> dict[str, str]:
    """Return the newest revision of those documents that the memory has one of, by symbol.

    Excluded sets replace nothing.
    """
    bases = {_parted(symbol)[0] for symbol in symbols}
    return replacements(symbols, store.symbols_behind({f"{base}/Rev." for base in bases}))


def replacements(symbols: Collection[str], revisions: Collection[str]) -> dict[str, str]:
    """Return which of some revisions replaces each symbol, of those that one does.

    >>> replacements(["A/80/L.5", "A/80/L.5/Rev.2", "A/80/L.5/Add.1"], ["A/80/L.5/Rev.10"])
    {'A/80/L.5': 'A/80/L.5/Rev.10', 'A/80/L.5/Rev.2': 'A/80/L.5/Rev.10'}
    """
    newest: dict[str, tuple[int, str]] = {}
    for revision in revisions:
        base, number = _parted(revision)
        newest[base] = max(newest.get(base, (0, "")), (number, revision))
    return {
        symbol: found[1]
        for symbol in symbols
        if (found := _later(newest, symbol)) and found[0] > _parted(symbol)[1]
    }


def _later(newest: Mapping[str, tuple[int, str]], symbol: str) -> tuple[int, str] | None:
    return newest.get(_parted(symbol)[0])


def _parted(symbol: str) -> tuple[str, int]:
    """Return what a symbol names without its revision, and the number of that, 0 for none."""
    found = _REVISION.fullmatch(symbol)
    assert found, "every text is one"
    return found["base"], int(found["number"] or 0)
