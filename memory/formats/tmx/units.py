"""Units of a TMX file of any tool as units of a memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.corpora.messages import Message
from hexapla.memory.formats.profiles import ADDRESS, CONFIRMATIONS, OWN_PROPERTIES, VARIANT
from hexapla.memory.formats.reading import (
    LeftOut,
    at_line,
    imported_text,
    imported_translation,
    imported_unit,
    kept_apart,
    no_text,
    nobody,
)
from hexapla.memory.formats.tmx.reader import TmxUnit, TmxVariant, read_tmx
from hexapla.memory.formats.tmx.recovery import recovered_tmx
from hexapla.memory.text.language_codes import is_traditional, language_of
from hexapla.memory.units import Carried, Level, Status, Unit

__all__ = ["read_units", "symbol_of"]

_ANY: Final = "*all*"
_SYMBOLS: Final = ("x-Symbol:SingleString", "x-Symbol", "x-document")
_STATUSES: Final = MappingProxyType(
    {name: status for status, names in CONFIRMATIONS.items() for name in names}
)
_CONTEXT: Final = re.compile(r"^\s*<seg>(.*)</seg>\s*$", re.DOTALL)
_TAGS: Final = re.compile(r"<[^>]*>")
# Codes of languages that are remembered, and the length below which they are.
_REMEMBERED: Final = 256
_LONGEST_CODE: Final = 60
_ENTITIES: Final = MappingProxyType({"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"})


def read_units(
    path: Path,
    languages: Sequence[str] = (),
    left_out: LeftOut = nobody,
    *,
    recover: bool = False,
) -> Iterator[Unit]:
    """Yield the units of a TMX file, those with two texts at least.

    The source is the language that the file names, or the first of `languages` where a unit has it.
    Where a unit has several texts in one language, it is given once with the last of them, which
    is the newest, and once more with each of the others. What else the file says is carried along.
    With `recover`, what can be saved of a damaged file is read (`memory.formats.tmx.recovery`).
    Raises StoreError as `memory.formats.tmx.reader.read_tmx` does.
    """
    found = recovered_tmx(path, left_out) if recover else read_tmx(path)
    name = path.name.split(".")[0]
    for place, unit in enumerate(found):
        properties = dict(unit.properties)
        if VARIANT in properties:
            continue  # the unit before it says the same
        texts = _texts(unit)
        taken = [each for each in texts if each.text and not each.is_traditional]
        # Of two in one language, the last is the newer.
        latest = {each.language: each for each in taken}
        if len(latest) < 2 or len(latest) < len(texts):
            _tell(unit, texts, latest, left_out)
        if len(latest) < 2:
            continue
        others = [each for each in taken if latest[each.language] is not each]
        for variants in (latest, *({**latest, each.language: each} for each in others)):
            yield _unit(unit, properties, variants, place=place, name=name, languages=languages)


def symbol_of(unit: TmxUnit) -> str:
    """Return the symbol of the document that a unit is of, "" where it does not say."""
    return _symbol(unit, dict(unit.properties))


def _symbol(unit: TmxUnit, properties: Mapping[str, str]) -> str:
    for each in _SYMBOLS:
        if symbol := properties.get(each):
            return symbol
    return (unit.tuid or properties.get(ADDRESS, "")).rpartition("#")[0]


class _VariantText(NamedTuple):
    """A variant with its language, whether that is in traditional characters, and its text."""

    variant: TmxVariant
    language: str
    is_traditional: bool
    text: str


def _texts(unit: TmxUnit) -> list[_VariantText]:
    return [
        _VariantText(each, *_language(each.code), imported_text(each.text))
        for each in unit.variants
    ]


def _language(code: str) -> tuple[str, bool]:
    """Return the language of a code, and whether it is in traditional characters."""
    return (_known_language if len(code) < _LONGEST_CODE else _known_language.__wrapped__)(code)


@lru_cache(maxsize=_REMEMBERED)
def _known_language(code: str) -> tuple[str, bool]:
    return language_of(code), is_traditional(code)


def _tell(
    unit: TmxUnit,
    texts: Sequence[_VariantText],
    taken: Mapping[str, _VariantText],
    left_out: LeftOut,
) -> None:
    """Tell what of a unit is left out: texts that are not taken, or the one that has no other."""
    where = at_line(unit.line)
    told = False
    for each in texts:
        if each.is_traditional and each.text:
            left_out(where, kept_apart(each.variant.code))
            told = True
    if any(each.is_bare for each in unit.variants):
        left_out(where, Message("has a text that stands in no <seg>"))
        told = True
    if len(taken) < 2 and not told:
        left_out(where, no_text(taken))


def _unit(
    unit: TmxUnit,
    properties: Mapping[str, str],
    variants: Mapping[str, _VariantText],
    *,
    place: int,
    name: str,
    languages: Sequence[str],
) -> Unit:
    """Return a unit with two variants or more; `properties` are its own, the last of each type."""
    wanted = languages[0] if languages else _language(unit.source_code)[0]
    if wanted not in variants:
        wanted = next(iter(variants))
    own = variants[wanted]
    tuid = unit.tuid or properties.get(ADDRESS, "")
    score = properties.get("x-Score:Integer", "")
    sure = min(int(score) / 100, 1.0) if score.isdecimal() and len(score) < 8 else 1.0
    status = _STATUSES.get(properties.get("x-ConfirmationLevel", ""), Status.AUTOMATIC)
    around = (
        {**properties, **dict(own.variant.properties)} if own.variant.properties else properties
    )
    translations = [
        imported_translation(
            language, each.text, score=sure, status=status, carried=_carried(each.variant)
        )
        for language, each in variants.items()
        if each is not own
    ]
    return imported_unit(
        place,
        _symbol(unit, properties) or name,
        tuid.rpartition("#")[2],
        (wanted, own.text),
        tuple(translations),
        level=Level.PARAGRAPH if unit.segtype == "paragraph" else Level.SENTENCE,
        before=_context(around.get("x-context-pre", "")),
        after=_context(around.get("x-context-post", "")),
        carried=_carried_of_unit(unit, properties, own.variant),
    )


def _carried_of_unit(
    unit: TmxUnit, properties: Mapping[str, str], own: TmxVariant
) -> Carried | None:
    """Return what a unit has besides, without what `writer` writes by itself."""
    attributes, notes = unit.attributes, unit.notes + own.notes
    carried = unit.properties + own.properties
    if ("creationid", "hexapla") in attributes:
        written = f"{(unit.tuid or properties.get(ADDRESS, '')).rpartition('#')[0]},"
        attributes = ()
        carried = tuple([each for each in carried if each[0] not in OWN_PROPERTIES])
        notes = tuple([note for note in notes if not note.startswith(written)])
    if not (attributes or carried or notes or own.markup):
        return None
    return Carried(attributes, carried, notes, own.markup)


def _carried(variant: TmxVariant) -> Carried | None:
    if not (variant.attributes or variant.properties or variant.notes or variant.markup):
        return None
    return Carried(variant.attributes, variant.properties, variant.notes, variant.markup)


def _context(text: str) -> str:
    """Return the text of an escaped seg element."""
    found = _CONTEXT.match(text) if text else None
    if found is None:
        return ""
    return _unescaped(_TAGS.sub("", found[1]), _ENTITIES)


def _unescaped(text: str, entities: Mapping[str, str]) -> str:
    for entity, sign in entities.items():
        text = text.replace(entity, sign)
    return text
