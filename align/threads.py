"""Keeps numpy's linear algebra to one thread.

The products of an alignment are many and small. BLAS's own threads wait for one another at each of
them, which gains little on an idle machine and takes ten times as long on a busy one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import threadpoolctl

__all__ = ["single_threaded"]


@contextmanager
def single_threaded() -> Iterator[None]:
    """Let BLAS use one thread inside the block."""
    with _controller().limit(limits=1, user_api="blas"):
        yield


@cache
def _controller() -> threadpoolctl.ThreadpoolController:
    """Find the libraries once: numpy is loaded by all who come here."""
    return threadpoolctl.ThreadpoolController()
