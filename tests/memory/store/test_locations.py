"""Where a memory is, told by its path or URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.locations import file_of, is_database, shown


@pytest.mark.parametrize(
    ("location", "file"),
    [
        ("memory.db", "memory.db"),
        (Path("a") / "记忆.db", "a/记忆.db"),
        ("sqlite:////srv/memory.db", "/srv/memory.db"),
        ("sqlite:///memory.db", "memory.db"),
    ],
)
def test_a_file_is_named_by_its_path_or_a_url(location: str | Path, file: str) -> None:
    assert not is_database(location)
    assert file_of(location) == file


@pytest.mark.parametrize("location", ["mysql://host/memory", "http://host/memory.db"])
def test_other_kinds_of_memories_are_refused(location: str) -> None:
    with pytest.raises(StoreError, match="are not supported"):
        file_of(location)


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("postgresql://ana:secret@host:5432/tm?sslmode=require", "postgresql://ana@host:5432/tm"),
        ("postgres://host/tm", "postgres://host/tm"),
        ("memory.db", "memory.db"),
    ],
)
def test_neither_password_nor_options_are_shown(location: str, told: str) -> None:
    assert shown(location) == told
