"""The paragraphs of a page as OmegaT shows them.

OmegaT parts a page at the tags of blocks and at comments; a tag within a text is shown by its
first letter and its number in the text: `<i0>`, `</i0>`, `<br1>`. Tags before and after all text
are shown only where their partner stands within it (its class `FilterVisitor`; with the settings
that it comes with).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.markup import is_crowded
from hexapla.corpora.input.raw import RawFile

__all__ = ["shown_paragraphs"]

_BLOCK: Final = re.compile(
    "address|article|aside|blockquote|body|canvas|center|dd|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|head|header|hr|html|label|legend|li|main|nav|noscript|ol|option|p|pre|"
    "section|select|table|td|textarea|tfoot|th|title|tr|ul|video"
)
_COMMENT: Final = "comment"
_KEPT: Final = frozenset(("style", "script", "object", "embed"))
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_SLASHED: Final = re.compile(r"<(\w{1,10})\b[^<>]{0,300}/>")


@dataclass(frozen=True, slots=True)
class _PageNode:
    """A tag, which opens or closes, or a text, which has no name."""

    name: str = ""
    closes: bool = False
    text: str = ""

    @property
    def has_text(self) -> bool:
        return bool(self.text.replace("\xa0", " ").strip())


def shown_paragraphs(raw: RawFile) -> Iterator[str]:
    """Yield the texts of a page with tags; DocumentError where it cannot be read."""
    if is_crowded(raw.text):
        raise DocumentError(
            raw.where, "has a tag with more than %(most)s attributes", most=MOST_ATTRIBUTES
        )
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(raw.text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise DocumentError(
            raw.where, "not readable as HTML: %(error)s", error=str(error)
        ) from error
    slashed = frozenset(name.lower() for name in _SLASHED.findall(raw.text))
    nodes: list[_PageNode] = []
    for node in () if root is None else _nodes(root):
        if node.name == _COMMENT or _BLOCK.fullmatch(node.name):
            yield from _paragraph(nodes, slashed)
            nodes = []
        else:
            nodes.append(node)
    yield from _paragraph(nodes, slashed)


def _nodes(root: etree._Element) -> Iterator[_PageNode]:
    """Yield the tags and texts of a tree in their order, without styles and scripts."""
    kept = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            kept += name in _KEPT
            if not kept:
                yield _PageNode(name)
                if element.text:
                    yield _PageNode(text=element.text)
            continue
        if event == "comment" and not kept:
            yield _PageNode(_COMMENT)
        if not kept and name and (len(element) or element.text or _BLOCK.fullmatch(name)):
            yield _PageNode(name, closes=True)
        kept -= name in _KEPT
        if not kept and element.tail:
            yield _PageNode(text=element.tail)


def _paragraph(nodes: Sequence[_PageNode], slashed: Collection[str]) -> Iterator[str]:
    """Yield what stands between two tags of blocks, where it has text.

    `slashed` are the tags that are written `<br/>`.
    """
    texts = [place for place, node in enumerate(nodes) if node.has_text]
    if not texts:
        return
    first, last = texts[0], texts[-1]
    partners = _partners(nodes)
    start = next((i for i in range(first) if first < partners.get(i, -1) <= last), first)
    end = next(
        (i for i in range(len(nodes) - 1, last, -1) if first <= partners.get(i, -1) <= last), last
    )
    shown = "".join(_shown(nodes[start : end + 1], slashed))
    yield _SPACE.sub(" ", shown).strip(" ")


def _partners(nodes: Sequence[_PageNode]) -> dict[int, int]:
    """Return the place of the tag that closes, or opens, the tag at each place."""
    opened: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for place, node in enumerate(nodes):
        if not node.name:
            continue
        if not node.closes:
            opened.setdefault(node.name, []).append(place)
        elif before := opened.get(node.name):
            found[place] = before.pop()
            found[found[place]] = place
    return found


def _shown(nodes: Sequence[_PageNode], slashed: Collection[str]) -> Iterator[str]:
    """Yield the texts, and the tags by letter and number; a pair has one number."""
    partners = _partners(nodes)
    numbers: dict[int, int] = {}
    count = 0
    for place, node in enumerate(nodes):
        if not node.name:
            yield node.text
            continue
        partner = partners.get(place, place)
        if not (node.closes and partner in numbers):
            numbers[place], count = count, count + 1
        number = numbers[partner if node.closes and partner in numbers else place]
        letter = "br" if node.name == "br" else node.name[0]
        alone = not node.closes and place not in partners and node.name in slashed
        yield f"<{'/' if node.closes else ''}{letter}{number}{'/' if alone else ''}>"
