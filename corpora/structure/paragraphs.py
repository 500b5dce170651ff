"""Turns the blocks of any file format into the logical paragraphs of a document.

The stages, each over the whole document: page artefacts go, notes are set apart, numbers are
judged by their sequence (`corpora.numbers.numbering`), cut paragraphs are joined again
(`corpora.structure.reconstruction`), kinds follow from the place in the document, and ids and
details (`corpora.structure.details`) from the kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from hexapla.corpora.document import Detail, Kind, Paragraph
from hexapla.corpora.numbers.markers import Family, Marker
from hexapla.corpora.numbers.numbering import Entry, Numbered, Rank, decide
from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.boundaries import Ending, Start, ending, start
from hexapla.corpora.structure.contents import mark_contents
from hexapla.corpora.structure.details import details
from hexapla.corpora.structure.explanation import Explanation, tried
from hexapla.corpora.structure.front import front_kinds
from hexapla.corpora.structure.invisible_signs import SOFT_HYPHEN
from hexapla.corpora.structure.kinds import (
    is_bare_organ,
    is_date,
    is_organ,
    is_preamble,
    is_signature,
)
from hexapla.corpora.structure.pieces import BULLETS, Piece, clean, mark_notes
from hexapla.corpora.structure.reconstruction import reconstruct
from hexapla.corpora.structure.style import DocumentStyle
from hexapla.corpora.structure.tables import cell_labels

__all__ = ["explained", "paragraphs"]


def paragraphs(blocks: Sequence[Block], language: str) -> tuple[Paragraph, ...]:
    """Return the logical paragraphs of a document, in the order of its text.

    A note follows the paragraph that it interrupted. `language` is one of
    `corpora.languages.LANGUAGES`; KeyError otherwise.
    """
    return tuple(paragraph for paragraph, _ in _identified(_read(blocks, language)))


def explained(blocks: Sequence[Block], language: str) -> tuple[Explanation, ...]:
    """Return the same paragraphs as `paragraphs`, each with the readings of its number."""
    return tuple(
        Explanation(paragraph, tried(piece.decisions))
        for paragraph, piece in _identified(_read(blocks, language))
    )


def _read(blocks: Sequence[Block], language: str) -> list[tuple[Piece, Kind]]:
    """Return the pieces that the paragraphs are made of, with their kinds."""
    pieces = mark_contents(mark_notes(clean(blocks, language)), language)
    running = [piece for piece in pieces if piece.note is None and not piece.contents]
    style = DocumentStyle.of(running, language)
    pieces = _numbered(pieces, style)
    return _kinds([_without_break(piece) for piece in reconstruct(pieces, style)], style)


def _without_break(piece: Piece) -> Piece:
    """Return a piece without the place for a break at its end."""
    if not piece.text.endswith(SOFT_HYPHEN):
        return piece
    return piece._replace(text=piece.text.rstrip(SOFT_HYPHEN))


def _numbered(pieces: Sequence[Piece], style: DocumentStyle) -> list[Piece]:
    """Take the numbers off the texts, where the sequence bears them out."""
    found = [_described(piece, style) for piece in pieces]
    flow = [place for place, piece in enumerate(found) if _counts(piece)]
    entries = [_entries(found[place], style.language) for place in flow]
    decisions = iter(decide([entry for numbers in entries for entry in numbers]))
    for place, numbers in zip(flow, entries, strict=True):
        piece = found[place]
        printed = (*piece.block.outer, piece.block.marker or piece.text)
        said = tuple(zip(printed, islice(decisions, len(numbers)), strict=True))
        numbered = said[-1][1].numbered
        text = piece.text
        if numbered and not piece.block.marker:
            text = _without(text, numbered.length)
        if numbered or any(decision.verdicts for _, decision in said):
            found[place] = piece._replace(numbered=numbered, text=text, decisions=said)
    return found


def _without(text: str, length: int) -> str:
    """Take the number off a text; the brackets before it stay (`[5. Decides`)."""
    number, rest = text[:length], text[length:].lstrip()
    return "".join(sign for sign in number if sign in _OPENING) + rest


_OPENING = "[［"


def _described(piece: Piece, style: DocumentStyle) -> Piece:
    if piece.contents:
        return piece
    organ = _may_be_organ(piece) and is_organ(piece.text, style.language)
    heading_like = piece.note is None and style.heading_like(piece)
    if organ or heading_like:
        return piece._replace(organ=organ, heading_like=heading_like)
    return piece


def _may_be_organ(piece: Piece) -> bool:
    return piece.note is None and piece.block.role in (Role.TEXT, Role.HEADING)


def _counts(piece: Piece) -> bool:
    """Return whether a piece can be numbered: no note, no cell, no line of a contents list."""
    return (
        piece.note is None
        and not piece.contents
        and piece.block.role not in _UNNUMBERED
        and not piece.organ
        and "....." not in piece.text
        and "……" not in piece.text[-12:]
    ) or piece.organ


def _entries(piece: Piece, language: str) -> list[Entry]:
    """Return what there is to number in a piece: its own number behind those of lists around it."""
    outer, depth = piece.block.outer, piece.block.depth
    depths = range(depth - len(outer), depth) if depth else [0] * len(outer)
    around = [
        Entry(_of_marker(marker, language), given=True, depth=place, uncased=_uncased(marker))
        for marker, place in zip(outer, depths, strict=True)
    ]
    return [*around, _entry(piece, language)]


def _of_marker(marker: str, language: str) -> tuple[Marker, ...]:
    """Return the readings of a number that stands apart from its text."""
    return readings(f"{marker} x", language) or readings(f"{marker}. x", language)


def _uncased(text: str) -> bool:
    """Return whether a number has a letter of a script without capitals."""
    return any(sign.isalpha() and sign.lower() == sign.upper() for sign in text)


def _entry(piece: Piece, language: str) -> Entry:
    if piece.organ or is_signature(piece.text):
        return Entry(resets=piece.organ)
    marker = piece.block.marker.strip()
    found = _of_marker(marker, language) if marker else readings(piece.text, language)
    inner: tuple[Marker, ...] = ()
    if found and not marker and found[0].family in (Family.NUMBER, Family.PATH, Family.LETTER):
        inner = readings(piece.text[found[0].length :], language)
    return Entry(
        found,
        inner,
        given=bool(marker),
        heading_like=piece.heading_like,
        sentence=ending(piece.text) is Ending.CLOSED,
        titled=piece.block.role is Role.HEADING,
        bracketed=piece.text.startswith(tuple(_OPENING)),
        depth=piece.block.depth if marker else 0,
        uncased=_uncased(marker),
        apart=piece.block.after_rule,
        small=bool(found) and start(piece.text[found[0].length :]) is Start.LOWER,
    )


# Kinds


def _kinds(pieces: Sequence[Piece], style: DocumentStyle) -> list[tuple[Piece, Kind]]:
    """Return every piece with its kind, by its number, its form and its place."""
    front = front_kinds(pieces, style)
    unnumbered_ends = _single_operatives(pieces)
    region = Kind.BODY
    found: list[tuple[Piece, Kind]] = []
    for place, piece in enumerate(pieces):
        if piece.note is not None:
            kind = Kind.NOTE
        elif piece.contents:
            kind = Kind.CONTENTS
        elif place in front:
            kind = front[place]
        elif piece.organ:
            kind, region = Kind.ORGAN, Kind.PREAMBULAR
        elif place in unnumbered_ends:
            kind, region = Kind.OPERATIVE, Kind.OPERATIVE
        else:
            kind = _kind(piece, region, found[-1][1] if found else Kind.BODY)
            region = _next_region(piece, kind, region)
        found.append((piece, kind))
    return found


_SENTENCES = (Family.CAPITAL, Family.CAPITAL_ROMAN, Family.HAN)
_CLOSING = (Family.ANNEX, Family.APPENDIX, Family.ARTICLE, Family.GOAL)
_FIXED = {
    Role.TITLE: Kind.TITLE,
    Role.CELL: Kind.TABLE_CELL,
    Role.SESSION: Kind.MASTHEAD,
    Role.AGENDA_ITEM: Kind.MASTHEAD,
}
_UNNUMBERED = frozenset(_FIXED)
_SAID = {Role.SESSION: Detail.SESSION, Role.AGENDA_ITEM: Detail.AGENDA_ITEM}


def _kind(piece: Piece, region: Kind, before: Kind) -> Kind:
    """Return the kind of a piece by itself, or by the region it is in."""
    if piece.block.role in _FIXED:
        return _FIXED[piece.block.role]
    if _signs(piece, region, before):
        return Kind.SIGNATURE
    if piece.numbered and piece.numbered.family is Family.PREAMBULAR:
        return Kind.PREAMBULAR
    if piece.marked and piece.numbered:
        return _numbered_kind(piece, piece.numbered, region)
    return _unnumbered_kind(piece, region, before)


def _signs(piece: Piece, region: Kind, before: Kind) -> bool:
    """Return whether a piece closes a resolution or is a signature; a date alone need not be."""
    if not is_signature(piece.text):
        return False
    closing = region is not Kind.BODY or before is Kind.SIGNATURE
    return not is_date(piece.text) or (closing and piece.block.role is not Role.HEADING)


def _unnumbered_kind(piece: Piece, region: Kind, before: Kind) -> Kind:
    if piece.block.role is Role.ITEM or piece.text[:1] in BULLETS:
        return Kind.LIST_ITEM
    if region is Kind.PREAMBULAR and is_bare_organ(piece.text):
        return Kind.ORGAN
    headed = region is not Kind.PREAMBULAR or before is Kind.HEADING
    if piece.block.role is Role.HEADING or (piece.heading_like and headed):
        return Kind.HEADING
    # The parts of a long resolution have preambles of their own below their headings.
    own = region is Kind.OPERATIVE and before in (Kind.HEADING, Kind.PREAMBULAR)
    if region is Kind.PREAMBULAR or (own and ending(piece.text) is Ending.COMMA):
        return Kind.PREAMBULAR
    return Kind.BODY


def _numbered_kind(piece: Piece, numbered: Numbered, region: Kind) -> Kind:
    if numbered.rank is Rank.ITEM:
        return Kind.LIST_ITEM
    if numbered.rank is Rank.HEADING:
        # The text of an article may stand in the line of its number.
        closed = ending(piece.text) is Ending.CLOSED and piece.block.role is not Role.HEADING
        long = closed and (len(piece.text) > 100 or piece.text.endswith(("。", "；")))
        item = piece.block.role is Role.ITEM or numbered.family is not Family.CAPITAL
        sentence = item and numbered.family in _SENTENCES and closed
        return Kind.BODY if long or sentence else Kind.HEADING
    return Kind.BODY if region is Kind.BODY else Kind.OPERATIVE


def _next_region(piece: Piece, kind: Kind, region: Kind) -> Kind:
    if kind is Kind.OPERATIVE:
        return Kind.OPERATIVE
    if kind is Kind.HEADING and is_preamble(piece.text):
        return Kind.PREAMBULAR
    closes = piece.numbered and piece.numbered.family in _CLOSING
    return Kind.BODY if closes else region


def _single_operatives(pieces: Sequence[Piece]) -> set[int]:
    """Find operative paragraphs without a number: a resolution with one has it unnumbered.

    Preambular paragraphs end with a comma, so it is the first that ends otherwise, where no
    number comes before the next organ or the end.
    """
    found: set[int] = set()
    candidate, preamble = -1, False
    for place, piece in enumerate(pieces):
        if piece.note is not None:
            continue
        if piece.organ:
            found.update({candidate} if preamble and candidate >= 0 else ())
            candidate, preamble = -1, True
        elif piece.marked and piece.numbered and piece.numbered.rank is Rank.PARAGRAPH:
            candidate, preamble = -1, False
        elif preamble and candidate < 0 and ending(piece.text) is Ending.CLOSED:
            candidate = -1 if piece.marked or not piece.flows else place
    return found | ({candidate} if preamble and candidate >= 0 else set())


# Ids

_PREFIXES = {
    Kind.MASTHEAD: "masthead",
    Kind.PREAMBULAR: "pp",
    Kind.OPERATIVE: "op",
    Kind.HEADING: "h",
    Kind.BODY: "p",
    Kind.LIST_ITEM: "p",
    Kind.TABLE_CELL: "t",
    Kind.NOTE: "fn",
    Kind.SIGNATURE: "sig",
}
_BY_LABEL = (Kind.OPERATIVE, Kind.BODY, Kind.LIST_ITEM, Kind.NOTE)


def _identified(pieces: Sequence[tuple[Piece, Kind]]) -> list[tuple[Paragraph, Piece]]:
    """Return the paragraphs, with their labels, ids, details and the levels of headings."""
    pieces = [(piece, kind) for piece, kind in pieces if piece.text]
    said = details([(kind, piece.text) for piece, kind in pieces])
    cells = cell_labels(pieces)
    counts: Counter[str] = Counter()
    used: Counter[str] = Counter()
    found: list[tuple[Paragraph, Piece]] = []
    operative, level = False, 0
    for (piece, kind), detail, cell in zip(pieces, said, cells, strict=True):
        label = piece.note if piece.note is not None else cell
        if piece.numbered:
            label = piece.numbered.label
        if kind in (Kind.OPERATIVE, Kind.BODY, Kind.ORGAN):
            operative = kind is Kind.OPERATIVE
        prefix = _PREFIXES.get(kind, str(kind))
        if kind is Kind.LIST_ITEM and operative:
            prefix = _PREFIXES[Kind.OPERATIVE]
        name = _name(prefix, kind, label, counts)
        used[name] += 1
        unique = name if used[name] == 1 else f"{name}~{used[name]}"
        depth = _level(piece, level) if kind is Kind.HEADING else 0
        if piece.numbered and piece.numbered.level:
            level = piece.numbered.level
        annex = piece.numbered and piece.numbered.family in (Family.ANNEX, Family.APPENDIX)
        given = Detail.ANNEX if annex else _SAID.get(piece.block.role, detail)
        found.append((Paragraph(unique, kind, label, piece.text, given, depth), piece))
    return found


def _level(piece: Piece, outer: int) -> int:
    """Return the depth of a heading: of its number, of the format, or below the last number."""
    if piece.numbered:
        return piece.numbered.level
    given = piece.block.level if piece.block.role is Role.HEADING else 0
    return given or outer + 1


def _name(prefix: str, kind: Kind, label: str, counts: Counter[str]) -> str:
    if kind in (Kind.TITLE, Kind.ORGAN):
        return prefix
    if kind is Kind.TABLE_CELL and label:
        return label
    if kind in _BY_LABEL and label:
        return f"{prefix}-{label}"
    counts[prefix] += 1
    return f"{prefix}-{counts[prefix]}"
