"""Gives memory that is free back to the system.

glibc keeps what is freed below what is still in use. After a long document has been encoded that
is more than the document's vectors take, and numpy hardly finds a use for it.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Final

__all__ = ["give_back"]

# Texts whose vectors take hundreds of megabytes.
_MANY: Final = 2000


def give_back(texts: int) -> None:
    """Give back what the C library keeps after the work on so many texts, where they are many.

    Nothing is done where the library is not glibc.
    """
    library = _glibc() if texts >= _MANY else None
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
