"""The pages of `hexapla review`, served by the command itself over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import started


@contextmanager
def served(memory: Path, *options: str) -> Iterator[str]:
    """Serve a memory; give the address to open."""
    with started("-m", "hexapla", "review", memory, *options) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


def base_of(address: str) -> str:
    """Return the address without its token."""
    return address.partition("/?")[0]
