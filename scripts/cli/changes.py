"""How changed texts are shown in a terminal."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from hexapla.memory.text.difference import DiffKind, difference

__all__ = ["marked_changes"]

_MARKS: Final = MappingProxyType(
    {DiffKind.SAME: "{}", DiffKind.REMOVED: "[-{}-]", DiffKind.ADDED: "{{+{}+}}"}
)


def marked_changes(old: str, new: str) -> str:
    """Return the new text with what changed marked.

    >>> marked_changes("keep the list", "keep a list")
    'keep [-the-]{+a+} list'
    """
    return "".join(_MARKS[piece.kind].format(piece.text) for piece in difference(old, new))
