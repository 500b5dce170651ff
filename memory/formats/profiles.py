"""What each CAT tool wants of a TMX file beyond the format: codes, properties, lengths, sizes.

What is said of OmegaT was seen in OmegaT 3.6, and of alternatives in the source of OmegaT 6
(`ImportFromAutoTMX`). Lokalize's rules are from its source (`TmxParser`), those of Trados, memoQ
and Wordfast from their documentation alone.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from hexapla.memory.text.cleaning import xml_text
from hexapla.memory.text.keys import key_number
from hexapla.memory.text.language_codes import TMX_CODES
from hexapla.memory.units import Carried, Status, Translation, Unit

__all__ = [
    "ADDRESS",
    "ALIGNED",
    "CONFIRMATIONS",
    "GENERAL",
    "LONGEST_SIDE",
    "NUMBER",
    "OWN_PROPERTIES",
    "PIECE",
    "PROFILES",
    "SHOWN",
    "VARIANT",
    "WORDFAST_SIDE",
    "Profile",
    "ambiguous_sources",
    "omegat_profile",
]

Property = tuple[str, str]
Properties = Callable[[Unit, Translation], Iterable[Property]]

LONGEST_SIDE: Final = 2000
"""The characters that Trados' cloud takes in one side of a unit."""

WORDFAST_SIDE: Final = 8000
"""The characters of a side of Wordfast Classic ("The WFC Translation memory format")."""

ADDRESS: Final = "x-tuid"
"""The property that a unit's address stands in where a tool takes the tuid for something else."""

VARIANT: Final = "x-variant"
"""The property of a unit that stands in the file once more, in another form."""

SHOWN: Final = "shown"
"""The form that the document shows: with number, note marks and tags."""

NUMBER: Final = "number"
"""A number that a tool shows as a segment of its own, which is no form of the unit's text."""

PIECE: Final = "piece"
"""A segment that a tool cuts out of the unit's text, with the piece of the translation for it."""

OWN_PROPERTIES: Final = frozenset(
    {
        VARIANT,
        "x-document",
        "x-Symbol:SingleString",
        "x-Score:Integer",
        "x-ConfirmationLevel",
        "aligned",
        "x-context-pre",
        "x-context-post",
        ADDRESS,
    }
)
"""The types of the properties that say what a unit says itself: written anew, not given back."""

CONFIRMATIONS: Final = MappingProxyType(
    {
        Status.AUTOMATIC: ("Draft", "Unspecified", "Translated"),
        Status.REVIEWED: ("ApprovedTranslation", "ApprovedSignOff"),
        Status.REJECTED: ("RejectedTranslation", "RejectedSignOff"),
    }
)
"""What Trados calls the states of a segment (docs.rws.com, "ConfirmationLevel"), the usual one
first."""

_A_FILE: Final = 100_000  # units of a file; a larger memory becomes several


def _nothing(_: Unit, __: Translation) -> tuple[Property, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Profile:
    """How TMX is written for a tool.

    `of_unit` and `of_source` give the properties of a unit and of its source text; `longest` is
    the most characters of a side, `most` the most units of a file, None for as many as there are.
    A file that is written as `from_omegat` names OmegaT as the tool that made it: OmegaT reads
    tags from no other. The codes of imported texts are left out of it, for OmegaT would show them.
    """

    name: str
    of_unit: Properties = _nothing
    of_source: Properties = _nothing
    codes: Mapping[str, str] = field(default_factory=lambda: TMX_CODES)
    longest: int | None = LONGEST_SIDE
    most: int | None = None
    tuids: bool = True
    from_omegat: bool = False


def _trados(unit: Unit, translation: Translation) -> Iterator[Property]:
    yield "x-Symbol:SingleString", unit.symbol
    # Rounded down, so that only what is certain is 100; the tiny addend undoes binary fractions.
    yield "x-Score:Integer", str(int(translation.score * 100 + 1e-6))
    yield "x-ConfirmationLevel", _confirmation(unit.carried, translation.status)


def _confirmation(carried: Carried | None, status: Status) -> str:
    """Return the state that a unit came with, where it still says what we know."""
    known = CONFIRMATIONS[status]
    given = dict(carried.properties).get("x-ConfirmationLevel", "") if carried else ""
    return given if given in known else known[0]


def _memoq(unit: Unit, translation: Translation) -> Iterator[Property]:
    yield "x-document", unit.symbol
    yield "aligned", "yes" if translation.status is Status.AUTOMATIC else "no"


def _context(unit: Unit, _: Translation) -> Iterator[Property]:
    """Yield the texts around a source text as memoQ has them: as elements, written as text."""
    for place, text in (("pre", unit.before), ("post", unit.after)):
        if text:
            yield f"x-context-{place}", f"<seg>{xml_text(text)}</seg>"


def _general(unit: Unit, translation: Translation) -> Iterator[Property]:
    yield "x-document", unit.symbol
    yield from _trados(unit, translation)
    yield "aligned", "yes" if translation.status is Status.AUTOMATIC else "no"


def _address(unit: Unit, _: Translation) -> Iterator[Property]:
    yield ADDRESS, unit.tuid


def _lokalize(unit: Unit, _: Translation) -> Iterator[Property]:
    yield "x-file", unit.symbol
    yield "x-context", unit.reference


GENERAL: Final = Profile("general", _general, _context)
"""What every tool takes, with the properties of all that know some."""

ALIGNED: Final = replace(GENERAL, from_omegat=True)
"""How aligned documents are written: for every tool, and so that OmegaT finds their tags."""

PROFILES: Final = MappingProxyType(
    {
        each.name: each
        for each in (
            GENERAL,
            Profile("plain", longest=None),
            Profile("omegat", _address, longest=None, tuids=False, from_omegat=True),
            Profile("trados", _trados, most=_A_FILE),
            Profile("memoq", _memoq, _context, longest=None, most=_A_FILE),
            Profile(
                "wordfast",
                codes=MappingProxyType({key: code.upper() for key, code in TMX_CODES.items()}),
                longest=WORDFAST_SIDE,
                most=_A_FILE,
            ),
            # It takes a source text only where its code is "en", and a target with the code of
            # its project, case aside.
            Profile(
                "lokalize",
                _lokalize,
                codes=MappingProxyType({key: key for key in TMX_CODES} | {"zh": "zh_CN"}),
                longest=None,
            ),
        )
    }
)


def omegat_profile(several: Container[int]) -> Profile:
    """Return the profile of OmegaT with the context of source texts that have several translations.

    `several` are what `ambiguous_sources` gives. OmegaT takes the last unit of a text for all of
    its places, unless it is told to ignore the names of files in alternative translations: then
    each unit with a context for its own place alone. A tuid would be compared with the place, too.
    """

    def of_unit(unit: Unit, translation: Translation) -> Iterator[Property]:
        yield from _address(unit, translation)
        if key_number(unit.text) in several:
            yield from (
                (name, text) for name, text in (("prev", unit.before), ("next", unit.after))
            )

    return replace(PROFILES["omegat"], of_unit=of_unit)


def ambiguous_sources(units: Iterable[Unit]) -> frozenset[int]:
    """Return the numbers of the source texts that have different translations in the same language.

    It takes 16 bytes a unit.
    """
    import numpy as np  # noqa: PLC0415 - only OmegaT's profile counts

    numbers = (
        number
        for unit in units
        for each in unit.translations
        for number in (key_number(unit.text), key_number(f"{each.language} {each.text}"))
    )
    pairs = np.fromiter(numbers, dtype=np.int64).reshape(-1, 2)
    found, counts = np.unique(np.unique(pairs, axis=0)[:, 0], return_counts=True)
    return frozenset(found[counts > 1].tolist())
