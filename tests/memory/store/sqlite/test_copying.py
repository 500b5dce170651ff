"""Backing up and restoring a memory, on real files."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.errors import BusyError, StoreError, UnavailableError
from hexapla.memory.output.files import free_path
from hexapla.memory.store.connection import OF_COMMANDS
from hexapla.memory.store.opening import copy_memory, open_store, restore
from hexapla.memory.store.sqlite import copying
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.factories import big_set
from tests.memory.samples import SYMBOL, named


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def test_a_backup_is_the_memory(store: Store, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    store.back_up(backup)
    with open_store(backup, create=False) as copy:
        assert list(copy.problems(deep=True)) == []
        for level in Level:
            assert list(copy.units(level=level)) == list(store.units(level=level))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup.db", "memory.db"]


def test_a_backup_of_a_memory_with_a_write_ahead_log_has_none(path: Path, tmp_path: Path) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    backup = tmp_path / "backup.db"
    with open_store(path) as store:
        store.back_up(backup)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_is_made_while_others_write(path: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with open_store(path) as writer:
            number = 0
            while not stop.is_set():
                number += 1
                writer.replace_set(named(f"B/{number % 5}"))

    others = threading.Thread(target=write)
    others.start()
    try:
        with open_store(path) as store:
            for number in range(3):
                store.back_up(tmp_path / f"{number}.db")
    finally:
        stop.set()
        others.join()
    for number in range(3):
        with open_store(tmp_path / f"{number}.db", create=False) as copy:
            assert list(copy.problems(deep=True)) == []
            for symbol in (each.symbol for each in copy.sets()):
                found = list(copy.units(level=Level.SENTENCE, symbol=symbol))
                assert len(found) == 8


def test_a_backup_over_the_memory_or_another_file_is_refused(store: Store, path: Path) -> None:
    with pytest.raises(StoreError, match="memory itself"):
        store.back_up(path)
    other = path.with_name("thesis.docx")
    other.write_text("x" * 100)
    with pytest.raises(StoreError, match="not a translation memory"):
        store.back_up(other)
    assert other.read_text() == "x" * 100


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_no_memory_has_a_name_that_sqlite_takes_for_a_part_of_another(
    ending: str, store: Store, path: Path
) -> None:
    """It would be gone, or played back into the other, as soon as that is opened."""
    named = path.with_name(f"{path.name}{ending}")
    backup = path.with_name("backup.db")
    store.back_up(backup)
    for made in (
        lambda: store.back_up(named),
        lambda: open_store(named),
        lambda: copy_memory(path, named),
        lambda: restore(backup, named),
    ):
        with pytest.raises(StoreError, match="names to files of its own"):
            made()
    assert not named.exists()


def test_a_damaged_memory_does_not_replace_a_good_backup(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    with open_store(path) as store:
        store.replace_set(big_set("甲"))
        store.back_up(backup)
    good = backup.read_bytes()
    content = bytearray(path.read_bytes())
    content[4096 * 40 : 4096 * 41] = bytes(4096)
    path.write_bytes(content)
    with open_store(path) as store, pytest.raises(StoreError, match="damaged"):
        store.back_up(backup)
    assert backup.read_bytes() == good
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup.db", "memory.db"]


def test_a_restored_memory_is_the_backup_and_the_one_before_is_kept(
    path: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    with open_store(path) as store:
        store.back_up(backup)
        store.replace_set(named("A/1"))
    kept = restore(backup, path)
    assert kept is not None
    with open_store(path) as store, open_store(kept) as before:
        assert [each.symbol for each in store.sets()] == [SYMBOL]
        assert [each.symbol for each in before.sets()] == ["A/1", SYMBOL]
    again = restore(backup, path)
    assert again not in (None, kept)


def test_a_memory_is_restored_where_none_is(path: Path, tmp_path: Path) -> None:
    assert restore(path, tmp_path / "new.db") is None
    with open_store(tmp_path / "new.db", create=False) as store:
        assert list(store.problems(deep=True)) == []


def test_a_memory_that_is_no_memory_any_more_is_replaced_and_kept(
    path: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    shutil.copy(path, backup)
    path.write_bytes(b"\0" * 5000)
    journal = path.with_name("memory.db-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + b"\0" * 600)
    kept = restore(backup, path)
    assert kept is not None
    assert kept.read_bytes() == b"\0" * 5000
    assert not journal.exists()
    with open_store(path) as store:
        assert list(store.problems(deep=True)) == []


@pytest.mark.parametrize("content", [b"", b"no memory", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_memory_is_not_restored(path: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.db").write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"bad\.db"):
        restore(tmp_path / "bad.db", path)
    with pytest.raises(StoreError, match="no translation memory here"):
        restore(tmp_path / "none.db", path)
    assert path.read_bytes() == before


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are not waited for."""
    soon = replace(OF_COMMANDS, lock=0.1)
    monkeypatch.setattr("hexapla.memory.store.sqlite.copying.OF_COMMANDS", soon)


def restored_over(source: Path, target: Path) -> None:
    restore(source, target)


def backed_up_over(source: Path, target: Path) -> None:
    with open_store(source, create=False) as store:
        store.back_up(target)


REPLACING = pytest.mark.parametrize("replaced_by", [restored_over, backed_up_over])
Replaced = Callable[[Path, Path], None]


@REPLACING
@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "BEGIN", "PRAGMA journal_mode = WAL"])
@pytest.mark.usefixtures("impatient")
def test_a_memory_in_use_is_not_replaced(
    path: Path, tmp_path: Path, replaced_by: Replaced, statement: str
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(path, other)
    with closing(sqlite3.connect(path, isolation_level=None)) as user:
        user.execute(statement)
        user.execute("SELECT count(*) FROM unit").fetchone()
        names = sorted(each.name for each in tmp_path.iterdir())
        with pytest.raises(BusyError, match=r"memory\.db: locked by another program"):
            replaced_by(other, path)
        assert sorted(each.name for each in tmp_path.iterdir()) == names


@REPLACING
def test_nobody_writes_into_a_memory_while_it_is_replaced(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced_by: Replaced
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(path, other)
    refused = []
    rename = Path.replace

    def rename_while_another_begins(self: Path, target: Path) -> Path:
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as late:
            try:
                late.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                refused.append(str(error))
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", rename_while_another_begins)
    replaced_by(other, path)
    assert refused == ["database is locked"]


@REPLACING
@pytest.mark.usefixtures("impatient")
def test_what_another_puts_there_while_one_waits_is_not_replaced_in_use(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced_by: Replaced
) -> None:
    other, newer = tmp_path / "other.db", tmp_path / "newer.db"
    for each in (other, newer):
        shutil.copy(path, each)
    lock = copying._lock

    def lock_after_another(connection: sqlite3.Connection) -> None:
        # The first time that it looks, others still wait to be told so.
        if newer.exists() and list(tmp_path.glob(".*.tmp")):
            newer.replace(path)
        lock(connection)

    with closing(sqlite3.connect(newer, isolation_level=None)) as user:
        user.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(copying, "_lock", lock_after_another)
        with pytest.raises(BusyError, match="locked by another program"):
            replaced_by(other, path)


@pytest.mark.parametrize("copied", [copy_memory, restore])
def test_what_comes_to_be_there_meanwhile_is_not_overwritten(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Replaced
) -> None:
    target = tmp_path / "target.db"
    copy = copying._copy

    def copy_while_another_makes_it(*both: sqlite3.Connection) -> None:
        copy(*both)
        with open_store(target) as store:
            store.replace_set(named("B/1"))

    monkeypatch.setattr(copying, "_copy", copy_while_another_makes_it)
    with pytest.raises(StoreError, match=r"target\.db: is there already, and is not overwritten"):
        copied(path, target)
    with open_store(target, create=False) as store:
        assert [each.symbol for each in store.sets()] == ["B/1"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["memory.db", "target.db"]


@pytest.mark.parametrize("disk_has_links", [True, False])
def test_a_memory_that_is_kept_takes_no_name_that_another_took_meanwhile(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk_has_links: bool
) -> None:
    backup = tmp_path / "backup.db"
    shutil.copy(path, backup)

    def free_until_another_takes_it(folder: Path, name: str) -> Path:
        found = free_path(folder, name)
        if not list(tmp_path.glob("*.replaced-*")):
            found.write_text("kept by another")
        return found

    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(copying, "free_path", free_until_another_takes_it)
    if not disk_has_links:
        monkeypatch.setattr(os, "link", link)
    before = path.read_bytes()
    kept = restore(backup, path)
    assert kept is not None
    assert kept.read_bytes() == before
    others = [each for each in tmp_path.glob("*.replaced-*") if each != kept]
    assert [each.read_text() for each in others] == ["kept by another"]


def leave_half_written(path: Path, backup: Path, left: Path) -> None:
    """Back a memory up, and leave what a writer of it leaves that is killed."""
    with open_store(path) as store:
        store.back_up(backup)
        store.replace_set(big_set("甲"))
    with closing(sqlite3.connect(path, isolation_level=None)) as killed:
        killed.execute("PRAGMA cache_size = 1")
        killed.execute("PRAGMA cache_spill = 1")
        killed.execute("BEGIN")
        killed.execute("UPDATE unit SET text = text || '乙'")
        for ending in ("", "-journal"):
            shutil.copy(f"{path}{ending}", f"{left}{ending}")


@REPLACING
def test_what_a_killed_writer_left_is_no_part_of_what_comes(
    path: Path, tmp_path: Path, replaced_by: Replaced
) -> None:
    other, left = tmp_path / "other.db", tmp_path / "left.db"
    leave_half_written(path, other, left)
    replaced_by(other, left)
    assert not left.with_name("left.db-journal").exists()
    with open_store(left, create=False) as store:
        assert list(store.problems(deep=True)) == []
        assert [each.symbol for each in store.sets()] == [SYMBOL]


@pytest.mark.parametrize("replaced_by", [restored_over, backed_up_over, copy_memory])
def test_what_a_memory_that_is_gone_left_is_played_back_into_no_other(
    path: Path, tmp_path: Path, replaced_by: Replaced
) -> None:
    other, left = tmp_path / "other.db", tmp_path / "left.db"
    leave_half_written(path, other, left)
    moved = left.rename(tmp_path / "moved.db")
    journal = left.with_name("left.db-journal")
    with pytest.raises(StoreError, match=r"left\.db-journal: is left of another memory"):
        replaced_by(other, left)
    assert not left.exists()
    journal.rename(moved.with_name("moved.db-journal"))
    replaced_by(other, left)
    for memory, paragraphs in ((moved, 1500), (left, 7)):
        with open_store(memory, create=False) as store:
            assert list(store.problems(deep=True)) == []
            assert [each.paragraphs for each in store.sets()] == [paragraphs]


@pytest.mark.parametrize("disk_has_links", [True, False])
def test_a_memory_that_is_not_replaced_after_all_has_its_place_again(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk_has_links: bool
) -> None:
    backup, rename = tmp_path / "backup.db", Path.replace
    shutil.copy(path, backup)
    path.write_bytes(b"\0" * 5000)  # so that its journal is not played back
    path.with_name("memory.db-journal").write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + b"\0" * 600)
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}

    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    def rename_no_new_memory(self: Path, target: Path) -> Path:
        if self.suffix == ".tmp":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", rename_no_new_memory)
    if not disk_has_links:
        monkeypatch.setattr(os, "link", link)
    with pytest.raises(StoreError, match=r"memory\.db: Input/output error"):
        restore(backup, path)
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before


@REPLACING
def test_what_a_log_holds_is_no_part_of_what_comes(
    path: Path, tmp_path: Path, replaced_by: Replaced
) -> None:
    other, left = tmp_path / "other.db", tmp_path / "left.db"
    shutil.copy(path, other)
    with closing(sqlite3.connect(path, isolation_level=None)) as killed:
        killed.execute("PRAGMA journal_mode = WAL")
        killed.execute("UPDATE unit SET text = text || '乙'")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{left}{ending}")
    replaced_by(other, left)
    assert sorted(each.name for each in tmp_path.glob("left.db-*")) == []
    with open_store(left, create=False) as store:
        assert list(store.problems(deep=True)) == []


@REPLACING
def test_the_database_of_another_program_is_not_replaced(
    path: Path, tmp_path: Path, replaced_by: Replaced
) -> None:
    places = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(places)) as browser:
        browser.execute("CREATE TABLE visited (address TEXT)")
    before = places.read_bytes()
    with pytest.raises(StoreError, match="not a translation memory"):
        replaced_by(path, places)
    assert places.read_bytes() == before


def test_who_has_a_memory_open_that_was_replaced_writes_nothing_that_is_lost(
    path: Path, tmp_path: Path
) -> None:
    with open_store(path) as reviewing:
        reviewing.back_up(tmp_path / "friday.db")
        restore(tmp_path / "friday.db", path)
        with pytest.raises(UnavailableError, match="was replaced while it was open"):
            reviewing.replace_set(named("A/1"))


def test_who_has_a_memory_open_that_was_replaced_takes_the_new_ones_journal_for_no_own(
    path: Path, tmp_path: Path
) -> None:
    with open_store(path) as reading:
        reading.back_up(tmp_path / "friday.db")
        restore(tmp_path / "friday.db", path)
        with closing(sqlite3.connect(path, isolation_level=None)) as writing:
            writing.execute("PRAGMA cache_size = 1")
            writing.execute("PRAGMA cache_spill = 1")
            writing.execute("BEGIN")
            for table, column in (("unit", "text"), ("translation", "text"), ("document", "path")):
                writing.execute(f"UPDATE {table} SET {column} = {column} || '乙'")
            assert path.with_name("memory.db-journal").exists()
            with pytest.raises(UnavailableError, match="was replaced while it was open"):
                list(reading.sets())
            writing.execute("ROLLBACK")
    with open_store(path) as store:
        assert list(store.problems(deep=True)) == []


def test_a_backup_over_another_name_of_the_memory_is_refused(store: Store, path: Path) -> None:
    other = path.with_name("other.db")
    os.link(path, other)
    with pytest.raises(StoreError, match="memory itself"):
        store.back_up(other)


def test_a_memory_whose_file_was_removed_is_backed_up(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        path.unlink()
        store.back_up(tmp_path / "backup.db")
    assert mode_of(tmp_path / "backup.db") == 0o600
    with open_store(tmp_path / "backup.db", create=False) as store:
        assert [each.symbol for each in store.sets()] == [SYMBOL]


def test_a_memory_that_comes_and_goes_is_there_or_is_not(path: Path, tmp_path: Path) -> None:
    place, new, done = (tmp_path / name for name in ("place.db", "new.db", "done"))

    def put_and_remove() -> None:
        while not done.exists():
            shutil.copy(path, new)
            new.replace(place)
            place.unlink()

    with ThreadPoolExecutor(1) as other:
        putting = other.submit(put_and_remove)
        try:
            for _ in range(60):
                with suppress(StoreError):
                    open_store(place, create=False).close()
                with suppress(StoreError):
                    copy_memory(place, tmp_path / "copy.db")
                (tmp_path / "copy.db").unlink(missing_ok=True)
        finally:
            done.touch()
        putting.result()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_memory_is_for_its_owner_until_somebody_gives_leave(path: Path, tmp_path: Path) -> None:
    assert mode_of(path) == 0o600
    backup, other = tmp_path / "backup.db", tmp_path / "other.db"
    with open_store(path) as store:
        store.back_up(backup)
    restore(backup, other)
    assert (mode_of(backup), mode_of(other)) == (0o600, 0o600)
    path.chmod(0o660)
    other.chmod(0o640)
    with open_store(path) as store:
        store.back_up(backup)
        store.back_up(tmp_path / "new.db")
    assert (mode_of(backup), mode_of(tmp_path / "new.db")) == (0o600, 0o660)
    restore(tmp_path / "new.db", other)
    assert mode_of(other) == 0o640


def test_a_pipe_is_no_memory(path: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.db"
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match="is not a translation memory"):
        open_store(pipe)
    for source, target in ((pipe, path), (path, pipe)):
        with pytest.raises(StoreError, match=r"pipe\.db: (is not a translation memory|not a file)"):
            restore(source, target)
