"""Which new paragraph is which old one, in one language."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from hexapla.corpora.document import Kind, Paragraph
from hexapla.memory.comparison.assignment import assigned
from hexapla.memory.comparison.likeness import RARE, Likeness, comparison_key, is_number
from hexapla.memory.comparison.sequence import kept_in_order
from hexapla.memory.comparison.tables import paired_cells
from hexapla.memory.text.keys import match_key, shape

__all__ = ["paired"]

# Letters from which a text that stands once on each side is the same wherever it stands, in Chinese
# and elsewhere: what is shorter, as a figure in a table or "Annex", can be there by accident.
_TELLING: Final = (3, 8)
_TELLING_CELL: Final = (8, 24)
# The likeness from which two paragraphs between the same neighbours are one, and that elsewhere:
# unrelated ones of the 2030 Agenda and of budget reports have up to .3 (compared_drafts).
_HERE: Final = 0.33
_ELSEWHERE: Final = 0.4
# What it counts to stand between the same neighbours, to have the same number, to be in its turn.
_PLACE: Final = 0.12
_NUMBER: Final = 0.03
_TURN: Final = 0.02
# Pairs of paragraphs between two neighbours that are all compared; of more, those about as far in.
_COMPARED: Final = 2500
_BAND: Final = 12
# Paragraphs elsewhere that a new one is compared with, by the words they share that few have.
_CANDIDATES: Final = 6
# Cells of a table of dynamic programming.
_CELLS: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class _Gap:
    """Old and new paragraphs without a partner between the same two neighbours."""

    old: list[int]
    new: list[int]


def paired(old: Sequence[Paragraph], new: Sequence[Paragraph], language: str) -> list[int]:
    """Return for each new paragraph the index of the old one that it was, or -1.

    First come the cells of tables by their places and the texts that stand once on each side, then,
    between those that kept their order, all other equal texts in theirs, and last the pairs that
    are most alike, each paragraph once. The plan is that of patience diff (Cohen, 2010), with
    likeness for what is left.
    """
    pairing = _Pairing(old, new, language)
    pairing.pair_cells()
    pairing.pair_telling()
    pairing.pair_headings()
    pairing.pair_equal()
    pairing.pair_alike()
    pairing.pair_in_place()
    return pairing.partners


class _Pairing:
    """The partners of the new paragraphs, as they are found."""

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph], language: str) -> None:
        self.old, self.new, self.language = old, new, language
        self.keys = [comparison_key(each, language) for each in old]
        self.new_keys = [comparison_key(each, language) for each in new]
        self.partners = [-1] * len(new)

    def pair_cells(self) -> None:
        """Pair the cells of tables by their places."""
        for other, one in paired_cells(self.old, self.new, self.language).items():
            self.partners[other] = one

    def pair_telling(self) -> None:
        """Pair the texts that stand once on each side, wherever that is."""
        counts, new_counts = Counter(self.keys), Counter(self.new_keys)
        taken = set(self.partners)
        places = {
            key: place
            for place, key in enumerate(self.keys)
            if counts[key] == 1 and place not in taken
        }
        for place, key in enumerate(self.new_keys):
            once = self.partners[place] < 0 and new_counts[key] == 1 and key in places
            if once and _is_telling(self.new[place], key, self.language):
                self.partners[place] = places[key]

    def pair_headings(self) -> None:
        """Pair equal texts, as the numbers of articles, before what is the same in its order."""
        taken = set(self.partners)
        for after, old in self._kept():
            place, before = after - 1, old - 1
            while min(place, before) >= 0 and self.partners[place] < 0 and before not in taken:
                if self.new_keys[place] != self.keys[before]:
                    break
                self.partners[place] = before
                taken.add(before)
                place, before = place - 1, before - 1

    def pair_equal(self) -> None:
        """Pair equal texts between the neighbours that kept their order, in theirs."""
        for gap in self._gaps():
            if not gap.old or not gap.new or len(gap.old) * len(gap.new) > _CELLS:
                continue
            numbers: dict[str, int] = {}
            one = [numbers.setdefault(self.keys[at], len(numbers)) for at in gap.old]
            other = [numbers.setdefault(self.new_keys[at], len(numbers)) for at in gap.new]
            for step in Indel.opcodes(one, other):
                if step.tag == "equal":
                    for behind in range(step.src_end - step.src_start):
                        place = gap.new[step.dest_start + behind]
                        self.partners[place] = gap.old[step.src_start + behind]

    def pair_alike(self) -> None:
        """Pair what is most alike of the rest, more easily between the same neighbours."""
        gaps = list(self._gaps())
        old = [at for gap in gaps for at in gap.old]
        new = [at for gap in gaps for at in gap.new]
        likeness = Likeness(
            [self.old[at].text for at in old],
            [self.new[at].text for at in new],
            self.language,
            (self.old[at].text for at in self.partners if at >= 0),
        )
        old_at = {at: place for place, at in enumerate(old)}
        new_at = {at: place for place, at in enumerate(new)}
        edges: dict[tuple[int, int], float] = {}
        for gap in gaps:
            for one, other, turn in _near(gap):
                found = likeness.of(old_at[one], new_at[other])
                if found >= _HERE and self._fit(one, other):
                    own = self.old[one].label
                    number = _NUMBER if own and own == self.new[other].label else 0.0
                    edges[one, other] = found + _PLACE + number - _TURN * turn
        for one_at, other_at in _candidates(likeness, len(old), len(new)):
            one, other = old[one_at], new[other_at]
            if (one, other) not in edges and self._fit(one, other):
                found = likeness.of(one_at, other_at)
                if min(found, likeness.in_rare_grams(one_at, other_at)) >= _ELSEWHERE:
                    edges[one, other] = found
        for one, other in assigned(edges).items():
            self.partners[other] = one
        self._keep_short_ones_in_order()

    def _keep_short_ones_in_order(self) -> None:
        """Part again the short texts that would have moved: they only look like one another."""
        kept = {place for place, _ in self._kept()}
        for place, partner in enumerate(self.partners):
            telling = _is_telling(self.new[place], self.new_keys[place], self.language)
            if partner >= 0 and place not in kept and not telling:
                self.partners[place] = -1

    def pair_in_place(self) -> None:
        """Pair what stands alone between its neighbours and changed in all but its form.

        A date or symbol of the masthead has another one in its place; so has the cell of a table.
        """
        for gap in self._gaps():
            if len(gap.old) != len(gap.new):
                continue
            for one, other in zip(gap.old, gap.new, strict=True):
                before, after = self.old[one], self.new[other]
                cells = before.kind is after.kind is Kind.TABLE_CELL
                if cells or _form(before.text) == _form(after.text):
                    self.partners[other] = one

    def _fit(self, one: int, other: int) -> bool:
        """Return whether both are notes, or none is, and so for cells."""
        kinds = self.old[one].kind, self.new[other].kind
        return all((kinds[0] is kind) is (kinds[1] is kind) for kind in (Kind.NOTE,))

    def _kept(self) -> list[tuple[int, int]]:
        """Return the pairs, new and old, that kept their order."""
        found = [(new, old) for new, old in enumerate(self.partners) if old >= 0]
        kept = kept_in_order([old for _, old in found], [1.0] * len(found))
        return [found[each] for each in sorted(kept)]

    def _gaps(self) -> Iterator[_Gap]:
        """Yield what has no partner between each two neighbours that kept their order."""
        taken = set(self.partners)
        rest = [at for at in range(len(self.old)) if at not in taken]
        after_new, after_old = 0, 0
        for new, old in [*self._kept(), (len(self.new), len(self.old))]:
            stop = bisect_left(rest, old)
            olds = rest[after_old:stop]
            news = [at for at in range(after_new, new) if self.partners[at] < 0]
            after_new, after_old = new + 1, stop
            if olds or news:
                yield _Gap(olds, news)


def _is_telling(paragraph: Paragraph, key: str, language: str) -> bool:
    """Return whether a text that stands once is the same wherever it stands."""
    if is_number(paragraph.text, language):
        return False
    letters = sum(map(str.isalpha, key))
    least = _TELLING_CELL if paragraph.kind is Kind.TABLE_CELL else _TELLING
    return letters >= (least[0] if language == "zh" else least[1])


def _near(gap: _Gap) -> Iterator[tuple[int, int, float]]:
    """Yield old and new paragraphs of a gap with how far from their turn they are, from 0 to 1."""
    whole = len(gap.old) * len(gap.new) <= _COMPARED
    for place, other in enumerate(gap.new):
        middle = (place + 0.5) * len(gap.old) / len(gap.new)
        start = 0 if whole else max(0, int(middle) - _BAND)
        stop = len(gap.old) if whole else min(len(gap.old), int(middle) + _BAND + 1)
        for at in range(start, stop):
            yield gap.old[at], other, abs(at + 0.5 - middle) / len(gap.old)


def _candidates(likeness: Likeness, old: int, new: int) -> Iterator[tuple[int, int]]:
    """Yield old and new paragraphs that share words, or two words in a row, that few have."""
    posted: dict[str, list[int]] = defaultdict(list)
    for at in range(old):
        for gram in likeness.grams[at]:
            if likeness.documents[gram] <= RARE:
                posted[gram].append(at)
    for at in range(new):
        shared: Counter[int] = Counter()
        for gram in likeness.new_grams(at):
            for one in posted.get(gram, ()):
                shared[one] += 1
        yield from ((one, at) for one, _ in shared.most_common(_CANDIDATES))


def _form(text: str) -> str:
    return shape(match_key(text))
