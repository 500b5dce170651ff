"""What a memory of a version before makes anew of what it holds, whatever database it is in."""

from __future__ import annotations

from typing import Final

from hexapla.memory.store.checksums import make_checksums
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.filling import fill_register
from hexapla.memory.store.index.postings import index_anew
from hexapla.memory.store.integrity import rebuild

__all__ = ["make_anew"]

# The version in which what texts are looked up by was changed last (`memory.text.keys`).
_KEYS: Final = 7
# The version in which the index has the form that it has.
_INDEX: Final = 14
# The version in which documents tell most of themselves to the register (`memory.mastheads`).
_REGISTER: Final = 13


def make_anew(connection: Connection, version: int) -> None:
    """Make what a version made otherwise: keys, index, register; and the checksums that lack."""
    if version < _KEYS:
        rebuild(connection)
    elif version < _INDEX:
        index_anew(connection)
    if version < _REGISTER:
        fill_register(connection)
    make_checksums(connection)
