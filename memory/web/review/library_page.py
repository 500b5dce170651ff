"""The first page: what the memory holds, and its document sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hexapla.corpora.errors import UsageError
from hexapla.memory.register import symbol_organ, symbol_year
from hexapla.memory.rows import Progress
from hexapla.memory.selection import Selection
from hexapla.memory.units import Priority, SetSummary
from hexapla.memory.web.narrowing import selection_of
from hexapla.memory.web.review.holdings import holdings
from hexapla.memory.web.review.site import (
    form_of,
    in_turn,
    interface_of,
    leads_to,
    level_of,
    page,
    store_of,
)

__all__ = ["prioritize", "show_library"]


def show_library(request: Request) -> Response:
    """Show the document sets, those first that need a look most, or in another order."""
    store, level = store_of(request), level_of(request)
    summaries = {each.symbol: each for each in store.sets()}
    sets = [(each, summaries[each.symbol]) for each in store.progress(level)]
    held = holdings(sets, level)
    wanted = request.query_params.get("sort", "look")
    text = request.query_params.get("q", "").strip().casefold()
    titles = store.titles(interface_of(request))
    holders, comments = store.holders(), store.open_comments(level)
    chosen = set(store.selected(selection_of(request.query_params)))
    sets = [each for each in sets if each[0].symbol in chosen]
    sets = [each for each in sets if text in _named(each[0].symbol, titles).casefold()]
    if wanted == "look":
        sets.sort(key=lambda each: (each[1].priority < 0, -each[1].priority, -each[0].to_look_at))
    elif wanted == "year":
        sets.sort(key=lambda each: -(symbol_year(each[0].symbol) or 0))
    elif wanted == "organ":
        sets.sort(key=lambda each: symbol_organ(each[0].symbol))
    return page(
        request,
        "library.html",
        held=held,
        sets=[
            {
                **_listed(*each, titles),
                "holder": holders.get(each[0].symbol),
                "open_comments": comments.get(each[0].symbol, 0),
            }
            for each in sets
        ],
        level=level,
        sort=wanted,
        q=text,
    )


def _named(symbol: str, titles: Mapping[str, tuple[str, str]]) -> str:
    title, _ = titles.get(symbol, ("", ""))
    return f"{symbol} {title}"


def _listed(
    found: Progress, summary: SetSummary, titles: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    title, title_language = titles.get(found.symbol, ("", ""))
    return {
        "title": title,
        "title_language": title_language,
        "progress": found,
        "summary": summary,
        "year": symbol_year(found.symbol) or "",
        "organ": symbol_organ(found.symbol),
        "languages": summary.languages,
    }


async def prioritize(request: Request) -> Response:
    """Exclude or prefer a set, or take either back."""
    given = await form_of(request)
    symbols, names = given.get("symbol", [""]), given.get("priority", [""])
    if len(symbols) != 1 or len(names) != 1:
        raise UsageError("the request is not understood")
    (symbol,), (name,) = symbols, names
    try:
        priority = Priority[name]
    except KeyError as error:
        raise UsageError("there is no such action") from error
    await in_turn(request, store_of(request).prioritize, Selection(symbol=symbol), priority)
    return leads_to(request, "/")
