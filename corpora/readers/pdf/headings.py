"""Tells the headings of printed pages by their weight and size, and how deep they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hexapla.corpora.readers.pdf.layout import Line
from hexapla.corpora.structure.boundaries import Ending, ending

__all__ = ["Headings"]

_LARGE = 1.15  # of the size of the text, for that of headings which are not bold
_LONGEST = 400  # characters, as `corpora.structure.reconstruction` has it


@dataclass(frozen=True, slots=True)
class Headings:
    """How a document prints its headings: their sizes in half points, from the largest.

    `text` is the size of most of the text; it is None where that is bold, so that nothing stands
    out by its weight.
    """

    text: float | None
    sizes: tuple[float, ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Headings:
        """Learn it from the lines of a document that are in no table and no note."""
        counts: Counter[tuple[bool, float]] = Counter()
        for line in lines:
            counts[line.bold, _half(line.size)] += len(line.text)
        bold, text = max(counts, key=lambda each: counts[each], default=(True, 0.0))
        sizes = {size for heavy, size in counts if heavy or _is_large(size, text)}
        return cls(None if bold else text, tuple(sorted(sizes, reverse=True)))

    def level(self, lines: Sequence[Line], text: str) -> int:
        """Return how deep a heading of these lines is, from 1; 0 where they are none.

        All its lines are bold or large, and it is no sentence.
        """
        if self.text is None or len(text) > _LONGEST or ending(text) is not Ending.OPEN:
            return 0
        if not any(map(str.isalpha, text)):
            return 0
        if not all(line.bold or _is_large(_half(line.size), self.text) for line in lines):
            return 0
        return self.sizes.index(_half(lines[0].size)) + 1


def _is_large(size: float, text: float) -> bool:
    """Return whether a size in half points is that of a heading above text of another size."""
    return size > _LARGE * text


def _half(size: float) -> float:
    return round(2 * size) / 2
