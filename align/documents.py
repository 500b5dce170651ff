"""Aligns two language versions of a document: paragraphs first, then the sentences inside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from align.aligner import align_texts
from align.beads import Bead
from align.encoders.base import Encoder
from corpora.document import Document, Kind, Paragraph
from corpora.sentences import segment

__all__ = ["Alignment", "Segment", "align_documents"]


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


def align_documents(source: Document, target: Document, *, encoder: Encoder) -> Alignment:
    """Align paragraphs, then sentences inside each bead of paragraphs.

    Raises AlignmentError where the target is no translation of the source.
    """
    paragraph_beads = _align_paragraphs(source, target, encoder)
    source_segments = _segments(source)
    target_segments = _segments(target)
    segment_beads: list[Bead] = []
    for bead in paragraph_beads:
        rows = _of_paragraphs(source_segments, bead.source)
        columns = _of_paragraphs(target_segments, bead.target)
        inside = align_texts(
            [source_segments[i].text for i in rows],
            [target_segments[j].text for j in columns],
            encoder=encoder,
            languages=(source.language, target.language),
        )
        segment_beads += [_moved(found, rows, columns, bead.score) for found in inside]
    return Alignment(
        source,
        target,
        tuple(paragraph_beads),
        source_segments,
        target_segments,
        tuple(segment_beads),
    )


def _align_paragraphs(source: Document, target: Document, encoder: Encoder) -> list[Bead]:
    """Align the running text, then the notes, whose places depend on each version's pages."""
    beads: list[Bead] = []
    for is_note in (False, True):
        rows = [i for i, p in enumerate(source.paragraphs) if (p.kind is Kind.NOTE) is is_note]
        columns = [j for j, p in enumerate(target.paragraphs) if (p.kind is Kind.NOTE) is is_note]
        left = [source.paragraphs[i] for i in rows]
        right = [target.paragraphs[j] for j in columns]
        found = align_texts(
            [paragraph.text for paragraph in left],
            [paragraph.text for paragraph in right],
            encoder=encoder,
            languages=(source.language, target.language),
            source_labels=_labels(left),
            target_labels=_labels(right),
        )
        beads += [_moved(bead, rows, columns, 1.0) for bead in found]
    return beads


def _labels(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [paragraph.label for paragraph in paragraphs]


def _segments(document: Document) -> tuple[Segment, ...]:
    segments = []
    for index, paragraph in enumerate(document.paragraphs):
        pieces = (
            paragraph.text[start:end].strip()
            for start, end in segment(paragraph.text, document.language)
        )
        segments += [
            Segment(index, number, piece) for number, piece in enumerate(filter(None, pieces), 1)
        ]
    return tuple(segments)


def _of_paragraphs(segments: Sequence[Segment], paragraphs: Sequence[int]) -> list[int]:
    wanted = set(paragraphs)
    return [index for index, piece in enumerate(segments) if piece.paragraph in wanted]


def _moved(bead: Bead, rows: Sequence[int], columns: Sequence[int], chance: float) -> Bead:
    """Give a bead over a selection as one over the whole, as likely as that selection is."""
    return Bead(
        tuple(rows[i] for i in bead.source),
        tuple(columns[j] for j in bead.target),
        bead.score * chance,
        bead.method,
    )
