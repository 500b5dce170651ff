"""Reads TEI XML: the documents of the United Nations Parallel Corpus, and the links between them.

The corpus ("The United Nations Parallel Corpus v1.0", Ziemski, Junczys-Dowmunt and Pouliquen, LREC
2016) holds each document as `TEI.2` with paragraphs and sentences (`<p id="3"><s id="3:1">`), and
for each pair of languages the links between sentences (`<link xtargets="3:1;4:1 4:2">`). TEI P5 is
read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from hexapla.corpora.detection import language_of_tag
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.xml import (
    LINE_BREAK,
    XML_LANG,
    forget,
    iterate,
    local_name,
    one_line,
    parse,
    refuse_entities,
)
from hexapla.corpora.numbers.note_marks import raise_digits
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.joiner import Joiner
from hexapla.corpora.symbols import find_symbol

__all__ = ["DocumentLinks", "SentenceLink", "TeiHeader", "TeiText", "read", "read_links"]

_BLOCKS = re.compile(
    "TEI(?:\\.2)?|teiCorpus|text|group|front|body|back|div[0-9]?|p|ab|head|list|item|label|lg|l|"
    "table|row|cell|quote|cit|sp|stage|figure|opener|closer|salute|signed|dateline|byline|"
    "titlePage|docTitle|titlePart|epigraph|trailer|argument|postscript"
)
_LEFT_OUT = frozenset(("teiHeader", "fw", "pb", "figDesc", "facsimile", "standOff"))
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(frozen=True, slots=True)
class TeiHeader:
    """What the header says of a document; "" and () where it does not say.

    `language` is a tag (`en`), `date` is `YYYY-MM-DD` where it can be, `subjects` are the keywords.
    """

    symbol: str = ""
    language: str = ""
    date: str = ""
    job_number: str = ""
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeiText:
    """The blocks of a document, its header, and its sentences by the ids that links name."""

    blocks: list[Block]
    header: TeiHeader
    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SentenceLink:
    """Ids of sentences that translate each other; one side may be empty.

    `score` is the one of the aligner that made the file, 0 where it gives none.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """The links between two documents, which the file names by path (`en/1990/a/45/1.xml`)."""

    source: str
    target: str
    links: tuple[SentenceLink, ...]


def read(text: str, where: Path) -> TeiText:
    """Read a document.

    Raises DocumentError, naming `where`, if the text is not well-formed or declares entities.
    """
    root = parse(text.encode(), where, encoding="utf-8")
    header = _header(root)
    sentences = {
        name: one_line("".join(map(str, each.itertext())))
        for each in root.iter("{*}s")
        if (name := each.get("id") or each.get(_XML_ID))
        and next(each.iterancestors("{*}s"), None) is None
    }
    language = language_of_tag(header.language)
    walk = _TeiWalk(Joiner.of(sentences.values(), language) if language else None)
    walk.element(root)
    return TeiText(walk.found, header, sentences)


def read_links(path: Path) -> Iterator[DocumentLinks]:
    """Read a link file of any size, one pair of documents after the other.

    Raises DocumentError if the file cannot be read, is not well-formed, or holds a link that is
    none.
    """
    links: list[SentenceLink] = []
    try:
        with path.open("rb") as stream:
            for event, element in iterate(stream, ("start", "end")):
                name = local_name(element)
                if event == "start" and element.getparent() is None:
                    refuse_entities(element, path)
                elif event == "end" and name == "link":
                    links.append(_link(element, path))
                    forget(element)
                elif event == "end" and name == "linkGrp":
                    documents = element.get("fromDoc", ""), element.get("toDoc", "")
                    yield DocumentLinks(*documents, tuple(links))
                    links.clear()
                    forget(element)
    except etree.XMLSyntaxError as error:
        raise DocumentError(path, f"damaged: {error.msg}") from error
    except OSError as error:
        raise DocumentError(path, error.strerror or str(error)) from error


def _link(element: etree._Element, path: Path) -> SentenceLink:
    source, mark, target = element.get("xtargets", "").partition(";")
    try:
        score = float(element.get("score") or 0)
    except ValueError:
        mark = ""
    if not mark or ";" in target:
        raise DocumentError(path, f"line {element.sourceline}: not a link of two documents")
    return SentenceLink(tuple(source.split()), tuple(target.split()), score)


def _header(root: etree._Element) -> TeiHeader:
    header = next(root.iter("{*}teiHeader"), None)
    texts = [] if header is None else [(each, one_line(each.text or "")) for each in header.iter()]

    def first(name: str, kind: str = "") -> str:
        return next(
            (
                text
                for each, text in texts
                if local_name(each) == name and text and kind in (each.get("type") or "").lower()
            ),
            "",
        )

    date = re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", first("date"))
    return TeiHeader(
        symbol=find_symbol(first("idno", "symbol")),
        language=_language(root),
        date=date,
        job_number=first("idno", "job"),
        subjects=tuple(text for each, text in texts if local_name(each) == "term" and text),
    )


def _language(root: etree._Element) -> str:
    """Give the language tag of the first sentence, or else of the document."""
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
        """Tell what the text inside a block element is; what says nothing inherits it."""
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
