"""Turns the blocks of any file format into the logical paragraphs of a document.

The stages, each over the whole document: page furniture goes, notes are set apart, numbers are
judged by their sequence (`corpora.numbering`), cut paragraphs are mended (`corpora.joining`),
kinds follow from the place in the document, and ids from the kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpora.blocks import Block, Role
from corpora.document import Kind, Paragraph
from corpora.furniture import furniture
from corpora.joining import Ending, Joiner, Start, ending, joiner, start
from corpora.kinds import (
    heading_width,
    is_masthead,
    is_organ,
    is_signature,
    names_agenda_item,
    note_mark,
    openers_hold,
    opens_preambular,
)
from corpora.labels import Family, Marker, readings
from corpora.numbering import Entry, Numbered, Rank, number

__all__ = ["paragraphs"]

_BULLETS = "•●▪■◦‣⁃·∙○◆"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block on its way to a paragraph.

    `note` is the mark of a note, or None. `after_break` is true also where notes stood before.
    """

    block: Block
    text: str
    after_break: bool
    note: str | None = None
    numbered: Numbered | None = None
    organ: bool = False
    heading_like: bool = False

    @property
    def marked(self) -> bool:
        return self.numbered is not None and self.numbered.rank is not Rank.TEXT

    @property
    def flows(self) -> bool:
        """Whether it is running text, which alone can be cut and mended."""
        return self.block.role in (Role.TEXT, Role.ITEM)


def paragraphs(blocks: Sequence[Block], language: str) -> tuple[Paragraph, ...]:
    """Make the logical paragraphs of a document, in the order of its text.

    A note follows the paragraph that it interrupted. `language` is one of
    `corpora.languages.LANGUAGES`; KeyError otherwise.
    """
    pieces = _mark_notes(_clean(blocks, language))
    manner = _Manner.of([piece for piece in pieces if piece.note is None], language)
    pieces = _numbered(pieces, manner)
    return _identified(_kinds(_mended(pieces, manner), manner))


def _clean(blocks: Sequence[Block], language: str) -> list[_Piece]:
    """Leave out empty blocks, lines of mere signs and page furniture."""
    filled = [block for block in blocks if block.text.strip() or block.marker.strip()]
    lines: list[str] = []
    for block in filled:
        plain = block.role is Role.TEXT and not block.marker
        lines += [block.text.strip() if plain else "x" * 1000, ""]
    gone = {place // 2 for place in furniture(lines, language) if place % 2 == 0}
    pieces: list[_Piece] = []
    broken = False
    for place, block in enumerate(filled):
        text = " ".join(block.text.split("\n")).strip()
        rule = block.role is Role.TEXT and not any(c.isalnum() for c in text)
        if place in gone or (rule and not block.marker):
            broken = True
            continue
        pieces.append(_Piece(block, text, broken or block.after_break))
        broken = False
    return pieces


def _mark_notes(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Set notes apart, and let the text after them know that it was interrupted."""
    cited = Counter(
        mark for piece in pieces for mark in ("*", "**", "***") if _cites(piece.text, mark)
    )
    starred = Counter(mark[0] for piece in pieces if (mark := note_mark(piece.text)))
    found: list[_Piece] = []
    broken = False
    for piece in pieces:
        mark = _note_of(piece, cited, starred)
        if mark is not None:
            found.append(replace(piece, note=mark[0], text=piece.text[mark[1] :]))
            broken = True
            continue
        found.append(replace(piece, after_break=piece.after_break or broken))
        broken = False
    return found


def _cites(text: str, mark: str) -> bool:
    """Tell whether a text holds this very mark after a word."""
    place = text.find(mark, 1)
    while place > 0:
        after = text[place + len(mark) : place + len(mark) + 1]
        if not text[place - 1].isspace() and text[place - 1] != "*" and after != "*":
            return True
        place = text.find(mark, place + len(mark))
    return False


def _note_of(piece: _Piece, cited: Counter[str], starred: Counter[str]) -> tuple[str, int] | None:
    """Give the mark of a note and the characters that it takes; None for other text."""
    block = piece.block
    if block.role is Role.NOTE:
        own = note_mark(f"{block.marker.strip()} x") if block.marker else note_mark(piece.text)
        if own and not block.marker:
            return own
        return (own[0] if own else block.marker.strip("()[].: ")), 0
    if block.role is not Role.TEXT or block.marker:
        return None
    mark = note_mark(piece.text)
    # A text that lists its points with asterisks has no notes under them.
    if mark and mark[0] in ("*", "**", "***") and not cited[mark[0]] and starred[mark[0]] > 1:
        return None
    return mark


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a document writes: what the end and the start of its lines say.

    `ends_tell`: whole paragraphs end with a stop or a comma. `capitals_tell`: they start with a
    capital. `wrapped`: the blocks come from hard-wrapped lines, so that a piece that was cut
    reaches the margin. `long` is the length from which a text is no heading.
    """

    language: str
    ends_tell: bool
    capitals_tell: bool
    wrapped: bool
    long: int
    joiner: Joiner

    @classmethod
    def of(cls, pieces: Sequence[_Piece], language: str) -> _Manner:
        long = 25 if language == "zh" else 60
        texts = [piece for piece in pieces if piece.flows and len(piece.text) >= long]
        ended = sum(ending(piece.text) is not Ending.OPEN for piece in texts)
        whole = [start(piece.text) for piece in texts if not piece.after_break]
        lower = whole.count(Start.LOWER)
        return cls(
            language,
            ends_tell=ended >= 0.5 * len(texts),
            capitals_tell=lower <= 0.15 * len(whole),
            wrapped=any(piece.block.full_width for piece in pieces),
            long=long,
            joiner=joiner((piece.text for piece in pieces), language),
        )

    def heading_like(self, piece: _Piece) -> bool:
        """Tell a short line without an end, as headings are, where that says anything."""
        text = piece.text
        return (
            piece.block.role in (Role.TEXT, Role.ITEM)
            and self.ends_tell
            and len(text) <= heading_width(self.language)
            and ending(text) is Ending.OPEN
            and start(text) not in (Start.LOWER, Start.CLOSER)
            and any(char.isalpha() for char in text)
        )


def _numbered(pieces: Sequence[_Piece], manner: _Manner) -> list[_Piece]:
    """Take the numbers off the texts, where the sequence bears them out."""
    pieces = [
        replace(
            piece,
            organ=_may_be_organ(piece) and is_organ(piece.text, manner.language),
            heading_like=piece.note is None and manner.heading_like(piece),
        )
        for piece in pieces
    ]
    flow = [place for place, piece in enumerate(pieces) if _counts(piece)]
    found = number([_entry(pieces[place], manner.language) for place in flow])
    for place, numbered in zip(flow, found, strict=True):
        piece = pieces[place]
        length = numbered.length if numbered and not piece.block.marker else 0
        pieces[place] = replace(piece, numbered=numbered, text=piece.text[length:].lstrip())
    return pieces


def _may_be_organ(piece: _Piece) -> bool:
    return piece.note is None and piece.block.role in (Role.TEXT, Role.HEADING)


def _counts(piece: _Piece) -> bool:
    """Tell whether a piece can be numbered: no note, no cell, no line of a table of contents."""
    return (
        piece.note is None
        and piece.block.role not in (Role.CELL, Role.TITLE)
        and not piece.organ
        and "....." not in piece.text
        and "……" not in piece.text[-12:]
    ) or piece.organ


def _entry(piece: _Piece, language: str) -> Entry:
    if piece.organ or is_signature(piece.text):
        return Entry(resets=piece.organ)
    marker = piece.block.marker.strip()
    found = readings(f"{marker} x" if marker else piece.text, language)
    if not found and marker:
        found = readings(f"{marker}. x", language)
    inner: tuple[Marker, ...] = ()
    if found and not marker and found[0].family in (Family.NUMBER, Family.PATH, Family.LETTER):
        inner = readings(piece.text[found[0].length :], language)
    return Entry(
        found,
        inner,
        given=bool(marker),
        heading_like=piece.heading_like,
        titled=piece.block.role is Role.HEADING,
    )


# Mending


def _mended(pieces: Sequence[_Piece], manner: _Manner) -> list[_Piece]:
    """Make cut paragraphs whole; the notes that cut them follow."""
    organ = next((place for place, piece in enumerate(pieces) if piece.organ), -1)
    texts = [p.text for p in pieces[organ + 1 :] if p.flows and p.note is None]
    scene = _Scene(manner, openers_hold(texts[:30], manner.language), _all_numbered(pieces))
    found: list[_Piece] = []
    last = -1  # place in `found` of the last piece of the flow
    preamble = False
    for place, piece in enumerate(pieces):
        if piece.note is None:
            if last >= 0 and place > organ and scene.joins(found[last], piece, preamble=preamble):
                found[last] = _joined(found[last], piece, manner)
                continue
            preamble = piece.organ or (preamble and not piece.marked)
            last = len(found)
        found.append(piece)
    return found


def _joined(left: _Piece, right: _Piece, manner: _Manner) -> _Piece:
    block = replace(left.block, full_width=right.block.full_width)
    text = manner.joiner.join(left.text, right.text)
    return replace(left, block=block, text=text, heading_like=False)


def _all_numbered(pieces: Sequence[_Piece]) -> bool:
    """Tell whether nearly all text stands in numbered paragraphs, save what a break set off."""
    first = next((i for i, p in enumerate(pieces) if p.marked and p.numbered and p.flows), None)
    if first is None:
        return False
    texts = [
        piece
        for piece in pieces[first:]
        if piece.note is None and piece.flows and not piece.heading_like and not piece.after_break
    ]
    marked = sum(piece.marked for piece in texts)
    return marked >= 3 and marked >= 0.85 * len(texts)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What decides whether two pieces are one paragraph."""

    manner: _Manner
    openers: bool  # preambular paragraphs start with the words that are known
    all_numbered: bool

    def joins(self, left: _Piece, right: _Piece, *, preamble: bool) -> bool:
        """Tell whether `right` goes on with the paragraph of `left`."""
        if not self._possible(left, right):
            return False
        if not left.text or start(right.text) is Start.CLOSER:
            return True
        if self.manner.wrapped and right.after_break and not left.block.full_width:
            return False
        if preamble:
            return self._joins_in_preamble(left, right)
        if left.marked and self.all_numbered:
            return self._joins_numbered(left, right)
        return self._joins_text(left, right)

    @staticmethod
    def _possible(left: _Piece, right: _Piece) -> bool:
        if right.marked or right.organ or left.organ or not (left.flows and right.flows):
            return False
        if right.block.marker or right.text[:1] in _BULLETS or is_signature(right.text):
            return False
        # A heading that is its number alone keeps its line.
        lone = left.marked and left.numbered and left.numbered.rank is Rank.HEADING
        return not lone and not is_signature(left.text)

    def _joins_in_preamble(self, left: _Piece, right: _Piece) -> bool:
        """Join in the unnumbered part, where every paragraph ends with a comma."""
        end = ending(left.text)
        if end is Ending.OPEN and self.manner.ends_tell:
            return True
        if end is Ending.COMMA and self.openers:
            return not opens_preambular(right.text, self.manner.language)
        return right.after_break and self._goes_on(right) and end is not Ending.CLOSED

    def _joins_numbered(self, left: _Piece, right: _Piece) -> bool:
        """Join where every paragraph has a number, and `right` has none."""
        end = ending(left.text)
        if end is not Ending.CLOSED:
            return right.after_break or self.manner.ends_tell
        heading = right.heading_like and not self._goes_on(right)
        return right.after_break and not heading and not left.heading_like

    def _joins_text(self, left: _Piece, right: _Piece) -> bool:
        """Join in running text without numbers, on the signs of both pieces."""
        end, begin = ending(left.text), start(right.text)
        goes_on = self._goes_on(right)
        long = len(left.text) >= self.manner.long or left.marked
        if right.after_break:
            if end is Ending.OPEN:
                return goes_on or (long and not right.heading_like)
            return goes_on or (end is Ending.COMMA and begin is Start.UNCASED)
        if not self.manner.ends_tell or not long:
            return False
        if goes_on:
            return end is Ending.OPEN
        whole = ending(right.text) is not Ending.OPEN
        cut = len(left.text) >= 40 and any(sign in left.text for sign in "，、,")
        return begin is Start.UNCASED and end is Ending.OPEN and whole and (cut or left.marked)

    def _goes_on(self, right: _Piece) -> bool:
        """Tell whether a small letter says that a sentence goes on."""
        return self.manner.capitals_tell and start(right.text) is Start.LOWER


# Kinds


def _kinds(pieces: Sequence[_Piece], manner: _Manner) -> list[tuple[_Piece, Kind]]:
    """Give every piece its kind, by its number, its form and its place."""
    front = _front(pieces, manner)
    unnumbered_ends = _single_operatives(pieces)
    region = Kind.BODY
    found: list[tuple[_Piece, Kind]] = []
    for place, piece in enumerate(pieces):
        if piece.note is not None:
            kind = Kind.NOTE
        elif place in front:
            kind = front[place]
        elif piece.organ:
            kind, region = Kind.ORGAN, Kind.PREAMBULAR
        elif place in unnumbered_ends:
            kind, region = Kind.OPERATIVE, Kind.OPERATIVE
        else:
            kind = _kind(piece, region)
            region = _next_region(piece, kind, region)
        found.append((piece, kind))
    return found


_FIXED = {Role.TITLE: Kind.TITLE, Role.CELL: Kind.TABLE_CELL}


def _kind(piece: _Piece, region: Kind) -> Kind:
    if piece.block.role in _FIXED:
        return _FIXED[piece.block.role]
    if is_signature(piece.text):
        return Kind.SIGNATURE
    if piece.marked and piece.numbered:
        return _numbered_kind(piece, piece.numbered, region)
    if piece.block.role is Role.ITEM or piece.text[:1] in _BULLETS:
        return Kind.LIST_ITEM
    if piece.block.role is Role.HEADING or (piece.heading_like and region is not Kind.PREAMBULAR):
        return Kind.HEADING
    return region if region is Kind.PREAMBULAR else Kind.BODY


def _numbered_kind(piece: _Piece, numbered: Numbered, region: Kind) -> Kind:
    if numbered.rank is Rank.ITEM:
        return Kind.LIST_ITEM
    if numbered.rank is Rank.HEADING:
        # The text of an article may stand in the line of its number.
        closed = ending(piece.text) is Ending.CLOSED and piece.block.role is not Role.HEADING
        long = numbered.family is not Family.GOAL and closed and len(piece.text) > 60
        sentence = numbered.family is Family.CAPITAL_ROMAN and closed
        return Kind.BODY if long or sentence else Kind.HEADING
    return Kind.BODY if region is Kind.BODY else Kind.OPERATIVE


def _next_region(piece: _Piece, kind: Kind, region: Kind) -> Kind:
    if kind is Kind.OPERATIVE:
        return Kind.OPERATIVE
    annexed = piece.numbered and piece.numbered.family in (Family.ANNEX, Family.APPENDIX)
    return Kind.BODY if annexed else region


def _single_operatives(pieces: Sequence[_Piece]) -> set[int]:
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


def _front(pieces: Sequence[_Piece], manner: _Manner) -> dict[int, Kind]:
    """Find the masthead and the title, before the organ or before the first paragraph."""
    flow = [place for place, piece in enumerate(pieces) if piece.note is None]
    first = next((n for n, place in enumerate(flow) if pieces[place].organ), None)
    if first is not None:
        return _front_of_resolution(pieces, flow[:first]) | _later_titles(pieces, flow, first)
    head = flow[: next((n for n, place in enumerate(flow) if not _short(pieces[place])), len(flow))]
    masthead = [n for n, place in enumerate(head[:25]) if is_masthead(pieces[place].text)]
    if masthead:
        return _front_of_report(pieces, head, masthead[-1])
    alone = len(head) > 0 and len(flow) > 1 and pieces[head[0]].heading_like
    titled = any(piece.block.role is Role.TITLE for piece in pieces)
    plain = alone and not titled and not pieces[head[0]].marked and manner.ends_tell
    return {head[0]: Kind.TITLE} if plain else {}


def _short(piece: _Piece) -> bool:
    text = piece.block.role is Role.TEXT and not piece.marked
    return text and (piece.heading_like or is_masthead(piece.text))


def _front_of_resolution(pieces: Sequence[_Piece], before: Sequence[int]) -> dict[int, Kind]:
    """Call the last line before the organ the title, and those before it the masthead."""
    lines: list[int] = []
    for place in reversed(before):
        piece = pieces[place]
        text = piece.block.role in (Role.TEXT, Role.HEADING, Role.TITLE) and not piece.marked
        if not text or (ending(piece.text) is Ending.CLOSED and len(piece.text) > 200):
            break
        lines.append(place)
    if len(lines) < len(before):
        return {lines[0]: Kind.TITLE} if lines else {}
    given = [place for place in lines if pieces[place].block.role is Role.TITLE]
    title = set(given or lines[:1])
    return {place: Kind.TITLE if place in title else Kind.MASTHEAD for place in lines}


def _later_titles(pieces: Sequence[_Piece], flow: Sequence[int], first: int) -> dict[int, Kind]:
    """Find the titles of further resolutions in the same document."""
    found: dict[int, Kind] = {}
    for before, place in pairwise(flow[first + 1 :]):
        piece = pieces[before]
        if pieces[place].organ and not piece.marked and ending(piece.text) is Ending.OPEN:
            found[before] = Kind.TITLE
    return found


def _front_of_report(pieces: Sequence[_Piece], head: Sequence[int], last: int) -> dict[int, Kind]:
    """Take the lines up to the last known one for the masthead; the title follows."""
    if names_agenda_item(pieces[head[last]].text) and last + 2 < len(head):
        last += 1  # the name of the item stands below its number
    found = dict.fromkeys(head[: last + 1], Kind.MASTHEAD)
    if last + 1 < len(head) and pieces[head[last + 1]].heading_like:
        found[head[last + 1]] = Kind.TITLE
    return found


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


def _identified(pieces: Sequence[tuple[_Piece, Kind]]) -> tuple[Paragraph, ...]:
    """Give labels and ids."""
    counts: Counter[str] = Counter()
    used: Counter[str] = Counter()
    found: list[Paragraph] = []
    operative = False
    for piece, kind in pieces:
        if not piece.text:
            continue
        label = piece.note if piece.note is not None else ""
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
        found.append(Paragraph(unique, kind, label, piece.text))
    return tuple(found)


def _name(prefix: str, kind: Kind, label: str, counts: Counter[str]) -> str:
    if kind in (Kind.TITLE, Kind.ORGAN):
        return prefix
    if kind in _BY_LABEL and label:
        return f"{prefix}-{label}"
    counts[prefix] += 1
    return f"{prefix}-{counts[prefix]}"
