"""The web application for review: library, rows of a set, search, citation, matches, downloads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hexapla.memory.review.session import Desk
from hexapla.memory.store.opening import open_store
from hexapla.memory.web.access import Access, Guard
from hexapla.memory.web.limits import Limiter, Limits
from hexapla.memory.web.review.memory_pages import (
    prioritize,
    show_citation,
    show_library,
    show_matches,
    show_search,
)
from hexapla.memory.web.review.messages import INTERFACES
from hexapla.memory.web.review.set_pages import (
    LARGEST_FILE,
    align_anew,
    correct,
    download,
    go_to_next,
    go_to_paragraph,
    show_history,
    show_rows,
    take_back,
    tell_news,
)
from hexapla.memory.web.review.site import answered, environment

__all__ = ["application"]

_FILES: Final = {
    "review.css": "text/css",
    "review.js": "text/javascript",
}


def application(location: str, *, access: Access, who: str, encoder: str = "embedded") -> Starlette:
    """Give the web application over the memory at a path or URL, which is opened when it starts.

    `access` says whom it answers. `who` is entered into the history of what is changed; `encoder`
    is that of realigning.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with open_store(location, create=False) as store:
            app.state.store = store
            app.state.desk = Desk(store)
            app.state.who = who
            app.state.encoder = encoder
            app.state.environment = environment()
            yield

    return Starlette(
        routes=[
            Route("/", answered(show_library)),
            Route("/priority", answered(prioritize), methods=["POST"]),
            Route("/set", answered(show_rows)),
            Route("/set/next", answered(go_to_next)),
            Route("/set/jump", answered(go_to_paragraph)),
            Route("/set/change", answered(correct), methods=["POST"]),
            Route("/set/realign", answered(align_anew), methods=["POST"]),
            Route("/set/return", answered(take_back), methods=["POST"]),
            Route("/set/news", answered(tell_news)),
            Route("/set/history", answered(show_history)),
            Route("/set/download", answered(download)),
            Route("/search", answered(show_search)),
            Route("/cite", answered(show_citation)),
            Route("/match", answered(show_matches)),
            Route("/interface", answered(_interface)),
            Route("/static/{name}", answered(_static)),
            # Browsers ask for it unasked.
            Route("/favicon.ico", lambda _: Response(status_code=204)),
        ],
        middleware=[
            Middleware(Guard, access=access, pages=True),
            Middleware(Limiter, limits=Limits(body=LARGEST_FILE), pages=True),
        ],
        lifespan=lifespan,
    )


async def _interface(request: Request) -> Response:
    language = request.query_params.get("language", "")
    back = request.query_params.get("back", "/")
    # Only an address on this server, whatever the browser makes of slashes.
    response = RedirectResponse("/" + back.lstrip("/\\"), status_code=303)
    if language in INTERFACES:
        response.set_cookie("hexapla-interface", language, path="/", samesite="strict")
    return response


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return Response(status_code=404)
    content = (files("hexapla.memory") / "static" / name).read_bytes()
    return Response(content, media_type=_FILES[name])
