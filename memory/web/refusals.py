"""What is answered where nothing else is: one line, for people or for programs."""

from __future__ import annotations

from starlette.responses import JSONResponse, PlainTextResponse, Response

__all__ = ["refusal"]


def refusal(status: int, cause: str, *, pages: bool) -> Response:
    """Refuse in one line: of text where people look at it, of JSON where programs do."""
    if pages:
        return PlainTextResponse(f"hexapla: {cause}\n", status_code=status)
    return JSONResponse({"error": cause}, status_code=status)
