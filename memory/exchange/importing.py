"""Taking a file of another program into a memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora.errors import StoreError
from memory.exchange.json_lines import read_json_lines
from memory.exchange.po import read_po
from memory.exchange.tables import read_table
from memory.exchange.tmx_units import read_units
from memory.exchange.workbook import read_workbook
from memory.exchange.xliff import read_xliff
from memory.store import Store
from memory.units import DocumentRecord, ImportCounts, Unit

__all__ = ["import_file"]

_KNOWN = ".tmx (also .gz and .zip), .xlf, .xliff, .po, .xlsx, .tsv, .csv, .txt, .jsonl"


def import_file(store: Store, path: Path, *, languages: Sequence[str] = ()) -> ImportCounts:
    """Add the units of a file to a memory, all of them or none.

    `languages` name the source, and the target or the columns, where the file does not say.
    Raises StoreError where the file cannot be read or is of no format that is known.
    """
    record = DocumentRecord("", path.name, _digest(path), 0)
    return store.add_units(_read(path, languages), record)


def _read(path: Path, languages: Sequence[str]) -> Iterator[Unit]:
    source = languages[0] if languages else None
    target = languages[1] if len(languages) > 1 else None
    ending = path.suffixes[-2] if path.suffix in (".gz", ".zip") and path.suffixes[1:] else ""
    match (ending or path.suffix).lower():
        case ".tmx" | ".zip" | ".gz":
            return read_units(path, source=source)
        case ".xlf" | ".xliff":
            return read_xliff(path)
        case ".po":
            return read_po(path, source=source, target=target)
        case ".xlsx":
            return read_workbook(path, languages=languages)
        case ".jsonl":
            return read_json_lines(path)
        case ".tsv" | ".csv" | ".txt":
            return read_table(path, languages=languages)
    raise StoreError(path, f"is of no format that can be imported: {_KNOWN}")


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
