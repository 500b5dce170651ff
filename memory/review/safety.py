"""What keeps the pages to the person who opened them: on this computer, with the token.

A page of the web can make a browser ask a server on the same computer. It is refused because it
names another host (DNS rebinding), comes from another origin, and lacks the cookie that only the
opening address gives (OWASP, "Cross-Site Request Forgery Prevention Cheat Sheet").
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "Guard", "cookie_name"]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of every page: nothing inline, nothing from elsewhere."""

_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_READING: Final = frozenset({"GET", "HEAD"})


def cookie_name(host: str) -> str:
    """Name the cookie of one server: cookies do not tell ports apart."""
    return f"hexapla-{host.rpartition(':')[2]}"


class Guard:
    """Middleware that answers only whom it should; `hosts` are names with their ports."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: Collection[str]) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in one line."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._answer(scope) or self._app
        await answer(scope, receive, send_guarded)

    def _answer(self, scope: Scope) -> Response | None:
        """Give the refusal of a request, or the way on from the opening address."""
        if scope["type"] != "http":
            return _refusal("only HTTP is answered")
        headers = Headers(scope=scope)
        cause = self._foreign(scope["method"], headers)
        if cause:
            return _refusal(cause)
        host = headers["host"]
        query = parse_qs(scope["query_string"].decode("latin-1"))
        given = query.pop("token", [])
        if given and scope["method"] == "GET" and self._fits(given[0]):
            return self._opening(scope["path"], urlencode(query, doseq=True), host)
        if not self._fits(_cookie(headers, cookie_name(host))):
            return _refusal("open the address that `hexapla review` printed")
        return None

    def _foreign(self, method: str, headers: Headers) -> str:
        """Say why a request cannot be one of our own pages', "" where it can."""
        hosts, origin = headers.getlist("host"), headers.get("origin")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return "this server does not answer to that name"
        if origin is None:
            return "" if method in _READING else "the request does not say where it comes from"
        return "" if origin == f"http://{hosts[0]}" else "the request comes from another site"

    def _fits(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self._token.encode())

    def _opening(self, path: str, query: str, host: str) -> Response:
        """Take the token out of the address, and put it into a cookie."""
        # Two slashes at the beginning would lead to another host.
        where = "/" + path.lstrip("/\\")
        response = RedirectResponse(where + (f"?{query}" if query else ""), status_code=303)
        response.set_cookie(
            cookie_name(host), self._token, path="/", httponly=True, samesite="strict"
        )
        return response


def _refusal(cause: str) -> Response:
    return PlainTextResponse(f"hexapla: {cause}\n", status_code=403)


def _cookie(headers: Headers, name: str) -> str:
    cookies = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""
