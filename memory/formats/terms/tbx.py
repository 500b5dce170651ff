"""TBX, the exchange format of terminology (ISO 30042): read in both editions, written as TBX-Basic.

The first edition (2008, `<martif>`) is what most CAT tools read; the second (2019, `<tbx>`) is
written in the style DCA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from hexapla.corpora.input.xml import XML_LANG, local_name
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import LeftOut, at_element, imported_text, kept_apart, nobody
from hexapla.memory.formats.tbx_entries import (
    XML_NAMESPACE,
    language_sections,
    tbx_entries,
    term_groups,
    term_in,
)
from hexapla.memory.output.files import replacing_bytes
from hexapla.memory.termbase import Concept, Term, TermStatus, can_be_term
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import TMX_CODES, is_traditional, language_of

__all__ = ["Edition", "read_tbx_concepts", "write_tbx_concepts"]


class Edition(StrEnum):
    """An edition of the standard."""

    FIRST = "2008"
    SECOND = "2019"


@dataclass(frozen=True, slots=True)
class _Names:
    """What an edition calls the parts of a file."""

    root: str
    head: str
    entry: str
    language: str
    term: str
    namespace: str = ""


_NAMES: Final = MappingProxyType(
    {
        Edition.FIRST: _Names("martif", "martifHeader", "termEntry", "langSet", "tig"),
        Edition.SECOND: _Names(
            *("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec"),
            "urn:iso:std:iso:30042:ed-2",
        ),
    }
)
# What status a word of a file tells: `preferredTerm-admn-sts`, `preferred`, `supersededTerm`.
_STATUS: Final = re.compile("|".join(TermStatus), re.IGNORECASE)
# Where the other style of the second edition has elements of their own, they have these names.
_FIELD, _SOURCE, _STATUS_NAME = "subjectField", "source", "administrativeStatus"
_STATUSES: Final = frozenset({_STATUS_NAME, "normativeAuthorization", "usageStatus"})
_PLACE: Final = re.compile(r"([^\s#]+)#(\S.*)")
_NO_PLACE: Final = ("", "")


def read_tbx_concepts(path: Path, left_out: LeftOut = nobody) -> Iterator[Concept]:
    """Yield the entries of a TBX file, each with its terms in our languages.

    Raises StoreError where the file cannot be read or is no TBX.
    """
    for entry in tbx_entries(path):
        concept = _concept(entry.element, left_out)
        if concept.terms:
            yield concept
        else:
            cause = Message("has no term in a language of ours")
            left_out(at_element(entry.element), cause)


def _concept(entry: etree._Element, left_out: LeftOut) -> Concept:
    where = at_element(entry)
    by_id = {
        name: text
        for group in term_groups(entry)
        if (name := group.get("id")) and (text := _term_text(group))
    }
    terms: list[Term] = []
    for code, section in language_sections(entry):
        language = language_of(code) if code else ""
        if is_traditional(code):
            left_out(where, kept_apart(code))
            continue
        if language not in LANGUAGES:
            left_out(where, Message("%(code)s is no language of ours", code=repr(code)))
            continue
        terms += [
            _term(group, language, text, by_id)
            for group in term_groups(section)
            if (text := _term_text(group))
        ]
    source = _said(entry, _SOURCE)
    symbol, label = match.groups() if (match := _PLACE.fullmatch(source)) else (source, "")
    return Concept(
        tuple(terms), domain=_said(entry, _FIELD), symbol=symbol, label=label, note=_notes(entry)
    )


def _term_text(group: etree._Element) -> str:
    text = term_in(group)
    return text if can_be_term(text) else ""


def _term(group: etree._Element, language: str, text: str, by_id: Mapping[str, str]) -> Term:
    status = TermStatus.ADMITTED
    for element in group.iter(etree.Element):
        if _kind(element) in _STATUSES and (found := _STATUS.search(element.text or "")):
            status = TermStatus(found[0].lower())
    by = ""
    if status is TermStatus.SUPERSEDED:
        for reference in group.iter("{*}ref"):
            target = reference.get("target", "").removeprefix("#")
            by = by_id.get(target) or imported_text(reference.text or "")
    return Term(language, text, status, by)


def _kind(element: etree._Element) -> str:
    """Return the data category that an element is of: by its type, or by its name."""
    return element.get("type") or local_name(element)


def _said(entry: etree._Element, kind: str) -> str:
    """Return what an entry says of itself, or of the first of its terms."""
    for element in entry.iter(etree.Element):
        if _kind(element) == kind and (
            text := imported_text("".join(map(str, element.itertext())))
        ):
            return " ".join(text.split())
    return ""


def _notes(entry: etree._Element) -> str:
    """Return the notes and the definitions of an entry, a line each."""
    found = [
        text
        for element in entry.iter(etree.Element)
        if _kind(element) in ("note", "definition")
        and (text := imported_text("".join(map(str, element.itertext()))))
    ]
    return "\n".join(dict.fromkeys(found))


def write_tbx_concepts(
    path: Path,
    concepts: Iterable[Concept],
    *,
    edition: Edition = Edition.FIRST,
    codes: Mapping[str, str] = TMX_CODES,
) -> int:
    """Write concepts as TBX-Basic; return how many. `codes` are those of languages in the file.

    Raises StoreError where the file cannot be written.
    """
    names = _NAMES[edition]
    count = 0
    with replacing_bytes(path) as stream, etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        spaces = (
            {"xml": XML_NAMESPACE, None: names.namespace}
            if names.namespace
            else {"xml": XML_NAMESPACE}
        )
        style = {"style": "dca"} if edition is Edition.SECOND else {}
        attributes = {"type": "TBX-Basic", **style, XML_LANG: "en"}
        with xml.element(_tag(names, names.root), attributes, nsmap=spaces):
            xml.write(_head(names, path))
            with xml.element(_tag(names, "text")), xml.element(_tag(names, "body")):
                for concept in concepts:
                    count += 1
                    xml.write(_entry(names, concept, count, codes))
    return count


def _tag(names: _Names, name: str) -> str:
    return f"{{{names.namespace}}}{name}" if names.namespace else name


class _Builder:
    """Makes elements in the namespace of an edition."""

    def __init__(self, names: _Names) -> None:
        self.names = names

    def root(self, name: str, **attributes: str) -> etree._Element:
        space = self.names.namespace
        spaces: dict[Any, str] = {None: space} if space else {}  # the stubs want a prefix
        return etree.Element(_tag(self.names, name), attributes, nsmap=spaces)

    def add(
        self, parent: etree._Element, name: str, text: str = "", **attributes: str
    ) -> etree._Element:
        made = etree.SubElement(parent, _tag(self.names, name), attributes)
        made.text = clean(text) or None
        return made


def _head(names: _Names, path: Path) -> etree._Element:
    build = _Builder(names)
    head = build.root(names.head)
    file = build.add(head, "fileDesc")
    build.add(build.add(file, "titleStmt"), "title", path.stem)
    build.add(build.add(file, "sourceDesc"), "p", f"hexapla: {path.stem}")
    if not names.namespace:
        build.add(build.add(head, "encodingDesc"), "p", "TBXBasicXCSV02.xcs", type="XCSURI")
    return head


def _entry(
    names: _Names, concept: Concept, number: int, codes: Mapping[str, str]
) -> etree._Element:
    build = _Builder(names)
    entry = build.root(names.entry, id=f"c{number}")
    if concept.domain:
        build.add(entry, "descrip", concept.domain, type=_FIELD)
    if concept.source:
        build.add(entry, "admin", concept.source, type=_SOURCE)
    if concept.made is not None:
        group = build.add(entry, "transacGrp")
        build.add(group, "transac", "modification", type="transactionType")
        build.add(group, "date", concept.made.date().isoformat())
        if concept.who:
            build.add(group, "transacNote", concept.who, type="responsibility")
    if concept.note:
        build.add(entry, "note", concept.note)
    named = {
        (term.language, term.text): f"c{number}-{place}"
        for place, term in enumerate(concept.terms, 1)
    }
    for language in dict.fromkeys(each.language for each in concept.terms):
        section = build.add(entry, names.language)
        section.set(XML_LANG, codes[language])
        for term in (each for each in concept.terms if each.language == language):
            group = build.add(section, names.term, id=named[language, term.text])
            build.add(group, "term", term.text)
            status = f"{term.status}Term-admn-sts"
            build.add(group, "termNote", status, type=_STATUS_NAME)
            if term.superseded_by:
                _refer(build, group, term, named)
    return entry


def _refer(
    build: _Builder, group: etree._Element, term: Term, named: Mapping[tuple[str, str], str]
) -> None:
    """Refer to the term that stands in the place of another, by its name where it is there."""
    target = named.get((term.language, term.superseded_by), "")
    attributes = {"target": target} if target else {}
    build.add(group, "ref", term.superseded_by, type="crossReference", **attributes)
