"""How much is answered: bounds of the address, the body and the number of requests of a client."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hexapla.memory.web.access import account_in
from hexapla.memory.web.errors import error_response

__all__ = ["DEFAULT_LIMITS", "LimitMiddleware", "Limits", "RateLimiter"]

# Clients whose requests are counted; of those before, the longest silent are forgotten.
_CLIENTS: Final = 10_000


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


class RateLimiter:
    """Counts the requests of each client, as a bucket that fills with `rate` tokens a second."""

    def __init__(self, rate: float, burst: int, *, clock: Callable[[], float] = time.monotonic):
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def retry_after(self, client: str) -> float:
        """Count a request; return the seconds to wait, 0 where it is within the rate."""
        now = self._clock()
        left, then = self._left.pop(client, (float(self._burst), now))
        left = min(left + (now - then) * self._rate, float(self._burst))
        taken = left >= 1
        self._left[client] = (left - 1 if taken else left, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - left) / self._rate


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
            answer = error_response(
                429, "too many requests: ask again a little later", pages=self._pages
            )
            answer.headers["Retry-After"] = str(int(retry_after) + 1)
            return answer
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._limits.address:
            return error_response(414, "the address is too long", pages=self._pages)
        lengths = [value for name, value in scope["headers"] if name == b"content-length"]
        if any(not each.isdigit() or int(each[:20]) > self._limits.body for each in lengths):
            return error_response(413, "the request is too large", pages=self._pages)
        return None


def _client(scope: Scope) -> str:
    """Return whom requests are counted for: a person, else an address."""
    account = account_in(scope)
    if account:
        return f"account {account.name}"
    return scope["client"][0] if scope["client"] else ""
