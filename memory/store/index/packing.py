"""Places of an index as bytes: as few as can be read again as fast as numpy adds.

The places of a gram are in ascending order. Where they are many, the distance of each from the one
before takes one byte, or for each 255 that it has one more byte of that value; a last one makes the
number of bytes odd. Else each place takes two bytes, so that the number of bytes is even. This
halves an index: of a million units, 265 bytes a unit were 150.

Among more than 65,536 texts two bytes hold the distance, in the same way, and a last one makes
their number odd: so the number of bytes is no multiple of four. Else each place takes four.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "COUNT",
    "Places",
    "as_plain",
    "pack",
    "pack_keys",
    "pack_lists",
    "pack_parts",
    "place_kind",
    "unpack",
    "unpack_all",
    "unpack_keys",
]

Places = NDArray[np.uint16] | NDArray[np.uint32]

# Places below which all are stored as they are.
_FEWEST: Final = 16
COUNT: Final = "CASE length(places) % 2 WHEN 0 THEN length(places) / 2 ELSE length(places) END"
"""About how many places some bytes hold, in the words of a database: at most twice as many."""

# Texts among which a place takes two bytes.
_NARROW: Final = 1 << 16
# Bytes of a part: a page of 4 KiB holds a quarter of itself of a row, and the rest stands elsewhere
# (sqlite.org/fileformat.html, "Cell Payload Overflow Pages").
_LONGEST: Final = 800
# Places below which distances are never shorter: of the 65,536 that a narrow segment can have, 200
# are as far from one another as a byte tells.
_FEW: Final = 200


def place_kind(size: int) -> np.dtype[np.unsignedinteger[Any]]:
    """Return the numbers that places among `size` texts are, where they are stored as they are."""
    return np.dtype(np.uint16 if size <= _NARROW else np.uint32)


def pack(places: NDArray[Any], size: int = _NARROW) -> bytes:
    """Return places, which ascend, among `size` texts as bytes."""
    plain = places.astype(place_kind(size), copy=False).tobytes()
    if len(places) < _few(size):
        return plain
    distances = places.astype(np.int64)
    distances[1:] -= distances[:-1].copy()
    found = [plain, _distances(distances, np.uint8)]
    if size > _NARROW:
        found.append(_distances(distances, np.uint16))
    return min(found, key=len)


def pack_parts(places: NDArray[Any], size: int = _NARROW) -> Iterator[tuple[int, bytes]]:
    """Yield places, which ascend, among `size` texts as bytes, in parts that a page has room for.

    Before each stands what is to be added to its places again: 0 for the first.
    """
    packed = pack(places, size)
    if len(packed) <= _LONGEST:
        yield 0, packed
        return
    for part in np.array_split(places, -(-len(packed) // _LONGEST)):
        first = 0 if part[0] == places[0] else int(part[0])
        yield first, pack(part - part.dtype.type(first), size)


def pack_lists(
    places: NDArray[Any], starts: Sequence[int], ends: Sequence[int], size: int = _NARROW
) -> Iterator[tuple[int, int, bytes]]:
    """Yield what `pack_parts` does of each of many lists of places, its number before it.

    List `i` is `places[starts[i] : ends[i]]`; of one without places nothing is given.
    """
    # Most hold few places, which need not become arrays of their own.
    plain = places.astype(place_kind(size), copy=False)
    every, width, few = plain.tobytes(), plain.itemsize, _few(size)
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if end - start >= few:
            for part, packed in pack_parts(plain[start:end], size):
                yield number, part, packed
        elif start < end:
            yield number, 0, every[width * start : width * end]


def _few(size: int) -> int:
    """Return below how many places among `size` texts all are stored as they are."""
    return _FEW if size <= _NARROW else _FEWEST


def _distances(distances: NDArray[np.int64], kind: type[np.unsignedinteger[Any]]) -> bytes:
    """Return distances by numbers of one kind, each greater one by several of the greatest."""
    further = np.iinfo(kind).max
    ends = np.cumsum(distances // further + 1) - 1
    size = int(ends[-1]) + 1
    packed = np.full(size + 1 - size % 2, further, dtype=kind)
    packed[ends] = distances % further
    return packed.tobytes()


def as_plain(packed: bytes, part: int, size: int, kind: np.dtype[np.unsignedinteger[Any]]) -> bytes:
    """Return packed places among `size` texts as numbers of a kind, one after the other."""
    if not part and len(packed) % 2 == 0 and size <= _NARROW and kind.itemsize == 2:
        return packed
    return unpack(packed, part, size).astype(kind).tobytes()


def unpack(packed: bytes, part: int = 0, size: int = _NARROW) -> Places:
    """Return the places among `size` texts that `pack_parts` made bytes of."""
    found = _unpacked(packed, size)
    return found + found.dtype.type(part) if part else found


def unpack_all(parts: Iterable[tuple[int, bytes]], size: int) -> list[Places]:
    """Return the places of many parts, as `unpack` gives them, in a few arrays.

    Those of distances are added up together, which takes a part of the time for each by itself.
    """
    found: list[Places] = []
    bytewise: list[tuple[int, bytes]] = []
    for part, packed in parts:
        if len(packed) % 2:
            bytewise.append((part, packed))
        else:
            found.append(unpack(packed, part, size))
    if bytewise:
        firsts, steps = zip(*bytewise, strict=True)
        every = np.frombuffer(b"".join(steps), np.uint8)
        lengths = np.fromiter(map(len, steps), np.int64, len(steps))
        sums = np.cumsum(every, dtype=np.uint32)
        # What is added up before a part is taken off again, modulo 2**32.
        before = np.append(np.uint32(0), sums[np.cumsum(lengths)[:-1] - 1])
        places = sums + np.repeat(np.array(firsts, np.uint32) - before, lengths)
        found.append(places[every != np.iinfo(np.uint8).max])
    return found


def _unpacked(packed: bytes, size: int) -> Places:
    if len(packed) % 2:
        found = _from_distances(np.frombuffer(packed, np.uint8))
        return found.astype(np.uint16) if size <= _NARROW else found
    if size <= _NARROW:
        return np.frombuffer(packed, np.uint16)
    if len(packed) % 4:
        return _from_distances(np.frombuffer(packed, np.uint16))
    return np.frombuffer(packed, np.uint32)


def _from_distances(steps: NDArray[Any]) -> NDArray[np.uint32]:
    """Return the places that `_distances` made of one kind of numbers."""
    found: NDArray[np.uint32] = np.cumsum(steps, dtype=np.uint32)[
        steps != np.iinfo(steps.dtype).max
    ]
    return found


def pack_keys(keys: NDArray[np.int64]) -> bytes:
    """Return keys as bytes: four each where they fit, else eight."""
    fits = int(keys.max(initial=0)) <= np.iinfo(np.uint32).max
    return keys.astype(np.uint32 if fits else np.int64).tobytes()


def unpack_keys(packed: bytes, size: int) -> NDArray[np.int64]:
    """Return the keys, so many, that `pack_keys` made bytes of."""
    kind: Any = np.uint32 if len(packed) == 4 * size else np.int64
    return np.frombuffer(packed, kind).astype(np.int64, copy=False)
