"""TMX 1.4b, written and read as a stream in constant memory, so that every CAT tool takes it.

The format: TMX 1.4b Specification, OSCAR Recommendation of 26 April 2005. What the tools ask of it
beyond that: one language pair a file, the source first and `srclang` equal to its `xml:lang`;
codes with a region; note and prop before tuv; no white space at the ends of a segment; no side
empty; no prop of type "file", which OmegaT takes for an alternative of one file only.
"""

from __future__ import annotations

import gzip
import logging
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final, cast

from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.markup import MOST_ATTRIBUTES
from hexapla.corpora.input.xml import local_name
from hexapla.memory.formats.profiles import GENERAL, Profile
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean, escaped
from hexapla.memory.units import Carried, Level, Status, Translation, Unit

__all__ = [
    "OWN_PROPERTIES",
    "TmxUnit",
    "TmxVariant",
    "attributes_of",
    "opened",
    "read_tmx",
    "write_tmx",
    "write_tmx_files",
]

_log = logging.getLogger(__name__)

# What TMX 1.4b (section 2.2) has for <tu> and <tuv> alike.
_USAGE: Final = frozenset(
    {"o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool", "o-tmf"}
    | {"creationtoolversion", "creationdate", "creationid", "changedate", "changeid"}
)
# What has to be escaped or taken out, or may have to.
_SPECIAL: Final = re.compile("[\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]")
OWN_PROPERTIES: Final = frozenset(
    {
        "x-document",
        "x-Symbol:SingleString",
        "x-Score:Integer",
        "x-ConfirmationLevel",
        "aligned",
        "x-context-pre",
        "x-context-post",
        "x-tuid",
    }
)
"""The types of the properties that say what a unit says itself: written anew, not given back."""


def write_tmx(
    path: Path,
    units: Iterable[Unit],
    *,
    source: str,
    target: str,
    level: Level,
    created: datetime,
    profile: Profile = GENERAL,
    least: float = 0.0,
) -> int:
    """Write the translations of units from one language into another; give how many.

    Units go into the file in the order given, so of two with one source text the later is the
    newer. Left out are rejected translations, those below the confidence `least` that no one has
    reviewed, units without a translation into `target`, sides without text, and units with a side
    of more characters than the profile takes, counted as they are written. All go into one file,
    whatever the profile says of that. The file is written beside `path` and takes its place when
    it is complete.

    Raises StoreError where it cannot be written; whatever stood at `path` is then as it was.
    """
    edition = _edition(source, target, created, profile)
    written = _written(units, edition, least, path)
    return _write_file(path, written, edition, level)


def write_tmx_files(
    path: Path,
    units: Iterable[Unit],
    *,
    source: str,
    target: str,
    level: Level,
    created: datetime,
    profile: Profile = GENERAL,
) -> list[tuple[Path, int]]:
    """Write units as `write_tmx` does, into as many files as the profile asks for.

    Give the files, `NAME.tmx`, `NAME-2.tmx` and so on, and the number of units in each.
    """
    edition = _edition(source, target, created, profile)
    written = _written(units, edition, 0.0, path)
    files: list[tuple[Path, int]] = []
    following: str | None = next(written, None)
    while following is not None or not files:
        name = path.stem + (f"-{len(files) + 1}" if files else "")
        part = path.with_name(name + path.suffix)
        begun = [] if following is None else [following]
        count = _write_file(part, islice(chain(begun, written), profile.most), edition, level)
        files.append((part, count))
        following = next(written, None)
    return files


def _write_file(path: Path, written: Iterable[str], edition: _Edition, level: Level) -> int:
    count = 0
    with replacing(path) as stream:
        stream.write(_head(edition, level))
        for each in written:
            stream.write(each)
            count += 1
        stream.write("</body>\n</tmx>\n")
    return count


def _written(units: Iterable[Unit], edition: _Edition, least: float, path: Path) -> Iterator[str]:
    """Give the elements of the units that go into a file; say how many were too long."""
    longest, too_long = edition.profile.longest, 0
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
        yield _tu(unit, chosen, sides, edition)
    if too_long:
        _log.warning(
            "%s: units with a side of over %s characters left out: %d", path, longest, too_long
        )


@dataclass(frozen=True, slots=True)
class _Edition:
    """What all units of one file share; codes and stamp as they are written."""

    source: str
    target: str
    source_code: str
    target_code: str
    stamp: str
    profile: Profile


def _edition(source: str, target: str, created: datetime, profile: Profile) -> _Edition:
    stamp = created.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    codes = [_attribute(profile.codes[language]) for language in (source, target)]
    return _Edition(source, target, codes[0], codes[1], stamp, profile)


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
    stamp, profile = edition.stamp, edition.profile
    note = " ".join(filter(None, (unit.symbol and f"{unit.symbol},", unit.kind, unit.label)))
    attributes = _attributes(unit.carried) or (
        f' creationdate="{stamp}" creationid="hexapla" changedate="{stamp}" changeid="hexapla"'
    )
    notes = unit.carried.notes if unit.carried else (note,)
    tuid = f' tuid="{_attribute(unit.tuid)}"' if profile.tuids else ""
    return (
        f"<tu{tuid}{attributes}>\n"
        + _notes(notes)
        + _given_back(unit.carried)
        + _properties(profile.of_unit(unit, translation))
        + f'<tuv xml:lang="{edition.source_code}">\n'
        f"{_properties(profile.of_source(unit, translation))}"
        f"<seg>{_markup(unit.carried, sides[0])}</seg>\n</tuv>\n"
        f'<tuv xml:lang="{edition.target_code}"{_attributes(translation.carried)}>\n'
        f"{_notes(translation.carried.notes if translation.carried else ())}"
        f"{_given_back(translation.carried)}"
        f"<seg>{_markup(translation.carried, sides[1])}</seg>\n</tuv>\n"
        "</tu>\n"
    )


def _attributes(carried: Carried | None) -> str:
    """Write the attributes of the file that a text was imported from, those that TMX has."""
    if carried is None:
        return ""
    return "".join(
        f' {name}="{_attribute(value)}"' for name, value in carried.attributes if name in _USAGE
    )


def _notes(notes: Iterable[str]) -> str:
    return "".join(f"<note>{text}</note>\n" for note in notes if (text := _text(note)))


def _given_back(carried: Carried | None) -> str:
    """Write the props of the file that a text was imported from, but those that we write."""
    if carried is None:
        return ""
    return _properties(
        (_attribute(name), value)
        for name, value in carried.properties
        if name not in OWN_PROPERTIES
    )


def _properties(properties: Iterable[tuple[str, str]]) -> str:
    """Write the properties that have a value; the names are fit for an attribute."""
    return "".join(
        f'<prop type="{name}">{text}</prop>\n'
        for name, value in properties
        if (text := _text(value))
    )


def _markup(carried: Carried | None, text: str) -> str:
    return carried.markup if carried and carried.markup else text


def _text(text: str) -> str:
    return escaped(clean(text)) if _SPECIAL.search(text) else text.strip()


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# What a compressed file may unpack to: so many times its size, or this many bytes.
_RATIO: Final = 200
_SMALL: Final = 1 << 24
# What these hold is the code of another format (TMX 1.4b, section 2.2), and no text.
_NATIVE_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})
# The commonest names, which need no look at name spaces.
_NAMES: Final = frozenset({"tu", "tuv", "prop", "note", "seg"})


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
                if _local_name(element) == "header":
                    header = {str(name): str(value) for name, value in attributes_of(element)}
                else:
                    yield _read_unit(element, header, path)
                    _forget(element)
            if not checked:
                _check_root(elements.root, path)
    except etree.XMLSyntaxError as error:
        raise StoreError(path, f"is not well-formed: {error.msg}") from error
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file as it is, or what a .gz or the only .tmx of a .zip holds, by its first bytes.

    Raises StoreError where it cannot be unpacked, also while it is read.
    """
    try:
        with _unpacked(path) as stream:
            yield stream
    except (EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise StoreError(path, f"cannot be unpacked: {error}") from error


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes]]:
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
    try:
        attributes, properties, notes, others = _content(element)
        variants = tuple([_read_variant(each) for name, each in others if name == "tuv"])
    except _UnreadableError as error:
        raise StoreError(path, f"line {element.sourceline}: {error}") from error
    given = dict(attributes)
    tuid = given.pop("tuid", "")
    source_code = given.pop("srclang", None) or header.get("srclang", "")
    segtype = given.pop("segtype", None) or header.get("segtype", "")
    rest = tuple(given.items())
    return TmxUnit(tuid, source_code, variants, properties, notes, rest, segtype)


def _read_variant(tuv: etree._Element) -> TmxVariant:
    attributes, properties, notes, others = _content(tuv)
    given = dict(attributes)
    other_code = given.pop("lang", "")
    code = given.pop(_XML_LANG, other_code)
    text = markup = ""
    for name, each in others:
        if name == "seg":
            text = each.text or ""
            if len(each):
                text, markup = _inner_text(each), _inner_xml(each)
            break
    return TmxVariant(code, text, properties, notes, tuple(given.items()), markup)


class _UnreadableError(Exception):
    """What is not read, in a unit."""


_Pairs = tuple[tuple[str, str], ...]


def _content(
    element: etree._Element,
) -> tuple[list[tuple[str, str]], _Pairs, tuple[str, ...], list[tuple[str, etree._Element]]]:
    """Give attributes, properties, notes and other children of a unit or variant, in one pass.

    The other children have their names before them.
    """
    properties, notes, others = [], [], []
    for child in element:
        name = child.tag
        if name not in _NAMES:
            name = _local_name(child)
        if name == "prop":
            properties.append((child.get("type", ""), child.text or ""))
        elif name == "note":
            notes.append(child.text or "")
        else:
            others.append((name, child))
            continue
        if len(child):
            _check_entities(child)
    return attributes_of(element), tuple(properties), tuple(notes), others


def attributes_of(element: etree._Element) -> list[tuple[str, str]]:
    """Give the attributes of an element, none where there are more than any TMX file has."""
    if len(element.attrib) > MOST_ATTRIBUTES:
        return []
    return cast("list[tuple[str, str]]", element.items())


def _local_name(element: etree._Element) -> str:
    """Give the name of an element without its name space."""
    name = element.tag
    if name in _NAMES:
        return name
    if not isinstance(name, str):
        raise _UnreadableError("has an entity of its own")
    return name.rpartition("}")[2]


def _check_entities(element: etree._Element) -> None:
    """Refuse entities among the children of an element that should have none."""
    for child in element:
        _local_name(child)


def _inner_xml(element: etree._Element) -> str:
    """Write what stands inside an element, without name spaces."""
    pieces = [escaped(element.text or "")]
    for child in element:
        name = _local_name(child)
        attributes = "".join(
            f' {str(key).rpartition("}")[2]}="{_attribute(str(value))}"'
            for key, value in attributes_of(child)
        )
        inside = _inner_xml(child)
        pieces.append(
            f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"
        )
        pieces.append(escaped(child.tail or ""))
    return "".join(pieces)


def _inner_text(element: etree._Element) -> str:
    """Give the text of an element without that of codes inside it."""
    if not len(element):
        return element.text or ""
    pieces = [element.text or ""]
    for child in element:
        if _local_name(child) not in _NATIVE_CODES:
            pieces.append(_inner_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
