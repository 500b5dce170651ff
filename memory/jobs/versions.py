"""Files that nothing but their content makes versions of one document, found by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from hexapla.align.documents import encode_document
from hexapla.align.encoders.base import Encoder, Vectors
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.parallelism import is_parallel, likeness
from hexapla.align.scoring.similarity import TextSums
from hexapla.corpora.errors import AlignmentError, DocumentError, UnpairedError
from hexapla.corpora.languages import language_named
from hexapla.corpora.readers.registry import read

__all__ = ["MOST_COMPARED", "likely_versions"]

MOST_COMPARED: Final = 200
"""Files of a language that are compared, each with each of the source: that takes a minute."""

# Paragraphs that tell which document it is.
_PARAGRAPHS: Final = 60
# How like two files are at least, and how much less like any other of the same languages is.
_LIKE: Final = 0.25
_MARGIN: Final = 0.05


@dataclass(frozen=True, slots=True)
class _FileVersion:
    """A file with the sentences of its first paragraphs."""

    path: Path
    texts: TextSums
    vectors: Vectors


def likely_versions(
    unpaired: Sequence[UnpairedError], *, source: str
) -> tuple[tuple[Path, Path], ...]:
    """Return pairs of files that say the same: one in the `source` language, one in another.

    Two are a pair where each is the other's most like by far, and a translation by the test of
    every alignment (`align.scoring.parallelism`); whoever is in doubt has no partner. Files that
    cannot be read, or lie in archives, are passed over, and of each language no more than the first
    `MOST_COMPARED` are tried.
    """
    source = language_named(source)
    files: dict[str, list[Path]] = {}
    for error in unpaired:
        files.setdefault(error.language, []).append(Path(error.where))
    if source not in files or len(files) == 1:
        return ()
    encoder = get_encoder()
    versions = {
        language: list(_versions(paths[:MOST_COMPARED], language, encoder))
        for language, paths in files.items()
    }
    sources = versions.pop(source)
    with single_threaded():
        return tuple(pair for each in versions.values() if each for pair in _pairs(sources, each))


def _versions(paths: Iterable[Path], language: str, encoder: Encoder) -> Iterator[_FileVersion]:
    """Yield what can be read of some files."""
    for path in paths:
        with suppress(DocumentError, AlignmentError):
            yield _version(path, language, encoder)


def _version(path: Path, language: str, encoder: Encoder) -> _FileVersion:
    if not path.is_file():
        raise DocumentError(path, "no file of its own")
    document = read(path, language=language)
    start = replace(document, paragraphs=document.paragraphs[:_PARAGRAPHS])
    texts = encode_document(start, encoder).text.sentences.sums
    if not len(texts):
        raise DocumentError(path, "no running text")
    return _FileVersion(path, texts, texts.vectors())


def _pairs(
    sources: Sequence[_FileVersion], targets: Sequence[_FileVersion]
) -> Iterator[tuple[Path, Path]]:
    """Yield the files of two languages that are each other's most like."""
    alike = np.array([[likeness(i.vectors, j.vectors) for j in targets] for i in sources])
    for row, source in enumerate(sources):
        column = int(alike[row].argmax())
        found = alike[row, column]
        others = np.concatenate((np.delete(alike[row], column), np.delete(alike[:, column], row)))
        if found < _LIKE or found - others.max(initial=0.0) < _MARGIN:
            continue
        if is_parallel(source.texts, targets[column].texts):
            yield source.path, targets[column].path
