"""Reads TEI XML: the documents of the United Nations Parallel Corpus.

The corpus ("The United Nations Parallel Corpus v1.0", Ziemski, Junczys-Dowmunt and Pouliquen, LREC
2016) holds each document as `TEI.2` with paragraphs and sentences (`<p id="3"><s id="3:1">`). TEI
P5 is read alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.input.xml import LINE_BREAK, XML_LANG, local_name, one_line, parse
from hexapla.corpora.languages import language_named
from hexapla.corpora.numbers.note_marks import raise_digits
from hexapla.corpora.readers.content import Content
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.joiner import Joiner
from hexapla.corpora.symbols import find_symbol

__all__ = ["read"]

_BLOCKS = re.compile(
    "TEI(?:\\.2)?|teiCorpus|text|group|front|body|back|div[0-9]?|p|ab|head|list|item|label|lg|l|"
    "table|row|cell|quote|cit|sp|stage|figure|opener|closer|salute|signed|dateline|byline|"
    "titlePage|docTitle|titlePart|epigraph|trailer|argument|postscript"
)
_LEFT_OUT = frozenset(("teiHeader", "fw", "pb", "figDesc", "facsimile", "standOff"))


def read(raw: RawFile) -> Content:
    """Read a document.

    Raises DocumentError if the text is not well-formed or declares entities.
    """
    root = parse(raw.text.encode(), raw.where, encoding="utf-8")
    tag = _language(root)
    language = language_named(tag)
    sentences = (_text(each) for each in root.iter("{*}s"))
    walk = _TeiWalk(Joiner.of(sentences, language) if language else None)
    walk.element(root)
    return Content.of(walk.found, language=tag, symbol=_symbol(root))


def _symbol(root: etree._Element) -> str:
    """Return the symbol that the header gives, "" if none."""
    for header in root.iter("{*}teiHeader"):
        for each in header.iter("{*}idno"):
            if "symbol" in (each.get("type") or "").lower() and (each.text or "").strip():
                return find_symbol(one_line(each.text or ""))
        break
    return ""


def _language(root: etree._Element) -> str:
    """Return the language tag of the first sentence, or else of the document."""
    for name, attributes in (("s", ("lang", XML_LANG)), ("language", ("ident", "id"))):
        for each in root.iter(f"{{*}}{name}"):
            if tag := next(filter(None, map(each.get, attributes)), ""):
                return tag
    return root.get("lang") or root.get(XML_LANG) or ""


def _text(element: etree._Element) -> str:
    return one_line("".join(map(str, element.itertext())))


@dataclass(slots=True)
class _TeiWalk:
    """One walk over the tree; `found` holds its blocks. The parser bounds the depth."""

    joiner: Joiner | None
    found: list[Block] = field(default_factory=list)
    places: list[tuple[Role, int]] = field(default_factory=lambda: [(Role.TEXT, 0)])
    text: list[str] = field(default_factory=list)  # ended sentences of the block, then its rest
    sentences: list[str] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)

    def element(self, element: etree._Element) -> None:
        """Read an element, without what follows it."""
        name = local_name(element)
        if name in _LEFT_OUT or not name:
            return
        if name == "note":
            self._note(element)
        elif name == "lb":
            self.text.append(LINE_BREAK)
        elif name == "s":
            self._end_sentence()
            self._inside(element)
            self._end_sentence()
        elif _BLOCKS.fullmatch(name):
            self._flush()
            self.places.append(self._place(name))
            self._inside(element)
            self._flush()
            self.places.pop()
        else:
            self._inside(element)

    def _inside(self, element: etree._Element) -> None:
        self.text.append(element.text or "")
        for child in element:
            self.element(child)
            self.text.append(child.tail or "")

    def _place(self, name: str) -> tuple[Role, int]:
        """Return what the text inside a block element is; what says nothing inherits it."""
        role, level = self.places[-1]
        if name.startswith("div"):
            return role, level + 1
        if name == "head":
            return Role.HEADING, max(1, level)
        if name in ("docTitle", "titlePart"):
            return Role.TITLE, 1
        return {"item": Role.ITEM, "cell": Role.CELL}.get(name, role), level

    def _note(self, element: etree._Element) -> None:
        """Put the mark of a note into the text; keep the note until the paragraph ends."""
        mark = (element.get("n") or "").strip("()[] ")
        self.text.append(raise_digits(mark))
        if note := _text(element):
            self.notes.append(Block(note, Role.NOTE, mark))

    def _end_sentence(self) -> None:
        sentence = one_line("".join(self.text))
        self.text.clear()
        if sentence:
            self.sentences.append(sentence)

    def _flush(self) -> None:
        """End the current block; the notes that it cites follow it."""
        self._end_sentence()
        join = self.joiner.join if self.joiner else lambda *parts: " ".join(parts)
        line = join(*self.sentences)
        self.sentences.clear()
        if line:
            role, level = self.places[-1]
            self.found.append(Block(line, role, level=level, begins=True))
        self.found += self.notes
        self.notes.clear()
