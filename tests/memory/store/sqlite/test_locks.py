"""Locks of a memory hold whatever else its process does with the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import open_store, restore
from tests.memory.samples import sample_memory

_WRITES = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


def another_process_writes(path: Path) -> str:
    """Return what SQLite says to another process that begins to write, "" where it may."""
    done = subprocess.run(
        [sys.executable, "-c", _WRITES, str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("how", ["opened", "not made", "restored"])
def test_a_writer_keeps_its_lock_when_its_process_opens_the_memory_again(
    path: Path, how: str
) -> None:
    """Closing any descriptor of a file gives up all locks that the process has on it (POSIX)."""
    with open_store(path) as store, store._database.transaction():
        store._database.execute("UPDATE document_set SET warnings = '[]'")
        assert another_process_writes(path) == "database is locked"
        if how == "opened":
            open_store(path).close()
        elif how == "not made":
            open_store(path, create=False).close()
        else:
            with suppress(StoreError):
                restore(path, path.with_name("restored.db"))
        assert another_process_writes(path) == "database is locked"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a memory that holds the sample."""
    path = tmp_path / "memory.db"
    sample_memory(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    return path
