"""Reads zip archives as folders: their documents have paths like `archive.zip/report.docx`.

What gzip packed (`report.txt.gz`) is read as what it holds, on the disk and in an archive.

Nothing is unpacked onto the disk. An archive may be hostile: what it says of itself is bounded
before anything is unpacked, and no more is unpacked than it says.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from threading import Lock

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.bounds import MAX_BYTES
from hexapla.corpora.input.compressed import UNPACKING_ERRORS, unpacked
from hexapla.corpora.input.decoding import decode
from hexapla.corpora.input.decoding import load as load_file
from hexapla.corpora.input.packages import ENCRYPTED, Package, RestingFile, open_package

__all__ = ["Archive", "is_archive", "load", "open_archive"]

_ZIP = b"PK\x03\x04"
# Archives whose directories are kept: each time that all files of one of n are taken, n names
# would be read n times.
_MOST_KEPT = 4
# What the packages of office programs and e-books hold.
_PACKAGE_PARTS = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip archive of files, and no package of a document."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            if stream.read(4) != _ZIP:
                return False
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except OSError:
        return False  # the reader will say so when its turn comes
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return path.suffix.lower() == ".zip"
    return not names.intersection(_PACKAGE_PARTS)


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive: the files in it by their names, all of them checked."""

    package: Package
    entries: Mapping[str, zipfile.ZipInfo]

    def members(self) -> list[Path]:
        """Return the paths of the files, in the order of their names."""
        return [self.package.where / name for name in sorted(self.entries)]

    def load(self, member: Path, *, most: int = MAX_BYTES) -> bytes:
        """Return the first `most` bytes of a file; DocumentError if it is damaged or not there."""
        info = self.entries.get(member.relative_to(self.package.where).as_posix())
        if info is None:
            raise DocumentError(member, "no such file in the archive")
        try:
            with self.package.archive.open(info) as stream:
                data = stream.read(most)
        except UNPACKING_ERRORS as error:
            raise DocumentError(member, "damaged: %(cause)s", cause=str(error)) from error
        except (RuntimeError, NotImplementedError) as error:
            raise DocumentError(
                member, "cannot be unpacked: %(error)s", error=str(error)
            ) from error
        return unpacked(data, member, most=most)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open an archive, and close it in the end.

    Raises DocumentError if the archive is damaged, has a password, or is a bomb; and if a name in
    it leads out of it, or is a link.
    """
    package = open_package(path, path)
    with package.archive:
        yield Archive(package, _entries(package))


def load(path: Path, *, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file or of a member of an archive, unpacked, the first `most` of them.

    Raises DocumentError if it cannot be read or is larger than `corpora.input.bounds.MAX_BYTES`,
    packed or unpacked.
    """
    try:
        archive = next((each for each in path.parents if each.is_file()), None)
    except OSError:
        archive = None  # reading the file itself will say why
    if archive is None:
        return unpacked(load_file(path, most=most), path, most=most)
    try:
        told = archive.stat()
    except OSError as error:
        raise DocumentError(
            path, "cannot be opened: %(error)s", error=error.strerror or str(error)
        ) from error
    kept = _kept(archive, (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns))
    return kept.load(path, most=most)


class _KeptArchive:
    """An archive whose directory is read and checked once, however many files are taken of it."""

    def __init__(self, path: Path) -> None:
        self._file = RestingFile(path)
        self._lock = Lock()
        try:
            package = open_package(self._file, path)
            self._archive = Archive(package, _entries(package))
        finally:
            self._file.rest()

    def load(self, member: Path, *, most: int) -> bytes:
        """Return the first `most` bytes of a file, as `Archive.load` does."""
        with self._lock:
            try:
                return self._archive.load(member, most=most)
            finally:
                self._file.rest()


@lru_cache(maxsize=_MOST_KEPT)
def _kept(path: Path, _told: tuple[int, ...]) -> _KeptArchive:
    """Return an archive as it is while the system tells the same of its file."""
    return _KeptArchive(path)


def _entries(package: Package) -> dict[str, zipfile.ZipInfo]:
    """Return the files of an archive by their names, all of them checked."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in package.archive.infolist():
        if info.flag_bits & ENCRYPTED:
            raise DocumentError(package.where, "has a password; unpack it first")
        package.check(info)
        name = _name(info, package.where)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise DocumentError(package.where, "refused: %(name)s is a link", name=name)
        if not info.is_dir() and not name.endswith("/"):
            found[name] = info
    return found


def _name(info: zipfile.ZipInfo, where: Path) -> str:
    """Return the name of a member, whatever system and encoding it was made with."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        # Without the flag the bytes are in the code page of their maker, and were read as DOS's.
        name = decode(name.encode("cp437"), where)
    name = name.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or any(part.endswith(":") for part in parts):
        raise DocumentError(where, "refused: %(name)s leads out of the archive", name=name)
    return name.removeprefix("./")
