"""Glossaries: the short texts of a memory as terms, for OmegaT and as TBX, which is read too.

TBX is that of ISO 30042:2008 (TBX-Basic, with <martif>), which CAT tools read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.input.xml import XML_LANG
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import (
    LeftOut,
    at_element,
    imported_text,
    kept_apart,
    nobody,
    units_of_texts,
)
from hexapla.memory.formats.tbx_entries import (
    XML_NAMESPACE,
    language_sections,
    tbx_entries,
    term_groups,
    term_in,
)
from hexapla.memory.output.files import replacing, replacing_bytes
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.keys import IDEOGRAPHS, match_key, words
from hexapla.memory.text.language_codes import TMX_CODES, is_traditional, language_of
from hexapla.memory.text.numbered import is_numbered
from hexapla.memory.units import Unit

__all__ = [
    "MOST_IDEOGRAPHS",
    "MOST_WORDS",
    "GlossaryTerm",
    "read_tbx",
    "terms",
    "write_omegat_glossary",
    "write_tbx",
]

MOST_IDEOGRAPHS: Final = 14
"""The ideographs of the longest term."""
MOST_WORDS: Final = 6
"""The words of the longest term in other scripts."""

_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_LETTER: Final = re.compile(r"[^\W\d_]")
# What ends a sentence, or a part of one, ends no term.
_ENDING: Final = re.compile(r"[.。．!！?？؟;；؛:：,，،…]\W*$")
_DEPRECATED: Final = re.compile("administrativeStatus: (?:deprecated|superseded)", re.IGNORECASE)
_OURS: Final = "hexapla:"


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term, its translation, and where they are from."""

    source: str
    target: str
    comment: str


def terms(units: Iterable[Unit]) -> Iterator[GlossaryTerm]:
    """Yield the pairs that can be terms, each once: short texts that are no sentences.

    `units` have one translation each. Numbers of parts, such as Article 1, are left out.
    """
    seen: set[tuple[str, str]] = set()
    for unit in units:
        (translation,) = unit.translations
        found = GlossaryTerm(clean(unit.text), clean(translation.text), unit.tuid)
        key = match_key(found.source), match_key(found.target)
        told = key[0] != key[1] and not any(map(is_numbered, key))
        if told and key not in seen and all(map(_is_term, key)):
            seen.add(key)
            yield found


def _is_term(key: str) -> bool:
    most = MOST_IDEOGRAPHS if _IDEOGRAPH.search(key) else MOST_WORDS
    return bool(_LETTER.search(key)) and not _ENDING.search(key) and len(words(key)) <= most


def write_omegat_glossary(path: Path, found: Iterable[GlossaryTerm]) -> int:
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


def read_tbx(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> Iterator[Unit]:
    """Yield the entries of a TBX file (ISO 30042:2008 or :2019) that have terms in two languages.

    The source is the first of `languages` that an entry has, else the language of the file, else
    that of the first term. Each further term of a language is a variant. Terms that are deprecated
    are left out. Raises StoreError where the file cannot be read or is no TBX.
    """
    for place, entry in enumerate(tbx_entries(path)):
        found = _read_entry(entry.element, (*languages[:1], entry.language), left_out)
        if found:
            own = entry.described.startswith(_OURS)
            yield from _units(entry.element, found, place, path, own=own)


def _read_entry(
    entry: etree._Element, wanted: Sequence[str], left_out: LeftOut
) -> list[tuple[str, str]]:
    """Return the terms of an entry with their languages, the source first.

    None where they are in less than two languages.
    """
    where = at_element(entry)
    found: list[tuple[str, str]] = []
    told = False
    for code, section in language_sections(entry):
        for group in term_groups(section):
            text = term_in(group)
            cause = _not_taken(group, code)
            if text and cause:
                left_out(where, cause)
                told = True
            elif text:
                found.append((language_of(code), text))
    given = [language for language, _ in found]
    source = next((each for each in wanted if each in given), given[0] if given else "")
    if len(set(given)) < 2:
        if not told:
            left_out(where, _no_term(source))
        return []
    return sorted(found, key=lambda each: each[0] != source)


def _no_term(source: str) -> Message:
    if source:
        return Message("has no term but in %(language)s", language=source)
    return Message("has no term")


def _not_taken(group: etree._Element, code: str) -> Message | None:
    """Return why the term of a group is left out, None where it is taken."""
    if not code:
        return Message("a term has no language")
    if is_traditional(code):
        return kept_apart(code)
    for note in group.iter("{*}termNote"):
        if _DEPRECATED.search(f"{note.get('type', '')}: {(note.text or '')[:100]}"):
            return Message("a term is deprecated")
    return None


def _units(
    entry: etree._Element,
    found: Sequence[tuple[str, str]],
    place: int,
    path: Path,
    *,
    own: bool,
) -> Iterator[Unit]:
    """Yield the unit of an entry and its variants; our own notes are addresses."""
    notes = tuple(
        text for note in entry.iterfind("{*}note") if (text := imported_text(note.text or ""))
    )
    symbol, _, reference = notes[0].rpartition("#") if own and notes else ("", "", "")
    return units_of_texts(
        place,
        symbol or path.stem,
        reference or entry.get("id", ""),
        found,
        notes=() if own else notes,
    )


def write_tbx(
    path: Path,
    found: Iterable[GlossaryTerm],
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
        with xml.element("martif", attributes, nsmap={"xml": XML_NAMESPACE}):
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
    described.text = clean(f"{_OURS} {path.stem}")
    encoding = etree.SubElement(etree.SubElement(head, "encodingDesc"), "p", type="XCSURI")
    encoding.text = "TBXXCS.xcs"
    return head


def _entry(term: GlossaryTerm, number: int, codes: tuple[str, str]) -> etree._Element:
    entry = etree.Element("termEntry", id=f"t{number}")
    etree.SubElement(entry, "note").text = clean(term.comment)
    for code, text in zip(codes, (term.source, term.target), strict=True):
        language = etree.SubElement(entry, "langSet", {XML_LANG: code})
        etree.SubElement(etree.SubElement(language, "tig"), "term").text = clean(text)
    return entry
