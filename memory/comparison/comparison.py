"""What became of each paragraph between two versions of a text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hexapla.corpora.document import Kind, Paragraph
from hexapla.memory.comparison.likeness import comparison_key, number_apart
from hexapla.memory.comparison.pairing import paired
from hexapla.memory.comparison.sequence import kept_in_order

__all__ = ["ChangeKind", "Compared", "compare_paragraphs"]


class ChangeKind(StrEnum):
    """What became of a paragraph; another number alone is no change."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_AND_CHANGED = "moved and changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Compared:
    """A paragraph of the old text, of the new one, or of both, and what became of it.

    `old_place` and `new_place` are its indices, -1 where there is none.
    """

    change: ChangeKind
    old: Paragraph | None
    new: Paragraph | None
    old_place: int = -1
    new_place: int = -1


def compare_paragraphs(
    old: Sequence[Paragraph], new: Sequence[Paragraph], language: str
) -> tuple[Compared, ...]:
    """Return what became of every paragraph, in the order of the new text.

    What was removed stands behind what was before it in the old text and kept its order. Of what
    changed places, as few as possible have moved; of as many, the shorter ones. Notes go with the
    paragraphs that cite them: their order is one of its own.

    >>> def text(*lines):
    ...     return [Paragraph(line, Kind.BODY, "", line) for line in lines]
    >>> rows = compare_paragraphs(text("Takes note;", "Decides;"), text("Decides;"), "en")
    >>> [(str(row.change), row.old and row.old.text) for row in rows]
    [('removed', 'Takes note;'), ('same', 'Decides;')]
    """
    old, new = ([_with_label(each) for each in version] for version in (old, new))
    partners = paired(old, new, language)
    kept = _kept(new, partners)
    removed = sorted(set(range(len(old))) - set(partners))
    ends = [partners[place] for place in sorted(kept) if new[place].kind is not Kind.NOTE]
    rows: list[Compared] = []
    told = 0
    for place, partner in enumerate([-1, *partners], -1):
        if place >= 0:
            moved = place not in kept
            rows.append(_row((old, new), (partner, place), language, moved=moved))
        if place < 0 or (place in kept and new[place].kind is not Kind.NOTE):
            after = bisect_right(ends, partner)
            until = bisect_left(removed, ends[after]) if after < len(ends) else len(removed)
            rows += _removed(old, removed[told:until])
            told = max(told, until)
    return tuple(rows)


def _with_label(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph with its number as the label, where the reader left it in the text.

    Of `21.1.`, it can have taken 21 for the label.
    """
    number, text = number_apart(paragraph.text)
    label = number.strip(" .．)、(-–")
    known = paragraph.label and not label.startswith(f"{paragraph.label}.")
    if known or not number or paragraph.kind is Kind.TABLE_CELL:
        return paragraph
    return replace(paragraph, label=label, text=text)


def _removed(old: Sequence[Paragraph], places: Sequence[int]) -> Iterator[Compared]:
    for place in places:
        yield Compared(ChangeKind.REMOVED, old[place], None, place)


def _row(
    versions: Sequence[Sequence[Paragraph]],
    places: tuple[int, int],
    language: str,
    *,
    moved: bool,
) -> Compared:
    (old, new), (partner, place) = versions, places
    if partner < 0:
        return Compared(ChangeKind.ADDED, None, new[place], -1, place)
    before, after = old[partner], new[place]
    if comparison_key(before, language) == comparison_key(after, language):
        change = ChangeKind.MOVED if moved else ChangeKind.SAME
    else:
        change = ChangeKind.MOVED_AND_CHANGED if moved else ChangeKind.CHANGED
    return Compared(change, before, after, partner, place)


def _kept(new: Sequence[Paragraph], partners: Sequence[int]) -> set[int]:
    """Return the new paragraphs that kept their order, among the notes and among the others."""
    total = 1 + sum(len(each.text) for each in new)
    kept = set[int]()
    for notes in (False, True):
        places = [
            place
            for place, partner in enumerate(partners)
            if partner >= 0 and (new[place].kind is Kind.NOTE) is notes
        ]
        weights = [1 + len(new[place].text) / total for place in places]
        found = kept_in_order([partners[place] for place in places], weights)
        kept |= {places[index] for index in found}
    return kept
