"""Inline tags of XLIFF 1.2 as those of TMX, in which a memory keeps them, and back.

Both standards have `bpt`, `ept`, `it` and `ph` for the codes of another format (XLIFF 1.2, section
2.4; TMX 1.4b, section 2.2). XLIFF's `g`, and its `bx` and `ex`, are pairs without a code, its `x`
is one that stands alone. TMX matches tags by numbers where XLIFF has names: one numbering serves
both sides of a segment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from hexapla.corpora.input.xml import append_text, local_name

__all__ = ["NATIVE_CODES", "TagNumbers", "add_markup", "markup_of", "older_form"]

NATIVE_CODES: Final = frozenset({"bpt", "ept", "ph", "it"})
"""The tags that hold the code of another format, and no text."""

_ENDS: Final = {"open": "begin", "close": "end"}
_POSITIONS: Final = {end: position for position, end in _ENDS.items()}


class TagNumbers:
    """Gives each name of a tag a number of its own: that which it is, where it is one and free."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._taken: set[int] = set()
        self._next = 1

    def of(self, name: str) -> str:
        """Return the number of a name, as TMX has it."""
        if name not in self._numbers:
            number = int(name) if name.isascii() and name.isdecimal() and len(name) < 7 else 0
            while number == 0 or number in self._taken:
                number, self._next = self._next, self._next + 1
            self._taken.add(number)
            self._numbers[name] = number
        return str(self._numbers[name])


def markup_of(element: etree._Element, numbering: TagNumbers) -> str:
    """Return the content of a source or target as that of a TMX `seg`; "" where it has no tags."""
    if not len(element):
        return ""
    seg = etree.Element("seg")
    _translate(element, seg, numbering)
    written = etree.tostring(seg, encoding="unicode")
    return written.removeprefix("<seg>").removesuffix("</seg>").strip()


def older_form(element: etree._Element, data: Mapping[str, str]) -> etree._Element:
    """Return a source or target of XLIFF 2 with the tags of 1.2; `data` are the codes by their ids.

    `pc`, `sc` and `ec` are pairs, `ph` stands alone, `cp` is a character, the others are marks
    (2.1, section 4.7).
    """
    made = etree.Element(local_name(element))
    _rewrite(element, made, data)
    return made


def _rewrite(element: etree._Element, made: etree._Element, data: Mapping[str, str]) -> None:
    """Add the content of an element of XLIFF 2 to one of 1.2."""
    append_text(made, element.text)
    for child in element:
        name, number = local_name(child), child.get("id", "")
        kind = (child.get("subType") or child.get("type") or "").rpartition(":")[2]
        given = {"id": number} | ({"ctype": kind} if kind and name != "mrk" else {})
        match name:
            case "pc":
                begin = etree.SubElement(made, "bpt", given)
                begin.text = data.get(child.get("dataRefStart", ""))
                _rewrite(child, made, data)
                end = etree.SubElement(made, "ept", {"id": number})
                end.text = data.get(child.get("dataRefEnd", ""))
            case "sc":
                begin = etree.SubElement(made, "bpt", given)
                begin.text = data.get(child.get("dataRef", ""))
            case "ec":
                pair = child.get("startRef") or number
                end = etree.SubElement(made, "ept", {"id": pair})
                end.text = data.get(child.get("dataRef", ""))
            case "ph":
                shown = {"equiv-text": child.get("equiv", "")} if child.get("equiv") else {}
                alone = etree.SubElement(made, "ph", given | shown)
                alone.text = data.get(child.get("dataRef", ""))
            case "cp":
                append_text(made, _character(child.get("hex", "")))
            case _:
                _rewrite(child, made, data)
        append_text(made, child.tail)


def _character(number: str) -> str:
    """Return the character of a hexadecimal number that XML has no place for; most part words."""
    return " " if number.strip("0").upper() in ("B", "C", "1C", "1D", "1E", "1F") else ""


def _translate(element: etree._Element, seg: etree._Element, numbering: TagNumbers) -> None:
    """Add the content of an XLIFF element to that of a TMX segment."""
    append_text(seg, element.text)
    for child in element:
        name = local_name(child)
        number = numbering.of(child.get("rid") or child.get("id") or "")
        given = {"x": number} | ({"type": child.get("ctype", "")} if child.get("ctype") else {})
        match name:
            case "g":
                etree.SubElement(seg, "bpt", {"i": number, **given})
                _translate(child, seg, numbering)
                etree.SubElement(seg, "ept", {"i": number})
            case "bx" | "bpt":
                etree.SubElement(seg, "bpt", {"i": number, **given}).text = _code(child)
            case "ex" | "ept":
                etree.SubElement(seg, "ept", {"i": number}).text = _code(child)
            case "x" | "ph":
                etree.SubElement(seg, "ph", given).text = _code(child)
            case "it":
                ends = {"pos": _ENDS.get(child.get("pos", ""), "begin")}
                etree.SubElement(seg, "it", ends | given).text = _code(child)
            case _:
                # A mark of an annotation, which is text.
                _translate(child, seg, numbering)
        append_text(seg, child.tail)


def _code(element: etree._Element) -> str | None:
    return "".join(map(str, element.itertext())) or None


def add_markup(element: etree._Element, markup: str) -> bool:
    """Fill a source or target with the content of a TMX `seg`.

    False where that is not well-formed, or holds what XLIFF has no tag for; it is then left as it
    was.
    """
    try:
        seg = etree.fromstring(f"<seg>{markup}</seg>", etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return False
    if any(child.tag not in NATIVE_CODES or len(child) for child in seg):
        return False
    space = etree.QName(element).namespace
    begins, ends = _nested(seg)
    open_tags = [element]
    append_text(element, seg.text)
    for place, child in enumerate(seg):
        pair = child.get("i") or str(place + 1)
        kind = {"ctype": child.get("type", "")} if child.get("type") else {}
        name, attributes = str(child.tag), {"id": child.get("x") or pair} | kind
        if place in ends:
            open_tags.pop()
            append_text(open_tags[-1], child.tail)
            continue
        if place in begins:
            name = "g"
        elif name in ("bpt", "ept"):
            name = name if child.text else {"bpt": "bx", "ept": "ex"}[name]
            attributes = {"id": pair, "rid": pair} | kind
        elif name == "it":
            attributes |= {"pos": _POSITIONS.get(child.get("pos", ""), "open")}
        elif not child.text:
            name = "x"
        made = etree.SubElement(open_tags[-1], f"{{{space}}}{name}", attributes)
        if name == "g":
            open_tags.append(made)
            append_text(made, child.tail)
        else:
            made.text = child.text
            made.tail = child.tail
    return True


def _nested(seg: etree._Element) -> tuple[set[int], set[int]]:
    """Return the places where pairs without a code begin and end that no other pair crosses."""
    begins: set[int] = set()
    ends: set[int] = set()
    open_pairs: list[tuple[str, int]] = []
    for place, child in enumerate(seg):
        pair = child.get("i", "")
        if child.tag == "bpt" and not child.text:
            open_pairs.append((pair, place))
        elif child.tag == "ept" and not child.text and open_pairs and open_pairs[-1][0] == pair:
            begins.add(open_pairs.pop()[1])
            ends.add(place)
    return begins, ends
