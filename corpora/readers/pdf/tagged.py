"""Reads the paragraphs of tagged PDF files, which say themselves what each piece of text is.

Word tags its paragraphs, headings and notes, even those that go on on the next page, and sets the
running heads apart. The cells of its tables may be mere paragraphs: they stand side by side.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.numbers.worded import worded
from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow, Page, ParagraphPart
from hexapla.corpora.readers.pdf.layout import Line, with_marks
from hexapla.corpora.readers.pdf.reading_order import text_of, writes_spaces
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.boundaries import Ending, ending
from hexapla.corpora.structure.kinds import is_table_note, note_mark

__all__ = ["TaggedParagraph", "is_tagged", "page_artefacts", "tagged_paragraphs"]

_ROLES = {"H": Role.HEADING, "N": Role.NOTE, "C": Role.CELL}
_LEVEL = 0.5  # of the size: so much lower or higher is still level
_RAISED = 0.85  # of the size of a note, for the letter before it
_SMALL = 0.95  # of the size of the text: that of the words in tables
_SAME = 3.0  # points
_CLOSE = 2.0  # of the size, between paragraphs of a cell
_MOST_COLUMNS = 63  # that Word makes
_MOST_CELLS = 1_000  # of a table, in which its head is looked for
_SYMBOLS = re.compile(r"[\dA-Z/().* -]{3,40}")  # `1265 (1999)`, `S/PRST/2015/23`


@dataclass(frozen=True, slots=True)
class TaggedParagraph:
    """A paragraph that the file tells: its role, and its lines in the order of reading."""

    role: Role
    lines: list[Line]


def is_tagged(pages: Sequence[Page]) -> bool:
    """Return whether the tags of a file say what all its text is."""
    return all(page.parts is not None for page in pages)


def page_artefacts(pages: Sequence[Page]) -> list[str]:
    """Return the texts of the lines that belong to the pages."""
    texts = (
        text_of(row, rightward=page.rightward, exact=page.exact)
        for page in pages
        for part in page.parts or ()
        for row in part.rows
        if not part.kind
    )
    return list(dict.fromkeys(filter(None, texts)))


def tagged_paragraphs(pages: Sequence[Page]) -> list[TaggedParagraph]:
    """Return the paragraphs of a tagged file, each whole, in the order of its tags."""
    rows = [row for page in pages for part in page.parts or () if part.kind for row in part.rows]
    spaced = writes_spaces(rows)
    usual = _usual_size(rows)
    found: list[TaggedParagraph] = []
    before: Mapping[str, deque[TaggedParagraph]] = {}
    for page in pages:
        pieces = list(_pieces(page, spaced=spaced))
        cells = _cells(pieces, usual)
        repeated = _repeated_head(pieces, found)
        named: dict[str, deque[TaggedParagraph]] = defaultdict(deque)
        begun_here: Counter[str] = Counter()
        for place, piece in islice(enumerate(pieces), repeated, None):
            part, role = piece.part, _ROLES.get(piece.part.kind, Role.TEXT)
            begun = before.get(part.name) if not part.begins else None
            if repeated and place in cells and (cell := _cut_cell(piece, pieces[repeated], found)):
                paragraph = cell
                _go_on(paragraph, piece.lines)
            elif begun:
                paragraph = begun.popleft()
                _go_on(paragraph, piece.lines)
            else:
                paragraph = TaggedParagraph(Role.CELL if place in cells else role, piece.lines)
                found.append(paragraph)
            # Of two with one name, that which began here is likelier to go on.
            if part.name and part.begins:
                named[part.name].insert(begun_here[part.name], paragraph)
                begun_here[part.name] += 1
            elif part.name:
                named[part.name].append(paragraph)
        before = named
    return found


@dataclass(frozen=True, slots=True)
class _PagePart:
    """What of a paragraph is on one page."""

    part: ParagraphPart
    lines: list[Line]


def _pieces(page: Page, *, spaced: bool) -> Iterator[_PagePart]:
    for part in page.parts or ():
        lines = _lines(page, part, spaced=spaced)
        if lines and part.kind:
            yield _PagePart(part, lines)


def _go_on(paragraph: TaggedParagraph, lines: Sequence[Line]) -> None:
    """Add the lines of the next page; the head of a table is on each of its pages again."""
    texts = [line.text for line in lines]
    if texts != [line.text for line in paragraph.lines[: len(lines)]]:
        paragraph.lines.extend(lines)


def _lines(page: Page, part: ParagraphPart, *, spaced: bool) -> list[Line]:
    return [
        Line(
            text=text,
            page=page.number,
            region=page.number,
            y=row.y,
            size=row.size,
            start=row.starts[0],
            end=max(row.ends),
            left=row.starts[0],
            right=max(row.ends),
            first_word=0.0,
            note=part.kind == "N",
        )
        for row in with_marks(part.rows)
        if (text := text_of(row, rightward=page.rightward, spaced=spaced, exact=page.exact))
    ]


def _usual_size(rows: Iterable[GlyphRow]) -> float:
    """Return the commonest size of the characters, in half points."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(2 * row.size) / 2] += len(row.texts)
    return max(sizes, key=lambda size: sizes[size], default=10.0)


# Tables


class _PageBox(NamedTuple):
    """What pieces take up of their page."""

    left: float
    right: float
    top: float
    bottom: float
    size: float

    @classmethod
    def of(cls, *pieces: _PagePart) -> _PageBox:
        lines = [line for piece in pieces for line in piece.lines]
        return cls(
            min(line.start for line in lines),
            max(line.end for line in lines),
            max(line.y for line in lines),
            min(line.y for line in lines),
            lines[0].size,
        )

    def is_beside(self, other: _PageBox) -> bool:
        """Return whether two pieces are in one row: one next to the other, and not beyond it."""
        slack = _LEVEL * max(self.size, other.size)
        apart = self.right <= other.left or other.right <= self.left
        within = (
            self.top <= other.top + slack and self.bottom >= other.bottom - slack,
            other.top <= self.top + slack and other.bottom >= self.bottom - slack,
        )
        return apart and any(within)


def _repeated_head(pieces: Sequence[_PagePart], before: Sequence[TaggedParagraph]) -> int:
    """Return how many cells at the top of a page are the head of the table that goes on there."""
    places = [_PageBox.of(piece) for piece in pieces[:_MOST_COLUMNS]]
    head = list(takewhile(lambda place: _is_level(place, places[0]), places))
    texts = [[line.text for line in piece.lines] for piece in pieces[: len(head)]]
    if len(texts) < 2:
        return 0
    table = takewhile(lambda each: each.role in (Role.CELL, Role.NOTE), reversed(before))
    cells = [
        [line.text for line in each.lines]
        for each in islice(table, _MOST_CELLS)
        if each.role is Role.CELL
    ][::-1]
    count = len(texts)
    repeated = any(cells[n : n + count] == texts for n in range(len(cells) - count + 1))
    return count if repeated else 0


def _cut_cell(
    piece: _PagePart, first: _PagePart, before: Sequence[TaggedParagraph]
) -> TaggedParagraph | None:
    """Return the cell of the page before that goes on in one of the first row of a page.

    It stands in the same column and has no end, and what goes on has a small letter.
    """
    line = piece.lines[0]
    if abs(line.y - first.lines[0].y) > _LEVEL * line.size or not line.text[0].islower():
        return None
    above = (each for each in islice(reversed(before), _MOST_COLUMNS) if each.role is Role.CELL)
    column = (each for each in above if abs(each.lines[-1].start - line.start) < _SAME)
    cell = next((each for each in column if each.lines[-1].page < line.page), None)
    return cell if cell and ending(cell.lines[-1].text) is Ending.OPEN else None


def _is_level(place: _PageBox, other: _PageBox) -> bool:
    return abs(place.bottom - other.bottom) < _LEVEL * other.size


def _cells(pieces: Sequence[_PagePart], usual: float) -> set[int]:
    """Find the cells of tables that are tagged as paragraphs.

    They are beside the one before or after, or small and no higher than one of these. Several
    paragraphs of a cell stand closely one below the other.
    """
    places = [_PageBox.of(piece) for piece in pieces]
    text = [n for n, piece in enumerate(pieces) if piece.part.kind in ("P", "C")]
    found = {n for n in text if pieces[n].part.kind == "C"}
    for before, after in pairwise(text):
        if places[before].is_beside(places[after]):
            found |= {before, after}
    for left, right in pairwise(_stacks(text, places)):
        first = places[right[0]].top + _LEVEL * places[right[0]].size
        lower = [n for n in left if places[n].top <= first]
        if lower and _place(pieces, lower).is_beside(_place(pieces, right)):
            found |= {*lower, *right}
    found |= _single_columns(pieces, found, usual)
    for place in range(len(pieces)):
        below = place - 1 in found
        level = place + 1 in found and places[place].top <= places[place + 1].top
        if (below or level) and _may_be_cell(pieces[place], usual):
            found.add(place)
    return found


def _place(pieces: Sequence[_PagePart], chosen: Iterable[int]) -> _PageBox:
    return _PageBox.of(*(pieces[n] for n in chosen))


def _stacks(text: Sequence[int], places: Sequence[_PageBox]) -> list[list[int]]:
    """Put pieces together that follow one another closely below each other at one left edge."""
    found: list[list[int]] = []
    for place in text:
        above = found[-1][-1] if found else -2
        if place == above + 1 and _is_below(places[place], places[above]):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _is_below(place: _PageBox, above: _PageBox) -> bool:
    distance = above.bottom - place.top
    return abs(place.left - above.left) < _SAME and 0 < distance < _CLOSE * place.size


def _single_columns(pieces: Sequence[_PagePart], cells: Container[int], usual: float) -> set[int]:
    """Find tables of one column: small text below the number of a table, or a list of symbols."""
    found: set[int] = set()
    run: list[int] = []
    named = headed = False
    for place, piece in enumerate([*pieces, None]):
        text = "" if piece is None else piece.lines[0].text
        if run and piece and place not in cells and _may_be_cell(piece, usual):
            run.append(place)
            continue
        symbols = all(_SYMBOLS.fullmatch(pieces[n].lines[0].text) for n in run)
        if run and place not in cells and (named or (headed and symbols)):
            found |= {*run}
        run = []
        if piece is None:
            break
        heading = piece.part.kind == "H"
        if not heading and place not in cells and headed and _may_be_cell(piece, usual):
            run = [place] if not text.startswith(("(", "（")) else []
        if not run:
            named = heading and (_names_table(text) or named)
            headed = heading
    return found


def _names_table(text: str) -> bool:
    """Return whether a heading is the number of a table, in any language."""
    markers = worded(text, "en")
    return any(marker.family is Family.CAPTION and marker.word == "table" for marker in markers)


def _may_be_cell(piece: _PagePart, usual: float) -> bool:
    """Return whether a piece is small, as the words in tables are, and no note below one."""
    small = all(line.size < _SMALL * usual for line in piece.lines)
    first = piece.part.rows[0]
    text = piece.lines[0].text
    noted = note_mark(text) or is_table_note(text) or first.sizes[0] < _RAISED * first.size
    return piece.part.kind == "P" and small and not noted
