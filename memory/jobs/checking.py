"""What is checked: units of files of aligned texts, of two documents, of a memory.

And how: in this process, or where there is much, in several.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Final

from hexapla.align.documents import align_documents
from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.document import Document
from hexapla.corpora.errors import HexaplaError, LimitError, UsageError
from hexapla.corpora.files.bitexts import HEAD, find_bitext, may_be_bitext
from hexapla.corpora.input.decoding import load
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from hexapla.memory.checks.findings import CheckOfPairs, TextPair, check_here
from hexapla.memory.checks.flags import Flag
from hexapla.memory.formats.reading import LeftOut
from hexapla.memory.formats.registry import format_to_read, readable_extensions
from hexapla.memory.formats.taken import read_ahead
from hexapla.memory.jobs.build import aligned_set
from hexapla.memory.jobs.processes import map_in_processes
from hexapla.memory.jobs.progress import Tell
from hexapla.memory.lookup.pairs import as_pair
from hexapla.memory.selection import Selection
from hexapla.memory.store.store import Store
from hexapla.memory.text.patterns import shortened
from hexapla.memory.units import AlignedSet, Level, Status, Unit

__all__ = [
    "MemoryFilter",
    "align_two",
    "all_titles",
    "check_with",
    "is_aligned",
    "read_documents",
    "units_of_file",
    "units_of_memory",
]


# Pairs that are checked here before any process is started, which takes as long as some thousands
# of them; and those that travel together, enough for the way to cost little beside the work.
_FEW: Final = 3000
_TOGETHER: Final = 250


def check_with(jobs: int, *, few: int = _FEW) -> CheckOfPairs:
    """Return what checks pairs in so many processes, but the first `few` in this one."""
    return partial(_checked, jobs=jobs, few=few) if jobs > 1 else check_here


def _checked(pairs: Iterable[TextPair], jobs: int, few: int) -> Generator[list[Flag], None, None]:
    """Yield what `check_here` yields, also where the reading of the pairs fails half-way."""
    waiting = iter(pairs)
    yield from check_here(islice(waiting, few))
    failures: list[HexaplaError] = []
    batches = _batches(waiting, failures)
    first = next(batches, None)
    if first is not None:
        found = map_in_processes(
            _check_batch,
            chain([first], batches),
            jobs=jobs,
            known_result=lambda _: None,
            on_death=_died,
        )
        with closing(found):
            for flags in found:
                if isinstance(flags, LimitError):
                    raise flags
                yield from flags
    if failures:
        raise failures[0]


def _batches(pairs: Iterator[TextPair], failures: list[HexaplaError]) -> Iterator[list[TextPair]]:
    """Yield pairs that travel together; an error that ends the reading is kept until they are."""
    batch: list[TextPair] = []
    try:
        for pair in pairs:
            batch.append(pair)
            if len(batch) == _TOGETHER:
                yield batch
                batch = []
    except HexaplaError as error:
        failures.append(error)
    if batch:
        yield batch


def _check_batch(batch: Sequence[TextPair], *, tell: Tell) -> list[list[Flag]] | LimitError:
    """Return what is found in each pair of a batch; nothing is told on the way."""
    del tell
    return list(check_here(batch))


def _died(batch: Sequence[TextPair]) -> list[list[Flag]] | LimitError:
    """Return the error of pairs whose check ends its process: it would end this one as well."""
    first, last = (shortened(pair.source) for pair in (batch[0], batch[-1]))
    return LimitError(
        "%(count)s pairs cannot be checked, for that ended its process twice: from “%(first)s” to"
        " “%(last)s”",
        count=len(batch),
        first=first,
        last=last,
    )


@dataclass(frozen=True, slots=True)
class MemoryFilter:
    """Which units of a memory are checked.

    Without a `source`, each against the source of its own set; without `targets`, in all languages.
    """

    level: Level = Level.SENTENCE
    selection: Selection = field(default_factory=Selection)
    source: str | None = None
    targets: tuple[str, ...] = ()


def is_aligned(path: Path) -> bool:
    """Return whether a file holds aligned texts; what can be a document is asked for its start.

    Raises DocumentError where it cannot be read.
    """
    extension = path.suffix.lower()
    if not may_be_bitext(path):
        return extension in readable_extensions() or (
            extension == ".zip" and len(path.suffixes) > 1
        )
    return find_bitext(RawFile(load(path, most=HEAD), path), own=True) is not None


def units_of_file(path: Path, languages: Sequence[str], left_out: LeftOut) -> Iterator[Unit]:
    """Yield the units of a file of any exchange format; tell what is left out of it.

    `languages` are those of the texts where the file does not say. Raises StoreError where it
    cannot be read.
    """
    _, read_units = format_to_read(path)
    if not languages and may_be_bitext(path):
        found = find_bitext(RawFile(load(path, most=HEAD), path), own=True)
        languages = found.languages if found else ()
    with read_ahead(read_units(path, languages, left_out), path, left_out) as units:
        yield from units


def read_documents(paths: Sequence[Path], languages: Sequence[str]) -> list[Document]:
    """Read documents; `languages` are theirs, in order, where they are named.

    Raises DocumentError as `corpora.readers.registry.read` does, UsageError where two are in one
    language.
    """
    named = languages if len(languages) == len(paths) else [None] * len(paths)
    documents = [read(path, language=code) for path, code in zip(paths, named, strict=True)]
    if len({each.language for each in documents}) < len(documents):
        both = " and ".join(map(str, paths))
        raise UsageError(f"{both}: both in {documents[0].language}: --languages names them")
    return documents


def align_two(source: Document, target: Document, *, encoder: str) -> AlignedSet:
    """Align two documents with each other, for a check and no memory.

    Raises AlignmentError where one is no translation of the other, EncoderError or UsageError
    where there is no such encoder.
    """
    alignment = align_documents(source, target, encoder=get_encoder(encoder))
    return aligned_set(source.symbol or target.symbol, [alignment], [], "")


def all_titles(store: Store) -> list[dict[str, str]]:
    """Return the titles of each document of a memory by language."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for symbol, (title, code) in store.titles(language).items():
            if code == language:
                found.setdefault(symbol, {})[language] = title
    return list(found.values())


def units_of_memory(store: Store, wanted: MemoryFilter) -> Iterator[Unit]:
    """Yield the units of a memory that are wanted, without those of excluded sets."""
    for symbol in store.selected(wanted.selection):
        for unit in store.units(level=wanted.level, symbol=symbol, excluded=False):
            yield from _wanted(unit, wanted)


def _wanted(unit: Unit, wanted: MemoryFilter) -> Iterator[Unit]:
    source = wanted.source or unit.language
    targets = wanted.targets or (unit.language, *(each.language for each in unit.translations))
    pairs = (as_pair(unit, source, target) for target in targets if target != source)
    status = wanted.selection.status
    translations = tuple(
        each
        for pair in pairs
        if pair is not None
        for each in pair.translations
        if each.status is not Status.REJECTED and status in (None, each.status)
    )
    if translations:
        yield replace(unit, language=source, text=unit.texts[source], translations=translations)
