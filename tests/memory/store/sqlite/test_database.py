"""Whatever happens to a memory in a file, it is whole afterwards, and the user gets one line."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.connection import OF_COMMANDS
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.memory.factories import big_set
from tests.memory.samples import SYMBOL, sample_memory, sample_set
from tests.processes import GUARD, started


def whole(path: Path) -> str:
    """Check that a memory holds one whole set, and give its mark."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with open_store(path, create=False) as store:
        mark = store.fingerprint(SYMBOL)
        assert mark is not None
        assert tuple(store.units(level=Level.PARAGRAPH)) == big_set(mark).units
    return mark


def in_process(
    script: str, *arguments: str | Path
) -> AbstractContextManager[subprocess.Popen[str]]:
    return started("-c", script, *arguments, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def told_by(script: str, *arguments: str | Path) -> tuple[str, str]:
    """Run a script to its end; give what it printed and its errors."""
    with in_process(script, *arguments) as process:
        return process.communicate(timeout=GUARD)


# Replaces a set, and comes to a stop before a statement of the transaction.
WRITER = """
import sys
from hexapla.memory.store.opening import open_store
from tests.memory.factories import big_set
with open_store(sys.argv[1]) as store:
    statements = 0
    def count(_):
        global statements
        statements += 1
        if statements == int(sys.argv[2]):
            print("there", flush=True)
            sys.stdin.read()
    store._database.set_trace_callback(count)
    store.replace_set(big_set("乙"))
    print(statements)
"""


def test_a_writer_killed_at_any_statement_leaves_the_old_set(tmp_path: Path) -> None:
    path, other = tmp_path / "memory.db", tmp_path / "other.db"
    with open_store(path) as store:
        store.replace_set(big_set("甲"))
    shutil.copy(path, other)
    printed, _ = told_by(WRITER, other, "0")
    assert whole(other) == "乙"
    last = int(printed)
    assert last > 3000  # two rows a unit at least
    journals = 0
    for part in range(4):
        with in_process(WRITER, path, str(1 + part * (last - 1) // 3)) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "there\n"
            process.kill()
            process.communicate()
        assert process.returncode == -signal.SIGKILL
        journals += (tmp_path / "memory.db-journal").exists()
        assert whole(path) == "甲"
    assert journals > 1  # what was written is undone


# Replaces a set in one memory after the other, each with some room on the disk.
LIMITED = """
import resource, sys
from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import open_store
from tests.memory.factories import big_set
new = big_set("乙", 4000)
for path, limit in zip(sys.argv[1::2], sys.argv[2::2]):
    with open_store(path) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
        try:
            store.replace_set(new)
        except StoreError as error:
            print(error)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(store.fingerprint("A/RES/98/12"))
"""


def test_a_full_disk_is_one_line_and_the_memory_as_it_was(tmp_path: Path) -> None:
    first = tmp_path / "memory.db"
    with open_store(first) as store:
        store.replace_set(big_set("甲"))
    size = first.stat().st_size
    limits = {tmp_path / f"{room}.db": size + room for room in (0, 100_000, 1_000_000)}
    for path in limits:
        shutil.copy(first, path)
    printed, errors = told_by(LIMITED, *(str(each) for pair in limits.items() for each in pair))
    lines = printed.splitlines()
    assert errors == ""
    assert len(lines) == 2 * len(limits)
    for path, cause, mark in zip(limits, lines[::2], lines[1::2], strict=True):
        assert cause.startswith(f"{path}: ")
        assert "disk" in cause.removeprefix(str(path))
        assert mark == "甲"
        assert whole(path) == "甲"


UNPRIVILEGED = """
import os, sys
from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.memory.samples import sample_set
aligned = sample_set()
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with open_store(sys.argv[1]) as store:
        print(len(list(store.units(level=Level.PARAGRAPH))))
        store.replace_set(aligned)
except StoreError as error:
    print(error)
"""


def unprivileged(path: Path) -> list[str]:
    """Open and write a memory as a user whom permissions bind."""
    printed, errors = told_by(UNPRIVILEGED, path)
    assert errors == ""
    return printed.splitlines()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_a_read_only_memory_is_read_and_refuses_to_be_written(open_folder: Path) -> None:
    path = open_folder / "memory.db"
    sample_memory(path)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    assert unprivileged(path) == ["7", f"{path}: no permission to write here"]


def test_a_read_only_folder_is_one_line(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    path = open_folder / "memory.db"
    assert unprivileged(path) == [f"{path}: cannot be opened: no permission, or no such folder"]


def test_a_locked_memory_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    soon = replace(OF_COMMANDS, lock=0.1)
    with open_store(path, timeouts=soon) as store, closing(sqlite3.connect(path)) as other:
        store.replace_set(sample_set())
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked by another program"):
            store.replace_set(sample_set("second"))
        with pytest.raises(StoreError, match="locked by another program"):
            next(store.sets())
        other.rollback()
        assert store.fingerprint(SYMBOL) == "first"


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    script = """
import sys
from dataclasses import replace
from hexapla.memory.store.opening import open_store
from tests.memory.samples import sample_set
with open_store(sys.argv[1]) as store:
    for number in range(15):
        symbol = f"{sys.argv[2]}/{number}"
        units = tuple(replace(unit, symbol=symbol) for unit in sample_set().units)
        store.replace_set(replace(sample_set(), symbol=symbol, units=units))
"""
    with in_process(script, path, "A") as first, in_process(script, path, "B") as second:
        for writer in (first, second):
            assert writer.communicate(timeout=GUARD) == ("", "")
    with open_store(path) as store:
        assert len(list(store.sets())) == 30
        assert len(list(store.units(level=Level.SENTENCE))) == 30 * 8


def test_a_damaged_memory_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        store.replace_set(big_set("甲"))
    content = bytearray(path.read_bytes())
    content[4096 * 8 : 4096 * 200] = random.Random(1).randbytes(4096 * 192)
    path.write_bytes(content)
    with pytest.raises(StoreError) as error, open_store(path) as store:
        list(store.units(level=Level.PARAGRAPH))
    assert str(error.value) == (
        f"{path}: is damaged: put a backup in its place with hexapla memory restore"
    )


def test_an_error_inside_leaves_the_store_closed(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), open_store(tmp_path / "memory.db") as store:
        raise KeyboardInterrupt
    with pytest.raises(StoreError, match="closed"):
        store.fingerprint(SYMBOL)


def test_a_memory_that_was_left_empty_says_so_and_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.touch()
    with pytest.raises(StoreError, match="is empty, for a run ended before it began"):
        open_store(path, create=False)
    with open_store(path) as store:
        assert list(store.problems(deep=True)) == []
