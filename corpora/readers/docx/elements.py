"""Takes what is asked for from the elements of a Word document.

A document of 80 pages has 120,000 elements, of which nine in ten say how text looks. lxml makes an
object of each that is come by, and takes ten times as long for it as to pass it over.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

__all__ = [
    "PLAIN",
    "PROPERTIES",
    "Look",
    "Looks",
    "W",
    "children",
    "first_child",
    "looks",
    "value",
]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROPERTIES = frozenset(W + name for name in ("pPr", "rPr", "trPr", "tcPr"))
_ASKED = tuple(
    W + name
    for name in (
        *("pStyle", "numPr", "outlineLvl", "sectPr"),  # of paragraphs
        *("vanish", "rFonts", "vertAlign", "i", "iCs", "rtl"),  # of runs
        *("del", "moveFrom"),  # of paragraph marks, and of rows
        *("gridBefore", "gridSpan", "vMerge", "cellDel"),  # of rows and cells
    )
)

Look = Mapping[str, etree._Element]
"""The properties of one element by their names with their namespaces."""

PLAIN: Final[Look] = MappingProxyType({})
"""Those of an element that has none of them."""

Looks = Mapping[etree._Element, Look]
"""The properties of the elements that have some.

Those of a paragraph mark are of the w:pPr around it, and its w:rPr is one of the paragraph's own.
"""


def looks(root: etree._Element | None) -> Looks:
    """Return what paragraphs, runs, rows and cells have of the properties that are asked for."""
    found: dict[etree._Element, dict[str, etree._Element]] = {}
    for each in root.iter(*_ASKED) if root is not None else ():
        holder = each.getparent()
        if holder is not None and holder.tag in PROPERTIES:
            owner = holder.getparent()
            if owner is not None:
                found.setdefault(owner, {}).setdefault(each.tag, each)
                if owner.tag in PROPERTIES and (marked := owner.getparent()) is not None:
                    found.setdefault(marked, {}).setdefault(holder.tag, holder)
    return found


def children(element: etree._Element | None) -> Look:
    """Return the first child of each name, by the names with their namespaces; none of None."""
    if element is None:
        return PLAIN
    return {child.tag: child for child in reversed(element)}


def first_child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name in WordprocessingML, None where there is none.

    Several times as fast as to have lxml look for it, where it comes first.
    """
    if element is not None:
        tag = W + name
        for child in element:
            if child.tag == tag:
                return child
    return None


def value(element: etree._Element | None, name: str = "val") -> str:
    """Return an attribute of WordprocessingML, "" where it or the element is missing."""
    return (element.get(W + name) or "") if element is not None else ""
