"""Taking files of other programs into a memory, one or those that a job found."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.files.bitexts import Bitext
from hexapla.corpora.input.archives import load
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import Losses, reading
from hexapla.memory.formats.reading_apart import read_apart
from hexapla.memory.formats.reading_files import read_file
from hexapla.memory.formats.registry import format_to_read
from hexapla.memory.formats.taken import read_ahead
from hexapla.memory.formats.tmx.unpacking import unpacked_size
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, ImportCounts, Unit

__all__ = ["LARGE", "Imported", "import_bitexts", "import_file"]

LARGE: Final = 1 << 25
"""Bytes from which a file is added part by part, unpacked: some 50,000 units of TMX.

Below, another process would not have begun to read before this one is half done.
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of aligned texts.

    `counts` is None where it was added by an earlier run, or not at all for the `cause`.
    """

    path: Path
    counts: ImportCounts | None = None
    cause: Message | None = None


def import_file(
    store: Store,
    path: Path,
    *,
    languages: Sequence[str] = (),
    recover: bool = False,
    on_progress: Callable[[int], object] = lambda _: None,
) -> ImportCounts:
    """Add the units of a file to a memory; return what became of all that is in it.

    All of them are added or none, but more than `LARGE` bytes, with the files that are read beside
    it and unpacked, are added part by part: what was added stays, whatever happens then, and
    importing it again in the same way goes on from there. `on_progress` hears how many of its units
    are read and stored. `languages` name the source, and the target or the columns, where the file
    does not say. With `recover`, what can be saved of a damaged TMX file is added. Raises
    StoreError where the file cannot be read or is of no format that is known.
    """
    record = DocumentRecord("", path.name, _digest(path), 0)
    known, _ = format_to_read(path)
    with reading(path):
        files = known.reads(path, languages)
        size = sum(map(unpacked_size, files))
    if size > LARGE:
        key = _reading_key(path, record.digest, languages, files, recover=recover)
        begun = store.stored_of(key)
        with read_apart(path, languages, recover=recover, skip=begun) as parts:
            counts = store.add_parts(parts, record, key=key, begun=begun, on_progress=on_progress)
        return replace(counts, losses=(*parts.losses, *counts.losses))
    losses = Losses()
    found = read_file(path, languages, losses, recover=recover)
    with read_ahead(found, path, losses) as units:
        counts = store.add_units(units, record)
    return replace(counts, losses=(*losses.found(), *counts.losses))


def import_bitexts(store: Store, bitexts: Iterable[Bitext], *, source: str) -> Iterator[Imported]:
    """Add files of aligned texts to a memory, each in one transaction; yield what became of each.

    A file that was added once is not read again. Units that have a text in the language `source`
    get it as their source text. Raises StoreError where the memory cannot be read or written.
    """
    for bitext in bitexts:
        try:
            with _on_disk(bitext.path) as path:
                digest = _digest(path)
                if store.has_file(digest):
                    yield Imported(bitext.path)
                    continue
                losses = Losses()
                found = read_file(path, bitext.languages or (source,), losses)
                with read_ahead(found, path, losses) as units:
                    turned = (_turned(unit, source) for unit in units)
                    counts = store.add_units(turned, DocumentRecord("", path.name, digest, 0))
                told = (*losses.found(), *counts.losses)
                yield Imported(bitext.path, replace(counts, losses=told))
        except (DocumentError, StoreError) as error:
            yield Imported(bitext.path, cause=error.cause)


@contextmanager
def _on_disk(path: Path) -> Iterator[Path]:
    """Yield the path of a file; one in an archive is unpacked for as long as it is used."""
    if path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        unpacked = Path(folder, path.name)
        unpacked.write_bytes(load(path))
        yield unpacked


def _turned(unit: Unit, source: str) -> Unit:
    """Return a unit with its text in one language, where it has one, as the source text."""
    own = next((each for each in unit.translations if each.language == source), None)
    if own is None:
        return unit
    other = replace(own, language=unit.language, text=unit.text, carried=unit.carried)
    rest = (each for each in unit.translations if each is not own)
    return replace(
        unit,
        language=source,
        text=own.text,
        translations=(other, *rest),
        before="",
        after="",
        carried=own.carried,
    )


def _reading_key(
    path: Path, digest: str, languages: Sequence[str], files: Sequence[Path], *, recover: bool
) -> str:
    """Return what tells a way to read a file from every other: of another, the units are others.

    `files` are those that are read, the one that is named, which has the `digest`, among them.
    """
    digests = ((each.name, digest if each == path else _digest(each)) for each in files)
    told = [path.name, list(languages), recover, *digests]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _digest(path: Path) -> str:
    with reading(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
