"""Tables of texts: a language a column, the cells parted by a comma, a semicolon or a tab."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Final, TextIO

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input.decoding import decode, load
from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import (
    GIVE_LANGUAGES,
    LeftOut,
    imported_text,
    kept_apart,
    no_text,
    nobody,
    reading,
    units_of_texts,
)
from hexapla.memory.formats.separated import (
    SEPARATORS,
    TableRow,
    is_quoted,
    separated_rows,
    stated_separator,
)
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.counting import last_that_fit
from hexapla.memory.text.language_codes import is_traditional
from hexapla.memory.units import Status, Translation, Unit

__all__ = [
    "LONGEST_CELL",
    "has_heading",
    "in_sheet",
    "opened_lines",
    "opened_table",
    "read_table",
    "safe_cell",
    "sheet_units",
    "table_rows",
    "table_units",
    "text_of_cell",
    "write_table",
]

LONGEST_CELL: Final = 32_767
"""Characters that a cell of a workbook can hold (Microsoft, "Excel specifications and limits")."""

_ADDRESSES: Final = frozenset({"id", "tuid", "symbol", "label", "reference", "status"})
_NOTES: Final = frozenset({"note", "notes", "comment", "comments"})
# What people call the columns of a table whose languages they give.
_SIDES: Final = frozenset(
    (
        *("source", "target", "text", "translation", "original", "term", "sentence", "segment"),
        *("cible", "texte", "traduction", "terme", "fuente", "destino", "origen", "texto"),
        *("traducción", "término", "оригинал", "источник", "перевод", "текст", "термин"),
        *("原文", "译文", "来源", "翻译", "源语言", "目标语言", "术语", "النص", "الأصل", "المصدر"),
        *("الترجمة", "quelle", "ziel", "übersetzung", "begriff"),
    )
)
# What a heading such as `Source (en)` has in brackets.
_IN_BRACKETS: Final = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]\s*$")
_LONGEST_HEADING: Final = 100
# A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text.
# Signs of full width count as well, and quotation marks before it are those of a cell of a table.
_FORMULA: Final = re.compile(r"""['"\s]*[=+\-@＝＋－＠\t\r]""")
# The characters of one line: more than any row has.
_LONGEST: Final = 1 << 20
# The first lines, and the rows of them, that say what parts the cells and which are the columns.
_SAMPLE: Final = 200
_HEAD: Final = 10
# The bytes of the head in which UTF-16 shows, and of which UTF-8 is read at once.
_CHUNK: Final = 1 << 16
_TRADITIONAL: Final = "zh-Hant"


def read_table(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> Iterator[Unit]:
    """Yield the rows of a table as units, those with two texts at least.

    What parts the cells is found: a tab, a semicolon, a comma or an upright line, or what a first
    line like `sep=;` says. The text can be in UTF-8, UTF-16 or an old encoding. The columns are as
    `table_units` says. Raises StoreError where the file cannot be read or the columns are not
    known.
    """
    with opened_table(path, languages) as rows:
        yield from table_units(rows, path, languages, left_out, exact=True)


@contextmanager
def opened_table(path: Path, languages: Sequence[str] = ()) -> Iterator[Iterator[TableRow]]:
    """Open a table for its rows; `read_table` tells how the cells are found.

    Raises StoreError where it cannot be read.
    """
    with opened_lines(path) as lines:
        sample = list(islice(lines, _SAMPLE))
        separator = stated_separator(sample[0]) if sample else ""
        skipped = sample[:1] if separator else []
        head = sample[len(skipped) :]
        separator = separator or _separator(head, languages)
        yield separated_rows(
            chain(head, lines),
            separator,
            quoted=_quotes(head, separator),
            line=1 + len(skipped),
        )


@contextmanager
def opened_lines(path: Path) -> Iterator[Iterator[str]]:
    """Open a file for its lines, in UTF-8, UTF-16 or an old encoding.

    Raises StoreError where it cannot be read, or a line is far too long.
    """
    with reading(path), _decoded(path) as stream:
        yield _lines(stream, path)


@contextmanager
def _decoded(path: Path) -> Iterator[TextIO]:
    """Open a file as text with its line ends as they are; UTF-8 is read as a stream."""
    if _is_utf8(path):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream
        return
    try:
        text = decode(load(path), path)
    except DocumentError as error:
        raise StoreError(path, error.cause) from error
    yield StringIO(text, newline="")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        chunk = stream.read(_CHUNK)
        if b"\0" in chunk:
            return False
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = stream.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _lines(stream: TextIO, path: Path) -> Iterator[str]:
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST), ""), 1):
        if len(line) == _LONGEST:
            raise StoreError(
                path,
                "line %(number)s: has more than %(most)s characters",
                number=number,
                most=f"{_LONGEST:,}",
            )
        yield line


def _separator(head: Sequence[str], languages: Sequence[str]) -> str:
    """Return what parts the cells best: it shows the most languages, then the most even rows."""
    return max(SEPARATORS, key=lambda each: _evidence(head, each, languages))


def _evidence(
    head: Sequence[str], separator: str, languages: Sequence[str]
) -> tuple[int, float, bool]:
    rows = [row.cells for row in separated_rows(head, separator, quoted=_quotes(head, separator))]
    rows = [row for row in rows if any(row)]
    heading = next((row for row in rows[:_HEAD] if has_heading(row)), None)
    named = _named(heading) if heading else 0
    widths = [len(row) for row in rows]
    width = len(heading) if heading else len(languages) or max(widths, key=widths.count, default=0)
    share = widths.count(width) / len(widths) if widths and width > 1 else 0.0
    # Where nothing else tells, what parts the first row at all.
    return named, share, any(width > 1 for width in widths[:1])


def _quotes(head: Sequence[str], separator: str) -> bool:
    """Return whether quotation marks can stand around cells: with tabs, where they clearly do."""
    return separator != "\t" or is_quoted(head, separator)


def has_heading(cells: Sequence[str]) -> bool:
    """Return whether cells name two languages at least, as a first row does.

    Two names of one language are a row of a glossary.

    >>> has_heading(["id", "中文", "en-GB"]), has_heading(["The door", "La porte"])
    (True, False)
    >>> has_heading(["French", "Français"])
    False
    """
    return _named(cells) >= 2


def _named(cells: Sequence[str]) -> int:
    return len(set(filter(None, map(_language, cells))))


def _language(cell: str) -> str:
    """Return the language that a heading names, by itself or in brackets; "" for none of ours."""
    in_brackets = _IN_BRACKETS.search(cell[:_LONGEST_HEADING])
    return language_named(cell.strip()) or (
        language_named(in_brackets[1].strip()) if in_brackets else ""
    )


@dataclass(frozen=True, slots=True)
class _TextColumn:
    """A column: its language, or what its cells say of the texts ("" for nothing), and its name."""

    language: str
    role: str
    heading: str


def _columns(cells: Sequence[str]) -> list[_TextColumn]:
    found = []
    for cell in cells:
        name = cell.strip().lower()
        if name in _ADDRESSES:
            found.append(_TextColumn("", name, cell.strip()))
        elif name in _NOTES:
            found.append(_TextColumn("", "note", cell.strip()))
        elif is_traditional(cell.strip()):
            found.append(_TextColumn(_TRADITIONAL, "", cell.strip()))
        else:
            found.append(_TextColumn(_language(cell), "", cell.strip()))
    return found


def table_units(
    rows: Iterable[TableRow],
    path: Path,
    languages: Sequence[str] = (),
    left_out: LeftOut = nobody,
    *,
    exact: bool = False,
) -> Iterator[Unit]:
    """Yield the units that rows of cells are, as `sheet_units` does for one sheet.

    With `exact`, a row with other than the expected number of cells is left out.
    """
    yield from sheet_units([("", rows)], path, languages, left_out, exact=exact)


def sheet_units(
    sheets: Sequence[tuple[str, Iterable[TableRow]]],
    path: Path,
    languages: Sequence[str] = (),
    left_out: LeftOut = nobody,
    *,
    exact: bool = False,
) -> Iterator[Unit]:
    """Yield the units that rows of cells are, those with two texts at least.

    `sheets` are names with rows. One of the first rows of each names the columns by languages, and
    perhaps `id`, `symbol`, `label`, `status` and `note`; without such a row, `languages` are those
    of the columns. The first language is the source. Of two columns in one language both texts are
    taken, as variants. Raises StoreError where there is no row, or no columns are known.
    """
    begun = empty = 0
    unknown = []
    after = 0
    for name, rows in sheets:
        named = in_sheet(name if len(sheets) > 1 else "")
        filled = (row for row in rows if row.missing or any(map(str.strip, row.cells)))
        head = list(islice(filled, _HEAD))
        found = _beginning(head, languages)
        if found is None:
            empty += not head
            unknown += [name] if head else []
            continue
        begun += 1
        columns, begin = found
        sheet = _Sheet(path, columns, left_out, named, after, exact=exact)
        for row in head[: max(begin - 1, 0)]:
            cause = Message("stands before the row that names the languages")
            left_out(named(row.where), cause)
        for row in chain(head[begin:], filled):
            yield from sheet.units(row)
        after = sheet.after
    if empty == len(sheets):
        raise StoreError(path, "holds no rows of texts")
    if not begun:
        raise StoreError(
            path, "the first row names no languages%(advice)s", advice=Message(GIVE_LANGUAGES)
        )
    for name in unknown:
        where = Message("sheet %(name)s", name=repr(name))
        left_out(where, Message("its first row names no languages"))


def _beginning(
    head: Sequence[TableRow], languages: Sequence[str]
) -> tuple[Sequence[_TextColumn], int] | None:
    """Return the columns and which row is the first with texts; None where none are known."""
    if not head:
        return None
    at = next((place for place, row in enumerate(head) if has_heading(row.cells)), None)
    if at is not None:
        return _columns(head[at].cells), at + 1
    if len(languages) < 2:
        return None
    return [_TextColumn(language, "", "") for language in languages], int(
        _is_of_sides(head[0].cells)
    )


def _is_of_sides(cells: Sequence[str]) -> bool:
    """Return whether every cell is a word such as `source`, so that the row is a heading."""
    names = [cell.strip().lower() for cell in cells if cell.strip()]
    return len(names) > 1 and all(
        name in _ADDRESSES | _NOTES or set(name.split()) <= _SIDES for name in names
    )


def _not_known(heading: str) -> Message:
    if not heading:
        return Message("has no heading")
    return Message("its heading %(heading)s is no language of ours", heading=repr(heading))


def in_sheet(name: str) -> Callable[[Message], Message]:
    """Return what names a place in a sheet; one without a name is the only one.

    >>> in_sheet("Terms")(Message("row 3")), in_sheet("")(Message("row 3"))
    ("sheet 'Terms', row 3", 'row 3')
    """
    if not name:
        return lambda where: where
    return lambda where: Message("sheet %(name)s, %(where)s", name=repr(name), where=where)


class _Sheet:
    """What all rows of a table share, and the columns that were told already."""

    def __init__(
        self,
        path: Path,
        columns: Sequence[_TextColumn],
        left_out: LeftOut,
        named: Callable[[Message], Message],
        after: int,
        *,
        exact: bool,
    ) -> None:
        self._path = path
        self._columns = columns
        self._tell = left_out
        self._named = named
        self._begin = after
        self._exact = exact
        self._told: set[int] = set()
        self.after = after

    def _left_out(self, where: Message, cause: Message) -> None:
        self._tell(self._named(where), cause)

    def units(self, row: TableRow) -> Iterator[Unit]:
        """Yield the units of a row; tell what of it is in none."""
        self.after = self._begin + row.place + 1
        if self._exact and not self._has_all(row.cells):
            wanted = len(self._columns)
            self._left_out(row.where, Message("has not %(cells)s cells as it should", cells=wanted))
            return
        cells = [cell.strip() for cell in row.cells]
        self._tell_others(cells)
        texts = [
            (column.language, text)
            for column, cell in zip(self._columns, cells, strict=False)
            if column.language in LANGUAGES and (text := text_of_cell(cell))
        ]
        apart = [
            column.heading
            for column, cell in zip(self._columns, cells, strict=False)
            if column.language == _TRADITIONAL and cell
        ]
        for heading in apart:
            self._left_out(row.where, kept_apart(repr(heading)))
        if row.missing:
            self._left_out(row.where, row.missing)
        if len({language for language, _ in texts}) > 1:
            yield from self._made(row, cells, texts)
        elif row.missing or apart:
            return
        elif texts:
            self._left_out(row.where, no_text([texts[0][0]]))
        else:
            self._left_out(row.where, Message("has no text in a language"))

    def _has_all(self, cells: Sequence[str]) -> bool:
        """Return whether a row has a cell for each column, and no more."""
        wanted = len(self._columns)
        return len(cells) >= wanted and not any(map(str.strip, cells[wanted:]))

    def _tell_others(self, cells: Sequence[str]) -> None:
        """Tell of each column with texts whose heading says nothing that is known, once."""
        for place, cell in enumerate(cells):
            column = self._columns[place] if place < len(self._columns) else _TextColumn("", "", "")
            if cell and not (column.language or column.role) and place not in self._told:
                self._told.add(place)
                where = Message("column %(place)s", place=place + 1)
                self._left_out(where, _not_known(column.heading))

    def _made(
        self, row: TableRow, cells: Sequence[str], texts: Sequence[tuple[str, str]]
    ) -> Iterator[Unit]:
        given = {
            column.role: imported_text(cell)
            for column, cell in zip(self._columns, cells, strict=False)
            if column.role and column.role != "note"
        }
        notes = tuple(
            text
            for column, cell in zip(self._columns, cells, strict=False)
            if column.role == "note" and (text := text_of_cell(cell))
        )
        symbol, _, reference = (given.get("id") or given.get("tuid") or "").rpartition("#")
        named = given.get("status", "").lower()
        return units_of_texts(
            self._begin + row.place,
            symbol or given.get("symbol", "") or self._path.stem,
            reference or given.get("reference", ""),
            texts,
            status=Status(named) if named in set(Status) else Status.AUTOMATIC,
            notes=notes,
            label=given.get("label", ""),
        )


def table_rows(
    units: Iterable[Unit], *, source: str, targets: Sequence[str], notes: bool = False
) -> Iterator[tuple[str, ...]]:
    """Yield the cells of units: address, status, the source and each target, after a row of names.

    A unit without a translation into any target is left out, and so are rejected translations.
    With `notes`, a last column has those of the translations, the last that a cell has room for.
    """
    yield ("id", "status", source, *targets, *(("note",) if notes else ()))
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
            told = last_that_fit(_notes(found.values()), LONGEST_CELL) if notes else ()
            note = ("\n".join(told),) if notes else ()
            yield (clean(unit.tuid), status.value, *map(clean, (unit.text, *texts, *note)))


def _notes(translations: Iterable[Translation]) -> list[str]:
    """Return the notes of translations, each once, but those that no cell can hold."""
    every = (note for each in translations if each.carried for note in each.carried.notes)
    return [note for note in dict.fromkeys(every) if len(note) <= LONGEST_CELL]


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
            cells = [safe_cell(cell) for cell in row]
            if tabs:
                stream.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")
            else:
                writer.writerow(cells)
            count += 1
    return count


def safe_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula: with an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def text_of_cell(cell: str) -> str:
    """Return the text of a cell, without the apostrophe that keeps it from being a formula."""
    guarded = cell.startswith("'") and _FORMULA.match(cell)
    return imported_text((cell[1:] if guarded else cell).replace("\r\n", "\n"))
