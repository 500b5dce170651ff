"""A translation memory in one SQLite file.

The file has a rollback journal, not a write-ahead log: a log works on no network drive, and
leaves two more files beside the memory that a copy or a mail forgets. `synchronous=EXTRA` makes
each finished set outlast a power cut.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpora.document import Kind
from corpora.errors import StoreError
from memory.decisions import decisions, keep_decisions
from memory.languages import language_rank
from memory.merging import keep_languages
from memory.search.keys import key_number, match_key, shape
from memory.sqlite_index import SCHEMA as INDEX_SCHEMA
from memory.sqlite_index import index_tail
from memory.sqlite_lookup import UNIT, containing, keyed, similar, texts_of
from memory.units import (
    AlignedSet,
    DocumentRecord,
    Level,
    PairSummary,
    SetSummary,
    Status,
    Translation,
    Unaligned,
    Unit,
)

__all__ = ["SQLiteStore"]

_T = TypeVar("_T")
_Row = tuple[Any, ...]

_APPLICATION_ID = 0x48585041  # "HXPA"
_SCHEMA_VERSION = 2
_MAGIC = b"SQLite format 3\0"
_NOT_A_MEMORY = "is not a translation memory of hexapla"
_LOCK_TIMEOUT = 10.0  # seconds to wait for another program that writes

# A unit's context is mostly the text of the unit before and after it: stored only where it is not
# (NULL says that it is), for it would be half of the file.
# Keys of sets and units are never used again: an index may still know the old ones.
# `match_key` and `shape` are numbers of the folded text (`memory.search.keys`).
_SCHEMA = """
CREATE TABLE document_set (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    symbol TEXT NOT NULL UNIQUE,
    sort_key TEXT NOT NULL,
    source_language TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    warnings TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX document_set_in_order ON document_set (sort_key, symbol);
CREATE TABLE document (
    set_id INTEGER NOT NULL REFERENCES document_set ON DELETE CASCADE,
    language TEXT NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    PRIMARY KEY (set_id, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    set_id INTEGER NOT NULL REFERENCES document_set ON DELETE CASCADE,
    level TEXT NOT NULL CHECK (level IN ('paragraph', 'sentence')),
    position INTEGER NOT NULL,
    reference TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    before TEXT,
    after TEXT,
    match_key INTEGER NOT NULL,
    shape INTEGER NOT NULL
) STRICT;
CREATE INDEX unit_in_order ON unit (set_id, level, position);
CREATE UNIQUE INDEX unit_by_reference ON unit (set_id, level, reference);
CREATE INDEX unit_by_key ON unit (match_key);
CREATE INDEX unit_by_shape ON unit (shape);
CREATE TABLE translation (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    score REAL NOT NULL,
    method TEXT NOT NULL,
    label TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('automatic', 'reviewed', 'rejected')),
    match_key INTEGER NOT NULL,
    shape INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX translation_of_unit ON translation (unit_id, language);
CREATE INDEX translation_by_key ON translation (match_key);
CREATE INDEX translation_by_shape ON translation (shape);
CREATE TABLE unaligned (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES document_set ON DELETE CASCADE,
    target_language TEXT NOT NULL,
    language TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL,
    cause TEXT NOT NULL
) STRICT;
CREATE INDEX unaligned_of_set ON unaligned (set_id);
"""

_UNITS = """
SELECT s.symbol, s.source_language, u.id, u.position, u.reference, u.kind, u.label, u.text,
       u.before, u.after, t.language, t.text, t.score, t.method, t.label, t.status
FROM document_set s
CROSS JOIN unit u ON u.set_id = s.id AND u.level = :level
LEFT JOIN translation t ON t.unit_id = u.id AND ({target})
WHERE ({source}) AND ({symbol})
ORDER BY s.sort_key, s.symbol, u.position, u.id
"""

_COUNTS = """
SELECT t.language,
       sum(u.level = 'paragraph'), sum(u.level = 'sentence'),
       sum(t.status = 'reviewed'), sum(t.status = 'rejected')
FROM unit u CROSS JOIN translation t ON t.unit_id = u.id
WHERE u.set_id = ? GROUP BY t.language
"""


class SQLiteStore:
    """The memory in one file; see `memory.store.Store`."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def open(cls, path: str, *, create: bool = True) -> Self:
        """Open the memory in a file, made new where there is none and `create` is true.

        Raises StoreError where it cannot be opened, is no memory, or was made by a newer version.
        """
        file = Path(path)
        _check_file(file, create=create)
        uri = f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        with _refusals(path):
            connection = sqlite3.connect(uri, uri=True, timeout=_LOCK_TIMEOUT, isolation_level=None)
            try:
                _prepare(connection, path, create=create)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path)

    def fingerprint(self, symbol: str) -> str | None:
        """Give the fingerprint that the set was stored with; None where there is no such set."""
        return row[2] if (row := self._set_row(symbol)) else None

    def source_language(self, symbol: str) -> str | None:
        """Give the source language of a set; None where there is no such set."""
        return row[1] if (row := self._set_row(symbol)) else None

    def documents(self, symbol: str) -> tuple[DocumentRecord, ...]:
        """Give the records of the documents of a set; none where there is no such set."""
        with _refusals(self._path):
            return self._documents(row[0]) if (row := self._set_row(symbol)) else ()

    def replace_set(self, aligned: AlignedSet) -> None:
        """Store a set in the place of the one with its symbol, wholly or not at all."""
        symbol = aligned.symbol
        with self._transaction():
            old = self._stored_set(symbol)
            if old is not None:
                aligned = keep_languages(aligned, old)
            ordered = sorted(aligned.units, key=lambda unit: (unit.level, unit.position))
            units, warnings = keep_decisions(ordered, decisions(old.units if old else ()))
            self._delete(symbol)
            set_id = self._insert_set(aligned, (*aligned.warnings, *warnings))
            self._insert_units(set_id, units)
            index_tail(self._connection)

    def remove_set(self, symbol: str) -> bool:
        """Take a set out with all its units; False where there is none."""
        with self._transaction():
            return self._delete(symbol)

    def sets(self) -> Iterator[SetSummary]:
        """Give the sets in natural order of their symbols."""
        with _refusals(self._path):
            rows = self._connection.execute(
                "SELECT id, symbol, source_language, fingerprint, warnings"
                " FROM document_set ORDER BY sort_key, symbol"
            )
            for set_id, symbol, source_language, fingerprint, warnings in rows:
                paragraphs, sentences = self._unit_counts(set_id)
                documents = self._documents(set_id)
                targets = {each.language for each in documents} - {source_language}
                yield SetSummary(
                    symbol=symbol,
                    source_language=source_language,
                    fingerprint=fingerprint,
                    documents=documents,
                    pairs=self._pairs(set_id, targets),
                    paragraphs=paragraphs,
                    sentences=sentences,
                    warnings=tuple(json.loads(warnings)),
                )

    def units(
        self,
        *,
        level: Level,
        source: str | None = None,
        target: str | None = None,
        symbol: str | None = None,
    ) -> Iterator[Unit]:
        """Give the units of a level, set by set, in the order of their texts."""
        chosen = {"level": level, "source": source, "target": target, "symbol": symbol}
        with _refusals(self._path):
            rows = self._connection.execute(_units_query(chosen), chosen)
            for unit in _read_units(rows, level):
                if unit.translations or target is None:
                    yield unit

    def unaligned(self, symbol: str) -> Iterator[Unaligned]:
        """Give the paragraphs of a set that found no partner, by language, then in order."""
        with _refusals(self._path):
            rows = self._connection.execute(
                "SELECT target_language, language, position, kind, u.label, text, cause"
                " FROM unaligned u JOIN document_set s ON s.id = u.set_id"
                " WHERE symbol = ? ORDER BY u.id",
                (symbol,),
            )
            for target_language, language, position, kind, *rest in rows:
                yield Unaligned(target_language, language, position, Kind(kind), *rest)

    def find_key(
        self, number: int, language: str, *, shape: bool = False, limit: int = 50
    ) -> list[int]:
        """Give the newest units with a text in a language whose key or shape has this number."""
        with _refusals(self._path):
            return keyed(self._connection, language, number, shape=shape, limit=limit)

    def find_similar(self, text: str, language: str, *, level: Level, limit: int) -> list[int]:
        """Give the units whose texts in a language share most with a text."""
        with _refusals(self._path):
            return similar(self._connection, text, language, level=level, limit=limit)

    def find_grams(
        self, grams: Sequence[str], language: str, *, level: Level
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the units whose texts in a language hold all of some grams, and their sets."""
        with _refusals(self._path):
            return containing(self._connection, grams, language, level=level)

    def texts(self, language: str, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Give the text in one language of each unit that has one."""
        with _refusals(self._path):
            yield from texts_of(self._connection, language, keys)

    def units_of(self, keys: Iterable[int]) -> Iterator[Unit]:
        """Give the units with these keys, those that are there."""
        with _refusals(self._path):
            for key in keys:
                rows = self._connection.execute(UNIT, (int(key),)).fetchall()
                if rows:
                    yield from _read_units([row[:-1] for row in rows], Level(rows[0][-1]))

    def symbols(self, keys: Iterable[int]) -> dict[int, str]:
        """Give the symbols of the sets with these keys, those that are there."""
        with _refusals(self._path):
            rows = (
                self._connection.execute(
                    "SELECT id, symbol FROM document_set WHERE id = ?", (int(key),)
                ).fetchone()
                for key in keys
            )
            return dict(row for row in rows if row)

    def close(self) -> None:
        """Let the memory go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Do all of the block or, whatever stops it, nothing."""
        with _refusals(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk can have made SQLite roll back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _delete(self, symbol: str) -> bool:
        cursor = self._connection.execute("DELETE FROM document_set WHERE symbol = ?", (symbol,))
        return cursor.rowcount > 0

    def _set_row(self, symbol: str) -> tuple[int, str, str] | None:
        """Give the key, source language and fingerprint of a set; None where there is none."""
        with _refusals(self._path):
            row: tuple[int, str, str] | None = self._connection.execute(
                "SELECT id, source_language, fingerprint FROM document_set WHERE symbol = ?",
                (symbol,),
            ).fetchone()
        return row

    def _stored_set(self, symbol: str) -> AlignedSet | None:
        """Give all that is stored of a set but its warnings, None where there is no such set."""
        row = self._set_row(symbol)
        if row is None:
            return None
        set_id, source_language, fingerprint = row
        return AlignedSet(
            symbol=symbol,
            source_language=source_language,
            documents=self._documents(set_id),
            units=tuple(each for level in Level for each in self.units(level=level, symbol=symbol)),
            unaligned=tuple(self.unaligned(symbol)),
            fingerprint=fingerprint,
        )

    def _insert_set(self, aligned: AlignedSet, warnings: tuple[str, ...]) -> int:
        """Store all of a set but its units; give its key."""
        cursor = self._connection.execute(
            "INSERT INTO document_set (symbol, sort_key, source_language, fingerprint, warnings)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                aligned.symbol,
                _sort_key(aligned.symbol),
                aligned.source_language,
                aligned.fingerprint,
                _json(warnings),
            ),
        )
        set_id = cursor.lastrowid
        assert set_id is not None
        self._connection.executemany(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    set_id,
                    each.language,
                    each.path,
                    each.digest,
                    each.paragraphs,
                    _json(each.warnings),
                )
                for each in aligned.documents
            ),
        )
        self._connection.executemany(
            "INSERT INTO unaligned (set_id, target_language, language, position, kind, label, text,"
            " cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (set_id, *astuple(each))
                for each in sorted(
                    aligned.unaligned,
                    key=lambda each: (language_rank(each.target_language), each.position),
                )
            ),
        )
        return set_id

    def _insert_units(self, set_id: int, ordered: Sequence[Unit]) -> None:
        (first,) = self._connection.execute(
            "SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'unit'"
        ).fetchone()
        self._connection.executemany(
            "INSERT INTO unit (id, set_id, level, position, reference, kind, label, text, before,"
            " after, match_key, shape) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (key, set_id, *_columns(unit), before, after, *_numbers(unit.text))
                for key, (unit, before, after) in enumerate(_without_context(ordered), first)
            ),
        )
        self._connection.executemany(
            "INSERT INTO translation VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (key, *astuple(each), *_numbers(each.text))
                for key, unit in enumerate(ordered, first)
                for each in unit.translations
            ),
        )

    def _unit_counts(self, set_id: int) -> tuple[int, int]:
        counts = dict(
            self._connection.execute(
                "SELECT level, count(*) FROM unit WHERE set_id = ? GROUP BY level", (set_id,)
            )
        )
        return counts.get(Level.PARAGRAPH, 0), counts.get(Level.SENTENCE, 0)

    def _documents(self, set_id: int) -> tuple[DocumentRecord, ...]:
        rows = self._connection.execute(
            "SELECT language, path, digest, paragraphs, warnings FROM document WHERE set_id = ?",
            (set_id,),
        )
        records = (
            DocumentRecord(language, path, digest, paragraphs, tuple(json.loads(warnings)))
            for language, path, digest, paragraphs, warnings in rows
        )
        return tuple(sorted(records, key=lambda each: language_rank(each.language)))

    def _pairs(self, set_id: int, targets: Iterable[str]) -> tuple[PairSummary, ...]:
        unaligned = dict(
            self._connection.execute(
                "SELECT target_language, count(*) FROM unaligned WHERE set_id = ?"
                " GROUP BY target_language",
                (set_id,),
            )
        )
        counted = {row[0]: row for row in self._connection.execute(_COUNTS, (set_id,))}
        pairs = []
        for language in sorted({*targets, *counted, *unaligned}, key=language_rank):
            _, paragraphs, sentences, reviewed, rejected = counted.get(
                language, (language, *[0] * 4)
            )
            alone = unaligned.get(language, 0)
            pairs.append(PairSummary(language, paragraphs, sentences, reviewed, rejected, alone))
        return tuple(pairs)


def _check_file(file: Path, *, create: bool) -> None:
    """Refuse what is there if it is no SQLite file, before SQLite takes it for an empty one."""
    try:
        with file.open("rb") as stream:
            start = stream.read(len(_MAGIC))
    except FileNotFoundError as error:
        if not create:
            raise StoreError(file, "there is no translation memory here") from error
        return
    except OSError as error:
        raise StoreError(file, error.strerror or str(error)) from error
    if start not in (b"", _MAGIC):
        raise StoreError(file, _NOT_A_MEMORY)


def _prepare(connection: sqlite3.Connection, path: str, *, create: bool) -> None:
    """Set up the connection, and the tables of a new file; refuse what is not our memory."""
    # An index made up for one query would be a copy of the table in memory.
    for pragma in (
        "foreign_keys = ON",
        "synchronous = EXTRA",
        "cache_size = -16000",
        "automatic_index = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if _identity(connection) == (0, 0, 0) and create:
        if sqlite3.sqlite_version_info < (3, 37):
            raise StoreError(path, f"SQLite {sqlite3.sqlite_version} is too old, 3.37 is needed")
        _create_tables(connection)
    application, version, _ = _identity(connection)
    if application != _APPLICATION_ID:
        raise StoreError(path, _NOT_A_MEMORY)
    if version < _SCHEMA_VERSION:
        raise StoreError(path, "was made by an older version of hexapla: make it again")
    if version > _SCHEMA_VERSION:
        raise StoreError(path, "was made by a newer version of hexapla: update hexapla to open it")


def _identity(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Give the application, the version of the schema and the number of tables of a file."""
    queries = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    application, version, tables = (connection.execute(each).fetchone()[0] for each in queries)
    return application, version, tables


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have made them since we looked.
    if _identity(connection) == (0, 0, 0):
        for statement in (_SCHEMA + INDEX_SCHEMA).split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
    connection.execute("COMMIT")


@contextmanager
def _refusals(path: str) -> Iterator[None]:
    """Turn what SQLite says into one line for the translator."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(path, _cause(error)) from error
    except UnicodeEncodeError as error:
        raise StoreError(path, "a text holds characters that are not Unicode") from error


def _cause(error: sqlite3.Error) -> str:
    """Say what to do about an error, by its result code (sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorname", "") or ""
    known = {
        "SQLITE_BUSY": "locked by another program: try again when that has finished",
        "SQLITE_LOCKED": "locked by another program: try again when that has finished",
        "SQLITE_FULL": "the disk is full; the memory is as it was",
        "SQLITE_IOERR": "reading or writing failed, as on a full disk; the memory is as it was",
        "SQLITE_READONLY": "no permission to write here",
        "SQLITE_PERM": "no permission to write here",
        "SQLITE_CANTOPEN": "cannot be opened: no permission, or no such folder",
        "SQLITE_NOTADB": _NOT_A_MEMORY,
        "SQLITE_CORRUPT": "is damaged: take a backup copy",
    }
    return next((cause for name, cause in known.items() if code.startswith(name)), str(error))


def _sort_key(symbol: str) -> str:
    """Give a key that sorts numbers by value: each has its number of digits before it."""
    return re.sub("[0-9]+", lambda found: f"{len(found[0]):03}{found[0]}", symbol)


def _json(texts: Iterable[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _numbers(text: str) -> tuple[int, int]:
    """Give the numbers that a text is found by: of its key, and of the shape of its key."""
    key = match_key(text)
    return key_number(key), key_number(shape(key))


def _columns(unit: Unit) -> tuple[str | int, ...]:
    """Give what the table of units keeps of a unit as it is."""
    return unit.level, unit.position, unit.reference, unit.kind, unit.label, unit.text


def _without_context(units: Iterable[Unit]) -> Iterator[tuple[Unit, str | None, str | None]]:
    """Give units with the context to store: None where it is the text of the neighbouring unit."""
    for previous, unit, following in _neighbours(units, lambda unit: unit.level):
        before = previous.text if previous else ""
        after = following.text if following else ""
        yield (
            unit,
            None if unit.before == before else unit.before,
            None if unit.after == after else unit.after,
        )


def _neighbours(
    items: Iterable[_T], group: Callable[[_T], object]
) -> Iterator[tuple[_T | None, _T, _T | None]]:
    """Give each item between the ones before and after it, None at the ends of its group."""
    before: _T | None = None
    current: _T | None = None
    for item in items:
        if current is not None:
            same = group(item) == group(current)
            yield before, current, item if same else None
            before = current if same else None
        current = item
    if current is not None:
        yield before, current, None


def _units_query(chosen: Mapping[str, str | None]) -> str:
    """Give `_UNITS` with the conditions that are asked for, each of which an index answers."""
    columns = {"target": "t.language", "source": "s.source_language", "symbol": "s.symbol"}
    return _UNITS.format_map(
        {
            name: "true" if chosen[name] is None else f"{column} = :{name}"
            for name, column in columns.items()
        }
    )


def _read_units(rows: Iterable[_Row], level: Level) -> Iterator[Unit]:
    """Make units of the rows that `_UNITS` gives, one a translation."""
    groups = (list(of_unit) for _, of_unit in groupby(rows, key=itemgetter(2)))
    for previous, group, following in _neighbours(groups, lambda group: group[0][0]):
        symbol, language, _, position, reference, kind, label, text, before, after = group[0][:10]
        if before is None:
            before = previous[0][7] if previous else ""
        if after is None:
            after = following[0][7] if following else ""
        yield Unit(
            symbol=symbol,
            level=level,
            position=position,
            reference=reference,
            kind=Kind(kind),
            label=label,
            language=language,
            text=text,
            translations=_read_translations(group),
            before=before,
            after=after,
        )


def _read_translations(group: Iterable[_Row]) -> tuple[Translation, ...]:
    translations = [
        Translation(language, text, score, method, label, Status(status))
        for *_, language, text, score, method, label, status in group
        if language is not None
    ]
    translations.sort(key=lambda each: language_rank(each.language))
    return tuple(translations)
