"""Servers of a memory for tests, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(memory: Path, *options: str, **environment: str) -> Iterator[tuple[str, str]]:
    """Run `hexapla serve`; give its address and the lines that it told on the error output."""
    told = memory.with_suffix(".told")
    with (
        told.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            [
                *(sys.executable, "-m", "hexapla", "serve", "--port", "0"),
                *("--memory", str(memory), *options),
            ],
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            env={**os.environ, **environment},
        ) as process,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            yield address, told.read_text("utf-8")
        finally:
            process.terminate()
