"""A way to a server that tests can cut, or let hang."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

__all__ = ["Proxy", "proxied"]


class Proxy:
    """Passes on what clients and a server say to each other, as long as it is told to.

    `holds` tells that something was said while it was not.
    """

    def __init__(self, port: int) -> None:
        self._server = port
        self._passes = threading.Event()
        self.holds = threading.Event()
        self._open: list[socket.socket] = []
        self._listener = self._listening(0)
        self.port = self._listener.getsockname()[1]
        self._passes.set()

    def _listening(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._take, args=(listener,), daemon=True).start()
        return listener

    def hang(self) -> None:
        """Keep all connections open, take new ones, and pass nothing on."""
        self._passes.clear()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        # Closed alone, it would still take the connection that is waited for.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for each in (self._listener, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def resume(self) -> None:
        """Pass everything on again."""
        self._passes.set()
        if self._listener.fileno() < 0:
            self._listener = self._listening(self.port)

    def _take(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                self._open += (client, server)
                for ways in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=ways, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while said := one.recv(1 << 16):
                if not self._passes.is_set():
                    self.holds.set()
                self._passes.wait()
                other.sendall(said)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxied(url: str) -> Iterator[tuple[str, Proxy]]:
    """Open a proxy to the database at a URL; yield the URL that leads through it."""
    port = urlsplit(url).port
    assert port
    proxy = Proxy(port)
    try:
        yield url.replace(f":{port}/", f":{proxy.port}/"), proxy
    finally:
        proxy.resume()
        proxy.cut()
