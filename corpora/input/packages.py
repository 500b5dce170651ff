"""Opens the zip packages of Office files, which may be hostile: bombs, entities, damage."""

from __future__ import annotations

import io
import os
import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.compressed import UNPACKING_ERRORS
from hexapla.corpora.input.decoding import is_special
from hexapla.corpora.input.xml import parse

__all__ = ["ENCRYPTED", "Package", "Relationship", "RestingFile", "open_package"]

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ENCRYPTED: Final = 0x1
"""The flag of an entry that has a password (PKWARE's APPNOTE.TXT, 4.4.4)."""
# The strict variant of the format has other namespaces for the same elements.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another: its kind (`footnotes`, `header`) and the part's name."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """An open package; `where` is the file for error messages."""

    archive: zipfile.ZipFile
    where: Path

    def xml(self, part: str) -> etree._Element | None:
        """Parse a part, None where the package has none of that name.

        No DTD is loaded, no entity expanded, nothing fetched. Raises DocumentError if the part is
        damaged, too large or declares a DTD, which no Office program writes.
        """
        data = self._bytes(part)
        if data is None:
            return None
        most = bounds.most_tags(self.archive.getinfo(part).compress_size)
        for strict, transitional in _TRANSITIONAL.items():
            data = data.replace(_STRICT + strict, transitional)
        root = parse(data, self.where, part=part, most_tags=most)
        if root.getroottree().docinfo.internalDTD is not None:
            raise DocumentError(self.where, "refused: %(part)s declares a DTD", part=part)
        return root

    def relations(self, part: str) -> list[Relationship]:
        """Return the links of a part, save those out of the package; "" is the package itself."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return []
        return [
            Relationship(
                (link.get("Type") or "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, link.get("Target") or "")).lstrip(
                    "/"
                ),
            )
            for link in root.iter(_RELATIONS)
            if link.get("TargetMode") != "External"
        ]

    def check(self, info: zipfile.ZipInfo) -> None:
        """Raise DocumentError if a part is encrypted, or unpacks to more than a document holds."""
        if info.flag_bits & ENCRYPTED:
            raise DocumentError(self.where, "has a password; save it without one")
        if bounds.unpacks_too_far(info.file_size, info.compress_size):
            raise DocumentError(
                self.where,
                "refused: %(part)s unpacks to far more than it should",
                part=info.filename,
            )

    def _bytes(self, part: str) -> bytes | None:
        """Unpack a part, None where there is none of that name."""
        try:
            info = self.archive.getinfo(part)
        except KeyError:
            return None
        return self.unpacked(info)

    def unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a part. Raises DocumentError where it is damaged or a bomb."""
        self.check(info)
        try:
            # No more is unpacked than the size that the package states.
            with self.archive.open(info) as stream:
                return stream.read()
        except UNPACKING_ERRORS as error:
            raise DocumentError(
                self.where, "damaged: %(cause)s", cause=f"{info.filename}: {error}"
            ) from error
        except (RuntimeError, NotImplementedError) as error:
            raise DocumentError(
                self.where, "cannot be unpacked: %(error)s", error=str(error)
            ) from error


class RestingFile(io.RawIOBase):
    """A file on disk that is open only while it is read: others may move or delete it meanwhile."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._stream: io.BufferedReader | None = None

    @property
    def _opened(self) -> io.BufferedReader:
        if self._stream is None:
            self._stream = self.path.open("rb")
        return self._stream

    def seekable(self) -> bool:
        """Return that any part can be read."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        return self._opened.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._opened.tell()

    def read(self, size: int | None = -1, /) -> bytes:
        """Read what is there. After a rest, a place is to be told first."""
        return self._opened.read(size)

    def rest(self) -> None:
        """Let the file go until it is read again."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def open_package(data: bytes | Path | RestingFile, where: Path) -> Package:
    """Open a zip package, or a zip file on disk, which the caller closes.

    Raises DocumentError, naming `where`, if it is damaged or a zip bomb.
    """
    try:
        path = data.path if isinstance(data, RestingFile) else data
        if isinstance(path, Path) and is_special(path):
            raise DocumentError(where, "not a file")
        if isinstance(path, Path) and path.stat().st_size > bounds.MOST_UNPACKED:
            raise DocumentError(
                where, "larger than %(most)s MB", most=bounds.MOST_UNPACKED // 2**20
            )
        archive = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise DocumentError(where, "a damaged zip package: %(error)s", error=str(error)) from error
    total = sum(entry.file_size for entry in entries)
    if len(entries) > bounds.MOST_PARTS or total > bounds.MOST_UNPACKED:
        archive.close()
        raise DocumentError(where, "refused: the package holds more than a document does")
    return Package(archive, where)
