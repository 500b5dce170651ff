"""Translations that people confirm in their tools, added to the memory over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.memory.output.files import build_time
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.keys import key_number, match_key
from hexapla.memory.text.language_codes import language_required
from hexapla.memory.units import (
    Carried,
    DocumentRecord,
    ImportCounts,
    Level,
    Status,
    Translation,
    Unit,
)
from hexapla.memory.web.description import MAX_SYMBOL, MAX_TEXT, MAX_UNITS

__all__ = ["METHOD", "add_confirmed", "confirmed_units"]

METHOD: Final = "confirmed"
_SYMBOL: Final = "confirmed"
# Units of one text that are looked at.
_COPIES: Final = 50
# Of a unit that stands in no document: its position is that of no other.
_REFERENCE: Final = "1"


def confirmed_units(found: object, *, who: str) -> tuple[Unit, ...]:
    """Return the units of a request, one JSON object or an array of them.

    Each has `source`, `target`, `text` and `translation`, and may have `symbol`, `before` and
    `after`. Raises UsageError where it is none.
    """
    objects = found if isinstance(found, list) else [found]
    if not objects or len(objects) > MAX_UNITS:
        raise UsageError(f"the body has 1 to {MAX_UNITS} units")
    return tuple(_unit(each, who) for each in objects)


def add_confirmed(store: Store, units: Sequence[Unit], *, who: str) -> ImportCounts:
    """Add units to the set of who confirmed them: documents are corrected in review alone.

    What a reviewer has rejected there is known, and does not come back. Raises ForbiddenError where
    somebody else has the set.
    """
    name = f"confirmed by {who}"
    record = DocumentRecord("", name, sha256(name.encode()).hexdigest(), 0)
    new = [each for each in units if not _is_rejected(store, each)]
    counts = store.confirm(new, record, who=who)
    return replace(counts, known=counts.known + len(units) - len(new))


def _is_rejected(store: Store, unit: Unit) -> bool:
    """Return whether the very translation stands rejected in the set of who confirmed it."""
    number = key_number(match_key(unit.text))
    (given,) = unit.translations
    return any(
        (each.language, each.text) == (given.language, given.text)
        and each.status is Status.REJECTED
        for found in store.units_of(store.find_key(number, unit.language, limit=_COPIES))
        if (found.symbol, found.text) == (unit.symbol, unit.text)
        for each in found.translations
    )


def _unit(given: object, who: str) -> Unit:
    if not isinstance(given, dict):
        raise UsageError("a unit is an object with source, target, text and translation")
    source, target = (language_required(_field(given, name, 20)) for name in ("source", "target"))
    if source == target:
        raise UsageError("the source and the target are the same language")
    made = build_time().strftime("%Y%m%dT%H%M%SZ")
    document = _field(given, "symbol", MAX_SYMBOL, usual="")
    by = Carried(
        (("creationid", who), ("creationdate", made)),
        (("x-document", document),) if document else (),
        (),
    )
    translation = Translation(
        language=target,
        text=_field(given, "translation"),
        score=1.0,
        method=METHOD,
        label="",
        status=Status.REVIEWED,
        carried=by,
    )
    return Unit(
        symbol=f"{_SYMBOL} by {who}",
        level=Level.SENTENCE,
        position=0,
        reference=_REFERENCE,
        kind=Kind.BODY,
        label="",
        language=source,
        text=_field(given, "text"),
        translations=(translation,),
        before=_field(given, "before", usual=""),
        after=_field(given, "after", usual=""),
    )


def _field(
    given: Mapping[str, object], name: str, longest: int = MAX_TEXT, *, usual: str | None = None
) -> str:
    """Return a field as text. Raises UsageError where it is none, empty or too long."""
    value = given.get(name, usual)
    if not isinstance(value, str) or len(value) > longest:
        raise UsageError(f"{name} is a text of 1 to {longest} characters")
    found = " ".join(clean(value).split())
    if not found and usual is None:
        raise UsageError(f"{name} is missing")
    return found or usual or ""
