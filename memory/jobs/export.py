"""The TMX files of a job: one a language pair and level."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

from hexapla.corpora.errors import StoreError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.profiles import ALIGNED
from hexapla.memory.formats.tmx.writer import write_tmx_pairs
from hexapla.memory.output.files import build_time, make_folder
from hexapla.memory.store.store import Store
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level

__all__ = ["export_tmx"]

_FOLDERS: Final = MappingProxyType({"tmx": Level.SENTENCE, "tmx-paragraphs": Level.PARAGRAPH})


def export_tmx(store: Store, out: Path, *, source: str, min_score: float = 0.0) -> list[Path]:
    """Write the pairs of a source language as TMX; return the files.

    OUT/tmx/SOURCE_TARGET.tmx holds the sentences, OUT/tmx-paragraphs/SOURCE_TARGET.tmx the
    paragraphs. A pair without units has no file, and an older one of its name is removed.
    Translations with a score below `min_score` that no one has reviewed are left out. The memory
    is read once a level, and no more than one unit is held.

    Raises StoreError where a file cannot be written, UsageError for a bad SOURCE_DATE_EPOCH.
    """
    created = build_time()
    present = {
        pair.language
        for each in store.sets()
        if each.source_language == source
        for pair in each.pairs
    }
    written = []
    for name, level in _FOLDERS.items():
        folder = make_folder(out / name)
        targets = sorted({*LANGUAGES, *present} - {source}, key=language_rank)
        paths = {target: folder / f"{source}_{target}.tmx" for target in targets}
        counts = write_tmx_pairs(
            {target: path for target, path in paths.items() if target in present},
            store.units(level=level, source=source, excluded=False),
            source=source,
            level=level,
            created=created,
            profile=ALIGNED,
            min_score=min_score,
        )
        for target, path in paths.items():
            if counts.get(target):
                written.append(path)
            else:
                _remove(path)
    return written


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
