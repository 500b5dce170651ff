"""Who has a document for a time: given, given back, taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from hexapla.corpora.errors import UsageError
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.accounts import AccountRole, require
from hexapla.memory.web.review.site import (
    SetView,
    form_of,
    in_turn,
    leads_to,
    natural_number,
    set_view,
    store_of,
    who_asks,
)

__all__ = ["assign_set", "people_of"]


def people_of(access: AccessPolicy, who: str) -> Callable[[], Sequence[str]]:
    """Return what tells to whom documents can be given: who may change anything here."""

    def people() -> Sequence[str]:
        if access.accounts is None:
            return (who,)
        return [
            each.name for each in access.accounts.accounts if each.role >= AccountRole.TRANSLATOR
        ]

    return people


async def assign_set(request: Request) -> Response:
    """Give a document to a person for some days, or take it from whoever has it."""
    return await in_turn(request, _assign, request, await form_of(request))


def _assign(request: Request, given: Mapping[str, list[str]]) -> Response:
    def one(name: str) -> str:
        return given.get(name, [""])[0]

    account, person = who_asks(request), one("person")
    if person:
        require(account, AccountRole.REVIEWER)
        if person not in request.app.state.people():
            raise UsageError("nobody of that name may change anything here")
    store_of(request).assign(
        one("symbol"),
        person,
        days=natural_number(one("days")) if person else 1,
        who=account.name,
        takes_over=account.role is AccountRole.ADMINISTRATOR,
    )
    shown: SetView = set_view(one("symbol"), one("level"), given.get("language", ()))
    return leads_to(request, f"/set?{shown.query()}")
