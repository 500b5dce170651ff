"""Files of a termbase for other programs: TBX-Basic, OmegaT glossaries, tables, workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.terms.files import write_glossary
from hexapla.memory.formats.terms.tables import concept_rows, languages_of, write_term_table
from hexapla.memory.formats.terms.tbx import Edition, write_tbx_concepts
from hexapla.memory.reports.sheets import SheetText, write_sheet
from hexapla.memory.termbase import Concept

__all__ = ["WRITABLE", "require_terms_file", "write_concepts"]

WRITABLE: Final = (".tbx", ".xlsx", ".csv", ".utf8", ".txt")
"""The extensions of files of terms that are written."""
_GLOSSARIES: Final = frozenset({".utf8", ".txt"})
_TEXT_WIDTH: Final = 40
_OTHER_WIDTH: Final = 18


def require_terms_file(path: Path, languages: Sequence[str]) -> None:
    """Raise UsageError where a name is of no file of terms, or a glossary is not of two languages.

    What takes long to find is so not lost for it.
    """
    kind = path.suffix.lower()
    if kind not in WRITABLE:
        raise UsageError(f"{path}: no file of terms, which are {', '.join(WRITABLE)}")
    if kind in _GLOSSARIES and len(languages) != 2:
        ways = "--languages zh,en to export, --target en to extract"
        raise UsageError(f"{path}: a glossary is of two languages: add {ways}")


def write_concepts(
    path: Path,
    concepts: Sequence[Concept],
    *,
    languages: Sequence[str] = (),
    edition: Edition = Edition.FIRST,
) -> int:
    """Write concepts as the kind of file that its name says; return how many entries it has.

    A glossary is of two `languages`. Raises UsageError where the name is of no such file, or the
    languages are missing; StoreError where it cannot be written.
    """
    require_terms_file(path, languages)
    kind = path.suffix.lower()
    if kind == ".tbx":
        return write_tbx_concepts(path, concepts, edition=edition)
    if kind == ".csv":
        return write_term_table(path, concepts)
    if kind == ".xlsx":
        return _write_workbook(path, concepts)
    return write_glossary(path, concepts, *languages)


def _write_workbook(path: Path, concepts: Sequence[Concept]) -> int:
    languages = languages_of(concepts)
    rows = concept_rows(concepts, languages)
    head = next(rows)
    of_cells = [name if name in languages else "" for name in head]
    widths = [_TEXT_WIDTH if name else _OTHER_WIDTH for name in of_cells]
    write_sheet(
        path,
        head,
        widths,
        (
            [SheetText(cell, language) for cell, language in zip(row, of_cells, strict=True)]
            for row in rows
        ),
    )
    return len(concepts)
