"""Finds the contents lists of a document: they name what follows, and are no text of its own.

A list is told by its heading ("Contents", 目录) and by what its lines have in common: a page number
at their end, behind leaders, a tab or in a cell of its own, or that each comes back as a heading.
Without the heading, leaders and rising page numbers must say it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import NamedTuple, Self

from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.boundaries import Ending, ending
from hexapla.corpora.structure.pieces import Piece

__all__ = ["ends_with_page", "is_contents_heading", "mark_contents"]

# The heads of the columns: what the numbers at the ends of the lines count.
_COLUMN = (
    r"pages?|paragraphs?|paras?|chapters?|sections?|paragraphes?|chapitres?|p[áa]ginas?|párrafos?|"
    r"capítulos?|secci[óo]n(?:es)?|стр|страниц[аы]|пункты?|глав[аы]|раздел|seiten?|absätze|absatz|"
    r"ziffern?|kapitel|页\s?次?|頁\s?次?|段\s?次|章\s?次?|الصفحة|الفقرات|الفصل|الصفحات|الباب"
)
_COLUMNS = re.compile(rf"(?i:(?:{_COLUMN})[\s.:]*){{1,4}}")
_HEADING = re.compile(
    r"(?:(?i:(?:table of )?contents|table des matières|sommaire|[íi]ndice(?: de materias)?|sumario|"
    r"содержание|оглавление|inhalt(?:sverzeichnis|sübersicht)?)|"
    r"目\s*[录錄次]|(?:جدول )?(?:ال)?محتويات|المحتوى|(?:ال)?فهرس(?: المحتويات)?)"
    rf"(?:\s?[(（].{{1,20}}[)）]|\s+(?i:{_COLUMN})\.?)?"
)
_ROMAN = "ivxl"
_NUMBER = rf"(?:\d{{1,4}}|[{_ROMAN}]{{1,7}})(?:\s?[-\u2010-\u2014]\s?\d{{1,4}})?"
_AT_END = re.compile(rf"(?<!\w){_NUMBER}$")
_LONGEST_PAGE = 40  # characters
_TIGHT_NUMBER = re.compile(r"(?:[IVXL]{1,6}|[A-Z])\.(?=[^\W\d_]{2})")  # `A.Lamps`, a lost tab
_DOTS = ".\u2024\u2025\u2026\uff0e\u30fb\u00b7\uff65_"  # the signs of leaders in all scripts
_LEADER = re.compile(rf"[{_DOTS}\s]{{4,}}|[\u2026\t]")
_LEAST_LEADER, _LEAST_OPEN_LEADER = 3, 5  # signs, with a page behind them and without
_COLUMNS_BEFORE = 2  # of paragraphs, say, before that of the pages: `1-5 3`
_LONGEST_LOOSE = 3  # digits of a page behind a mere space: with four, it is a year
_WIDEST_STEP = 200  # pages from one line of a list to the next
_LONGEST_ENTRY = 250  # characters of a line without its leader, two or three lines of print
_LONGEST_NUMBER = 8  # characters of a cell that is the number of its row
_KEY = 24  # characters that a heading is known again by: in print, the first of its lines
# Lines within a list that nothing says anything of: heads of groups, first lines of long titles.
_UNKNOWN = 2
_PASSED = 12  # heads of columns and numbers of rows from one line to the next
_MOST = 2000  # lines of a list
# Without a heading, a shorter list may be rows of a table.
_LEAST_WITHOUT_HEADING = 3
_SURE_WITHOUT_HEADING = 5
_ROLES = (Role.TEXT, Role.HEADING, Role.TITLE, Role.ITEM)


def is_contents_heading(text: str) -> bool:
    """Return whether a text is the heading of a contents list.

    >>> is_contents_heading("目 录"), is_contents_heading("Table des matières (suite)")
    (True, True)
    """
    return len(text) <= 60 and bool(_HEADING.fullmatch(text.strip(" .:：*")))


def ends_with_page(text: str) -> bool:
    """Return whether a line ends with a page number behind a leader, a tab or several spaces.

    >>> ends_with_page("I. Introduction ........ 3"), ends_with_page("in 2025 … 2")
    (True, True)
    >>> ends_with_page("Report for 2025")
    False
    """
    return _line(text).ends_with_page


def mark_contents(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """Return the pieces of a document, those of its contents lists marked as such.

    A note between the lines of a list stays a note.
    """
    found = {place for place, piece in enumerate(pieces) if piece.block.role is Role.CONTENTS}
    lists = _Lists.of(pieces, language)
    place = 0
    while place < len(pieces):
        free = place not in found and pieces[place].note is None
        last = lists.end(place) if free else place
        found.update(range(place, last + 1) if last > place else ())
        place = last + 1
    return [
        _listed(piece) if place in found and piece.note is None else piece
        for place, piece in enumerate(pieces)
    ]


def _listed(piece: Piece) -> Piece:
    """Return a line of a list with the number that Word counts, and without an open leader."""
    text = piece.text.rstrip(f"{_DOTS} ")
    if sum(sign in _DOTS for sign in piece.text[len(text) :]) < _LEAST_LEADER or not text:
        text = piece.text
    marker = piece.block.marker.strip()
    block = piece.block._replace(marker="")
    text = f"{marker} {text}".strip() if text else ""
    return piece._replace(block=block, text=text, contents=True)


class _ContentsLine(NamedTuple):
    """What the form of a line says: the text before its page, and the page.

    `page` is None where it has none, 0 for a Roman one and one that is missing behind a leader.
    `led` is true where a leader or a tab leads to it, `dotted` where it is a leader.
    """

    text: str
    page: int | None = None
    led: bool = False
    dotted: bool = False

    @property
    def ends_with_page(self) -> bool:
        """Whether something leads to a page at its end."""
        return self.led and self.page is not None

    @property
    def alone(self) -> bool:
        """Whether the line is nothing but a page."""
        return self.page is not None and not self.text


def _line(text: str, page: str = "") -> _ContentsLine:
    """Read a line; `page` is that which the format itself holds apart."""
    whole = text.strip()
    line = _peeled(whole, given=page)
    for _ in range(_COLUMNS_BEFORE if line.page is not None else 0):
        inner = _peeled(line.text)
        if inner.page is None or not (inner.led or inner.alone):
            break
        led, dotted = line.led or inner.led, line.dotted or inner.dotted
        line = line._replace(text=inner.text, led=led, dotted=dotted)
    return line


def _peeled(text: str, given: str = "") -> _ContentsLine:
    """Part a line from the number at its end, and from the leader before that."""
    if text[-1:].isalpha() and text[-1] not in _ROMAN:
        return _ContentsLine(text)
    start = max(len(text) - _LONGEST_PAGE, 0)
    match = _AT_END.search(text[start:])
    before = text[: start + match.start()] if match else text
    core = before.rstrip(f"{_DOTS} \t\u00a0\u3000")
    leader = before[len(core) :]
    signs = sum(sign in _DOTS for sign in leader)
    if not match:
        # The page is missing behind the leader.
        missing = signs >= _LEAST_OPEN_LEADER or leader.count("…") >= 2
        return (
            _ContentsLine(core, 0, led=True, dotted=True)
            if missing and core
            else _ContentsLine(text)
        )
    dotted = signs >= _LEAST_LEADER or "…" in leader
    led = bool(core) and (dotted or "\t" in leader or len(leader) >= 2 or bool(given))
    spaced = leader.isspace() and len(match[0]) <= _LONGEST_LOOSE
    return (
        _ContentsLine(core, _value(match[0]), led, dotted)
        if led or spaced or not core
        else _ContentsLine(text)
    )


def _value(page: str) -> int:
    """Return the number of a page; 0 for Roman ones, and for the paragraphs of a range."""
    return int(page) if page.isdecimal() else 0


@dataclass(slots=True)
class _Scan:
    """A list as far as it was read: its last line that is known, and what the lines were like."""

    heading: int
    last: int
    first: str = ""  # the key of its first line
    keys: set[str] = field(default_factory=set)
    entries: int = 0
    paged: int = 0
    loose: int = 0  # lines with a page behind a single space
    recurring: int = 0
    page: int = 0
    unknown: int = 0
    passed: int = 0  # heads of columns and numbers of rows since then
    led: bool = False

    def take(self, place: int, key: str, line: _ContentsLine, *, recurring: bool) -> bool:
        """Take a line into the list."""
        self.last, self.unknown, self.passed = place, 0, 0
        self.first = self.first or key
        self.keys.add(key)
        self.entries += 1
        self.recurring += recurring
        self.led = self.led or line.led
        if line.page is not None:
            self.paged += 1
            self.loose += bool(line.text and not line.led)
            self.page = line.page or self.page
        return True


def _rises(scan: _Scan, line: _ContentsLine) -> bool:
    """Return whether the page of a line can come after those of the list."""
    return not line.page or scan.page <= line.page <= scan.page + _WIDEST_STEP


@dataclass(slots=True)
class _Lists:
    """Finds the ends of contents lists; `places` are those of each text that may be a heading.

    `lines` and `headings` say of each piece what its form does, and whether it heads a list. Up to
    `checked`, everything was looked at and found to be no list: to look again from each of its
    lines would take quadratic time.
    """

    pieces: Sequence[Piece]
    language: str
    lines: Sequence[_ContentsLine]
    headings: Sequence[bool]
    places: Mapping[str, Sequence[int]]
    checked: int = -1

    @classmethod
    def of(cls, pieces: Sequence[Piece], language: str) -> Self:
        lines = [_line(piece.block.text, piece.block.page) for piece in pieces]
        headings = [is_contents_heading(piece.text) for piece in pieces]
        places: dict[str, list[int]] = defaultdict(list)
        # Most documents have no list, and need no table of their texts.
        if any(headings) or any(map(_shows_page, pieces, lines)):
            for place, piece in enumerate(pieces):
                short = len(piece.text) <= _LONGEST_ENTRY
                if piece.note is None and piece.block.role in _ROLES and short:
                    places[_key(piece.text, language)].append(place)
        return cls(pieces, language, lines, headings, places)

    def end(self, place: int) -> int:
        """Return the last place of the list that begins at a place, the place itself for none."""
        if place <= self.checked:
            return place
        text = self.pieces[place].text
        if self.headings[place]:
            last = self._below_heading(place)
            return last if last > place else self._without_heading(place)
        if _names_columns(text):
            following = next(self._flow(place), place)
            last = self._without_heading(following)
            return last if last > following else place
        return self._without_heading(place)

    def _flow(self, after: int) -> Iterator[int]:
        """Yield the places behind one, notes left out, as far as a list can go."""
        for place in range(after + 1, min(len(self.pieces), after + _MOST)):
            if self.pieces[place].note is None:
                yield place

    def _later(self, key: str, place: int) -> int:
        """Return how often a text comes back behind a place."""
        where = self.places.get(key, ()) if key else ()
        return len(where) - bisect_right(where, place)

    # With a heading

    def _below_heading(self, heading: int) -> int:
        """Return the last place of the list below a heading; the heading's where none is."""
        scan = _Scan(heading, heading)
        for place in self._flow(heading):
            if not self._takes(scan, place):
                break
        cell = self.pieces[heading].block.role is Role.CELL
        known = scan.entries >= 2 or scan.led
        # A column of a table, too, can be that of the contents.
        sure = not cell or scan.led or 3 * scan.recurring >= scan.entries
        if known and sure:
            return scan.last
        self.checked = max(self.checked, scan.last if known else heading)
        return heading

    def _takes(self, scan: _Scan, place: int) -> bool:
        """Take the next piece into a list, or pass it over; False where the list is at its end."""
        piece, line = self.pieces[place], self.lines[place]
        key = _key(line.text, self.language)
        recurring = self._later(key, place) > 0
        if line.page is not None:
            loose = recurring or scan.loose == scan.entries
            if line.led or (_rises(scan, line) and (line.alone or loose)):
                return scan.take(place, key, line, recurring=recurring)
        columns = _names_columns(piece.text)
        number = len(piece.text) <= _LONGEST_NUMBER and piece.block.role is Role.CELL
        if not (columns or number):
            return self._takes_unpaged(scan, place, key)
        scan.passed += 1
        return scan.passed <= _PASSED

    def _takes_unpaged(self, scan: _Scan, place: int, key: str) -> bool:
        """Take a piece without a page: one that has it in the next cell, or comes back as text."""
        piece = self.pieces[place]
        # In a cell, the dots at the end are the start of a leader.
        closed = piece.block.role is not Role.CELL and ending(piece.text) is Ending.CLOSED
        if closed or len(piece.text) > _LONGEST_ENTRY:
            return False
        line, later = _ContentsLine(piece.text), self._later(key, place)
        if self._before_page(scan, place):
            return scan.take(place, key, line, recurring=later > 0)
        so_far = self._later(key, scan.heading) - later
        begun = key in scan.keys and (scan.paged or key == scan.first or later < so_far)
        if begun:
            return False  # with a title of the list, the text itself begins
        if not key:
            scan.passed += 1
            return scan.passed <= _PASSED
        # Where the lines have pages, one without is the start of a long title, or of the text.
        if later >= so_far and not scan.paged:
            return scan.take(place, key, line, recurring=True)
        scan.unknown += 1
        return scan.unknown <= _UNKNOWN

    def _before_page(self, scan: _Scan, place: int) -> bool:
        following = next(self._flow(place), None)
        line = self.lines[following] if following is not None else _ContentsLine("")
        return line.alone and _rises(scan, line)

    # Without one

    def _without_heading(self, start: int) -> int:
        """Return the last place of a list that its leaders tell; the start where none is."""
        if not self.lines[start].led or start <= self.checked:
            return start
        run = [start]
        for place in self._flow(start):
            if not self.lines[place].led:
                break
            run.append(place)
        lines = [self.lines[place] for place in run]
        self.checked = run[-1]
        count = sum(_leaders(self.pieces[place].block.text) for place in run)
        pages = [line.page or 0 for line in lines]
        if count < _LEAST_WITHOUT_HEADING or any(a > b for a, b in pairwise(pages)):
            return start
        back = sum(
            self._later(_key(line.text, self.language), place) > 0
            for place, line in zip(run, lines, strict=True)
        )
        dotted = all(line.dotted for line in lines)
        sure = dotted and (count >= _SURE_WITHOUT_HEADING or 3 * back >= count)
        return run[-1] if sure or 3 * back >= 2 * count else start


def _shows_page(piece: Piece, line: _ContentsLine) -> bool:
    """Return whether the text of a piece ends with a page, whatever its format says of one."""
    return ends_with_page(piece.block.text) if piece.block.page else line.ends_with_page


def _names_columns(text: str) -> bool:
    """Return whether a text is nothing but what the numbers at the ends of lines count."""
    return len(text) <= _LONGEST_PAGE and text[:1].isalpha() and bool(_COLUMNS.fullmatch(text))


def _leaders(text: str) -> int:
    """Return how many lines of a list stand in a text: those that print ran together, too."""
    return sum(part[:1].isdecimal() for part in _LEADER.split(text)[1:]) or 1


def _key(text: str, language: str) -> str:
    """Return what a heading is known again by: its first letters, without number and marks."""
    text = text[:_LONGEST_ENTRY].strip()
    number = next((each.length for each in readings(text, language) if each.strong), 0)
    number = number or (match.end() if (match := _TIGHT_NUMBER.match(text)) else 0)
    core = filter(str.isalnum, text[number:] or text)
    return "".join(islice(core, _KEY)).casefold()
