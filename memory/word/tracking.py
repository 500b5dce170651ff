"""Writes tracked changes into a Word document: w:ins and w:del, by ECMA-376 part 1, 17.13.5."""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, count
from typing import Final

from lxml import etree

from hexapla.corpora.readers.docx.elements import W, first_child
from hexapla.memory.text.difference import DiffKind, difference
from hexapla.memory.word.authorship import Author, Authored, Removed, composed, left
from hexapla.memory.word.revisions import signature
from hexapla.memory.word.texts import NOTE, cut_runs, text_elements

__all__ = ["Tracker"]

# What of the properties of a run is of a note, or of a change, and not of its text.
_NOT_OF_TEXT: Final = ("rStyle", "vertAlign", "rPrChange", "ins", "del", "moveFrom", "moveTo")


@dataclass(slots=True)
class Tracker:
    """Makes tracked changes of one author at one time, an xsd:dateTime; each has a number."""

    author: str
    date: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    def by(self, author: Author | None) -> Tracker:
        """Return what makes changes of somebody else among these; itself for None."""
        return replace(self, author=author.name, date=author.date) if author else self

    def change(self, name: str) -> etree._Element:
        """Return an empty w:ins, w:del or w:pPrChange."""
        number = str(next(self._numbers))
        dated = {W + "date": self.date} if self.date else {}
        return etree.Element(W + name, {W + "id": number, W + "author": self.author, **dated})

    def rewrite(
        self, paragraph: etree._Element, old: str, new: str, tracked: Sequence[Authored] = ()
    ) -> None:
        """Mark in a paragraph, whose text is `old`, what makes it `new`.

        What was `tracked` stays by whoever did it, if it is the new text that it makes.
        """
        if tracked and left(tracked) == new:
            pieces = composed(old, tracked)
        else:
            pieces = [Authored(each.kind, each.text) for each in difference(old, new)]
        there = [each for each in pieces if each.kind is not DiffKind.ADDED]
        cuts = accumulate((len(each.text) for each in there), initial=0)
        spans = [span for span in cut_runs(paragraph, cuts) if span.start < span.end]
        # What comes in has the look of what stands before it, or behind it.
        worded = (span.run for span in spans if old[span.start : span.end] != NOTE)
        like = next(worded, None)
        last: etree._Element | None = None
        end = number = 0
        for piece in pieces:
            by = self.by(piece.author)
            if piece.kind is DiffKind.ADDED:
                put_in = by._put_in(piece.text, like)
                if put_in is None:
                    continue
                if last is not None:
                    last.addnext(put_in)
                elif spans:
                    spans[0].run.addprevious(put_in)
                else:
                    paragraph.append(put_in)
                last = put_in
                continue
            end += len(piece.text)
            while number < len(spans) and spans[number].end <= end:
                span = spans[number]
                number += 1
                like = span.run if old[span.start : span.end] != NOTE else like
                last = by._delete(span.run) if piece.kind is DiffKind.REMOVED else span.run

    def _put_in(self, text: str, like: etree._Element | None) -> etree._Element | None:
        """Return a text that comes in with the look of a run, None where it has nothing to show."""
        content = list(text_elements(text))
        if not content:
            return None
        put_in = self.change("ins")
        put_in.append(_run(look(like), content))
        return put_in

    def _delete(self, run: etree._Element) -> etree._Element:
        gone = self.change("del")
        run.addprevious(gone)
        gone.append(run)
        for text in run.iter(W + "t"):
            text.tag = W + "delText"
        return gone

    def remove(self, paragraph: etree._Element, gone: Removed | None = None) -> None:
        """Mark a whole paragraph as taken out, with its mark where Word lets it go.

        What is `gone` tells who took out its pieces and its end.
        """
        pieces = gone.pieces if gone else ()
        ends = list(accumulate(len(each.text) for each in pieces))
        for span in cut_runs(paragraph, ends):
            place = bisect_right(ends, span.start)
            # Behind the last one stands what has no text.
            author = pieces[min(place, len(pieces) - 1)].author if pieces else None
            self.by(author)._delete(span.run)
        properties = first_child(paragraph, "pPr")
        section = first_child(properties, "sectPr") is not None
        if not section and not _ends_cell(paragraph):
            self.by(gone.end if gone else None)._mark(paragraph, "del")

    def added(
        self,
        properties: etree._Element | None,
        content: Iterable[tuple[etree._Element, Author | None]],
        end: Author | None = None,
    ) -> etree._Element:
        """Return a new paragraph, marked as put in, with properties, and runs with their authors.

        Whose author is None is of who makes the changes here, and so is its `end`.
        """
        paragraph = etree.Element(W + "p")
        if properties is not None:
            paragraph.append(properties)
        self.by(end)._mark(paragraph, "ins")
        for run, author in content:
            put_in = self.by(author).change("ins")
            put_in.append(run)
            paragraph.append(put_in)
        return paragraph

    def go_on(self, added: etree._Element) -> None:
        """Let an added paragraph go on from the one before it, where this ends in new text.

        As Word has it where somebody types on past the end of a paragraph: the mark that was put in
        is that of the first, and the second has the old one, with the properties that it had. Else
        LibreOffice 7.4 joins the first with the next old one where all is rejected.
        """
        last = added.getprevious()
        if last is None or last.tag != W + "p" or not len(last) or last[-1].tag != W + "ins":
            return
        own = first_child(last, "pPr")
        mark = first_child(own, "rPr")
        tracked = any(first_child(mark, name) is not None for name in ("ins", "del"))
        if tracked or first_child(own, "sectPr") is not None:
            return
        properties = first_child(added, "pPr")
        put_in = first_child(first_child(properties, "rPr"), "ins")
        assert properties is not None  # its mark was put in
        assert put_in is not None
        before = first_child(own, "pPrChange")
        if before is None:
            before = self.by(Author(*signature(put_in))).change("pPrChange")
            before.append(_plain(own))
        _add_mark(last, put_in)
        properties.append(before)

    def mark_row(self, row: etree._Element, name: str) -> None:
        """Mark a row of a table as put in ("ins") or taken out ("del")."""
        properties = first_child(row, "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            before = [first_child(row, each) for each in ("tblPrEx",)]
            row.insert(sum(each is not None for each in before), properties)
        properties.append(self.change(name))

    def _mark(self, paragraph: etree._Element, name: str) -> None:
        _add_mark(paragraph, self.change(name))


def _add_mark(paragraph: etree._Element, mark: etree._Element) -> None:
    """Mark the end of a paragraph as changed."""
    properties = first_child(paragraph, "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    own = first_child(properties, "rPr")
    if own is None:
        own = etree.Element(W + "rPr")
        later = [each for each in properties if each.tag in (W + "sectPr", W + "pPrChange")]
        properties.insert(len(properties) - len(later), own)
    own.insert(0, mark)


def _plain(properties: etree._Element | None) -> etree._Element:
    """Return the properties of a paragraph without those of its mark, as a copy."""
    copied = etree.Element(W + "pPr") if properties is None else copy.deepcopy(properties)
    for mark in list(copied.iterchildren(W + "rPr")):
        copied.remove(mark)
    return copied


def look(run: etree._Element | None) -> etree._Element | None:
    """Return what of the properties of a run a text beside it can have, as a copy."""
    found = first_child(run, "rPr")
    if found is None:
        return None
    copied = copy.deepcopy(found)
    for name in _NOT_OF_TEXT:
        for each in list(copied.iterchildren(W + name)):
            copied.remove(each)
    return copied


def _run(properties: etree._Element | None, content: Iterable[etree._Element]) -> etree._Element:
    run = etree.Element(W + "r")
    if properties is not None:
        run.append(properties)
    run.extend(content)
    return run


def _ends_cell(paragraph: etree._Element) -> bool:
    """Return whether a paragraph is the last one of a cell, which has to have one."""
    parent = paragraph.getparent()
    if parent is None or parent.tag != W + "tc":
        return False
    after = [each for each in paragraph.itersiblings() if each.tag in (W + "p", W + "tbl")]
    return not after
