"""The main job: align document sets into a memory, in one process or in several, and export it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from hexapla.align.consistency import mark_disputed
from hexapla.align.documents import align_encoded, check_parallel, encode_document
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.detection import text_in_other_script
from hexapla.corpora.document import Document
from hexapla.corpora.errors import AlignmentError, DocumentError, EncoderError, StoreError
from hexapla.corpora.files.discovery import DocumentFile, DocumentSet
from hexapla.corpora.input.archives import load
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.jobs.build import aligned_set
from hexapla.memory.jobs.cluster import map_on_cluster
from hexapla.memory.jobs.processes import map_here, map_in_processes
from hexapla.memory.output.files import build_time
from hexapla.memory.store.opening import Store
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import AlignedSet, DocumentRecord, Level

__all__ = ["Outcome", "State", "align_sets", "export_tmx"]

# Bytes of the documents that travel to a worker of a cluster together, for small sets: enough for
# the computing to be longer than the way, few enough for a worker that dies to cost little.
_BATCH = 100_000
_LEAST = 1000
_FOLDERS = {"tmx": Level.SENTENCE, "tmx-paragraphs": Level.PARAGRAPH}


class State(StrEnum):
    """What became of a document set."""

    ALIGNED = "aligned"
    SKIPPED = "skipped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document set, done.

    `paragraphs` counts those read in all its languages, `seconds` the time it took to read and
    align. `refusals` are (where, cause) of the documents left out, or of the whole set.
    """

    symbol: str
    state: State
    paragraphs: int = 0
    seconds: float = 0.0
    refusals: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """A document set to be aligned: what a worker process gets.

    `files` begins with the source; `digests` are theirs, `size` is all their bytes. `refusals` are
    the documents that cannot even be opened.
    """

    symbol: str
    files: tuple[DocumentFile, ...]
    digests: tuple[str, ...]
    size: int
    fingerprint: str
    encoder: str
    cache_folder: Path | None
    refusals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Result:
    """What a worker process gives back: the set to store, None where there is nothing to store.

    `quarantine` is the fingerprint of a set that is not to be tried again.
    """

    outcome: Outcome
    aligned: AlignedSet | None = None
    quarantine: str = ""


def align_sets(
    sets: Iterable[DocumentSet],
    *,
    store: Store,
    encoder_name: str = "embedded",
    cache_folder: Path | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    limit: float | None = None,
    retry: bool = False,
) -> Iterator[Outcome]:
    """Align document sets into a memory, each in one transaction; give the outcomes in order.

    A set whose files, encoder and version of hexapla are those it was stored with is skipped. A
    document that cannot be read, or is no translation of the source, is left out of its set, and
    the next run does the set again. With `jobs` above 1 that many processes align; one that dies
    costs only the set that it had. With a `scheduler`, the workers of that Dask cluster do. A set
    that takes longer than `limit` seconds is ended (in this process on systems that have alarms).
    What is ended, or ends its process, is refused, and so it is in later runs while it is the same,
    unless with `retry`. With a `cache_folder`, vectors are kept there and no text is encoded twice.
    Where the caller stops early, what is not stored yet is left as it was.

    Raises EncoderError or UsageError where there is no such encoder or cluster, StoreError where
    the memory cannot be read or written.
    """
    encoder = get_encoder(encoder_name, cache=cache_folder)
    tasks = _tasks(sets, store, encoder, cache_folder, retry=retry)
    died = partial(_died, limit=limit)
    results: Iterator[_Result]
    if scheduler is not None:
        results = map_on_cluster(
            _done,
            tasks,
            scheduler=scheduler,
            ready=_ready,
            died=died,
            limit=limit,
            share=_share,
        )
    elif jobs > 1:
        results = map_in_processes(_done, tasks, jobs=jobs, ready=_ready, died=died, limit=limit)
    else:
        late = partial(_late, limit=limit)
        results = map_here(_done, tasks, ready=_ready, late=late, limit=limit)
    for result in results:
        outcome = result.outcome
        if result.aligned is not None:
            store.replace_set(result.aligned)
        elif result.quarantine:
            store.quarantine(outcome.symbol, result.quarantine, outcome.refusals[-1][1])
        yield outcome


def _tasks(
    sets: Iterable[DocumentSet],
    store: Store,
    encoder: Encoder,
    cache_folder: Path | None,
    *,
    retry: bool,
) -> Iterator[_Task | Outcome]:
    """Give each set as a task, or as its outcome where there is nothing to align."""
    seen: set[str] = set()
    for found in sets:
        symbol = _symbol(found, store, seen)
        if not symbol or symbol in seen:
            taken = f"another document set of this run has the symbol {symbol!r}"
            cause = taken if symbol else "its symbol is no text"
            yield _refused(symbol, [(_shown(found.source.path), cause)])
            continue
        seen.add(symbol)
        held = store.source_language(symbol)
        if held not in (None, found.source.language):
            cause = f"the memory holds {symbol} with another source language ({held})"
            advice = "give another --out or --memory for this one"
            yield _refused(symbol, [(_shown(found.source.path), f"{cause}: {advice}")])
            continue
        task = _task(symbol, found, encoder, cache_folder)
        yield _known(task, store, retry=retry) or task if isinstance(task, _Task) else task


def _known(task: _Task, store: Store, *, retry: bool) -> Outcome | None:
    """Give the outcome of a set that need not, or must not, be aligned again."""
    if store.fingerprint(task.symbol) == task.fingerprint:
        return Outcome(task.symbol, State.SKIPPED)
    cause = store.quarantined(task.symbol, task.fingerprint)
    if cause and retry:
        store.release(task.symbol)
    elif cause:
        again = "not tried again, unless with --retry"
        return _refused(task.symbol, [(task.symbol, f"{cause}, in an earlier run; {again}")])
    return None


def _task(
    symbol: str, found: DocumentSet, encoder: Encoder, cache_folder: Path | None
) -> _Task | Outcome:
    """Digest the files of a set, and leave out those that cannot be opened."""
    files, digests, refusals = [], [], []
    size = 0
    for file in (found.source, *found.targets):
        try:
            data = load(file.path)
            digests.append(_digest(data))
            files.append(file)
            size += len(data)
        except DocumentError as error:
            refusals.append((_shown(file.path), error.cause))
    if files[:1] != [found.source] or len(files) < 2:
        return _refused(symbol, refusals)
    languages = [file.language for file in files]
    described = [version("hexapla"), encoder.name, encoder.revision, languages, digests]
    return _Task(
        symbol=symbol,
        files=tuple(files),
        digests=tuple(digests),
        size=size,
        fingerprint=hashlib.sha256(json.dumps(described).encode()).hexdigest(),
        encoder=encoder.name,
        cache_folder=cache_folder,
        refusals=tuple(refusals),
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _symbol(found: DocumentSet, store: Store, taken: Container[str]) -> str:
    """Give the symbol of a set or, where it has but names, the first that no other set has.

    Sets of one name in different folders are different sets, whether one run brings them or two:
    a name in the memory stays with the source text, or the file, that it was stored with.
    """
    # A symbol taken from a file name can hold bytes that are no text, which no memory keeps.
    symbol, *others = (clean(_shown(name)) for name in (found.symbol, *found.other_names))
    if not others:
        return symbol
    free = [name for name in (symbol, *others) if name and name not in taken]
    held = {name: store.documents(name) for name in free}
    same = (name for name in free if _holds_source(held[name], found.source))
    new = (name for name in free if not held[name])
    return next(chain(same, new), others[-1])


def _holds_source(records: Sequence[DocumentRecord], source: DocumentFile) -> bool:
    for record in records:
        if record.language == source.language:
            if Path(record.path).resolve() == Path(_shown(source.path)).resolve():
                return True
            with suppress(DocumentError):
                return record.digest == _digest(load(source.path))
    return False


def _share(task: _Task | Outcome) -> float:
    """Give which part of a batch of sets a set is."""
    return max(task.size, _LEAST) / _BATCH if isinstance(task, _Task) else 1.0


def _ready(task: _Task | Outcome) -> _Result | None:
    return _Result(task) if isinstance(task, Outcome) else None


def _died(task: _Task | Outcome, *, limit: float | None) -> _Result:
    cause = "the process that aligned it died, as when memory runs out"
    if limit is not None:
        cause += f" or {limit:g} seconds are over"
    return _ended(task, cause)


def _late(task: _Task | Outcome, *, limit: float | None) -> _Result:
    return _ended(task, f"aligning it took longer than {limit:g} seconds")


def _ended(task: _Task | Outcome, cause: str) -> _Result:
    refused = _refused(task.symbol, [(task.symbol, cause)])
    return _Result(refused, quarantine=task.fingerprint if isinstance(task, _Task) else "")


def _done(task: _Task | Outcome) -> _Result:
    """Align a set, whatever may go wrong in it."""
    if isinstance(task, Outcome):
        return _Result(task)
    try:
        return _aligned(task)
    except EncoderError:
        raise  # no other set could be aligned either
    except (DocumentError, AlignmentError) as error:
        refusal = (error.where, error.cause)
    except Exception as error:  # noqa: BLE001 - one bad document must not stop thousands of good ones
        refusal = (task.symbol, " ".join(f"unexpected {type(error).__name__}: {error}".split()))
    return _Result(_refused(task.symbol, [*task.refusals, refusal]))


def _refused(symbol: str, refusals: Iterable[tuple[str, str]]) -> Outcome:
    return Outcome(symbol, State.REFUSED, refusals=tuple(refusals))


@cache
def _encoder(name: str, cache_folder: Path | None) -> Encoder:
    """Load an encoder once a process."""
    return get_encoder(name, cache=cache_folder)


def _aligned(task: _Task) -> _Result:
    """Read and align a set; leave out the targets that are refused."""
    started = time.monotonic()
    refusals = list(task.refusals)
    source = _read(task.files[0])
    encoder = _encoder(task.encoder, task.cache_folder)
    encoded = encode_document(source, encoder)  # once, for all the targets
    targets, found = [], []
    for file, digest in zip(task.files[1:], task.digests[1:], strict=True):
        try:
            target = encode_document(_read(file), encoder)
            check_parallel(encoded, target)
            targets.append(target)
            found.append((file, digest))
        except (DocumentError, AlignmentError) as error:
            refusals.append((_shown(file.path), error.cause))
    alignments = mark_disputed(encoded, targets, align_encoded(encoded, targets))
    documents = [(task.files[0], task.digests[0], source)]
    useful = []
    for (file, digest), alignment in zip(found, alignments, strict=True):
        if any(bead.source and bead.target for bead in alignment.paragraph_beads):
            documents.append((file, digest, alignment.target))
            useful.append(alignment)
        else:
            refusals.append((_shown(file.path), "nothing in it corresponds to the source text"))
    if not useful:
        return _Result(_refused(task.symbol, refusals))
    aligned = aligned_set(
        task.symbol,
        useful,
        [_record(*document) for document in documents],
        # Without a fingerprint the next run does the set again, and refuses again what it must.
        "" if refusals else task.fingerprint,
        warnings=[f"{Path(where).name}: {cause}" for where, cause in refusals],
    )
    seconds = time.monotonic() - started
    return _Result(_outcome(aligned, seconds, refusals), aligned)


def _read(file: DocumentFile) -> Document:
    """Read a document; refuse one that cannot be in its language, for its script is another."""
    document = read(file.path, language=file.language)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    other = text_in_other_script(text, file.language)
    if other:
        cause = f"declared {LANGUAGES[file.language].name}, but the text is {other}"
        raise DocumentError(file.path, cause)
    return document


def _outcome(aligned: AlignedSet, seconds: float, refusals: Iterable[tuple[str, str]]) -> Outcome:
    return Outcome(
        symbol=aligned.symbol,
        state=State.ALIGNED,
        paragraphs=sum(record.paragraphs for record in aligned.documents),
        seconds=seconds,
        refusals=tuple(refusals),
        warnings=tuple(
            f"{Path(record.path).name}: {warning}"
            for record in aligned.documents
            for warning in record.warnings
        ),
    )


def _record(file: DocumentFile, digest: str, document: Document) -> DocumentRecord:
    paragraphs = len(document.paragraphs)
    return DocumentRecord(file.language, _shown(file.path), digest, paragraphs, document.warnings)


def _shown(path: Path | str) -> str:
    """Give a path, or what was taken from one, as text, even where its bytes are none."""
    return str(path).encode(errors="backslashreplace").decode()


def export_tmx(store: Store, out: Path, *, source: str, least: float = 0.0) -> list[Path]:
    """Write the pairs of a source language as TMX; give the files.

    OUT/tmx/SOURCE_TARGET.tmx holds the sentences, OUT/tmx-paragraphs/SOURCE_TARGET.tmx the
    paragraphs. A pair without units has no file, and an older one of its name is removed.
    Translations below the confidence `least` that no one has reviewed are left out.

    Raises StoreError where a file cannot be written, UsageError for a bad SOURCE_DATE_EPOCH.
    """
    created = build_time()
    targets = {
        pair.language
        for each in store.sets()
        if each.source_language == source
        for pair in each.pairs
    }
    written = []
    for folder, level in _FOLDERS.items():
        for target in sorted({*LANGUAGES, *targets} - {source}, key=language_rank):
            path = _folder(out / folder) / f"{source}_{target}.tmx"
            count = 0
            if target in targets:
                units = store.units(level=level, source=source, target=target, excluded=False)
                count = write_tmx(
                    path,
                    units,
                    source=source,
                    target=target,
                    level=level,
                    created=created,
                    min_score=least,
                )
            if count:
                written.append(path)
            else:
                _remove(path)
    return written


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
    return path


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
