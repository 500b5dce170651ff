"""The files that tell what changed between two versions: a page, and a Word file with changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hexapla.corpora.document import Document
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

__all__ = ["Version", "projections", "write_comparison"]


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is compared: its name, what was read, and its file where it has one."""

    name: str
    document: Document
    path: Path | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is a Word file (.docx)."""
        return self.path is not None and self.path.suffix.lower() == ".docx"

    def package(self) -> WordPackage:
        """Return its Word file, or one that is made of its paragraphs."""
        if self.path is not None and self.is_word:
            return WordPackage.read(self.path)
        return plain_package(self.document)

    def tracked(self) -> list[TrackedChange]:
        """Return the tracked changes in it; a file that is no Word file has none."""
        return list(tracked_changes(self.package().body)) if self.is_word else []


def projections(rows: Sequence[Compared], target: Target) -> dict[int, Projection | None]:
    """Return the marked translations of the old paragraphs, by their places."""
    return {
        row.old_place: target.project(row.old.text, row.new.text if row.new else row.old.text)
        for row in rows
        if row.old
    }


def write_comparison(
    old: Version,
    new: Version,
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
        page, rows, language, names=names, tracked=new.tracked(), projected=projected
    )
    package = old.package()
    date = build_time().strftime("%Y-%m-%dT%H:%M:%SZ")
    numbers = old.is_word is new.is_word
    redline(package, new.package(), language, Tracker(author, date), numbers=numbers)
    write_package(word, package.save)
    paths = [page, word]
    for target, found in projected.items():
        paths.append(folder / f"redline.{target}.docx")
        made = projected_redline(rows, found, (language, target), Tracker(author, date))
        write_package(paths[-1], made.save)
    return paths
