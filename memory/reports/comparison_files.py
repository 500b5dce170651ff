"""The files that tell what changed between two versions: a page, and a Word file with changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Self

from hexapla.corpora.document import Document
from hexapla.corpora.readers.registry import read_word
from hexapla.memory.comparison.comparison import Compared
from hexapla.memory.comparison.projection import Projection, Target
from hexapla.memory.output.files import build_time, make_folder
from hexapla.memory.output.packages import write_package
from hexapla.memory.reports.comparison_page import Projected, write_comparison_page
from hexapla.memory.reports.projected_redline import projected_redline
from hexapla.memory.reports.redline import plain_package, redline
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import TrackedChange, tracked_changes
from hexapla.memory.word.tracking import Tracker

__all__ = ["ComparedVersion", "projections", "redlined", "redlined_translation", "write_comparison"]


@dataclass(frozen=True)
class ComparedVersion:
    """A version that is compared: its name, what was read, and as a Word file where it is one."""

    name: str
    document: Document
    word: bytes | None = None

    @classmethod
    def of_file(cls, path: Path, language: str | None = None) -> Self:
        """Read a file; raises what `corpora.readers.registry.read` raises."""
        return cls(path.name, *read_word(path, language=language))

    def package(self) -> WordPackage:
        """Return its Word file, or one that is made of its paragraphs."""
        if self.word is None:
            return plain_package(self.document)
        return WordPackage.of(self.word, Path(self.name))

    @cached_property
    def tracked(self) -> list[TrackedChange]:
        """The tracked changes in its text and notes; only a Word file has some."""
        if self.word is None:
            return []
        return [change for root in self.package().texts() for change in tracked_changes(root)]


def projections(rows: Sequence[Compared], target: Target) -> dict[int, Projection | None]:
    """Return the marked translations of the old paragraphs, by their places."""
    return {
        row.old_place: target.project(row.old.text, row.new.text if row.new else row.old.text)
        for row in rows
        if row.old
    }


def redlined(old: ComparedVersion, new: ComparedVersion, author: str) -> WordPackage:
    """Return the old version with the changes tracked in it that make it the new one."""
    package = old.package()
    numbers = (old.word is None) is (new.word is None)
    redline(package, new.package(), new.document.language, Tracker(author, _now()), numbers=numbers)
    return package


def redlined_translation(
    rows: Sequence[Compared],
    found: Mapping[int, Projection | None],
    languages: tuple[str, str],
    author: str,
) -> WordPackage:
    """Return the translation of the old version with what has to change."""
    return projected_redline(rows, found, languages, Tracker(author, _now()))


def _now() -> str:
    return build_time().strftime("%Y-%m-%dT%H:%M:%SZ")


def write_comparison(
    old: ComparedVersion,
    new: ComparedVersion,
    rows: Sequence[Compared],
    folder: Path,
    *,
    author: str,
    projected: Projected = MappingProxyType({}),
) -> list[Path]:
    """Write compare.html and redline.docx into a folder, made where there is none; return them.

    For each language of `projected`, redline.LANGUAGE.docx has the old translation with what has to
    change. The changes are by `author`. Raises StoreError where a file cannot be written.
    """
    make_folder(folder)
    page, word = folder / "compare.html", folder / "redline.docx"
    language, names = new.document.language, (old.name, new.name)
    write_comparison_page(
        page, rows, language, names=names, tracked=new.tracked, projected=projected
    )
    write_package(word, redlined(old, new, author).save)
    paths = [page, word]
    for target, found in projected.items():
        paths.append(folder / f"redline.{target}.docx")
        made = redlined_translation(rows, found, (language, target), author)
        write_package(paths[-1], made.save)
    return paths
