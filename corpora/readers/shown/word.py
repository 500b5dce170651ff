"""The paragraphs of a Word file as OmegaT shows them.

OmegaT begins a text at each paragraph, tab and line break, and shows all markup between two pieces
of text as one tag: `<t0/>`, `<t1/>` … (its classes `Entry`, `OpenXMLDialect`; version 3.6, with the
settings that it comes with).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from hexapla.corpora.input.packages import Package, open_package
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.readers.docx.elements import W

__all__ = ["shown_paragraphs"]

_DOCUMENT: Final = "word/document.xml"
_NOTES: Final = ("footnotes", "endnotes")
_BREAKS: Final = frozenset((f"{W}tab", f"{W}br", f"{W}cr"))
_RUN: Final = f"{W}r"


def shown_paragraphs(raw: RawFile) -> Iterator[str]:
    """Yield the texts of a Word file with tags; DocumentError where it is damaged."""
    package = open_package(raw.data, raw.where)
    for part in _parts(package):
        root = package.xml(part)
        for paragraph in () if root is None else root.iter(f"{W}p"):
            for pieces in _entries(paragraph):
                if text := _tagged(pieces):
                    yield text


def _parts(package: Package) -> Iterator[str]:
    main = next((r.part for r in package.relations("") if r.kind == "officeDocument"), _DOCUMENT)
    yield main
    yield from (each.part for each in package.relations(main) if each.kind in _NOTES)


def _entries(paragraph: etree._Element) -> Iterator[list[str]]:
    """Yield the pieces of text between two breaks; nested paragraphs are texts of their own."""
    pieces: list[str] = []
    for element in _own(paragraph):
        if element.tag in _BREAKS:
            yield pieces
            pieces = []
        elif element.text:
            pieces.append(element.text)
    yield pieces


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the texts and breaks of a paragraph, without those of paragraphs within it."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}t" or (
            element.tag in _BREAKS
            and (parent := element.getparent()) is not None
            and parent.tag == _RUN
        ):
            yield element
        elif element.tag != f"{W}p":
            waiting.extend(reversed(element))


def _tagged(pieces: Iterable[str]) -> str:
    """Join the pieces from the first with text to the last, a tag between two."""
    texts = list(pieces)
    while texts and not texts[0].strip():
        del texts[0]
    while texts and not texts[-1].strip():
        texts.pop()
    return "".join(
        f"<t{number - 1}/>{text}" if number else text for number, text in enumerate(texts)
    )
