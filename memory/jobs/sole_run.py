"""One run at a time: a second one that begins, as from cron, sees that the first goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from hexapla.corpora.errors import BusyError, StoreError
from hexapla.memory.output.files import build_time, make_folder

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # what is not there is not called

__all__ = ["RunningError", "sole_run"]

_NAME: Final = ".running"


class RunningError(BusyError):
    """Another run holds the folder."""


@contextmanager
def sole_run(folder: Path) -> Iterator[None]:
    """Hold a folder for one run, which the system ends with the process, however that ends.

    Raises RunningError where another run holds it, with its process and when it began, and
    StoreError where the folder cannot be written.
    """
    file = make_folder(folder) / _NAME
    try:
        stream = _locked(file)
    except OSError as error:
        raise StoreError(file, error.strerror or str(error)) from error
    if stream is None:
        raise RunningError(folder, f"another run is at work here: {_told(file)}")
    with stream:
        began = build_time().isoformat()
        stream.write(f"process {os.getpid()}, since {began}\n")
        stream.flush()
        try:
            yield
        finally:
            # Before the lock is gone: whoever opened it meanwhile looks whether it is there still.
            with suppress(OSError):
                file.unlink()


def _locked(file: Path) -> IO[str] | None:
    """Open and lock a file; return None where another process has it."""
    if fcntl is None:
        return _made(file)
    while True:
        stream = file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.close()
            return None
        if os.fstat(stream.fileno()).st_nlink:
            stream.truncate(0)
            return stream
        stream.close()


def _made(file: Path) -> IO[str] | None:
    """Make a file anew: what a run that was killed left can be removed, what is open cannot."""
    with suppress(FileNotFoundError):
        try:
            file.unlink()
        except PermissionError:
            return None
    return file.open("x", encoding="utf-8")


def _told(file: Path) -> str:
    """Return what the other run says of itself."""
    with suppress(OSError, UnicodeError):
        return file.read_text("utf-8").strip()[:200] or "it has just begun"
    return "it has just ended"
