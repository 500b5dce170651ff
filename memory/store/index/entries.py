"""The texts of units that are being added, kept to be indexed together.

Whoever folds a text for its key has what is to be indexed of it: so nobody reads the texts of a
large file once more, and another process than the one that stores them can index them.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    # It needs numpy, which few units are indexed without.
    from hexapla.memory.store.index.inverting import Inverted

__all__ = ["LARGEST", "TAIL", "Entries", "Indexed", "PartEnd"]

LARGEST: Final = 1 << 16
"""Texts that are indexed at once: a place among them takes two bytes. Merged segments have more."""
TAIL: Final = 4096
"""Units that are read one by one at each look-up before they are indexed."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """The texts of one language and level with their index: `units` are the numbers of theirs."""

    language: str
    level: str
    units: array[int]
    inverted: Inverted


@dataclass(frozen=True, slots=True)
class PartEnd:
    """The end of a part of a file: how many units it has, and the index of their texts.

    That of less than `TAIL` units is not made.
    """

    size: int
    indexed: tuple[Indexed, ...]


@dataclass(slots=True)
class _KeptEntries:
    units: array[int] = field(default_factory=lambda: array("H"))
    keys: list[str] = field(default_factory=list)


class Entries:
    """The keys of the texts of up to `LARGEST` units, which are counted from 0."""

    def __init__(self) -> None:
        self.size = 0
        self._groups: defaultdict[tuple[str, str], _KeptEntries] = defaultdict(_KeptEntries)

    def add_unit(self) -> None:
        """Count one more unit: the texts that are added next are of it."""
        self.size += 1

    def add(self, language: str, level: str, key: str) -> None:
        """Add a text of the last unit by its key."""
        kept = self._groups[language, level]
        kept.units.append(self.size - 1)
        kept.keys.append(key)

    def end(self) -> PartEnd:
        """Return the end of the part, with the index of what was added."""
        if self.size < TAIL:
            return PartEnd(self.size, ())
        from hexapla.memory.store.index.inverting import invert  # noqa: PLC0415 - it needs numpy

        return PartEnd(
            self.size,
            tuple(
                Indexed(language, level, kept.units, invert(kept.keys))
                for (language, level), kept in sorted(self._groups.items())
            ),
        )
