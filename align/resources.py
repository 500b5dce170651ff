"""Processors and memory: what this process may use of them, and how it gives them back."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import threadpoolctl

__all__ = ["available_cores", "release_memory", "single_threaded"]

# Texts whose vectors take hundreds of megabytes: for fewer it is not worth the call.
_MANY: Final = 2000


def available_cores() -> int:
    """Return how many cores this process may use: its affinity, and the quota of its cgroup."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else (os.cpu_count() or 1)
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
    except (OSError, ValueError):
        return cores
    if not quota.isdigit():
        return cores
    return max(1, min(cores, -(-int(quota) // int(period))))


@contextmanager
def single_threaded() -> Iterator[None]:
    """Let BLAS use one thread inside the block.

    The products of an alignment are many and small. BLAS's own threads wait for one another at
    each of them, which gains little on an idle machine and takes ten times as long on a busy one.
    """
    with _controller().limit(limits=1, user_api="blas"):
        yield


@cache
def _controller() -> threadpoolctl.ThreadpoolController:
    """Find the libraries once: numpy is loaded by all who come here."""
    return threadpoolctl.ThreadpoolController()


def release_memory(texts: int) -> None:
    """Return to the system what the C library keeps after the work on many texts.

    glibc keeps what is freed below what is still in use. After a long document has been encoded
    that is more than the document's vectors take, and numpy hardly finds a use for it. Nothing is
    done for fewer than 2000 texts, nor where the library is not glibc.
    """
    library = _glibc() if texts >= _MANY else None
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
