"""TMX files cut into several, joined into one, and given other language codes.

Units are handed on as they stand, with all that they hold, one by one, however many they are.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TextIO

from lxml import etree

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.input.xml import XML_LANG, Elements, has_entities, local_name
from hexapla.memory.formats.reading import entity_error, reading
from hexapla.memory.formats.tmx.reader import DATES, attributes_of, unit_of
from hexapla.memory.formats.tmx.units import symbol_of
from hexapla.memory.formats.tmx.unpacking import open_unpacked
from hexapla.memory.output.files import make_folder, replacing
from hexapla.memory.register import symbol_year
from hexapla.memory.text.cleaning import xml_attribute
from hexapla.memory.text.language_codes import is_traditional, language_of

__all__ = ["by_symbol", "by_units", "by_year", "join_tmx", "recode_tmx", "split_tmx"]

# Files that a split may make, and those that are open at a time.
_MOST_FILES: Final = 10_000
_OPEN: Final = 64
_LONGEST_NAME: Final = 100
_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+")
_YEAR: Final = re.compile(r"(\d{4})-?\d\d-?\d\d")
# What a unit says itself where the header of the joined file says otherwise.
_OF_HEADER: Final = ("srclang", "segtype", "datatype", "o-tmf")
_CODE: Final = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")
_LANGUAGES: Final = (XML_LANG, "lang", "srclang")


@dataclass(frozen=True, slots=True)
class _TmxFile:
    """What stands around the units of a file."""

    doctype: str
    root: etree._Element
    header: etree._Element | None
    attributes: Mapping[str, str]  # of the header


PartName = Callable[[etree._Element, Mapping[str, str], int], str]
"""From a unit, the attributes of its file's header and its number, from 0, to the part it is of."""


def by_units(most: int) -> PartName:
    """Return what cuts a file after so many units. Raises UsageError where that is none."""
    if most < 1:
        raise UsageError("a file has to have one unit at least")
    return lambda _, __, number: str(number // most + 1)


def by_symbol(tu: etree._Element, header: Mapping[str, str], _: int) -> str:
    """Return the symbol of the document that a unit is of, "" where it does not say."""
    return symbol_of(unit_of(tu, header, Path()))


def by_year(tu: etree._Element, header: Mapping[str, str], _: int) -> str:
    """Return the year of a unit: of its document, by the symbol, else of its last change."""
    unit = unit_of(tu, header, Path())
    year = symbol_year(symbol_of(unit))
    if year is not None:
        return str(year)
    given = [unit.attributes, *(each.attributes for each in unit.variants)]
    dates = [
        found[1]
        for attributes in given
        for name, value in attributes
        if name in DATES and (found := _YEAR.match(value))
    ]
    return max(dates, default="")


def split_tmx(path: Path, folder: Path, part: PartName) -> list[tuple[Path, int]]:
    """Cut a TMX file into files in a folder, NAME_PART.tmx; return them with their units.

    `part` names the part of each unit: `by_units(n)`, `by_symbol`, `by_year`, or one of your own.
    The files are written when all of `path` has been read. Raises StoreError where it cannot be
    read, or a file not be written; UsageError where there would be more than 10,000.
    """
    stem = path.name.split(".")[0]
    with ExitStack() as stack:
        file, units = stack.enter_context(_units(path))
        make_folder(folder)
        temporary = stack.enter_context(TemporaryDirectory(prefix=".split-", dir=folder))
        parts = _Parts(Path(temporary))
        for number, tu in enumerate(units):
            parts.add(part(tu, file.attributes, number), _written(tu))
        parts.close()
        taken: set[str] = set()
        written = []
        for name, (place, count) in parts.found.items():
            goal = folder / f"{stem}_{_free_name(name, taken)}.tmx"
            with replacing(goal) as stream, place.open(encoding="utf-8", newline="") as rest:
                stream.write(_head(file))
                while piece := rest.read(1 << 20):
                    stream.write(piece)
                stream.write(_tail(file))
            written.append((goal, count))
    return written


@dataclass(slots=True)
class _Parts:
    """The units of each part, in files of which some are open."""

    folder: Path
    found: dict[str, tuple[Path, int]] = field(default_factory=dict)
    _open: OrderedDict[str, TextIO] = field(default_factory=OrderedDict)

    def add(self, name: str, text: str) -> None:
        """Add a unit to a part."""
        place, count = self.found.get(name, (self.folder / str(len(self.found)), 0))
        if not count and len(self.found) >= _MOST_FILES:
            raise UsageError(f"this would be more than {_MOST_FILES:,} files")
        self.found[name] = place, count + 1
        if name not in self._open:
            if len(self._open) >= _OPEN:
                self._open.popitem(last=False)[1].close()
            self._open[name] = place.open("a", encoding="utf-8", newline="")
        self._open.move_to_end(name)
        self._open[name].write(text)

    def close(self) -> None:
        """Close the files."""
        for stream in self._open.values():
            stream.close()


def _free_name(part: str, taken: set[str]) -> str:
    """Return a name for the file of a part that no other has, on any system."""
    name = _NOT_IN_NAMES.sub("_", part).strip("._")[:_LONGEST_NAME] or "other"
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.casefold())
    return free


def join_tmx(paths: Sequence[Path], path: Path) -> int:
    """Write the units of TMX files, one after the other, into one file; return how many.

    The header is that of the first file; where another has a source language or segmentation of its
    own, its units say so. Raises StoreError where a file cannot be read or written, UsageError
    where one of those to be read is the one to be written.
    """
    if any(each.resolve() == path.resolve() for each in paths):
        raise UsageError(f"{path}: cannot be joined into itself")
    count = 0
    first: _TmxFile | None = None
    with replacing(path) as stream:
        for each in paths:
            with _units(each) as (file, units):
                if first is None:
                    first = file
                    stream.write(_head(file))
                own = {
                    name: value
                    for name in _OF_HEADER
                    if (value := file.attributes.get(name, "")) != first.attributes.get(name, "")
                    and value
                }
                for tu in units:
                    for name, value in own.items():
                        if tu.get(name) is None:
                            tu.set(name, value)
                    stream.write(_written(tu))
                    count += 1
        if first is None:
            raise UsageError("there is no file to be joined")
        stream.write(_tail(first))
    return count


def recode_tmx(path: Path, goal: Path, codes: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Write a TMX file with other language codes; return the new one of each, and its texts.

    A code is `zh-CN`, for every code of that language, or `zh-Hans=zh-CN` for one; what is said of
    one goes before. Chinese in traditional characters is kept apart from simplified: only its own
    code changes it. Raises StoreError where a file cannot be read or written, UsageError for what
    is no code.
    """
    exchanged = _Codes(codes)
    with _units(path) as (file, units), replacing(goal) as stream:
        if file.header is not None:
            exchanged.change(file.header, count=False)
        stream.write(_head(file))
        for tu in units:
            exchanged.change(tu, count=False)
            for tuv in tu:
                if local_name(tuv) == "tuv":
                    exchanged.change(tuv, count=True)
            stream.write(_written(tu))
        stream.write(_tail(file))
    return exchanged.found


class _Codes:
    """Which code takes the place of which, and what was changed."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.found: dict[str, tuple[str, int]] = {}
        self._named: dict[str, str] = {}
        self._languages: dict[str, str] = {}
        for code in codes:
            old, equals, new = code.partition("=")
            for each in (old, new) if equals else (old,):
                if not _CODE.fullmatch(each):
                    raise UsageError(f"{code[:40]!r} is neither a code nor OLD=NEW")
            if equals:
                self._named[_folded(old)] = new
            else:
                self._languages[language_of(code)] = code

    def change(self, element: etree._Element, *, count: bool) -> None:
        """Change the codes of an element."""
        for name in _LANGUAGES:
            old = element.get(name)
            if old is None:
                continue
            new = self._new(str(old))
            if new != old:
                element.set(name, new)
                if count:
                    _, number = self.found.get(str(old), ("", 0))
                    self.found[str(old)] = new, number + 1

    def _new(self, code: str) -> str:
        named = self._named.get(_folded(code))
        if named is not None:
            return named
        other = self._languages.get(language_of(code), code)
        return other if is_traditional(other) == is_traditional(code) else code


def _folded(code: str) -> str:
    return code.lower().replace("_", "-")


@contextmanager
def _units(path: Path) -> Iterator[tuple[_TmxFile, Iterator[etree._Element]]]:
    """Open a TMX file: what stands around its units, and they themselves, one at a time."""
    with reading(path), open_unpacked(path) as stream:
        elements = Elements(stream, ("start", "end"), ("{*}header", "{*}body", "{*}tu"))
        yield _around(elements, path), _each_unit(elements, path)


def _around(elements: Elements, path: Path) -> _TmxFile:
    header = root = None
    for event, element in elements:
        root = element.getroottree().getroot()
        if local_name(root) != "tmx":
            break
        if local_name(element) == "header":
            header = element
        elif event == "start":
            info: Any = element.getroottree().docinfo
            attributes = {} if header is None else dict(attributes_of(header))
            return _TmxFile(info.doctype, root, header, attributes)
    name = local_name(elements.root if root is None else root)
    if name == "tmx":
        raise StoreError(path, "has no units")
    raise StoreError(path, "is no TMX, but a file of <%(name)s>", name=name)


def _each_unit(elements: Elements, path: Path) -> Iterator[etree._Element]:
    for event, element in elements:
        if event == "end" and local_name(element) == "tu":
            if has_entities(element):
                raise entity_error(path, element)
            yield element
            elements.forget(element)


def _written(element: etree._Element) -> str:
    element.tail = None
    return f"{etree.tostring(element, encoding='unicode')}\n"


def _head(file: _TmxFile) -> str:
    root = file.root
    names = (
        (f"xmlns:{prefix}" if prefix else "xmlns", str(value))
        for prefix, value in root.nsmap.items()
    )
    attributes = [*names, *((key, each) for key, each in attributes_of(root) if key[0] != "{")]
    given = "".join(f' {key}="{xml_attribute(value)}"' for key, value in attributes)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        file.doctype,
        f"<{_named(root, 'tmx')}{given}>",
        "" if file.header is None else _written(file.header).rstrip("\n"),
        f"<{_named(root, 'body')}>",
    ]
    return "".join(f"{line}\n" for line in lines if line)


def _tail(file: _TmxFile) -> str:
    return f"</{_named(file.root, 'body')}>\n</{_named(file.root, 'tmx')}>\n"


def _named(root: etree._Element, name: str) -> str:
    return f"{root.prefix}:{name}" if root.prefix else name
