"""Turns the alignments of one document set into the units that a memory keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from hexapla.align.beads import Bead
from hexapla.align.documents import Alignment, Segment
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import AlignmentError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.messages import Message
from hexapla.corpora.readers.shown.texts import (
    ShownTexts,
    cut_shown,
    match_shown,
    number_before,
    shown_by_text,
)
from hexapla.memory.mastheads import facts_of_documents
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import (
    AlignedSet,
    Carried,
    DocumentRecord,
    Level,
    Translation,
    Unaligned,
    Unit,
    causes_without_partner,
)

__all__ = ["aligned_set", "paragraph_references"]

_Span = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _PlacedText:
    """A paragraph or sentence with the place that it has in its document.

    `shown` is the text as a CAT tool shows it, `typed` the number that its document has before it,
    `cut_off` this number where the tool shows it as a segment of its own; "" where there is none.
    `cut` are the segments that the tool shows of it, where those are several.
    """

    paragraph: int
    number: int
    kind: Kind
    label: str
    text: str
    shown: str = ""
    typed: str = ""
    cut_off: str = ""
    cut: tuple[str, ...] = ()


@dataclass(slots=True)
class _Rows:
    """The pieces of the source at one level, and the translations of their spans."""

    pieces: Sequence[_PlacedText]
    spans: dict[_Span, list[Translation]] = field(default_factory=dict)


def aligned_set(
    symbol: str,
    alignments: Sequence[Alignment],
    records: Sequence[DocumentRecord],
    fingerprint: str,
    *,
    warnings: Sequence[Message] = (),
    shown: Mapping[str, ShownTexts] = MappingProxyType({}),
) -> AlignedSet:
    """Join the alignments of one source with its targets into units over all languages.

    Every distinct span of source paragraphs or sentences is a unit, with a translation for each
    language that has a bead of exactly this span: a bead that joins two paragraphs in one
    language leaves the rows of the others as they are. Texts of one bead are joined as their
    language joins them. A bead with an empty side gives no unit, but is listed as unaligned.
    `shown` are the texts of the documents as a CAT tool shows them, by language.

    Raises AlignmentError where there is no alignment, two are with one language, or they are not
    of one source.
    """
    _check(symbol, alignments)
    source, segments = alignments[0].source, alignments[0].source_segments
    paragraphs, sentences = map(_Rows, _shown_pieces(source, segments, shown))
    for alignment in sorted(alignments, key=lambda each: language_rank(each.target.language)):
        target = alignment.target
        pieces = _shown_pieces(target, alignment.target_segments, shown)
        _collect(paragraphs, alignment.paragraph_beads, pieces[0], target.language)
        _collect(sentences, alignment.segment_beads, pieces[1], target.language)
    references = paragraph_references(source)
    return AlignedSet(
        symbol=symbol,
        source_language=source.language,
        documents=tuple(sorted(records, key=lambda each: language_rank(each.language))),
        units=(
            *_units(symbol, Level.PARAGRAPH, paragraphs, references, source.language),
            *_units(symbol, Level.SENTENCE, sentences, references, source.language),
        ),
        unaligned=tuple(piece for alignment in alignments for piece in _unaligned(alignment)),
        fingerprint=fingerprint,
        warnings=tuple(warnings),
        facts=facts_of_documents((source, *(each.target for each in alignments))),
    )


def paragraph_references(document: Document) -> tuple[str, ...]:
    """Return the address of each paragraph in the set: its label, or its id where it has none.

    A note is addressed by its id, for its label is only the mark. A repeated address takes `~2`,
    `~3` …, so that all are unique.
    """
    return _unique(
        paragraph.label if paragraph.label and paragraph.kind is not Kind.NOTE else paragraph.id
        for paragraph in document.paragraphs
    )


def _check(symbol: str, alignments: Sequence[Alignment]) -> None:
    """Refuse alignments that have no rows in common."""
    if not alignments:
        raise AlignmentError(symbol, "no language could be aligned with the source")
    first = alignments[0]
    if any(
        each.source != first.source or each.source_segments != first.source_segments
        for each in alignments
    ):
        raise AlignmentError(symbol, "its alignments are not all of the same source text")
    (language, times), *_ = Counter(each.target.language for each in alignments).most_common(1)
    if times > 1:
        name = Message(LANGUAGES[language].name)
        raise AlignmentError(symbol, "its source is aligned with %(language)s twice", language=name)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Tell equal names apart by `~2`, `~3` …, in order."""
    taken: dict[str, int] = {}
    given = []
    for name in names:
        unique, number = name, taken.get(name, 0)
        while unique in taken:
            number += 1
            unique = f"{name}~{number}"
        taken[name] = max(number, 1)
        taken.setdefault(unique, 1)
        given.append(unique)
    return tuple(given)


def _paragraph_pieces(document: Document) -> list[_PlacedText]:
    return [
        _PlacedText(index, 0, paragraph.kind, paragraph.label, clean(paragraph.text))
        for index, paragraph in enumerate(document.paragraphs)
    ]


def _sentence_pieces(document: Document, segments: Sequence[Segment]) -> list[_PlacedText]:
    def piece(segment: Segment, paragraph: Paragraph) -> _PlacedText:
        return _PlacedText(
            segment.paragraph,
            segment.number,
            paragraph.kind,
            paragraph.label,
            clean(segment.text),
        )

    return [piece(segment, document.paragraphs[segment.paragraph]) for segment in segments]


def _shown_pieces(
    document: Document, segments: Sequence[Segment], shown: Mapping[str, ShownTexts]
) -> tuple[list[_PlacedText], list[_PlacedText]]:
    """Return the paragraphs and sentences with how a CAT tool shows them."""
    language = document.language
    texts = shown.get(language, ShownTexts())
    paragraphs, sentences = _paragraph_pieces(document), _sentence_pieces(document, segments)
    known = shown_by_text(texts.paragraphs, language)
    as_shown = match_shown([piece.text for piece in paragraphs], known)
    paragraphs = [
        replace(piece, shown=each, typed=number_before(each, piece.text, language) or "")
        for piece, each in zip(paragraphs, as_shown, strict=True)
    ]
    known = shown_by_text(texts.segments, language)
    written = [piece.text for piece in sentences]
    as_shown, cut = match_shown(written, known), cut_shown(written, known, language)
    alone = frozenset(texts.segments)
    return paragraphs, [
        replace(
            _shown_sentence(piece, each, paragraphs[piece.paragraph].typed, alone, language),
            cut=() if each else pieces,
        )
        for piece, each, pieces in zip(sentences, as_shown, cut, strict=True)
    ]


def _shown_sentence(
    piece: _PlacedText, shown: str, typed: str, alone: Container[str], language: str
) -> _PlacedText:
    """Return a sentence with how it is shown; only the first of a paragraph has its number."""
    if piece.number != 1 or not typed:
        return replace(piece, shown=shown)
    is_cut = typed.strip() in alone and not number_before(shown, piece.text, language)
    return replace(piece, shown=shown, typed=typed, cut_off=typed.strip() if is_cut else "")


def _carried_of(text: str, pieces: Sequence[_PlacedText]) -> Carried | None:
    """Return what is kept with a source text that is shown otherwise, or with a number before it.

    What several pieces make is no segment of a tool.
    """
    if len(pieces) > 1:
        return None
    shown = "" if pieces[0].shown == text else pieces[0].shown
    carried = Carried(shown=shown, number=pieces[0].cut_off, pieces=pieces[0].cut)
    return None if carried == Carried() else carried


def _collect(
    rows: _Rows, beads: Iterable[Bead], pieces: Sequence[_PlacedText], language: str
) -> None:
    """Add the translations of one language to the spans of its beads."""
    for bead in beads:
        texts = [pieces[index].text for index in bead.target]
        text = LANGUAGES[language].separator.join(filter(None, texts))
        if text and any(rows.pieces[index].text for index in bead.source):
            label = _joined_label([pieces[index] for index in bead.target])
            # Four digits say all that a score knows; the rest differs between machines.
            score = round(bead.score, 4)
            typed = pieces[bead.target[0]].typed
            translation = Translation(
                *(language, text, score, str(bead.method), label),
                carried=Carried(shown=typed + text) if typed else None,
            )
            rows.spans.setdefault(bead.source, []).append(translation)


def _units(
    symbol: str, level: Level, rows: _Rows, references: Sequence[str], language: str
) -> Iterator[Unit]:
    """Yield the units of one level in the order of the source text, shorter spans first."""
    pieces, joiner = rows.pieces, LANGUAGES[language].separator
    spans = sorted(rows.spans, key=lambda span: (span[0], len(span), span))
    addresses = _unique(_reference([pieces[index] for index in span], references) for span in spans)
    for span, address in zip(spans, addresses, strict=True):
        covered = [pieces[index] for index in span]
        text = joiner.join(filter(None, (piece.text for piece in covered)))
        yield Unit(
            symbol=symbol,
            level=level,
            position=span[0],
            reference=address,
            kind=covered[0].kind,
            label=_joined_label(covered),
            language=language,
            text=text,
            translations=tuple(rows.spans[span]),
            before=pieces[span[0] - 1].text if span[0] else "",
            after=pieces[span[-1] + 1].text if span[-1] + 1 < len(pieces) else "",
            carried=_carried_of(text, covered),
        )


def _joined_label(pieces: Sequence[_PlacedText]) -> str:
    """Join the distinct labels of the paragraphs that the pieces stand in: `12+13`."""
    return "+".join(dict.fromkeys(piece.label for piece in pieces if piece.label))


def _reference(pieces: Sequence[_PlacedText], references: Sequence[str]) -> str:
    """Address a span: `12+13` over paragraphs, `12.1-2+13.1` over sentences."""
    numbers: dict[int, list[int]] = {}
    for piece in pieces:
        numbers.setdefault(piece.paragraph, []).append(piece.number)
    return "+".join(
        references[paragraph] + (f".{_ranges(within)}" if within[0] else "")
        for paragraph, within in numbers.items()
    )


def _ranges(numbers: Sequence[int]) -> str:
    """Write ascending numbers in short: `1-3,5`."""
    starts = [numbers[0], *(b for a, b in pairwise(numbers) if b != a + 1)]
    ends = [*(a for a, b in pairwise(numbers) if b != a + 1), numbers[-1]]
    return ",".join(
        str(start) if start == end else f"{start}-{end}"
        for start, end in zip(starts, ends, strict=True)
    )


def _unaligned(alignment: Alignment) -> Iterator[Unaligned]:
    """Yield the paragraphs and sentences of both sides whose bead has no text on the other side."""
    source, target = alignment.source, alignment.target
    yield from _without_partner(
        (source, _paragraph_pieces(source)),
        (target, _paragraph_pieces(target)),
        alignment.paragraph_beads,
        Level.PARAGRAPH,
    )
    yield from _without_partner(
        (source, _sentence_pieces(source, alignment.source_segments)),
        (target, _sentence_pieces(target, alignment.target_segments)),
        alignment.segment_beads,
        Level.SENTENCE,
    )


def _without_partner(
    source: tuple[Document, Sequence[_PlacedText]],
    target: tuple[Document, Sequence[_PlacedText]],
    beads: Iterable[Bead],
    level: Level,
) -> Iterator[Unaligned]:
    causes = _causes(target[0]), _causes(source[0])
    references = paragraph_references(source[0]), paragraph_references(target[0])
    position = -1
    for bead in beads:
        if bead.source:
            position = bead.source[-1]
        if _has_text(source[1], bead.source) and _has_text(target[1], bead.target):
            continue
        for side, indices in enumerate((bead.source, bead.target)):
            document, pieces = (source, target)[side]
            for index in indices:
                piece = pieces[index]
                yield Unaligned(
                    target_language=target[0].language,
                    language=document.language,
                    position=position if side else index,
                    kind=piece.kind,
                    label=piece.label,
                    text=piece.text,
                    cause=causes[side](piece),
                    level=level,
                    reference=_reference([piece], references[side]),
                )


def _has_text(pieces: Sequence[_PlacedText], indices: Iterable[int]) -> bool:
    return any(pieces[index].text for index in indices)


def _causes(other: Document) -> Callable[[_PlacedText], str]:
    """Return what says in words why a text has no partner in the other document."""
    labels = {paragraph.label for paragraph in other.paragraphs}

    def cause(piece: _PlacedText) -> str:
        missing = bool(piece.label) and piece.label not in labels
        no_text, no_label, no_partner = causes_without_partner(other.language, piece.label)
        found = no_text if not piece.text else no_label if missing else no_partner
        return str(found)

    return cause
