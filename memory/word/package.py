"""The package of a Word document, some parts of which are written anew."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Final, Self

from lxml import etree

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.packages import Package, open_package
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.readers.docx.elements import W
from hexapla.corpora.readers.formats import as_docx

__all__ = ["WordPackage", "word_file"]

_MAIN: Final = "word/document.xml"
_TEXTS: Final = ("document", "footnotes", "endnotes")


def word_file(path: Path) -> bytes | None:
    """Return what `corpora.readers.formats.as_docx` does of a file.

    Raises DocumentError where it cannot be read.
    """
    return as_docx(RawFile(load(path), path))


@dataclass(frozen=True, slots=True)
class WordPackage:
    """A Word document: its body, and the parts beside it by their kinds (`footnotes`, `styles`)."""

    package: Package
    names: Mapping[str, str]
    roots: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes, where: Path) -> Self:
        """Open the bytes of a .docx file; `where` is its name in errors.

        Raises DocumentError where they are none, or damaged.
        """
        package = open_package(data, where)
        links = package.relations("")
        main = next((each.part for each in links if each.kind == "officeDocument"), _MAIN)
        names = {"document": main}
        for each in package.relations(main):
            names.setdefault(each.kind, each.part)
        return cls(package, names)

    @classmethod
    def of_saved(cls, save: Callable[[IO[bytes]], object], where: Path) -> Self:
        """Open what `save` writes, as that of a document of python-docx."""
        stream = BytesIO()
        save(stream)
        return cls.of(stream.getvalue(), where)

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of a part, None where there is none; what is changed in it is saved."""
        if kind not in self.roots and kind in self.names:
            root = self.package.xml(self.names[kind])
            if root is None:
                return None
            self.roots[kind] = root
        return self.roots.get(kind)

    def texts(self) -> Iterator[etree._Element]:
        """Yield the roots of the parts that hold text: the document, and its notes."""
        yield from (root for kind in _TEXTS if (root := self.part(kind)) is not None)

    @property
    def body(self) -> etree._Element:
        """The body of the document. Raises DocumentError where there is none."""
        root = self.part("document")
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise DocumentError(self.package.where, "damaged: the package holds no Word document")
        return body

    def save(self, stream: IO[bytes]) -> None:
        """Write the package, with the parts that were asked for as they are now.

        Raises DocumentError where names of parts lead out of it, or two are the same.
        """
        changed = {
            self.names[kind]: etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
            for kind, root in self.roots.items()
        }
        archive = self.package.archive
        parts = archive.namelist()
        if len(set(parts)) < len(parts) or any(
            name.startswith(("/", "\\")) or ".." in PurePosixPath(name).parts for name in parts
        ):
            raise DocumentError(
                self.package.where, "damaged: parts of the package have wrong names"
            )
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
            for entry in archive.infolist():
                content = changed.get(entry.filename)
                if content is None:
                    content = self.package.unpacked(entry)
                out.writestr(entry.filename, content)

    def saved(self) -> bytes:
        """Return the package as bytes."""
        stream = BytesIO()
        self.save(stream)
        return stream.getvalue()
