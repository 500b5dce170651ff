"""What was entered about documents, of whatever kind: changes, comments, assignments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hexapla.memory.store.connection import Connection

__all__ = ["entered"]


def entered(connection: Connection, entries: str, *, symbol: str, who: str) -> Iterator[Any]:
    """Yield the rows of a query of entries, in the order of time; "" is of every set, by all.

    What came from another memory was entered after what was here, whenever it was made.
    """
    return connection.stream(
        f"{entries} WHERE (symbol = :symbol OR :symbol = '') AND (who = :who OR :who = '')"
        " ORDER BY made, id",
        {"symbol": symbol, "who": who},
    )
