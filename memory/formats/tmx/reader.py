"""TMX 1.1 to 1.4b read as a stream, in constant memory, as it is written.

The format: TMX 1.4b Specification, OSCAR Recommendation of 26 April 2005.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.xml import XML_LANG, Elements, has_entities, local_name
from hexapla.memory.formats.reading import compose, entity_error, reading, text_outside
from hexapla.memory.formats.tmx.inline import CODES, valid_segment
from hexapla.memory.formats.tmx.unpacking import open_unpacked
from hexapla.memory.text.cleaning import escaped, xml_attribute

__all__ = ["DATES", "TmxUnit", "TmxVariant", "attributes_of", "read_tmx", "unit_of"]

DATES: Final = frozenset({"creationdate", "changedate", "lastusagedate"})
"""The attributes of units and variants that are dates."""

# The commonest names, which need no look at name spaces.
_NAMES: Final = frozenset({"tu", "tuv", "prop", "note", "seg"})

_Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TmxVariant:
    """One language of a unit as a file has it: the code as written, the text without its tags.

    `markup` is the segment with its inline tags, as XML; "" where it has none. `attributes` are
    those of the variant but the language. `is_bare` is true where a text stands outside of a `seg`.
    """

    code: str
    text: str
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    markup: str = ""
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """A unit as a file has it.

    `source_code` is the `srclang` of the unit, else of the file: `*all*` where every language can
    be the source. `properties` are (type, value) in their order. `line` is where it begins in the
    file.
    """

    tuid: str
    source_code: str
    variants: tuple[TmxVariant, ...]
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    segtype: str = ""
    line: int = field(default=0, compare=False)


def read_tmx(path: Path) -> Iterator[TmxUnit]:
    """Yield the units of a TMX file, version 1.1 to 1.4b, as they stand in it.

    Text inside `hi` is kept, that of the inline elements that hold another format's codes is not;
    tags that TMX does not have become some that it has (`memory.formats.tmx.inline`).
    A file may be compressed (`memory.formats.tmx.unpacking`). Nothing outside the file is ever
    opened, and a unit with an entity of the file's own is refused.

    Raises StoreError where the file cannot be read, or is not well-formed, or no TMX.
    """
    header: dict[str, str] = {}
    with reading(path), open_unpacked(path) as stream:
        elements = Elements(stream, tag=("{*}header", "{*}tu"))
        checked = False
        for _, element in elements:
            if not checked:
                _check_root(element.getroottree().getroot(), path)
                checked = True
            if local_name(element) == "header":
                header = {str(name): str(value) for name, value in attributes_of(element)}
            else:
                yield unit_of(element, header, path)
                elements.forget(element)
        if not checked:
            _check_root(elements.root, path)


def _check_root(root: etree._Element, path: Path) -> None:
    name = local_name(root)
    if name != "tmx":
        raise StoreError(path, "is no TMX, but a file of <%(name)s>", name=name)


def unit_of(element: etree._Element, header: Mapping[str, str], path: Path) -> TmxUnit:
    """Return the unit that a `tu` is; `header` are the attributes of the header of its file.

    Raises StoreError, naming the line, where it has an entity of the file's own.
    """
    if has_entities(element):
        raise entity_error(path, element)
    attributes, properties, notes, others = _content(element)
    given = dict(attributes)
    tuid = given.pop("tuid", "")
    source_code = given.pop("srclang", None) or header.get("srclang", "")
    segtype = given.pop("segtype", None) or header.get("segtype", "")
    return TmxUnit(
        tuid,
        source_code,
        tuple([_variant(each) for name, each in others if name == "tuv"]),
        properties,
        notes,
        tuple(given.items()),
        segtype,
        cast("int | None", element.sourceline) or 0,
    )


def _variant(tuv: etree._Element) -> TmxVariant:
    attributes, properties, notes, others = _content(tuv)
    given = dict(attributes)
    # Before version 1.4 a language stood in "lang".
    old_code = given.pop("lang", "")
    code = given.pop(XML_LANG, old_code)
    text = markup = ""
    for name, each in others:
        if name == "seg":
            text = each.text or ""
            if len(each):
                compose(each)
                text, markup = text_outside(each, CODES), _inner_xml(valid_segment(each))
            break
    bare = not text and bool("".join([tuv.text or "", *(each.tail or "" for each in tuv)]).strip())
    return TmxVariant(code, text, properties, notes, tuple(given.items()), markup, bare)


def _content(
    element: etree._Element,
) -> tuple[list[tuple[str, str]], _Pairs, tuple[str, ...], list[tuple[str, etree._Element]]]:
    """Return attributes, properties, notes and other children of a unit or variant, in one pass.

    The other children have their names before them.
    """
    properties, notes, others = [], [], []
    for child in element:
        name = child.tag
        if name not in _NAMES:
            name = local_name(child)
        if name == "prop":
            properties.append((child.get("type", ""), child.text or ""))
        elif name == "note":
            notes.append(child.text or "")
        else:
            others.append((name, child))
    return attributes_of(element), tuple(properties), tuple(notes), others


def attributes_of(element: etree._Element) -> list[tuple[str, str]]:
    """Return the attributes of an element, none where there are more than any TMX file has."""
    if len(element.attrib) > MOST_ATTRIBUTES:
        return []
    return cast("list[tuple[str, str]]", element.items())


def _inner_xml(element: etree._Element) -> str:
    """Return what stands inside an element as XML, without name spaces."""
    pieces = [escaped(element.text or "")]
    for child in element:
        name = local_name(child)
        attributes = "".join(
            f' {str(key).rpartition("}")[2]}="{xml_attribute(str(value))}"'
            for key, value in attributes_of(child)
        )
        inside = _inner_xml(child)
        pieces.append(
            f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"
        )
        pieces.append(escaped(child.tail or ""))
    return "".join(pieces)
