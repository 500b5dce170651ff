"""TMX 1.4b, written as a stream in constant memory, so that every CAT tool takes it.

The format: TMX 1.4b Specification, OSCAR Recommendation of 26 April 2005. What the tools ask of it
beyond that: one language pair a file, the source first and `srclang` equal to its `xml:lang`;
codes with a region; note and prop before tuv; no white space at the ends of a segment; no side
empty; no prop of type "file", which OmegaT takes for an alternative of one file only.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Final, TextIO

from hexapla.memory.formats.profiles import (
    GENERAL,
    NUMBER,
    OWN_PROPERTIES,
    PIECE,
    SHOWN,
    VARIANT,
    Profile,
)
from hexapla.memory.formats.tmx.portable import (
    portable_date,
    portable_markup,
    portable_property,
)
from hexapla.memory.formats.tmx.reader import DATES
from hexapla.memory.formats.tmx.shown import shown_markup, shown_number, shown_pieces
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import xml_attribute, xml_text
from hexapla.memory.units import Carried, Level, Status, Translation, Unit

__all__ = ["write_tmx", "write_tmx_files", "write_tmx_pairs"]

_log = logging.getLogger(__name__)

_TAIL: Final = "</body>\n</tmx>\n"
# What TMX 1.4b (section 2.2) has for <tu> and <tuv> alike.
_USAGE: Final = DATES | {
    *("o-encoding", "datatype", "usagecount", "creationtool", "o-tmf"),
    *("creationtoolversion", "creationid", "changeid"),
}


def write_tmx(
    path: Path,
    units: Iterable[Unit],
    *,
    source: str,
    target: str,
    level: Level,
    created: datetime,
    profile: Profile = GENERAL,
    min_score: float = 0.0,
) -> int:
    """Write the translations of units from one language into another; return how many.

    Units go into the file in the order given, so of two with one source text the later is the
    newer. Left out are rejected translations, those below the confidence `min_score` that no one
    has reviewed, units without a translation into `target`, sides without text, and units with a
    side of more characters than the profile takes, counted as they are written. All go into one
    file, whatever the profile says of that. The file is written beside `path` and takes its place
    when it is complete.

    Raises StoreError where it cannot be written; whatever stood at `path` is then as it was.
    """
    edition = _edition(source, target, created, profile)
    written = _written(units, edition, min_score, path)
    return _write_file(path, written, edition, level)


def write_tmx_pairs(
    paths: Mapping[str, Path],
    units: Iterable[Unit],
    *,
    source: str,
    level: Level,
    created: datetime,
    profile: Profile = GENERAL,
    min_score: float = 0.0,
    doubtful: Mapping[str, Path] = MappingProxyType({}),
) -> dict[Path, int]:
    """Write the translations of units as `write_tmx` does, all languages in one pass.

    `paths` are the files by their target languages, `doubtful` those for the translations that
    `min_score` leaves out. Returns the number of units in each file; one that would have none is
    not made, and whatever stands at its path is as it was.

    Raises StoreError where a file cannot be written.
    """
    editions = {target: _edition(source, target, created, profile) for target in paths}
    counts: Counter[Path] = Counter()
    too_long: Counter[Path] = Counter()
    numbers: defaultdict[Path, set[tuple[str, str]]] = defaultdict(set)
    with ExitStack() as files:
        streams: dict[Path, TextIO] = {}
        for unit in units:
            for target, edition in editions.items():
                chosen = _chosen(unit, edition)
                if chosen is None:
                    continue
                unsure = _is_doubtful(chosen.translation, min_score)
                path = doubtful.get(target) if unsure else paths[target]
                if path is None:
                    continue
                if _is_too_long(chosen, profile):
                    too_long[path] += 1
                    continue
                if path not in streams:
                    streams[path] = files.enter_context(replacing(path))
                    streams[path].write(_head(edition, level))
                streams[path].write(_tu(unit, chosen, edition, numbers[path]))
                counts[path] += 1
        for stream in streams.values():
            stream.write(_TAIL)
    for path, number in too_long.items():
        _tell_too_long(path, number, profile)
    return dict(counts)


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

    Returns the files, `NAME.tmx`, `NAME-2.tmx` and so on, and the number of units in each.
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


def _write_file(path: Path, written: Iterable[str], edition: _FileSettings, level: Level) -> int:
    count = 0
    with replacing(path) as stream:
        stream.write(_head(edition, level))
        for each in written:
            stream.write(each)
            count += 1
        stream.write(_TAIL)
    return count


def _written(
    units: Iterable[Unit], edition: _FileSettings, min_score: float, path: Path
) -> Iterator[str]:
    """Yield the elements of the units that go into a file; warn of how many were too long."""
    too_long = 0
    numbers: set[tuple[str, str]] = set()
    for unit in units:
        chosen = _chosen(unit, edition)
        if chosen is None or _is_doubtful(chosen.translation, min_score):
            continue
        if _is_too_long(chosen, edition.profile):
            too_long += 1
            continue
        yield _tu(unit, chosen, edition, numbers)
    if too_long:
        _tell_too_long(path, too_long, edition.profile)


def _tell_too_long(path: Path, number: int, profile: Profile) -> None:
    _log.warning(
        "%s: units with a side of over %s characters left out: %d", path, profile.longest, number
    )


@dataclass(frozen=True, slots=True)
class _FileSettings:
    """What all units of one file share; codes and stamp as they are written."""

    source: str
    target: str
    source_code: str
    target_code: str
    stamp: str
    profile: Profile


def _edition(source: str, target: str, created: datetime, profile: Profile) -> _FileSettings:
    stamp = created.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    codes = [xml_attribute(profile.codes[language]) for language in (source, target)]
    return _FileSettings(source, target, codes[0], codes[1], stamp, profile)


def _head(edition: _FileSettings, level: Level) -> str:
    tool = xml_attribute(version("hexapla"))
    if edition.profile.from_omegat:
        tool = f"hexapla {tool}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4">\n'
        f'<header creationtool="{"OmegaT" if edition.profile.from_omegat else "hexapla"}"'
        f' creationtoolversion="{tool}"'
        f' segtype="{level}" o-tmf="hexapla" adminlang="en-US"'
        f' srclang="{edition.source_code}" datatype="plaintext"'
        f' creationdate="{edition.stamp}"/>\n'
        "<body>\n"
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The translation of a unit that goes into a file, and both texts as they are written."""

    translation: Translation
    source: str
    target: str


def _chosen(unit: Unit, edition: _FileSettings) -> _Chosen | None:
    """Return what goes into the file, None where the unit has nothing for it."""
    if unit.language != edition.source:
        return None
    for each in unit.translations:
        if each.language == edition.target and each.status is not Status.REJECTED:
            source, target = xml_text(unit.text), xml_text(each.text)
            return _Chosen(each, source, target) if source and target else None
    return None


def _is_doubtful(translation: Translation, min_score: float) -> bool:
    """Return whether a translation is less sure than it should be, and nobody has reviewed it."""
    return translation.score < min_score and translation.status is not Status.REVIEWED


def _is_too_long(chosen: _Chosen, profile: Profile) -> bool:
    longest = profile.longest
    return longest is not None and max(len(chosen.source), len(chosen.target)) > longest


def _tu(unit: Unit, chosen: _Chosen, edition: _FileSettings, numbers: set[tuple[str, str]]) -> str:
    """Write a unit, and once more as its document shows it where that is not the same.

    `numbers` are those that the file has as units of their own.
    """
    carried = unit.carried, chosen.translation.carried
    source, target = (None, None) if edition.profile.from_omegat else carried
    forms = (
        ((_markup(source, chosen.source), _markup(target, chosen.target)), ""),
        (shown_markup(unit, chosen.translation), SHOWN),
        (_number(unit, chosen, numbers), NUMBER),
        *(
            (form, f"{PIECE}{number}")
            for number, form in enumerate(shown_pieces(unit, chosen.translation), 1)
        ),
    )
    return "".join(_one_tu(unit, chosen, edition, form, kind) for form, kind in forms if form)


def _number(unit: Unit, chosen: _Chosen, numbers: set[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the number that stands before a unit, once a file."""
    found = shown_number(unit, chosen.translation)
    if found is None or found in numbers:
        return None
    numbers.add(found)
    return found


def _one_tu(
    unit: Unit, chosen: _Chosen, edition: _FileSettings, markup: tuple[str, str], kind: str = ""
) -> str:
    translation, stamp, profile = chosen.translation, edition.stamp, edition.profile
    note = " ".join(filter(None, (unit.symbol and f"{unit.symbol},", unit.kind, unit.label)))
    attributes = _attributes(unit.carried) or (
        f' creationdate="{stamp}" creationid="hexapla" changedate="{stamp}" changeid="hexapla"'
    )
    notes = unit.carried.notes if unit.carried and unit.carried.is_imported else (note,)
    tuid = f' tuid="{xml_attribute(unit.tuid)}{kind and f"@{kind}"}"' if profile.tuids else ""
    return (
        f"<tu{tuid}{attributes}>\n"
        + _notes(notes)
        + _given_back(unit.carried)
        + _properties([(VARIANT, kind)])
        + _properties(profile.of_unit(unit, translation))
        + f'<tuv xml:lang="{edition.source_code}">\n'
        f"{_properties(profile.of_source(unit, translation))}"
        f"<seg>{markup[0]}</seg>\n</tuv>\n"
        f'<tuv xml:lang="{edition.target_code}"{_attributes(translation.carried)}>\n'
        f"{_notes(translation.carried.notes if translation.carried else ())}"
        f"{_given_back(translation.carried)}"
        f"<seg>{markup[1]}</seg>\n</tuv>\n"
        "</tu>\n"
    )


def _attributes(carried: Carried | None) -> str:
    """Write the attributes of the file that a text was imported from, those that TMX has."""
    if carried is None:
        return ""
    named = (
        (name, portable_date(value) if name in DATES else value)
        for name, value in carried.attributes
        if name in _USAGE
    )
    return "".join(f' {name}="{xml_attribute(value)}"' for name, value in named if value)


def _notes(notes: Iterable[str]) -> str:
    return "".join(f"<note>{text}</note>\n" for note in notes if (text := xml_text(note)))


def _given_back(carried: Carried | None) -> str:
    """Write the props of the file that a text was imported from, but those that we write."""
    if carried is None:
        return ""
    return _properties(
        (xml_attribute(portable_property(name)), value)
        for name, value in carried.properties
        if name not in OWN_PROPERTIES
    )


def _properties(properties: Iterable[tuple[str, str]]) -> str:
    """Write the properties that have a value; the names are fit for an attribute."""
    return "".join(
        f'<prop type="{name}">{text}</prop>\n'
        for name, value in properties
        if (text := xml_text(value))
    )


def _markup(carried: Carried | None, text: str) -> str:
    return portable_markup(carried.markup) if carried and carried.markup else text
