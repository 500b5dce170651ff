"""The exchange formats: one table that import, export, their help and the documentation read.

To add a format, write a reader and a writer in a module of its own and give it a line here; the
contract test of the table (`tests/memory/formats/test_registry.py`) then runs over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.bitext_page import read_bitext, write_bitext
from hexapla.memory.formats.glossary import read_tbx, terms, write_omegat_glossary, write_tbx
from hexapla.memory.formats.json_lines import read_json_lines, write_json_lines
from hexapla.memory.formats.moses import read_moses, texts_read, write_moses
from hexapla.memory.formats.open_document import read_open_document
from hexapla.memory.formats.parquet import write_parquet
from hexapla.memory.formats.po import read_po, write_po
from hexapla.memory.formats.profiles import (
    GENERAL,
    PROFILES,
    Profile,
    ambiguous_sources,
    omegat_profile,
)
from hexapla.memory.formats.reading import LeftOut
from hexapla.memory.formats.tables import read_table, write_table
from hexapla.memory.formats.tei_links import is_of_links, links_read, read_links
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.formats.tmx.writer import write_tmx_files
from hexapla.memory.formats.workbook import read_workbook, write_workbook
from hexapla.memory.formats.xliff.document import read_xliff, write_xliff
from hexapla.memory.output.files import build_time
from hexapla.memory.text.language_codes import TMX_CODES
from hexapla.memory.units import Level, Unit

__all__ = [
    "FORMATS",
    "ExchangeFormat",
    "ExportRequest",
    "Kept",
    "format_to_read",
    "format_to_write",
    "formats_table",
    "readable_extensions",
    "told_to_read",
    "told_to_write",
    "writable_extensions",
]

Pairs = Callable[[], Iterator[Unit]]
"""Gives the pairs anew each time that they are read through."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What a writer is told.

    `tool` names the profile of a TMX file, `codes` the codes that languages have in TMX, XLIFF and
    TBX files instead of the usual ones.
    """

    source: str
    target: str
    level: Level = Level.SENTENCE
    tool: str = GENERAL.name
    codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def all_codes(self) -> dict[str, str]:
        """The code of every language in the file."""
        return {**TMX_CODES, **self.codes}


Reader = Callable[[Path, Sequence[str], LeftOut], Iterator[Unit]]
"""Yields the units of a file, and tells what it leaves out of it.

The languages are the source, then the target or the columns.
"""
Writer = Callable[[Path, Pairs, ExportRequest], list[tuple[Path, int]]]
"""Writes pairs; returns the files that it made and the number of units in each."""


class Kept(StrEnum):
    """What of a pair can come back from a file, beside its texts and its address."""

    STATUS = "status"
    SCORE = "score"
    LEVEL = "level"
    CONTEXT = "context"
    STRUCTURE = "kind and label"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class ExchangeFormat:
    """A format: what its files are called, who reads and who writes them, and what that keeps.

    `extensions` are those of files that are written and read, the usual one first; files with an
    extension of `also_read` are read as well. `needs` says which pairs it takes, `languages` where
    the languages of a file that is read come from. One that is not read `alone` needs others
    beside it; `reads` tells which files are read where one is named. `recover` reads what can be
    saved of a damaged file.
    """

    name: str
    extensions: tuple[str, ...]
    read: Reader | None = None
    recover: Reader | None = None
    write: Writer | None = None
    keeps: frozenset[Kept] = frozenset()
    also_read: tuple[str, ...] = ()
    needs: str = "any pair"
    languages: str = "from the file"
    alone: bool = True
    reads: Callable[[Path, Sequence[str]], Sequence[Path]] = lambda path, _: (path,)


def _read_xml(path: Path, languages: Sequence[str], left_out: LeftOut) -> Iterator[Unit]:
    """Read what is XLIFF, or links between documents."""
    yield from (read_links if is_of_links(path) else read_xliff)(path, languages, left_out)


def _xml_read(path: Path, _: Sequence[str]) -> Sequence[Path]:
    """Return the files that `_read_xml` reads."""
    return links_read(path) if is_of_links(path) else (path,)


def _write_tmx(path: Path, pairs: Pairs, request: ExportRequest) -> list[tuple[Path, int]]:
    profile = _profile(request.tool, pairs, request.source)
    return write_tmx_files(
        path,
        pairs(),
        source=request.source,
        target=request.target,
        level=request.level,
        created=build_time(),
        profile=replace(profile, codes={**profile.codes, **request.codes}),
    )


def _profile(tool: str, pairs: Pairs, source: str) -> Profile:
    if tool not in PROFILES:
        raise UsageError(f"{tool!r} is none of {', '.join(PROFILES)}")
    if tool == "omegat":
        return omegat_profile(ambiguous_sources(pairs()))
    if tool == "lokalize" and source != "en":
        raise UsageError("Lokalize takes no other source language than English: --source en")
    return PROFILES[tool]


class _PairWriter(Protocol):
    """Writes pairs of two languages into one file; returns how many."""

    def __call__(self, path: Path, units: Iterator[Unit], *, source: str, target: str) -> int:
        """Write the file."""


def _one_file(write: Callable[[Path, Pairs, ExportRequest], int]) -> Writer:
    """Return a writer of one file from one that returns its number of units."""

    def written(path: Path, pairs: Pairs, request: ExportRequest) -> list[tuple[Path, int]]:
        return [(path, write(path, pairs, request))]

    return written


def _of_pairs(write: _PairWriter) -> Writer:
    """Return a writer of one file from one that is told both languages."""
    return _one_file(
        lambda path, pairs, request: write(
            path, pairs(), source=request.source, target=request.target
        )
    )


_write_table: Final = _one_file(
    lambda path, pairs, request: write_table(
        path, pairs(), source=request.source, targets=(request.target,)
    )
)

FORMATS: Final = (
    ExchangeFormat(
        "TMX",
        (".tmx",),
        read=read_units,
        recover=partial(read_units, recover=True),
        write=_write_tmx,
        keeps=frozenset(Kept) - {Kept.STRUCTURE},
        also_read=(".gz", ".zip"),
        needs="sides of at most 2000 characters, or what the tool of `--tool` takes",
    ),
    ExchangeFormat(
        "XLIFF",
        (".xlf", ".xliff"),
        read=_read_xml,
        reads=_xml_read,
        write=_one_file(
            lambda path, pairs, request: write_xliff(
                *(path, pairs()),
                source=request.source,
                target=request.target,
                codes=request.all_codes,
            )
        ),
        keeps=frozenset({Kept.STATUS, Kept.NOTES}),
        also_read=(".sdlxliff", ".mqxliff", ".mxliff", ".xml"),
    ),
    ExchangeFormat(
        "PO",
        (".po",),
        read=read_po,
        write=_of_pairs(write_po),
        keeps=frozenset({Kept.NOTES}),
        languages="from the head of the file, or `--languages`",
    ),
    ExchangeFormat(
        "Excel workbook",
        (".xlsx",),
        read=read_workbook,
        write=_one_file(
            lambda path, pairs, request: write_workbook(
                path, pairs(), source=request.source, targets=(request.target,)
            )
        ),
        keeps=frozenset({Kept.STATUS}),
        also_read=(".xlsm",),
        needs="sides of at most 32,767 characters",
        languages="from the first row, or `--languages`",
    ),
    ExchangeFormat(
        "OpenDocument spreadsheet",
        (),
        read=read_open_document,
        also_read=(".ods",),
        languages="from the first row, or `--languages`",
    ),
    ExchangeFormat(
        "Comma-separated table",
        (".csv",),
        read=read_table,
        write=_write_table,
        keeps=frozenset({Kept.STATUS}),
        languages="from the first row, or `--languages`",
    ),
    ExchangeFormat(
        "Tab-separated table",
        (".tsv",),
        read=read_table,
        write=_write_table,
        keeps=frozenset({Kept.STATUS}),
        also_read=(".txt",),
        needs="any pair; white space becomes one space",
        languages="from the first row, or `--languages`",
    ),
    ExchangeFormat(
        "JSON Lines",
        (".jsonl",),
        read=lambda path, _, __: read_json_lines(path),
        write=_one_file(lambda path, pairs, _: write_json_lines(path, pairs())),
        keeps=frozenset(Kept),
    ),
    ExchangeFormat(
        "HTML, side by side",
        (".html",),
        read=read_bitext,
        keeps=frozenset({Kept.STATUS}),
        also_read=(".htm",),
        needs="any pair; white space becomes one space",
        languages="from the first row, or `--languages`",
        write=_of_pairs(write_bitext),
    ),
    ExchangeFormat(
        "Moses text pair",
        (".moses",),
        write=lambda path, pairs, request: write_moses(
            path, pairs, source=request.source, target=request.target
        ),
        needs="any pair; white space becomes one space; `NAME.zh-en.zh` and `NAME.zh-en.en`",
    ),
    ExchangeFormat(
        "Text files, one text a line",
        (),
        read=read_moses,
        reads=texts_read,
        also_read=tuple(f".{language}" for language in LANGUAGES),
        languages="from the ends of the names: `NAME.en`, `NAME.zh`",
        alone=False,
    ),
    ExchangeFormat(
        "Links between TEI documents",
        (),
        read=read_links,
        reads=lambda path, _: links_read(path),
        also_read=(".lnk",),
        languages="from the documents; files of links may be called `.xml` too",
        alone=False,
    ),
    ExchangeFormat(
        "Parquet, with a data card",
        (".parquet",),
        write=lambda path, pairs, request: write_parquet(
            path, pairs(), source=request.source, target=request.target
        ),
        needs="any pair; the extra `parquet`",
    ),
    ExchangeFormat(
        "TBX glossary",
        (".tbx",),
        read=read_tbx,
        write=_one_file(
            lambda path, pairs, request: write_tbx(
                *(path, terms(pairs())),
                source=request.source,
                target=request.target,
                codes=request.all_codes,
            )
        ),
        needs="short texts that are no sentences",
    ),
    ExchangeFormat(
        "OmegaT glossary",
        (".utf8",),
        write=_one_file(lambda path, pairs, _: write_omegat_glossary(path, terms(pairs()))),
        needs="short texts that are no sentences",
    ),
)
"""All formats, in the order in which they are told."""


def readable_extensions(*, alone: bool = False) -> tuple[str, ...]:
    """Return the extensions of files that can be imported, or of those that are read `alone`."""
    known = (each for each in FORMATS if each.read and (each.alone or not alone))
    return tuple(dict.fromkeys(name for each in known for name in _read_from(each)))


def writable_extensions() -> tuple[str, ...]:
    """Return the extensions of files that can be written."""
    return tuple(name for each in FORMATS if each.write for name in each.extensions)


def format_to_read(path: Path, *, alone: bool = False) -> tuple[ExchangeFormat, Reader]:
    """Return the format that the extension of a file names, also before a .gz or .zip.

    Raises StoreError where no format that is read has it, or none of those that are read `alone`.
    """
    packed = path.suffix in (".gz", ".zip") and path.suffixes[1:]
    extension = (path.suffixes[-2] if packed else path.suffix).lower()
    for each in FORMATS:
        if each.read and (each.alone or not alone) and extension in _read_from(each):
            return each, each.read
    known = ", ".join(readable_extensions(alone=alone))
    raise StoreError(path, "is of no format that can be imported: %(endings)s", endings=known)


def format_to_write(path: Path) -> tuple[ExchangeFormat, Writer]:
    """Return the format that the extension of a file names.

    Raises UsageError where no format that is written has it.
    """
    extension = path.suffix.lower()
    for each in FORMATS:
        if each.write and extension in each.extensions:
            return each, each.write
    known = ", ".join(writable_extensions())
    raise UsageError(f"no format has the ending {extension!r}, only {known}")


def _read_from(each: ExchangeFormat) -> tuple[str, ...]:
    return each.extensions + each.also_read


def told_to_read() -> str:
    """Return the formats that are read, each with its extensions, for the help of a command."""
    return _told((each.name, _read_from(each)) for each in FORMATS if each.read)


def told_to_write() -> str:
    """Return the formats that are written, each with its extensions, for the help of a command."""
    return _told((each.name, each.extensions) for each in FORMATS if each.write)


def _told(formats: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return ", ".join(f"{name} ({' '.join(extensions)})" for name, extensions in formats)


def formats_table() -> str:
    """Return the table of formats as Markdown, for the documentation."""
    lines = [
        "| format | imported from | exported to | keeps, beside texts and addresses | takes |"
        " languages |",
        "|---|---|---|---|---|---|",
    ]
    for each in FORMATS:
        cells = (
            each.name,
            " ".join(f"`{name}`" for name in _read_from(each)) if each.read else "",
            " ".join(f"`{name}`" for name in each.extensions) if each.write else "",
            ", ".join(kept.value for kept in Kept if kept in each.keeps),
            each.needs if each.write else "",
            each.languages if each.read else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
