"""TMX 1.4b, written as a stream in constant memory, so that every CAT tool takes it.

The format: TMX 1.4b Specification, OSCAR Recommendation of 26 April 2005. What the tools ask of it
beyond that: one language pair a file, the source first and `srclang` equal to its `xml:lang`;
codes with a region; note and prop before tuv; no white space at the ends of a segment; no side
empty; no prop of type "file", which OmegaT takes for an alternative of one file only.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpora.errors import UsageError
from memory.files import replacing
from memory.languages import TMX_CODES
from memory.text import clean
from memory.units import Level, Status, Translation, Unit

__all__ = ["LONGEST_SIDE", "build_time", "write_tmx"]

_log = logging.getLogger(__name__)

LONGEST_SIDE = 2000
"""The characters that Trados' cloud takes in one side of a unit."""

_CONFIRMATION = {
    Status.AUTOMATIC: "Draft",
    Status.REVIEWED: "ApprovedTranslation",
    Status.REJECTED: "RejectedTranslation",
}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE_ESCAPES = _ESCAPES | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


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
) -> int:
    """Write the translations of units from one language into another; give how many.

    Units go into the file in the order given, so of two with one source text the later is the
    newer. Left out are rejected translations, units without a translation into `target`, sides
    without text, and, unless `longest` is None, units with a side of more characters than that,
    counted as they are written. `codes` gives the `xml:lang` of each language. The file is
    written beside `path` and takes its place when it is complete.

    Raises StoreError where it cannot be written; whatever stood at `path` is then as it was.
    """
    stamp = created.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    edition = _Edition(source, target, codes[source], codes[target], stamp)
    count = too_long = 0
    with replacing(path) as stream:
        stream.write(_head(edition, level))
        for unit in units:
            chosen = _chosen(unit, edition)
            sides = (_text(unit.text), _text(chosen.text)) if chosen else ("", "")
            if chosen is None or not all(sides):
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
    """What all units of one file share."""

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
        f' srclang="{_attribute(edition.source_code)}" datatype="plaintext"'
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
    origin = " ".join(
        f'{act}date="{edition.stamp}" {act}id="hexapla"' for act in ("creation", "change")
    )
    note = " ".join(filter(None, (f"{unit.symbol},", unit.kind, unit.label)))
    return (
        f'<tu tuid="{_attribute(unit.tuid)}" {origin}>\n'
        f"<note>{_text(note)}</note>\n"
        f"{_properties(unit, translation)}"
        f'<tuv xml:lang="{_attribute(edition.source_code)}">\n{_context(unit)}'
        f"<seg>{sides[0]}</seg>\n</tuv>\n"
        f'<tuv xml:lang="{_attribute(edition.target_code)}">\n<seg>{sides[1]}</seg>\n</tuv>\n'
        "</tu>\n"
    )


def _properties(unit: Unit, translation: Translation) -> str:
    """Give what Trados (x-…:Type, x-ConfirmationLevel) and memoQ (aligned, x-document) read."""
    # Rounded down, so that only what is certain is 100; the tiny addend undoes binary fractions.
    score = int(translation.score * 100 + 1e-6)
    return "".join(
        _property(name, value)
        for name, value in (
            ("x-document", unit.symbol),
            ("x-Symbol:SingleString", unit.symbol),
            ("x-Score:Integer", str(score)),
            ("x-ConfirmationLevel", _CONFIRMATION[translation.status]),
            ("aligned", "yes" if translation.status is Status.AUTOMATIC else "no"),
        )
    )


def _context(unit: Unit) -> str:
    """Give the neighbouring source texts as memoQ writes them: a seg element, escaped."""
    return "".join(
        _property(name, f"<seg>{_text(text)}</seg>")
        for name, text in (("x-context-pre", unit.before), ("x-context-post", unit.after))
        if text
    )


def _property(name: str, value: str) -> str:
    value = _text(value)
    return f'<prop type="{name}">{value}</prop>\n' if value else ""


def _text(text: str) -> str:
    return clean(text).translate(_ESCAPES)


def _attribute(text: str) -> str:
    return clean(text).translate(_ATTRIBUTE_ESCAPES)
