"""How a server is run: who stands before it, what it writes down, and whether it works."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from hexapla.corpora.errors import HexaplaError
from hexapla.memory.web.access import AccessMiddleware, AccessPolicy
from hexapla.memory.web.errors import retry_headers
from hexapla.memory.web.limits import LimitMiddleware, Limits
from hexapla.memory.web.observing import Figures, ObservingMiddleware, RequestLog, exposition
from hexapla.memory.web.proxies import NO_PROXIES, Proxies, ProxyMiddleware
from hexapla.memory.web.turns import Turns

__all__ = ["ALONE", "WATCHED", "Operation", "middleware"]

_EXPOSITION: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Operation:
    """How a server is run; `warn` is called once where a proxy hides who asks.

    `figures` makes what its requests are counted in; `clock` tells the seconds by which those are
    slowed down who are refused.
    """

    proxies: Proxies = NO_PROXIES
    log: RequestLog | None = None
    warn: Callable[[], None] = lambda: None
    figures: Callable[[], Figures] = Figures
    clock: Callable[[], float] = time.monotonic


ALONE: Final = Operation()
"""Nothing stands before the server, and nothing is written down."""


def middleware(
    operation: Operation,
    *,
    access: AccessPolicy,
    limits: Limits,
    pages: bool,
    shown: Collection[str] = (),
    routes: Sequence[BaseRoute],
    figures: Figures,
) -> list[Middleware]:
    """Return what a request goes through, from outside to inside.

    `shown` are the paths of a server of data that are pages all the same.
    """
    return [
        Middleware(ProxyMiddleware, proxies=operation.proxies, warn=operation.warn),
        Middleware(ObservingMiddleware, routes=routes, figures=figures, log=operation.log),
        Middleware(
            AccessMiddleware, access=access, pages=pages, shown=shown, clock=operation.clock
        ),
        Middleware(LimitMiddleware, limits=limits, pages=pages),
    ]


async def _tell_health(request: Request) -> Response:
    """Say whether the memory answers: 200, or 503 for what starts a server anew."""
    turns: Turns = request.app.state.turns
    try:
        await turns.take(turns.store.revision)
    except HexaplaError:
        return JSONResponse({"status": "the memory does not answer"}, 503, retry_headers(503))
    return JSONResponse({"status": "ok"})


async def _tell_figures(request: Request) -> Response:
    figures: Figures = request.app.state.figures
    return PlainTextResponse(exposition(figures.summed()), media_type=_EXPOSITION)


WATCHED: Final = (Route("/healthz", _tell_health), Route("/metrics", _tell_figures))
"""What a watching program asks for; from the server's own computer without a token."""
