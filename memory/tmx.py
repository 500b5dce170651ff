"""TMX 1.4b, written and read as a stream in constant memory, so that every CAT tool takes it.

The format: TMX 1.4b Specification, OSCAR Recommendation of 26 April 2005. What the tools ask of it
beyond that: one language pair a file, the source first and `srclang` equal to its `xml:lang`;
codes with a region; note and prop before tuv; no white space at the ends of a segment; no side
empty; no prop of type "file", which OmegaT takes for an alternative of one file only.
"""

from __future__ import annotations

import gzip
import logging
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final, cast

from lxml import etree

from corpora.errors import StoreError, UsageError
from corpora.readers.xml import local_name
from memory.files import replacing
from memory.languages import TMX_CODES
from memory.text import clean
from memory.units import Carried, Level, Status, Translation, Unit

__all__ = [
    "LONGEST_SIDE",
    "TmxUnit",
    "TmxVariant",
    "build_time",
    "opened",
    "read_tmx",
    "write_tmx",
]

_log = logging.getLogger(__name__)

LONGEST_SIDE = 2000
"""The characters that Trados' cloud takes in one side of a unit."""

# A prop of type "file" would make of a unit an alternative for one file in OmegaT.
_OWN_PROPS = frozenset(
    {
        "x-document",
        "x-Symbol:SingleString",
        "x-Score:Integer",
        "x-ConfirmationLevel",
        "aligned",
        "x-context-pre",
        "x-context-post",
        "file",
    }
)
_CONFIRMATION = {
    Status.AUTOMATIC: "Draft",
    Status.REVIEWED: "ApprovedTranslation",
    Status.REJECTED: "RejectedTranslation",
}


def build_time() -> datetime:
    """Give the time to write into files: now, or that of SOURCE_DATE_EPOCH (in seconds).

    Source: reproducible-builds.org/specs/source-date-epoch. Raises UsageError where it is no
    number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH: not a number of seconds: {epoch!r}") from error


def write_tmx(
    path: Path,
    units: Iterable[Unit],
    *,
    source: str,
    target: str,
    level: Level,
    created: datetime,
    codes: Mapping[str, str] = TMX_CODES,
    longest: int | None = LONGEST_SIDE,
    least: float = 0.0,
) -> int:
    """Write the translations of units from one language into another; give how many.

    Units go into the file in the order given, so of two with one source text the later is the
    newer. Left out are rejected translations, those below the confidence `least` that no one has
    reviewed, units without a translation into `target`, sides without text, and, unless `longest`
    is None, units with a side of more characters than that, counted as they are written. `codes`
    gives the `xml:lang` of each language. The file is written beside `path` and takes its place
    when it is complete.

    Raises StoreError where it cannot be written; whatever stood at `path` is then as it was.
    """
    stamp = created.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    edition = _Edition(source, target, _attribute(codes[source]), _attribute(codes[target]), stamp)
    count = too_long = 0
    with replacing(path) as stream:
        stream.write(_head(edition, level))
        for unit in units:
            chosen = _chosen(unit, edition)
            sides = (_text(unit.text), _text(chosen.text)) if chosen else ("", "")
            if chosen is None or not all(sides):
                continue
            if chosen.score < least and chosen.status is not Status.REVIEWED:
                continue
            if longest is not None and max(map(len, sides)) > longest:
                too_long += 1
                continue
            stream.write(_tu(unit, chosen, sides, edition))
            count += 1
        stream.write("</body>\n</tmx>\n")
    if too_long:
        _log.warning(
            "%s: units with a side of over %s characters left out: %d", path, longest, too_long
        )
    return count


@dataclass(frozen=True, slots=True)
class _Edition:
    """What all units of one file share; codes and stamp as they are written."""

    source: str
    target: str
    source_code: str
    target_code: str
    stamp: str


def _head(edition: _Edition, level: Level) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4">\n'
        f'<header creationtool="hexapla" creationtoolversion="{_attribute(version("hexapla"))}"'
        f' segtype="{level}" o-tmf="hexapla" adminlang="en-US"'
        f' srclang="{edition.source_code}" datatype="plaintext"'
        f' creationdate="{edition.stamp}"/>\n'
        "<body>\n"
    )


def _chosen(unit: Unit, edition: _Edition) -> Translation | None:
    """Give the translation that goes into the file, None where the unit has none for it."""
    if unit.language != edition.source:
        return None
    return next(
        (
            each
            for each in unit.translations
            if each.language == edition.target and each.status is not Status.REJECTED
        ),
        None,
    )


def _tu(unit: Unit, translation: Translation, sides: tuple[str, str], edition: _Edition) -> str:
    """Give the element of a unit.

    Trados reads the props x-…:Type and x-ConfirmationLevel, memoQ aligned, x-document and the
    two contexts, which are the escaped seg elements of the neighbours.
    """
    symbol, stamp = _text(unit.symbol), edition.stamp
    note = " ".join(filter(None, (unit.symbol and f"{unit.symbol},", unit.kind, unit.label)))
    # Rounded down, so that only what is certain is 100; the tiny addend undoes binary fractions.
    score = int(translation.score * 100 + 1e-6)
    aligned = "yes" if translation.status is Status.AUTOMATIC else "no"
    written = {
        "creationdate": stamp,
        "creationid": "hexapla",
        "changedate": stamp,
        "changeid": "hexapla",
    } | dict(unit.carried.attributes if unit.carried else ())
    attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in written.items())
    notes = unit.carried.notes if unit.carried and unit.carried.notes else (note,)
    return (
        f'<tu tuid="{_attribute(unit.tuid)}"{attributes}>\n'
        + "".join(f"<note>{_text(each)}</note>\n" for each in notes)
        + _given_back(unit.carried)
        + f'<prop type="x-document">{symbol}</prop>\n'
        f'<prop type="x-Symbol:SingleString">{symbol}</prop>\n'
        f'<prop type="x-Score:Integer">{score}</prop>\n'
        f'<prop type="x-ConfirmationLevel">{_CONFIRMATION[translation.status]}</prop>\n'
        f'<prop type="aligned">{aligned}</prop>\n'
        f'<tuv xml:lang="{edition.source_code}">\n'
        f"{_context('pre', unit.before)}{_context('post', unit.after)}"
        f"<seg>{_markup(unit.carried, sides[0])}</seg>\n</tuv>\n"
        f'<tuv xml:lang="{edition.target_code}">\n{_given_back(translation.carried)}'
        f"<seg>{_markup(translation.carried, sides[1])}</seg>\n</tuv>\n"
        "</tu>\n"
    )


def _given_back(carried: Carried | None) -> str:
    """Write the props of the file that a text was imported from, but those that we write."""
    return "".join(
        f'<prop type="{_attribute(name)}">{_text(value)}</prop>\n'
        for name, value in (carried.properties if carried else ())
        if name not in _OWN_PROPS and value
    )


def _markup(carried: Carried | None, text: str) -> str:
    return carried.markup if carried and carried.markup else text


def _context(place: str, text: str) -> str:
    if not text:
        return ""
    element = _text(f"<seg>{_text(text)}</seg>")
    return f'<prop type="x-context-{place}">{element}</prop>\n'


def _text(text: str) -> str:
    return _plain(clean(text))


def _plain(text: str) -> str:
    """Escape text, white space at its ends kept."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# What a compressed file may unpack to: so many times its size, or this many bytes.
_RATIO: Final = 200
_SMALL: Final = 1 << 24
# What these hold is the code of another format (TMX 1.4b, section 2.2), and no text.
_NATIVE_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})


@dataclass(frozen=True, slots=True)
class TmxVariant:
    """One language of a unit as a file has it: the code as written, the text without its tags.

    `markup` is the segment with its inline tags, as XML; "" where it has none. `attributes` are
    those of the variant but the language.
    """

    code: str
    text: str
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    markup: str = ""


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """A unit as a file has it.

    `source_code` is the `srclang` of the unit, else of the file: `*all*` where every language can
    be the source. `properties` are (type, value) in their order.
    """

    tuid: str
    source_code: str
    variants: tuple[TmxVariant, ...]
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    segtype: str = ""


def read_tmx(path: Path) -> Iterator[TmxUnit]:
    """Read the units of a TMX file, version 1.1 to 1.4b, one after the other.

    Text inside `hi` is kept, that of the inline elements that hold another format's codes is not.
    Nothing outside the file is ever opened, and a file with entities of its own is refused.

    Raises StoreError where the file cannot be read, or is not well-formed, or no TMX.
    """
    header: dict[str, str] = {}
    try:
        with opened(path) as stream:
            elements = _elements(stream)
            checked = False
            for _, element in elements:
                if not checked:
                    _check_root(element.getroottree().getroot(), path)
                    checked = True
                if local_name(element) == "header":
                    header = {str(name): str(value) for name, value in element.items()}
                else:
                    yield _read_unit(element, header, path)
                    _forget(element)
            if not checked:
                _check_root(elements.root, path)
    except etree.XMLSyntaxError as error:
        raise StoreError(path, f"is not well-formed: {error.msg}") from error
    except (EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise StoreError(path, f"cannot be unpacked: {error}") from error
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file as it is, or what a .gz or the only .tmx of a .zip holds, by its first bytes."""
    with path.open("rb") as raw:
        start = raw.read(4)
    if start[:2] == b"\x1f\x8b":
        with gzip.open(path) as unpacked:
            yield cast("IO[bytes]", _Bounded(cast("IO[bytes]", unpacked), path))
    elif start == b"PK\x03\x04":
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".tmx")]
            if len(names) != 1:
                raise StoreError(path, f"holds {len(names) or 'no'} TMX files: unpack it first")
            with archive.open(names[0]) as stream:
                yield cast("IO[bytes]", _Bounded(stream, path))
    else:
        with path.open("rb") as stream:
            yield stream


class _Bounded:
    """What a compressed file holds, refused where it is far more than a translation memory."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self._most = max(path.stat().st_size * _RATIO, _SMALL)
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        data = self._stream.read(size)
        self._read += len(data)
        if self._read > self._most:
            raise StoreError(self._path, "unpacks to far more than it should")
        return data


def _elements(stream: IO[bytes]) -> etree.iterparse:
    return etree.iterparse(
        stream,
        events=("end",),
        tag=("{*}header", "{*}tu"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )


def _check_root(root: etree._Element, path: Path) -> None:
    name = local_name(root)
    if name != "tmx":
        raise StoreError(path, f"is no TMX, but a file of <{name}>")


def _forget(element: etree._Element) -> None:
    """Free a unit that is done, and whatever stands before it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _read_unit(element: etree._Element, header: Mapping[str, str], path: Path) -> TmxUnit:
    if any(True for _ in element.iter(etree.Entity)):
        raise StoreError(path, f"line {element.sourceline}: has an entity of its own")
    return TmxUnit(
        tuid=element.get("tuid", ""),
        source_code=element.get("srclang", header.get("srclang", "")),
        variants=tuple(_read_variant(tuv) for tuv in element.iterfind("{*}tuv")),
        properties=_read_properties(element),
        notes=_read_notes(element),
        attributes=_read_attributes(element, frozenset({"tuid", "srclang", "segtype"})),
        segtype=element.get("segtype", header.get("segtype", "")),
    )


def _read_variant(tuv: etree._Element) -> TmxVariant:
    segment = tuv.find("{*}seg")
    return TmxVariant(
        code=tuv.get(_XML_LANG, tuv.get("lang", "")),
        text="" if segment is None else _inner_text(segment),
        properties=_read_properties(tuv),
        notes=_read_notes(tuv),
        attributes=_read_attributes(tuv, frozenset({_XML_LANG, "lang"})),
        markup="" if segment is None or not len(segment) else _inner_xml(segment),
    )


def _read_notes(element: etree._Element) -> tuple[str, ...]:
    return tuple(note.text or "" for note in element.iterfind("{*}note"))


def _read_attributes(
    element: etree._Element, others: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in element.items() if name not in others)


def _inner_xml(element: etree._Element) -> str:
    """Write what stands inside an element, without name spaces."""
    pieces = [_plain(element.text or "")]
    for child in element:
        name = local_name(child)
        attributes = "".join(
            f' {str(key).rpartition("}")[2]}="{_attribute(str(value))}"'
            for key, value in child.items()
        )
        inside = _inner_xml(child)
        pieces.append(
            f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"
        )
        pieces.append(_plain(child.tail or ""))
    return "".join(pieces)


def _read_properties(element: etree._Element) -> tuple[tuple[str, str], ...]:
    found = element.iterfind("{*}prop")
    return tuple((prop.get("type", ""), prop.text or "") for prop in found)


def _inner_text(element: etree._Element) -> str:
    """Give the text of an element without that of codes inside it."""
    pieces = [element.text or ""]
    for child in element:
        if local_name(child) not in _NATIVE_CODES:
            pieces.append(_inner_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
