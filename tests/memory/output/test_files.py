"""Output files are whole or not there, and the time that is written into them can be told."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.output.files import (
    build_time,
    free_path,
    make_folder,
    open_log,
    put_in_new_place,
    replacing,
)
from hexapla.memory.store.opening import open_store
from tests.paths import ROOT
from tests.processes import GUARD


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=GUARD,
        check=False,
    )


def test_the_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "报 告.html"
    path.write_text("old")
    with replacing(path) as stream:
        stream.write("new\r\n新\n")
        assert path.read_text() == "old"
    assert path.read_bytes() == "new\r\n新\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_it_can_be_read_by_whom_the_user_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with replacing(tmp_path / "a") as stream:
            stream.write("x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_an_error_in_the_block_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), replacing(path) as stream:
        stream.write("new")
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_as_long_as_the_system_takes(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 83 + ".tmx")
    with replacing(path) as stream:
        stream.write("x")
    assert path.read_text() == "x"


def test_a_folder_in_the_way_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(StoreError, match="a: Is a directory"), replacing(tmp_path / "a"):
        pass
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


FULL = """
import resource, sys
from pathlib import Path
from hexapla.corpora.errors import StoreError
from hexapla.memory.output.files import make_folder, replacing
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with replacing(Path(sys.argv[1])) as stream:
        for _ in range(10_000):
            stream.write("x" * 100)
except StoreError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    shown = run(FULL, path)
    assert (shown.stdout, shown.stderr) == (f"{path}: File too large\n", "")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


KILLED = """
import os, signal, sys
from pathlib import Path
from hexapla.memory.output.files import make_folder, replacing
with replacing(Path(sys.argv[1])) as stream:
    stream.write("x" * 100_000)
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    assert run(KILLED, path).returncode == -signal.SIGKILL
    assert path.read_text() == "old"
    assert len([left for left in tmp_path.iterdir() if left.suffix == ".tmp"]) == 1
    with replacing(path) as stream:
        stream.write("new")
    assert list(tmp_path.iterdir()) == [path]


def test_what_another_writes_now_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with replacing(path) as slow, replacing(tmp_path / "ab") as other:
        slow.write("first")
        other.write("x")
        with replacing(path) as quick:
            quick.write("second")
        assert path.read_text() == "second"
        assert len(list(tmp_path.glob(".*.tmp"))) == 2
    assert path.read_text() == "first"
    assert sorted(tmp_path.iterdir()) == [path, tmp_path / "ab"]


def test_several_write_the_same_file_at_once_and_none_fails(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a"

    def write(text: str) -> None:
        for _ in range(100):
            with replacing(path) as stream:
                stream.write(text)

    with ThreadPoolExecutor(4) as others:
        for done in [others.submit(write, text * 9) for text in "abcd"]:
            done.result()
    assert path.read_text() in {text * 9 for text in "abcd"}
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_another_removes_while_it_is_empty_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    removals = [folder.rmdir] * 3
    opened, looked_at = os.open, os.access

    def removed() -> None:
        if folder.exists() and removals:
            removals.pop()()

    def open_after_another(path: str | Path, flags: int, mode: int = 0o777) -> int:
        removed()
        return opened(path, flags, mode)

    def look_after_another(path: str | Path, mode: int) -> bool:
        removed()
        return looked_at(path, mode)

    with monkeypatch.context() as others:
        others.setattr(os, "open", open_after_another)
        with replacing(folder / "a") as stream:
            stream.write("x")
    assert removals == []
    assert (folder / "a").read_text() == "x"
    (folder / "a").unlink()
    removals.append(folder.rmdir)
    monkeypatch.setattr(os, "access", look_after_another)
    assert make_folder(folder).is_dir()
    assert removals == []


def test_a_link_that_leads_nowhere_has_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert free_path(tmp_path, "a", ".txt") == tmp_path / "a-2.txt"


def test_what_gets_no_new_name_leaves_nothing_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, path = tmp_path / "a", tmp_path / "b"
    with pytest.raises(FileNotFoundError):
        put_in_new_place(file, path)
    assert not path.exists()
    file.write_text("x")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)  # as of a disk without links
    with monkeypatch.context() as failing:
        failing.setattr(Path, "replace", refuse)
        with pytest.raises(PermissionError):
            put_in_new_place(file, path)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["x"]
    put_in_new_place(file, path)
    assert path.read_text() == "x"


def test_a_file_of_one_byte_is_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for text in "xy":
        with replacing(path) as stream:
            stream.write(text)
    assert path.read_text() == "y"


def test_build_time_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795424400")
    assert build_time() == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    for wrong in ("yesterday", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
            build_time()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs(build_time() - datetime.now(UTC)) < timedelta(minutes=1)
    assert build_time().microsecond == 0


def test_a_folder_is_made_with_those_above_it_or_told_in_one_line(tmp_path: Path) -> None:
    assert make_folder(tmp_path / "a" / "b").is_dir()
    assert make_folder(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    with pytest.raises(StoreError, match="No such file"):
        make_folder(tmp_path / "c" / "d", parents=False)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file/e: Not a directory"):
        make_folder(tmp_path / "file" / "e")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_the_new_file_has_the_permissions_of_the_old(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(mode)
    with replacing(path) as stream:
        stream.write("new")
        (temporary,) = tmp_path.glob(".a.*")
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text() == "new"


def test_what_is_no_file_is_left_where_it_has_a_temporary_name(tmp_path: Path) -> None:
    pipe = tmp_path / f".a.{'0' * 32}.tmp"
    os.mkfifo(pipe)  # reading it would wait for ever
    with replacing(tmp_path / "a") as stream:
        stream.write("new")
    assert (tmp_path / "a").read_text() == "new"
    assert pipe.exists()


def test_no_memory_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    open_store(path).close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not written over"), replacing(path) as stream:
        stream.write("new")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_no_pipe_and_no_device_is_replaced(tmp_path: Path) -> None:
    pipe, device = tmp_path / "pipe", tmp_path / "device"
    os.mkfifo(pipe)
    device.symlink_to("/dev/null")
    for path in (pipe, device):
        with pytest.raises(StoreError, match="not a file"), replacing(path) as stream:
            stream.write("new")
    assert pipe.is_fifo()
    assert device.is_symlink()


def test_a_log_is_added_to_and_is_no_memory_no_pipe_without_a_reader(tmp_path: Path) -> None:
    log, pipe, memory = (tmp_path / name for name in ("a.log", "pipe", "memory.db"))
    for line in (b"one\n", b"two\n"):
        with open_log(log, mode=0o600) as stream:
            stream.write(line)
            assert log.read_bytes().endswith(line)
    assert log.read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    os.mkfifo(pipe)
    open_store(memory).close()
    before = memory.read_bytes()
    for path in (pipe, memory, tmp_path):
        with pytest.raises(StoreError, match=f"{path.name}: "):
            open_log(path)
    assert memory.read_bytes() == before
