"""A new Word document in its own layout, with what the memory has of its translation in it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import docx
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from lxml import etree

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.docx.list_numbers import W, first_child
from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.comparison.likeness import NOTE_MARK, unnumbered
from hexapla.memory.lookup.match import Match, MatchKind
from hexapla.memory.reports.pretranslation import Pretranslation
from hexapla.memory.text.cleaning import clean
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all, drop
from hexapla.memory.word.texts import NOTE, Span, WordText, cut_runs, text_elements, word_texts
from hexapla.memory.word.tracking import look

__all__ = ["translated_word"]

_NOTES: Final = ("footnotes", "endnotes")
_MISSING: Final = "yellow"
_LIKE: Final = "DCE9F9"
_LEGEND: Final = (
    "Pretranslated by hexapla into {target}. On yellow: not in the memory, left in {source}. On"
    " blue: the translation of a text that is only like this one, or whose numbers were exchanged;"
    " a comment says which. All else is in the memory word for word."
)
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
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text to be written: of the memory, or in a colour what is not; `said` is for a comment."""

    text: str
    colour: str = ""
    said: str = ""


def translated_word(
    package: WordPackage, result: Pretranslation, *, min_score: int = 75
) -> WordPackage:
    """Return the document with its texts translated as far as the memory goes.

    Paragraphs, their styles and numbers, notes and tables stay; Arabic is set from right to left.
    A segment whose best match is below `min_score` percent stays as it is, on yellow. Changes that
    are tracked in the document are accepted first.
    """
    writer = _Writer(result, min_score)
    for kind in ("document", *_NOTES):
        root = package.part(kind)
        if root is None:
            continue
        accept_all(root)
        for text in word_texts(root):
            writer.write(text)
        _turn(root, rtl=writer.rtl)
    places = {run: place for place, run in enumerate(package.body.iter(W + "r"))}
    said = {places[run]: said for run, said in writer.said if run in places}
    return _commented(package, said, result)


class _Writer:
    """Writes translations into paragraphs."""

    def __init__(self, result: Pretranslation, min_score: int) -> None:
        self.source, self.target = result.document.language, result.target
        self.rtl = LANGUAGES[self.target].direction == "rtl"
        self.matches: Mapping[str, Match] = {
            unnumbered(draft.text): draft.worded[0]
            for draft in result.drafts
            if draft.worded and draft.worded[0].score >= min_score
        }
        self.said: list[tuple[etree._Element, str]] = []  # of runs, for comments

    def write(self, text: WordText) -> None:
        """Write the translation of a paragraph into it."""
        plain = text.whole[len(text.number) :]
        if not _LETTER.search(plain):
            return
        pieces = list(self._pieces(plain))
        places = {len(text.number)} | {
            place + end for place, sign in enumerate(text.whole) if sign == NOTE for end in (0, 1)
        }
        spans = [span for span in cut_runs(text.element, places) if span.start >= len(text.number)]
        if all(piece.colour == _MISSING for piece in pieces):
            for span in spans:
                if span.start < span.end:
                    _colour(span.run, _MISSING)
            return
        self._replace(text, spans, pieces)

    def _pieces(self, text: str) -> Iterator[_Piece]:
        """Yield the segments of a text, each translated or as it is."""
        shown = text.replace(NOTE, "¹")
        joint = "" if self.target == "zh" else " "
        first = True
        for start, end in segment(shown, self.source):
            raw = text[start:end]
            own = " ".join(shown[start:end].split())
            if not own:
                continue
            match = self.matches.get(unnumbered(own))
            before = "" if first else joint
            first = False
            if match is None:
                yield _Piece(before + raw.strip(), _MISSING)
                continue
            translation = _with_notes(match.target, raw.count(NOTE))
            if match.kind in (MatchKind.EXACT, MatchKind.CONTEXT):
                yield _Piece(before + translation)
            else:
                said = f"{match.score} % {match.kind}, {match.tuid}: {match.source}"
                yield _Piece(before + translation, _LIKE, said)

    def _replace(self, text: WordText, spans: Sequence[Span], pieces: Sequence[_Piece]) -> None:
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
    if colour == _MISSING:
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
    for properties in root.iter(W + "tblPr"):
        _switch(properties, "bidiVisual", _BEHIND_VISUAL, on=rtl)
    for properties in root.iter(W + "sectPr"):
        _switch(properties, "bidi", _BEHIND_SECTION_BIDI, on=rtl)


def _is_missing(properties: etree._Element) -> bool:
    colour = first_child(properties, "highlight")
    return colour is not None and colour.get(W + "val") == _MISSING


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


# Comments


def _commented(
    package: WordPackage, said: Mapping[int, str], result: Pretranslation
) -> WordPackage:
    """Return the document with comments: what the colours mean, and what runs, by place, are."""
    document = docx.Document(BytesIO(package.saved()))
    runs = list(document.element.body.iter(W + "r"))
    names = [LANGUAGES[code].name for code in (result.document.language, result.target)]
    legend = _LEGEND.format(source=names[0], target=names[1])
    texts = (run for run in runs if first_child(run, "t") is not None)
    for run, text in [(next(texts, None), legend), *((runs[at], said[at]) for at in sorted(said))]:
        if run is not None:
            parent = WordParagraph(next(run.iterancestors(W + "p")), document._body)
            document.add_comment(Run(run, parent), clean(text), author="hexapla", initials="h")
    stream = BytesIO()
    document.save(stream)
    return WordPackage.of(stream.getvalue(), package.package.where)
