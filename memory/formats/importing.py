"""Taking files of other programs into a memory, one or those that a job found."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.files.bitexts import Bitext
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.decoding import decode
from hexapla.corpora.readers.html import declared_encoding
from hexapla.corpora.readers.html_rows import page_rows
from hexapla.memory.formats.json_lines import read_json_lines
from hexapla.memory.formats.po import read_po
from hexapla.memory.formats.tables import read_table, table_units
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.formats.workbook import read_workbook
from hexapla.memory.formats.xliff.document import read_xliff
from hexapla.memory.store.opening import Store
from hexapla.memory.units import DocumentRecord, ImportCounts, Unit

__all__ = ["Imported", "import_bitexts", "import_file"]

_KNOWN = ".tmx (also .gz and .zip), .xlf, .xliff, .po, .xlsx, .tsv, .csv, .txt, .jsonl, .html"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of aligned texts.

    `counts` is None where it was added by an earlier run, or not at all for the `cause`.
    """

    path: Path
    counts: ImportCounts | None = None
    cause: str = ""


def import_file(store: Store, path: Path, *, languages: Sequence[str] = ()) -> ImportCounts:
    """Add the units of a file to a memory, all of them or none.

    `languages` name the source, and the target or the columns, where the file does not say.
    Raises StoreError where the file cannot be read or is of no format that is known.
    """
    record = DocumentRecord("", path.name, _digest(path), 0)
    return store.add_units(_read(path, languages), record)


def import_bitexts(store: Store, bitexts: Iterable[Bitext], *, source: str) -> Iterator[Imported]:
    """Add files of aligned texts to a memory, each in one transaction; say what became of each.

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
                units = _read(path, bitext.languages or (source,))
                turned = (_turned(unit, source) for unit in units)
                counts = store.add_units(turned, DocumentRecord("", path.name, digest, 0))
                yield Imported(bitext.path, counts)
        except (DocumentError, StoreError) as error:
            yield Imported(bitext.path, cause=error.cause)


@contextmanager
def _on_disk(path: Path) -> Iterator[Path]:
    """Give the path of a file; one in an archive is unpacked for as long as it is used."""
    if path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        unpacked = Path(folder, path.name)
        unpacked.write_bytes(load(path))
        yield unpacked


def _turned(unit: Unit, source: str) -> Unit:
    """Make the text in one language, where a unit has it, the source text."""
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


def _read(path: Path, languages: Sequence[str]) -> Iterator[Unit]:
    source = languages[0] if languages else None
    target = languages[1] if len(languages) > 1 else None
    ending = path.suffixes[-2] if path.suffix in (".gz", ".zip") and path.suffixes[1:] else ""
    match (ending or path.suffix).lower():
        case ".tmx" | ".zip" | ".gz":
            units = read_units(path, source=source)
        case ".xlf" | ".xliff" | ".sdlxliff" | ".mqxliff" | ".mxliff" | ".xml":
            units = read_xliff(path)
        case ".po":
            units = read_po(path, source=source, target=target)
        case ".xlsx":
            units = read_workbook(path, languages=languages)
        case ".jsonl":
            units = read_json_lines(path)
        case ".tsv" | ".csv" | ".txt":
            units = read_table(path, languages=languages)
        case ".html" | ".htm":
            units = _read_page(path, languages)
        case _:
            raise StoreError(path, f"is of no format that can be imported: {_KNOWN}")
    return units


def _read_page(path: Path, languages: Sequence[str]) -> Iterator[Unit]:
    """Read the rows of the tables of a page as those of a table."""
    try:
        data = load(path)
        rows = page_rows(decode(data, path, declared=declared_encoding(data)))
    except DocumentError as error:
        raise StoreError(path, error.cause) from error
    return table_units(rows, path, languages)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
