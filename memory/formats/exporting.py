"""Giving pairs of a memory to another program, as a file of its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from hexapla.memory.formats.profiles import GENERAL
from hexapla.memory.formats.registry import ExportRequest, format_to_write
from hexapla.memory.units import Level, Unit

__all__ = ["export_pairs"]


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
    """Write pairs as the format that the extension names; return the files and their units.

    The formats are those of `memory.formats.registry`. `pairs` is called for each time that they
    are read through; `tool` names the profile of a TMX file (`memory.formats.profiles`), `codes`
    the codes that languages have in TMX, XLIFF and TBX files instead of the usual ones. Raises
    StoreError where a file cannot be written, UsageError where the extension or the tool is not
    known, or the tool takes no such languages.
    """
    _, write = format_to_write(path)
    return write(path, pairs, ExportRequest(source, target, level, tool, codes))
