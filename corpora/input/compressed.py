"""Unpacks files that gzip packed, as archives and crawls hold them: `report.txt.gz`."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.bounds import MAX_BYTES, unpacks_too_far

try:
    from lzma import LZMAError
except ImportError:  # a Python without it unpacks no such parts
    LZMAError = zlib.error  # type: ignore[assignment, misc]

__all__ = ["GZIP", "UNPACKING_ERRORS", "LZMAError", "unpacked", "unpacked_name"]

GZIP: Final = b"\x1f\x8b"
"""What a gzip file begins with (RFC 1952, 2.3.1)."""

UNPACKING_ERRORS: Final = (
    *(OSError, EOFError, ValueError),
    *(zlib.error, LZMAError, zipfile.BadZipFile),
)
"""What the modules for gzip and zip raise of damage, by the way in which something was packed."""

_PIECE: Final = 2**20  # bytes


def unpacked_name(name: str) -> str:
    """Return the name of what a file holds that was packed under this name.

    >>> unpacked_name("report.txt.gz"), unpacked_name("report.txt")
    ('report.txt', 'report.txt')
    """
    return name[:-3] if name.lower().endswith(".gz") else name


def unpacked(data: bytes, where: Path, *, most: int = MAX_BYTES) -> bytes:
    """Return the first `most` bytes of what gzip packed, one level; other bytes as they are.

    Where only the start of a file was read, `most` of it, what can be unpacked of that is enough.
    Raises DocumentError if the file is damaged, or unpacks to far more than a document holds.
    """
    if not data.startswith(GZIP):
        return data
    found = bytearray()
    try:
        with gzip.open(BytesIO(data)) as stream:
            while len(found) < most and (piece := stream.read1(min(_PIECE, most - len(found)))):
                found += piece
                _check(len(found), len(data), where)
            if most >= MAX_BYTES and stream.read1(1):
                _check(MAX_BYTES + 1, len(data), where)
    except UNPACKING_ERRORS as error:
        if len(data) < most or most >= MAX_BYTES:  # that is the whole file
            raise DocumentError(
                where, "a damaged gzip file: %(error)s", error=str(error)
            ) from error
    return bytes(found)


def _check(size: int, packed: int, where: Path) -> None:
    """Raise DocumentError where so many bytes are more than a packed document has."""
    if unpacks_too_far(size, packed):
        raise DocumentError(where, "refused: it unpacks to far more than it should")
