"""Fixtures of the tests of exchange formats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty memory."""
    with open_store(tmp_path / "memory.db") as opened:
        yield opened
