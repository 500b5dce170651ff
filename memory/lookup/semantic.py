"""Neighbours in meaning: texts of a memory whose vectors are near that of a text.

The vectors lie beside the memory, by the number of a text's key (`memory.text.keys`), one byte a
dimension with a scale for each: a text that stands in many units has one vector, and a text that
is gone is simply not found. They are in files that are never changed; a later run adds one more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import numpy as np

from hexapla.corpora.errors import MissingError, StoreError
from hexapla.memory.output.files import make_folder, replacing_bytes
from hexapla.memory.store.locations import file_of, is_database
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import key_number, match_key
from hexapla.memory.units import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hexapla.align.encoders.base import Encoder, Vectors

    Records = NDArray[Any]

__all__ = ["Neighbours", "embed", "made_neighbours", "vectors_folder"]

# Texts of one file, and texts that are encoded or compared at once.
_FILE: Final = 65_536
_BATCH: Final = 1024
_COMPARED: Final = 8192


def vectors_folder(location: str) -> Path:
    """Return the folder of the vectors of a memory: beside it, or the user's for a database."""
    if is_database(location):
        parts = urlsplit(location)
        named = f"{parts.hostname}:{parts.port}{parts.path}?{parts.query}"
        digest = sha256(named.encode()).hexdigest()[:32]
        return Path.home() / ".cache" / "hexapla" / f"{digest}.vectors"
    return Path(f"{file_of(location)}.vectors")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The vectors of a language in a folder, and the encoder that they were made with."""

    folder: Path
    language: str
    encoder: Encoder

    def exist(self) -> bool:
        """Return whether there are any."""
        return any(self._files())

    def nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Return the key numbers and cosines of the nearest texts, the nearest first.

        Raises StoreError where a file is damaged.
        """
        vector = self.encoder.encode([text])[0]
        found: list[tuple[float, int]] = []
        for path in self._files():
            records = _read(path, len(vector))
            for start in range(0, len(records), _COMPARED):
                part = records[start : start + _COMPARED]
                cosines = part["vector"].astype(np.float32) @ vector * part["scale"]
                best = np.argsort(-cosines)[:limit]
                found += zip(cosines[best].tolist(), part["key"][best].tolist(), strict=True)
        found.sort(reverse=True)
        return [(key, cosine) for cosine, key in found[:limit]]

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"{self._name()}-*.npy"))

    def _name(self) -> str:
        signature = f"{self.encoder.name} {self.encoder.revision}"
        return f"{self.language}-{blake2b(signature.encode(), digest_size=4).hexdigest()}"

    def known(self) -> set[int]:
        """Return the numbers of the keys that have a vector."""
        return {int(key) for path in self._files() for key in _read(path)["key"]}

    def add(self, records: Records) -> None:
        """Write one more file. Raises StoreError where it cannot be written."""
        # Two who make vectors at once do not write each other's over.
        digest = blake2b(records.tobytes(), digest_size=8).hexdigest()
        path = make_folder(self.folder) / f"{self._name()}-{digest}.npy"
        with replacing_bytes(path) as stream:
            np.save(stream, records, allow_pickle=False)


def made_neighbours(location: str, language: str) -> Neighbours:
    """Return the vectors of a language that `embed` has made of the memory at a path or URL.

    Raises MissingError where there are none.
    """
    # Encoders bring what reads their models, which no other look-up needs.
    from hexapla.align.encoders.registry import get_encoder  # noqa: PLC0415

    neighbours = Neighbours(vectors_folder(location), language, get_encoder())
    if not neighbours.exist():
        raise MissingError(f"there are no vectors yet: run hexapla embed --language {language}")
    return neighbours


def embed(
    store: Store, neighbours: Neighbours, progress: Callable[[int], object] = lambda _: None
) -> int:
    """Make the vectors that are missing of all texts in a language; return how many they were.

    `progress` is told how many were made, file by file. What was made stays when it is stopped.
    """
    known = neighbours.known()
    made: list[Records] = []
    count = 0
    for keys, texts in _batches(store, neighbours.language, known):
        made.append(_records(keys, neighbours.encoder.encode(texts)))
        count += len(keys)
        if sum(map(len, made)) >= _FILE:
            neighbours.add(np.concatenate(made))
            made.clear()
            progress(count)
    if made:
        neighbours.add(np.concatenate(made))
        progress(count)
    return count


def _batches(store: Store, language: str, known: set[int]) -> Iterator[tuple[list[int], list[str]]]:
    """Yield the texts in a language that are not known yet, each once, with their numbers."""
    keys: list[int] = []
    texts: list[str] = []
    for text in _texts(store, language):
        number = key_number(match_key(text))
        if number not in known:
            known.add(number)
            keys.append(number)
            texts.append(text)
        if len(keys) == _BATCH:
            yield keys, texts
            keys, texts = [], []
    if keys:
        yield keys, texts


def _texts(store: Store, language: str) -> Iterator[str]:
    for level in Level:
        for unit in store.units(level=level):
            if unit.language == language:
                yield unit.text
            yield from (each.text for each in unit.translations if each.language == language)


def _records(keys: list[int], vectors: Vectors) -> Records:
    """Round vectors to a byte a dimension, each with the scale that gives it back."""
    scales = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny) / 127
    records = np.empty(len(keys), dtype=_dtype(vectors.shape[1]))
    records["key"] = keys
    records["scale"] = scales
    records["vector"] = np.rint(vectors / scales[:, np.newaxis])
    return records


def _dtype(dimension: int) -> np.dtype[Any]:
    return np.dtype([("key", "<i8"), ("scale", "<f4"), ("vector", "i1", (dimension,))])


def _read(path: Path, dimension: int | None = None) -> Records:
    """Map a file into memory; with `dimension`, it must be of vectors of so many."""
    try:
        records: Records = np.load(path, mmap_mode="r", allow_pickle=False)
        size = records.dtype["vector"].shape[0] if dimension is None else dimension
        if records.dtype != _dtype(size) or records.ndim != 1:
            raise ValueError("other vectors")
    except (OSError, ValueError, KeyError, IndexError, EOFError) as error:
        raise StoreError(path, f"is no file of vectors, delete it: {error}") from error
    return records
