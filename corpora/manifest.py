"""Reads a manifest: one line a document, naming its symbol, language and path."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from corpora.decoding import decode, load
from corpora.detection import language_of_tag
from corpora.discovery import Discovery, DocumentFile, DocumentSet, Refusal
from corpora.errors import DocumentError, UsageError
from corpora.languages import LANGUAGES

__all__ = ["read_manifest"]

_FIELDS = ("symbol", "language", "path")
_SEPARATORS = ",;\t"  # Excel writes the list separator of the system's locale


def read_manifest(
    path: Path, *, source: str = "zh", languages: Sequence[str] | None = None
) -> Discovery:
    """Give the document sets that a CSV (with a header line) or JSON Lines manifest names.

    Columns and keys may be in any case, the separator a comma, a semicolon or a tab, the encoding
    any that documents have. A language may be a tag (`EN`, `zh-CN`). Paths are taken from the
    manifest's own folder. A line that cannot be used is refused with its number; the others go
    on. Raises UsageError if the manifest cannot be read at all.
    """
    rows: dict[str, dict[str, Path]] = {}
    refused: list[Refusal] = []
    try:
        for number, row in _rows(path):
            cause = _fault(row, rows)
            if cause:
                refused.append(Refusal(path, f"line {number}: {cause}"))
            elif languages is None or row["language"] in {source, *languages}:
                rows.setdefault(row["symbol"], {})[row["language"]] = path.parent / row["path"]
    except DocumentError as error:
        raise UsageError(f"{path}: not a readable manifest: {error.cause}") from error
    except csv.Error as error:
        raise UsageError(f"{path}: not a readable manifest: {error}") from error
    sets = []
    for symbol, files in rows.items():
        cause = _incomplete(files, source)
        if cause:
            refused.append(Refusal(path, f"{symbol}: {cause}"))
        else:
            sets.append(_document_set(symbol, files, source))
    return Discovery(tuple(sets), tuple(refused))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the line numbers and fields of a manifest, JSON Lines where it starts with a brace."""
    lines = list(StringIO(decode(load(path), path)))
    if lines[:1] and lines[0].lstrip().startswith("{"):
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, _row(_json_object(line))
        return
    reader = csv.reader(lines, delimiter=_separator(path, lines))
    header = next(reader)
    for cells in reader:
        if any(map(str.strip, cells)):
            yield reader.line_num, _row(dict(zip(header, cells, strict=False)))


def _separator(path: Path, lines: Sequence[str]) -> str:
    """Give the sign at which the first line parts into all the columns."""
    for separator in _SEPARATORS:
        header = next(csv.reader(lines[:1], delimiter=separator), [])
        if set(_FIELDS) <= {_plain(name) for name in header}:
            return separator
    raise UsageError(f"{path}: the first line must name {', '.join(_FIELDS)}")


def _json_object(line: str) -> dict[str, object]:
    """Read a JSON object, {} where the line is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _row(values: Mapping[str, object]) -> dict[str, str]:
    """Give the three fields, "" for each that is missing or no text."""
    named = {_plain(name): value for name, value in values.items()}
    row = {
        field: value.strip() if isinstance(value := named.get(field), str) else ""
        for field in _FIELDS
    }
    return row | {"language": language_of_tag(row["language"]) or row["language"]}


def _plain(name: str) -> str:
    return name.strip().lower()


def _fault(row: dict[str, str], rows: dict[str, dict[str, Path]]) -> str:
    """Say what is wrong with a line, "" if nothing is."""
    missing = [field for field in _FIELDS if not row[field]]
    if missing:
        return f"{' and '.join(missing)} missing"
    if row["language"] not in LANGUAGES:
        return f"language {row['language']!r} is none of {', '.join(LANGUAGES)}"
    if row["language"] in rows.get(row["symbol"], {}):
        return f"{row['symbol']} has a document in {row['language']} already"
    return ""


def _incomplete(files: dict[str, Path], source: str) -> str:
    """Say what a set lacks, "" if nothing."""
    if source not in files:
        return f"no document in the source language ({source})"
    if len(files) == 1:
        return f"no document in any language but {source}"
    return ""


def _document_set(symbol: str, files: dict[str, Path], source: str) -> DocumentSet:
    ordered = [code for code in LANGUAGES if code in files and code != source]
    return DocumentSet(
        symbol,
        DocumentFile(files[source], source),
        tuple(DocumentFile(files[code], code) for code in ordered),
    )
