"""The pieces of a document before they are paragraphs.

Page artefacts are left out here and notes are set apart, so that what remains is running text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from hexapla.corpora.numbers.numbering import Decision, Numbered, Rank
from hexapla.corpora.structure.artefacts import page_artefacts
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.invisible_signs import visible
from hexapla.corpora.structure.kinds import is_table_note, note_mark

__all__ = ["BULLETS", "Piece", "clean", "mark_notes"]

_NO_LINE = "X" * 1000  # in place of what can be no line of the page, for its length
BULLETS = "•●▪■◦‣⁃·∙○◆"


class Piece(NamedTuple):
    """A block on its way to a paragraph.

    `note` is the mark of a note, or None. `after_break` is true also where notes stood before.
    `contents` is true for the lines of a contents list. `decisions` are those on the numbers of the
    texts that it was made of, each with its text.
    """

    block: Block
    text: str
    after_break: bool
    note: str | None = None
    numbered: Numbered | None = None
    organ: bool = False
    heading_like: bool = False
    contents: bool = False
    decisions: tuple[tuple[str, Decision], ...] = ()

    @property
    def marked(self) -> bool:
        """Whether it has a number of its own."""
        return self.numbered is not None and self.numbered.rank is not Rank.TEXT

    @property
    def flows(self) -> bool:
        """Whether it is running text, which alone can be cut and joined again."""
        return self.block.role in (Role.TEXT, Role.ITEM) and not self.contents


def clean(blocks: Sequence[Block], language: str) -> list[Piece]:
    """Leave out empty blocks, lines of mere signs, page artefacts and signs that nobody sees."""
    filled = [block for block in blocks if block.text.strip() or block.marker.strip()]
    lines: list[str] = []
    for block in filled:
        plain = block.role is Role.TEXT and not block.marker
        # A cell or a heading goes on with no sentence, and none goes on behind it.
        flows = block.role in (Role.TEXT, Role.ITEM)
        end = block.text.strip()[-1:] if flows else "."
        lines += [block.text.strip() if plain else _NO_LINE + end, ""]
    gone = {place // 2 for place in page_artefacts(lines, language) if place % 2 == 0}
    pieces: list[Piece] = []
    broken = False
    for place, block in enumerate(filled):
        text = visible(" ".join(block.text.split("\n")).strip(), language).strip()
        rule = block.role is Role.TEXT and not any(c.isalnum() for c in text)
        if place in gone or (rule and not block.marker):
            broken = True
            continue
        # Page artefacts before it mean that the format's new paragraph may be the rest of one.
        own = block._replace(begins=False) if block.begins and broken else block
        pieces.append(Piece(own, text, broken or block.after_break))
        broken = False
    return pieces


def mark_notes(pieces: Sequence[Piece]) -> list[Piece]:
    """Set notes apart, and let the text after them know that it was interrupted.

    Notes of tables are their last cells or the paragraphs below them.
    """
    cited = Counter(
        mark
        for piece in pieces
        if "*" in piece.text
        for mark in ("*", "**", "***")
        if _cites(piece.text, mark)
    )
    starred = Counter(mark[0] for piece in pieces if (mark := note_mark(piece.text)))
    found: list[Piece] = []
    broken = tabled = False
    for piece in pieces:
        mark = _note_of(piece, cited, starred)
        if mark is None and tabled and piece.block.role is Role.TEXT and is_table_note(piece.text):
            mark = "", 0
        tabled = piece.block.role is Role.CELL or (tabled and mark is not None)
        if mark is not None:
            found.append(piece._replace(note=mark[0], text=piece.text[mark[1] :]))
            broken = True
            continue
        found.append(piece._replace(after_break=True) if broken else piece)
        broken = False
    return found


def _cites(text: str, mark: str) -> bool:
    """Return whether a text holds this very mark after a word."""
    place = text.find(mark, 1)
    while place > 0:
        after = text[place + len(mark) : place + len(mark) + 1]
        if not text[place - 1].isspace() and text[place - 1] != "*" and after != "*":
            return True
        place = text.find(mark, place + len(mark))
    return False


def _note_of(piece: Piece, cited: Counter[str], starred: Counter[str]) -> tuple[str, int] | None:
    """Return the mark of a note and the characters that it takes; None for other text."""
    block = piece.block
    if block.role is Role.NOTE:
        own = note_mark(f"{block.marker.strip()} x") if block.marker else note_mark(piece.text)
        if own and not block.marker:
            return own
        return (own[0] if own else block.marker.strip("()[].: ")), 0
    if block.role not in (Role.TEXT, Role.CELL) or block.marker:
        return None
    mark = note_mark(piece.text)
    if block.role is Role.CELL:
        return mark if mark and mark[0].isalpha() else None
    # A text that lists its points with asterisks has no notes under them.
    if mark and mark[0] in ("*", "**", "***") and not cited[mark[0]] and starred[mark[0]] > 1:
        return None
    return mark
