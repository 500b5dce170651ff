"""The document sets of a job as tasks: which there are to align, and what is known of the others.

All that needs the memory stands here, before the work begins: a worker process sees no memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from hexapla.align.encoders.base import Encoder
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.files.discovery import DocumentFile, DocumentSet
from hexapla.corpora.input.archives import load
from hexapla.corpora.messages import Message
from hexapla.memory.jobs.outcomes import Error, Outcome, State, refused
from hexapla.memory.jobs.sources import OF_ALIGNMENT, digest_of_sources
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import DocumentRecord

__all__ = ["Task", "path_text", "tasks"]


@dataclass(frozen=True, slots=True)
class Task:
    """A document set to be aligned: what a worker process gets.

    `files` begins with the source; `digests` are theirs (SHA-256, hexadecimal), `size` is all
    their bytes. `errors` are those of the documents that cannot even be opened.
    """

    symbol: str
    files: tuple[DocumentFile, ...]
    digests: tuple[str, ...]
    size: int
    fingerprint: str
    encoder: str
    cache_folder: Path | None
    errors: tuple[Error, ...]


def tasks(
    sets: Iterable[DocumentSet],
    store: Store,
    encoder: Encoder,
    cache_folder: Path | None = None,
    *,
    retry: bool = False,
) -> Iterator[Task | Outcome]:
    """Yield each set as a task, or as its outcome where there is nothing to align.

    Of two sets with one symbol the second is refused, and so is a set that the memory holds with
    another source language. With `retry`, sets that ended an earlier run are tasks again.
    """
    seen: set[str] = set()
    for found in sets:
        symbol = _symbol(found, store, seen)
        cause = _conflict(symbol, found, store, seen)
        seen.add(symbol)
        if cause:
            yield refused(symbol, [(path_text(found.source.path), cause)])
            continue
        task = _task(symbol, found, encoder, cache_folder)
        yield _known(task, store, retry=retry) or task if isinstance(task, Task) else task


def path_text(path: Path | str) -> str:
    """Return a path, or what was taken from one, as text, even where its bytes are none.

    >>> path_text("A_RES_99_1-ZH.txt")
    'A_RES_99_1-ZH.txt'
    >>> path_text("\\udcb4")
    '\\\\udcb4'
    """
    return str(path).encode(errors="backslashreplace").decode()


def _conflict(
    symbol: str, found: DocumentSet, store: Store, seen: Container[str]
) -> Message | None:
    """Return why a set cannot be stored under its symbol, None where it can."""
    if not symbol:
        return Message("its symbol is no text")
    if symbol in seen:
        return Message(
            "another document set of this run has the symbol %(symbol)s", symbol=repr(symbol)
        )
    held = store.source_language(symbol)
    if held in (None, found.source.language):
        return None
    return Message(
        "the memory holds %(symbol)s with another source language (%(language)s): give another"
        " --out or --memory for this one",
        symbol=symbol,
        language=held,
    )


def _known(task: Task, store: Store, *, retry: bool) -> Outcome | None:
    """Return the outcome of a set that need not, or must not, be aligned again."""
    if store.fingerprint(task.symbol) == task.fingerprint:
        return Outcome(task.symbol, State.UNCHANGED)
    cause = store.quarantined(task.symbol, task.fingerprint)
    if cause and retry:
        store.release(task.symbol)
    elif cause:
        told = Message(
            "%(cause)s, in an earlier run; not tried again, unless with --retry", cause=cause
        )
        return refused(task.symbol, [(task.symbol, told)])
    return None


def _task(
    symbol: str, found: DocumentSet, encoder: Encoder, cache_folder: Path | None
) -> Task | Outcome:
    """Digest the files of a set, and leave out those that cannot be opened."""
    files, digests, errors = [], [], []
    size = 0
    for file in (found.source, *found.targets):
        try:
            read = file if file.digest else _read(file)
        except DocumentError as error:
            errors.append((path_text(file.path), error.cause))
        else:
            digests.append(read.digest)
            files.append(file)
            size += read.size
    if files[:1] != [found.source] or len(files) < 2:
        return refused(symbol, errors)
    languages = [file.language for file in files]
    # Versions name the commit, and most commits change nothing of what is aligned.
    release, _, _ = version("hexapla").partition(".dev")
    made_by = [release, digest_of_sources(OF_ALIGNMENT), encoder.name, encoder.revision]
    described = [*made_by, languages, digests]
    return Task(
        symbol=symbol,
        files=tuple(files),
        digests=tuple(digests),
        size=size,
        fingerprint=hashlib.sha256(json.dumps(described).encode()).hexdigest(),
        encoder=encoder.name,
        cache_folder=cache_folder,
        errors=tuple(errors),
    )


def _read(file: DocumentFile) -> DocumentFile:
    """Return a file with its digest and size, where it was found without being read."""
    data = load(file.path)
    return replace(file, digest=hashlib.sha256(data).hexdigest(), size=len(data))


def _symbol(found: DocumentSet, store: Store, taken: Container[str]) -> str:
    """Return the symbol of a set or, where it has but names, the first that no other set has.

    Sets of one name in different folders are different sets, whether one run brings them or two:
    a name in the memory stays with the source text, or the file, that it was stored with.
    """
    # A symbol taken from a file name can hold bytes that are no text, which no memory keeps.
    symbol, *others = (clean(path_text(name)) for name in (found.symbol, *found.other_names))
    if not others:
        return symbol
    free = [name for name in (symbol, *others) if name and name not in taken]
    held = {name: store.documents(name) for name in free}
    same = (name for name in free if _holds_source(held[name], found.source))
    new = (name for name in free if not held[name])
    return next(chain(same, new), others[-1])


def _holds_source(records: Sequence[DocumentRecord], source: DocumentFile) -> bool:
    """Return whether a stored set has this source, by the path of its file or by its bytes."""
    for record in records:
        if record.language == source.language:
            if Path(record.path).resolve() == Path(path_text(source.path)).resolve():
                return True
            with suppress(DocumentError):
                return record.digest == (source.digest or _read(source).digest)
    return False
