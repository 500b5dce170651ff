"""Reads the tags of a file, which say what is one paragraph, a heading, a note or a cell."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat

from hexapla.corpora.readers.pdf.glyphs.characters import Characters
from hexapla.corpora.readers.pdf.glyphs.pages import ParagraphPart
from hexapla.corpora.readers.pdf.glyphs.pdfium import library, name_of, quick, ready
from hexapla.corpora.readers.pdf.glyphs.rows import ObjectText, pieces, rows, rows_in_order

__all__ = ["Tags", "UnsureTagsError", "has_mark", "parts"]

# What is one paragraph; of inner ones, the innermost. A list item takes its label along.
_PARAGRAPHS = frozenset(
    ("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LI", "TD", "TH", "Caption", "TOCI")
)
_KINDS = dict.fromkeys(("H", "H1", "H2", "H3", "H4", "H5", "H6", "Title"), "H")
_KINDS |= {"Note": "N", "FENote": "N", "TD": "C", "TH": "C"}
# PDFium goes through the children of an element anew for each page, 1 µs each. The longest real
# reports have 500,000 of them on all pages together.
_MOST_CHILDREN = 3_000_000
_FAR = 200  # children of an element between two that are on one page, mostly
_LONGEST_NAME = 32


class UnsureTagsError(Exception):
    """The tags of a file do not say of all its text what it is."""


class _Element:
    """A paragraph of the structure, as far as it is on a page; as in `ParagraphPart`.

    `marks` are the pieces of marked content in it.
    """

    __slots__ = ("begins", "kind", "labelled", "marks", "name")

    def __init__(self, kind: str, name: str = "", *, begins: bool = True) -> None:
        self.kind, self.name, self.begins = kind, name, begins
        self.labelled = False  # a list item of which only the label is known
        self.marks: list[int] = []


class Tags:
    """The structure of a document; it is asked for the pages in their order."""

    def __init__(self) -> None:
        self._children = 0
        self._last: dict[int, int] = {}  # by depth, where the page before had its last child

    def on(self, page: int, marks: set[int]) -> list[_Element]:
        """Return the paragraphs of a page, in their order; `marks` is all its marked content.

        Raises UnsureTagsError if the structure is too large or does not have all of it.
        """
        api = library()
        tree = api.FPDF_StructTree_GetForPage(page)
        try:
            for whole in (False, True):
                found = self._of_tree(tree, whole=whole) if tree else []
                if marks <= {mark for element in found for mark in element.marks}:
                    return found
        finally:
            if tree:
                api.FPDF_StructTree_Close(tree)
        raise UnsureTagsError

    def _of_tree(self, tree: int, *, whole: bool) -> list[_Element]:
        api = library()
        found: list[_Element] = []
        for place in range(api.FPDF_StructTree_CountChildren(tree)):
            if child := api.FPDF_StructTree_GetChildAtIndex(tree, place):
                self._gather(child, found, _Around(whole=whole))
        return found

    def _gather(self, node: int, found: list[_Element], around: _Around) -> None:
        """Gather the paragraphs in an element of the structure."""
        tag = _tag(node)
        count = library().FPDF_StructElement_CountChildren(node)
        self._children += count
        if self._children > _MOST_CHILDREN:
            raise UnsureTagsError
        kind = _KINDS.get(tag, around.kind)
        holder = around.holder
        if holder and holder.labelled and tag in ("P", "LBody"):
            # The text of a list item may be a paragraph of its own behind the label.
            holder.labelled = tag == "LBody"
        elif tag in _PARAGRAPHS:
            holder = _element(node, count, kind)
            holder.labelled = tag == "LI"
            found.append(holder)
        elif tag in ("Note", "FENote"):
            holder = None
        inside = _Around(whole=around.whole, kind=kind, depth=around.depth + 1, holder=holder)
        for mark, child in self._on_page(node, count, inside):
            if child:
                self._gather(child, found, inside)
                continue
            if inside.holder is None:
                inside.holder = _Element(kind)
                found.append(inside.holder)
            inside.holder.marks.append(mark)
            inside.holder.labelled = inside.holder.labelled and tag != "LBody"

    def _on_page(self, node: int, count: int, inside: _Around) -> Iterator[tuple[int, int | None]]:
        """Yield the children that are on the page: marked content, or else an element.

        PDFium gives nothing for the others. Those of a page follow one another, mostly: of many,
        those behind the last ones of the page before are looked at.
        """
        many = count > _FAR and not inside.whole
        start = last = self._last.get(inside.depth, 0) if many else 0
        while start < (end := min(count, last + _FAR + 1) if many else count):
            children = enumerate(_children(node, range(start, end)), start)
            here = [(place, each) for place, each in children if each[0] >= 0 or each[1]]
            yield from (each for _, each in here)
            last = here[-1][0] if here else last
            start = end
        if count > _FAR:
            self._last[inside.depth] = last


def _children(node: int, places: range) -> Iterator[tuple[int, int | None]]:
    """Return what is at these places in an element: marked content, below 0 for none, or else."""
    api = quick()
    each = repeat(ready(node)), places
    marks = map(api.FPDF_StructElement_GetChildMarkedContentID, *each)
    children = map(api.FPDF_StructElement_GetChildAtIndex, *each)
    return zip(marks, children, strict=True)


class _Around:
    """What is around an element: its depth, and the kind and paragraph that it is in.

    `whole`: all children are looked at.
    """

    __slots__ = ("depth", "holder", "kind", "whole")

    def __init__(
        self, *, whole: bool, kind: str = "P", depth: int = 0, holder: _Element | None = None
    ) -> None:
        self.whole, self.kind, self.depth, self.holder = whole, kind, depth, holder


def _tag(node: int) -> str:
    """Return the standard type of an element, "" where its name is longer than any of them."""
    name = _name()
    room = 2 * _LONGEST_NAME
    size = library().FPDF_StructElement_GetType(node, name.buffer_info()[0], room)
    return name_of(name, size)


@lru_cache
def _name() -> array[int]:
    """Return the room for the names of elements."""
    return array("H", bytes(2 * _LONGEST_NAME))


def _element(node: int, count: int, kind: str) -> _Element:
    """Make a paragraph of an element with so many children, as far as it is on the page."""
    if count < 2 or count > _FAR:
        return _Element(kind)
    first, child = next(_children(node, range(1)))
    # Its name has the pieces of marked content of all pages.
    api = library()
    pieces = api.FPDF_StructElement_GetMarkedContentIdCount(node)
    piece = api.FPDF_StructElement_GetMarkedContentIdAtIndex
    name = ",".join(str(piece(node, place)) for place in range(min(pieces, _FAR)))
    return _Element(kind, name, begins=first >= 0 or bool(child))


def parts(page: int, characters: Characters, tags: Tags) -> list[ParagraphPart]:
    """Put the characters of a page together to the paragraphs that its tags tell.

    Raises UnsureTagsError where they do not say of all characters what they are.
    """
    marks = {shown_by: _mark(shown_by) for shown_by in set(characters.shown_by)}
    elements = tags.on(page, {mark for mark in marks.values() if mark >= 0})
    owners = {mark: n for n, element in enumerate(elements) for mark in element.marks}
    owned: list[list[ObjectText]] = [[] for _ in (*elements, None)]
    for piece in pieces(characters):
        owner = owners.get(marks[characters.shown_by[piece.first]], -1)
        owned[owner].append(piece)
    found = [
        ParagraphPart(element.kind, element.name, element.begins, rows_in_order(characters, own))
        for element, own in zip(elements, owned, strict=False)
    ]
    found.append(ParagraphPart("", "", True, rows(characters, owned[-1])))
    return [part for part in found if part.rows]


def _mark(address: int) -> int:
    """Return the marked content that an object belongs to, -1 for that of a page artefact.

    Raises UnsureTagsError where it is neither.
    """
    if not address:
        raise UnsureTagsError
    api = library()
    mark: int = api.FPDFPageObj_GetMarkedContentID(address)
    if mark >= 0:
        return mark
    if has_mark(address, "Artifact"):
        return -1
    raise UnsureTagsError


def has_mark(address: int, wanted: str) -> bool:
    """Return whether an object stands within a mark of this name."""
    api = library()
    name, size = array("H", bytes(2 * _LONGEST_NAME)), array("L", [0])
    room = name.buffer_info()[0], 2 * _LONGEST_NAME, size.buffer_info()[0]
    for place in range(api.FPDFPageObj_CountMarks(address)):
        content = api.FPDFPageObj_GetMark(address, place)
        api.FPDFPageObjMark_GetName(content, *room)
        if name_of(name, size[0]) == wanted:
            return True
    return False
