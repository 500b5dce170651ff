"""Vectors kept on disk, by what was encoded and by the encoder's name and revision.

One SQLite file an encoder, which any number of processes may share: each batch is read or written
in one transaction, so that a killed process leaves a whole file. The oldest vectors give way when
the file is full.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, fields
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np

from hexapla.align.encoders.base import Encoder, SummingEncoder, Sums, Vectors
from hexapla.corpora.errors import StoreError

__all__ = ["CachedEncoder", "CachedSummingEncoder", "cached"]

_SCHEMA: Final = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
_ASKED_AT_ONCE: Final = 500  # keys: builds of SQLite take 999 in a statement, or more
_SECONDS: Final = 60.0  # that others may write
_MOST_BYTES: Final = 2 << 30  # of vectors that are kept


def cached(encoder: Encoder, folder: Path, *, most_bytes: int = _MOST_BYTES) -> Encoder:
    """Keep an encoder's vectors in a folder, of which it takes about `most_bytes` at most.

    Raises EncoderError where the encoder has no revision. The calls of what it gives raise
    StoreError where the folder cannot be written or the file in it is damaged.
    """
    store = _VectorFile(folder, f"{encoder.name} {encoder.revision}", most_bytes)
    if isinstance(encoder, SummingEncoder):
        return CachedSummingEncoder(encoder, store)
    return CachedEncoder(encoder, store)


class CachedEncoder:
    """Encodes what was not encoded before."""

    def __init__(self, encoder: Encoder, store: _VectorFile) -> None:
        self._encoder = encoder
        self._store = store

    @property
    def name(self) -> str:
        """The name of the encoder whose vectors are kept."""
        return self._encoder.name

    @property
    def revision(self) -> str:
        """The revision of the encoder whose vectors are kept."""
        return self._encoder.revision

    @property
    def max_length(self) -> int | None:
        """The most tokens that the encoder reads of a text."""
        return self._encoder.max_length

    @property
    def languages(self) -> frozenset[str] | None:
        """The languages of the encoder."""
        return self._encoder.languages

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit-length row a text, as the encoder does."""
        if not texts:
            return self._encoder.encode(texts)
        return self._rows("text", texts, self._encoder.encode)

    def _rows(
        self, kind: str, texts: Sequence[str], compute: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        """Return a row a text: those that are kept, and those that are computed now."""
        keys = [_key(kind, text) for text in texts]
        rows = self._store.read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        if missing:
            fresh = dict(zip(missing, compute(list(missing.values())), strict=True))
            self._store.write(fresh)
            rows.update(fresh)
        return np.stack([rows[key] for key in keys])


class CachedSummingEncoder(CachedEncoder):
    """Keeps the sums of each text."""

    _encoder: SummingEncoder

    def sums(self, texts: Sequence[str]) -> Sums:
        """Sum up each text, as the encoder does."""
        if not texts:
            return self._encoder.sums(texts)
        rows = self._rows("sums", texts, self._side_by_side)
        return Sums(*np.split(rows, len(fields(Sums)), axis=1))

    def _side_by_side(self, texts: Sequence[str]) -> Vectors:
        return np.concatenate(astuple(self._encoder.sums(texts)), axis=1)

    def compose(self, parts: Vectors) -> Vectors:
        """Return unit-length vectors, as the encoder does."""
        return self._encoder.compose(parts)


def _key(kind: str, *texts: str) -> bytes:
    state = blake2b(kind.encode(), digest_size=16)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "little") + data)
    return state.digest()


class _VectorFile:
    """Vectors by key in one file. A connection a call: it crosses no process or thread."""

    def __init__(self, folder: Path, signature: str, most_bytes: int) -> None:
        digest = blake2b(signature.encode(), digest_size=8).hexdigest()
        self._path = folder / f"vectors-{digest}.db"
        self._most_bytes = most_bytes

    def read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Return the vectors of those keys that are there."""
        found: dict[bytes, Vectors] = {}
        try:
            with closing(self._connect()) as connection:
                for start in range(0, len(keys), _ASKED_AT_ONCE):
                    some = keys[start : start + _ASKED_AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 - only question marks
                    for key, vector in connection.execute(query, some):
                        found[key] = np.frombuffer(vector, "<f4")
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise self._error(error) from error
        if len({len(vector) for vector in found.values()}) > 1:
            raise StoreError(self._path, "is damaged: delete it")
        return found

    def write(self, rows: Mapping[bytes, Vectors]) -> None:
        """Keep vectors; the oldest go where there are too many."""
        if not rows:
            return
        packed = [(key, vector.astype("<f4").tobytes()) for key, vector in rows.items()]
        most = self._most_bytes // (len(packed[0][0]) + len(packed[0][1]))
        try:
            with closing(self._connect()) as connection, connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", packed)
                connection.execute(
                    "DELETE FROM vectors WHERE rowid <= (SELECT max(rowid) FROM vectors) - ?",
                    (most,),
                )
        except sqlite3.Error as error:
            raise self._error(error) from error

    @cached_property
    def _folder(self) -> Path:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(self._path.parent, error.strerror or str(error)) from error
        return self._path.parent

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._folder / self._path.name, timeout=_SECONDS)
        try:
            connection.execute(_SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _error(self, error: Exception) -> StoreError:
        return StoreError(self._path, f"cannot be used as a cache of vectors: {error}")
