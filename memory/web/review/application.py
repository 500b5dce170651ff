"""The web application for review: library, rows of a set, search, citation, matches, downloads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hexapla.memory.review.session import ReviewSession
from hexapla.memory.web.access import AccessMiddleware, AccessPolicy
from hexapla.memory.web.limits import LimitMiddleware, Limits
from hexapla.memory.web.review.memory_pages import (
    prioritize,
    show_citation,
    show_library,
    show_matches,
    show_search,
)
from hexapla.memory.web.review.messages import INTERFACES
from hexapla.memory.web.review.set_pages import (
    MAX_FILE,
    accept_rows,
    download,
    go_to_next,
    go_to_paragraph,
    import_reviewed,
    realign_rows,
    run_command,
    show_changes,
    show_history,
    show_rows,
)
from hexapla.memory.web.review.site import environment, handle_errors
from hexapla.memory.web.turns import opened

__all__ = ["application"]


def application(
    location: str, *, access: AccessPolicy, who: str, encoder: str = "embedded"
) -> Starlette:
    """Return the web application over the memory at a path or URL, which is opened when it starts.

    `access` says whom it answers. `who` is entered into the history of what is changed; `encoder`
    is that of realigning.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with opened(location) as turns:
            app.state.turns = turns
            app.state.session = await turns.take(ReviewSession, turns.store)
            app.state.who = who
            app.state.encoder = encoder
            app.state.environment = environment()
            yield

    return Starlette(
        routes=[
            Route("/", handle_errors(show_library)),
            Route("/priority", handle_errors(prioritize), methods=["POST"]),
            Route("/set", handle_errors(show_rows)),
            Route("/set/next", handle_errors(go_to_next)),
            Route("/set/jump", handle_errors(go_to_paragraph)),
            Route("/set/change", handle_errors(run_command), methods=["POST"]),
            Route("/set/realign", handle_errors(realign_rows), methods=["POST"]),
            Route("/set/accept", handle_errors(accept_rows), methods=["POST"]),
            Route("/set/return", handle_errors(import_reviewed), methods=["POST"]),
            Route("/set/news", handle_errors(show_changes)),
            Route("/set/history", handle_errors(show_history)),
            Route("/set/download", handle_errors(download)),
            Route("/search", handle_errors(show_search)),
            Route("/cite", handle_errors(show_citation)),
            Route("/match", handle_errors(show_matches)),
            Route("/interface", _choose_interface),
            Route("/static/review.css", _style),
            Route("/static/review.js", _script),
            # Browsers ask for it unasked.
            Route("/favicon.ico", lambda _: Response(status_code=204)),
        ],
        middleware=[
            Middleware(AccessMiddleware, access=access, pages=True),
            Middleware(LimitMiddleware, limits=Limits(body=MAX_FILE), pages=True),
        ],
        lifespan=lifespan,
    )


async def _choose_interface(request: Request) -> Response:
    language = request.query_params.get("language", "")
    back = request.query_params.get("back", "/")
    # Only an address on this server, whatever the browser makes of slashes.
    response = RedirectResponse("/" + back.lstrip("/\\"), status_code=303)
    if language in INTERFACES:
        response.set_cookie("hexapla-interface", language, path="/", samesite="strict")
    return response


async def _style(request: Request) -> Response:
    style = request.app.state.environment.get_template("review/review.css").render()
    return Response(style, media_type="text/css")


async def _script(_: Request) -> Response:
    script = (files("hexapla.memory") / "static" / "review.js").read_bytes()
    return Response(script, media_type="text/javascript")
