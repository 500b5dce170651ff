"""Tracked changes of a Word document: who made them, and the text with all of them accepted.

By ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby, takewhile
from typing import Final

from lxml import etree

from hexapla.corpora.readers.docx.elements import W, first_child, value
from hexapla.corpora.readers.docx.inline import ALTERNATIVES
from hexapla.memory.comparison.likeness import number_apart
from hexapla.memory.word.texts import NOTE, item_text

__all__ = [
    "GONE",
    "Tracked",
    "TrackedChange",
    "accept_all",
    "drop",
    "end_mark",
    "marks_above",
    "next_paragraph",
    "paragraph_letters",
    "row_mark",
    "run_texts",
    "signature",
    "tracked_changes",
]

GONE: Final = (W + "del", W + "moveFrom")
_COME: Final = (W + "ins", W + "moveTo")
_MARKERS: Final = tuple(
    W + name
    for name in (
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
        *("tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    )
)
_LONGEST_NAME: Final = 255  # characters of an author
# An xsd:dateTime (XML Schema part 2, 3.2.7).
_DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)
_BREAK: Final = "\N{PILCROW SIGN}"
# The second form of what stands in a document in two, as a text box does.
_FALLBACK: Final = ALTERNATIVES.replace("AlternateContent", "Fallback")


class Tracked(StrEnum):
    """What somebody did to a text, as Word keeps it."""

    PUT_IN = "put in"
    TAKEN_OUT = "taken out"
    MOVED_HERE = "moved here"
    MOVED_AWAY = "moved away"


_DONE: Final = {
    W + "ins": Tracked.PUT_IN,
    W + "cellIns": Tracked.PUT_IN,
    W + "del": Tracked.TAKEN_OUT,
    W + "cellDel": Tracked.TAKEN_OUT,
    W + "moveTo": Tracked.MOVED_HERE,
    W + "moveFrom": Tracked.MOVED_AWAY,
}
_Who = tuple[Tracked | None, str, str]
_Piece = tuple[etree._Element | None, str]


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A text that somebody put in, took out or moved; `date` is as Word writes it, or "".

    The end of a paragraph is a pilcrow in it, and cells are parted by bars. `paragraph` is what
    the paragraph says with all its changes accepted; "" for a row or a cell. So many paragraphs
    with the same letters stand `before` it.
    """

    done: Tracked
    text: str
    author: str
    date: str
    paragraph: str = ""
    before: int = 0

    @property
    def is_removed(self) -> bool:
        """Whether the text is no more where it was."""
        return self.done in (Tracked.TAKEN_OUT, Tracked.MOVED_AWAY)


def tracked_changes(root: etree._Element) -> Iterator[TrackedChange]:
    """Yield what was put in, taken out or moved below an element: words, paragraphs, rows, cells.

    What stands together is one change; what a row or a cell holds is told with it alone.
    """
    # Whether what is told with its row or cell is gone with it.
    told: dict[etree._Element, bool] = {}
    seen = Counter[str]()
    for element in _below(root, "tr", "tc", "p"):
        if told.get(element):
            continue
        if element.tag == W + "p":
            pieces = list(_tracked_pieces(element))
            paragraph = _accepted(pieces)
            letters = paragraph_letters(paragraph)
            if element not in told:
                yield from _of_paragraph(element, pieces, paragraph, seen[letters])
            seen[letters] += 1
        elif element not in told and (mark := row_mark(element)) is not None:
            change = _change(_who(mark), " | ".join(map(_cell_text, _cells(element))))
            told |= dict.fromkeys(_below(element, "tr", "tc", "p"), change.is_removed)
            yield change


def paragraph_letters(text: str) -> str:
    """Return the letters of a paragraph, which it has however it is numbered and set.

    >>> paragraph_letters("1. Takes note\N{SUPERSCRIPT TWO};"), paragraph_letters("25")
    ('Takesnote', '')
    """
    return "".join(filter(str.isalpha, number_apart(text)[1]))


def _below(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield elements with one of these names, itself too; what has two forms in the first alone."""
    for each in element.iter(*(W + name for name in names)):
        if next(each.iterancestors(_FALLBACK), None) is None:
            yield each


def _of_paragraph(
    element: etree._Element, pieces: Sequence[_Piece], paragraph: str, before: int
) -> Iterator[TrackedChange]:
    """Yield the changes of one paragraph, that of its end as the last."""
    end = end_mark(element)
    for who, same in groupby((*pieces, (end, _BREAK)), key=lambda each: _who(each[0])):
        if who[0] is not None:
            yield _change(who, "".join(text for _, text in same), paragraph, before)


def _accepted(pieces: Sequence[_Piece]) -> str:
    return "".join(text for mark, text in pieces if mark is None or mark.tag in _COME)


def _tracked_pieces(paragraph: etree._Element) -> Iterator[_Piece]:
    """Yield the texts of the runs of a paragraph, each with the change that it is in."""
    for run in _below(paragraph, "r"):
        above = list(takewhile(lambda each: each.tag != W + "p", run.iterancestors()))
        holder = run.getparent() if not above else above[-1].getparent()
        text = run_texts(run).replace(NOTE, "\N{SUPERSCRIPT ONE}")
        if holder is paragraph and text:
            yield next(iter(marks_above(run)), None), text


def marks_above(run: etree._Element) -> list[etree._Element]:
    """Return the changes of its paragraph that a run is in, from the inside, if any.

    Those that took it out come first: what somebody put in and somebody else took out is gone.
    """
    above = takewhile(lambda each: each.tag != W + "p", run.iterancestors())
    return sorted((each for each in above if each.tag in _DONE), key=lambda each: each.tag in _COME)


def run_texts(run: etree._Element) -> str:
    """Return the text of a run, whether it was taken out or not."""
    return "".join(map(_said, run))


def _said(item: etree._Element) -> str:
    """Return the text of what stands in a run, and what was taken out as well."""
    return item.text or "" if item.tag == W + "delText" else item_text(item)


def _cells(element: etree._Element) -> list[etree._Element]:
    """Return the cells of a row, without those of tables in them, or the cell that it is."""
    if element.tag == W + "tc":
        return [element]
    cells = _below(element, "tc")
    return [each for each in cells if next(each.iterancestors(W + "tr"), None) is element]


def _cell_text(cell: etree._Element) -> str:
    paragraphs = (_tracked_pieces(each) for each in _below(cell, "p"))
    return " ".join("".join(text for _, text in pieces) for pieces in paragraphs)


def _properties(element: etree._Element) -> etree._Element | None:
    """Return the properties of a row or a cell."""
    return first_child(element, f"{str(element.tag)[len(W) :]}Pr")


def _end(paragraph: etree._Element) -> etree._Element | None:
    """Return the properties of the mark at the end of a paragraph."""
    return first_child(first_child(paragraph, "pPr"), "rPr")


def end_mark(paragraph: etree._Element) -> etree._Element | None:
    """Return what marks the end of a paragraph as changed."""
    return _mark_in(_end(paragraph))


def row_mark(element: etree._Element) -> etree._Element | None:
    """Return what marks a row, or a cell, as changed."""
    return _mark_in(_properties(element))


def _mark_in(look: etree._Element | None) -> etree._Element | None:
    """Return what marks properties, of a row, a cell or the end of a paragraph, as changed."""
    return None if look is None else next((each for each in look if each.tag in _DONE), None)


def _who(mark: etree._Element | None) -> _Who:
    done = None if mark is None else _DONE[str(mark.tag)]
    return done, *signature(mark)


def signature(mark: etree._Element | None) -> tuple[str, str]:
    """Return who made a change, and when, each "" where it is not said.

    A name is no longer than those of people: it is told, and written, with each text. A date that
    is none is "" as well.
    """
    name, date = value(mark, "author"), value(mark, "date")
    return name[:_LONGEST_NAME], date if _DATE.fullmatch(date) else ""


def _change(who: _Who, text: str, paragraph: str = "", before: int = 0) -> TrackedChange:
    done, author, date = who
    assert done is not None  # somebody did something
    return TrackedChange(done, text, author, date, paragraph, before)


def accept_all(root: etree._Element) -> bool:
    """Accept every tracked change below an element; return whether there was one."""
    marked = next(root.iter(*GONE, *_COME, *_MARKERS), None) is not None
    if not marked:
        return False
    for row in list(root.iter(W + "tr")):
        if first_child(_properties(row), "del") is not None:
            drop(row)
    for cell in list(root.iter(W + "tc")):
        if first_child(_properties(cell), "cellDel") is not None and _has_other(cell, "tc"):
            drop(cell)
    for table in list(root.iter(W + "tbl")):
        if first_child(table, "tr") is None:
            drop(table)
    # From the last on, so that what goes on in the next paragraph goes on in that one's next.
    for paragraph in reversed(list(root.iter(W + "p"))):
        if any(first_child(_end(paragraph), name) is not None for name in ("del", "moveFrom")):
            _join_next(paragraph)
    for change in list(root.iter(*GONE, *_MARKERS)):
        drop(change)
    for change in list(root.iter(*_COME)):
        _unwrap(change)
    return True


def _join_next(paragraph: etree._Element) -> None:
    """Let a paragraph whose mark was taken out go on in the next one, whose properties it takes."""
    content = [each for each in paragraph if each.tag != W + "pPr"]
    stays = [each for each in content if each.tag not in GONE]
    after = next_paragraph(paragraph)
    if after is not None:
        place = 1 if first_child(after, "pPr") is not None else 0
        for each in reversed(content):
            after.insert(place, each)
        drop(paragraph)
    elif not any(map(_has_text, stays)) and _has_other(paragraph, "p"):
        # A cell, or whatever holds it, has to have one.
        drop(paragraph)


def next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    """Return the paragraph in which one goes on whose mark is gone, None where there is none."""
    after = paragraph.getnext()
    while after is not None and after.tag not in (W + "p", W + "tbl", W + "sectPr"):
        after = after.getnext()
    return after if after is not None and after.tag == W + "p" else None


def _has_other(element: etree._Element, name: str) -> bool:
    """Return whether others of a name stand beside an element."""
    others = chain(element.itersiblings(), element.itersiblings(preceding=True))
    return any(each.tag == W + name for each in others)


def _has_text(element: etree._Element) -> bool:
    return next(element.iter(W + "t"), None) is not None


def drop(element: etree._Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    for child in list(element):
        element.addprevious(child)
    drop(element)
