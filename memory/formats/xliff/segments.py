"""The segments of XLIFF 1.2, 2.0 and 2.1, with what CAT tools say of their state.

The standards: XLIFF 1.2 (OASIS, 1 February 2008), 2.0 (5 August 2014) and 2.1 (13 February 2018).
What Studio, memoQ and Phrase add is from files that they wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from hexapla.corpora.input import bounds
from hexapla.corpora.input.xml import local_name
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import imported_text, text_outside
from hexapla.memory.formats.xliff.tags import NATIVE_CODES, older_form
from hexapla.memory.units import Status

__all__ = ["ACCEPTED", "XliffSegment", "segments_of", "text_of"]

ACCEPTED: Final = frozenset({"final", "signed-off"})
"""States (1.2, section 2.5.2) that say that someone has read a translation and accepted it."""

# By 2.5.2, `needs-adaptation` is about what is no text, `needs-l10n` about both.
_UNTRANSLATED: Final = frozenset({"new", "needs-translation", "needs-l10n"})
_ACCEPTED_2: Final = frozenset({"reviewed", "final"})
# What Studio calls the state of a segment (`conf`), and memoQ that of a unit (`mq:status`).
_CONFIRMED: Final = MappingProxyType(
    {
        **dict.fromkeys(("Translated", "ApprovedTranslation", "ApprovedSignOff"), Status.REVIEWED),
        **dict.fromkeys(("RejectedTranslation", "RejectedSignOff"), Status.REJECTED),
        **dict.fromkeys(("ManuallyConfirmed", "Proofread", "Reviewer1Confirmed"), Status.REVIEWED),
        "Rejected": Status.REJECTED,
    }
)
# What says that a translation is only proposed: states and qualifiers of 1.2 (2.5.2, 2.5.3), `conf`
# of Studio, `mq:status` of memoQ.
_TO_REVIEW: Final = frozenset(
    {"needs-adaptation", "needs-review-translation", "needs-review-adaptation", "needs-review-l10n"}
)
_SURE_MATCHES: Final = frozenset({"exact-match", "id-match"})
_PROPOSALS: Final = frozenset(
    {"fuzzy-match", "leveraged-mt", "leveraged-tm", "mt-suggestion", "tm-suggestion"}
)
_PROPOSED: Final = frozenset(
    {"Draft", "Pretranslated", "PartiallyEdited", "AssembledFromFragments"}
)
_NOT_STARTED: Final = frozenset({"NotStarted"})
_UNSPECIFIED: Final = frozenset({"", "Unspecified"})

_NAMES_CODE: Final = frozenset({"dataRef", "dataRefStart", "dataRefEnd"})


@dataclass(frozen=True, slots=True)
class XliffSegment:
    """A segment: its sides, what its tool says of it, or why no translation is taken from it.

    `name` is that of the segment in its unit, "" where it is the whole unit. A translation that is
    `proposed` is one that nobody has confirmed: only like, from a machine, or in parts. `too_long`
    says what it has too much of to be stored; such codes are left out.
    """

    name: str
    source: etree._Element | None
    target: etree._Element | None
    state: str = ""
    status: Status = Status.AUTOMATIC
    cause: Message | None = None
    proposed: bool = False
    too_long: Message | None = None


def segments_of(unit: etree._Element) -> Iterator[XliffSegment]:
    """Yield the segments of a `trans-unit` of 1.2, or of a `unit` of 2.0 and 2.1.

    Suggestions of other memories (`alt-trans`, `mtc:match`) are none.
    """
    if local_name(unit) == "unit":
        yield from _of_version_2(unit)
        return
    source, segmented, target = (
        unit.find(f"{{*}}{name}") for name in ("source", "seg-source", "target")
    )
    marks = _marks(segmented if segmented is not None else source)
    translated = _marks(target)
    if not marks or (target is not None and not translated and text_of(target)):
        yield _judged(unit, target, "", source=source, target=target)
        return
    definitions = _definitions(unit)
    for name, mark in marks.items():
        other = translated.pop(name, None)
        yield _judged(unit, target, name, source=mark, target=other, definitions=definitions)
    for name, mark in translated.items():
        yield XliffSegment(name, None, mark, cause=Message("has no source text"))
    for side in (segmented, target):
        if side is not None and imported_text(text_outside(side, NATIVE_CODES | {"mrk"})):
            yield XliffSegment("", None, side, cause=Message("has text outside of its segments"))


def text_of(side: etree._Element | None) -> str:
    """Return the text of a source or target as the memory keeps it, without its tags."""
    return "" if side is None else imported_text(text_outside(side, NATIVE_CODES))


def _marks(side: etree._Element | None) -> dict[str, etree._Element]:
    """Return the marks of segments by their `mid`."""
    found: dict[str, etree._Element] = {}
    for mark in () if side is None else side.iter("{*}mrk"):
        if mark.get("mtype") == "seg":
            found.setdefault(mark.get("mid", ""), mark)
    return found


def _definitions(unit: etree._Element) -> Mapping[str, str] | None:
    """Return the states that Studio gives the segments of a unit, None where it gives none."""
    found = {
        each.get("id", ""): each.get("conf", "")
        for definitions in unit.iterfind("{*}seg-defs")
        for each in definitions.iterfind("{*}seg")
    }
    return found or None


def _judged(
    unit: etree._Element,
    whole: etree._Element | None,
    name: str,
    *,
    source: etree._Element | None,
    target: etree._Element | None,
    definitions: Mapping[str, str] | None = None,
) -> XliffSegment:
    """Return a segment of 1.2 with what its tool says of it."""
    state = whole.get("state", "") if whole is not None else ""
    own = {_without_space(str(key)): str(value) for key, value in unit.attrib.items()}
    status, cause = Status.AUTOMATIC, None
    given = own.get("status", "") if definitions is None else definitions.get(name, "")
    approved = unit.get("approved") == "yes"
    if approved or state in ACCEPTED or own.get("confirmed") in ("1", "true"):
        status = Status.REVIEWED
    elif state in _UNTRANSLATED:
        cause = _untranslated(state)
    if definitions is not None:
        status = _CONFIRMED.get(given, status)
        if given in _UNSPECIFIED and text_of(source) == text_of(target) and text_of(source):
            cause = Message("is a copy of the source that nobody has confirmed")
    elif "status" in own:
        status = _CONFIRMED.get(given, status)
        if given in _NOT_STARTED:
            cause = _untranslated(given)
    open_still = status is Status.AUTOMATIC and (
        given in _PROPOSED or (not given and _is_proposed(unit, whole, text_of(target)))
    )
    return XliffSegment(name, source, target, state, status, cause, proposed=open_still)


def _untranslated(state: str) -> Message:
    return Message("its state is %(state)s: nobody has translated it", state=repr(state))


def _is_proposed(unit: etree._Element, target: etree._Element | None, text: str) -> bool:
    """Return whether a target is said to be a proposal, and is still as it was proposed.

    OmegaT leaves what is said of a target as it was, whatever its translator writes there.
    """
    state, qualifier = (
        "" if target is None else target.get(name, "") for name in ("state", "state-qualifier")
    )
    said = qualifier in _PROPOSALS or (state in _TO_REVIEW and qualifier not in _SURE_MATCHES)
    proposals = [text_of(each) for each in unit.iterfind("{*}alt-trans/{*}target")]
    return said and (not proposals or text in proposals)


def _without_space(name: str) -> str:
    """Return the name of an attribute without its name space."""
    return name.rpartition("}")[2]


def _of_version_2(unit: etree._Element) -> Iterator[XliffSegment]:
    data = {
        each.get("id", ""): "".join(map(str, each.itertext()))
        for each in unit.iterfind("{*}originalData/{*}data")
    }
    segments = unit.findall("{*}segment")
    for place, segment in enumerate(segments):
        sides = [segment.find("{*}source"), segment.find("{*}target")]
        are_long = [side is not None and _has_long_codes(side, data) for side in sides]
        source, target = (
            None if side is None else older_form(side, {} if is_long else data)
            for side, is_long in zip(sides, are_long, strict=True)
        )
        state = segment.get("state", "")
        name = (segment.get("id") or str(place + 1)) if len(segments) > 1 else ""
        status = Status.REVIEWED if state in _ACCEPTED_2 else Status.AUTOMATIC
        cause = _untranslated(state) if state == "initial" else None
        most = f"{bounds.LONGEST_TEXT:,}"
        long = Message("its codes have more than %(most)s characters", most=most)
        yield XliffSegment(
            name, source, target, state, status, cause, too_long=long if any(are_long) else None
        )


def _has_long_codes(side: etree._Element, data: Mapping[str, str]) -> bool:
    """Return whether the codes of a side are longer than a text may be.

    One code can be named by any number of tags, each of which would have it.
    """
    named = sum(
        len(data.get(str(value), ""))
        for each in side.iter("{*}*")
        for name, value in each.items()
        if name in _NAMES_CODE
    )
    return named > bounds.LONGEST_TEXT
