"""Files of every format read as units, whatever stands in the way told in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.reading import LeftOut
from hexapla.memory.formats.registry import format_to_read
from hexapla.memory.units import Unit

__all__ = ["read_file"]

# What readers say of files that are damaged.
_DAMAGE: Final = re.compile("not well-formed|cannot be unpacked|an entity of its own")


def read_file(
    path: Path, languages: Sequence[str], left_out: LeftOut, *, recover: bool = False
) -> Iterator[Unit]:
    """Yield the units of a file; what refuses a damaged one says where something can be saved.

    `languages` name the source, and the target or the columns, where the file does not say.
    """
    known, read = format_to_read(path)
    if recover and known.recover:
        yield from known.recover(path, languages, left_out)
        return
    try:
        yield from read(path, languages, left_out)
    except StoreError as error:
        if known.recover is None or not _DAMAGE.search(error.cause):
            raise
        raise StoreError(
            path, "%(cause)s; with --recover, what can be saved is read", cause=error.cause
        ) from error
