"""Turns the blocks of any file format into the logical paragraphs of a document."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.blocks import Block, Role
from corpora.document import Kind, Paragraph

__all__ = ["paragraphs"]

_KINDS = {
    Role.TITLE: Kind.TITLE,
    Role.HEADING: Kind.HEADING,
    Role.ITEM: Kind.LIST_ITEM,
    Role.CELL: Kind.TABLE_CELL,
    Role.NOTE: Kind.NOTE,
}


def paragraphs(blocks: Sequence[Block], language: str) -> tuple[Paragraph, ...]:
    """The logical paragraphs of `blocks`, in the order of the text."""
    return tuple(
        Paragraph(
            f"p-{number}", _KINDS.get(block.role, Kind.BODY), block.marker.strip(".() "), block.text
        )
        for number, block in enumerate(blocks, 1)
    )
