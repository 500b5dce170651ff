"""Parts the lines of printed pages into paragraphs, by gaps, indents, room and numbers.

All measures are learnt from the document: the distance of lines from those that fill their
column, the gap from the hole between two kinds of distances.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.numbers.note_marks import RAISED_LETTERS
from hexapla.corpora.numbers.numbering import Entry, number
from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.readers.pdf.bidi import bidi_type
from hexapla.corpora.readers.pdf.layout import Line
from hexapla.corpora.readers.pdf.reading_order import is_eastern
from hexapla.corpora.structure.boundaries import Ending, ending
from hexapla.corpora.structure.kinds import is_surely_masthead
from hexapla.corpora.structure.pieces import BULLETS

__all__ = ["Seam", "seams"]

_SPACE = 0.25  # between words, of the size, as the other measures here
_ROOM = 0.3  # what a line must have left over, beyond the next word
_FLUSH = 0.5  # within this of the margin a line reaches it
_STROKE = 1.0  # where strokes stretch the words, of which none is shorter
_INDENT = 0.4  # of a first line, at least
_CENTRED, _FAR_IN = 1.0, 0.12  # and of the width of the column
_EASTERN_SLACK = 0.7  # Chinese lines end early, lest the next begin with a closing sign
_MUCH_ROOM = 0.3  # of the width of the column
_OTHER_SIZE = 0.08  # of the larger one, that sizes differ where a heading ends
_USUAL_GAP = 1.3  # of the distance of lines, where a document does not say
_OFTEN = 0.1  # of the lines of a block, where some start at its left margin
_NO_GAP, _SURE_GAP = 1.03, 1.7  # of the distance of lines, within and between paragraphs
# The mark of a note below a table: behind a word, one is in the line of the word.
_TABLE_NOTE = re.compile(rf"[{RAISED_LETTERS[:13]}]\s")


class Seam(Enum):
    """What stands before a line: nothing, the end of a paragraph, or of a page or column."""

    NONE = auto()
    BREAK = auto()
    CUT = auto()


def seams(lines: Sequence[Line], language: str) -> list[Seam]:
    """Return for each line of running text what stands before it; BREAK before the first.

    `language` is one of `corpora.languages.LANGUAGES`.
    """
    starts = _numbered(lines, language)
    lines = _within_margins(lines)
    typesetting = _Typesetting.of(lines)
    found: list[Seam] = []
    first = 0  # the line that the paragraph begins with
    for place in range(len(lines)):
        seam = Seam.BREAK
        if place:
            view = _View(lines, place, first, typesetting)
            seam = view.seam(starts=starts, language=language)
        if seam is not Seam.NONE:
            first = place
        found.append(seam)
    return found


def _numbered(lines: Sequence[Line], language: str) -> set[int]:
    """Find the lines that begin with a number of a sequence."""
    entries = [Entry(readings(line.text, language)) for line in lines]
    return {place for place, found in enumerate(number(entries)) if found and found.length}


@dataclass(frozen=True, slots=True)
class _Typesetting:
    """How a document sets its paragraphs, those of the usual size.

    `pitches` are the distances of lines by their size in half points; `gap` is how many times as
    far paragraphs are apart at least. `gapped`: nearly all paragraphs have gaps between them.
    `justified`: lines that go on reach the margin. `indent` is that of first lines, or 0. `look` is
    the usual size in half points, and whether that text is bold.
    """

    pitches: dict[float, float]
    gap: float
    gapped: bool
    justified: bool
    indent: float
    look: tuple[float, bool]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Typesetting:
        pairs = [
            (a, b)
            for a, b in pairwise(lines)
            if a.region == b.region and a.bold == b.bold and not _resized(a, b)
        ]
        full = [(a, b) for a, b in pairs if not _has_room(a, b, a.right)]
        pitches = _pitches(full or pairs)
        usual = _usual_look(lines)
        text = [(a, b) for a, b in pairs if _look(a) == usual]
        gap = _gap(text, pitches)
        plain = cls(pitches, gap, gapped=False, justified=False, indent=0.0, look=usual)
        short = [(a, b) for a, b in text if _has_room(a, b, a.right)]
        apart = sum(plain.has_gap(a, b) for a, b in short)
        inside = _not_longest(
            a for a, b in text if not _has_room(a, b, a.right) and not plain.has_gap(a, b)
        )
        flush = sum(abs(a.right - a.end) < 0.2 * a.size for a in inside)
        deeper = [b.start - b.left for _, b in short if b.start > b.left + _INDENT * b.size]
        return cls(
            pitches,
            gap,
            gapped=len(short) > 0 and apart >= 0.7 * len(short),
            justified=len(inside) > 4 and flush > 0.8 * len(inside),
            indent=sorted(deeper)[len(deeper) // 2] if 2 * len(deeper) > len(short) else 0.0,
            look=usual,
        )

    def has_gap(self, above: Line, below: Line) -> bool:
        """Return whether two lines are further apart than lines of a paragraph."""
        return above.y - below.y > self.gap * self.pitch(below)

    def pitch(self, line: Line) -> float:
        """Return the distance of lines of this size in a paragraph."""
        return self.pitches.get(_half(line.size), 1.2 * line.size)


def _not_longest(lines: Iterable[Line]) -> list[Line]:
    """Return the lines save the longest of each block, from which its margin may be taken."""
    found: list[Line] = []
    longest: set[tuple[int, float]] = set()
    for line in lines:
        block = line.region, line.right
        if line.end == line.right and block not in longest:
            longest.add(block)
        else:
            found.append(line)
    return found


def _usual_look(lines: Sequence[Line]) -> tuple[float, bool]:
    """Return the look of most of the text; that of tables and headings shows other habits."""
    counts: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        counts[_look(line)] += len(line.text)
    return max(counts, key=lambda look: counts[look], default=(10.0, False))


def _look(line: Line) -> tuple[float, bool]:
    """Return the size of a line, in half points, and whether it is bold."""
    return _half(line.size), line.bold


def _half(size: float) -> float:
    return round(2 * size) / 2


def _pitches(pairs: Sequence[tuple[Line, Line]]) -> dict[float, float]:
    """Find the commonest distance of lines, by their size; the least, where several are common.

    Lines that are closer than their letters are high, as labels of charts, show none if others do.
    """
    distances: dict[float, Counter[float]] = defaultdict(Counter)
    for above, below in pairs:
        distance = above.y - below.y
        if 0.8 * below.size < distance < 3 * below.size:
            distances[_half(below.size)][round(4 * distance) / 4] += 1
    found: dict[float, float] = {}
    for size, counts in distances.items():
        most = max(counts.values())
        common = [distance for distance, count in counts.items() if count >= 0.4 * most]
        found[size] = min((each for each in common if each >= size), default=min(common))
    return found


def _gap(pairs: Sequence[tuple[Line, Line]], pitches: dict[float, float]) -> float:
    """Find the widest hole between the distances of lines and those of paragraphs."""
    ratios = sorted(
        ratio
        for above, below in pairs
        if (pitch := pitches.get(_half(below.size)))
        and _NO_GAP < (ratio := (above.y - below.y) / pitch) < 3
    )
    if len(ratios) < 0.02 * len(pairs) or not ratios:
        return _USUAL_GAP
    holes = [
        (min(high, _SURE_GAP) - low, low)
        for low, high in pairwise([_NO_GAP, *ratios])
        if low < _SURE_GAP
    ]
    width, low = max(holes)
    return low + width / 2 if width > 0.04 else _USUAL_GAP


# Margins


@dataclass(frozen=True, slots=True)
class _Margins:
    """Between what a block of lines stands; `sure` if several lines end at the right one."""

    size: float
    left: float
    right: float
    lines: int
    sure: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Margins:
        """Measure lines without a gap between them; the first may be indented or hang."""
        rest = lines[1:] or lines
        starts = Counter(round(line.start) for line in rest)
        often = (start for start, count in starts.items() if count >= _OFTEN * len(rest))
        least = min(often, default=min(starts))
        left = min(line.start for line in rest if round(line.start) == least)
        ends = sorted(line.end for line in lines)
        right = ends[-1 - len(ends) // 20]
        full = sum(abs(right - end) < _FLUSH * lines[0].size for end in ends)
        return cls(_half(lines[0].size), left, right, len(lines), sure=full > 2)


_Known = Mapping[float, Counter[int]]
"""How many lines of a size there are in blocks that surely end at a right margin, by both."""


def _within_margins(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the margins of the block that each is in, not those of its page.

    Text, headings and tables of a page stand between margins of their own. Few lines do not show
    how far they may reach: they take the margins of others of their size, or at least reach as
    far as the longest of them where gaps tell the paragraphs.
    """
    blocks = _blocks(lines)
    margins = list(map(_Margins.of, blocks))
    known: dict[float, Counter[int]] = defaultdict(Counter)
    for each in margins:
        if each.sure:
            known[each.size][round(each.right)] += each.lines
    usual, _ = _usual_look(lines)
    title = _masthead(blocks, margins, usual)
    found = _moved(blocks, margins, known, (title, usual), gapped=True)
    if _Typesetting.of(found).gapped:
        return found
    return _moved(blocks, margins, known, (title, usual), gapped=False)


def _masthead(blocks: Sequence[Sequence[Line]], margins: Sequence[_Margins], usual: float) -> int:
    """Return how many blocks there are up to the title, the last one of the first page in large.

    That is, in larger letters than is `usual`. What stands there is set in columns that no text is
    in: the item of the agenda breaks its lines in the middle of the page.
    """
    first = (k for k, block in enumerate(blocks) if block[0].page == blocks[0][0].page)
    return max((k + 1 for k in first if margins[k].size > usual), default=0)


def _usual_margin(own: _Margins, block: Sequence[Line], known: _Known) -> float:
    """Return how far a heading of these lines may reach: as far as the text of its column.

    Headings have few lines, and two that follow one another may both be short. Lines that do not
    begin at one place, as those in the middle do, reach as far as the longest of them.
    """
    within = Counter[int]()
    for counts in known.values():
        within.update({x: counts[x] for x in counts if own.right < x < block[0].right + own.size})
    level = all(abs(line.start - own.left) < _INDENT * line.size for line in block)
    if not within or not level or not all(line.bold for line in block):
        return own.right
    return float(max(within, key=lambda x: within[x]))


def _moved(
    blocks: Sequence[Sequence[Line]],
    margins: Sequence[_Margins],
    known: _Known,
    masthead: tuple[int, float],
    *,
    gapped: bool,
) -> list[Line]:
    """Return the lines with their margins; `masthead` is its count of blocks, and the usual size.

    Of it, lines in larger letters than usual stand in the column of the text.
    """
    title, usual = masthead
    found: list[Line] = []
    for place, (block, own) in enumerate(zip(blocks, margins, strict=True)):
        left, right = (own.left, own.right) if own.lines > 1 else (block[0].start, block[0].right)
        if not own.sure and own.lines > 1:
            if not gapped:
                left, right = block[0].left, block[0].right
            elif place >= title or own.size > usual:
                right = _usual_margin(own, block, known)
        if own.lines < 2:
            wide = [(count, x) for x, count in known[own.size].items() if x > own.right - own.size]
            right = max(wide)[1] if wide else right
        found += [replace(line, left=left, right=right) for line in block]
    return found


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Put lines together that have no gap between them, and are all bold or none."""
    typesetting = _Typesetting.of(lines)
    blocks: list[list[Line]] = []
    for place, line in enumerate(lines):
        above = lines[place - 1] if place else line
        other = above.region != line.region or above.bold != line.bold
        apart = other or _resized(above, line) or above.y <= line.y
        if not blocks or apart or typesetting.has_gap(above, line):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _resized(above: Line, below: Line) -> bool:
    return abs(above.size - below.size) > _OTHER_SIZE * max(above.size, below.size)


def _has_room(above: Line, below: Line, margin: float) -> bool:
    """Return whether the first word of the next line had a place in a line."""
    return _room(above, below, margin) > _ROOM * above.size


def _room(above: Line, below: Line, margin: float) -> float:
    before, after = above.start - above.left, margin - above.end
    far_in = before > _FAR_IN * (margin - above.left)
    if far_in and abs(before - after) < _CENTRED * above.size:
        after += before  # a line in the middle has room on both sides
    return after - below.first_word - _slack(above, below) * above.size


def _slack(above: Line, below: Line) -> float:
    """Return how much of its size a full line may be short of the margin.

    Between a figure and Chinese, as in `12` and `月`, programs leave space.
    """
    eastern = is_eastern(above.text[-1]) or is_eastern(below.text[0])
    return _EASTERN_SLACK if eastern else _SPACE


@dataclass(frozen=True, slots=True)
class _View:
    """A line, the one above it, and the paragraph so far."""

    lines: Sequence[Line]
    place: int
    first: int
    typesetting: _Typesetting

    def seam(self, *, starts: set[int], language: str) -> Seam:
        above, below = self.lines[self.place - 1], self.lines[self.place]
        marked = self._marked(starts, language)
        if above.region != below.region:
            # Where a line ends early, its paragraph does.
            closed = above.bold != below.bold and ending(above.text) is Ending.CLOSED
            ends = self._ends_early() or marked or closed or _resized(above, below)
            return Seam.BREAK if ends else Seam.CUT
        if _resized(above, below) or self.typesetting.has_gap(above, below) or self._ends_early():
            return Seam.BREAK
        front = not below.page and all(map(is_surely_masthead, (above.text, below.text)))
        if above.y == below.y or front:
            return Seam.BREAK
        if above.number or (self.first == self.place - 1 and _is_caption(above.text, language)):
            return Seam.BREAK
        # Headings are bold in all their lines, and few words of a text are.
        if above.bold != below.bold and _has_room(above, below, above.right):
            return Seam.BREAK
        return Seam.BREAK if marked or self._is_indented() else Seam.NONE

    def _ends_early(self) -> bool:
        """Return whether the line above stops before the margin, as last lines do."""
        above, below = self.lines[self.place - 1], self.lines[self.place]
        flush_to = _STROKE if bidi_type(above.text[-1]) == "R" else _FLUSH
        short = above.right - above.end > flush_to * above.size
        # Of Chinese, a sign may hang over the margin, which then lies further out.
        eastern = is_eastern(above.text[-1]) or is_eastern(below.text[0])
        stretches = " " in above.text and not eastern
        flush = above.start - above.left < above.size
        # Headings are not justified, and notes below tables need not be.
        alike = _look(above) == self.typesetting.look
        if self.typesetting.justified and alike and short and stretches and flush:
            return True
        room = _room(above, below, above.right)
        if self.typesetting.gapped and above.region == below.region:
            return room > _MUCH_ROOM * (above.right - above.left)
        return room > _ROOM * above.size

    def _marked(self, starts: set[int], language: str) -> bool:
        """Return whether a number in sequence, a bullet or a note's mark begins a paragraph."""
        above, below = self.lines[self.place - 1], self.lines[self.place]
        if below.text[0] in BULLETS or _TABLE_NOTE.match(below.text):
            return True
        if self.place not in starts:
            return False
        found = [marker for marker in readings(below.text, language) if marker.strong]
        # A line may well begin with `12.` inside a sentence.
        plain = all(marker.family is Family.NUMBER for marker in found)
        return bool(found) and not (plain and ending(above.text) is Ending.OPEN)

    def _is_indented(self) -> bool:
        """Return whether the left edge says that a paragraph begins."""
        above, below = self.lines[self.place - 1], self.lines[self.place]
        shift = (below.start - above.start) / below.size
        if self.first < self.place - 1 and abs(shift) > _INDENT:
            return True
        # The second line of a paragraph stands out to the left, or hangs below its number.
        as_first = abs(below.start - below.left - self.typesetting.indent) < _INDENT * below.size
        hanging = shift > _INDENT and self._begins_with_label(above)
        return self.typesetting.indent > 0 and as_first and not hanging

    @staticmethod
    def _begins_with_label(line: Line) -> bool:
        head = line.text.split(maxsplit=1)[0]
        return len(head) <= 6 and (not head[-1].isalpha() or not head.isalpha())


def _is_caption(text: str, language: str) -> bool:
    """Return whether a line is nothing but the number of a table or figure: its title follows."""
    found = readings(text, language)
    return any(marker.family is Family.CAPTION and not marker.length for marker in found)
