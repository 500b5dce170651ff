"""The TMX files of a job: one a language pair and level."""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hexapla.corpora.errors import StoreError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.profiles import ALIGNED
from hexapla.memory.formats.tmx.writer import write_tmx_pairs
from hexapla.memory.output.files import build_time, make_folder
from hexapla.memory.store.store import Store
from hexapla.memory.text.figures import WordFilter
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level

__all__ = ["Exported", "export_tmx"]

_FOLDERS: Final = MappingProxyType({"tmx": Level.SENTENCE, "tmx-paragraphs": Level.PARAGRAPH})
_DOUBTFUL: Final = "doubtful"


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were written, and how many sentences are not in the first ones.

    `doubtful` were not sure enough, `figures` are cells of tables without words.
    """

    paths: tuple[Path, ...]
    doubtful: int
    figures: int = 0


def export_tmx(
    store: Store, out: Path, *, source: str, min_score: float = 0.0, figures: bool = False
) -> Exported:
    """Write the pairs of a source language as TMX.

    OUT/tmx/SOURCE_TARGET.tmx holds the sentences, OUT/tmx-paragraphs/SOURCE_TARGET.tmx the
    paragraphs. A pair without units has no file, and an older one of its name is removed.
    Translations with a score below `min_score` that no one has reviewed are in the files of the
    same names in OUT/doubtful instead. Cells of tables that only hold a figure, a symbol or a date
    are left out, save with `figures`. The memory is read once a level, and no more than one unit
    is held.

    Raises StoreError where a file cannot be written, UsageError for a bad SOURCE_DATE_EPOCH.
    """
    created = build_time()
    present = {
        pair.language
        for each in store.sets()
        if each.source_language == source
        for pair in each.pairs
    }
    found: list[Path] = []
    apart: list[Path] = []
    left_out: dict[Level, int] = {}
    unsure: dict[Level, int] = {}
    for name, level in _FOLDERS.items():
        paths = _paths(make_folder(out / name), source, present)
        doubtful = _paths(out / _DOUBTFUL / name, source, present)
        with_words = WordFilter()
        units = store.units(level=level, source=source, excluded=False)
        written = write_tmx_pairs(
            {target: path for target, path in paths.items() if target in present},
            units if figures else with_words(units),
            source=source,
            level=level,
            created=created,
            profile=ALIGNED,
            min_score=min_score,
            doubtful=doubtful,
        )
        left_out[level] = with_words.left_out
        unsure[level] = sum(written.get(path, 0) for path in doubtful.values())
        found += [path for path in paths.values() if path in written]
        apart += [path for path in doubtful.values() if path in written]
        for path in (*paths.values(), *doubtful.values()):
            if path not in written:
                _remove(path)
        _remove_empty(out / _DOUBTFUL / name)
    return Exported(
        (*found, *apart), doubtful=unsure[Level.SENTENCE], figures=left_out[Level.SENTENCE]
    )


def _paths(folder: Path, source: str, present: Set[str]) -> dict[str, Path]:
    """Return the files of a folder by their targets: those there are, and those there may be."""
    targets = sorted({*LANGUAGES, *present} - {source}, key=language_rank)
    return {target: folder / f"{source}_{target}.tmx" for target in targets}


def _remove_empty(folder: Path) -> None:
    """Remove a folder, and the one around it, where nothing is in them."""
    with suppress(OSError):
        folder.rmdir()
        folder.parent.rmdir()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
