"""Fixtures of the tests of looking up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store


@pytest.fixture
def store(filled_location: str) -> Iterator[Store]:
    """A memory that holds the sample, in a file and in a database."""
    with open_store(filled_location) as opened:
        yield opened
