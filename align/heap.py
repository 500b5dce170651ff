"""Gives memory that is free back to the system.

glibc keeps what is freed below what is still in use. After a long document has been encoded that
is more than the document's vectors take, and numpy hardly finds a use for it.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

__all__ = ["give_back"]


def give_back() -> None:
    """Give back what the C library keeps; nothing is done where it is not glibc."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
