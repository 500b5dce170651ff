"""The pages of `hexapla review`, served by the command itself over a real socket."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(memory: Path, *options: str) -> Iterator[str]:
    """Serve a memory; give the address to open."""
    with subprocess.Popen(
        [sys.executable, "-m", "hexapla", "review", str(memory), *options],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def base_of(address: str) -> str:
    """Give the address without its token."""
    return address.partition("/?")[0]
