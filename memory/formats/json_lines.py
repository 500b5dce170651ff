"""JSON Lines: one object a unit, all that the memory knows of it, for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.memory.formats.reading import reading
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import Carried, Level, Status, Translation, Unit

__all__ = ["read_json_lines", "write_json_lines"]

# Bytes of a line that are read at once: more than any unit has.
_LONGEST: Final = 1 << 24


def write_json_lines(path: Path, units: Iterable[Unit]) -> int:
    """Write units, each as an object with the fields of `memory.units.Unit`; return how many.

    Raises StoreError where the file cannot be written.
    """
    count = 0
    with replacing(path) as stream:
        for unit in units:
            stream.write(json.dumps(asdict(unit), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_json_lines(path: Path) -> Iterator[Unit]:
    """Yield the units that `write_json_lines` wrote, or objects with the most needed fields.

    These are `language`, `text` and `translations` with `language` and `text` each. Raises
    StoreError, naming the line, where the file cannot be read or a line is no such object.
    """
    with reading(path), path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST), b"")):
            if line.strip():
                yield _read(line, number, path)


def _read(line: bytes, place: int, path: Path) -> Unit:
    try:
        return _unit(json.loads(line), place, path)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreError(path, f"line {place + 1}: is no unit: {error!r}") from error


def _unit(given: Mapping[str, Any], place: int, path: Path) -> Unit:
    unit = Unit(
        symbol=str(given.get("symbol") or path.name.split(".")[0]),
        level=Level(given.get("level", Level.SENTENCE)),
        position=int(given.get("position", place)),
        reference=str(given.get("reference") or place + 1),
        kind=Kind(given.get("kind", Kind.BODY)),
        label=str(given.get("label", "")),
        language=_language(given),
        text=clean(str(given["text"])),
        translations=tuple(_translation(each) for each in given["translations"]),
        before=str(given.get("before", "")),
        after=str(given.get("after", "")),
        carried=_carried(given),
    )
    if not all((unit.text, *(each.text for each in unit.translations))):
        raise ValueError("a text is empty")
    return unit


def _translation(given: Mapping[str, Any]) -> Translation:
    return Translation(
        language=_language(given),
        text=clean(str(given["text"])),
        score=min(max(float(given.get("score", 1.0)), 0.0), 1.0),
        method=str(given.get("method", "imported")),
        label=str(given.get("label", "")),
        status=Status(given.get("status", Status.AUTOMATIC)),
        carried=_carried(given),
    )


def _language(given: Mapping[str, Any]) -> str:
    named = str(given["language"])
    language = language_named(named)
    if not language:
        raise ValueError(f"{named!r} is none of {', '.join(LANGUAGES)}")
    return language


def _carried(given: Mapping[str, Any]) -> Carried | None:
    carried = given.get("carried")
    if carried is None:
        return None
    return Carried(
        tuple((str(name), str(value)) for name, value in carried["attributes"]),
        tuple((str(name), str(value)) for name, value in carried["properties"]),
        tuple(map(str, carried["notes"])),
        # Inline tags are XML that would be written as it stands: only what a TMX had is trusted.
        "",
        str(carried.get("shown", "")),
        str(carried.get("number", "")),
    )
