"""A translation memory, whatever database it is in."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cached_property
from heapq import merge
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import ConflictError, LimitError, StoreError, UnavailableError
from hexapla.corpora.messages import Message
from hexapla.memory.edits import Edit, Edited, EditEntry, TakenBack
from hexapla.memory.register import RegisterEntry
from hexapla.memory.rows import Change, Grid, HistoryEntry, Progress
from hexapla.memory.selection import Selection
from hexapla.memory.store.additions import (
    Adding,
    forget_parts,
    has_file,
    make_room,
    remember_file,
    remember_part,
    stored_of,
)
from hexapla.memory.store.assignments import (
    assign,
    assignments_of,
    every_assignment,
    holder_of,
    holders,
    refuse_held,
)
from hexapla.memory.store.carry_over import carry_over_languages, carry_over_review, review_state
from hexapla.memory.store.comments import (
    comments_of,
    enter,
    every_comment,
    join,
    open_comments,
    time_to_enter,
    withdraw,
)
from hexapla.memory.store.connection import Database
from hexapla.memory.store.edits import edit_entries, edited_rows, make_edit, take_back
from hexapla.memory.store.errors import DAMAGED, DAMAGED_INDEX, NOT_A_MEMORY
from hexapla.memory.store.history import (
    Owner,
    additions_entered,
    entries,
    forget,
    journal,
    make_change,
    progress,
    read_rows,
    step_back,
)
from hexapla.memory.store.index.entries import PartEnd
from hexapla.memory.store.mapping import (
    composed_set,
    insert_set,
    insert_units,
    message_from_json,
    message_to_json,
    messages_from_json,
    read_units,
    units_query,
)
from hexapla.memory.store.queries import (
    UNITS,
    around,
    batches,
    keyed,
    keyed_symbols,
    lengths_of,
    symbols_of,
    texts_of,
)
from hexapla.memory.store.ready import ReadyPart, ready_parts
from hexapla.memory.store.register import (
    catalogue,
    edit_register,
    facts_of_set,
    joined,
    keep_facts,
    read_entries,
)
from hexapla.memory.store.selections import (
    prioritize,
    registered_symbols,
    remove,
    reviewed,
    selected,
    usable_sets,
)
from hexapla.memory.store.summaries import SETS, read_documents, read_summary, read_titles
from hexapla.memory.store.terms import (
    edit_concepts,
    read_concepts,
    terms_revision,
    terms_with,
)
from hexapla.memory.store.transfer import copy_rows, copy_sets, is_empty
from hexapla.memory.store.values import wrong_values
from hexapla.memory.teamwork import Assignment, Comment, Said
from hexapla.memory.termbase import Concept, ConceptChange
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import key_number, match_key
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import (
    AlignedSet,
    DocumentRecord,
    ImportCounts,
    Level,
    Priority,
    SetSummary,
    Unaligned,
    Unit,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hexapla.memory.store.index.runs import Runs
    from hexapla.memory.store.index.segments import Index

__all__ = ["Store"]

# Units that are read by one query: a server is asked seldom, and few are read in vain.
_READ: Final = 20
# Documents of which is read at once what is known of them.
_ENTRIES: Final = 500
# Units after which a database looks anew at how much there is.
_MANY: Final = 5000
# Selections whose sets are remembered: people at the pages look in a few.
_SCOPES: Final = 20
_LATE: Final = "looking this up takes too long: ask for less"


class Store:
    """A translation memory; a context manager that closes it (`memory.store.opening` opens one).

    Whatever fails is a StoreError of one line. An iterator reads the memory as it was when it
    was started; use it up, or close it, before writing through the same store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._deadline = math.inf
        # What is looked up is in these sets alone, by their keys; None for all that count.
        self._scope: tuple[int, ...] | None = None
        self._scopes: dict[Selection, tuple[int, ...] | None] = {}
        self._scopes_as_of = (0, 0)
        self._replaced = 0  # how often another memory was put in the place of this one

    @contextmanager
    def _reading(self, cause: str = DAMAGED) -> Iterator[None]:
        """Turn values that no memory has, too, into one line for the translator."""
        self._keep_time()
        try:
            with self._database.errors():
                yield
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
            raise StoreError(self._database.location, cause) from error

    def _keep_time(self) -> None:
        """Stop what reads on and on: the database looks only at its own statements."""
        if time.monotonic() > self._deadline:
            raise LimitError(_LATE)

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Yield up what the block reads, with a LimitError, where that takes longer in all."""
        self._deadline = time.monotonic() + seconds
        try:
            with self._database.time_limit(self._deadline):
                yield
        except UnavailableError:
            raise
        except StoreError as error:
            if time.monotonic() > self._deadline:
                raise LimitError(_LATE) from error
            raise
        finally:
            self._deadline = math.inf

    def fingerprint(self, symbol: str) -> str | None:
        """Return the fingerprint that the set was stored with; None where there is no such set."""
        return row[2] if (row := self._set_row(symbol)) else None

    def source_language(self, symbol: str) -> str | None:
        """Return the source language of a set; None where there is no such set."""
        return row[1] if (row := self._set_row(symbol)) else None

    def documents(self, symbol: str) -> tuple[DocumentRecord, ...]:
        """Return the records of the documents of a set; none where there is no such set."""
        with self.snapshot(), self._reading():
            return read_documents(self._database, row[0]) if (row := self._set_row(symbol)) else ()

    def stored_set(self, symbol: str) -> AlignedSet | None:
        """Return all that is stored of a set; None where there is no such set."""
        row = self._set_row(symbol)
        if row is None:
            return None
        set_id, source_language, fingerprint, written = row
        with self._reading():
            documents, warnings = (
                read_documents(self._database, set_id),
                messages_from_json(written),
            )
            facts = facts_of_set(self._database, symbol)
        return AlignedSet(
            symbol=symbol,
            source_language=source_language,
            documents=documents,
            units=tuple(each for level in Level for each in self.units(level=level, symbol=symbol)),
            unaligned=tuple(
                each for level in Level for each in self.unaligned(symbol, level=level)
            ),
            fingerprint=fingerprint,
            warnings=warnings,
            facts=facts,
        )

    def replace_set(self, aligned: AlignedSet, *, priority: Priority | None = None) -> None:
        """Store a set in the place of the one with its symbol, wholly or not at all.

        Its priority is that of the one before, unless another is given. Languages that were stored
        before beside the same source text, and are not in this one, stay
        (`memory.store.carry_over`).

        Where a unit of the same level and source text was there before, what people decided on
        its translations stays: a reviewed translation keeps its text and status, a rejected one
        stays rejected if its text is the same. A translation whose own status is not automatic
        is stored as it is. A set warning counts the reviewed ones that found no place.
        """
        symbol, aligned = aligned.symbol, composed_set(aligned)
        with self._database.transaction():
            make_room(self._database, symbol)
            old = self.stored_set(symbol)
            if old is not None:
                aligned = carry_over_languages(aligned, old)
            ordered = sorted(aligned.units, key=lambda unit: (unit.level, unit.position))
            units, warnings = carry_over_review(ordered, review_state(old.units if old else ()))
            kept = self.priorities([symbol])[symbol] if priority is None else priority
            self._database.execute("DELETE FROM document_set WHERE symbol = ?", (symbol,))
            self._release(symbol)
            set_id = insert_set(self._database, aligned, (*aligned.warnings, *warnings), kept)
            insert_units(self._database, set_id, units)
            keep_facts(self._database, symbol, aligned.facts)
            self._index_tail()

    def quarantine(self, symbol: str, fingerprint: str, cause: Message) -> None:
        """Keep in mind why a set could not be aligned, until one with its symbol is stored."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO quarantine (symbol, fingerprint, cause) VALUES (?, ?, ?)"
                " ON CONFLICT (symbol) DO UPDATE"
                " SET fingerprint = excluded.fingerprint, cause = excluded.cause, checksum = NULL",
                (symbol, fingerprint, message_to_json(cause)),
            )

    def release(self, symbol: str) -> None:
        """Forget why a set could not be aligned."""
        with self._database.transaction():
            self._release(symbol)

    def _release(self, symbol: str) -> None:
        self._database.execute("DELETE FROM quarantine WHERE symbol = ?", (symbol,))

    def quarantined(self, symbol: str, fingerprint: str) -> Message | None:
        """Return why a set of this fingerprint could not be aligned, None where it is not known."""
        with self._reading():
            row = self._database.execute(
                "SELECT cause FROM quarantine WHERE symbol = ? AND fingerprint = ?",
                (symbol, fingerprint),
            ).fetchone()
            return message_from_json(row[0]) if row else None

    def add_units(
        self, units: Iterable[Unit], file: DocumentRecord, *, who: str = ""
    ) -> ImportCounts:
        """Add units that a file holds, all of them or, whatever fails, none.

        A unit that is there already, with its text and reference, takes over the translations
        that are new to it or better decided (reviewed before rejected before automatic); other
        translations of the same text are kept as variants beside it. Units that are not there
        yet are added to a set of this file alone, which has their symbol, or the symbol and
        `(imported)` where another set has it. A unit whose reference is its position, counted
        from 1, is there also where one has its text and context.

        With `who`, ForbiddenError is raised where somebody else has a document of their symbols.
        """
        with self._database.transaction():
            return self._add_units(units, file, who)

    def confirm(self, units: Sequence[Unit], file: DocumentRecord, *, who: str) -> ImportCounts:
        """Add some units, as `add_units` does, and enter them into the history under a name."""
        numbers = [key_number(match_key(unit.text)) for unit in units]
        symbols = {unit.symbol for unit in units}
        with (
            self._database.transaction(),
            additions_entered(self._database, symbols, numbers, who=who),
        ):
            return self._add_units(units, file, who)

    def _add_units(self, units: Iterable[Unit], file: DocumentRecord, who: str) -> ImportCounts:
        with self._adding(file) as adding:
            for part in ready_parts(self._not_held(units, who) if who else units):
                adding.take(part)
            remember_file(self._database, file)
        return adding.counts

    @contextmanager
    def _adding(self, file: DocumentRecord) -> Iterator[Adding]:
        """Add in the block, within a transaction, what was made ready of a file."""
        with self._database.staging() as stage:
            adding = Adding(self._database, file, stage)
            yield adding
            if stage is not None:
                copy_sets(stage, self._database)
            self._index_tail()
            if adding.counts.added > _MANY:
                self._database.count_anew()

    def _not_held(self, units: Iterable[Unit], who: str) -> Iterator[Unit]:
        """Yield units, each symbol after it was asked whether somebody else than `who` has it."""
        free = set[str]()
        for unit in units:
            if unit.symbol not in free:
                refuse_held(self._database, unit.symbol, who=who)
                free.add(unit.symbol)
            yield unit

    def add_parts(
        self,
        parts: Iterable[ReadyPart],
        file: DocumentRecord,
        *,
        key: str,
        begun: int = 0,
        on_progress: Callable[[int], object] = lambda _: None,
    ) -> ImportCounts:
        """Add units as `add_units` does, but each part of them by itself, all of it or none.

        So others can write meanwhile, and what was stored stays, whatever happens then. `key` says
        which file is read and how, `begun` is the number of its units that `stored_of` told, and
        `parts` are the others; `on_progress` hears of each part how many are stored with it.

        Where units are taken out meanwhile, or somebody else adds the same, nothing is remembered
        from there on: what is stored would not be the first units any more.
        """
        rest, counts, remembers = iter(parts), ImportCounts(0, 0, 0), True
        for first in rest:
            with self._database.transaction(), self._adding(file) as adding:
                adding.take(first)
                while not isinstance(part := next(rest), PartEnd):
                    adding.take(part)
                adding.take(part)
                remembers = remembers and stored_of(self._database, key) == begun
                begun += part.size
                if remembers:
                    remember_part(self._database, file, key, begun)
            counts += adding.counts
            on_progress(begun)
        with self._database.transaction():
            if remembers and stored_of(self._database, key) == begun:
                remember_file(self._database, file)
                forget_parts(self._database, key)
        return counts

    def stored_of(self, key: str) -> int:
        """Return how many units are stored of a file that `add_parts` did not come to the end of.

        They are its first ones; 0 where nothing of it is stored, or all.
        """
        with self._reading():
            return stored_of(self._database, key)

    def has_file(self, digest: str) -> bool:
        """Return whether a file with this SHA-256 (hexadecimal) has been added by `add_units`."""
        with self._reading():
            return has_file(self._database, digest)

    def remove(self, selection: Selection) -> int:
        """Take a selection out, wholly or not at all; return the number of translations that went.

        By the file of a translation, its language is taken out of the set; by that of the source
        text, the whole set. By status, translations alone are taken out, and imported units that
        have none left.
        """
        with self._database.transaction():
            count = remove(self._database, selection)
            forget(self._database)
        return count

    def reviewed(self, selection: Selection) -> dict[str, int]:
        """Return how many translations of a selection somebody accepted or rejected, by symbol."""
        with self._reading():
            return reviewed(self._database, selection)

    def prioritize(self, selection: Selection, priority: Priority) -> int:
        """Set the priority of the sets of a selection, whatever its status.

        It stays when they are aligned again. Returns how many sets they are.
        """
        with self._database.transaction():
            return prioritize(self._database, selection, priority)

    def selected(self, selection: Selection) -> tuple[str, ...]:
        """Return the symbols of the sets of a selection, whatever its status, in natural order."""
        with self._reading():
            return selected(self._database, selection)

    def priorities(self, symbols: Collection[str]) -> dict[str, Priority]:
        """Return the priority of each of some sets: the usual one where there is no such set."""
        with self._reading():
            rows = self._database.execute(
                "SELECT symbol, priority FROM document_set"  # noqa: S608
                f" WHERE {self._database.among('symbol', '?')}",
                (json.dumps(list(symbols)),),
            )
            found = {symbol: Priority(priority) for symbol, priority in rows}
            return {symbol: found.get(symbol, Priority.USUAL) for symbol in symbols}

    def newest_symbols(self, *, limit: int) -> list[str]:
        """Return the symbols of the sets whose documents have the latest dates.

        Those without a date come behind them, what was stored last first.
        """
        with self._reading():
            rows = self._database.execute(
                "SELECT s.symbol FROM document_set s LEFT JOIN fact f"
                " ON f.symbol = s.symbol AND f.kind = 'date'"
                " GROUP BY s.id, s.symbol ORDER BY coalesce(max(f.text), '') DESC, s.id DESC"
                " LIMIT ?",
                (limit,),
            )
            return [symbol for (symbol,) in rows]

    def symbols_behind(self, beginnings: Collection[str]) -> list[str]:
        """Return the symbols of the sets that begin so, without those that are excluded."""
        with self._reading():
            return [
                symbol
                for beginning in sorted(beginnings)
                for (symbol,) in self._database.execute(
                    "SELECT symbol FROM document_set"
                    " WHERE symbol >= ? AND symbol < ? AND priority >= 0",
                    (beginning, f"{beginning}\U0010ffff"),
                )
            ]

    def registered(self, symbols: Collection[str]) -> dict[str, RegisterEntry]:
        """Return what is known of the documents of some sets, those that are not there as well."""
        with self._reading():
            return read_entries(self._database, symbols)

    def each_registered(self, symbols: Iterable[str]) -> Iterator[RegisterEntry]:
        """Yield what is known of the documents of sets in their order, however many they are."""
        left = iter(symbols)
        while some := list(islice(left, _ENTRIES)):
            yield from self.registered(some).values()

    def registered_symbols(self, selection: Selection) -> tuple[str, ...]:
        """Return the symbols of the sets of a selection, and of what a catalogue alone has of it.

        All are in natural order.
        """
        with self._reading():
            return registered_symbols(self._database, selection)

    def catalogue(self) -> Iterator[RegisterEntry]:
        """Yield all that catalogues of libraries said of documents, in the order of symbols."""
        with self._reading():
            for each in catalogue(self._database):
                self._keep_time()
                yield each

    def edit_register(
        self, entries: Iterable[RegisterEntry], action: str, *, who: str
    ) -> EditEntry | None:
        """Write what a catalogue says of documents, all or nothing, in the place of what one said.

        All entries are taken before anybody has to wait; what several say of one document is
        joined. That is kept in the history of edits, where `take_back` finds it. Returns the entry,
        None where nothing of it is new.
        """
        with joined(entries) as found, self._database.transaction():
            return edit_register(self._database, found, action, who=who)

    @contextmanager
    def within(self, selection: Selection) -> Iterator[None]:
        """Find, in the block, only units of the sets of a selection, whatever their status.

        It holds for all ways of finding units by what their texts hold or resemble.
        """
        before = self._scope
        self._scope = self._scope_of(selection)
        try:
            yield
        finally:
            self._scope = before

    def _scope_of(self, selection: Selection) -> tuple[int, ...] | None:
        """Return the keys of the sets of a selection; they are remembered until somebody writes."""
        with self._reading():
            now = self._database.revision()
            if self._scopes_as_of != now:
                self._scopes, self._scopes_as_of = {}, now
            if selection not in self._scopes:
                if len(self._scopes) >= _SCOPES:
                    self._scopes.clear()
                self._scopes[selection] = usable_sets(self._database, selection)
            return self._scopes[selection]

    def languages(self) -> tuple[str, ...]:
        """Return the languages that there are texts in, in the usual order."""
        with self._reading():
            rows = self._database.execute(
                "SELECT source_language FROM document_set"
                " WHERE EXISTS (SELECT 1 FROM unit WHERE set_id = document_set.id)"
                " UNION SELECT language FROM translation"
            ).fetchall()
        return tuple(sorted((language for (language,) in rows), key=language_rank))

    def sets(self) -> Iterator[SetSummary]:
        """Yield the sets in natural order of their symbols: A/RES/9/1 before A/RES/74/1."""
        with self._reading():
            for row in self._database.stream(SETS):
                self._keep_time()
                yield read_summary(self._database, row)

    def units(
        self,
        *,
        level: Level,
        source: str | None = None,
        target: str | None = None,
        symbol: str | None = None,
        excluded: bool = True,
    ) -> Iterator[Unit]:
        """Yield the units of a level, set by set, in the order of their texts.

        `source` keeps the sets of this source language; `target` the units that have a
        translation into it, with this translation alone; `symbol` one set. With
        `excluded=False`, excluded sets are left out.
        """
        chosen = {"level": level, "source": source, "target": target, "symbol": symbol}
        with self._reading():
            rows = self._database.stream(units_query(chosen, excluded=excluded), chosen)
            for unit in read_units(rows, level):
                if unit.translations or target is None:
                    yield unit

    def unaligned(self, symbol: str, *, level: Level = Level.PARAGRAPH) -> Iterator[Unaligned]:
        """Yield the texts of a set that found no partner, by language, then in order."""
        with self._reading():
            rows = self._database.execute(
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
        """Return the rows of a set for review; None where there is no such set."""
        with self.snapshot():
            return self._grid(symbol, level)

    def change(self, symbol: str, level: Level, change: Change, *, who: str) -> HistoryEntry:
        """Make a change to the rows of a set, wholly or not at all, and keep it in the history.

        Raises ConflictError where the rows are not those that the change takes away, or the set
        is gone; ForbiddenError where somebody else has the document for a time.
        """
        with self._database.transaction():
            entry = make_change(self._database, self._owner(symbol, level), change, who=who)
            self._index_tail()
        return entry

    def take_in(
        self,
        symbol: str,
        level: Level,
        change: Change,
        comments: Iterable[tuple[str, str]],
        *,
        who: str,
    ) -> HistoryEntry | None:
        """Make a change to the rows of a set and say something of some, wholly or not at all.

        Each comment stands behind the reference of its row. Returns what was entered into the
        history, None where no row is changed. Raises what `change` and `comment` raise.
        """
        with self._database.transaction():
            owner = self._owner(symbol, level)
            entry = make_change(self._database, owner, change, who=who) if change.after else None
            made = time_to_enter(self._database, owner)
            for reference, text in comments:
                enter(self._database, owner, reference, Said.COMMENT, text, who=who, made=made)
            self._index_tail()
        return entry

    def undo(
        self,
        symbol: str,
        level: Level,
        *,
        who: str,
        allow: Callable[[Change], None] = lambda _: None,
    ) -> HistoryEntry | None:
        """Take back the last change that `who` made, never one of somebody else's.

        Returns the entry that this is, None where nothing is left. Raises ConflictError where
        somebody has changed the rows since, and what `allow` raises; they stay as they are.
        """
        return self._step("undo", symbol, level, who=who, allow=allow)

    def redo(
        self,
        symbol: str,
        level: Level,
        *,
        who: str,
        allow: Callable[[Change], None] = lambda _: None,
    ) -> HistoryEntry | None:
        """Make the change again that `who` undid last, as `undo` takes it back."""
        return self._step("redo", symbol, level, who=who, allow=allow)

    def _step(
        self, action: str, symbol: str, level: Level, *, who: str, allow: Callable[[Change], None]
    ) -> HistoryEntry | None:
        with self._database.transaction():
            owner = self._owner(symbol, level)
            entry = step_back(self._database, owner, action, who=who, allow=allow)
            self._index_tail()
        return entry

    def history(
        self, symbol: str, level: Level, *, after: int = 0, limit: int = 100
    ) -> list[HistoryEntry]:
        """Return the newest entries of a history with numbers above `after`, newest first."""
        with self._reading():
            return entries(self._database, symbol, level, after=after, limit=limit)

    def journal(
        self, *, symbol: str = "", who: str = "", since: datetime | None = None
    ) -> Iterator[HistoryEntry]:
        """Yield the changes of rows in the order of time, of a symbol, a person, since a time."""
        with self._reading():
            for entry in journal(self._database, symbol=symbol, who=who, since=since):
                self._keep_time()
                yield entry

    def comment(self, symbol: str, level: Level, reference: str, text: str, *, who: str) -> Comment:
        """Say something of a row. Raises UsageError where it is empty, too long, or of no row."""
        with self._database.transaction():
            owner = self._owner(symbol, level)
            made = time_to_enter(self._database, owner)
            return enter(self._database, owner, reference, Said.COMMENT, text, who=who, made=made)

    def settle(self, symbol: str, level: Level, reference: str, said: Said, *, who: str) -> Comment:
        """Say that what was said of a row is resolved, or open again.

        Raises UsageError where nothing is said of it, ConflictError where it is so already.
        """
        with self._database.transaction():
            owner = self._owner(symbol, level)
            made = time_to_enter(self._database, owner)
            return enter(self._database, owner, reference, said, "", who=who, made=made)

    def withdraw(self, symbol: str, level: Level, number: int, *, who: str) -> Comment:
        """Take a comment of one's own back: it is shown no more, and stays in the history.

        Raises UsageError where it is not there, ForbiddenError where it is somebody else's.
        """
        with self._database.transaction():
            return withdraw(self._database, self._owner(symbol, level), number, who=who)

    def join_comments(self, entries: Sequence[Comment]) -> int:
        """Enter what another memory has about the rows of a set at a level, but what is here.

        Returns how many entries were new. They stay also where their row is another by now.
        """
        if not entries:
            return 0  # most rows have none, and nobody need wait
        with self._database.transaction():
            return join(self._database, entries)

    def comments(self, symbol: str, level: Level) -> list[Comment]:
        """Return all that was entered about the rows of a set, in that order."""
        with self._reading():
            return comments_of(self._database, symbol, level)

    def open_comments(self, level: Level) -> dict[str, int]:
        """Return of how many rows of each set something is said that is not resolved."""
        with self._reading():
            return open_comments(self._database, level)

    def assign(
        self, symbol: str, person: str, *, days: int, who: str, takes_over: bool = False
    ) -> Assignment:
        """Give a document to a person for some days, to nobody where `person` is "".

        Nobody else changes its rows in that time. Raises ForbiddenError where somebody else than
        `who` has it and nobody `takes_over`, UsageError where the days are too many, ConflictError
        where the set is gone.
        """
        with self._database.transaction():
            self._owner(symbol, Level.SENTENCE)
            return assign(self._database, symbol, person, days, who=who, takes_over=takes_over)

    def holder(self, symbol: str) -> Assignment | None:
        """Return who has a document now, None where nobody has."""
        with self._reading():
            return holder_of(self._database, symbol)

    def holders(self) -> dict[str, Assignment]:
        """Return who has which document now, by symbol."""
        with self._reading():
            return holders(self._database)

    def assignments(self, symbol: str) -> list[Assignment]:
        """Return to whom a document was given, in the order of time."""
        with self._reading():
            return assignments_of(self._database, symbol)

    def doings(
        self, *, symbol: str = "", who: str = "", since: datetime | None = None
    ) -> Iterator[Comment | Assignment]:
        """Yield what was said of rows and to whom documents were given, as `journal` does."""
        with self._reading():
            kinds: tuple[Iterator[Comment | Assignment], ...] = (
                every_comment(self._database, symbol=symbol, who=who),
                every_assignment(self._database, symbol=symbol, who=who),
            )
            for entry in merge(*kinds, key=attrgetter("made")):
                self._keep_time()
                if since is None or entry.made >= since:
                    yield entry

    def edited_rows(
        self, edit: Edit, selection: Selection, *, levels: Collection[Level] = tuple(Level)
    ) -> Iterator[Edited]:
        """Yield the rows of a selection that an edit would change, or leaves for a cause.

        They come set by set, in the order of their texts; nothing is written. Of the selection, the
        sets and files count: the status is the edit's own affair.
        """
        with self.snapshot(), self._reading():
            for each in edited_rows(self._database, edit, selection, levels):
                self._keep_time()
                yield each

    def edit_rows(
        self,
        edit: Edit,
        selection: Selection,
        *,
        levels: Collection[Level] = tuple(Level),
        who: str,
        on_row: Callable[[Edited], object] = lambda _: None,
    ) -> EditEntry | None:
        """Edit the rows of a selection, all or none, and keep that in the history.

        `on_row` hears of each row that is changed, or left for a cause; it may not use this store.
        Returns the entry, None where there is nothing to change.
        """
        with self._database.transaction():
            entry = make_edit(self._database, edit, selection, levels, who=who, on_row=on_row)
            self._index_tail()
        return entry

    def edit_entries(self, *, limit: int = 100) -> list[EditEntry]:
        """Return the newest edits of many rows, newest first."""
        with self._reading():
            return edit_entries(self._database, limit)

    def take_back(self, number: int | None = None, *, who: str) -> TakenBack | None:
        """Take back an edit of many rows that `who` made, the last one where none is named.

        A row that somebody has changed since is left as it is. Returns what was taken back, None
        where there is nothing. Raises UsageError where there is no such edit any more, or it is
        somebody else's.
        """
        with self._database.transaction():
            found = take_back(self._database, number, who=who)
            self._index_tail()
        return found

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts of the termbase in the order in which they were added."""
        with self._reading():
            for each in read_concepts(self._database):
                self._keep_time()
                yield each

    def revision_of_terms(self) -> tuple[int, int, int]:
        """Return what is another whenever the termbase has changed."""
        with self._reading():
            return *terms_revision(self._database), self._replaced

    def terms_with(self, language: str, part: str) -> list[str]:
        """Return the terms of the termbase in a language that hold a text, the shortest first."""
        with self._reading():
            return terms_with(self._database, language, part)

    def edit_concepts(
        self, changes: Callable[[list[Concept]], Iterable[ConceptChange]], action: str, *, who: str
    ) -> EditEntry | None:
        """Change the termbase, wholly or not at all, and keep that in the history of edits.

        `changes` is given the concepts that are there. Returns the entry, None where nothing is to
        be changed; `take_back` takes it back.
        """
        with self._database.transaction():
            wanted = changes(list(read_concepts(self._database)))
            return edit_concepts(self._database, wanted, action, who=who)

    def progress(self, level: Level) -> Iterator[Progress]:
        """Count the translations of each set by status and confidence, in the order of `sets`."""
        with self._reading():
            yield from progress(self._database, level)

    def titles(self, language: str) -> dict[str, tuple[str, str]]:
        """Return the title of each set that has one, and its language.

        That is `language` where the title is translated into it, else that of the source.
        """
        with self._reading():
            return read_titles(self._database, language)

    def revision(self) -> tuple[int, int, int]:
        """Return what differs after anybody, through this store or another, has written."""
        with self._reading():
            return *self._database.revision(), self._replaced

    def find_key(
        self, number: int, language: str, *, shape: bool = False, limit: int = 50
    ) -> list[int]:
        """Return the keys of the newest units with a text in `language` that has a key number.

        The number is that of the text's key (`memory.text.keys`), or of the key's shape. This
        and the other ways of finding units leave excluded sets out.
        """
        with self._reading():
            return keyed(
                self._database, language, number, shape=shape, limit=limit, only=self._scope
            )

    def symbols_of_key(
        self, number: int, language: str, *, level: Level, limit: int = 50
    ) -> list[str]:
        """Return the symbols of those units of `find_key` that are of a level."""
        with self._reading():
            return keyed_symbols(
                self._database, language, number, level=level, limit=limit, only=self._scope
            )

    def find_similar(self, text: str, language: str, *, level: Level, limit: int) -> list[int]:
        """Return the keys of units whose texts in `language` share most with a text, best first.

        At most `limit` of them: enough for those that are most similar to be among them.
        """
        with self._reading(DAMAGED_INDEX):
            from hexapla.memory.store.index.search import similar  # noqa: PLC0415

            return similar(self._index, text, language, level=level, limit=limit, only=self._scope)

    def find_grams(
        self, grams: Sequence[str], language: str, *, level: Level
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the keys of the units that hold all of some grams in a language, and their sets.

        Both have the shape (units,). A gram `abc*` stands for all that begin so. Some of the units
        and sets may not be there any more.
        """
        with self._reading(DAMAGED_INDEX):
            from hexapla.memory.store.index.search import containing  # noqa: PLC0415

            return containing(self._index, grams, language, level=level, only=self._scope)

    def count_grams(self, grams: Sequence[str], language: str, *, level: Level) -> dict[str, int]:
        """Return about how many units of a level hold each of some grams, those that are there."""
        with self._reading(DAMAGED_INDEX):
            from hexapla.memory.store.index.runs import sampled_counts  # noqa: PLC0415

            return sampled_counts(self._index, grams, language, level=level)

    def find_runs(
        self, grams: Sequence[str], latest: Sequence[int], language: str, *, level: Level
    ) -> Runs:
        """Return where the grams of a text stand together, in units that hold all of a run.

        `memory.store.index.runs` tells what `latest` is, and what a run tells of.
        """
        with self._reading(DAMAGED_INDEX):
            from hexapla.memory.store.index.runs import runs  # noqa: PLC0415

            return runs(self._index, grams, latest, language, level=level, only=self._scope)

    def spread(self, language: str, *, level: Level, limit: int) -> list[int]:
        """Return the keys of about so many units with a text in a language, evenly out of all.

        Some of them may not be there any more.
        """
        with self._reading(DAMAGED_INDEX):
            from hexapla.memory.store.index.search import spread  # noqa: PLC0415

            return spread(self._index, language, level=level, limit=limit, only=self._scope)

    def texts(self, language: str, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Yield key and text, in one language, of each unit that has one not rejected."""
        with self._reading():
            for each in texts_of(self._database, language, keys):
                self._keep_time()
                yield each

    def lengths(self, language: str, keys: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield key and length of the text that `texts` yields, which takes less time."""
        with self._reading():
            for each in lengths_of(self._database, language, keys):
                self._keep_time()
                yield each

    def units_of(self, keys: Iterable[int]) -> Iterator[Unit]:
        """Yield the units with these keys, those that are there, with all their translations."""
        return (unit for _, unit in self.keyed_units(keys))

    def keyed_units(self, keys: Iterable[int]) -> Iterator[tuple[int, Unit]]:
        """Yield what `units_of` does, each unit with its key."""
        with self._reading():
            query = UNITS.format(self._database.among("u.id", "?", "bigint"))
            for some in batches(keys, _READ):
                self._keep_time()
                rows = self._database.execute(query, (json.dumps(some),))
                found = {key: list(unit) for key, unit in groupby(rows, itemgetter(2))}
                for key, unit in ((key, found[key]) for key in some if key in found):
                    for each in read_units([row[:-1] for row in unit], Level(unit[0][-1])):
                        yield key, each

    def context(self, unit: Unit, language: str) -> tuple[str, str] | None:
        """Return the texts around the translation of a unit into a language, "" at the ends.

        They are the translations of the texts around the unit; of the nearest that have one, where
        it stands in a document. None where they are not known, or the unit is not there.
        """
        with self._reading():
            found = around(self._database, unit, language)
        return None if found is None else (composed(found[0]), composed(found[1]))

    def symbols(self, keys: Iterable[int]) -> dict[int, str]:
        """Return the symbols of the sets with these keys, those that are there."""
        with self._reading():
            return {
                key: symbol
                for some in batches(keys)
                for key, symbol in self._database.execute(
                    "SELECT id, symbol FROM document_set"  # noqa: S608
                    f" WHERE {self._database.among('id', '?', 'bigint')}",
                    (json.dumps(some),),
                )
            }

    def unit_symbols(self, keys: Iterable[int]) -> dict[int, str]:
        """Return the symbols of the units with these keys, those that are there."""
        with self._reading():
            return dict(symbols_of(self._database, keys))

    def problems(self, *, deep: bool = False) -> Iterator[str]:
        """Yield what is wrong with the memory, a line each; nothing where it is sound.

        Lines that begin with `index:` are of what `rebuild` makes anew. With `deep`, every text
        and every entry of the index is looked at, which takes longer than to make it.
        """
        from hexapla.memory.store.integrity import problems  # noqa: PLC0415

        with self._reading():
            pages = self._database.damaged_pages(deep=deep)
            yield from pages
            if pages:
                return
            yield from self._database.lost_rows()
            yield from problems(self._database, deep=deep)

    def refuse_wrong_values(self) -> None:
        """Raise StoreError where columns hold what no memory does, as of a file from others."""
        with self._reading():
            for line in wrong_values(self._database):
                raise StoreError(self._database.location, f"{NOT_A_MEMORY}: {line}")

    @property
    def is_only_read(self) -> bool:
        """Whether a newer program made the memory, so that this one only reads it."""
        return self._database.version.is_newer

    def refuse_newer(self) -> None:
        """Raise StoreError where the memory is only read."""
        self._database.version.refuse_newer(self._database.location)

    def rebuild(self) -> None:
        """Make what texts are looked up by anew from the texts, wholly or not at all."""
        from hexapla.memory.store.integrity import rebuild  # noqa: PLC0415

        self.refuse_newer()
        with self._database.errors():
            self._database.reindex()
        with self._database.transaction():
            rebuild(self._database)

    def back_up(self, path: Path, *, new: bool = False) -> None:
        """Write a copy of the memory to a file, complete or not at all, while others use it.

        Raises StoreError where it cannot be written, where something else than a memory is there,
        with `new` where anything is, or the memory is damaged.
        """
        with self._database.errors():
            self._database.back_up(path, new=new)

    def snapshot(self) -> AbstractContextManager[None]:
        """See the memory in all of the block as it is when that begins, whoever writes meanwhile.

        Nothing can be written through this store in the block.
        """
        return self._database.snapshot()

    def take_over(self, other: Store) -> None:
        """Copy all that another memory holds into this one, wholly or not at all.

        Raises StoreError where this one holds something already.
        """
        with self._database.transaction():
            if not is_empty(self._database):
                cause = "holds a memory already, which is not overwritten: name an empty place"
                raise StoreError(self._database.location, cause)
            with other._database.errors(), other.snapshot():
                copy_rows(other._database, self._database)
            self._database.count_anew()

    def interrupt(self) -> None:
        """Stop what another thread reads or writes through this store, which fails then."""
        self._database.interrupt()

    def is_replaced(self) -> bool:
        """Return whether another memory was put in the place of this one, which it hides.

        Raises UnavailableError where there is none any more.
        """
        return self._database.is_replaced()

    def become(self, other: Store) -> None:
        """Let the memory go, and all that is known of it, and be another store from now on."""
        before = self._database
        self.__dict__ = {**vars(other), "_replaced": self._replaced + 1}
        before.close()

    def close(self) -> None:
        """Let the memory go; a closed store is of no more use."""
        self._database.close()

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
            rows = read_rows(self._database, Owner(*row[:2], symbol, level))
            languages = {record.language for record in read_documents(self._database, row[0])}
        languages.update(each.language for found in rows for each in found.cells)
        languages.discard(row[1])
        return Grid(row[1], tuple(sorted(languages, key=language_rank)), rows)

    @cached_property
    def _index(self) -> Index:
        # What reads the index needs numpy, which is a third of the time that a command takes to
        # start; a memory that is cited, listed or exported does without.
        from hexapla.memory.store.index.segments import Index  # noqa: PLC0415

        return Index(self._database)

    def _index_tail(self) -> None:
        from hexapla.memory.store.index.postings import index_tail  # noqa: PLC0415

        index_tail(self._database)

    def _owner(self, symbol: str, level: Level) -> Owner:
        """Return a set that is to be changed."""
        row = self._set_row(symbol)
        if row is None:
            raise ConflictError(f"{symbol}: the document set is not there any more")
        return Owner(*row[:2], symbol, level)

    def _set_row(self, symbol: str) -> tuple[int, str, str, str] | None:
        """Return key, source language, fingerprint and warnings; None where there is no set."""
        with self._reading():
            row: tuple[int, str, str, str] | None = self._database.execute(
                "SELECT id, source_language, fingerprint, warnings FROM document_set"
                " WHERE symbol = ?",
                (symbol,),
            ).fetchone()
        return row
