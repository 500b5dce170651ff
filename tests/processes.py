"""Starts processes for tests: they can be interrupted, and none outlives its test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.paths import ROOT

GUARD = 300
"""Seconds after which a process hangs, on the busiest machine: no test waits for that."""


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for what tells nobody when it happens."""
    deadline = time.monotonic() + GUARD
    while not happened():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.02)


def runs(number: int) -> bool:
    """Return whether a process runs, as Linux shows it; one that ended unwaited for does not.

    It may end while it is looked at: there is nothing to open then, or nothing to read.
    """
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@contextmanager
def interruptible() -> Iterator[None]:
    """Let what is started in the block receive Ctrl-C.

    A job that a shell starts in the background ignores that signal, and so do all its children.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def started(
    *command: str | Path, environment: Mapping[str, str] | None = None, **options: Any
) -> Iterator[subprocess.Popen[str]]:
    """Start Python with arguments; its output can be read, and it is ended with the block.

    Scripts outside the project can import its tests. `environment` is added to ours; the other
    options are those of subprocess.Popen.
    """
    with interruptible():
        process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
            **{"stdout": subprocess.PIPE, "encoding": "utf-8", **options},
        )
    with process:
        try:
            yield process
        finally:
            process.kill()
