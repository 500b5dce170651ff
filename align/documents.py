"""Aligns two language versions of a document: paragraphs first, then the sentences inside them."""

from __future__ import annotations

from dataclasses import dataclass

from align.beads import Bead
from corpora.document import Document

__all__ = ["Alignment", "Segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of a paragraph: the paragraph's index in the document, its number from 1."""

    paragraph: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads of one document pair, over paragraphs and over segments.

    The indices of `paragraph_beads` count `Document.paragraphs`; those of `segment_beads` count
    `source_segments` and `target_segments`. Each list of beads is complete: every index stands in
    exactly one bead, in order save for crossing blocks.
    """

    source: Document
    target: Document
    paragraph_beads: tuple[Bead, ...]
    source_segments: tuple[Segment, ...]
    target_segments: tuple[Segment, ...]
    segment_beads: tuple[Bead, ...]
