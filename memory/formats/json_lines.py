"""JSON Lines: one object a unit, all that the memory knows of it, for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from math import isfinite
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
_LONGEST_CAUSE: Final = 200
# The last position that databases have a number for.
_LAST: Final = 2**31 - 1


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
    except (
        *(ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError),
    ) as error:
        raise StoreError(
            path,
            "line %(number)s: is no unit: %(error)s",
            number=place + 1,
            error=_told(error)[:_LONGEST_CAUSE],
        ) from error


def _told(error: Exception) -> str:
    """Return why a line is no unit, in words for who has made it."""
    match error:
        case KeyError():
            return f"it has no {error.args[0]}"
        case UnicodeDecodeError():
            return "it is not in UTF-8"
        case json.JSONDecodeError():
            return f"it is no JSON: {error.msg} at character {error.pos + 1}"
        case RecursionError():
            return "it is nested too deep"
        case ValueError():
            return str(error)
    return "it is no object with language, text and translations"


def _unit(given: Mapping[str, Any], place: int, path: Path) -> Unit:
    unit = Unit(
        symbol=_field(given, "symbol") or path.name.split(".")[0],
        level=Level(given.get("level", Level.SENTENCE)),
        position=_position(given.get("position", place)),
        reference=_field(given, "reference") or str(place + 1),
        kind=Kind(given.get("kind", Kind.BODY)),
        label=_field(given, "label"),
        language=_language(given),
        text=clean(str(given["text"])),
        translations=tuple(_translation(each) for each in given["translations"]),
        before=_field(given, "before"),
        after=_field(given, "after"),
        carried=_carried(given),
    )
    if not all((unit.text, *(each.text for each in unit.translations))):
        raise ValueError("a text is empty")
    return unit


def _translation(given: Mapping[str, Any]) -> Translation:
    return Translation(
        language=_language(given),
        text=clean(str(given["text"])),
        score=_score(given.get("score", 1.0)),
        method=_field(given, "method") or "imported",
        label=_field(given, "label"),
        status=Status(given.get("status", Status.AUTOMATIC)),
        carried=_carried(given),
    )


def _field(given: Mapping[str, Any], name: str) -> str:
    """Return a field as text without what XML and databases have no place for; "" for none."""
    value = given.get(name)
    return "" if value is None else clean(str(value))


def _position(value: object) -> int:
    position = int(value) if isinstance(value, int | float | str) else -1
    if not 0 <= position <= _LAST:
        raise ValueError(f"a position is from 0 to {_LAST}")
    return position


def _score(value: float | str) -> float:
    score = float(value)
    if not isfinite(score):
        raise ValueError("a score is from 0 to 1")
    return min(max(score, 0.0), 1.0)


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
        _pairs(carried["attributes"]),
        _pairs(carried["properties"]),
        tuple(clean(str(note)) for note in carried["notes"]),
        # Inline tags are XML that would be written as it stands: only what a TMX had is trusted.
        "",
        _field(carried, "shown"),
        _field(carried, "number"),
    )


def _pairs(found: Iterable[tuple[object, object]]) -> tuple[tuple[str, str], ...]:
    return tuple((clean(str(name)), clean(str(value))) for name, value in found)
