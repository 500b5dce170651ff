"""What a set has of the units that are being added to it: asked for once for each text."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.ready import ReadyUnit
from hexapla.memory.units import Unit

__all__ = ["KnownUnits"]

# Units that are remembered; of texts with many they stay, so that none is asked for twice.
_MOST: Final = 20_000
_MANY: Final = 100


class KnownUnits:
    """The units of one set, found by text and reference, and by text and context.

    A file can have one text, or one reference, many thousand times: so the units with a text are
    asked for once, and those that are added are remembered.
    """

    def __init__(self, connection: Connection, owner: int) -> None:
        self._connection = connection
        self._owner = owner
        self._texts: dict[int, _Alike] = {}
        self._count = 0

    def has_asked(self, number: int) -> bool:
        """Return whether the units whose texts have a number are remembered."""
        return number in self._texts

    def find(self, unit: ReadyUnit, number: int) -> set[int]:
        """Return the keys of the units with the text and reference of a unit, variants included.

        `number` is that of the text's key. Where a file gave a unit no name, its number stands for
        one: then the context tells as well.
        """
        alike = self._alike(number)
        keys = set(alike.get((unit.level, unit.text, unit.reference)))
        if unit.reference == str(unit.position + 1):
            keys.update(alike.get((unit.level, unit.text, unit.before, unit.after)))
        return keys

    def add(self, unit: Unit | ReadyUnit, number: int, key: int) -> None:
        """Remember a unit that was added."""
        around = unit.before, unit.after
        self._alike(number).add(key, unit.level, unit.text, unit.reference, around)
        self._count += 1

    def renumber(self, number: int, old: int, new: int) -> None:
        """Remember the new key of a unit."""
        self._alike(number).renumber(old, new)

    def _alike(self, number: int) -> _Alike:
        if number in self._texts:
            return self._texts[number]
        if self._count > _MOST:
            self._texts = {key: each for key, each in self._texts.items() if each.count > _MANY}
            self._count = 0
        found = self._texts[number] = _Alike()
        for key, level, text, reference, *around in self._connection.execute(
            "SELECT id, level, text, reference, before, after FROM unit"
            " WHERE match_key = ? AND set_id = ?",
            (number, self._owner),
        ).fetchall():
            found.add(key, level, text, reference, tuple(around))
        self._count += found.count
        return found


class _Alike:
    """The keys of units whose texts have one key, by what they have in common besides.

    That is kept as a hash, for texts and contexts are long.
    """

    def __init__(self) -> None:
        # Sets: one that was just stored is asked for, and said, too.
        self._keys: dict[int, set[int]] = {}
        self.count = 0

    def get(self, common: tuple[str, ...]) -> Set[int]:
        return self._keys.get(hash(common), frozenset())

    def add(
        self, key: int, level: str, text: str, reference: str, around: tuple[str | None, ...]
    ) -> None:
        self.count += 1
        self._note(key, (level, text, reference))
        # A variant has a number behind the reference.
        base, _, number = reference.rpartition("~")
        if base and number.isdecimal():
            self._note(key, (level, text, base))
        self._note(key, (level, text, *around))

    def _note(self, key: int, common: tuple[str | None, ...]) -> None:
        self._keys.setdefault(hash(common), set()).add(key)

    def renumber(self, old: int, new: int) -> None:
        for keys in self._keys.values():
            if old in keys:
                keys.remove(old)
                keys.add(new)
