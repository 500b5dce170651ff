"""Reads the paragraphs of tagged PDF files, which say themselves what each piece of text is.

Word tags its paragraphs, headings and notes, even those that go on on the next page, and sets the
running heads apart. The cells of its tables may be mere paragraphs: they stand side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hexapla.corpora.readers.pdf.glyphs import GlyphRow, Page, Part
from hexapla.corpora.readers.pdf.layout import Line, with_marks
from hexapla.corpora.readers.pdf.reading_order import text_of, writes_spaces
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.kinds import is_table_note, note_mark

__all__ = ["TaggedParagraph", "is_tagged", "page_artefacts", "tagged_paragraphs"]

_ROLES = {"H": Role.HEADING, "N": Role.NOTE, "C": Role.CELL}
_LEVEL = 0.5  # of the size: so much lower or higher is still level
_RAISED = 0.85  # of the size of a note, for the letter before it
_SMALL = 0.95  # of the size of the text: that of the words in tables


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
        named: dict[str, deque[TaggedParagraph]] = defaultdict(deque)
        begun_here: Counter[str] = Counter()
        for place, piece in enumerate(pieces):
            part, role = piece.part, _ROLES.get(piece.part.kind, Role.TEXT)
            begun = before.get(part.name) if not part.begins else None
            if begun:
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
class _Piece:
    """What of a paragraph is on one page."""

    part: Part
    lines: list[Line]


def _pieces(page: Page, *, spaced: bool) -> Iterator[_Piece]:
    for part in page.parts or ():
        lines = _lines(page, part, spaced=spaced)
        if lines and part.kind:
            yield _Piece(part, lines)


def _go_on(paragraph: TaggedParagraph, lines: Sequence[Line]) -> None:
    """Add the lines of the next page; the head of a table is on each of its pages again."""
    texts = [line.text for line in lines]
    if texts != [line.text for line in paragraph.lines[: len(lines)]]:
        paragraph.lines.extend(lines)


def _lines(page: Page, part: Part, *, spaced: bool) -> list[Line]:
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


@dataclass(frozen=True, slots=True)
class _Place:
    """What a piece takes up of its page."""

    left: float
    right: float
    top: float
    bottom: float
    size: float

    @classmethod
    def of(cls, piece: _Piece) -> _Place:
        lines = piece.lines
        return cls(
            min(line.start for line in lines),
            max(line.end for line in lines),
            max(line.y for line in lines),
            min(line.y for line in lines),
            lines[0].size,
        )

    def is_beside(self, other: _Place) -> bool:
        """Return whether two pieces are in one row: one next to the other, and not beyond it."""
        slack = _LEVEL * max(self.size, other.size)
        apart = self.right <= other.left or other.right <= self.left
        within = (
            self.top <= other.top + slack and self.bottom >= other.bottom - slack,
            other.top <= self.top + slack and other.bottom >= self.bottom - slack,
        )
        return apart and any(within)


def _cells(pieces: Sequence[_Piece], usual: float) -> set[int]:
    """Find the cells of tables that are tagged as paragraphs.

    They are beside the one before or after, or small and no higher than one of these.
    """
    places = [_Place.of(piece) for piece in pieces]
    text = [n for n, piece in enumerate(pieces) if piece.part.kind in ("P", "C")]
    found = {n for n in text if pieces[n].part.kind == "C"}
    for before, after in pairwise(text):
        if places[before].is_beside(places[after]):
            found |= {before, after}
    for place in range(len(pieces)):
        below = place - 1 in found
        level = place + 1 in found and places[place].top <= places[place + 1].top
        if (below or level) and _may_be_cell(pieces[place], usual):
            found.add(place)
    return found


def _may_be_cell(piece: _Piece, usual: float) -> bool:
    """Return whether a piece is small, as the words in tables are, and no note below one."""
    small = all(line.size < _SMALL * usual for line in piece.lines)
    first = piece.part.rows[0]
    text = piece.lines[0].text
    noted = note_mark(text) or is_table_note(text) or first.sizes[0] < _RAISED * first.size
    return piece.part.kind == "P" and small and not noted
