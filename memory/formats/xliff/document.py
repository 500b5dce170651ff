"""XLIFF, the exchange format of CAT tools: 1.2, 2.0 and 2.1 are read, bilingual 1.2 is written.

The standards: OASIS, 1 February 2008, 5 August 2014 and 13 February 2018.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.xml import Elements, has_entities, local_name
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import (
    GIVE_LANGUAGES,
    LeftOut,
    at_element,
    compose,
    entity_error,
    imported_translation,
    imported_unit,
    kept_apart,
    nobody,
    reading,
)
from hexapla.memory.formats.xliff.segments import ACCEPTED, XliffSegment, segments_of, text_of
from hexapla.memory.formats.xliff.tags import TagNumbers, add_markup, markup_of
from hexapla.memory.output.files import replacing_bytes
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import TMX_CODES, is_traditional, language_of
from hexapla.memory.units import Carried, Status, Translation, Unit

__all__ = ["read_xliff", "write_xliff"]

_SPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
_STATES: Final = {Status.AUTOMATIC: "needs-review-translation", Status.REVIEWED: "final"}
_KNOWN_STATES: Final = ACCEPTED | {
    *("new", "translated", "needs-translation", "needs-adaptation", "needs-l10n"),
    *("needs-review-translation", "needs-review-adaptation", "needs-review-l10n"),
}
# The property that a state is carried in, which says more than a status does.
_STATE: Final = "x-xliff-state"


def read_xliff(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> Iterator[Unit]:
    """Yield the translated segments of a file of XLIFF 1.2, 2.0 or 2.1 as they stand in it.

    Units that a CAT tool has segmented are a unit for each segment. The symbol is the name of the
    original, the reference the id or resource name of the unit, with that of the segment. States,
    notes and inline tags are kept. `languages` are those of source and target where the file names
    none. Raises StoreError where the file cannot be read or is no XLIFF.
    """
    place = 0
    root: etree._Element | None = None
    file: etree._Element | None = None
    with reading(path), path.open("rb") as stream:
        elements = Elements(stream, ("start", "end"))
        for event, element in elements:
            name = local_name(element)
            if root is None:
                root = element
                if name != "xliff" or not element.get("version", "").startswith(("1.", "2.")):
                    raise StoreError(path, "is no XLIFF 1.2, 2.0 or 2.1")
            if event == "start" and name == "file":
                file = element
            elif event == "end" and name in ("trans-unit", "unit") and file is not None:
                described = _XliffFile.of(root, file, path, languages)
                for unit in _units(element, described, place, left_out):
                    yield unit
                    place += 1
                elements.forget(element)


@dataclass(frozen=True, slots=True)
class _XliffFile:
    """What all units of a file share: where it is, what it is a translation of, its languages."""

    path: Path
    symbol: str
    source: str
    target: str

    @classmethod
    def of(
        cls, root: etree._Element, file: etree._Element, path: Path, languages: Sequence[str]
    ) -> _XliffFile:
        """Return what a file says of itself, version 1 in `file`, version 2 in `xliff`."""
        given = (*languages, "", "")
        return cls(
            path,
            file.get("original") or path.stem,
            file.get("source-language") or root.get("srcLang") or given[0],
            file.get("target-language") or root.get("trgLang") or given[1],
        )


def _units(
    element: etree._Element, file: _XliffFile, place: int, left_out: LeftOut
) -> Iterator[Unit]:
    """Yield the units of an element, one for each of its segments that has a translation."""
    line = at_element(element)
    if has_entities(element):
        raise entity_error(file.path, element)
    compose(element)
    names = element.get("resname") or element.get("name") or ""
    symbol, _, reference = (names or element.get("id") or "").rpartition("#")
    notes = tuple(
        text
        for path in ("{*}note", "{*}notes/{*}note")
        for note in element.iterfind(path)
        if (text := clean(note.text or ""))
    )
    for segment in segments_of(element):
        texts = text_of(segment.source), text_of(segment.target)
        cause = segment.cause or segment.too_long or _cause(texts, file)
        if cause:
            if any(texts):
                left_out(_where(line, segment.name), cause)
            continue
        yield _unit(
            segment,
            texts,
            file,
            place=place,
            symbol=symbol or file.symbol,
            reference=".".join(filter(None, (reference, segment.name))),
            notes=notes,
        )
        place += 1


def _where(line: Message, segment: str) -> Message:
    if not segment:
        return line
    return Message("%(line)s, segment %(name)s", line=line, name=repr(segment))


def _cause(texts: tuple[str, str], file: _XliffFile) -> Message | None:
    """Return why texts are no unit, None where they are one."""
    advice = Message(GIVE_LANGUAGES)
    if not texts[0]:
        return Message("has no source text")
    if not texts[1]:
        return Message("has no translation")
    if not file.source:
        return Message("the file names no source language%(advice)s", advice=advice)
    if not file.target:
        return Message("the file names no target language%(advice)s", advice=advice)
    for code in (file.source, file.target):
        if is_traditional(code):
            return kept_apart(code)
    return None


def _unit(
    segment: XliffSegment,
    texts: tuple[str, str],
    file: _XliffFile,
    *,
    place: int,
    symbol: str,
    reference: str,
    notes: tuple[str, ...],
) -> Unit:
    numbering = TagNumbers()
    markup, other = (
        "" if side is None else markup_of(side, numbering)
        for side in (segment.source, segment.target)
    )
    state = segment.state
    carried = Carried(
        properties=((_STATE, state),) if state and state not in _STATES.values() else (),
        notes=notes,
        markup=other,
    )
    translation = imported_translation(
        language_of(file.target),
        texts[1],
        status=segment.status,
        carried=None if carried == Carried() else carried,
    )
    return imported_unit(
        place,
        symbol,
        reference,
        (language_of(file.source), texts[0]),
        (translation,),
        carried=Carried(markup=markup) if markup else None,
    )


def write_xliff(
    path: Path,
    units: Iterable[Unit],
    *,
    source: str,
    target: str,
    codes: Mapping[str, str] = TMX_CODES,
) -> int:
    """Write the translations of units from one language into another; return how many.

    `codes` gives the code that each language has in the file. Rejected translations are left out.
    Raises StoreError where the file cannot be written.
    """
    count = 0
    with replacing_bytes(path) as stream, etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        with (
            xml.element(f"{{{_SPACE}}}xliff", {"version": "1.2"}, nsmap={None: _SPACE}),
            xml.element(
                f"{{{_SPACE}}}file",
                {
                    "original": path.stem,
                    "source-language": codes[source],
                    "target-language": codes[target],
                    "datatype": "plaintext",
                },
            ),
            xml.element(f"{{{_SPACE}}}body"),
        ):
            for unit in units:
                for each in unit.translations:
                    chosen = unit.language == source and each.language == target
                    if chosen and each.status is not Status.REJECTED:
                        count += 1
                        xml.write(_trans_unit(unit, each, count))
    return count


def _trans_unit(unit: Unit, translation: Translation, number: int) -> etree._Element:
    # Made so, it needs no prefix.
    element = etree.fromstring(f'<trans-unit xmlns="{_SPACE}"/>')
    element.set("id", str(number))
    element.set("resname", clean(unit.tuid))
    if translation.status is Status.REVIEWED:
        element.set("approved", "yes")
    _fill(etree.SubElement(element, f"{{{_SPACE}}}source"), unit.text, unit.carried)
    side = etree.SubElement(element, f"{{{_SPACE}}}target", {"state": _state(translation)})
    _fill(side, translation.text, translation.carried)
    for note in translation.carried.notes if translation.carried else ():
        etree.SubElement(element, f"{{{_SPACE}}}note").text = clean(note)
    return element


def _fill(side: etree._Element, text: str, carried: Carried | None) -> None:
    """Write a text, with the tags that it came with."""
    if not (carried and carried.markup and add_markup(side, carried.markup)):
        side.text = clean(text)


def _state(translation: Translation) -> str:
    """Return the state that a segment came with, where it still says what we know."""
    properties = translation.carried.properties if translation.carried else ()
    given = dict(properties).get(_STATE, "")
    reviewed = translation.status is Status.REVIEWED
    if given in _KNOWN_STATES and (given in ACCEPTED) == reviewed:
        return given
    return _STATES[translation.status]
