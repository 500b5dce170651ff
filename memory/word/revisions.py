"""Tracked changes of a Word document: who made them, and the text with all of them accepted.

By ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby, takewhile
from typing import Final

from lxml import etree

from hexapla.corpora.readers.docx.elements import W, first_child, value

__all__ = ["Tracked", "TrackedChange", "accept_all", "drop", "tracked_changes"]

_GONE: Final = (W + "del", W + "moveFrom")
_COME: Final = (W + "ins", W + "moveTo")
_MARKERS: Final = tuple(
    W + name
    for name in (
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
        *("tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    )
)
_BREAK: Final = "\N{PILCROW SIGN}"


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


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A text that somebody put in, took out or moved; `date` is as Word writes it, or "".

    The end of a paragraph is a pilcrow in it, and cells are parted by bars. `paragraph` is what
    the paragraph says with all its changes accepted; "" for a row or a cell.
    """

    done: Tracked
    text: str
    author: str
    date: str
    paragraph: str = ""

    @property
    def is_removed(self) -> bool:
        """Whether the text is no more where it was."""
        return self.done in (Tracked.TAKEN_OUT, Tracked.MOVED_AWAY)


def tracked_changes(root: etree._Element) -> Iterator[TrackedChange]:
    """Yield what was put in, taken out or moved below an element: words, paragraphs, rows, cells.

    What stands together is one change; what a row or a cell holds is told with it alone.
    """
    told = set[etree._Element]()
    for element in root.iter(W + "tr", W + "tc", W + "p"):
        if element in told:
            continue
        if element.tag == W + "p":
            yield from _of_paragraph(element)
        elif (mark := _mark_in(first_child(element, f"{element.tag[len(W) :]}Pr"))) is not None:
            told.update(element.iter(W + "tc", W + "p"))
            texts = (
                " ".join(_all_text(each) for each in cell.iter(W + "p"))
                for cell in (element.iter(W + "tc") if element.tag == W + "tr" else (element,))
            )
            yield _change(_who(mark), " | ".join(texts))


def _of_paragraph(paragraph: etree._Element) -> Iterator[TrackedChange]:
    """Yield the changes of one paragraph, that of its end as the last."""
    pieces = list(_pieces(paragraph))
    accepted = "".join(text for mark, text in pieces if mark is None or mark.tag in _COME)
    end = _mark_in(first_child(first_child(paragraph, "pPr"), "rPr"))
    for who, same in groupby((*pieces, (end, _BREAK)), key=lambda each: _who(each[0])):
        if who[0] is not None:
            yield _change(who, "".join(text for _, text in same), accepted)


def _pieces(paragraph: etree._Element) -> Iterator[tuple[etree._Element | None, str]]:
    """Yield the texts of the runs of a paragraph, each with the change that it is in."""
    for run in paragraph.iter(W + "r"):
        above = list(takewhile(lambda each: each.tag != W + "p", run.iterancestors()))
        holder = run.getparent() if not above else above[-1].getparent()
        text = _all_text(run)
        if holder is paragraph and text:
            # What somebody put in and somebody else took out is gone.
            marks = [*(each for each in above if each.tag in _GONE), *above]
            yield next((each for each in marks if each.tag in _DONE), None), text


def _all_text(element: etree._Element) -> str:
    """Return the text of a run, or of what holds some, and what was taken out as well."""
    return "".join(
        "\t" if item.tag == W + "tab" else item.text or ""
        for run in element.iter(W + "r")
        for item in run.iterchildren(W + "t", W + "delText", W + "tab")
    )


def _mark_in(look: etree._Element | None) -> etree._Element | None:
    """Return what marks properties, of a row, a cell or the end of a paragraph, as changed."""
    return None if look is None else next((each for each in look if each.tag in _DONE), None)


def _who(mark: etree._Element | None) -> _Who:
    done = None if mark is None else _DONE[str(mark.tag)]
    return done, value(mark, "author"), value(mark, "date")


def _change(who: _Who, text: str, paragraph: str = "") -> TrackedChange:
    done, author, date = who
    assert done is not None  # somebody did something
    return TrackedChange(done, text, author, date, paragraph)


def accept_all(root: etree._Element) -> bool:
    """Accept every tracked change below an element; return whether there was one."""
    marked = next(root.iter(*_GONE, *_COME, *_MARKERS), None) is not None
    if not marked:
        return False
    for row in list(root.iter(W + "tr")):
        look = first_child(row, "trPr")
        if look is not None and first_child(look, "del") is not None:
            drop(row)
    for cell in list(root.iter(W + "tc")):
        look = first_child(cell, "tcPr")
        if first_child(look, "cellDel") is not None and _has_other(cell, "tc"):
            drop(cell)
    for table in list(root.iter(W + "tbl")):
        if first_child(table, "tr") is None:
            drop(table)
    # From the last on, so that what goes on in the next paragraph goes on in that one's next.
    for paragraph in reversed(list(root.iter(W + "p"))):
        if _is_marked(paragraph, _GONE):
            _join_next(paragraph)
    for change in list(root.iter(*_GONE, *_MARKERS)):
        drop(change)
    for change in list(root.iter(*_COME)):
        _unwrap(change)
    return True


def _is_marked(paragraph: etree._Element, tags: tuple[str, ...]) -> bool:
    """Return whether the mark at the end of a paragraph was put in, or taken out."""
    look = first_child(first_child(paragraph, "pPr"), "rPr")
    return look is not None and any(child.tag in tags for child in look)


def _join_next(paragraph: etree._Element) -> None:
    """Let a paragraph whose mark was taken out go on in the next one, whose properties it takes."""
    content = [each for each in paragraph if each.tag != W + "pPr"]
    stays = [each for each in content if each.tag not in _GONE]
    after = paragraph.getnext()
    while after is not None and after.tag not in (W + "p", W + "tbl", W + "sectPr"):
        after = after.getnext()
    if after is not None and after.tag == W + "p":
        place = 1 if first_child(after, "pPr") is not None else 0
        for each in reversed(content):
            after.insert(place, each)
        drop(paragraph)
    elif not any(map(_has_text, stays)) and _has_other(paragraph, "p"):
        # A cell, or whatever holds it, has to have one.
        drop(paragraph)


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
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for child in reversed(element):
        parent.insert(place + 1, child)
    parent.remove(element)
