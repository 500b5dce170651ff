"""Parses XML that may be hostile: no entities, no DTD, no network, bounded depth and text size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree

from hexapla.corpora.errors import DocumentError, LimitError
from hexapla.corpora.input import bounds
from hexapla.corpora.messages import Message, joined

__all__ = [
    "LINE_BREAK",
    "XML_LANG",
    "Elements",
    "append_text",
    "bounded_parser",
    "has_entities",
    "local_name",
    "one_line",
    "parse",
]

LINE_BREAK = "\u2028"
"""What readers put where an element breaks the line."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_EASTERN = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_EASTERN_BREAK = re.compile(rf"(?<={_EASTERN})\s*[\n{LINE_BREAK}]\s*(?={_EASTERN})")
_SPACE = re.compile(rf"[ \t\n\r\f{LINE_BREAK}]+")


def append_text(element: etree._Element, text: str | None) -> None:
    """Add text to the end of an element."""
    if not text:
        return
    # Neither its length nor its last child by place, which would be counted from the first.
    last = next(element.iterchildren(reversed=True), None)
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def bounded_parser(encoding: str | None = None) -> etree.XMLParser:
    """Return a parser that fetches nothing, expands no entity and keeps libxml2's bounds."""
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse(
    data: bytes,
    where: Path,
    *,
    part: str = "",
    encoding: str | None = None,
    most_tags: int = bounds.MOST_TAGS,
) -> etree._Element:
    """Parse XML; `part` names a part of the file in messages, `encoding` overrules the declared.

    No DTD is loaded, no entity expanded, nothing fetched; libxml2's own bounds hold (256 levels,
    10 million characters in one text, five times the input in entities). Raises DocumentError,
    naming `where`, if the data is not well-formed, goes beyond that, has more than `most_tags`
    tags or attributes, or declares entities.
    """
    parser = bounded_parser(encoding)
    # Before a tree is made of it, which takes fifty times the bytes of the shortest tags.
    if max(data.count(b"<"), data.count(b"=")) > most_tags:
        raise DocumentError(
            where,
            "refused: %(cause)s",
            cause=_at(part, Message("more than %(most)s tags", most=f"{most_tags:,}")),
        )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        cause = _at(part, str(getattr(error, "msg", error)))
        raise DocumentError(where, "damaged: %(cause)s", cause=cause) from error
    _refuse_entities(root, where, part=part)
    return root


class Elements:
    """The events of parsing a stream of XML of any size, as bounded as in `parse`.

    Nothing is freed: `forget` what is done with. What is held at once is bounded: LimitError where
    more stands in the stream until something is forgotten. Entities stay in the tree as they are:
    ask `has_entities` of each part. Iterating raises etree.XMLSyntaxError where the data is not
    well-formed.
    """

    def __init__(
        self,
        stream: IO[bytes],
        events: Sequence[str] = ("end",),
        tag: str | Sequence[str] | None = None,
    ) -> None:
        self._held = _HeldStream(stream)
        self._events = etree.iterparse(
            # The stubs want all that a file has; it is only read.
            cast("IO[bytes]", self._held),
            events=events,
            tag=tag,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )

    def __iter__(self) -> Iterator[tuple[str, etree._Element]]:
        return iter(self._events)

    @property
    def root(self) -> etree._Element:
        """The first element, once all was read."""
        root: etree._Element = self._events.root
        return root

    def forget(self, element: etree._Element) -> None:
        """Free an element that is done with, and whatever stands before it."""
        self._held.tags = self._held.bytes = 0
        parent = element.getparent()
        element.clear()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


class _HeldStream:
    """A stream, and what of it was read since the last element was forgotten."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.tags = self.bytes = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.bytes += len(data)
        self.tags += max(data.count(b"<"), data.count(b"="))
        if self.tags > bounds.MOST_TAGS_OF_UNIT:
            raise LimitError(
                "has more than %(most)s tags in one unit", most=f"{bounds.MOST_TAGS_OF_UNIT:,}"
            )
        if self.bytes > bounds.MOST_BYTES_OF_UNIT:
            raise LimitError(
                "has more than %(most)s bytes in one unit", most=f"{bounds.MOST_BYTES_OF_UNIT:,}"
            )
        return data


def has_entities(element: etree._Element) -> bool:
    """Return whether an entity of the document's own stands in an element."""
    return next(element.iter(etree.Entity), None) is not None


def _refuse_entities(root: etree._Element, where: Path, *, part: str = "") -> None:
    """Raise DocumentError if the document declares entities of its own."""
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        cause = _at(part, Message("declares a DTD with entities"))
        raise DocumentError(where, "refused: %(cause)s", cause=cause)


def _at(part: str, cause: str) -> str:
    """Return a cause with the part of the file that it is about."""
    return joined([part, cause], ": ") if part else cause


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace, "" for a comment, say."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def one_line(text: str) -> str:
    """Make one line of the text of an element: no spaces for line ends between Chinese."""
    return _SPACE.sub(" ", _EASTERN_BREAK.sub("", text)).strip()
