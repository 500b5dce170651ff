"""TMX files as tools hand them on: as they are, or compressed."""

from __future__ import annotations

import gzip
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, cast

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.compressed import GZIP, LZMAError
from hexapla.corpora.input.raw import ZIP

__all__ = ["open_unpacked", "unpacked_size"]

# What a compressed file may unpack to: so many times its size, or this many bytes.
_RATIO: Final = 200
_SMALL: Final = 1 << 24


@contextmanager
def open_unpacked(path: Path) -> Iterator[IO[bytes]]:
    """Open a file as it is, or what a .gz or the only .tmx of a .zip holds, by its first bytes.

    Raises StoreError where it cannot be unpacked, also while it is read.
    """
    try:
        with _unpacked(path) as stream:
            yield stream
    except (EOFError, zlib.error, LZMAError, zipfile.BadZipFile, RuntimeError) as error:
        raise StoreError(path, "cannot be unpacked: %(error)s", error=str(error)) from error


def unpacked_size(path: Path) -> int:
    """Return how many bytes a file says it holds, unpacked; gzip leaves out whole 4 GB."""
    packed = path.stat().st_size
    with path.open("rb") as stream:
        start = stream.read(4)
        if start[:2] == GZIP and packed > len(start):
            stream.seek(-4, os.SEEK_END)
            return max(packed, int.from_bytes(stream.read(4), "little"))
    if start == ZIP:
        with suppress(zipfile.BadZipFile, RuntimeError), zipfile.ZipFile(path) as archive:
            return max(packed, sum(each.file_size for each in archive.infolist()))
    return packed


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as raw:
        start = raw.read(4)
    if start[:2] == GZIP:
        with gzip.open(path) as unpacked:
            yield cast("IO[bytes]", _Bounded(cast("IO[bytes]", unpacked), path))
    elif start == ZIP:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".tmx")]
            if len(names) != 1:
                raise StoreError(
                    path, "TMX files in it: %(count)s; unpack it first", count=len(names)
                )
            with archive.open(names[0]) as stream:
                yield cast("IO[bytes]", _Bounded(stream, path))
    else:
        with path.open("rb") as stream:
            yield stream


class _Bounded:
    """What a compressed file holds, refused where it is far more than a translation memory."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self._most = max(path.stat().st_size * _RATIO, _SMALL)
        self._most_tags = bounds.most_tags_of_stream(path.stat().st_size)
        self._read = self._tags = 0

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        data = self._stream.read(size)
        self._read += len(data)
        if self._read > self._most:
            raise StoreError(self._path, "unpacks to far more than it should")
        self._tags += data.count(b"<")
        if self._tags > self._most_tags:
            raise StoreError(
                self._path,
                "unpacks to far more than it should: %(most)s tags",
                most=f"{self._most_tags:,}",
            )
        return data
