"""Files that were reviewed elsewhere: read, and put back into the rows that they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from lxml import etree, html

from hexapla.corpora.errors import DocumentError, StoreError, UsageError
from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.decoding import cleaned, decode, load
from hexapla.corpora.input.markup import is_crowded
from hexapla.memory.formats.reading import imported_text
from hexapla.memory.formats.separated import TableRow
from hexapla.memory.formats.tables import read_table, table_units
from hexapla.memory.formats.workbook import read_workbook
from hexapla.memory.formats.xliff.document import read_xliff
from hexapla.memory.lookup.notes import told
from hexapla.memory.review.actions import edited
from hexapla.memory.rows import Change, Grid, Row
from hexapla.memory.teamwork import LONGEST_COMMENT, Comment, Said
from hexapla.memory.units import Status, Translation, Unit

__all__ = ["Returned", "read_reviewed", "returned"]

_CELLS: Final = frozenset({"td", "th"})


def read_reviewed(path: Path) -> Iterator[Unit]:
    """Yield the rows of a workbook (.xlsx), a table (.csv, .tsv), a page (.html) or XLIFF (.xlf).

    The first row of tables names the columns, as in what is downloaded. Raises StoreError where the
    file cannot be read, UsageError where its name has another ending.
    """
    match path.suffix.lower():
        case ".xlsx":
            return read_workbook(path)
        case ".csv" | ".tsv":
            return read_table(path)
        case ".html" | ".htm":
            return table_units(_html_rows(path), path)
        case ".xlf" | ".xliff":
            return read_xliff(path)
    raise UsageError("only files that end with .xlsx, .csv, .tsv, .html or .xlf come back")


def _html_rows(path: Path) -> Iterator[TableRow]:
    """Yield the rows of a page."""
    try:
        text = decode(load(path), path)
        if is_crowded(text):
            raise StoreError(
                path.name, "has a tag with more than %(most)s attributes", most=MOST_ATTRIBUTES
            )
        parser = html.HTMLParser(encoding="utf-8", no_network=True)
        page = html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except (OSError, ValueError, DocumentError, etree.LxmlError) as error:
        raise StoreError(
            path.name, "cannot be read as a page: %(error)s", error=str(error)
        ) from error
    for place, row in enumerate(page.iterfind(".//tr")):
        cells = ["".join(map(str, cell.itertext())).strip() for cell in row if cell.tag in _CELLS]
        yield TableRow(place, cells)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a reviewed file brings: a change of rows, and what it says of some by their references.

    What is said is new: neither a note that its translations have nor a comment that the row has,
    or had until it was taken back.
    """

    change: Change
    comments: tuple[tuple[str, str], ...] = ()


def returned(
    grid: Grid, symbol: str, units: Iterable[Unit], entries: Sequence[Comment] = ()
) -> Returned:
    """Return what the reviewed rows of a file bring to a set of which `entries` are said.

    Each finds its own row by its id and source text.

    A row counts where its status is `reviewed` or `rejected`. A text that differs is an edit, and
    the original is kept. Notes are comments on the row, whatever its status is. Rows of other
    documents, and those whose source text is another now, are left out.
    """
    rows, notes = dict[str, Row](), dict[str, dict[str, None]]()
    for unit in units:
        row = grid.find(unit.reference)
        if unit.symbol == symbol and row is not None and _as_read(row.text) == _as_read(unit.text):
            # A file can have a row several times, as with a language in each.
            so_far = rows.get(row.reference, row)
            rows[row.reference] = _decided(so_far, unit.translations)
            given = (note for each in unit.translations for note in _notes(each))
            notes.setdefault(row.reference, {}).update(dict.fromkeys(given))
    known = defaultdict[str, list[Comment]](list)
    for entry in entries:
        if entry.said is Said.COMMENT:
            known[grid.row_for(entry.reference)].append(entry)
    before, after, said = [], [], []
    for row in filter(None, map(grid.find, rows)):
        if rows[row.reference] != row:
            before.append(row)
            after.append(rows[row.reference])
        new = _new_notes(row, notes[row.reference], known[row.reference])
        said += [(row.reference, text) for text in new]
    return Returned(Change("return", tuple(before), tuple(after)), tuple(said))


def _as_read(text: str) -> str:
    """Return a text as all files bring it back: pages and tables have one kind of line ends."""
    return imported_text(cleaned(text))


def _new_notes(row: Row, given: Iterable[str], known: Sequence[Comment]) -> Iterator[str]:
    """Yield what notes say that nobody has said of the row, each once."""
    own = (note for cell in row.cells for note in _notes(cell))
    there = {tuple(_as_read(each).split("\n")) for each in (*own, *map(told, known))}
    there.discard(("",))  # no note
    lengths = defaultdict[str, set[int]](set)
    for first, *others in there:
        lengths[first].add(1 + len(others))
    said = {_as_read(each.text) for each in known}
    left = ("\n".join(_left(_as_read(note).split("\n"), there, lengths)) for note in given)
    for text in dict.fromkeys(map(str.strip, left)):
        for start in range(0, len(text), LONGEST_COMMENT):
            part = text[start : start + LONGEST_COMMENT].strip()
            if part and part not in said:
                yield part


def _left(
    lines: Sequence[str],
    there: Collection[tuple[str, ...]],
    lengths: Mapping[str, Collection[int]],
) -> Iterator[str]:
    """Yield the lines of a note but for those of the known notes in it, which `there` are.

    A cell of a table has all notes, and what the reviewer wrote below them. One note can be the
    beginning of another: the longest counts. `lengths` are those of the known notes, in lines, by
    their first line.
    """
    place = 0
    while place < len(lines):
        tried = sorted(lengths.get(lines[place], ()), reverse=True)
        known = next((each for each in tried if tuple(lines[place : place + each]) in there), 0)
        if not known:
            yield lines[place]
        place += known or 1


def _notes(translation: Translation) -> tuple[str, ...]:
    return translation.carried.notes if translation.carried else ()


def _decided(row: Row, given: Iterable[Translation]) -> Row:
    for each in given:
        cell = row.cell(each.language)
        if cell is None or each.status is Status.AUTOMATIC:
            continue
        if each.status is Status.REJECTED:
            row = row.with_cell(each.language, replace(cell, status=Status.REJECTED))
        elif _as_read(each.text) == _as_read(cell.text):
            reviewed = replace(cell, status=Status.REVIEWED, score=1.0)
            row = row.with_cell(each.language, reviewed)
        else:
            row = row.with_cell(each.language, edited(cell, each.text))
    return row
