"""Key words in context as a file: a table (TSV, XLSX), or the pairs of texts (TMX)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.tables import safe_cell
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.lookup.kwic.lines import KeyWordLine
from hexapla.memory.lookup.pairs import as_pair
from hexapla.memory.output.files import build_time, replacing
from hexapla.memory.reports.sheets import SheetText, write_sheet
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level, Unit

__all__ = ["ENDINGS", "write_key_words"]

ENDINGS: Final = (".tsv", ".xlsx", ".tmx")
"""The endings of the files that can be written."""

_HEAD: Final = ("symbol", "paragraph", "year", "language", "left", "key word", "right")
_WIDTHS: Final = (20, 12, 7, 10, 45, 24, 45)
_TEXT_WIDTH: Final = 50


def write_key_words(
    path: Path, lines: Sequence[KeyWordLine], *, source: str, targets: Sequence[str], level: Level
) -> int:
    """Write lines in the format that the ending of the path names; return how many rows it has.

    A table has a row for each line, with the texts in some target languages, in all where none is
    named. Cells that a spreadsheet would take for formulas are text there. A TMX file has each
    unit once, from `source` into the one target.

    Raises UsageError for another ending, or more targets than TMX takes; StoreError where the file
    cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(f"{path.name}: the file ends with {', '.join(ENDINGS)}")
    if ending == ".tmx":
        return _write_tmx(path, lines, source, targets, level)
    languages = list(targets) or _languages(lines)
    rows = _rows(lines, languages)
    head = (*_HEAD, *languages)
    if ending == ".xlsx":
        widths = (*_WIDTHS, *[_TEXT_WIDTH] * len(languages))
        write_sheet(path, head, widths, rows)
    else:
        with replacing(path) as stream:
            # Spreadsheets take a quotation mark at the beginning of a cell for one around it.
            table = csv.writer(stream, delimiter="\t", lineterminator="\n")
            for row in ((SheetText(name) for name in head), *rows):
                # Tabs part the cells, so that none can be in one.
                table.writerow(" ".join(safe_cell(cell.text).split()) for cell in row)
    return len(lines)


def _languages(lines: Iterable[KeyWordLine]) -> list[str]:
    return sorted({language for line in lines for language in line.unit.texts}, key=language_rank)


def _rows(
    lines: Iterable[KeyWordLine], languages: Sequence[str]
) -> Iterator[tuple[SheetText, ...]]:
    for line in lines:
        texts, marks = line.unit.texts, dict(line.marks)
        yield (
            *(
                SheetText(each)
                for each in (line.unit.symbol, line.unit.label or line.unit.reference)
            ),
            SheetText(str(line.year or "")),
            SheetText(line.language),
            *(SheetText(each, line.language) for each in (line.left, line.word, line.right)),
            *(
                SheetText(texts.get(each, ""), each, tuple(marks.get(each, ())))
                for each in languages
            ),
        )


def _write_tmx(
    path: Path, lines: Sequence[KeyWordLine], source: str, targets: Sequence[str], level: Level
) -> int:
    if len(targets) != 1 or targets[0] == source:
        raise UsageError("a TMX file is of two languages: name one other as the target")
    (target,) = targets
    return write_tmx(
        path,
        _pairs(lines, source, target),
        source=source,
        target=target,
        level=level,
        created=build_time(),
    )


def _pairs(lines: Iterable[KeyWordLine], source: str, target: str) -> Iterator[Unit]:
    for unit in dict.fromkeys(line.unit for line in lines):
        pair = as_pair(unit, source, target)
        if pair is not None:
            yield pair
