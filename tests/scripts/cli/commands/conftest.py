"""What tests of the commands share."""

from pathlib import Path

import pytest

from tests.memory.samples import sample_memory


@pytest.fixture
def memory(tmp_path: Path) -> str:
    """The path of a memory with the document set of the samples."""
    path = tmp_path / "memory.db"
    sample_memory(path)
    return str(path)
