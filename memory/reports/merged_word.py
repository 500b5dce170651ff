"""The finished translation of a Word document, put back into the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input import bounds
from hexapla.memory.comparison.likeness import number_apart, unnumbered
from hexapla.memory.formats.xliff.skeleton import FinishedUnit, FinishedXliff
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.translating import LIKE, Writer, Written

__all__ = ["Merged", "merge_back"]


@dataclass(frozen=True, slots=True)
class Merged:
    """The translated document, and how many of its segments have no translation."""

    package: WordPackage
    segments: int
    missing: int


def merge_back(package: WordPackage, finished: FinishedXliff) -> Merged:
    """Write the translations of an XLIFF file into the document that it was made of.

    Raises DocumentError where the package is no Word document, or far more text would come out
    than documents have.

    A text that recurs takes its translations in their order. What has none stays as it is, on
    yellow; what a CAT tool proposed and nobody has confirmed is on blue. Layout, numbers, notes and
    tables stay; Arabic is set from right to left.
    """
    _ = package.body
    translations = _Translations(finished.units, package.package.where)
    writer = Writer(translations.next_of, source=finished.source, target=finished.target)
    writer.translate(package)
    return Merged(package, writer.segments, writer.missing)


class _Translations:
    """Gives the translations of each text in their order; the last one serves for the rest.

    A short text that recurs can have a long translation: what is given in all is bounded.
    """

    def __init__(self, units: Sequence[FinishedUnit], where: Path) -> None:
        self._where = where
        self._room = bounds.MOST_CHARACTERS
        self._left: dict[str, list[Written]] = defaultdict(list)
        for unit in reversed(units):
            self._left[unnumbered(unit.source)].append(
                Written(
                    unit.target,
                    LIKE if unit.proposed else "",
                    numbered=bool(number_apart(unit.source)[0]),
                )
            )

    def next_of(self, text: str) -> Written | None:
        left = self._left.get(text)
        if not left:
            return None
        found = left.pop() if len(left) > 1 else left[0]
        self._room -= len(found.text)
        if self._room < 0:
            raise DocumentError(
                self._where,
                "refused: its translation has more than %(most)s characters",
                most=f"{bounds.MOST_CHARACTERS:,}",
            )
        return found if found.text else None
