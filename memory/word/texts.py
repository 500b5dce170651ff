"""The texts of a Word document with the elements that they stand in, so that these can be changed.

Each w:p is a text of its own. The reader of documents (`corpora.readers.docx`) goes further: it
counts automatic numbers and makes logical paragraphs.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree

from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.readers.docx.elements import W, first_child, value
from hexapla.corpora.readers.docx.inline import OPEN, is_on
from hexapla.corpora.readers.docx.symbol_fonts import sign
from hexapla.memory.text.cleaning import clean

__all__ = [
    "NOTE",
    "Span",
    "WordText",
    "cut_runs",
    "item_text",
    "run_text",
    "runs",
    "text_elements",
    "word_texts",
]

NOTE: Final = "\ufffc"
"""What stands in a text where a note is cited."""

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS: Final = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_NOTES: Final = frozenset((W + "footnoteReference", W + "endnoteReference"))
# A number that was typed: what stands before the first tab, or a short one with its point.
_TYPED: Final = re.compile(
    r"\s*(?P<tabbed>[^\s\ufffc]{1,10})[ ]?\t\s*|\s*(?P<spaced>\(?\w{1,4}[.)．、])\s+"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A run with where its text begins and ends in the text of its paragraph."""

    start: int
    end: int
    run: etree._Element


@dataclass(frozen=True, slots=True)
class WordText:
    """A w:p: `whole` is its text with the typed number, tabs, and `NOTE` for each note.

    `paragraph` is the same without the number, as paragraphs are compared; `number` is that with
    what parts it from the text.
    """

    element: etree._Element
    whole: str
    number: str
    paragraph: Paragraph

    @property
    def is_cell(self) -> bool:
        """Whether it stands in a table."""
        return self.paragraph.kind is Kind.TABLE_CELL


def runs(parent: etree._Element, *, also: Container[str] = ()) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph whose text counts: not those that are hidden or deleted.

    What is in elements of the names `also` counts as well.
    """
    for child in parent:
        if child.tag == W + "r":
            look = first_child(child, "rPr")
            if look is None or not is_on(first_child(look, "vanish")):
                yield child
        elif child.tag in OPEN or child.tag == W + "fldSimple" or child.tag in also:
            yield from runs(child, also=also)


def run_text(run: etree._Element) -> str:
    """Return the text of a run."""
    return "".join(map(item_text, run))


def item_text(item: etree._Element) -> str:
    """Return the text of what stands in a run."""
    if item.tag == W + "t":
        return item.text or ""
    if item.tag in _NOTES:
        return NOTE
    if item.tag == W + "br":
        return "\n" if value(item, "type") in ("", "textWrapping") else ""
    if item.tag == W + "sym":
        return sign(value(item, "font"), value(item, "char"))
    return _SIGNS.get(str(item.tag), "")


def text_elements(text: str) -> Iterator[etree._Element]:
    """Yield what makes a text inside a run; notes, and what XML forbids, are left out."""
    # Between two signs, the spaces at its ends stay.
    safe = clean(f"|{text.replace(NOTE, '')}|")[1:-1]
    for piece in re.split("([\t\n\u2011])", safe):
        if piece == "\t":
            yield etree.Element(W + "tab")
        elif piece == "\n":
            yield etree.Element(W + "br")
        elif piece == "\u2011":
            yield etree.Element(W + "noBreakHyphen")
        elif piece:
            yield _t(piece)


def _t(text: str) -> etree._Element:
    element = etree.Element(W + "t", {_SPACE: "preserve"})
    element.text = text
    return element


def cut_runs(paragraph: etree._Element, places: Iterable[int]) -> list[Span]:
    """Cut the runs of a paragraph at places of its text; return them all in their order."""
    known = frozenset(places)
    cuts = sorted(known)
    found: list[Span] = []
    at = 0
    for run in list(runs(paragraph)):
        length = len(run_text(run))
        if not _inside(cuts, at, at + length):
            found.append(Span(at, at + length, run))
            at += length
            continue
        content = [each for each in run if each.tag != W + "rPr"]
        for item in content:
            run.remove(item)
        start, current = at, run
        for item in content:
            for piece, width in _pieces(item, at, cuts):
                if at > start and at in known:
                    found.append(Span(start, at, current))
                    current, start = _another(current), at
                current.append(piece)
                at += width
        found.append(Span(start, at, current))
    return found


def _inside(cuts: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Return the places between two others, of some in their order."""
    return cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]


def _pieces(item: etree._Element, at: int, cuts: Sequence[int]) -> list[tuple[etree._Element, int]]:
    text = item_text(item)
    inside = [place - at for place in _inside(cuts, at, at + len(text))]
    if item.tag != W + "t" or not inside:
        return [(item, len(text))]
    edges = [0, *inside, len(text)]
    return [(_t(text[start:end]), end - start) for start, end in pairwise(edges)]


def _another(run: etree._Element) -> etree._Element:
    """Put an empty run with the same properties behind a run."""
    made = etree.Element(W + "r")
    look = first_child(run, "rPr")
    if look is not None:
        made.append(copy.deepcopy(look))
    run.addnext(made)
    return made


def word_texts(root: etree._Element, *, kind: Kind = Kind.BODY) -> list[WordText]:
    """Return the texts of a body, or of a part with notes, in their order."""
    cells = _cells(root)
    found = []
    for place, element in enumerate(root.iter(W + "p")):
        whole = "".join(run_text(run) for run in runs(element))
        typed = _TYPED.match(whole)
        number = typed[0] if typed else ""
        label = (typed["tabbed"] or typed["spaced"]) if typed else ""
        plain = " ".join(whole[len(number) :].replace(NOTE, "¹").split())
        cell = cells.get(next(element.iterancestors(W + "tc"), root), "")
        name = f"{cell}({place})" if cell else f"p-{place}"
        own = Kind.TABLE_CELL if cell else kind
        found.append(WordText(element, whole, number, Paragraph(name, own, label, plain)))
    return found


def _cells(root: etree._Element) -> dict[etree._Element, str]:
    """Return the names of the cells of all tables: `table-1.r2.c3`."""
    return {
        cell: f"table-{number}.r{row}.c{column}"
        for number, table in enumerate(root.iter(W + "tbl"), 1)
        for row, line in enumerate(table.iterchildren(W + "tr"), 1)
        for column, cell in enumerate(line.iterchildren(W + "tc"), 1)
    }
