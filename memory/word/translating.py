"""Writes the translations of segments into a Word document, which else stays as it is."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.docx.elements import W, first_child
from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.comparison.likeness import NOTE_MARK, number_apart, unnumbered
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all, drop
from hexapla.memory.word.texts import NOTE, Span, WordText, cut_runs, text_elements, word_texts
from hexapla.memory.word.tracking import look

__all__ = ["LIKE", "MISSING", "Find", "Writer", "Written"]

MISSING: Final = "yellow"
"""The highlight of a segment that has no translation."""

LIKE: Final = "DCE9F9"
"""The colour behind the translation of a text that is only like this one."""

# What stands behind w:bidi in the properties of a paragraph (ECMA-376 part 1, 17.3.1.26).
_BEHIND_BIDI: Final = frozenset(
    W + name
    for name in (
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
        *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
        *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)
_BEHIND_VISUAL: Final = frozenset(
    W + name
    for name in (
        *("tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd"),
        *("tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
        *("tblDescription", "tblPrChange"),
    )
)
_BEHIND_SECTION_BIDI: Final = frozenset((W + "rtlGutter", W + "docGrid", W + "printerSettings"))
# A number before a text as any language types it: `1.`, `(a)`, `a)`, `iv)`.
_NUMBER: Final = re.compile(
    r"^\s*(?:\d{1,4}(?:[.．]\d{1,4})*\s?[.．)、](?!\d)|\(?(?:\w{1,2}|[ivxl]{1,5})\))\s+"
)
_LETTERED: Final = re.compile(r"^\s*\(?\w{1,3}[.)．、]\s+")
_THOUSANDS: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Written:
    """The translation of a segment, the colour behind it, and what a comment says of it.

    `numbered` is whether the text that it translates has the number of its paragraph in it.
    """

    text: str
    colour: str = ""
    said: str = ""
    numbered: bool = False


Find = Callable[[str], Written | None]
"""Gives the translation of a segment, whose number is taken off: None where there is none."""


class Writer:
    """Writes what `find` gives into paragraphs, and colours what has no translation."""

    def __init__(self, find: Find, *, source: str, target: str) -> None:
        self._find, self._source, self._target = find, source, target
        self._rtl = LANGUAGES[target].direction == "rtl"
        self.segments = self.missing = 0
        """How many segments there are, and how many of them have no translation."""
        self.said: list[tuple[etree._Element, str]] = []
        """Runs with what comments are to say of them."""

    def translate(self, package: WordPackage) -> None:
        """Write the translations into all parts of a document, with its tracked changes accepted.

        Paragraphs, their styles and numbers, notes and tables stay; Arabic is set from right to
        left.
        """
        for root in package.texts():
            accept_all(root)
            for text in word_texts(root):
                self._write(text)
            _turn(root, rtl=self._rtl)

    def _write(self, text: WordText) -> None:
        """Write the translation of a paragraph into it."""
        plain = text.whole[len(text.number) :]
        if not _LETTER.search(plain):
            return
        pieces = list(self._pieces(plain, text.number))
        places = {len(text.number)} | {
            place + end for place, sign in enumerate(text.whole) if sign == NOTE for end in (0, 1)
        }
        spans = [span for span in cut_runs(text.element, places) if span.start >= len(text.number)]
        if all(piece.colour == MISSING for piece in pieces):
            for span in spans:
                if span.start < span.end:
                    _colour(span.run, MISSING)
            return
        self._replace(text, spans, pieces)

    def _pieces(self, text: str, number: str) -> Iterator[Written]:
        """Yield the segments of a text behind its number, each translated or as it is."""
        shown = text.replace(NOTE, "¹")
        joint = "" if self._target == "zh" else " "
        first = True
        for start, end in segment(shown, self._source):
            raw = text[start:end]
            own = " ".join(shown[start:end].split())
            if not own:
                continue
            self.segments += 1
            found = self._found(own, number if first else "")
            before = "" if first else joint
            first = False
            if found is None:
                self.missing += 1
                yield Written(before + raw.strip(), MISSING)
            else:
                yield replace(found, text=before + _with_notes(found.text, raw.count(NOTE)))

    def _found(self, text: str, number: str) -> Written | None:
        """Return the translation of a segment without the number that stands before it."""
        found = self._find(unnumbered(text))
        if found is None and number:
            # The reader took it for a part of the text.
            typed = " ".join(number.split())
            found = self._find(unnumbered(f"{typed} {text}"))
            if found is not None:
                rest = found.text.removeprefix(typed)
                if rest == found.text:
                    rest = _LETTERED.sub("", rest)
                return replace(found, text=rest.strip())
        # "74. Tagung" begins with a number, too, that is none of the paragraph's.
        if found is None or not found.numbered or number_apart(text)[0]:
            return found
        return replace(found, text=_NUMBER.sub("", found.text))

    def _replace(self, text: WordText, spans: Sequence[Span], pieces: Sequence[Written]) -> None:
        """Put the pieces in the place of the runs with text; those that cite notes stay."""
        worded = [span for span in spans if span.start < span.end]
        citing = [span.run for span in worded if text.whole[span.start : span.end] == NOTE]
        texts = [span.run for span in worded if span.run not in citing]
        properties = look(texts[0]) if texts else None
        anchor = etree.Element(W + "r")
        worded[0].run.addprevious(anchor)
        for old in (*texts, *citing):
            drop(old)
        left = iter(citing)
        for piece in pieces:
            said = piece.said
            for part in re.split(f"({NOTE})", piece.text):
                run: etree._Element | None = (
                    next(left, None) if part == NOTE else _run(part, properties, piece.colour)
                )
                if run is not None and len(run):
                    anchor.addprevious(run)
                    if said and part != NOTE:
                        self.said.append((run, said))
                        said = ""
        for rest in left:
            anchor.addprevious(rest)
        drop(anchor)


def _with_notes(text: str, notes: int) -> str:
    """Return a translation with its marks of notes as references, where they are as many."""
    marked = NOTE_MARK.sub(NOTE, text)
    if marked.count(NOTE) == notes:
        return marked
    return NOTE_MARK.sub("", text) + NOTE * notes


def _run(text: str, properties: etree._Element | None, colour: str) -> etree._Element:
    run = etree.Element(W + "r")
    content = list(text_elements(text))
    if content and properties is not None:
        run.append(copy.deepcopy(properties))
    run.extend(content)
    if content and colour:
        _colour(run, colour)
    return run


def _colour(run: etree._Element, colour: str) -> None:
    properties = first_child(run, "rPr")
    if properties is None:
        properties = etree.Element(W + "rPr")
        run.insert(0, properties)
    for old in list(properties.iterchildren(W + "highlight", W + "shd")):
        properties.remove(old)
    if colour == MISSING:
        etree.SubElement(properties, W + "highlight", {W + "val": colour})
    else:
        # A highlight has only the sixteen colours of old screens.
        fill = {W + "val": "clear", W + "color": "auto", W + "fill": colour}
        etree.SubElement(properties, W + "shd", fill)


# Direction


def _turn(root: etree._Element, *, rtl: bool) -> None:
    """Set everything from right to left, or from left to right."""
    for paragraph in root.iter(W + "p"):
        properties = first_child(paragraph, "pPr")
        if properties is None:
            properties = etree.Element(W + "pPr")
            paragraph.insert(0, properties)
        _switch(properties, "bidi", _BEHIND_BIDI, on=rtl)
    for run in root.iter(W + "r"):
        properties = first_child(run, "rPr")
        if properties is None and rtl:
            properties = etree.Element(W + "rPr")
            run.insert(0, properties)
        if properties is not None:
            _switch(properties, "rtl", frozenset(), on=rtl and not _is_missing(properties))
    for text in root.iter(W + "t") if rtl else ():
        # A space would part the thousands of a number, which would then stand in the wrong order.
        text.text = _THOUSANDS.sub("\N{NO-BREAK SPACE}", text.text or "")
    for properties in root.iter(W + "tblPr"):
        _switch(properties, "bidiVisual", _BEHIND_VISUAL, on=rtl)
    for properties in root.iter(W + "sectPr"):
        _switch(properties, "bidi", _BEHIND_SECTION_BIDI, on=rtl)


def _is_missing(properties: etree._Element) -> bool:
    colour = first_child(properties, "highlight")
    return colour is not None and colour.get(W + "val") == MISSING


def _switch(properties: etree._Element, name: str, behind: frozenset[str], *, on: bool) -> None:
    """Set a property that is on or off at its place, or take it away."""
    for old in list(properties.iterchildren(W + name)):
        properties.remove(old)
    if on:
        later = [child for child in properties if child.tag in behind]
        made = etree.Element(W + name)
        if later:
            later[0].addprevious(made)
        else:
            properties.append(made)
