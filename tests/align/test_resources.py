"""Processors are counted, BLAS keeps to one thread, free memory goes back to the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest
import threadpoolctl

from hexapla.align.resources import available_cores, release_memory, single_threaded

MANY = 1_000_000


def resident() -> int:
    """Return the bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_freed_pieces_below_a_living_one_go_back_to_the_system() -> None:
    pieces = [bytearray(b"x" * 60_000) for _ in range(1000)]
    last = bytearray(b"x" * 60_000)
    del pieces
    before = resident()
    release_memory(MANY)
    assert resident() < before - 20_000_000
    assert len(last) == 60_000


def test_releasing_twice_does_no_harm() -> None:
    release_memory(MANY)
    release_memory(MANY)


def test_cores_are_counted() -> None:
    assert 1 <= available_cores() <= (os.cpu_count() or 1)


def test_blas_has_one_thread_inside_and_as_many_as_before_after() -> None:
    np.ones((2, 2)) @ np.ones((2, 2))

    def threads() -> list[int]:
        found = threadpoolctl.threadpool_info()
        return [each["num_threads"] for each in found if each["user_api"] == "blas"]

    before = threads()
    with single_threaded():
        assert set(threads()) == {1}
    assert threads() == before
