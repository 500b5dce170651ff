"""What every translation memory can do, whatever it keeps its units in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.rows import Change, Entry, Grid, Progress
from hexapla.memory.selection import Selection
from hexapla.memory.store.locations import file_of, is_database
from hexapla.memory.store.sqlite.copying import restore as restore_file
from hexapla.memory.store.sqlite.store import SQLiteStore
from hexapla.memory.store.store import SQLStore
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

__all__ = ["Store", "copy_memory", "open_store", "restore"]


class Store(Protocol):
    """A translation memory; a context manager that closes it.

    Whatever fails is a StoreError of one line. An iterator reads the memory as it was when it
    was started; use it up, or close it, before writing through the same store.
    """

    def fingerprint(self, symbol: str) -> str | None:
        """Give the fingerprint that the set was stored with; None where there is no such set."""

    def source_language(self, symbol: str) -> str | None:
        """Give the source language of a set; None where there is no such set."""

    def documents(self, symbol: str) -> tuple[DocumentRecord, ...]:
        """Give the records of the documents of a set; none where there is no such set."""

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

    def quarantine(self, symbol: str, fingerprint: str, cause: str) -> None:
        """Keep in mind why a set could not be aligned, until one with its symbol is stored."""

    def release(self, symbol: str) -> None:
        """Forget why a set could not be aligned."""

    def quarantined(self, symbol: str, fingerprint: str) -> str:
        """Give why a set of this fingerprint could not be aligned, "" where nothing is known."""

    def add_units(self, units: Iterable[Unit], file: DocumentRecord) -> ImportCounts:
        """Add units that a file holds, all of them or, whatever fails, none.

        A unit that is there already, with its text and reference, takes over the translations
        that are new to it or better decided (reviewed before rejected before automatic); other
        translations of the same text are kept as variants beside it. Units that are not there
        yet are added to a set of this file alone, which has their symbol, or the symbol and
        `(imported)` where another set has it. A unit whose reference is its position, counted
        from 1, is there also where one has its text and context.
        """

    def has_file(self, digest: str) -> bool:
        """Tell whether a file with this SHA-256 (hexadecimal) has been added by `add_units`."""

    def remove_set(self, symbol: str) -> bool:
        """Take a set out with all its units; False where there is none."""

    def remove(self, selection: Selection) -> int:
        """Take a selection out, wholly or not at all; give the number of translations that went.

        By the file of a translation, its language is taken out of the set; by that of the source
        text, the whole set. By status, translations alone are taken out, and imported units that
        have none left.
        """

    def prioritize(self, selection: Selection, priority: Priority) -> int:
        """Give the sets of a selection a priority, whatever its status; give how many they are.

        It stays when they are aligned again.
        """

    def selected(self, selection: Selection) -> tuple[str, ...]:
        """Give the symbols of the sets of a selection, whatever its status, in natural order."""

    def priorities(self, symbols: Collection[str]) -> dict[str, Priority]:
        """Give the priority of each of some sets: the usual one where there is no such set."""

    def sets(self) -> Iterator[SetSummary]:
        """Give the sets in natural order of their symbols: A/RES/9/1 before A/RES/74/1."""

    def units(
        self,
        *,
        level: Level,
        source: str | None = None,
        target: str | None = None,
        symbol: str | None = None,
        excluded: bool = True,
    ) -> Iterator[Unit]:
        """Give the units of a level, set by set, in the order of their texts.

        `source` keeps the sets of this source language; `target` the units that have a
        translation into it, with this translation alone; `symbol` one set. With
        `excluded=False`, excluded sets are left out.
        """

    def unaligned(self, symbol: str, *, level: Level = Level.PARAGRAPH) -> Iterator[Unaligned]:
        """Give the texts of a set that found no partner, by language, then in order."""

    def review(self, symbol: str, level: Level) -> Grid | None:
        """Give the rows of a set for review; None where there is no such set."""

    def change(self, symbol: str, level: Level, change: Change, *, who: str) -> Entry:
        """Make a change to the rows of a set, wholly or not at all, and keep it in the history.

        Raises ConflictError where the rows are not those that the change takes away, or the set
        is gone.
        """

    def undo(self, symbol: str, level: Level, *, who: str) -> Entry | None:
        """Take the last change back; give the entry that this is, None where nothing is left.

        Raises ConflictError where the rows are not those that the change left.
        """

    def redo(self, symbol: str, level: Level, *, who: str) -> Entry | None:
        """Make the change again that was undone last, as `undo` takes it back."""

    def history(
        self, symbol: str, level: Level, *, after: int = 0, limit: int = 100
    ) -> list[Entry]:
        """Give the newest entries of a history with numbers above `after`, newest first."""

    def progress(self, level: Level) -> Iterator[Progress]:
        """Count the translations of each set by status and confidence, in the order of `sets`."""

    def revision(self) -> tuple[int, int]:
        """Give what differs after anybody, through this store or another, has written."""

    def snapshot(self) -> AbstractContextManager[None]:
        """See the memory in all of the block as it is when that begins, whoever writes meanwhile.

        Nothing can be written through this store in the block.
        """

    def limited(self, seconds: float) -> AbstractContextManager[None]:
        """Give up what the block reads, with a LimitError, where that takes longer in all."""

    def find_key(
        self, number: int, language: str, *, shape: bool = False, limit: int = 50
    ) -> list[int]:
        """Give the keys of the newest units with a text in `language` that has a key number.

        The number is that of the text's key (`memory.text.keys`), or of the key's shape. This
        and the other ways of finding units leave excluded sets out.
        """

    def find_similar(self, text: str, language: str, *, level: Level, limit: int) -> list[int]:
        """Give the keys of units whose texts in `language` share most with a text, best first.

        At most `limit` of them: enough for those that are most similar to be among them.
        """

    def find_grams(
        self, grams: Sequence[str], language: str, *, level: Level
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the keys of the units that hold all of some grams in `language`, and of their sets.

        Both have the shape (units,). A gram `abc*` stands for all that begin so. Some of the units
        and sets may not be there any more.
        """

    def texts(self, language: str, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Give key and text in one language of each unit that is there and has one not rejected."""

    def units_of(self, keys: Iterable[int]) -> Iterator[Unit]:
        """Give the units with these keys, those that are there, with all their translations."""

    def symbols(self, keys: Iterable[int]) -> dict[int, str]:
        """Give the symbols of the sets with these keys, those that are there."""

    def problems(self, *, deep: bool = False) -> Iterator[str]:
        """Give what is wrong with the memory, a line each; nothing where it is sound.

        Lines that begin with `index:` are of what `rebuild` makes anew. With `deep`, every text
        and every entry of the index is looked at, which takes longer than to make it.
        """

    def rebuild(self) -> None:
        """Make what texts are looked up by anew from the texts, wholly or not at all."""

    def back_up(self, path: Path) -> None:
        """Write a copy of the memory to a file, complete or not at all, while others use it.

        Raises StoreError where it cannot be written, where something else than a memory is there,
        or the memory is damaged.
        """

    def close(self) -> None:
        """Let the memory go; a closed store is of no more use."""

    def __enter__(self) -> Self:
        """Give the store itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""


def open_store(location: str | PathLike[str], *, create: bool = True) -> Store:
    """Open the memory at a path or URL, made new where there is none.

    URLs are `sqlite:///PATH` and `postgresql://USER:PASSWORD@HOST:PORT/DATABASE` (PostgreSQL,
    "Connection URIs"; needs the extra `postgres`). With `create=False` a memory that is not there
    is refused.
    Raises StoreError where it cannot be opened, is no memory, or was made by a newer version.
    """
    return _opened(location, create=create)


def copy_memory(source: str | PathLike[str], target: str | PathLike[str]) -> None:
    """Copy a memory to another place, a file or a database, with all that it holds.

    Raises StoreError where there is something already, or either cannot be read or written; there
    is then nothing of the copy.
    """
    with _opened(source, create=False) as old:
        if is_database(target):
            with _opened(target, create=True) as new:
                new.take_over(old)
            return
        path = Path(file_of(target))
        if path.exists():
            raise StoreError(path, "is there already, and is not overwritten: name another file")
        old.back_up(path)


def restore(backup: str | PathLike[str], location: str | PathLike[str]) -> Path | None:
    """Put a backup in the place of the memory at a path or URL; give where that one is kept.

    None where there was none. Raises StoreError where the backup is no sound memory, or the memory
    is in use or cannot be written; it is then as it was. A database must be empty.
    """
    if is_database(location):
        copy_memory(backup, location)
        return None
    return restore_file(Path(file_of(backup)), Path(file_of(location)))


def _opened(location: str | PathLike[str], *, create: bool) -> SQLStore[Any]:
    if not is_database(location):
        return SQLiteStore.open(file_of(location), create=create)
    try:
        from hexapla.memory.store.postgres.store import PostgresStore  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise UsageError("a database needs pip install 'hexapla[postgres]'") from error
    return PostgresStore.open(fspath(location), create=create)
