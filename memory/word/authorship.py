"""Who made the tracked changes of a Word document, by places in the text that accepting leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.revisions import GONE, end_mark, signature, tracked_pieces

__all__ = ["NOBODY", "Author", "Authorship", "Gone", "authorship", "removed_paragraphs"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change, and when: an xsd:dateTime, or "" where that is not said."""

    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A text that was taken out, at a place of what is left."""

    place: int
    text: str
    author: Author


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who put in each character of a paragraph, None where nobody did; what they took out of it.

    `end` is who put in the mark at its end.
    """

    put_in: tuple[Author | None, ...] = ()
    gone: tuple[Gone, ...] = ()
    end: Author | None = None

    def added(self, start: int, text: str) -> Iterator[tuple[str, Author | None]]:
        """Yield a text that stands at a place in pieces, each with who put it in.

        Where it is of one author and of nobody, as the word of which they changed the ending, it is
        theirs as a whole.
        """
        authors = [*self.put_in[start : start + len(text)]]
        authors += [None] * (len(text) - len(authors))
        known = {each for each in authors if each}
        if len(known) == 1:
            yield text, known.pop()
            return
        at = 0
        for author, same in groupby(authors):
            end = at + len(list(same))
            yield text[at:end], author
            at = end

    def removed(self, start: int, end: int, text: str) -> Author | None:
        """Return who took out a text, in whose place the text from `start` to `end` stands now."""
        wanted = text.strip()
        found = {
            each.author
            for each in self.gone
            if start <= each.place <= end
            and (wanted in each.text or (each.text.strip() and each.text.strip() in wanted))
        }
        return found.pop() if len(found) == 1 else None


NOBODY = Authorship()
"""That of a paragraph in which nothing is tracked."""


def authorship(root: etree._Element) -> dict[etree._Element, Authorship]:
    """Return who changed what in each paragraph below an element that has tracked changes."""
    found = {each: _of_paragraph(each) for each in root.iter(W + "p")}
    return {element: each for element, each in found.items() if each != NOBODY}


def removed_paragraphs(authors: Mapping[etree._Element, Authorship]) -> dict[str, Author]:
    """Return who took out the paragraphs of which nothing is left, by their texts."""
    removed = {}
    for each in authors.values():
        by = {gone.author for gone in each.gone}
        if not each.put_in and len(by) == 1:
            removed["".join(gone.text for gone in each.gone).strip()] = by.pop()
    return removed


def _of_paragraph(paragraph: etree._Element) -> Authorship:
    put_in: list[Author | None] = []
    gone = []
    for mark, text in tracked_pieces(paragraph):
        author = _author(mark)
        if mark is None or mark.tag not in GONE:
            put_in += [author] * len(text)
        elif author:
            gone.append(Gone(len(put_in), text, author))
    end = end_mark(paragraph)
    ends = None if end is None or end.tag in GONE else _author(end)
    if not (any(put_in) or gone or ends):
        return NOBODY
    return Authorship(tuple(put_in), tuple(gone), ends)


def _author(mark: etree._Element | None) -> Author | None:
    name, date = signature(mark)
    return Author(name, date) if name else None
