"""What can be saved of a damaged TMX file: unit by unit, so that one that is broken costs no other.

Characters that XML forbids are taken out, signs that should have been escaped are escaped, and what
is then no unit is left out. Read as a stream; a unit is the most that is held.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from html.entities import html5
from pathlib import Path
from typing import IO, Final

from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.compressed import UNPACKING_ERRORS
from hexapla.corpora.input.xml import bounded_parser
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import OWN_ENTITY, LeftOut, at_line, reading, too_long
from hexapla.memory.formats.tmx.reader import TmxUnit, unit_of
from hexapla.memory.formats.tmx.unpacking import open_unpacked

__all__ = ["recovered_tmx"]

_EDGE: Final = re.compile(r"<tu(?=[\s>])|</tu\s*>")
_END: Final = re.compile(r"</tu\s*>")
_HEADER: Final = re.compile(r"<header\b([^<>]*)")
_ATTRIBUTE: Final = re.compile(r"""([\w:.-]{1,50})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DECLARED: Final = re.compile(rb"""^[^<]{0,8}<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.-]{1,40})""")
# How files begin whose encoding shows in that.
_BEGINNINGS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# What XML may have no place for, as itself or as a reference.
_FORBIDDEN: Final = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));"
)
_BARE: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8});)(\w{1,30};)?"
    r"|<(?![A-Za-z_/!?])"
)
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")
# Bytes that are read at once, characters that a cut in a tag can hold, and those of a unit.
_CHUNK: Final = 1 << 16
_PACKED_CHUNK: Final = 1 << 9
_LONGEST_EDGE: Final = 64
_LONGEST_UNIT: Final = 1 << 22
_LONGEST_HEAD: Final = 1 << 16


def recovered_tmx(path: Path, left_out: LeftOut) -> Iterator[TmxUnit]:
    """Yield the units of a TMX file that can be read; tell by line what is lost of the others.

    Raises StoreError where the file cannot be read at all or is no TMX.
    """
    header: dict[str, str] = {}
    checked = False
    with reading(path), open_unpacked(path) as stream:
        for piece in _pieces(_text(stream, left_out)):
            where = at_line(piece.line)
            if not checked:
                checked = True
                header = _header(piece.text, path)
            elif piece.cause:
                left_out(where, piece.cause)
            elif piece.is_unit:
                element = _element(_mended(piece, left_out), where, left_out)
                if element is not None:
                    try:
                        unit = unit_of(element, header, path)
                    except StoreError:
                        left_out(where, OWN_ENTITY)
                        continue
                    yield replace(unit, line=piece.line + max(unit.line - 1, 0))


@dataclass(frozen=True, slots=True)
class _Excerpt:
    """Text of a file, the line where it begins, and why a unit in it is lost, if one is."""

    text: str
    line: int
    is_unit: bool = False
    cause: Message | None = None


def _text(stream: IO[bytes], left_out: LeftOut) -> Iterator[str]:
    """Yield the text of a stream; bytes that are no text become lone surrogates."""
    data = stream.read(_PACKED_CHUNK)
    marked = next((name for mark, name in _BEGINNINGS if data.startswith(mark)), "")
    declared = _DECLARED.match(data)
    name = marked or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        codec = codecs.lookup(name)
    except LookupError:
        codec = codecs.lookup("utf-8")
    if codec.name.startswith("utf-16") and not marked:
        codec = codecs.lookup("utf-8")  # no zero bytes: it says what it is not
    # Text in UTF-8 or an old encoding can keep what is no text, for each byte is a sign.
    errors = "replace" if codec.name.startswith(("utf-16", "utf-32")) else "surrogateescape"
    decoder = codecs.getincrementaldecoder(codec.name)(errors)
    size = _CHUNK if getattr(stream, "fileno", None) else _PACKED_CHUNK
    while data:
        yield decoder.decode(data)
        try:
            data = stream.read(size)
        except UNPACKING_ERRORS as error:
            cause = Message("cannot be unpacked: %(error)s", error=str(error))
            left_out(Message("the end"), cause)
            return


def _pieces(text: Iterator[str]) -> Iterator[_Excerpt]:
    """Yield the head of a file, its units, and what is lost of it."""
    line = begin = 1
    held: list[str] = []
    size = 0
    inside = False
    head = True
    for part in _parts(text):
        opens, closes = part == "<tu", _END.fullmatch(part) is not None
        if head and opens:
            yield _Excerpt("".join(held), 1)
            head, held, size = False, [], 0
        if opens:
            if inside:
                yield _Excerpt("", begin, cause=Message("has no end before the next unit begins"))
            inside, begin, held, size = True, line, [], 0
        if (inside or head) and size <= _LONGEST_UNIT:
            held.append(part)
            size += len(part)
        elif not (inside or head):
            # What stands between units is kept for its end alone.
            held = [*held[-1:], part[-_LONGEST_EDGE:]]
        line += part.count("\n")
        if closes and inside:
            long = size > _LONGEST_UNIT
            cause = too_long(_LONGEST_UNIT) if long else None
            yield _Excerpt("" if long else "".join(held), begin, is_unit=True, cause=cause)
            inside, held, size = False, [], 0
    if head:
        yield _Excerpt("".join(held), 1)
    if inside:
        yield _Excerpt("", begin, cause=Message("the file breaks off in the middle of the unit"))
    elif "</tmx" not in "".join(held):
        yield _Excerpt("", line, cause=Message("the file breaks off: what followed is not in it"))


def _parts(text: Iterator[str]) -> Iterator[str]:
    """Yield the begins and ends of units, and what stands between them, whole or in parts."""
    rest = ""
    for chunk in text:
        rest += chunk
        at = 0
        for edge in _EDGE.finditer(rest):
            if edge.end() == len(rest):
                break
            if edge.start() > at:
                yield rest[at : edge.start()]
            yield edge[0]
            at = edge.end()
        # A tag that is cut is looked at again with what follows.
        cut = rest.rfind("<", max(at, len(rest) - _LONGEST_EDGE))
        end = len(rest) if cut < 0 else cut
        if end > at:
            yield rest[at:end]
        rest = rest[max(end, at) :]
    last = 0
    for edge in _EDGE.finditer(rest):
        if edge.start() > last:
            yield rest[last : edge.start()]
        yield edge[0]
        last = edge.end()
    if last < len(rest):
        yield rest[last:]


def _header(head: str, path: Path) -> dict[str, str]:
    """Return what the header says of all units. Raises StoreError where the file is no TMX."""
    if "<tmx" not in head and "<body" not in head:
        raise StoreError(path, "is no TMX")
    found = _HEADER.search(head[:_LONGEST_HEAD])
    return {
        each[1]: unescape(each[2] or each[3] or "")
        for each in _ATTRIBUTE.finditer(found[1] if found else "")
    }


def _mended(piece: _Excerpt, left_out: LeftOut) -> str:
    """Return the text of a unit with what XML forbids taken out, which is told, or escaped."""
    places = _Places(piece.line)

    def taken_out(found: re.Match[str]) -> str:
        number = ord(found[0]) if len(found[0]) == 1 else _number(found)
        if not _is_forbidden(number):
            return found[0]
        code = f"U+{number:04X}"
        cause = Message("the character %(code)s, which XML forbids, is taken out", code=code)
        left_out(at_line(places.line_of(found)), cause)
        return ""

    return _BARE.sub(_escaped, _FORBIDDEN.sub(taken_out, piece.text))


def _number(reference: re.Match[str]) -> int:
    return int(reference[1], 16) if reference[1] else int(reference[2])


def _is_forbidden(number: int) -> bool:
    """Return whether XML 1.0 has no place for a character (section 2.2, production 2)."""
    if number < 0x20:
        return number not in (9, 10, 13)
    return 0xD800 <= number < 0xE000 or number in (0xFFFE, 0xFFFF) or number > 0x10FFFF


class _Places:
    """Tells the lines of finds in a text that come one after the other."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._at = 0

    def line_of(self, found: re.Match[str]) -> int:
        """Return the line of a find behind all those before."""
        self._line += found.string.count("\n", self._at, found.start())
        self._at = found.start()
        return self._line


def _escaped(found: re.Match[str]) -> str:
    """Return a sign that should have been escaped, or an entity of HTML, as XML."""
    if found[0] == "<":
        return "&lt;"
    character = html5.get(found[1] or "", "")
    return character if character and character not in "<&" else f"&amp;{found[1] or ''}"


def _element(text: str, where: Message, left_out: LeftOut) -> etree._Element | None:
    if _NO_TEXT.search(text):
        left_out(where, Message("has bytes that are no text in the encoding of the file"))
        return None
    try:
        return etree.fromstring(text, bounded_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        told = str(error).partition(", line")[0]
        left_out(where, Message("is not well-formed: %(error)s", error=told))
        return None
