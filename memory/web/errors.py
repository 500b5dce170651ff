"""What is answered where nothing else is: one line, for people or for programs."""

from __future__ import annotations

from starlette.responses import JSONResponse, PlainTextResponse, Response

from hexapla.corpora.errors import ConflictError, HexaplaError, LimitError, MissingError, UsageError

__all__ = ["error_response", "http_status"]


def error_response(status: int, cause: str, *, pages: bool) -> Response:
    """Return one line that refuses: of text where people look at it, of JSON where programs do."""
    if pages:
        return PlainTextResponse(f"hexapla: {cause}\n", status_code=status)
    return JSONResponse({"error": cause}, status_code=status)


def http_status(error: HexaplaError) -> int:
    """Return the HTTP status of an answer to a request that failed."""
    # From the particular to the general.
    kinds = {ConflictError: 409, MissingError: 404, LimitError: 503, UsageError: 400}
    return next((status for kind, status in kinds.items() if isinstance(error, kind)), 500)
