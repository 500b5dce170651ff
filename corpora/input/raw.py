"""A file as its bytes, and what they say of its format before anything is parsed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.decoding import decode
from hexapla.corpora.input.markup import ascii_head, declared_encoding, first_element

__all__ = ["OLE", "ZIP", "RawFile"]

ZIP: Final = b"PK\x03\x04"
"""What a zip package begins with."""

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What a compound file (MS-CFB) begins with, as the old programs of Office write it."""


@dataclass(frozen=True)
class RawFile:
    """The bytes of a file, the path that messages name, and what can be told of them at once.

    `peek` is true where the first pages suffice; `language` is the one that the user named, if any.
    What is asked is worked out once: the formats
    are asked one after the other, and the reader of the one that it is goes on from there.
    """

    data: bytes
    where: Path
    peek: bool = False
    language: str = ""

    @cached_property
    def head(self) -> str:
        """The first characters of markup in any encoding, as far as they are ASCII."""
        return ascii_head(self.data)

    @cached_property
    def root(self) -> str:
        """The name of the first element, without its prefix; "" where it begins with none."""
        return first_element(self.head)

    @cached_property
    def text(self) -> str:
        """The text, decoded; DocumentError where it is none."""
        return decode(self.data, self.where, declared=declared_encoding(self.data))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The names in a zip package, () where it is none; DocumentError where it is damaged."""
        if not self.data.startswith(ZIP):
            return ()
        try:
            with zipfile.ZipFile(BytesIO(self.data)) as archive:
                return tuple(archive.namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise DocumentError(
                self.where, "a damaged zip package: %(error)s", error=str(error)
            ) from error

    def has_part(self, start: str) -> bool:
        """Return whether a zip package has a part whose name starts so."""
        return any(name.startswith(start) for name in self.parts)

    def has_stream(self, name: str) -> bool:
        """Return whether a compound file has a stream of a name, by its directory (MS-CFB 2.6)."""
        return self.data.startswith(OLE) and f"{name}\0".encode("utf-16-le") in self.data
