"""What tests of the commands share."""

from pathlib import Path

import pytest

from hexapla.memory.store.opening import open_store
from tests.memory.samples import sample_set


@pytest.fixture
def memory(tmp_path: Path) -> str:
    """The path of a memory with the document set of the samples."""
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        store.replace_set(sample_set())
    return str(path)
