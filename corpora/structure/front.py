"""Tells the front of a document, its masthead and its title, by the form and place of its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

from hexapla.corpora.document import Kind
from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.boundaries import Ending, ending
from hexapla.corpora.structure.kinds import (
    is_adoption,
    is_byline,
    is_masthead,
    names_agenda_item,
)
from hexapla.corpora.structure.pieces import Piece
from hexapla.corpora.structure.style import DocumentStyle

__all__ = ["front_kinds"]

_GIVEN = (Role.SESSION, Role.AGENDA_ITEM)
_LINES = (Role.TEXT, Role.HEADING, Role.TITLE, *_GIVEN)
# Lines of a masthead, with those of the first page; behind them a known form is chance.
_MOST = 25
# The items of the agenda that a line counts: not the points of one, `12 (a)`, nor `81st`.
_ITEM_NUMBER = re.compile(r"(?<![A-Za-z\d(（])\d{1,3}(?![A-Za-z\d)）])")


def front_kinds(pieces: Sequence[Piece], style: DocumentStyle) -> Mapping[int, Kind]:
    """Return the kinds of the pieces before the organ, or before the first paragraph.

    They are given by their places; who is not among them has no kind by its place.
    """
    flow = [place for place, piece in enumerate(pieces) if piece.note is None]
    first = next((n for n, place in enumerate(flow) if pieces[place].organ), None)
    if first is None:
        return _front_of_report(pieces, flow, style)
    titles = _later_titles(pieces, flow, first)
    front = _front_of_resolution(pieces, flow[:first], style.long)
    if len(front) < first:  # a report with a resolution in it
        front = _front_of_report(pieces, flow[:first], style, alone=False) | front
    return front | titles


# Resolutions


def _front_of_resolution(
    pieces: Sequence[Piece], before: Sequence[int], long: int
) -> dict[int, Kind]:
    """Call the last line before the organ the title, and the others the masthead."""
    lines: list[int] = []
    for place in reversed(before):
        piece = pieces[place]
        text = piece.block.role in _LINES and not piece.marked and not piece.contents
        if not text or (ending(piece.text) is not Ending.OPEN and len(piece.text) >= long):
            break
        lines.append(place)
    if len(lines) < len(before):
        titled = lines and ending(pieces[lines[0]].text) is Ending.OPEN
        return {lines[0]: Kind.TITLE} if titled else {}
    given = [place for place in lines if pieces[place].block.role is Role.TITLE]
    # In the Security Council's, the line on its adoption stands below the title.
    others = [place for place in lines if not is_adoption(pieces[place].text)]
    title = set(given or others[:1] or lines[:1])
    return {place: Kind.TITLE if place in title else Kind.MASTHEAD for place in lines}


def _later_titles(pieces: Sequence[Piece], flow: Sequence[int], first: int) -> dict[int, Kind]:
    """Find the titles of further resolutions in the same document."""
    found: dict[int, Kind] = {}
    for before, place in pairwise(flow[first + 1 :]):
        piece = pieces[before]
        if pieces[place].organ and not piece.marked and ending(piece.text) is Ending.OPEN:
            found[before] = Kind.TITLE
    return found


# Reports


def _front_of_report(
    pieces: Sequence[Piece], flow: Sequence[int], style: DocumentStyle, *, alone: bool = True
) -> dict[int, Kind]:
    """Take the lines up to the last known one for the masthead; the title follows.

    Without a masthead, a first line that stands `alone` above the text is the title.
    """
    end = next((n for n, place in enumerate(flow) if not _short(pieces[place])), len(flow))
    head = flow[:end]
    named = _name_of_section(pieces, flow, end)
    titled = next((n for n, p in enumerate(head) if pieces[p].block.role is Role.TITLE), None)
    known = [n for n, p in enumerate(head[:titled][:_MOST]) if _of_masthead(pieces[p])]
    if known:
        return _below_masthead(pieces, head, known[-1], titled) | named
    if any(piece.block.role is Role.TITLE for piece in pieces) or not alone:
        return {}
    plain = len(head) > 0 and len(flow) > 1 and pieces[head[0]].heading_like and style.ends_tell
    return {head[0]: Kind.TITLE} if plain and not pieces[head[0]].marked else {}


def _name_of_section(pieces: Sequence[Piece], flow: Sequence[int], end: int) -> dict[int, Kind]:
    """Find the name of a section of the budget: `Part IV`, its name, `Section 13`, its name.

    It stands before the contents, below the last of several divisions that have only a number in
    their line.
    """
    before = list(takewhile(lambda place: not pieces[place].contents, flow[end : end + _MOST]))
    alone = [n for n, place in enumerate(before) if _is_number_of_division(pieces[place])]
    below = before[alone[-1] + 1 : alone[-1] + 2] if len(alone) > 1 else []
    listed = end + len(before) < len(flow) and len(before) < _MOST
    return {place: Kind.TITLE for place in below if listed and _short(pieces[place])}


def _is_number_of_division(piece: Piece) -> bool:
    return (
        piece.numbered is not None
        and piece.numbered.family is Family.DIVISION
        and piece.numbered.length == 0
    )


def _short(piece: Piece) -> bool:
    """Return whether a piece can stand in the front: a short line without a number."""
    if piece.block.role not in _LINES or piece.marked or piece.contents:
        return False
    return piece.block.role is not Role.TEXT or piece.heading_like or is_masthead(piece.text)


def _of_masthead(piece: Piece) -> bool:
    return piece.block.role in _GIVEN or is_masthead(piece.text)


def _below_masthead(
    pieces: Sequence[Piece], head: Sequence[int], last: int, titled: int | None
) -> dict[int, Kind]:
    """Return the kinds of a front whose last known line of the masthead is `last`.

    The names of the items of the agenda stand below their numbers, then the title and the line
    that says whose it is. `titled` is the first line that the format calls a title.
    """
    texts = [pieces[place].text for place in head]
    if titled is not None:
        return dict.fromkeys(head[:titled], Kind.MASTHEAD)
    for _ in range(_count_items(texts[last])):
        if last + 2 < len(head) and not is_byline(texts[last + 2]):
            last += 1
    found = dict.fromkeys(head[: last + 1], Kind.MASTHEAD)
    for place, text in zip(head[last + 1 : last + 3], texts[last + 1 : last + 3], strict=True):
        if len(found) == last + 1 or is_byline(text):
            found[place] = Kind.TITLE
    return found


def _count_items(text: str) -> int:
    """Return how many items of the agenda a line names by their numbers, 0 for another line.

    >>> _count_items("Items 38 and 39 of the preliminary list"), _count_items("Agenda item 15 (a)")
    (2, 1)
    """
    return max(len(_ITEM_NUMBER.findall(text)), 1) if names_agenda_item(text) else 0
