"""Aligns two language versions of a document: paragraphs first, then the sentences inside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, count, islice
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from hexapla.align.aligner import align_parts, mark_crossing, renumbered, unaligned
from hexapla.align.beads import Bead
from hexapla.align.encoders.base import AnyVectors, Encoder
from hexapla.align.joint import align_languages
from hexapla.align.resources import release_memory, single_threaded
from hexapla.align.scoring.comparison import compare
from hexapla.align.scoring.parallelism import is_parallel
from hexapla.align.scoring.similarity import ClauseVectors, EncodedTexts, TextSums, sum_texts
from hexapla.align.search.reordering import Permutation
from hexapla.align.shelf import Shelf
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import AlignmentError
from hexapla.corpora.input import bounds
from hexapla.corpora.languages import language_for
from hexapla.corpora.messages import Message
from hexapla.corpora.segmentation.sentences import segment

__all__ = [
    "Alignment",
    "EncodedDocument",
    "Segment",
    "align_documents",
    "align_encoded",
    "check_parallel",
    "encode_document",
]

# The most paragraphs of a document whose vectors are held as long as it is: ten kilobytes each.
# Those of longer ones are composed again where they are needed, in a twentieth of the time that
# the document took to encode, from what waits on a shelf; of a set, those of two languages then
# stand at once.
_HELD: Final = 2000
# Beads of paragraphs whose sentences are compared at once: memory is bounded by it.
_STRETCH: Final = 400
_SINGLE: Final = frozenset({Kind.TITLE, Kind.ORGAN, Kind.MASTHEAD})


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
    exactly one bead, in order save for crossing blocks; only the lines of contents lists, which
    each version may have or not, stand in none.
    """

    source: Document
    target: Document
    paragraph_beads: tuple[Bead, ...]
    source_segments: tuple[Segment, ...]
    target_segments: tuple[Segment, ...]
    segment_beads: tuple[Bead, ...]


def align_documents(source: Document, target: Document, *, encoder: Encoder) -> Alignment:
    """Return the alignment of two documents; `align_encoded` says how.

    Raises AlignmentError where the target is no translation of the source, or one is too long.
    """
    left, right = encode_document(source, encoder), encode_document(target, encoder)
    check_parallel(left, right)
    [alignment] = align_encoded(left, [right])
    return alignment


def encode_document(document: Document, encoder: Encoder) -> EncodedDocument:
    """Return a document cut into sentences and encoded, once for all its alignments.

    Raises AlignmentError where it has more paragraphs or sentences than can be aligned.
    """
    _require_short(
        document,
        len(document.paragraphs),
        bounds.MOST_ALIGNED,
        Message(
            "has more than %(most)s paragraphs; align it in parts", most=f"{bounds.MOST_ALIGNED:,}"
        ),
    )
    segments = _segments(document)
    _require_short(
        document,
        len(segments),
        bounds.MOST_SENTENCES,
        Message(
            "has more than %(most)s sentences; align it in parts", most=f"{bounds.MOST_SENTENCES:,}"
        ),
    )
    with single_threaded():
        streams = [_stream(document, segments, encoder, notes=notes) for notes in (False, True)]
    release_memory(len(segments))
    return EncodedDocument(document, segments, *streams)


def _require_short(document: Document, count: int, most: int, cause: Message) -> None:
    if count > most:
        where = document.symbol or document.language
        raise AlignmentError(where, cause)


def check_parallel(source: EncodedDocument, target: EncodedDocument) -> None:
    """Raise AlignmentError where the target is no translation of the source."""
    sides = source.text.sentences.sums, target.text.sentences.sums
    if not all(len(side) for side in sides):
        return
    with single_threaded():
        translated = is_parallel(*sides)
    if not translated:
        document = target.document
        where = document.symbol or document.language
        name = Message(language_for(document.language).name)
        raise AlignmentError(
            where, "the %(language)s text is no translation of the source", language=name
        )


def align_encoded(source: EncodedDocument, targets: Sequence[EncodedDocument]) -> list[Alignment]:
    """Return the alignment of one source with each target: paragraphs, then sentences in each bead.

    Notes are aligned apart from the running text, for where they stand depends on the pages of
    each version. Whether the targets are translations at all is for `check_parallel` to say.
    """
    streams = [
        align_languages(_Paragraphs(versions))
        for versions in (
            [each.text for each in (source, *targets)],
            [each.notes for each in (source, *targets)],
        )
    ]
    with single_threaded():
        return [
            _alignment(source, target, *beads)
            for target, *beads in zip(targets, *streams, strict=True)
        ]


def _alignment(
    source: EncodedDocument, target: EncodedDocument, text: Sequence[Bead], notes: Sequence[Bead]
) -> Alignment:
    """Align the sentences inside the beads of paragraphs."""
    paragraphs, segments = _with_sentences(source.text, target.text, text)
    note_paragraphs, note_segments = _with_sentences(source.notes, target.notes, notes)
    return Alignment(
        source.document,
        target.document,
        (*paragraphs, *note_paragraphs),
        source.segments,
        target.segments,
        (*segments, *note_segments),
    )


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of some paragraphs, encoded.

    `paragraphs` and `segments` are the numbers in the document; `starts` tells where the segments
    of each paragraph start in `segments`, and has their number as a last item. `places` are those
    of the segments in `texts`, `sums` and `clauses`.
    """

    paragraphs: Sequence[int]
    segments: Sequence[int]
    starts: Sequence[int]
    places: Permutation
    texts: Sequence[str]
    sums: TextSums
    clauses: ClauseVectors

    def part(self, where: range) -> EncodedTexts:
        """Return some neighbouring sentences as they are compared."""
        places = self.places[where.start : where.stop]
        return EncodedTexts.of(
            [self.texts[i] for i in places],
            [""] * len(places),
            self.sums.take(places),
            self.clauses.take(places),
        )

    def reordered(self, order: Permutation) -> _Sentences:
        """Put the paragraphs into another order, and the sentences with them."""
        if (order == np.arange(len(order))).all():
            return self
        moved = [i for k in order for i in range(self.starts[k], self.starts[k + 1])]
        sizes = (self.starts[k + 1] - self.starts[k] for k in order)
        return _Sentences(
            [self.paragraphs[k] for k in order],
            [self.segments[i] for i in moved],
            list(accumulate(sizes, initial=0)),
            self.places[moved],
            self.texts,
            self.sums,
            self.clauses,
        )


class _ShelvedSentences:
    """The sentences of a long document, whose vectors wait on a shelf."""

    def __init__(self, sentences: _Sentences) -> None:
        self.paragraphs = sentences.paragraphs
        self.starts = sentences.starts
        self._with_vectors = partial(
            _Sentences,
            sentences.paragraphs,
            sentences.segments,
            sentences.starts,
            sentences.places,
            sentences.texts,
        )
        sums, clauses = sentences.sums, sentences.clauses
        self._compose = sums.compose
        self._shelf = Shelf()
        arrays: Sequence[AnyVectors] = (
            *(sums.halves, sums.scales, sums.seams),
            *(clauses.first, clauses.last),
        )
        for number, array in enumerate(arrays):
            self._shelf.put(number, array)

    def taken(self) -> _Sentences:
        """Return the sentences with their vectors."""
        halves, scales, seams, first, last = map(self._shelf.take, range(5))
        sums = TextSums(halves, scales, seams, self._compose)
        return self._with_vectors(sums, ClauseVectors(first, last))


@dataclass(frozen=True, slots=True)
class _Stream:
    """The running text of a document, or its notes: the paragraphs, and their sentences.

    `kept` are the sentences, and `held` the paragraphs with their vectors, where those are few.
    """

    texts: Sequence[str]
    labels: Sequence[str]
    kept: _Sentences | _ShelvedSentences
    held: EncodedTexts | None = None

    @property
    def sentences(self) -> _Sentences:
        """The sentences, which for many are taken from their shelf at each call."""
        return self.kept.taken() if isinstance(self.kept, _ShelvedSentences) else self.kept

    @property
    def paragraphs(self) -> EncodedTexts:
        """The paragraphs with their vectors, which for many are composed at each call."""
        if self.held is not None:
            return self.held
        sentences = self.sentences
        sums, clauses = sentences.sums.joined(self.sizes), sentences.clauses.joined(self.sizes)
        del sentences  # no longer held while what is joined of them is composed
        return EncodedTexts.of(self.texts, self.labels, sums, clauses)

    @property
    def sums(self) -> TextSums:
        """What the encoder summed up of the paragraphs."""
        return self.sentences.sums.joined(self.sizes)

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the paragraphs in the document."""
        return self.kept.paragraphs

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The number of sentences of each paragraph."""
        starts = np.asarray(self.kept.starts, dtype=np.int64)
        return starts[1:] - starts[:-1]


class _Paragraphs(Sequence[EncodedTexts]):
    """The paragraphs of some streams; the vectors are composed where they are asked for."""

    def __init__(self, streams: Sequence[_Stream]) -> None:
        self._streams = streams

    def __len__(self) -> int:
        return len(self._streams)

    @overload
    def __getitem__(self, index: int) -> EncodedTexts: ...
    @overload
    def __getitem__(self, index: slice) -> _Paragraphs: ...
    def __getitem__(self, index: int | slice) -> EncodedTexts | _Paragraphs:
        if isinstance(index, slice):
            return _Paragraphs(self._streams[index])
        return self._streams[index].paragraphs


@dataclass(frozen=True, slots=True)
class EncodedDocument:
    """A document with the vectors of its sentences: its running text and its notes apart."""

    document: Document
    segments: tuple[Segment, ...]
    text: _Stream
    notes: _Stream


def _segments(document: Document) -> tuple[Segment, ...]:
    """Cut each paragraph into sentences; one without any text is one empty segment."""
    segments = []
    for index, paragraph in enumerate(document.paragraphs):
        pieces = (
            paragraph.text[start:end].strip()
            for start, end in segment(paragraph.text, document.language)
        )
        sentences = [piece for piece in pieces if piece] or [""]
        segments += [Segment(index, number, piece) for number, piece in enumerate(sentences, 1)]
    return tuple(segments)


def _stream(
    document: Document, segments: Sequence[Segment], encoder: Encoder, *, notes: bool
) -> _Stream:
    chosen = [
        i
        for i, p in enumerate(document.paragraphs)
        if (p.kind is Kind.NOTE) is notes and p.kind is not Kind.CONTENTS
    ]
    wanted = set(chosen)
    inside = [i for i, piece in enumerate(segments) if piece.paragraph in wanted]
    sizes = Counter(segments[i].paragraph for i in inside)
    starts = list(accumulate((sizes[i] for i in chosen), initial=0))
    texts = [segments[i].text for i in inside]
    sentences = _Sentences(
        chosen, inside, starts, np.arange(len(texts)), texts, *sum_texts(encoder, texts)
    )
    paragraphs = [document.paragraphs[i] for i in chosen]
    stream = _Stream(
        [paragraph.text for paragraph in paragraphs],
        [_label(paragraph) for paragraph in paragraphs],
        sentences,
    )
    if len(chosen) <= _HELD:
        return replace(stream, held=stream.paragraphs)
    return replace(stream, kept=_ShelvedSentences(sentences))


def _label(paragraph: Paragraph) -> str:
    """Return the number, or for a paragraph that a document has once, its kind."""
    return paragraph.label or (paragraph.kind.value if paragraph.kind in _SINGLE else "")


def _with_sentences(
    left: _Stream, right: _Stream, beads: Sequence[Bead]
) -> tuple[list[Bead], list[Bead]]:
    """Return the beads of the paragraphs of two streams, and those of their segments.

    They are numbered as in the documents.
    """
    if not beads:
        return [], []
    # In the order of the beads, the texts of each are neighbours, even if it is interrupted.
    source = left.sentences.reordered(_order(bead.source for bead in beads))
    target = right.sentences.reordered(_order(bead.target for bead in beads))
    beads = _consecutive(beads)
    inside = [bead for stretch in _stretches(beads) for bead in _inside(source, target, stretch)]
    return (
        mark_crossing(renumbered(beads, source.paragraphs, target.paragraphs)),
        mark_crossing(inside),
    )


def _order(places: Iterable[Sequence[int]]) -> Permutation:
    return np.array([place for each in places for place in each], dtype=np.int64)


def _consecutive(beads: Iterable[Bead]) -> list[Bead]:
    """Count the texts of beads in the order in which they stand in them."""
    rows, columns = count(), count()
    return [
        replace(
            bead,
            source=tuple(islice(rows, len(bead.source))),
            target=tuple(islice(columns, len(bead.target))),
        )
        for bead in beads
    ]


def _stretches(beads: Sequence[Bead]) -> Iterator[Sequence[Bead]]:
    """Part beads into runs of about equal numbers: what is compared at once is bounded."""
    count = max(round(len(beads) / _STRETCH), 1)
    for k in range(count):
        yield beads[len(beads) * k // count : len(beads) * (k + 1) // count]


def _inside(left: _Sentences, right: _Sentences, beads: Sequence[Bead]) -> Iterator[Bead]:
    """Align the sentences inside each of a stretch of neighbouring beads of paragraphs."""
    places = [(_range(left, bead.source), _range(right, bead.target)) for bead in beads]
    rows, columns = (_hull(side) for side in zip(*places, strict=True))
    parts = [(_shift(i, rows), _shift(j, columns)) for i, j in places if _in_doubt(i, j)]
    aligned: Iterator[list[Bead]] = iter(())
    if parts:
        aligned = align_parts(compare(left.part(rows), right.part(columns)), parts)
    for bead, (i, j) in zip(beads, places, strict=True):
        if _in_doubt(i, j):
            found = next(aligned)
        elif i and j:
            found = [Bead((0,), (0,), 1.0, bead.method)]
        else:
            found = unaligned(range(len(i)), range(len(j)))
        for each in renumbered(found, left.segments[i.start :], right.segments[j.start :]):
            # A sentence is no surer than the paragraphs that it stands in.
            yield replace(each, score=each.score * bead.score)


def _in_doubt(rows: range, columns: range) -> bool:
    """Return whether the sentences of two paragraphs can be aligned in several ways."""
    return bool(rows and columns) and len(rows) * len(columns) > 1


def _hull(ranges: Iterable[range]) -> range:
    """Return the range from the first to the last place of some ranges."""
    present = [each for each in ranges if each]
    return range(present[0].start, present[-1].stop) if present else range(0)


def _shift(where: range, whole: range) -> range:
    return range(where.start - whole.start, where.stop - whole.start)


def _range(sentences: _Sentences, paragraphs: Sequence[int]) -> range:
    """Return the places of the segments of neighbouring paragraphs."""
    if not paragraphs:
        return range(0)
    return range(sentences.starts[paragraphs[0]], sentences.starts[paragraphs[-1] + 1])
