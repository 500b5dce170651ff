"""Which sets and translations of a memory are meant: by symbol, by file of origin, by status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hexapla.memory.units import Status

__all__ = ["IMPORTED", "Selection", "document_symbol"]

IMPORTED: Final = "imported"
"""What the symbol of a set of imported units says, where an aligned set has the symbol itself."""

_SUFFIX: Final = re.compile(rf" \({IMPORTED}(?: \d+)?\)$")
_SEPARATORS: Final = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class Selection:
    """Sets by the symbol of their document and their files, and translations by their status.

    `*` stands for any characters: `A/RES/74/*`. What was imported under the symbol of a document
    is meant with it. `file` is compared with the path of a file and with its name alone. None
    leaves all in.
    """

    symbol: str | None = None
    file: str | None = None
    status: Status | None = None

    def has_symbol(self, symbol: str) -> bool:
        """Return whether a set with this symbol is meant, whatever its files."""
        return self.symbol is None or any(
            _fits(self.symbol, each) for each in (symbol, document_symbol(symbol))
        )

    def has_file(self, path: str) -> bool:
        """Return whether a document from this file is meant, whatever its symbol."""
        return self.file is None or any(
            _fits(self.file, each) for each in (path, _SEPARATORS.split(path)[-1])
        )


def document_symbol(symbol: str) -> str:
    """Return the symbol of the document that a set is of, also where its units were imported."""
    return _SUFFIX.sub("", symbol)


def _fits(pattern: str, text: str) -> bool:
    parts = (re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), text, re.DOTALL) is not None
