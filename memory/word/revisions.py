"""Tracked changes of a Word document: who made them, and the text with all of them accepted.

By ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from lxml import etree

from hexapla.corpora.readers.docx.elements import W, first_child, value

__all__ = ["TrackedChange", "accept_all", "drop", "tracked_changes"]

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


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A text that somebody put in or took out, as Word keeps it; `place` is that of its w:p."""

    place: int
    is_removed: bool
    text: str
    author: str
    date: str


def tracked_changes(root: etree._Element) -> Iterator[TrackedChange]:
    """Yield the texts that were put in or taken out in the paragraphs of a body."""
    for place, paragraph in enumerate(root.iter(W + "p")):
        for change in paragraph.iter(*_GONE, *_COME):
            text = "".join(each.text or "" for each in change.iter(W + "t", W + "delText"))
            if text and next(change.iterancestors(W + "p"), None) is paragraph:
                yield TrackedChange(
                    place, change.tag in _GONE, text, value(change, "author"), value(change, "date")
                )


def accept_all(root: etree._Element) -> bool:
    """Accept every tracked change below an element; return whether there was one."""
    marked = next(root.iter(*_GONE, *_COME, *_MARKERS), None) is not None
    if not marked:
        return False
    for row in list(root.iter(W + "tr")):
        look = first_child(row, "trPr")
        if look is not None and first_child(look, "del") is not None:
            drop(row)
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
    elif not any(map(_has_text, stays)) and not _stands_alone(paragraph):
        drop(paragraph)


def _stands_alone(paragraph: etree._Element) -> bool:
    """Return whether a cell, or whatever holds it, has no other paragraph; it has to have one."""
    others = chain(paragraph.itersiblings(), paragraph.itersiblings(preceding=True))
    return all(each.tag != W + "p" for each in others)


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
