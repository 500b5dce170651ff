"""Who is answered: whom the person who started the server let in, and no page of another site.

A page of the web can make a browser ask a server on the same computer. It is refused because it
names another host (DNS rebinding), says that it comes from another site, and lacks the token or
the cookie that only the opening address gives (OWASP, "Cross-Site Request Forgery Prevention Cheat
Sheet"; W3C, "Fetch Metadata Request Headers"). No answer ever has a CORS header: what comes from
another site is refused, so there is nothing to allow.
"""

from __future__ import annotations

import hmac
import logging
import re
import time
from base64 import b64decode
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hexapla.corpora.errors import UsageError
from hexapla.memory.text.cleaning import on_terminal
from hexapla.memory.web.accounts import Account, AccountRole, AccountsFile, cookie_value
from hexapla.memory.web.errors import BROKEN, error_response, too_many_response
from hexapla.memory.web.proxies import address_of, is_local, path_of, root_of, user_of
from hexapla.memory.web.rates import RateLimiter

__all__ = [
    "DATA_POLICY",
    "PAGE_POLICY",
    "AccessMiddleware",
    "AccessPolicy",
    "account_in",
    "account_of",
    "allowed_hosts",
    "cookie_name",
]

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of a server of pages: nothing inline, nothing from elsewhere."""
DATA_POLICY: Final = (
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
)
"""The content security policy of a server of data, which is nothing to be looked at."""

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ACCOUNT: Final = "hexapla.account"
# What those ask who watch over a server from its own computer.
_WATCHED: Final = frozenset({"/healthz", "/metrics"})
_log = logging.getLogger("uvicorn.error")
# Refusals a second of one address on an average, and at once. A browser that lost its cookie asks
# for a page and what belongs to it; whoever tries tokens asks for nothing else.
_REFUSED: Final = 10.0
_REFUSED_AT_ONCE: Final = 100
_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_SAME_SITE: Final = frozenset({"same-origin", "none"})


_HOW_TO_ENTER: Final = {
    False: "open the address that `hexapla review` printed",
    True: "open this page with your own token: ?token=… behind its address",
}


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Who is answered.

    `hosts` are the names, with their ports, by which the server may be asked; where it is open to
    the `network`, any address of numbers will do too, for a page that comes under a name of its
    own cannot be one (DNS rebinding needs a name). With a `token`, only who has it is answered: as
    a bearer token, as the password of basic authentication, or in the cookie that pages get from
    the opening address. With `accounts`, each person has a token of their own.
    """

    hosts: frozenset[str]
    token: str | None = None
    network: bool = False
    accounts: AccountsFile | None = None

    def accepts_host(self, host: str) -> bool:
        """Return whether a Host header names this server."""
        return host in self.hosts or (self.network and _is_ip_address(host))


class AccessMiddleware:
    """Middleware that answers only whom it should, and gives every answer its headers.

    `pages` tells a server of pages, whose writes must say that they come from its own pages, from
    a server of data. `shown` are the paths of a server of data that are pages all the same.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: AccessPolicy,
        pages: bool,
        shown: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._access = access
        self._pages = pages
        self._shown = frozenset(shown)
        self._refused = RateLimiter(_REFUSED, _REFUSED_AT_ONCE, clock=clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in one line."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        is_page = self._pages or path_of(scope) in self._shown
        policy = {"Content-Security-Policy": PAGE_POLICY if is_page else DATA_POLICY}

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS | policy)
            await send(message)

        answer = self._early_response(scope) or self._app
        await answer(scope, receive, send_guarded)

    def _early_response(self, scope: Scope) -> Response | None:
        """Return the refusal of a request, or the way on from the opening address."""
        if scope["type"] != "http":
            return self._error(403, "only HTTP is answered")
        headers = Headers(scope=scope)
        cause = self._cross_site_cause(scope["method"], headers)
        if cause:
            return self._error(403, cause)
        if path_of(scope) in _WATCHED and is_local(scope):
            return None
        if self._access.accounts is None and self._access.token is None:
            return None
        try:
            return self._authenticate(scope, headers)
        except UsageError as error:
            _log.error(on_terminal(str(error)))
            return self._error(503, BROKEN)

    def _cross_site_cause(self, method: str, headers: Headers) -> str:
        """Return why a request cannot come from our own pages, "" where it can."""
        hosts, origin = headers.getlist("host"), headers.get("origin")
        if len(hosts) != 1 or not self._access.accepts_host(hosts[0]):
            return "this server does not answer to that name"
        if headers.get("sec-fetch-site", "none") not in _SAME_SITE:
            return "the request comes from another site"
        if origin is None:
            lacks = self._pages and method not in _SAFE_METHODS
            return "the request does not say where it comes from" if lacks else ""
        # Behind a proxy that encrypts, pages have another scheme than this server.
        own = origin in {f"http://{hosts[0]}", f"https://{hosts[0]}"}
        return "" if own else "the request comes from another site"

    def _authenticate(self, scope: Scope, headers: Headers) -> Response | None:
        """Let in who has a token, or whom a proxy that is believed names."""
        host = headers["host"]
        if self._pages and scope["method"] == "GET":
            query = parse_qs(scope["query_string"].decode("latin-1"))
            given = query.pop("token", [])
            if given and self._enter(scope, cookie_value(given[0])):
                return _redirect_with_cookie(scope, urlencode(query, doseq=True), host, given[0])
        return None if self._recognise(scope, headers) else self._refusal(scope)

    def _recognise(self, scope: Scope, headers: Headers) -> bool:
        """Return whether somebody comes with a token, a cookie, or the word of a proxy."""
        token = _given_token(headers)
        if token and self._enter(scope, cookie_value(token)):
            return True
        if self._pages and self._enter(scope, _cookie(headers, cookie_name(headers["host"]))):
            return True
        if self._access.accounts and user_of(scope):
            scope[_ACCOUNT] = self._access.accounts.of_name(user_of(scope))
        return account_in(scope) is not None

    def _refusal(self, scope: Scope) -> Response:
        """Refuse whom nobody knows, in fewer words who is refused again and again."""
        if retry_after := self._refused.retry_after(address_of(scope)):
            return too_many_response(retry_after, pages=self._pages)
        if user_of(scope):
            return self._error(403, "there is no account of yours here: ask who runs this server")
        if self._pages:
            return self._error(403, _HOW_TO_ENTER[self._access.accounts is not None])
        answer = self._error(401, "the token that `hexapla serve` told is missing or wrong")
        answer.headers["WWW-Authenticate"] = 'Bearer realm="hexapla"'
        return answer

    def _enter(self, scope: Scope, value: str) -> bool:
        """Return whether a cookie, or the one that stands for a token, lets somebody in."""
        if self._access.accounts:
            scope[_ACCOUNT] = found = self._access.accounts.of_cookie(value)
            return found is not None
        token = self._access.token
        return token is not None and _equal(value, cookie_value(token))

    def _error(self, status: int, cause: str) -> Response:
        return error_response(status, cause, pages=self._pages)


def cookie_name(host: str) -> str:
    """Name the cookie of one server: cookies do not tell ports apart."""
    return f"hexapla-{re.sub('[^0-9A-Za-z.-]', '_', host.rpartition(':')[2])}"


def account_in(scope: Scope) -> Account | None:
    """Return who asks; None where the server knows nobody by name."""
    found = scope.get(_ACCOUNT)
    return found if isinstance(found, Account) else None


def account_of(scope: Scope, owner: str) -> Account:
    """Return who asks: its `owner`, who may do everything, where a server knows nobody by name."""
    return account_in(scope) or Account(owner, AccountRole.ADMINISTRATOR)


def _redirect_with_cookie(scope: Scope, query: str, host: str, token: str) -> Response:
    """Take the token out of the address, and put what it stands for into a cookie."""
    root = root_of(scope)
    # Two slashes at the beginning would lead to another host.
    where = f"{root}/" + path_of(scope).lstrip("/\\")
    response = RedirectResponse(where + (f"?{query}" if query else ""), status_code=303)
    response.set_cookie(
        cookie_name(host),
        cookie_value(token),
        path=f"{root}/",
        httponly=True,
        samesite="strict",
        secure=scope["scheme"] == "https",
    )
    return response


def _equal(given: str, wanted: str) -> bool:
    """Compare in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _given_token(headers: Headers) -> str:
    """Return the token of the Authorization header, "" where there is none."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return given.strip()
        case "basic":
            try:
                return b64decode(given, validate=True).decode("utf-8").partition(":")[2]
            except ValueError:
                return ""
    return ""


def _cookie(headers: Headers, name: str) -> str:
    """Return a cookie: those of other servers of this host, whatever is in them, do no harm."""
    return cookie_parser(headers.get("cookie", "")).get(name, "")


def _is_ip_address(host: str) -> bool:
    """Return whether a host is an address of numbers, with or without a port."""
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if name and not port.isdecimal():
        return False
    try:
        ip_address((name or host).removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def allowed_hosts(port: int, names: Collection[str] = ()) -> frozenset[str]:
    """Return the names of this computer with the port, and other names with and without it.

    >>> sorted(allowed_hosts(8888, ["tm.example"]))
    ['127.0.0.1:8888', '[::1]:8888', 'localhost:8888', 'tm.example', 'tm.example:8888']
    """
    usual = (f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
    # Whoever asks port 80 names no port, and neither does who asks through a proxy.
    bare = names if port != 80 else (*names, "127.0.0.1", "localhost", "[::1]")
    return frozenset((*usual, *(f"{name}:{port}" for name in names), *bare))
