"""Values that are taken from where they come from to the end, before the first of them is used."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any, Final, TypeVar

__all__ = ["spooled"]

# Values that are written and held together, and the bytes up to which no file is written for them.
_TOGETHER: Final = 500
_IN_MEMORY: Final = 1 << 23

_Value = TypeVar("_Value")


@contextmanager
def spooled(values: Iterable[_Value]) -> Iterator[Iterator[_Value]]:
    """Take all values, however many, then give them one after the other."""
    rest = iter(values)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as stream:
        while some := list(islice(rest, _TOGETHER)):
            pickle.dump(some, stream, pickle.HIGHEST_PROTOCOL)
        end = stream.tell()
        stream.seek(0)
        yield _read_back(stream, end)


def _read_back(stream: IO[bytes], end: int) -> Iterator[Any]:
    while stream.tell() < end:
        yield from pickle.load(stream)  # noqa: S301  # a file of our own that nobody else can open
