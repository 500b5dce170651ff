"""Reads a manifest: one line a document, naming its symbol, language and path."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora.discovery import Discovery, DocumentFile, DocumentSet, Refusal
from corpora.errors import UsageError
from corpora.languages import LANGUAGES

__all__ = ["read_manifest"]

_FIELDS = ("symbol", "language", "path")


def read_manifest(
    path: Path, *, source: str = "zh", languages: Sequence[str] | None = None
) -> Discovery:
    """Give the document sets that a CSV (with a header line) or JSON Lines manifest names.

    Paths are taken from the manifest's own folder. A line that cannot be used is refused with its
    number; the others go on. Raises UsageError if the manifest cannot be read at all.
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
    except (OSError, UnicodeError, csv.Error) as error:
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
    with path.open(encoding="utf-8-sig", newline="") as lines:
        start = lines.read(1)
        lines.seek(0)
        if start == "{":
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _json_row(line)
            return
        reader = csv.DictReader(lines)
        if not set(_FIELDS) <= set(reader.fieldnames or ()):
            raise UsageError(f"{path}: the first line must name {', '.join(_FIELDS)}")
        for row in reader:
            yield reader.line_num, {field: (row[field] or "").strip() for field in _FIELDS}


def _json_row(line: str) -> dict[str, str]:
    """Give the three fields of a JSON line, "" for each that is missing or no text."""
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    values = found if isinstance(found, dict) else {}
    return {
        field: value.strip() if isinstance(value := values.get(field), str) else ""
        for field in _FIELDS
    }


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
