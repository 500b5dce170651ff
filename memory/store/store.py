"""A translation memory in a database, whichever it is."""

from __future__ import annotations

import json
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import ConflictError, LimitError, StoreError
from hexapla.memory.rows import Change, Entry, Grid, Progress
from hexapla.memory.selection import Selection
from hexapla.memory.store.additions import add_units, has_file, make_room, remember_file
from hexapla.memory.store.carry_over import carry_over_languages, carry_over_review, review_state
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.errors import DAMAGED
from hexapla.memory.store.history import (
    Owner,
    entries,
    forget,
    make_change,
    progress,
    read_rows,
    step_back,
)
from hexapla.memory.store.index.postings import index_tail
from hexapla.memory.store.index.segments import Index
from hexapla.memory.store.integrity import problems, rebuild
from hexapla.memory.store.mapping import insert_set, insert_units, read_units, units_query
from hexapla.memory.store.queries import UNITS, batches, containing, keyed, similar, texts_of
from hexapla.memory.store.selections import prioritize, remove, selected
from hexapla.memory.store.transfer import copy_rows, copy_sets, is_empty
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import (
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

__all__ = ["SQLStore"]

# Units that are read by one query: a server is asked seldom, and few are read in vain.
_READ = 20
# Units after which a database looks anew at how much there is.
_MANY = 5000
_LATE = "looking this up takes too long: ask for less"
_COUNTS = """
SELECT t.language,
       count(*) FILTER (WHERE u.level = 'paragraph'), count(*) FILTER (WHERE u.level = 'sentence'),
       count(*) FILTER (WHERE t.status = 'reviewed'), count(*) FILTER (WHERE t.status = 'rejected')
FROM unit u CROSS JOIN translation t ON t.unit_id = u.id
WHERE u.set_id = ? GROUP BY t.language
"""

_Connection = TypeVar("_Connection", bound=Connection)


class SQLStore(ABC, Generic[_Connection]):
    """A memory behind a connection; see `memory.store.opening.Store`."""

    def __init__(self, connection: _Connection, location: str) -> None:
        self._connection = connection
        self._location = location
        self._index = Index(connection)
        self._deadline = math.inf

    @abstractmethod
    def _refusals(self) -> AbstractContextManager[None]:
        """Turn what the database says into one line for the translator."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[None]:
        """Do all of the block or, whatever stops it, nothing; nobody else writes meanwhile."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """See the memory in all of the block as it is when that begins."""

    def _stage(self) -> AbstractContextManager[Connection | None]:
        """Give an empty memory to put new sets together in, where that is quicker than here."""
        return nullcontext()

    @abstractmethod
    def _ending(self, deadline: float) -> AbstractContextManager[None]:
        """Stop statements of the block that go on beyond a time of the monotonic clock."""

    @abstractmethod
    def back_up(self, path: Path) -> None:
        """Write a copy of the memory to a file, while others use it."""

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn values that no memory has, too, into one line for the translator."""
        self._keep_time()
        try:
            with self._refusals():
                yield
        except (ValueError, TypeError, LookupError, ArithmeticError) as error:
            raise StoreError(self._location, DAMAGED) from error

    def _keep_time(self) -> None:
        """Stop what reads on and on: the database looks only at its own statements."""
        if time.monotonic() > self._deadline:
            raise LimitError(_LATE)

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Give up what the block reads where that takes longer in all."""
        self._deadline = time.monotonic() + seconds
        try:
            with self._ending(self._deadline):
                yield
        except StoreError as error:
            if time.monotonic() > self._deadline:
                raise LimitError(_LATE) from error
            raise
        finally:
            self._deadline = math.inf

    def fingerprint(self, symbol: str) -> str | None:
        """Give the fingerprint that the set was stored with; None where there is no such set."""
        return row[2] if (row := self._set_row(symbol)) else None

    def source_language(self, symbol: str) -> str | None:
        """Give the source language of a set; None where there is no such set."""
        return row[1] if (row := self._set_row(symbol)) else None

    def documents(self, symbol: str) -> tuple[DocumentRecord, ...]:
        """Give the records of the documents of a set; none where there is no such set."""
        with self.snapshot(), self._reading():
            return self._documents(row[0]) if (row := self._set_row(symbol)) else ()

    def replace_set(self, aligned: AlignedSet, *, priority: Priority | None = None) -> None:
        """Store a set in the place of the one with its symbol, wholly or not at all."""
        symbol = aligned.symbol
        with self._transaction():
            make_room(self._connection, symbol)
            old = self._stored_set(symbol)
            if old is not None:
                aligned = carry_over_languages(aligned, old)
            ordered = sorted(aligned.units, key=lambda unit: (unit.level, unit.position))
            units, warnings = carry_over_review(ordered, review_state(old.units if old else ()))
            kept = self.priorities([symbol])[symbol] if priority is None else priority
            self._delete(symbol)
            self._release(symbol)
            set_id = insert_set(self._connection, aligned, (*aligned.warnings, *warnings), kept)
            insert_units(self._connection, set_id, units)
            index_tail(self._connection)

    def quarantine(self, symbol: str, fingerprint: str, cause: str) -> None:
        """Keep in mind why a set could not be aligned, until one with its symbol is stored."""
        with self._transaction():
            self._connection.execute(
                "INSERT INTO quarantine (symbol, fingerprint, cause) VALUES (?, ?, ?)"
                " ON CONFLICT (symbol) DO UPDATE"
                " SET fingerprint = excluded.fingerprint, cause = excluded.cause",
                (symbol, fingerprint, cause),
            )

    def release(self, symbol: str) -> None:
        """Forget why a set could not be aligned."""
        with self._transaction():
            self._release(symbol)

    def _release(self, symbol: str) -> None:
        self._connection.execute("DELETE FROM quarantine WHERE symbol = ?", (symbol,))

    def quarantined(self, symbol: str, fingerprint: str) -> str:
        """Give why a set of this fingerprint could not be aligned, "" where nothing is known."""
        with self._reading():
            row = self._connection.execute(
                "SELECT cause FROM quarantine WHERE symbol = ? AND fingerprint = ?",
                (symbol, fingerprint),
            ).fetchone()
        return str(row[0]) if row else ""

    def add_units(self, units: Iterable[Unit], file: DocumentRecord) -> ImportCounts:
        """Add the units of a file, all or none; what is there already is not added again."""
        with self._transaction(), self._stage() as stage:
            counts = add_units(self._connection, units, file, stage)
            if stage is not None:
                copy_sets(stage, self._connection)
            remember_file(self._connection, file)
            index_tail(self._connection)
            if counts.added > _MANY:
                self._connection.count_anew()
        return counts

    def has_file(self, digest: str) -> bool:
        """Tell whether a file has been added by `add_units`."""
        with self._reading():
            return has_file(self._connection, digest)

    def remove_set(self, symbol: str) -> bool:
        """Take a set out with all its units; False where there is none."""
        with self._transaction():
            found = self._delete(symbol)
            self._release(symbol)
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
        with self._reading():
            return selected(self._connection, selection)

    def priorities(self, symbols: Collection[str]) -> dict[str, Priority]:
        """Give the priority of each of some sets."""
        with self._reading():
            rows = self._connection.execute(
                "SELECT symbol, priority FROM document_set"  # noqa: S608
                f" WHERE {self._connection.among('symbol', '?')}",
                (json.dumps(list(symbols)),),
            )
            found = {symbol: Priority(priority) for symbol, priority in rows}
            return {symbol: found.get(symbol, Priority.USUAL) for symbol in symbols}

    def sets(self) -> Iterator[SetSummary]:
        """Give the sets in natural order of their symbols."""
        with self._reading():
            rows = self._connection.stream(
                "SELECT id, symbol, source_language, fingerprint, warnings, priority"
                " FROM document_set ORDER BY sort_key, symbol"
            )
            for set_id, symbol, source_language, fingerprint, warnings, priority in rows:
                self._keep_time()
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
        with self._reading():
            rows = self._connection.stream(units_query(chosen, excluded=excluded), chosen)
            for unit in read_units(rows, level):
                if unit.translations or target is None:
                    yield unit

    def unaligned(self, symbol: str, *, level: Level = Level.PARAGRAPH) -> Iterator[Unaligned]:
        """Give the texts of a set that found no partner, by language, then in order."""
        with self._reading():
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
        with self.snapshot():
            return self._grid(symbol, level)

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
        with self._reading():
            return entries(self._connection, symbol, level, after=after, limit=limit)

    def progress(self, level: Level) -> Iterator[Progress]:
        """Count the translations of each set by status and confidence."""
        with self._reading():
            yield from progress(self._connection, level)

    def revision(self) -> tuple[int, int]:
        """Give what differs after anybody, through this store or another, has written."""
        with self._reading():
            return self._connection.revision()

    def find_key(
        self, number: int, language: str, *, shape: bool = False, limit: int = 50
    ) -> list[int]:
        """Give the newest units with a text in a language whose key or shape has this number."""
        with self._reading():
            return keyed(self._connection, language, number, shape=shape, limit=limit)

    def find_similar(self, text: str, language: str, *, level: Level, limit: int) -> list[int]:
        """Give the units whose texts in a language share most with a text."""
        with self._reading():
            return similar(self._index, text, language, level=level, limit=limit)

    def find_grams(
        self, grams: Sequence[str], language: str, *, level: Level
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the units whose texts in a language hold all of some grams, and their sets."""
        with self._reading():
            return containing(self._index, grams, language, level=level)

    def texts(self, language: str, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Give the text in one language of each unit that has one."""
        with self._reading():
            for each in texts_of(self._connection, language, keys):
                self._keep_time()
                yield each

    def units_of(self, keys: Iterable[int]) -> Iterator[Unit]:
        """Give the units with these keys, those that are there."""
        with self._reading():
            query = UNITS.format(self._connection.among("u.id", "?", "bigint"))
            for some in batches(keys, _READ):
                self._keep_time()
                rows = self._connection.execute(query, (json.dumps(some),))
                found = {key: list(unit) for key, unit in groupby(rows, itemgetter(2))}
                for unit in (found[key] for key in some if key in found):
                    yield from read_units([row[:-1] for row in unit], Level(unit[0][-1]))

    def symbols(self, keys: Iterable[int]) -> dict[int, str]:
        """Give the symbols of the sets with these keys, those that are there."""
        with self._reading():
            return {
                key: symbol
                for some in batches(keys)
                for key, symbol in self._connection.execute(
                    "SELECT id, symbol FROM document_set"  # noqa: S608
                    f" WHERE {self._connection.among('id', '?', 'bigint')}",
                    (json.dumps(some),),
                )
            }

    def problems(self, *, deep: bool = False) -> Iterator[str]:
        """Give what is wrong with the memory, a line each."""
        with self._reading():
            yield from problems(self._connection, deep=deep)

    def rebuild(self) -> None:
        """Make keys and index anew."""
        with self._transaction():
            rebuild(self._connection)

    def take_over(self, other: SQLStore[Any]) -> None:
        """Copy all that another memory holds into this one, wholly or not at all.

        Raises StoreError where this one holds something already.
        """
        with self._transaction():
            if not is_empty(self._connection):
                cause = "holds a memory already, which is not overwritten: name an empty place"
                raise StoreError(self._location, cause)
            with other._refusals(), other.snapshot():
                copy_rows(other._connection, self._connection)
            self._connection.count_anew()

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

    def _grid(self, symbol: str, level: Level) -> Grid | None:
        row = self._set_row(symbol)
        if row is None:
            return None
        with self._reading():
            rows = read_rows(self._connection, Owner(*row[:2], symbol, level))
            languages = {record.language for record in self._documents(row[0])}
        languages.update(each.language for found in rows for each in found.cells)
        languages.discard(row[1])
        return Grid(row[1], tuple(sorted(languages, key=language_rank)), rows)

    def _owner(self, symbol: str, level: Level) -> Owner:
        """Give a set that is to be changed."""
        row = self._set_row(symbol)
        if row is None:
            raise ConflictError(f"{symbol}: the document set is not there any more")
        return Owner(*row[:2], symbol, level)

    def _delete(self, symbol: str) -> bool:
        cursor = self._connection.execute("DELETE FROM document_set WHERE symbol = ?", (symbol,))
        return cursor.rowcount > 0

    def _set_row(self, symbol: str) -> tuple[int, str, str] | None:
        """Give the key, source language and fingerprint of a set; None where there is none."""
        with self._reading():
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
