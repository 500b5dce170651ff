"""Arrays that wait until they are needed: in memory while they are few, else in a temporary file.

A long document in seven languages has hundreds of megabytes of vectors, and at most those of two
are compared at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Hashable
from contextlib import suppress
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hexapla.corpora.errors import AlignmentError

__all__ = ["Shelf"]

# Bytes up to which no file is written.
_IN_MEMORY: Final = 1 << 24


class Shelf:
    """Keeps arrays by a key, and gives copies of them; its file is gone with it.

    An array may be put in place of one of the same shape and type. Raises AlignmentError where
    there is no room for them. It is for one thread, and stays in its process.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - as long as the shelf
        self._places: dict[Hashable, tuple[int, np.dtype[Any], tuple[int, ...]]] = {}
        self._end = 0

    def __del__(self) -> None:
        # What is still to be written where there is no room is wanted by nobody.
        with suppress(OSError):
            self._file.close()

    def put(self, key: Hashable, array: NDArray[Any]) -> None:
        """Keep an array."""
        place, *_ = self._places.setdefault(key, (self._end, array.dtype, array.shape))
        try:
            self._file.seek(place)
            self._file.write(_bytes(np.ascontiguousarray(array)))
            self._file.flush()
        except OSError as error:
            where = tempfile.tempdir or "the temporary folder"
            raise AlignmentError(where, error.strerror or str(error)) from error
        self._end = max(self._end, place + array.nbytes)

    def take(self, key: Hashable) -> NDArray[Any]:
        """Return what is kept."""
        place, dtype, shape = self._places[key]
        array = np.empty(shape, dtype)
        self._file.seek(place)
        self._file.readinto(_bytes(array))
        return array


def _bytes(array: NDArray[Any]) -> memoryview:
    """Return the bytes of an array that lies together, as a view."""
    return array.reshape(-1).view(np.uint8).data
