"""Servers of a memory for tests, each in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import started


@contextmanager
def serving(memory: Path, *options: str, **environment: str) -> Iterator[tuple[str, str]]:
    """Run `hexapla serve`; give its address and the lines that it told on the error output."""
    told = memory.with_suffix(".told")
    with (
        told.open("w", encoding="utf-8") as errors,
        started(
            *("-m", "hexapla", "serve", "--port", "0", "--memory"),
            *(str(memory), *options),
            stderr=errors,
            environment=environment,
        ) as process,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        yield address, told.read_text("utf-8")
