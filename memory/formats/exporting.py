"""Giving pairs of a memory to another program, as a file of its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.bitext_page import write_bitext
from hexapla.memory.formats.glossary import terms, write_omegat_glossary, write_tbx
from hexapla.memory.formats.json_lines import write_json_lines
from hexapla.memory.formats.po import write_po
from hexapla.memory.formats.profiles import (
    GENERAL,
    PROFILES,
    Profile,
    ambiguous_sources,
    omegat_profile,
)
from hexapla.memory.formats.tables import write_table
from hexapla.memory.formats.tmx.writer import write_tmx_files
from hexapla.memory.formats.workbook import write_workbook
from hexapla.memory.formats.xliff.document import write_xliff
from hexapla.memory.output.files import build_time
from hexapla.memory.text.language_codes import TMX_CODES
from hexapla.memory.units import Level, Unit

__all__ = ["ENDINGS", "export_pairs"]

ENDINGS: Final = (
    ".tmx",
    ".xlf",
    ".po",
    ".xlsx",
    ".csv",
    ".tsv",
    ".jsonl",
    ".html",
    ".tbx",
    ".utf8",
)
"""The endings of the names of files, each of which stands for a format; .utf8 for OmegaT's
glossaries."""


def export_pairs(
    path: Path,
    pairs: Callable[[], Iterator[Unit]],
    *,
    source: str,
    target: str,
    level: Level,
    tool: str = GENERAL.name,
    codes: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[Path, int]]:
    """Write pairs as the format that the ending of the path names; give the files and their units.

    `pairs` is called for each time that they are read through; `tool` names the profile of a TMX
    file (`memory.formats.profiles`), `codes` the codes that languages have in TMX, XLIFF and TBX
    files instead of the usual ones. Raises StoreError where a file cannot be written, UsageError
    where the ending or the tool is not known, or the tool takes no such languages.
    """
    named = {**TMX_CODES, **codes}
    languages = {"source": source, "target": target}
    match path.suffix.lower():
        case ".tmx":
            return write_tmx_files(
                path,
                pairs(),
                **languages,
                level=level,
                created=build_time(),
                profile=_with_codes(_profile(tool, pairs, source), codes),
            )
        case ".xlf" | ".xliff":
            count = write_xliff(path, pairs(), **languages, codes=named)
        case ".po":
            count = write_po(path, pairs(), **languages)
        case ".xlsx":
            count = write_workbook(path, pairs(), source=source, targets=(target,))
        case ".csv" | ".tsv":
            count = write_table(path, pairs(), source=source, targets=(target,))
        case ".jsonl":
            count = write_json_lines(path, pairs())
        case ".html":
            count = write_bitext(path, pairs(), **languages)
        case ".tbx":
            count = write_tbx(path, terms(pairs()), **languages, codes=named)
        case ".utf8":
            count = write_omegat_glossary(path, terms(pairs()))
        case ending:
            raise UsageError(f"no format has the ending {ending!r}, only {', '.join(ENDINGS)}")
    return [(path, count)]


def _with_codes(profile: Profile, codes: Mapping[str, str]) -> Profile:
    return replace(profile, codes={**profile.codes, **codes})


def _profile(tool: str, pairs: Callable[[], Iterator[Unit]], source: str) -> Profile:
    if tool not in PROFILES:
        raise UsageError(f"{tool!r} is none of {', '.join(PROFILES)}")
    if tool == "omegat":
        return omegat_profile(ambiguous_sources(pairs()))
    if tool == "lokalize" and source != "en":
        raise UsageError("Lokalize takes no other source language than English: --source en")
    return PROFILES[tool]
