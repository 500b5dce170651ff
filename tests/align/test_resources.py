"""Memory that is free is given back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hexapla.align.resources import release_memory

MANY = 1_000_000


def resident() -> int:
    """Give the bytes of memory that this process holds."""
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


def test_giving_back_twice_does_no_harm() -> None:
    release_memory(MANY)
    release_memory(MANY)
