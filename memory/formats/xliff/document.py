"""XLIFF 1.2, bilingual: the exchange format of CAT tools (OASIS Standard, 1 February 2008)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.xml import forget, has_entities, iterate, local_name
from hexapla.memory.formats.reading import (
    LeftOut,
    imported_translation,
    imported_unit,
    nobody,
    reading,
    text_outside,
)
from hexapla.memory.formats.xliff.tags import NATIVE_CODES, Numbering, add_markup, markup_of
from hexapla.memory.output.files import replacing_bytes
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import TMX_CODES, language_of
from hexapla.memory.units import Carried, Status, Translation, Unit

__all__ = ["read_xliff", "write_xliff"]

_SPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
# States (section 2.5.2 of the standard) that say that someone has read and accepted it.
_ACCEPTED: Final = frozenset({"final", "signed-off"})
_STATES: Final = {Status.AUTOMATIC: "needs-review-translation", Status.REVIEWED: "final"}
_KNOWN_STATES: Final = _ACCEPTED | {
    *("new", "translated", "needs-translation", "needs-adaptation", "needs-l10n"),
    *("needs-review-translation", "needs-review-adaptation", "needs-review-l10n"),
}
# The property that a state is carried in, which says more than a status does.
_STATE: Final = "x-xliff-state"


def read_xliff(path: Path, *, left_out: LeftOut = nobody) -> Iterator[Unit]:
    """Yield the translated segments of an XLIFF 1.2 file as they stand in it.

    The symbol is the name of the original, the reference the id or resource name of the segment.
    States, notes and inline tags are kept. Raises StoreError where the file cannot be read or is no
    XLIFF 1.2.
    """
    place = 0
    file: etree._Element | None = None
    first = True
    with reading(path), path.open("rb") as stream:
        for event, element in iterate(stream, ("start", "end")):
            name = local_name(element)
            if first:
                first = False
                if name != "xliff" or not element.get("version", "").startswith("1."):
                    raise StoreError(path, "is no XLIFF 1.2")
            if event == "start" and name == "file":
                file = element
            elif event == "end" and name == "trans-unit" and file is not None:
                unit = _unit(element, file, place, path)
                if unit:
                    yield unit
                    place += 1
                else:
                    left_out(f"line {element.sourceline}", "has no translation")
                forget(element)


def _unit(element: etree._Element, file: etree._Element, place: int, path: Path) -> Unit | None:
    if has_entities(element):
        raise StoreError(path, f"line {element.sourceline}: has an entity of its own")
    source, target = (element.find(f"{{*}}{side}") for side in ("source", "target"))
    texts = [
        clean(text_outside(each, NATIVE_CODES)) if each is not None else ""
        for each in (source, target)
    ]
    languages = [language_of(file.get(f"{side}-language", "")) for side in ("source", "target")]
    if target is None or not all(texts) or not all(languages):
        return None
    numbering = Numbering()
    markup = "" if source is None else markup_of(source, numbering)
    accepted = element.get("approved") == "yes" or target.get("state") in _ACCEPTED
    address = element.get("resname") or element.get("id") or ""
    symbol, _, reference = address.rpartition("#")
    translation = imported_translation(
        languages[1],
        texts[1],
        status=Status.REVIEWED if accepted else Status.AUTOMATIC,
        carried=_carried(element, target, numbering),
    )
    return imported_unit(
        place,
        symbol or file.get("original") or path.stem,
        reference,
        (languages[0], texts[0]),
        (translation,),
        carried=Carried(markup=markup) if markup else None,
    )


def _carried(
    element: etree._Element, target: etree._Element, numbering: Numbering
) -> Carried | None:
    """Return state, notes and tags of a segment, where there are any beside our own state."""
    state = target.get("state", "")
    carried = Carried(
        properties=((_STATE, state),) if state and state not in _STATES.values() else (),
        notes=tuple(
            text for note in element.findall("{*}note") if (text := clean(note.text or ""))
        ),
        markup=markup_of(target, numbering),
    )
    return None if carried == Carried() else carried


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
    if given in _KNOWN_STATES and (given in _ACCEPTED) == reviewed:
        return given
    return _STATES[translation.status]
