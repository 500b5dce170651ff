"""The page on which translators bring aligned texts of other programs: TMX, XLIFF, tables."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.formats.reading import GIVE_LANGUAGES, Losses
from hexapla.memory.formats.registry import format_to_read, readable_extensions
from hexapla.memory.formats.taken import read_ahead
from hexapla.memory.units import Carried, DocumentRecord, Loss, Status, Translation, Unit
from hexapla.memory.web.accounts import Account, AccountRole, require
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    MAX_FILE,
    body_of,
    in_turn,
    interface_of,
    page,
    store_of,
    who_asks,
)

__all__ = ["add_brought", "show_bringing"]

# Units of one file: while they are written, others who look up wait. 20,000 of a table (sentences
# of 60 characters, into a file of SQLite) took 6.3 seconds of a processor.
_MOST: Final = 10_000
# Of a unit that stands in no document: its position is that of no other.
_REFERENCE: Final = "1"
# What of a file is left out is told by its first causes.
_CAUSES: Final = 10


def show_bringing(request: Request) -> Response:
    """Show the page on which aligned texts are brought."""
    return page(request, "bring.html", endings=readable_extensions(alone=True))


async def add_brought(request: Request) -> Response:
    """Add the units of a file, the body of the request, to the sets of who brings it.

    There is one for each source language. All is read before anybody has to wait, and nothing is
    added where anything is not theirs, or somebody else has one of the sets.
    """
    account = who_asks(request)
    content = await body_of(request, largest=MAX_FILE)
    name = Path(request.query_params.get("name", "")).name[:200]
    units, losses = await to_thread.run_sync(_read, name, content, account)
    # One file a person, so that all they bring of a language is in one set.
    file = _brought_by(account)
    record = DocumentRecord("", file, sha256(file.encode()).hexdigest(), 0)
    counts = await in_turn(request, store_of(request).add_units, units, record, who=account.name)
    translate = translator(interface_of(request))
    answer: dict[str, Any] = {
        "message": translate(
            "%(added)s added, %(merged)s merged, %(known)s known already",
            added=counts.added,
            merged=counts.merged,
            known=counts.known,
        ),
        "losses": [loss.message.said(translate) for loss in (*losses, *counts.losses)[:_CAUSES]],
        "symbols": sorted({each.symbol for each in units}),
    }
    return JSONResponse(answer)


def _brought_by(account: Account) -> str:
    return f"brought by {account.name}"


def _read(name: str, content: bytes, account: Account) -> tuple[Sequence[Unit], Sequence[Loss]]:
    """Return the units of a file as they go into the sets of a person, and what is left out.

    Raises UsageError where it cannot be read or holds too many, ForbiddenError where it has a
    language that is not the person's.
    """
    losses = Losses()
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        # Of the name, only the ending is used.
        path = Path(folder) / f"file{''.join(Path(name).suffixes[-2:])}"
        try:
            path.write_bytes(content)
        except (OSError, ValueError) as error:
            raise UsageError("the name of the file cannot be used") from error
        try:
            _, read = format_to_read(path, alone=True)
            with read_ahead(_own(read(path, (), losses), account), path, losses) as units:
                return list(units), losses.found()
        except StoreError as error:
            # Who brings it knows the file by another name, and has no options of a command.
            raise UsageError(
                error.cause.changed(
                    lambda text: text.replace(str(path), name).removesuffix(GIVE_LANGUAGES)
                )
            ) from error


def _own(units: Iterable[Unit], account: Account) -> Iterator[Unit]:
    """Yield units as they stand in the sets of a person's own, each after it was looked at.

    What a file says to be accepted or rejected is so where the person may say that.
    """
    decides = account.role >= AccountRole.REVIEWER
    for count, unit in enumerate(units, 1):
        if count > _MOST:
            raise UsageError("the file has more than %(most)s units: bring it in parts", most=_MOST)
        require(account, AccountRole.TRANSLATOR, {each.language for each in unit.translations})
        cells = unit.translations if decides else tuple(map(_undecided, unit.translations))
        yield replace(
            unit,
            symbol=f"{_brought_by(account)} ({unit.language})",
            reference=_REFERENCE,
            position=0,
            kind=Kind.BODY,
            label="",
            translations=cells,
            carried=_with_document(unit),
        )


def _undecided(translation: Translation) -> Translation:
    return replace(translation, status=Status.AUTOMATIC)


def _with_document(unit: Unit) -> Carried | None:
    """Return what is carried with a unit, and the document that the file says it is of."""
    if not unit.symbol:
        return unit.carried
    carried = unit.carried or Carried()
    return replace(carried, properties=(*carried.properties, ("x-document", unit.symbol)))
