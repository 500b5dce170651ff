"""What markup says of itself at its start, and what takes its parser longer than its length."""

from __future__ import annotations

import re
from typing import Final

from hexapla.corpora.input.bounds import MOST_ATTRIBUTES

__all__ = ["ascii_head", "declared_encoding", "first_element", "is_crowded"]

# A quotation mark means something only after an equals sign (HTML Standard, section 13.2.5).
_VALUE: Final = r"""=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"']++)?"""
_TAG: Final = re.compile(rf"<[A-Za-z](?:[^>=]++|{_VALUE})*+")
# Comments, and elements in which a less-than sign begins no tag.
_RAW: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|(<(script|style|textarea|xmp)\b[^>]*+>).*?(?:</\2|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_VALUES: Final = re.compile(_VALUE)

_SAMPLE: Final = 40_000  # bytes that say what kind of markup it is
# Of UTF-8, UTF-16 and UTF-32 (whose zero bytes go with the others), and GB 18030.
_BYTE_ORDER_MARKS: Final = re.compile(rb"\xef\xbb\xbf|\xff\xfe|\x00*\xfe\xff|\x84\x31\x95\x33")
_ROOT: Final = re.compile(
    r"\s*(?><\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*+"
    r"<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
_ENCODING: Final = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD: Final = 4096  # bytes in which an encoding can be declared


def declared_encoding(data: bytes) -> str:
    """Return the encoding that a page or XML declares in its head, or "".

    >>> declared_encoding(b'<html><meta charset="gb2312">')
    'gb2312'
    """
    match = _ENCODING.search(data[:_HEAD])
    return match[1].decode("ascii") if match else ""


def ascii_head(data: bytes) -> str:
    r"""Return the first characters of markup in any encoding, as far as they are ASCII.

    Markup itself is ASCII in all of them, and UTF-16 has zero bytes between.

    >>> ascii_head("<TEI>".encode("utf-16"))
    '<TEI>'
    """
    mark = _BYTE_ORDER_MARKS.match(data)
    return data[mark.end() if mark else 0 : _SAMPLE].replace(b"\0", b"").decode("latin-1")


def first_element(head: str) -> str:
    """Return the name of the first element of markup, without its prefix; "" if there is none.

    >>> first_element('<?xml version="1.0"?><!-- one --><a:akomaNtoso>')
    'akomaNtoso'
    """
    match = _ROOT.match(head)
    return match[1] if match else ""


def is_crowded(page: str) -> bool:
    """Return whether a tag of an HTML page has more attributes than `MOST_ATTRIBUTES`."""
    # An attribute takes two characters at least, with the space before it.
    page = _RAW.sub(lambda raw: raw[1] or "", page)
    long = (tag[0] for tag in _TAG.finditer(page) if len(tag[0]) > 2 * MOST_ATTRIBUTES)
    return any(len(re.split(r"[\s/]+", _VALUES.sub(" ", tag))) > MOST_ATTRIBUTES for tag in long)
