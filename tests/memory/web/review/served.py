"""The pages of `hexapla review` over a real socket: by the command itself, or in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hexapla.cli.serving import Serving, listening, server_of
from hexapla.memory.web.review.application import application
from tests.processes import GUARD, started


@contextmanager
def served(memory: Path, *options: str) -> Iterator[str]:
    """Serve a memory; give the address to open."""
    with started("-m", "hexapla", "review", memory, *options) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@contextmanager
def served_here(memory: Path, *, who: str) -> Iterator[str]:
    """Serve a memory as the command does, without the second that a process takes to start."""
    with listening(Serving(), always=True) as endpoint:
        pages = application(str(memory), access=endpoint.access, who=who, encoder="embedded")
        server = server_of(pages)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [endpoint.listener]})
        thread.start()
        try:
            yield f"{endpoint.address}?token={endpoint.access.token}"
        finally:
            server.should_exit = True
            thread.join(timeout=GUARD)


def base_of(address: str) -> str:
    """Return the address without its token."""
    return address.partition("/?")[0]
