"""An OmegaT project whose tm/ folder is kept up to date from a memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input.decoding import load
from hexapla.corpora.input.xml import bounded_parser
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.profiles import ambiguous_sources, omegat_profile
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.lookup.pairs import pairs
from hexapla.memory.output.files import build_time, make_folder
from hexapla.memory.store.store import Store
from hexapla.memory.text.figures import WordFilter
from hexapla.memory.text.language_codes import language_of
from hexapla.memory.units import Level, Unit

__all__ = ["project_languages", "update_project"]

_NAME: Final = "omegat.project"
_LARGEST: Final = 1 << 20  # bytes


def project_languages(project: Path) -> tuple[str, str]:
    """Return the codes of the languages of a project as it writes them: `zh-CN`, `en-US`.

    Raises StoreError where the folder holds no OmegaT project, or its languages are not ours.
    """
    file = project / _NAME
    try:
        content = load(file, most=_LARGEST)
        root = etree.fromstring(content, bounded_parser())
    except DocumentError as error:
        raise StoreError(file, "there is no OmegaT project here") from error
    except etree.XMLSyntaxError as error:
        raise StoreError(file, "is not well-formed: %(error)s", error=error.msg) from error
    codes = [(root.findtext(f".//{side}_lang") or "").strip() for side in ("source", "target")]
    for code in codes:
        if language_of(code) not in LANGUAGES:
            raise StoreError(
                file, "is for a language that hexapla does not know: %(code)s", code=repr(code)
            )
    return codes[0], codes[1]


def update_project(store: Store, project: Path, *, auto: bool = False) -> tuple[Path, int]:
    """Write the memory into the folder tm/ of a project; return the file and its units.

    With `auto`, into tm/auto/, from where OmegaT fills in exact matches by itself. The file takes
    the place of the one before in one step: OmegaT, which looks for changed files all the time,
    never finds half of it. Raises StoreError as `project_languages` does, or where it cannot be
    written.
    """
    codes = project_languages(project)
    source, target = (language_of(code) for code in codes)
    folder = make_folder(project / "tm" / "auto" if auto else project / "tm")
    path = folder / f"hexapla_{source}_{target}.tmx"
    several = ambiguous_sources(_units(store, source, target))
    count = write_tmx(
        path,
        _units(store, source, target),
        source=source,
        target=target,
        level=Level.SENTENCE,
        created=build_time(),
        profile=replace(omegat_profile(several), codes={source: codes[0], target: codes[1]}),
    )
    return path, count


def _units(store: Store, source: str, target: str) -> Iterator[Unit]:
    # What has no words needs no translation.
    return WordFilter()(pairs(store, source, target, level=Level.SENTENCE))
