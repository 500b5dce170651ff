"""Serves an application to this computer alone."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from corpora.errors import UsageError

__all__ = ["listening", "serve_on"]


@contextmanager
def listening(port: int) -> Iterator[tuple[socket.socket, int]]:
    """Give a socket that listens on loopback, and its port: any that is free for 0.

    Whoever connects at once is answered as soon as the application is served. Raises UsageError
    where the port is taken.
    """
    with socket.socket() as listener:
        # On Windows this would let a second program take the same port.
        if hasattr(socket, "SO_REUSEPORT"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen()
        except OSError as error:
            raise UsageError(f"port {port}: {error.strerror or error}") from error
        yield listener, listener.getsockname()[1]


def serve_on(listener: socket.socket, application: ASGIApp) -> None:
    """Serve an application until Ctrl-C."""
    config = uvicorn.Config(application, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
