"""The pieces of text that a file reader returns, with what the format knew of them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Block", "CellPlace", "Role", "holds_data"]


class Role(StrEnum):
    """What the file format itself says of a block; TEXT where it says nothing."""

    TEXT = "text"
    SESSION = "session"
    AGENDA_ITEM = "agenda item"
    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    NOTE = "note"
    CONTENTS = "contents"


class CellPlace(NamedTuple):
    """Where a cell stands: in which table of the document, row and column, each from 1.

    Rows and columns are those of the grid: what a cell covers counts.
    """

    table: int
    row: int
    column: int


# A report has 5,000 of them: named tuples are made four times as fast as frozen dataclasses.
class Block(NamedTuple):
    """A piece of text between two paragraph breaks of the file.

    `text` has no line breaks. `marker` is a number that the format holds apart from the text, as
    it would be printed: `12.`, `(a)`, `IV`, a note's mark. `level` is the depth of a heading or
    list, from 1. `after_break` is true where a page break, page artefacts or a block of notes
    stood before it, so that it may go on with the paragraph before; `full_width` is true where
    the last line of the block reaches the right margin of a hard-wrapped text, so that it may go
    on in the next block. `begins` is true where the format itself says that a paragraph begins
    here, so that it goes on with none before it. `lead` are the words at its start that the format
    sets apart, as the lead verb of a resolution's paragraph is in italics: with them, a paragraph
    begins. `page` is the page number at its end that the format sets apart, behind a tab, as the
    lines of contents lists have it; it stands in the text, too. `depth` says in how many numbered
    lists, one in the other, the marker stands, from 1; it is 0 where the format does not say.
    `outer` are the markers of the lists around, where their first items begin with this one.
    `cell` is the place of a cell, None outside of tables and where the format tells none.
    `after_rule` is true where a level line sets it apart from what stands before.
    """

    text: str
    role: Role = Role.TEXT
    marker: str = ""
    level: int = 0
    after_break: bool = False
    full_width: bool = False
    begins: bool = False
    lead: str = ""
    page: str = ""
    depth: int = 0
    outer: tuple[str, ...] = ()
    cell: CellPlace | None = None
    after_rule: bool = False


def holds_data(cells: int) -> bool:
    """Return whether a table of so many cells is one of data: one of a single cell is a box."""
    return cells > 1
