"""Reads a manifest: one line a document, naming its symbol, language and path.

The lines of a set need not stand together, and there may be millions: they are put in order in a
temporary database, which SQLite keeps on disk where it is large.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import DocumentError, UsageError
from hexapla.corpora.files.discovery import Discovery, DocumentFile, DocumentSet
from hexapla.corpora.input.decoding import lines
from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.corpora.messages import Message, joined

__all__ = ["read_manifest"]

_FIELDS: Final = ("symbol", "language", "path")
_SEPARATORS: Final = ",;\t"  # Excel writes the list separator of the system's locale


def read_manifest(
    path: Path, *, source: str = "zh", languages: Sequence[str] | None = None
) -> Discovery:
    """Return the document sets that a CSV (with a header line) or JSON Lines manifest names.

    Columns and keys may be in any case, the separator a comma, a semicolon or a tab, the encoding
    any that documents have. A language may be a tag (`EN`, `zh-CN`). Paths are taken from the
    manifest's own folder. A line that cannot be used is refused with its number; the others go
    on. The sets are made as they are asked for, however many. Raises UsageError if the manifest
    cannot be read at all.
    """
    sets = _ManifestSets(path.parent, source)
    wanted = None if languages is None else {source, *languages}
    errors: list[DocumentError] = []
    try:
        for number, (symbol, tag, name) in _rows(path):
            language = language_named(tag) or tag
            cause = _fault(symbol, language, name)
            if not cause and (wanted is None or language in wanted):
                cause = sets.add(symbol, language, name)
            if cause:
                errors.append(
                    DocumentError(path, "line %(number)s: %(cause)s", number=number, cause=cause)
                )
        errors += (DocumentError(path, cause) for cause in sets.take_out_incomplete())
    except DocumentError as error:
        raise UsageError(
            "%(path)s: not a readable manifest: %(error)s", path=str(path), error=error.cause
        ) from error
    except csv.Error as error:
        raise UsageError(
            "%(path)s: not a readable manifest: %(error)s", path=str(path), error=str(error)
        ) from error
    except sqlite3.Error as error:
        told = f"it cannot be put in order in a temporary file: {error}"
        raise UsageError(f"{path}: {told}") from error
    return Discovery(sets, tuple(errors))


class _ManifestSets(Collection[DocumentSet]):
    """The document sets of a manifest, in the order of their first lines."""

    def __init__(self, folder: Path, source: str) -> None:
        self._folder = folder
        self._source = source
        self._last = ""
        self._key = 0
        # Nobody else sees it, and it goes with the connection, which goes with the sets.
        self._database = sqlite3.connect("", isolation_level=None)
        weakref.finalize(self, self._database.close)
        self._database.executescript(
            "CREATE TABLE entry (id INTEGER PRIMARY KEY, symbol BLOB NOT NULL UNIQUE);"
            "CREATE TABLE version (entry INTEGER, language TEXT, path BLOB NOT NULL,"
            " PRIMARY KEY (entry, language)) WITHOUT ROWID;"
            "BEGIN;"
        )
        self._cursor = self._database.cursor()

    def add(self, symbol: str, language: str, path: str) -> Message | None:
        """Add a document; say what is wrong with that, None if nothing is."""
        if symbol != self._last or not self._key:
            self._last, self._key = symbol, self._key_of(_bytes(symbol))
        self._cursor.execute(
            "INSERT OR IGNORE INTO version VALUES (?, ?, ?)", (self._key, language, _bytes(path))
        )
        if self._cursor.rowcount:
            return None
        return Message(
            "%(symbol)s has a document in %(language)s already", symbol=symbol, language=language
        )

    def _key_of(self, symbol: bytes) -> int:
        self._database.execute("INSERT OR IGNORE INTO entry (symbol) VALUES (?)", (symbol,))
        found = self._database.execute("SELECT id FROM entry WHERE symbol = ?", (symbol,))
        key: int = found.fetchone()[0]
        return key

    def take_out_incomplete(self) -> list[Message]:
        """Forget what is no set; say what each of these lacks."""
        rows = self._database.execute(
            "SELECT id, symbol, sum(language = ?) FROM entry JOIN version ON entry = id"
            " GROUP BY id HAVING sum(language = ?) = 0 OR count(*) = 1 ORDER BY id",
            (self._source, self._source),
        ).fetchall()
        self._database.executemany("DELETE FROM entry WHERE id = ?", ((row[0],) for row in rows))
        return [
            joined([_text(symbol), self._lack(has_source)], ": ") for _, symbol, has_source in rows
        ]

    def _lack(self, has_source: bool) -> Message:
        if has_source:
            return Message("no document in any language but %(language)s", language=self._source)
        return Message("no document in the source language (%(language)s)", language=self._source)

    def __len__(self) -> int:
        count: int = self._database.execute("SELECT count(*) FROM entry").fetchone()[0]
        return count

    def __iter__(self) -> Iterator[DocumentSet]:
        rows = self._database.execute(
            "SELECT id, symbol, language, path FROM entry JOIN version ON entry = id ORDER BY id"
        )
        for (_, symbol), versions in groupby(rows, itemgetter(0, 1)):
            yield self._set(_text(symbol), (row[2:] for row in versions))

    def __contains__(self, other: object) -> bool:
        return any(each == other for each in self)

    def _set(self, symbol: str, versions: Iterable[tuple[str, bytes]]) -> DocumentSet:
        files = {
            language: DocumentFile(self._folder / _text(path), language)
            for language, path in versions
        }
        source = files.pop(self._source)
        targets = tuple(files[code] for code in LANGUAGES if code in files)
        return DocumentSet(symbol, source, targets)


def _bytes(text: str) -> bytes:
    """Return a text as bytes; one from JSON may hold halves of characters."""
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the line numbers and fields of a manifest, JSON Lines where it starts with a brace."""
    rest = lines(path)
    first = next(rest, "")
    if first.lstrip().startswith("{"):
        for number, line in enumerate(chain([first], rest), 1):
            if line.strip():
                yield number, _fields(_json_object(line))
        return
    reader = csv.reader(chain([first], rest), delimiter=_separator(path, first))
    header = [_plain(name) for name in next(reader)]
    places = [header.index(name) for name in _FIELDS]
    for cells in reader:
        if any(map(str.strip, cells)):
            yield reader.line_num, [cells[i].strip() if i < len(cells) else "" for i in places]


def _separator(path: Path, first: str) -> str:
    """Return the sign at which the first line parts into all the columns."""
    for separator in _SEPARATORS:
        header = next(csv.reader([first], delimiter=separator), [])
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


def _fields(values: Mapping[str, object]) -> Sequence[str]:
    """Return the three fields, "" for each that is missing or no text."""
    named = {_plain(name): value for name, value in values.items()}
    found = (named.get(field) for field in _FIELDS)
    return [value.strip() if isinstance(value, str) else "" for value in found]


def _plain(name: str) -> str:
    return name.strip().lower()


def _fault(symbol: str, language: str, path: str) -> Message | None:
    """Return what is wrong with a line by itself, None if nothing is."""
    fields = zip(_FIELDS, (symbol, language, path), strict=True)
    if missing := [name for name, value in fields if not value]:
        return Message("missing: %(fields)s", fields=", ".join(missing))
    if language in LANGUAGES:
        return None
    codes = ", ".join(LANGUAGES)
    return Message("language %(name)s is none of %(codes)s", name=repr(language), codes=codes)
