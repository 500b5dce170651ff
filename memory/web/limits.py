"""How much is answered: bounds of the address, the body and the number of requests of a client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hexapla.memory.web.access import account_in
from hexapla.memory.web.errors import error_response, too_many_response
from hexapla.memory.web.proxies import address_of
from hexapla.memory.web.rates import RateLimiter

__all__ = [
    "COMPARISONS_AT_ONCE",
    "DEFAULT_LIMITS",
    "DRAWINGS_AT_ONCE",
    "LimitMiddleware",
    "Limits",
]

# Others who look up need a processor as well, and the end of the server waits for these.
COMPARISONS_AT_ONCE: Final = 2
# Each holds a file and its pixels.
DRAWINGS_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request and one client may take.

    `seconds` are those of a look-up; `address` are the bytes of path and query together, `body`
    those of the body; `rate` are the requests a second of one client on an average, `burst` those
    it may make at once.
    """

    # Look-ups take their turns in one thread: a longer one keeps the others waiting.
    seconds: float = 5.0
    # A text of 10,000 Chinese characters has 90,000 bytes in an address.
    address: int = 100_000
    # A hundred units of 10,000 Chinese characters a side; what takes files says so.
    body: int = 1 << 23
    # A tool asks once for each segment that its user opens, or for a whole document at a stretch.
    rate: float = 200.0
    burst: int = 2_000


DEFAULT_LIMITS: Final = Limits()


class LimitMiddleware:
    """Middleware that refuses what is too large or too much, of those who may ask."""

    def __init__(self, app: ASGIApp, *, limits: Limits, pages: bool) -> None:
        self._app = app
        self._limits = limits
        self._pages = pages
        self._rates = RateLimiter(limits.rate, limits.burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in one line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._early_response(scope)
        if answer:
            await answer(scope, receive, send)
            return
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limits.body:
                raise HTTPException(413, "the request is too large")
            return message

        await self._app(scope, receive_counted, send)

    def _early_response(self, scope: Scope) -> Response | None:
        retry_after = self._rates.retry_after(_client(scope))
        if retry_after:
            return too_many_response(retry_after, pages=self._pages)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._limits.address:
            return error_response(414, "the address is too long", pages=self._pages)
        lengths = [value for name, value in scope["headers"] if name == b"content-length"]
        if any(not each.isdigit() or int(each[:20]) > self._limits.body for each in lengths):
            return error_response(413, "the request is too large", pages=self._pages)
        return None


def _client(scope: Scope) -> str:
    """Return whom requests are counted for: a person, else an address."""
    account = account_in(scope)
    return f"account {account.name}" if account else address_of(scope)
