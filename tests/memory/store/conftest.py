"""Fixtures of the tests of what every memory does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from tests.memory.samples import sample_set


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    """An empty memory, in a file and in a database, which must be sound in the end."""
    with open_store(location) as opened:
        yield opened
        assert list(opened.problems(deep=True)) == []


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A memory with an index."""
    monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", 1)
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(sample_set())
    return tmp_path / "memory.db"
