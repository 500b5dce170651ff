"""Rows of text with a sign between the cells (CSV, TSV), as programs write and people mend them.

The quoting is that of RFC 4180, as spreadsheet programs write it: a cell that begins with a
quotation mark ends with one, and one within it is written twice. A quotation mark that opens
nothing, in whatever place, is a sign of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hexapla.corpora.messages import Message

__all__ = ["SEPARATORS", "TableRow", "is_quoted", "separated_rows", "stated_separator"]

SEPARATORS: Final = ("\t", ";", ",", "|")
"""The signs that part cells, the surest first."""

# The lines of one cell, and its characters: more than any paragraph has, and so many are looked at
# again where nothing ends a quotation.
_MOST_LINES: Final = 1000
_LONGEST: Final = 1 << 20
# So many lines in one pair of quotation marks, each like a row, are rows.
_ROWS_FOR_SURE: Final = 4
_STATED: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_LINE_END: Final = "\r\n"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells, its place counted from 0, and what is missing in it.

    `line` is where it begins in its file, counted from 1, where that is not its place alone.
    """

    place: int
    cells: Sequence[str]
    missing: Message | None = None
    line: int | None = None

    @property
    def where(self) -> Message:
        """Where it stands, for people."""
        if self.line is None:
            return Message("row %(row)s", row=self.place + 1)
        return Message("row %(row)s, line %(line)s", row=self.place + 1, line=self.line)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of the row at the head of some lines, and how many lines it takes."""

    cells: list[str]
    lines: int
    raw_marks: bool  # whether a quotation mark is a sign of a text
    doubled: bool  # whether a cell in quotation marks has one within
    with_comma: bool


def stated_separator(line: str) -> str:
    """Return what a first line like `sep=;` says that parts the cells, "" where it is no such line.

    >>> stated_separator("sep=;\\n"), stated_separator("zh;en\\n")
    (';', '')
    """
    found = _STATED.fullmatch(line)
    return found[1] if found else ""


def separated_rows(
    lines: Iterable[str], separator: str, *, quoted: bool, line: int = 1
) -> Iterator[TableRow]:
    """Yield the rows of lines with their line ends; with `quoted`, cells can be in quotation marks.

    `line` is the number of the first. What looks like a quotation over lines that are rows
    themselves is none. Linear in the text: a quotation is looked for up to the next single
    quotation mark alone.
    """
    waiting = _PeekedLines(lines)
    number, before = line, _Before()
    for place in range(1 << 62):
        first = waiting.get(0)
        if first is None:
            return
        read = _row(waiting, separator, before) if quoted else _plain(first, separator)
        yield TableRow(place, read.cells, line=None if number == place + 1 else number)
        before.note(read.cells)
        number += read.lines
        waiting.drop(read.lines)


def is_quoted(lines: Sequence[str], separator: str) -> bool:
    """Return whether lines with tabs have cells in quotation marks, as spreadsheet programs do it.

    Elsewhere quotation marks in such lines are text. Every one must stand around a cell or twice
    within; and one must stand twice, or all cells with a comma be so marked.

    >>> is_quoted(['zh\\ten\\n', '他说\\t"He said ""yes"", then left."\\n'], "\\t")
    True
    >>> is_quoted(['zh\\ten\\n', '"门"\\t"Door"\\n'], "\\t")
    False
    """
    waiting, before = _PeekedLines(lines), _Before()
    doubled = with_comma = False
    bare_comma = False
    while waiting.get(0) is not None:
        read = _row(waiting, separator, before)
        if read.raw_marks:
            return False
        doubled = doubled or read.doubled
        with_comma = with_comma or read.with_comma
        plain = "".join(waiting.first(read.lines)).split(separator)
        bare_comma = bare_comma or any("," in cell and '"' not in cell for cell in plain)
        before.note(read.cells)
        waiting.drop(read.lines)
    return doubled or (with_comma and not bare_comma)


class _PeekedLines:
    """Lines, some of which were looked at already."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rest = iter(lines)
        self._seen: deque[str] = deque()

    def get(self, place: int) -> str | None:
        """Return the line at a place from here on, None behind the last."""
        if place >= len(self._seen):
            self._seen.extend(islice(self._rest, place + 1 - len(self._seen)))
        return self._seen[place] if place < len(self._seen) else None

    def first(self, count: int) -> list[str]:
        return list(islice(self._seen, count))

    def drop(self, count: int) -> None:
        for _ in range(count):
            self._seen.popleft()


class _Before:
    """What the rows before say of a row: how many cells it has, and of what scripts."""

    def __init__(self) -> None:
        self.width = 0
        self.scripts: tuple[str, ...] = ()

    def note(self, cells: Sequence[str]) -> None:
        if not self.width and len(cells) > 1:
            self.width = len(cells)
        if len(cells) == self.width:
            self.scripts = tuple(map(_script, cells))

    def are_rows(self, lines: Sequence[str], separator: str) -> bool:
        """Return whether lines with a pair of quotation marks around them are rows themselves."""
        rows = [line.split(separator) for line in lines]
        if self.width < 2 or any(len(row) != self.width for row in rows):
            return False
        alike = all(tuple(map(_script, row)) == self.scripts for row in rows)
        return len(rows) >= _ROWS_FOR_SURE or (alike and len(set(self.scripts)) > 1)


def _script(cell: str) -> str:
    """Return the script of the first letter of a cell, by its name in Unicode."""
    letter = next((char for char in cell[:1000] if char.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _plain(line: str, separator: str) -> _Cells:
    return _Cells(line.rstrip(_LINE_END).split(separator), 1, '"' in line, False, False)


def _row(waiting: _PeekedLines, separator: str, before: _Before) -> _Cells:
    """Read the row that begins with the first line."""
    text, count, at = waiting.get(0) or "", 1, 0
    cells: list[str] = []
    raw_marks = doubled = with_comma = False
    while True:
        closed = _quotation(waiting, text, count, at, separator)
        lines = waiting.first(closed.lines) if closed else []
        if closed and closed.lines > count and before.are_rows(lines, separator):
            closed = None
        if closed:
            text, count, at = closed.text, closed.lines, closed.end
            inside = closed.inside.replace('""', '"')
            doubled = doubled or '"' in inside
            with_comma = with_comma or "," in inside
            cells.append(inside)
        else:
            end = text.find(separator, at)
            end = len(text.rstrip(_LINE_END)) if end < 0 else end
            cells.append(text[at:end])
            raw_marks = raw_marks or '"' in cells[-1]
            at = end
        if not text.startswith(separator, at):
            return _Cells(cells, count, raw_marks, doubled, with_comma)
        at += len(separator)


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A cell in quotation marks: the text of all its lines, what is inside, and where it ends."""

    text: str
    lines: int
    inside: str
    end: int


def _quotation(
    waiting: _PeekedLines, text: str, count: int, at: int, separator: str
) -> _Quotation | None:
    """Return the cell in quotation marks that begins at a place, None where none does."""
    while text.startswith(" ", at):
        at += 1
    if not text.startswith('"', at):
        return None
    begin = look = at + 1
    while True:
        look = text.find('"', look)
        if look < 0:
            more = waiting.get(count) if count < _MOST_LINES and len(text) < _LONGEST else None
            if more is None:
                return None
            look = len(text)
            # Alone in its line, this takes no copy of what is there.
            text += more
            count += 1
        elif text.startswith('"', look + 1):
            look += 2
        else:
            break
    end = look + 1
    while text.startswith(" ", end):
        end += 1
    if text.startswith((separator, "\r", "\n"), end) or end == len(text):
        return _Quotation(text, count, text[begin:look], end)
    return None
