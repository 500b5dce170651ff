"""Ports of this computer that nobody listens on."""

from __future__ import annotations

import socket

__all__ = ["free_port"]


def free_port() -> int:
    """Return a port that is free now, and that for a minute the system gives to nobody by itself.

    A connection over it is closed by its own end, which so waits there (TIME_WAIT, RFC 9293,
    3.6.1): only who names the port and has SO_REUSEADDR, as servers have, can take it.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        address: tuple[str, int] = listener.getsockname()
        with socket.create_connection(address) as client:
            accepted, _ = listener.accept()
            accepted.close()
            client.recv(1)  # the end of the accepted side has come, and that waits
    return address[1]
