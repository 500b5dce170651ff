"""Tables of texts: tab- and comma-separated values, a language a column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import StoreError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.reading import imported_translation, imported_unit, reading
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import language_of
from hexapla.memory.units import Status, Unit

__all__ = ["read_table", "table_rows", "table_units", "write_table"]

_ADDRESSES: Final = frozenset({"id", "tuid", "symbol", "label", "reference", "status"})
# A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text.
_FORMULA: Final = re.compile(r"^[=+\-@\t\r]")
# The characters of one cell: more than any paragraph has, and no memory is spent on one quotation
# mark that is never closed.
_LONGEST: Final = 1 << 20
# What holds the first row, which says whether tabs part the cells.
_SAMPLE: Final = 4096


def read_table(path: Path, *, languages: Sequence[str] = ()) -> Iterator[Unit]:
    """Yield the rows of a table as units, those with two texts at least.

    The first row names the columns by language codes (`zh`, `en-US`), and perhaps `id`, `symbol`
    and `status`; without such a row, `languages` are those of the columns. The first language is
    the source. Raises StoreError where the file cannot be read or the columns are not known.
    """
    csv.field_size_limit(_LONGEST)
    with reading(path), path.open(encoding="utf-8-sig", newline="") as stream:
        sample = stream.read(_SAMPLE)
        stream.seek(0)
        tabs = "\t" in sample.split("\n", 1)[0]
        # Tab-separated texts have no quoting: a quotation mark is part of the text.
        rows = csv.reader(
            stream,
            delimiter="\t" if tabs else ",",
            quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL,
        )
        try:
            yield from table_units(rows, path, languages)
        except csv.Error as error:
            raise StoreError(path, f"cannot be read as a table: {error}") from error


def table_units(
    rows: Iterable[Sequence[str]], path: Path, languages: Sequence[str] = ()
) -> Iterator[Unit]:
    """Yield the units that rows of cells are, as `read_table` says."""
    columns: list[str] | None = None
    for place, row in enumerate(rows):
        if columns is None:
            named = [_column(cell) for cell in row]
            head = sum(name in LANGUAGES for name in named) >= 2
            columns = named if head else list(languages)
            if len([name for name in columns if name in LANGUAGES]) < 2:
                raise StoreError(path, "the first row names no languages: give --languages")
            if head:
                continue
        unit = _unit(dict(zip(columns, row, strict=False)), place, path)
        if unit:
            yield unit


def _column(cell: str) -> str:
    name = cell.strip().lower()
    return name if name in _ADDRESSES else language_of(cell)


def _unit(row: dict[str, str], place: int, path: Path) -> Unit | None:
    texts = {name: clean(_text(cell)) for name, cell in row.items() if name in LANGUAGES}
    texts = {language: text for language, text in texts.items() if text}
    if len(texts) < 2:
        return None
    symbol, _, reference = (row.get("id") or row.get("tuid") or "").rpartition("#")
    named = row.get("status", "").strip().lower()
    status = Status(named) if named in set(Status) else Status.AUTOMATIC
    language, *others = texts
    return imported_unit(
        place,
        symbol or row.get("symbol", "").strip() or path.stem,
        reference or row.get("reference", "").strip(),
        (language, texts[language]),
        tuple(imported_translation(other, texts[other], status=status) for other in others),
        label=row.get("label", "").strip(),
    )


def table_rows(
    units: Iterable[Unit], *, source: str, targets: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the cells of units: address, status, the source and each target, after a row of names.

    A unit without a translation into any target is left out, and so are rejected translations.
    """
    yield ("id", "status", source, *targets)
    for unit in units:
        found = {
            each.language: each
            for each in unit.translations
            if each.status is not Status.REJECTED and each.language in targets
        }
        if unit.language == source and found:
            reviewed = all(each.status is Status.REVIEWED for each in found.values())
            texts = (found[each].text if each in found else "" for each in targets)
            status = Status.REVIEWED if reviewed else Status.AUTOMATIC
            yield (clean(unit.tuid), status.value, *map(clean, (unit.text, *texts)))


def write_table(path: Path, units: Iterable[Unit], *, source: str, targets: Sequence[str]) -> int:
    """Write units as rows with the columns id, status and a language each; return how many.

    Tab-separated where the name ends with `.tsv`, else comma-separated. White space in a text is
    written as one space where tabs part the columns. A text that a spreadsheet would take for a
    formula gets an apostrophe before it, which is taken off again when it is read. Rejected
    translations are left out. Raises StoreError where the file cannot be written.
    """
    count = -1
    tabs = path.suffix.lower() == ".tsv"
    with replacing(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for row in table_rows(units, source=source, targets=targets):
            cells = [_safe(cell) for cell in row]
            if tabs:
                stream.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")
            else:
                writer.writerow(cells)
            count += 1
    return count


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text.lstrip("'")) else text


def _text(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell.lstrip("'")) else cell
