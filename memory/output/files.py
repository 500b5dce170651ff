"""Output files that are either whole or not there, and the time that is written into them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from io import FileIO, TextIOWrapper
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.input.decoding import is_special

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = [
    "build_time",
    "ensure_no_memory",
    "free_path",
    "make_folder",
    "open_log",
    "put_in_new_place",
    "refuse_to_replace",
    "replacing",
    "replacing_bytes",
    "replacing_file",
    "take_path",
]

_IS_THERE: Final = "is there already, and is not overwritten: name another file"
_ATTEMPTS: Final = 20  # to make a file in a folder that others remove


def free_path(folder: Path, name: str, ending: str = "") -> Path:
    """Return a path that nothing has: NAME and the ending, else NAME-2 and so on."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    paths = (folder / f"{each}{ending}" for each in names)
    return next(path for path in paths if not os.path.lexists(path))


def take_path(folder: Path, name: str, ending: str = "", *, mode: int = 0o666) -> Path:
    """Make an empty file at a free path, which so belongs to nobody else; return the path.

    Raises StoreError where it cannot be made.
    """
    while True:
        path = free_path(folder, name, ending)
        try:
            path.touch(mode, exist_ok=False)
        except FileExistsError:
            continue  # another has found it, too
        except OSError as error:
            raise StoreError(path, error.strerror or str(error)) from error
        return path


def put_in_new_place(file: Path, path: Path) -> None:
    """Give a file a name that nothing has; where the disk has links, it keeps its own as well.

    Raises FileExistsError where something has the name, OSError where it cannot be given.
    """
    try:
        os.link(file, path)
    except (FileExistsError, FileNotFoundError):
        raise  # what nothing mends, links or none
    except OSError:
        path.touch(0o600, exist_ok=False)
        try:
            file.replace(path)
        except OSError:
            path.unlink(missing_ok=True)  # empty, it would be taken for what was to come
            raise


def refuse_to_replace(path: Path) -> None:
    """Raise StoreError where there is something at a path."""
    if os.path.lexists(path):
        raise StoreError(path, _IS_THERE)


def build_time() -> datetime:
    """Return the time to write, in whole seconds and UTC: now, or that of SOURCE_DATE_EPOCH.

    Source: reproducible-builds.org/specs/source-date-epoch. Raises UsageError where it is no
    number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH: not a number of seconds: {epoch!r}") from error


def make_folder(folder: Path, *, parents: bool = True) -> Path:
    """Make a folder, and with `parents` those above it, where it is not there; return it.

    Raises StoreError where it cannot be made, or not be written in.
    """
    while True:
        try:
            folder.mkdir(parents=parents, exist_ok=True)
        except OSError as error:
            raise StoreError(folder, error.strerror or str(error)) from error
        if os.access(folder, os.W_OK):
            return folder
        if folder.exists():  # else others have removed it meanwhile
            raise StoreError(folder, "no permission to write in this folder")


def ensure_no_memory(path: Path) -> None:
    """Raise StoreError where a file that is to be written is a memory, or another database.

    It is opened by SQLite alone: closed by anything else in the process that uses the memory, its
    locks were gone (sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(OSError):  # what cannot be looked at is told when it is written
        found = path.stat()
        # SQLite takes a file of one byte for an empty database.
        if stat.S_ISREG(found.st_mode) and found.st_size > 1 and _is_database(path):
            raise StoreError(path, "is a memory, and is not written over: name another file")


def _is_database(path: Path) -> bool:
    import sqlite3  # noqa: PLC0415 - not for what is new

    try:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorname", "") == "SQLITE_CORRUPT"
    return True


def open_log(path: Path, *, mode: int = 0o666) -> FileIO:
    """Open a file to which lines are added, each written at once; made with `mode` where it lacks.

    Raises StoreError where it cannot be written, is a memory, or a pipe that nobody reads.
    """
    ensure_no_memory(path)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    try:
        # A pipe that nobody reads would be waited for.
        return FileIO(os.open(path, flags | getattr(os, "O_NONBLOCK", 0), mode), "a")
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a new UTF-8 text file that takes the place of `path` when the block ends without error.

    Line ends are written as they are given; all else is as with `replacing_bytes`.
    """
    with replacing_bytes(path) as stream:
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        yield text
        # Written out, but not closed: it is synced first.
        text.detach()


@contextmanager
def replacing_bytes(path: Path, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of `path` when the block ends without error.

    All else is as with `replacing_file`, but that no memory is replaced.
    """
    ensure_no_memory(path)
    with replacing_file(path, mode=mode) as temporary, temporary.open("wb") as stream:
        yield stream


@contextmanager
def replacing_file(path: Path, *, mode: int | None = None, new: bool = False) -> Iterator[Path]:
    """Yield an empty file that takes the place of `path` when the block ends without error.

    It stands beside `path` under a temporary name and is synced to the disk and renamed, so that
    whoever opens `path` finds the old file or the new one, whole, even after a power cut. What
    writers that were killed have left of `path` is removed.

    Folders that are missing are made. The file has the permissions of the one that it replaces; a
    new one has `mode`, or those that the system gives. With `new` nothing is replaced, whatever
    comes to be at `path` meanwhile.

    Raises StoreError naming `path` where it cannot be written, is a pipe or a device, or with `new`
    is anything; `path` is then as it was.
    """
    temporary = path.with_name(f".{path.name[:50]}.{os.urandom(16).hex()}.tmp")
    try:
        if is_special(path):
            raise StoreError(path, "not a file")
        kept = _mode_of(path, mode)
        with _locked(temporary, private=kept is not None) as lock:
            _sweep(path)
            yield temporary
            if kept is not None:
                temporary.chmod(kept)
            os.fsync(lock.fileno())
            if fcntl is None:
                lock.close()  # Windows renames nothing that is open
            # Before the lock is gone: who sweeps meanwhile would take it for one that was left.
            if new:
                put_in_new_place(temporary, path)
            else:
                temporary.replace(path)
        _sync_folder(path.parent)
    except FileExistsError as error:
        raise StoreError(path, _IS_THERE) from error
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _mode_of(path: Path, mode: int | None) -> int | None:
    """Return the permissions of the file at a path; `mode` where there is none."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return mode


def _locked(temporary: Path, *, private: bool) -> BinaryIO:
    """Make a file and lock it; whoever sweeps may have removed it before it was locked.

    A private one can be read by nobody else. Its folder is made where it is missing.
    """
    while True:
        stream = os.fdopen(_made(temporary, 0o600 if private else 0o666), "wb")
        if fcntl is None:
            return stream
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX)
        if os.fstat(stream.fileno()).st_nlink:
            return stream
        stream.close()


def _made(file: Path, mode: int) -> int:
    """Make a file, and its folder: others can remove that while it is empty, several times."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    for _ in range(_ATTEMPTS):
        with suppress(FileNotFoundError):
            return os.open(file, flags, mode)
        with suppress(StoreError):  # told below, where it is not only for a moment
            make_folder(file.parent)
    make_folder(file.parent)
    return os.open(file, flags, mode)


def _sweep(path: Path) -> None:
    """Remove the temporary files of a path that nobody writes any more."""
    pattern = f".{escape(path.name[:50])}.{'[0-9a-f]' * 32}.tmp"
    for left in path.parent.glob(pattern):
        # Somebody can have put a pipe there, which would never open.
        if left.is_symlink() or not left.is_file():
            continue
        with suppress(OSError), left.open("rb") as stream:
            # Where files have no such locks, on Windows, an open file cannot be removed.
            if fcntl is not None:
                fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a rename in the folder outlast a power cut, where the system can."""
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
