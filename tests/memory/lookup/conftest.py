"""Fixtures of the tests of looking up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from tests.memory.samples import sample_set


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    """A memory that holds the sample, in a file and in a database."""
    with open_store(location) as opened:
        opened.replace_set(sample_set())
        yield opened
