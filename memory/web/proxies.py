"""What a proxy in front of a server says of who asks: believed of the proxies that are named alone.

A proxy such as nginx encrypts, and may ask for passwords itself. It hides the address of the client
and tells it in a header, which anybody else could write as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final, cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from hexapla.corpora.errors import UsageError

__all__ = [
    "NO_PROXIES",
    "Proxies",
    "ProxyMiddleware",
    "address_of",
    "is_local",
    "path_of",
    "proxies_named",
    "root_of",
    "user_of",
]

_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
_USER: Final = "hexapla.user"
_HIDDEN: Final = "hexapla.proxied"


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that are believed, and the header in which they name who asks, "" for none."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    user_header: str = ""

    def __contains__(self, address: object) -> bool:
        found = _address(address)
        return found is not None and any(found in each for each in self.networks)


def proxies_named(names: Iterable[str], user_header: str = "") -> Proxies:
    """Return the proxies at addresses or networks of numbers.

    Raises UsageError where one is none, or a header is to be believed of no proxy.
    """
    networks = []
    for name in names:
        try:
            networks.append(ip_network(name))
        except ValueError as error:
            raise UsageError(f"{name} is no address of a proxy, such as 127.0.0.1") from error
    if user_header and not networks:
        raise UsageError("a header that names users is believed of a --proxy alone")
    return Proxies(tuple(networks), user_header.lower())


NO_PROXIES: Final = Proxies()


class ProxyMiddleware:
    """Middleware that takes the client, the scheme and the user from the proxies that are believed.

    `warn` is called once where another proxy hides who asks.
    """

    def __init__(
        self, app: ASGIApp, *, proxies: Proxies, warn: Callable[[], None] = lambda: None
    ) -> None:
        self._app = app
        self._believing = ProxyHeadersMiddleware(
            app,  # type: ignore[arg-type]  # uvicorn has types of its own for the same
            trusted_hosts=[each for every in proxies.networks for each in _written(every)]
            or ["none"],
        )
        self._proxies = proxies
        self._warn = warn
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put what is believed into the scope, and answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        client = scope["client"][0] if scope["client"] else ""
        scope[_HIDDEN] = any(each in headers for each in _FORWARDED)
        if client in self._proxies:
            if self._proxies.user_header:
                scope[_USER] = _as_text(headers.get(self._proxies.user_header, "")).strip()
            await cast(ASGIApp, self._believing)(scope, receive, send)
            return
        if scope[_HIDDEN] and not self._warned:
            self._warned = True
            self._warn()
        await self._app(scope, receive, send)


def user_of(scope: Scope) -> str:
    """Return whom a proxy that is believed names, "" where none does."""
    return str(scope.get(_USER, ""))


def address_of(scope: Scope) -> str:
    """Return where a request comes from, as far as that is believed, "" where nobody knows."""
    return scope["client"][0] if scope["client"] else ""


def path_of(scope: Scope) -> str:
    """Return the address that is asked for, without the prefix that a proxy has before it."""
    return str(scope["path"]).removeprefix(root_of(scope))


def root_of(scope: Scope) -> str:
    """Return what a proxy has in its addresses before those of this server, "" where nothing is."""
    return str(scope.get("root_path", ""))


def is_local(scope: Scope) -> bool:
    """Return whether a request was made on this computer, and not handed on by a proxy."""
    found = _address(scope["client"][0]) if scope["client"] else None
    return found is not None and found.is_loopback and not scope.get(_HIDDEN, False)


def _address(given: object) -> IPv4Address | IPv6Address | None:
    """Return an address of numbers; a socket for both kinds tells IPv4 as `::ffff:127.0.0.1`."""
    try:
        found = ip_address(str(given))
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _written(network: IPv4Network | IPv6Network) -> list[str]:
    """Return a network as it may be told, IPv4 also as a socket for both kinds tells it."""
    if isinstance(network, IPv6Network):
        return [str(network)]
    return [str(network), f"::ffff:{network.network_address}/{96 + network.prefixlen}"]


def _as_text(header: str) -> str:
    """Return a header as the UTF-8 that proxies write names in, where it is that."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
