"""Where a memory is, told by its path or URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.store.locations import file_of, is_database, shown
from hexapla.memory.store.opening import open_store


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


def test_a_folder_has_the_memory_in_it(tmp_path: Path) -> None:
    assert file_of(tmp_path) == str(tmp_path / "memory.db")
    assert file_of("new/") == str(Path("new/memory.db"))
    with open_store(tmp_path / "new" / "deep" / "m.db") as store:
        assert list(store.sets()) == []
    assert (tmp_path / "new" / "deep" / "m.db").is_file()


def test_who_looks_in_vain_is_told_of_the_memories_beside(tmp_path: Path) -> None:
    open_store(tmp_path / "out" / "memory.db").close()
    with pytest.raises(StoreError, match=r"no translation memory here, but .*out.memory\.db"):
        open_store(tmp_path / "memory.db", create=False)


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


def test_a_url_that_is_none_tells_no_password() -> None:
    with pytest.raises(UsageError, match="URL of the memory cannot be read") as caught:
        shown("postgresql://ana:secret@[::1/memory")
    assert "secret" not in str(caught.value)
