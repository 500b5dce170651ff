"""Things that hang together, directly or through others: texts through beads."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

__all__ = ["DisjointSet", "Text"]

_Item = TypeVar("_Item", bound=Hashable)

# A side (0 for the source) and the place of a text on it.
Text = tuple[int, int]


class DisjointSet(Generic[_Item]):
    """Items in sets that only ever grow together (union-find; Galler and Fischer 1964).

    >>> sets = DisjointSet[str]()
    >>> sets.union(["a", "b"])
    >>> sets.union(["b", "c"])
    >>> sets.find("a") == sets.find("c"), sets.find("a") == sets.find("d")
    (True, False)
    """

    def __init__(self) -> None:
        self._parents: dict[_Item, _Item] = {}

    def find(self, item: _Item) -> _Item:
        """Return the item that stands for the set of an item."""
        parents = self._parents
        while (parent := parents.setdefault(item, item)) != item:
            parents[item] = parents[parent]
            item = parent
        return item

    def union(self, items: Sequence[_Item]) -> None:
        """Make one set of the sets of some items."""
        for item in items[1:]:
            self._parents[self.find(item)] = self.find(items[0])
