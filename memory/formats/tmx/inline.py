"""The tags within a segment: those of TMX, and those that tools write there of other formats.

MateCat and others write the tags of XLIFF or of HTML into TMX as they are. They are read as the
pairs (`bpt`, `ept`) and single codes (`ph`) that TMX has for them (TMX 1.4b, section 2.2).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from lxml import etree

from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.xml import append_text, local_name

__all__ = ["ALLOWED", "CODES", "NEEDED", "VALUES", "valid_segment"]

CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})
"""What these hold is the code of another format, and no text."""

NEEDED: Final = MappingProxyType(
    {"bpt": frozenset({"i"}), "ept": frozenset({"i"}), "it": frozenset({"pos"})}
)
"""The attributes that a tag must have."""

ALLOWED: Final = MappingProxyType(
    {
        "bpt": frozenset({"x", "type"}),
        "ept": frozenset[str](),
        "ph": frozenset({"x", "type", "assoc"}),
        "it": frozenset({"x", "type"}),
        "hi": frozenset({"x", "type"}),
        "ut": frozenset({"x"}),
        "sub": frozenset({"datatype", "type"}),
    }
)
"""The attributes that a tag can have besides."""

VALUES: Final = MappingProxyType(
    {"pos": frozenset({"begin", "end"}), "assoc": frozenset({"p", "f", "b"})}
)
"""The values of attributes that cannot have others."""

_LONGEST_NUMBER: Final = 6  # digits
_SINGLE: Final = frozenset({"x", "br", "lb", "tab", "img", "hr"})


def valid_segment(seg: etree._Element) -> etree._Element:
    """Return a segment with the tags of TMX alone: itself where it has no others.

    >>> seg = etree.fromstring('<seg>a <g id="1">b</g><x id="2"/></seg>')
    >>> etree.tostring(valid_segment(seg)).decode()
    '<seg>a <bpt i="1" x="1"/>b<ept i="1"/><ph x="2"/></seg>'
    """
    if _is_valid(seg, within="seg"):
        return seg
    made = etree.Element("seg")
    _TagWriter(seg).add(seg, made)
    return made


def _is_valid(element: etree._Element, *, within: str) -> bool:
    for child in element:
        name = local_name(child)
        if (name == "sub") != (within in CODES) or name not in ALLOWED:
            return False
        if len(child.attrib) > MOST_ATTRIBUTES or not _has_valid_attributes(child, name):
            return False
        if not _is_valid(child, within=name):
            return False
    return True


def _has_valid_attributes(element: etree._Element, name: str) -> bool:
    given = {str(key): str(value) for key, value in element.attrib.items()}
    needed = NEEDED.get(name, frozenset())
    known = needed <= given.keys() <= needed | ALLOWED[name]
    return known and all(value in VALUES.get(key, (value,)) for key, value in given.items())


class _TagWriter:
    """Writes the tags of a segment as those of TMX, each pair with a number of its own."""

    def __init__(self, seg: etree._Element) -> None:
        taken = (each.get("i", "") for each in seg.iter("{*}bpt", "{*}ept", "{*}it"))
        self._taken = {int(number) for number in taken if _is_number(number)}
        self._pairs: dict[str, str] = {}
        self._next = 1

    def add(self, element: etree._Element, made: etree._Element) -> None:
        """Add the content of an element."""
        append_text(made, element.text)
        for child in element:
            self._add_tag(child, made)
            append_text(made, child.tail)

    def _add_tag(self, child: etree._Element, made: etree._Element) -> None:
        name = local_name(child)
        number = child.get("x") or child.get("id") or ""
        kind = child.get("type") or child.get("ctype") or ""
        given = ({"x": number} if _is_number(number) else {}) | ({"type": kind} if kind else {})
        match name:
            case "hi" | "mrk":
                self.add(child, etree.SubElement(made, "hi", given))
            case "bpt" | "ept" | "bx" | "ex":
                pair = self._of(child.get("i") or child.get("rid") or child.get("id") or "")
                begins = name[0] == "b"
                attributes = {"i": pair, **(given if begins else {})}
                tag = etree.SubElement(made, "bpt" if begins else "ept", attributes)
                self._add_code(child, tag)
            case "it":
                pos = "end" if child.get("pos") in ("end", "close") else "begin"
                self._add_code(child, etree.SubElement(made, "it", {"pos": pos, **given}))
            case "ut" | "ph":
                self._add_code(child, etree.SubElement(made, "ph", given))
            case _ if name in _SINGLE or not (len(child) or child.text):
                code = None if name == "x" else f"<{name}/>"
                etree.SubElement(made, "ph", given).text = code
            case _:
                pair = self._free()
                begin = etree.SubElement(made, "bpt", {"i": pair, **given})
                begin.text = None if name == "g" else f"<{name}>"
                self.add(child, made)
                end = etree.SubElement(made, "ept", {"i": pair})
                end.text = None if name == "g" else f"</{name}>"

    def _of(self, name: str) -> str:
        """Return the number of a pair that has a name: that which it is, where it is one."""
        if _is_number(name) and int(name) in self._taken:
            return name
        if name not in self._pairs:
            self._pairs[name] = self._free()
        return self._pairs[name]

    def _free(self) -> str:
        while self._next in self._taken:
            self._next += 1
        self._taken.add(self._next)
        return str(self._next)

    @staticmethod
    def _add_code(element: etree._Element, tag: etree._Element) -> None:
        """Add the code in a tag, and the texts in it that are translated (`sub`)."""
        append_text(tag, element.text)
        for child in element:
            inside = "".join(map(str, child.itertext()))
            if local_name(child) == "sub":
                etree.SubElement(tag, "sub").text = inside
            else:
                append_text(tag, inside)
            append_text(tag, child.tail)


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= _LONGEST_NUMBER
