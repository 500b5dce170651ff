"""Where texts are looked for: in some sets alone, or in all that are not excluded."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.queries import excluded_sets

__all__ = ["SetScope"]

Keys = NDArray[np.int64]


class SetScope:
    """The sets in which units are found: `only` some, or where that is None all but the excluded.

    Those of `only` are none of the excluded.
    """

    def __init__(self, connection: Connection, only: Collection[int] | None) -> None:
        self._is_narrow = only is not None
        named = excluded_sets(connection) if only is None else list(only)
        self._named = np.array(named, dtype=np.int64)
        self._names = frozenset(named)

    @property
    def is_everywhere(self) -> bool:
        """Whether every set is in it."""
        return not self._is_narrow and not len(self._named)

    def holds(self, sets: Keys) -> NDArray[np.bool_]:
        """Return which of some sets are in it, an array of the same shape."""
        return np.isin(sets, self._named, invert=not self._is_narrow)

    def __contains__(self, key: int) -> bool:
        return (key in self._names) is self._is_narrow
