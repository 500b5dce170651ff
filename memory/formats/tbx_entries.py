"""The entries of a TBX file (ISO 30042), in either edition: read one by one, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.xml import XML_LANG, Elements, has_entities, local_name
from hexapla.memory.formats.reading import entity_error, imported_text, reading
from hexapla.memory.text.language_codes import language_of

__all__ = [
    "XML_NAMESPACE",
    "TbxEntry",
    "language_sections",
    "tbx_entries",
    "term_groups",
    "term_in",
]

XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"
# What the editions of 2008 and 2019 call the file, an entry, a language of it and a term there.
_ROOTS: Final = frozenset({"martif", "tbx"})
_ENTRIES: Final = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES: Final = ("{*}langSet", "{*}langSec")
_TERMS: Final = ("{*}tig", "{*}ntig", "{*}termSec")


class TbxEntry(NamedTuple):
    """An entry, with the language of its file and what that says of its source, "" for nothing."""

    element: etree._Element
    language: str
    described: str


def tbx_entries(path: Path) -> Iterator[TbxEntry]:
    """Yield the entries of a file, each only until the next is asked for.

    Raises StoreError where the file cannot be read, is no TBX, or an entry has an entity of its
    own.
    """
    root: etree._Element | None = None
    described = ""
    with reading(path), path.open("rb") as stream:
        elements = Elements(stream, ("start", "end"))
        for event, element in elements:
            name = local_name(element)
            if root is None:
                root = element
                if name not in _ROOTS:
                    raise StoreError(path, "is no TBX, but a file of <%(name)s>", name=name)
            if event == "start":
                continue
            if name == "sourceDesc":
                described = "".join(map(str, element.itertext())).strip()
            elif name in _ENTRIES:
                if has_entities(element):
                    raise entity_error(path, element)
                yield TbxEntry(element, language_of(root.get(XML_LANG, "")), described)
                elements.forget(element)


def language_sections(entry: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the sections of an entry with the codes of their languages, "" for none."""
    for section in entry.iter(*_LANGUAGES):
        yield section.get(XML_LANG) or section.get("lang") or "", section


def term_groups(part: etree._Element) -> Iterator[etree._Element]:
    """Yield the groups of an entry, or of a section of it, that have a term each."""
    yield from part.iter(*_TERMS)


def term_in(group: etree._Element) -> str:
    """Return the term of a group, "" for none."""
    term = next(group.iter("{*}term"), None)
    return "" if term is None else imported_text("".join(map(str, term.itertext())))
