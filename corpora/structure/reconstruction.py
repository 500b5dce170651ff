"""Paragraph reconstruction: what a page break, notes or a line end cut in two made one again.

Without it, 5,955 of the 6,136 paragraphs of the gold sets are read exactly, and 260 are pieces of
others; with it, 6,135 and 1 (`scripts.dev.evaluate.reading`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hexapla.corpora.numbers.numbering import Rank
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.boundaries import Ending, Start, ending, start
from hexapla.corpora.structure.kinds import (
    heading_width,
    is_date,
    is_signature,
    leads_on,
    openers_hold,
    opens_preambular,
)
from hexapla.corpora.structure.pieces import BULLETS, Piece
from hexapla.corpora.structure.style import DocumentStyle

__all__ = ["reconstruct"]

# Languages whose preambular paragraphs start with a small letter.
_SMALL_PREAMBLES = ("ru", "de")
# Characters of a paragraph that may still go on: none is as long, and text without any end would
# take quadratic time.
_LONGEST = 20_000
_LONGEST_HEADING = 400  # characters of a heading of several lines
_FIRST_LINE = 30  # characters of a heading's first line that the margin ended
_HEADINGS = (Role.HEADING, Role.TITLE, Role.AGENDA_ITEM)
# Where so many texts have numbers, one without is the rest of the one before. .3 to 1 change none
# of the gold's paragraphs.
_NUMBERED = 0.85


def reconstruct(pieces: Sequence[Piece], style: DocumentStyle) -> list[Piece]:
    """Join the pieces of cut paragraphs; the notes that cut them follow."""
    organ = next((place for place, piece in enumerate(pieces) if piece.organ), -1)
    opening = pieces[
        organ + 1 : next((n for n, p in enumerate(pieces) if p.marked and n > organ), None)
    ]
    texts = [p.text for p in opening if p.flows and p.note is None and not p.after_break]
    rules = _Rules(style, openers_hold(texts, style.language), _all_numbered(pieces, style))
    found: list[Piece] = []
    last = -1  # place in `found` of the last piece of the flow
    preamble = False
    for place, piece in enumerate(pieces):
        if piece.note is None:
            if last >= 0 and place > organ and rules.joins(found[last], piece, preamble=preamble):
                found[last] = _joined(found[last], piece, style)
                continue
            preamble = piece.organ or (preamble and not piece.marked)
            last = len(found)
        found.append(piece)
    return found


def _joined(left: Piece, right: Piece, style: DocumentStyle) -> Piece:
    block = left.block._replace(full_width=right.block.full_width)
    text = style.joiner.join(left.text, right.text)
    decisions = left.decisions + right.decisions
    # A heading of three lines goes on as one of two.
    heading = left.heading_like and ending(right.text) is Ending.OPEN
    return left._replace(block=block, text=text, heading_like=heading, decisions=decisions)


def _all_numbered(pieces: Sequence[Piece], style: DocumentStyle) -> bool:
    """Return whether nearly all text is in numbered paragraphs, save what seems cut off."""
    flow = [piece for piece in pieces if piece.note is None and piece.flows]
    first = next((n for n, piece in enumerate(flow) if piece.marked), len(flow))
    texts = [
        piece
        for before, piece in pairwise(flow[first:])
        if not (piece.heading_like or piece.after_break or style.breaks_off(before))
    ]
    marked = sum(piece.marked for piece in texts)
    return marked >= 3 and marked >= _NUMBERED * len(texts)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What decides whether two pieces are one paragraph."""

    style: DocumentStyle
    openers: bool  # preambular paragraphs start with the words that are known
    all_numbered: bool

    def joins(self, left: Piece, right: Piece, *, preamble: bool) -> bool:
        """Return whether `right` goes on with the paragraph of `left`."""
        if Role.CELL in (left.block.role, right.block.role):
            return False
        if self._heading_goes_on(left, right) or self._leads_to_date(left, right):
            return True
        if not _possible(left, right):
            return False
        if not left.text or start(right.text) is Start.CLOSER:
            return True
        # In hard-wrapped text, a line that the margin did not end is the end of its paragraph.
        stops = self.style.wrapped and not left.block.full_width
        opens = self.openers and not self._is_cut(right) and self._opens(right)
        if preamble:
            return not opens and self._in_preamble(left, right, stops=stops)
        return not (opens or stops) and self._rule(left)(left, right)

    def _heading_goes_on(self, left: Piece, right: Piece) -> bool:
        """Return whether `right` is the next line of the heading `left`, by the words at the cut.

        A date alone in its line goes on with a heading that leads to it.
        """
        if not _are_lines_of_heading(left, right, self.style.language):
            return False
        if leads_on(left.text, right.text, self.style.language):
            return True
        long = left.block.role is not Role.TEXT or len(left.text) >= _FIRST_LINE
        return long and start(right.text) is Start.LOWER and self.style.capitals_tell

    def _leads_to_date(self, left: Piece, right: Piece) -> bool:
        """Return whether a piece of text ends before the date that is its last words."""
        text = left.flows and right.flows and not right.marked and not left.organ
        return text and is_date(right.text) and leads_on(left.text, right.text, self.style.language)

    def _rule(self, left: Piece) -> Callable[[Piece, Piece], bool]:
        if left.numbered and left.numbered.rank is Rank.HEADING:
            return self._after_heading
        return self._in_numbers if left.marked and self.all_numbered else self._in_text

    def _in_preamble(self, left: Piece, right: Piece, *, stops: bool) -> bool:
        """Join in the unnumbered part, where every paragraph ends with a comma."""
        end = ending(left.text)
        if end is Ending.OPEN and self.style.ends_tell:
            return True
        if stops or end is Ending.CLOSED or right.block.lead:
            return False
        if self._goes_on(right) and self.style.language not in _SMALL_PREAMBLES:
            return right.after_break or self.openers
        if not self._is_cut(right):
            # A paragraph may only begin in another way. The rest of one ends as all of them do.
            capital = self.style.capitals_tell and start(right.text) is Start.UPPER
            if capital or ending(right.text) is not Ending.COMMA:
                return False
        return self.openers and not self._opens(right)

    def _after_heading(self, _left: Piece, right: Piece) -> bool:
        """Join the two lines of a long heading."""
        if right.after_break:
            return self.style.wrapped or self._goes_on(right)
        return self.all_numbered and self.style.wrapped

    def _in_numbers(self, left: Piece, right: Piece) -> bool:
        """Join where every paragraph has a number, and `right` has none."""
        if ending(left.text) is not Ending.CLOSED:
            return right.after_break or self.style.ends_tell or self.style.wrapped
        heading = right.heading_like and not self._goes_on(right)
        return right.after_break and not heading and not left.heading_like

    def _in_text(self, left: Piece, right: Piece) -> bool:
        """Join in running text without numbers, on the signs of both pieces."""
        end, begin = ending(left.text), start(right.text)
        goes_on = self._goes_on(right)
        long = len(left.text) >= self.style.long or left.marked
        if right.after_break:
            if end is Ending.OPEN:
                heading = right.heading_like and not right.text[0].isdecimal()
                return goes_on or (long and not heading)
            return goes_on or (end is Ending.COMMA and begin is Start.UNCASED)
        if end is not Ending.OPEN or not self.style.ends_tell or not long:
            return False
        whole = begin is Start.UNCASED and ending(right.text) is not Ending.OPEN
        return goes_on or (whole and (left.marked or _reads_on(left.text)))

    def _is_cut(self, right: Piece) -> bool:
        """Return whether something shows that a paragraph can be cut before `right`."""
        return right.after_break or self.style.wrapped

    def _opens(self, right: Piece) -> bool:
        return opens_preambular(right.text, self.style.language)

    def _goes_on(self, right: Piece) -> bool:
        """Return whether a small letter says that a sentence goes on."""
        return self.style.capitals_tell and start(right.text) is Start.LOWER


def _are_lines_of_heading(left: Piece, right: Piece, language: str) -> bool:
    """Return whether two pieces have the form of lines of one heading or title."""
    if right.marked or right.block.marker or right.organ or left.organ:
        return False
    if left.contents or right.contents or len(left.text) + len(right.text) > _LONGEST_HEADING:
        return False
    roles = left.block.role, right.block.role
    if roles[0] is Role.TEXT:
        lone = left.marked and left.numbered and left.numbered.length == 0
        short = len(right.text) <= heading_width(language) and ending(right.text) is Ending.OPEN
        return left.heading_like and not lone and roles[1] is Role.TEXT and short
    same = roles[0] is roles[1] and left.block.level == right.block.level
    return same and roles[0] in _HEADINGS and ending(left.text) is not Ending.CLOSED


def _possible(left: Piece, right: Piece) -> bool:
    """Return whether two pieces can be one paragraph at all."""
    if right.marked or right.organ or left.organ or not (left.flows and right.flows):
        return False
    if (
        right.block.begins
        or right.block.marker
        or right.text[:1] in BULLETS
        or len(left.text) > _LONGEST
    ):
        return False
    # A heading that is its number alone keeps its line.
    lone = left.marked and left.numbered and left.numbered.length == 0 and not left.block.marker
    return not (lone or is_signature(left.text) or is_signature(right.text))


def _reads_on(text: str) -> bool:
    """Return whether a text is a sentence and no long heading, in a script without capitals."""
    return len(text) >= 40 and any(sign in text for sign in "，、,")
