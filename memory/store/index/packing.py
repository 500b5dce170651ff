"""Places of an index as bytes: as few as can be read again as fast as numpy adds.

The places of a gram are in ascending order. Where they are many, the distance of each from the one
before takes one byte, or for each 255 that it has one more byte of that value; a last one makes the
number of bytes odd. Else each place takes two bytes, so that the number of bytes is even. This
halves an index: of a million units, 265 bytes a unit were 150.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["COUNT", "Places", "pack", "pack_keys", "unpack", "unpack_keys"]

Places = NDArray[np.uint16]

COUNT: Final = "CASE length(places) % 2 WHEN 0 THEN length(places) / 2 ELSE length(places) END"
"""About how many places some bytes hold, in the words of a database: at most twice as many."""

# The distance that goes on, and places below which it is never shorter: of the 65,536 that a
# segment can have, so many are that far from one another.
_FURTHER: Final = 255
_FEW: Final = 200


def pack(places: Places) -> bytes:
    """Return places, which ascend, as bytes."""
    if len(places) >= _FEW:
        distances = places.astype(np.int64)
        distances[1:] -= places[:-1]
        ends = np.cumsum(distances // _FURTHER + 1) - 1
        size = int(ends[-1]) + 1
        size += 1 - size % 2
        if size < 2 * len(places):
            packed = np.full(size, _FURTHER, dtype=np.uint8)
            packed[ends] = distances % _FURTHER
            return packed.tobytes()
    return places.astype(np.uint16, copy=False).tobytes()


def unpack(packed: bytes) -> Places:
    """Return the places that `pack` made bytes of."""
    if len(packed) % 2 == 0:
        return np.frombuffer(packed, np.uint16)
    steps = np.frombuffer(packed, np.uint8)
    places: Places = np.cumsum(steps, dtype=np.uint32)[steps != _FURTHER].astype(np.uint16)
    return places


def pack_keys(keys: NDArray[np.int64]) -> bytes:
    """Return keys as bytes: four each where they fit, else eight."""
    fits = int(keys.max(initial=0)) <= np.iinfo(np.uint32).max
    return keys.astype(np.uint32 if fits else np.int64).tobytes()


def unpack_keys(packed: bytes, size: int) -> NDArray[np.int64]:
    """Return the keys, so many, that `pack_keys` made bytes of."""
    kind: Any = np.uint32 if len(packed) == 4 * size else np.int64
    return np.frombuffer(packed, kind).astype(np.int64, copy=False)
