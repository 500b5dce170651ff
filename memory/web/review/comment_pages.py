"""What people say of a row, beside the rows of a set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.memory.teamwork import Said, Thread, threads_of
from hexapla.memory.units import Level
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.set_pages import fresh_rows
from hexapla.memory.web.review.site import (
    in_turn,
    interface_of,
    json_of,
    natural_number,
    session_of,
    set_view,
    store_of,
    string_list,
    who_asks,
)

__all__ = ["comment_on_row"]


async def comment_on_row(request: Request) -> Response:
    """Say something of a row, resolve what was said, or take it back; return the row."""
    return await in_turn(request, _comment, request, await json_of(request))


def _comment(request: Request, given: Mapping[str, Any]) -> Response:
    shown = set_view(given.get("symbol"), given.get("level"), string_list(given.get("languages")))
    reference, who = str(given.get("reference", "")), who_asks(request).name
    store, where = store_of(request), (shown.symbol, shown.level)
    translate = translator(interface_of(request))
    match given.get("action"):
        case Said.COMMENT:
            store.comment(*where, reference, str(given.get("text", "")), who=who)
            said = translate("comment kept")
        case Said.RESOLVE:
            names = _thread(request, *where, reference).open
            if not names:
                raise ConflictError("somebody else has done so meanwhile")
            for name in names:
                store.settle(*where, name, Said.RESOLVE, who=who)
            said = translate("resolved")
        case Said.REOPEN:
            last = _thread(request, *where, reference).entries[-1]
            store.settle(*where, last.reference, Said.REOPEN, who=who)
            said = translate("open again")
        case Said.WITHDRAW:
            store.withdraw(*where, natural_number(given.get("number", 0)), who=who)
            said = translate("comment taken back")
        case _:
            raise UsageError("there is no such action")
    return JSONResponse({"message": said, **fresh_rows(request, shown, (reference,))})


def _thread(request: Request, symbol: str, level: Level, reference: str) -> Thread:
    """Return what is said of a row, and of those that stood in its place."""
    grid, store = session_of(request).grid(symbol, level), store_of(request)
    found = threads_of(store.comments(symbol, level), grid.row_for).get(reference)
    if found is None:
        raise UsageError("nothing is said of this row any more")
    return found
