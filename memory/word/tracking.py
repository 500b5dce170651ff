"""Writes tracked changes into a Word document: w:ins and w:del, by ECMA-376 part 1, 17.13.5."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from lxml import etree

from hexapla.corpora.readers.docx.elements import W, first_child
from hexapla.memory.text.difference import DiffKind, difference
from hexapla.memory.word.authorship import NOBODY, Author, Authorship
from hexapla.memory.word.revisions import drop
from hexapla.memory.word.texts import NOTE, Span, cut_runs, run_text, runs, text_elements

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
        self, paragraph: etree._Element, old: str, new: str, authors: Authorship = NOBODY
    ) -> None:
        """Mark in a paragraph, whose text is `old`, what makes it `new`.

        `authors` are those of what is changed in `new` already, who stay those of the changes.
        """
        pieces = difference(old, new)
        places, at = set[int](), 0
        for piece in pieces:
            at += len(piece.text) if piece.kind is not DiffKind.ADDED else 0
            places.add(at)
        spans = cut_runs(paragraph, places)
        at = new_at = 0
        for piece, after in zip(pieces, (*pieces[1:], None), strict=True):
            if piece.kind is DiffKind.ADDED:
                for text, author in authors.added(new_at, piece.text):
                    self.by(author)._insert(paragraph, spans, at, text)
                new_at += len(piece.text)
                continue
            end = at + len(piece.text)
            if piece.kind is DiffKind.REMOVED:
                come = after.text if after and after.kind is DiffKind.ADDED else ""
                by = self.by(authors.removed(new_at, new_at + len(come), piece.text))
                for span in spans:
                    if at <= span.start < span.end <= end:
                        by._delete(span.run)
            else:
                new_at += len(piece.text)
            at = end

    def _insert(self, paragraph: etree._Element, spans: list[Span], at: int, text: str) -> None:
        """Put text in at a place, in the manner of what stands before it, or behind it."""
        content = list(text_elements(text))
        if not content:
            return
        worded = [span for span in spans if span.start < span.end]
        before = [span for span in worded if span.end <= at]
        near = [*reversed(before), *worded]
        like = next((span.run for span in near if run_text(span.run) != NOTE), None)
        added = self.change("ins")
        added.append(_run(look(like), content))
        if before:
            holder = _holder(before[-1].run)
            # What was put in here already comes first.
            while (after := holder.getnext()) is not None and after.tag == W + "ins":
                holder = after
            holder.addnext(added)
        elif worded:
            _holder(worded[0].run).addprevious(added)
        else:
            paragraph.append(added)

    def _delete(self, run: etree._Element) -> None:
        gone = self.change("del")
        run.addprevious(gone)
        gone.append(run)
        for text in run.iter(W + "t"):
            text.tag = W + "delText"

    def remove(self, paragraph: etree._Element) -> None:
        """Mark a whole paragraph as taken out, with its mark where Word lets it go."""
        for run in list(runs(paragraph)):
            self._delete(run)
        properties = first_child(paragraph, "pPr")
        section = first_child(properties, "sectPr") is not None
        if not section and not _ends_cell(paragraph):
            self._mark(paragraph, "del")

    def added(
        self,
        properties: etree._Element | None,
        content: Iterable[etree._Element],
        authors: Authorship = NOBODY,
    ) -> etree._Element:
        """Return a new paragraph, marked as put in, with properties and runs, each of its author.

        A run of which several put in something is of whoever makes the changes here.
        """
        paragraph = etree.Element(W + "p")
        if properties is not None:
            paragraph.append(properties)
        self.by(authors.end)._mark(paragraph, "ins")
        at = 0
        for run in content:
            text = run_text(run)
            (_, author), *others = authors.added(at, text) if text else [("", None)]
            at += len(text)
            put_in = self.by(None if others else author).change("ins")
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
        before = first_child(own, "pPrChange")
        if before is None:
            before = self.change("pPrChange")
            before.append(_plain(own))
        self._mark(last, "ins")
        properties = first_child(added, "pPr")
        assert properties is not None  # its mark was put in
        put_in = first_child(first_child(properties, "rPr"), "ins")
        if put_in is not None:
            drop(put_in)
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
        properties = first_child(paragraph, "pPr")
        if properties is None:
            properties = etree.Element(W + "pPr")
            paragraph.insert(0, properties)
        own = first_child(properties, "rPr")
        if own is None:
            own = etree.Element(W + "rPr")
            later = [each for each in properties if each.tag in (W + "sectPr", W + "pPrChange")]
            properties.insert(len(properties) - len(later), own)
        own.insert(0, self.change(name))


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


def _holder(run: etree._Element) -> etree._Element:
    """Return the w:del around a run, or the run itself."""
    parent = run.getparent()
    return parent if parent is not None and parent.tag == W + "del" else run


def _ends_cell(paragraph: etree._Element) -> bool:
    """Return whether a paragraph is the last one of a cell, which has to have one."""
    parent = paragraph.getparent()
    if parent is None or parent.tag != W + "tc":
        return False
    after = [each for each in paragraph.itersiblings() if each.tag in (W + "p", W + "tbl")]
    return not after
