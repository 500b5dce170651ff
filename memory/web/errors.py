"""What is answered where nothing else is: one line, for people or for programs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from starlette.responses import JSONResponse, PlainTextResponse, Response

from hexapla.corpora.errors import (
    BusyError,
    ConflictError,
    ForbiddenError,
    HexaplaError,
    LimitError,
    MissingError,
    StoreError,
    UnavailableError,
    UsageError,
)
from hexapla.memory.output.speech import ENGLISH
from hexapla.memory.text.cleaning import on_terminal, one_line

__all__ = [
    "AWAY",
    "BROKEN",
    "BUSY",
    "error_response",
    "http_status",
    "retry_headers",
    "told",
    "too_many_response",
]

BUSY: Final = "somebody is writing into the memory, as an import does: try again in a moment"
AWAY: Final = "the memory does not answer now: try again in a moment"
BROKEN: Final = "the memory cannot be read or written: who runs this server is told why"
# Seconds after which a client may ask again: a server of databases starts in some, and most of
# what holds others up is over.
_LATER: Final = "5"
_log = logging.getLogger("uvicorn.error")


def error_response(status: int, cause: str, *, pages: bool) -> Response:
    """Return one line that refuses: of text where people look at it, of JSON where programs do."""
    headers = retry_headers(status)
    if pages:
        return PlainTextResponse(f"hexapla: {cause}\n", status_code=status, headers=headers)
    return JSONResponse({"error": cause}, status_code=status, headers=headers)


def retry_headers(status: int) -> dict[str, str]:
    """Return the headers that say when to ask again, where the status is that of such an answer."""
    return {"Retry-After": _LATER} if status == 503 else {}


def too_many_response(retry_after: float, *, pages: bool) -> Response:
    """Return what tells a client that it asks too often, and the seconds after which it may."""
    answer = error_response(429, "too many requests: ask again a little later", pages=pages)
    answer.headers["Retry-After"] = str(int(retry_after) + 1)
    return answer


def told(error: HexaplaError, translate: Callable[..., str] = ENGLISH.translate) -> str:
    """Return what a client is told of an error: of the memory, neither its place nor its user.

    Who runs the server reads that on the error output. `translate` puts it into another language.
    """
    if not isinstance(error, StoreError):
        return " ".join(error.message.said(translate).splitlines())
    kinds = {BusyError: BUSY, UnavailableError: AWAY}
    found = next((text for kind, text in kinds.items() if isinstance(error, kind)), BROKEN)
    if found == BROKEN:
        _log.error(on_terminal(one_line(str(error))))
    return translate(found)


def http_status(error: HexaplaError) -> int:
    """Return the HTTP status of an answer to a request that failed."""
    # From the particular to the general.
    kinds: dict[type[HexaplaError], int] = {
        **{ConflictError: 409, ForbiddenError: 403, MissingError: 404, UsageError: 400},
        **{LimitError: 503, BusyError: 503, UnavailableError: 503},
    }
    return next((status for kind, status in kinds.items() if isinstance(error, kind)), 500)
