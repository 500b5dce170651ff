"""The page that shows what changed between two versions of a document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hexapla.corpora.document import Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.comparison.comparison import ChangeKind, Compared
from hexapla.memory.comparison.projection import ProjectedMark, Projection
from hexapla.memory.output.files import replacing
from hexapla.memory.output.pages import content_policy, page_environment
from hexapla.memory.text.difference import difference
from hexapla.memory.word.revisions import TrackedChange, paragraph_letters

__all__ = [
    "ComparisonRow",
    "Projected",
    "marked_pieces",
    "page_rows",
    "shown_rows",
    "tracked_by_place",
    "write_comparison_page",
]

# Paragraphs without a change that are shown around those that have one.
_AROUND: Final = 1
_MOVES: Final = (ChangeKind.MOVED, ChangeKind.MOVED_AND_CHANGED)


Projected = Mapping[str, Mapping[int, Projection | None]]
"""Marked translations by language and by the place of the old paragraph; None where none is known.
"""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A row of the page: a compared paragraph, or with `left` the place that one has moved from."""

    row: Compared
    left: bool = False


def write_comparison_page(
    path: Path,
    rows: Sequence[Compared],
    language: str,
    *,
    names: tuple[str, str],
    tracked: Sequence[TrackedChange] = (),
    projected: Projected = MappingProxyType({}),
) -> None:
    """Write the page; `names` are those of the versions, `tracked` what was tracked in the new one.

    `projected` are the marked translations of the old paragraphs. Raises StoreError where it cannot
    be written.
    """
    environment = page_environment()
    style = environment.get_template("comparison.css").render()
    paragraphs = {row.new_place: row.new for row in rows if row.new}
    page = environment.get_template("comparison.html").generate(
        csp=content_policy(style),
        names=names,
        counts=Counter(row.change for row in rows),
        every_tracked=tracked,
        **shown_rows(
            page_rows(rows), language, projected, tracked=tracked_by_place(tracked, paragraphs)
        ),
    )
    with replacing(path) as stream:
        stream.writelines(page)


def shown_rows(
    rows: Sequence[ComparisonRow],
    language: str,
    projected: Projected,
    *,
    symbols: tuple[str, str] = ("", ""),
    address: Callable[[str, Paragraph], str] = lambda symbol, paragraph: f"{symbol} {paragraph.id}",
    tracked: Mapping[int, Sequence[TrackedChange]] = MappingProxyType({}),
) -> dict[str, object]:
    """Return what `compared.html` shows rows with.

    Numbers of paragraphs lead to their `address` where a version has a symbol in `symbols`;
    `tracked` are the tracked changes by the place of the new paragraph.
    """
    return {
        "groups": list(_groups(rows)),
        "ChangeKind": ChangeKind,
        "moves": _MOVES,
        "own": LANGUAGES[language],
        "difference": difference,
        "targets": [(LANGUAGES[code], found) for code, found in projected.items()],
        "pieces": marked_pieces,
        "symbols": symbols,
        "address": address,
        "tracked": tracked,
    }


def tracked_by_place(
    tracked: Sequence[TrackedChange], paragraphs: Mapping[int, Paragraph]
) -> dict[int, list[TrackedChange]]:
    """Return tracked changes by the place of the paragraph that each is in, where that is known.

    What was taken out with its whole paragraph is in none, and rows and cells are not looked for.
    """
    places = sorted(paragraphs)
    search = _ByLetters([paragraph_letters(paragraphs[place].text) for place in places])
    found: dict[int, list[TrackedChange]] = defaultdict(list)
    last = 0
    for change in tracked:
        at = search.place(change, last)
        if at is not None:
            found[places[at]].append(change)
            last = at
    return found


class _ByLetters:
    """Finds the paragraph that a tracked change is in, by the letters of all of them."""

    def __init__(self, letters: Sequence[str]) -> None:
        self._equal: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(letters):
            self._equal[key].append(at)
        self._joined = "\n".join(letters)
        self._starts = list(accumulate((len(each) + 1 for each in letters), initial=0))

    def place(self, change: TrackedChange, last: int) -> int | None:
        """Return the place of the paragraph that says the same, or else of one that holds it.

        Several paragraphs of a file may be read as one. Of those that hold it, it is the first from
        `last` on, else of all: changes come in the order of the text, but for those in notes.
        """
        key = paragraph_letters(change.paragraph)
        if not key:
            return None
        if same := self._equal.get(key):
            return same[min(change.before, len(same) - 1)]
        start = self._starts[last]
        at = self._joined.find(key, start)
        at = at if at >= 0 else self._joined.find(key, 0, start)
        return bisect_right(self._starts, at) - 1 if at >= 0 else None


def marked_pieces(projection: Projection) -> Iterator[tuple[str, ProjectedMark | None]]:
    """Yield a translation piece by piece, each with its mark."""
    at = 0
    for mark in projection.marks:
        yield projection.text[at : mark.start], None
        yield projection.text[mark.start : mark.end], mark
        at = mark.end
    yield projection.text[at:], None


def page_rows(rows: Sequence[Compared]) -> list[ComparisonRow]:
    """Return the rows with the places that paragraphs have moved from, where these were."""
    kept = sorted(row.old_place for row in rows if row.old and row.change not in _MOVES)
    left: dict[int, list[ComparisonRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.old_place):
        if row.change in _MOVES:
            before = bisect_left(kept, row.old_place) - 1
            left[kept[before] if before >= 0 else -1].append(ComparisonRow(row, left=True))
    shown = list(left[-1])
    for row in rows:
        shown.append(ComparisonRow(row))
        if row.old and row.change not in _MOVES:
            shown += left[row.old_place]
    return shown


def _groups(rows: Sequence[ComparisonRow]) -> Iterator[tuple[bool, list[ComparisonRow]]]:
    """Yield the rows in groups, each with whether it can be folded: what is far from any change."""
    near = set[int]()
    for place, each in enumerate(rows):
        if each.row.change is not ChangeKind.SAME:
            near.update(range(place - _AROUND, place + _AROUND + 1))
    for shown, group in groupby(enumerate(rows), key=lambda each: each[0] in near):
        yield not shown, [row for _, row in group]
