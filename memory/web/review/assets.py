"""What every page needs: its style, its scripts, and the way to another language."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hexapla.memory.web.proxies import root_of
from hexapla.memory.web.review.messages import INTERFACES

__all__ = ["ASSETS"]

_SCRIPTS: Final = frozenset(
    ["about", "bringing", "comments", "comparing", "page", "replacing", "review", "workbench"]
)


async def _choose_interface(request: Request) -> Response:
    language = request.query_params.get("language", "")
    root = root_of(request.scope)
    back = request.query_params.get("back", f"{root}/")
    # Only an address on this server, whatever the browser makes of slashes.
    response = RedirectResponse("/" + back.lstrip("/\\"), status_code=303)
    if language in INTERFACES:
        response.set_cookie("hexapla-interface", language, path=f"{root}/", samesite="strict")
    return response


async def _style(request: Request) -> Response:
    style = request.app.state.environment.get_template("review/review.css").render()
    return Response(style, media_type="text/css")


async def _script(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _SCRIPTS:
        raise HTTPException(404)
    script = (files("hexapla.memory") / "static" / f"{name}.js").read_bytes()
    return Response(script, media_type="text/javascript")


ASSETS: Final = (
    Route("/interface", _choose_interface),
    Route("/static/review.css", _style),
    Route("/static/{name}.js", _script),
    # Browsers ask for it unasked.
    Route("/favicon.ico", lambda _: Response(status_code=204)),
)
"""The addresses of them."""
