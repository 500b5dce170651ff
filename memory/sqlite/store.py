"""A translation memory in one SQLite file.

The file has a rollback journal, not a write-ahead log: a log works on no network drive, and
leaves two more files beside the memory that a copy or a mail forgets. `synchronous=EXTRA` makes
each finished set outlast a power cut.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpora.document import Kind
from corpora.errors import ConflictError, StoreError
from memory.decisions import decisions, keep_decisions
from memory.languages import language_rank
from memory.merging import keep_languages
from memory.review.rows import Change, Entry, Grid, Progress
from memory.selection import Selection
from memory.sqlite.additions import add_units, has_file, make_room, remember_file
from memory.sqlite.copying import back_up
from memory.sqlite.history import (
    Owner,
    entries,
    forget,
    make_change,
    progress,
    read_rows,
    step_back,
)
from memory.sqlite.index import index_tail
from memory.sqlite.integrity import problems, rebuild
from memory.sqlite.lookup import UNIT, batches, containing, keyed, similar, texts_of
from memory.sqlite.rows import insert_set, insert_units, read_units, units_query
from memory.sqlite.schema import LOCK_TIMEOUT, check_file, prepare, reading, refusals
from memory.sqlite.segments import Index, revision
from memory.sqlite.selected import prioritize, remove, selected
from memory.units import (
    AlignedSet,
    DocumentRecord,
    ImportCounts,
    Level,
    PairSummary,
    Priority,
    SetSummary,
    Unaligned,
    Unit,
)

__all__ = ["SQLiteStore"]

_COUNTS = """
SELECT t.language,
       sum(u.level = 'paragraph'), sum(u.level = 'sentence'),
       sum(t.status = 'reviewed'), sum(t.status = 'rejected')
FROM unit u CROSS JOIN translation t ON t.unit_id = u.id
WHERE u.set_id = ? GROUP BY t.language
"""

_SYMBOLS = """
SELECT s.id, s.symbol FROM json_each(?) CROSS JOIN document_set s ON s.id = json_each.value
"""


class SQLiteStore:
    """The memory in one file; see `memory.store.Store`."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self._path = path
        self._index = Index(connection)

    @classmethod
    def open(cls, path: str, *, create: bool = True) -> Self:
        """Open the memory in a file, made new where there is none and `create` is true.

        Raises StoreError where it cannot be opened, is no memory, or was made by a newer version.
        """
        file = Path(path)
        check_file(file, create=create)
        uri = f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        with refusals(path):
            connection = sqlite3.connect(uri, uri=True, timeout=LOCK_TIMEOUT, isolation_level=None)
            try:
                prepare(connection, path, create=create)
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
        with reading(self._path):
            return self._documents(row[0]) if (row := self._set_row(symbol)) else ()

    def replace_set(self, aligned: AlignedSet, *, priority: Priority | None = None) -> None:
        """Store a set in the place of the one with its symbol, wholly or not at all."""
        symbol = aligned.symbol
        with self._transaction():
            make_room(self._connection, symbol)
            old = self._stored_set(symbol)
            if old is not None:
                aligned = keep_languages(aligned, old)
            ordered = sorted(aligned.units, key=lambda unit: (unit.level, unit.position))
            units, warnings = keep_decisions(ordered, decisions(old.units if old else ()))
            kept = self._priority(symbol) if priority is None else priority
            self._delete(symbol)
            set_id = insert_set(self._connection, aligned, (*aligned.warnings, *warnings), kept)
            insert_units(self._connection, set_id, units)
            index_tail(self._connection)

    def add_units(self, units: Iterable[Unit], file: DocumentRecord) -> ImportCounts:
        """Add the units of a file, all or none; what is there already is not added again."""
        with self._transaction():
            counts = add_units(self._connection, units, file)
            remember_file(self._connection, file)
            index_tail(self._connection)
        return counts

    def has_file(self, digest: str) -> bool:
        """Tell whether a file has been added by `add_units`."""
        with reading(self._path):
            return has_file(self._connection, digest)

    def remove_set(self, symbol: str) -> bool:
        """Take a set out with all its units; False where there is none."""
        with self._transaction():
            found = self._delete(symbol)
            forget(self._connection)
        return found

    def remove(self, selection: Selection) -> int:
        """Take a selection out; give the number of translations that went."""
        with self._transaction():
            count = remove(self._connection, selection)
            forget(self._connection)
        return count

    def prioritize(self, selection: Selection, priority: Priority) -> int:
        """Give the sets of a selection a priority; give how many they are."""
        with self._transaction():
            return prioritize(self._connection, selection, priority)

    def selected(self, selection: Selection) -> tuple[str, ...]:
        """Give the symbols of the sets of a selection, in natural order."""
        with reading(self._path):
            return selected(self._connection, selection)

    def priority(self, symbol: str) -> Priority:
        """Give the priority of a set."""
        with reading(self._path):
            return self._priority(symbol)

    def sets(self) -> Iterator[SetSummary]:
        """Give the sets in natural order of their symbols."""
        with reading(self._path):
            rows = self._connection.execute(
                "SELECT id, symbol, source_language, fingerprint, warnings, priority"
                " FROM document_set ORDER BY sort_key, symbol"
            )
            for set_id, symbol, source_language, fingerprint, warnings, priority in rows:
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
                    priority=Priority(priority),
                )

    def units(
        self,
        *,
        level: Level,
        source: str | None = None,
        target: str | None = None,
        symbol: str | None = None,
        excluded: bool = True,
    ) -> Iterator[Unit]:
        """Give the units of a level, set by set, in the order of their texts."""
        chosen = {"level": level, "source": source, "target": target, "symbol": symbol}
        with reading(self._path):
            rows = self._connection.execute(units_query(chosen, excluded=excluded), chosen)
            for unit in read_units(rows, level):
                if unit.translations or target is None:
                    yield unit

    def unaligned(self, symbol: str, *, level: Level = Level.PARAGRAPH) -> Iterator[Unaligned]:
        """Give the texts of a set that found no partner, by language, then in order."""
        with reading(self._path):
            rows = self._connection.execute(
                "SELECT target_language, language, position, kind, u.label, text, cause, reference"
                " FROM unaligned u JOIN document_set s ON s.id = u.set_id"
                " WHERE symbol = ? AND level = ? ORDER BY u.id",
                (symbol, level),
            )
            for target_language, language, position, kind, label, text, cause, reference in rows:
                yield Unaligned(
                    *(target_language, language, position, Kind(kind), label, text, cause),
                    *(level, reference),
                )

    def review(self, symbol: str, level: Level) -> Grid | None:
        """Give the rows of a set for review; None where there is no such set."""
        row = self._set_row(symbol)
        if row is None:
            return None
        with reading(self._path):
            rows = read_rows(self._connection, Owner(*row[:2], symbol, level))
            languages = {record.language for record in self._documents(row[0])}
        languages.update(each.language for found in rows for each in found.cells)
        languages.discard(row[1])
        return Grid(row[1], tuple(sorted(languages, key=language_rank)), rows)

    def change(self, symbol: str, level: Level, change: Change, *, who: str) -> Entry:
        """Make a change to the rows of a set, and keep it in the history."""
        with self._transaction():
            return make_change(self._connection, self._owner(symbol, level), change, who=who)

    def undo(self, symbol: str, level: Level, *, who: str) -> Entry | None:
        """Take the last change back; give the entry that this is, None where nothing is left."""
        with self._transaction():
            return step_back(self._connection, self._owner(symbol, level), "undo", who=who)

    def redo(self, symbol: str, level: Level, *, who: str) -> Entry | None:
        """Make the change again that was undone last."""
        with self._transaction():
            return step_back(self._connection, self._owner(symbol, level), "redo", who=who)

    def history(
        self, symbol: str, level: Level, *, after: int = 0, limit: int = 100
    ) -> list[Entry]:
        """Give the newest entries of a history with numbers above `after`, newest first."""
        with reading(self._path):
            return entries(self._connection, symbol, level, after=after, limit=limit)

    def progress(self, level: Level) -> Iterator[Progress]:
        """Count the translations of each set by status and confidence."""
        with reading(self._path):
            yield from progress(self._connection, level)

    def revision(self) -> tuple[int, int]:
        """Give what differs after anybody, through this store or another, has written."""
        with reading(self._path):
            return revision(self._connection)

    def find_key(
        self, number: int, language: str, *, shape: bool = False, limit: int = 50
    ) -> list[int]:
        """Give the newest units with a text in a language whose key or shape has this number."""
        with reading(self._path):
            return keyed(self._connection, language, number, shape=shape, limit=limit)

    def find_similar(self, text: str, language: str, *, level: Level, limit: int) -> list[int]:
        """Give the units whose texts in a language share most with a text."""
        with reading(self._path):
            return similar(self._index, text, language, level=level, limit=limit)

    def find_grams(
        self, grams: Sequence[str], language: str, *, level: Level
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the units whose texts in a language hold all of some grams, and their sets."""
        with reading(self._path):
            return containing(self._index, grams, language, level=level)

    def texts(self, language: str, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Give the text in one language of each unit that has one."""
        with reading(self._path):
            yield from texts_of(self._connection, language, keys)

    def units_of(self, keys: Iterable[int]) -> Iterator[Unit]:
        """Give the units with these keys, those that are there."""
        with reading(self._path):
            for key in keys:
                rows = self._connection.execute(UNIT, (int(key),)).fetchall()
                if rows:
                    yield from read_units([row[:-1] for row in rows], Level(rows[0][-1]))

    def symbols(self, keys: Iterable[int]) -> dict[int, str]:
        """Give the symbols of the sets with these keys, those that are there."""
        with reading(self._path):
            return {
                key: symbol
                for some in batches(keys)
                for key, symbol in self._connection.execute(_SYMBOLS, (some,))
            }

    def problems(self, *, deep: bool = False) -> Iterator[str]:
        """Give what is wrong with the memory, a line each."""
        with reading(self._path):
            yield from problems(self._connection, deep=deep)

    def rebuild(self) -> None:
        """Make keys and index anew."""
        with self._transaction():
            rebuild(self._connection)

    def back_up(self, path: Path) -> None:
        """Write a copy of the memory to a file, while others use it."""
        if path.resolve() == Path(self._path).resolve():
            raise StoreError(path, "is the memory itself")
        with refusals(self._path):
            back_up(self._connection, path)

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
        with refusals(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk can have made SQLite roll back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _owner(self, symbol: str, level: Level) -> Owner:
        """Give a set that is to be changed."""
        row = self._set_row(symbol)
        if row is None:
            raise ConflictError(f"{symbol}: the document set is not there any more")
        return Owner(*row[:2], symbol, level)

    def _delete(self, symbol: str) -> bool:
        cursor = self._connection.execute("DELETE FROM document_set WHERE symbol = ?", (symbol,))
        return cursor.rowcount > 0

    def _priority(self, symbol: str) -> Priority:
        row = self._connection.execute(
            "SELECT priority FROM document_set WHERE symbol = ?", (symbol,)
        ).fetchone()
        return Priority(row[0]) if row else Priority.USUAL

    def _set_row(self, symbol: str) -> tuple[int, str, str] | None:
        """Give the key, source language and fingerprint of a set; None where there is none."""
        with reading(self._path):
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
            unaligned=tuple(
                each for level in Level for each in self.unaligned(symbol, level=level)
            ),
            fingerprint=fingerprint,
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
                " AND level = ? GROUP BY target_language",
                (set_id, Level.PARAGRAPH),
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
