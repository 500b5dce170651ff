"""Glossaries: the short texts of a memory as terms, for OmegaT and as TBX.

TBX is that of ISO 30042:2008 (TBX-Basic, with <martif>), which CAT tools read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.input.xml import XML_LANG
from hexapla.memory.output.files import replacing, replacing_bytes
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.keys import IDEOGRAPHS, match_key, words
from hexapla.memory.text.language_codes import TMX_CODES
from hexapla.memory.units import Unit

__all__ = ["Term", "terms", "write_omegat_glossary", "write_tbx"]

_MOST_IDEOGRAPHS: Final = 14
_MOST_WORDS: Final = 6
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_LETTER: Final = re.compile(r"[^\W\d_]")
# What ends a sentence, or a part of one, ends no term.
_ENDING: Final = re.compile(r"[.。．!！?？؟;；؛:：,，،…]\W*$")
_XML: Final = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its translation, and where they are from."""

    source: str
    target: str
    comment: str


def terms(units: Iterable[Unit]) -> Iterator[Term]:
    """Yield the pairs that can be terms, each once: short texts that are no sentences.

    `units` have one translation each.
    """
    seen: set[tuple[str, str]] = set()
    for unit in units:
        (translation,) = unit.translations
        found = Term(clean(unit.text), clean(translation.text), unit.tuid)
        key = match_key(found.source), match_key(found.target)
        if key[0] != key[1] and key not in seen and all(map(_is_term, key)):
            seen.add(key)
            yield found


def _is_term(key: str) -> bool:
    most = _MOST_IDEOGRAPHS if _IDEOGRAPH.search(key) else _MOST_WORDS
    return bool(_LETTER.search(key)) and not _ENDING.search(key) and len(words(key)) <= most


def write_omegat_glossary(path: Path, found: Iterable[Term]) -> int:
    """Write terms as an OmegaT glossary: term, translation, comment, with tabs; return how many.

    Raises StoreError where the file cannot be written.
    """
    count = 0
    with replacing(path) as stream:
        for term in found:
            cells = (
                " ".join(clean(cell).split()) for cell in (term.source, term.target, term.comment)
            )
            stream.write("\t".join(cells) + "\n")
            count += 1
    return count


def write_tbx(
    path: Path,
    found: Iterable[Term],
    *,
    source: str,
    target: str,
    codes: Mapping[str, str] = TMX_CODES,
) -> int:
    """Write terms as TBX; return how many. `codes` gives the code of each language in the file.

    Raises StoreError where the file cannot be written.
    """
    count = 0
    with replacing_bytes(path) as stream, etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        attributes = {"type": "TBX", XML_LANG: codes[source]}
        with xml.element("martif", attributes, nsmap={"xml": _XML}):
            xml.write(_head(path))
            with xml.element("text"), xml.element("body"):
                for term in found:
                    count += 1
                    xml.write(_entry(term, count, (codes[source], codes[target])))
    return count


def _head(path: Path) -> etree._Element:
    head = etree.Element("martifHeader")
    file = etree.SubElement(head, "fileDesc")
    described = etree.SubElement(etree.SubElement(file, "sourceDesc"), "p")
    described.text = clean(f"hexapla: {path.stem}")
    encoding = etree.SubElement(etree.SubElement(head, "encodingDesc"), "p", type="XCSURI")
    encoding.text = "TBXXCS.xcs"
    return head


def _entry(term: Term, number: int, codes: tuple[str, str]) -> etree._Element:
    entry = etree.Element("termEntry", id=f"t{number}")
    etree.SubElement(entry, "note").text = clean(term.comment)
    for code, text in zip(codes, (term.source, term.target), strict=True):
        language = etree.SubElement(entry, "langSet", {XML_LANG: code})
        etree.SubElement(etree.SubElement(language, "tig"), "term").text = clean(text)
    return entry
