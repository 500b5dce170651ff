"""Aligns versions through what they have in common: each is helped by what all say of one another.

What is joined, cut or left out in one version is whole in most others, and the source is one
version among them. So all pairs of versions are aligned, and what they link becomes rows
(`align.rows`), which lack less than the source. Every version is aligned to these, the source as
well, by the mean vectors, the mean lengths and the commonest labels of the others; its
own are left out, so that its mistakes do not confirm themselves. What stands in the same rows, in
the source and in a target, is a bead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.aligner import align_sides
from hexapla.align.beads import Bead, Method
from hexapla.align.encoders.base import AnyVectors, StoredVectors, Vectors
from hexapla.align.lattice.bead_types import LONGEST
from hexapla.align.rows import Links, Row, common_rows, spans_of
from hexapla.align.scoring.similarity import (
    ClauseVectors,
    EncodedTexts,
    SpanVectors,
    TextSums,
    centred_on,
    normalize,
    span_stretches,
    stretches,
)
from hexapla.align.search.disjoint_set import DisjointSet, Text
from hexapla.align.shelf import Shelf

__all__ = ["align_through_rows"]

# Those of more tell which texts are the same. With .9 as well, texts of rows are missing, and F1 is
# .945 and not .965 (targets, declaration and licence, three seeds).
_LIKELY: Final = 0.5
# What leaving a text out gains where the others help, in log-odds, as far as rows have no numbers:
# mean vectors are like many texts, also those that stand beside what they mean, and numbers tell
# that better. With 0, 1 and 2 F1 of made texts of two seeds is .977, .982 and .984.
_MORE_LEFT_OUT: Final = 2.0


def align_through_rows(
    versions: Sequence[EncodedTexts], alone: Sequence[Sequence[Bead]]
) -> list[list[Bead]]:
    """Return the beads of the first version with each other; `alone` are those of each pair.

    At most two versions are held at a time: a sequence may make them as it is asked.
    """
    links, outlines = _linked(versions, alone)
    rows = _CommonRows.of(versions, outlines, links)
    source = rows.aligned(0, versions[0])
    return [_through_rows(source, rows.aligned(k, versions[k])) for k in range(1, len(versions))]


@dataclass(frozen=True, slots=True)
class _Outline:
    """What is known of a version's texts without their vectors."""

    texts: Sequence[str]
    labels: Sequence[str]
    lengths: NDArray[np.float64]


def _linked(
    versions: Sequence[EncodedTexts], alone: Sequence[Sequence[Bead]]
) -> tuple[Links, list[_Outline]]:
    """Return the likely beads of all pairs of versions; those with the first are given."""
    links = {(0, k): _likely(beads) for k, beads in enumerate(alone, 1)}
    outlines = []
    for k in range(len(versions)):
        left = versions[k]
        outlines.append(_Outline(left.texts, left.labels, left.lengths))
        for m in range(k + 1, len(versions)) if k else ():
            links[k, m] = _likely(align_sides(left, versions[m]))
    return links, outlines


def _likely(beads: Iterable[Bead]) -> list[Bead]:
    return [bead for bead in beads if bead.score >= _LIKELY and bead.source and bead.target]


@dataclass(frozen=True, slots=True)
class _CommonRows:
    """What all versions are aligned to: rows, and the texts that stand for them in each version.

    `lengths` have the shape (versions, rows), in characters of one version; 0 where unknown.
    """

    rows: Sequence[Row]
    outlines: Sequence[_Outline]
    spans: Sequence[Sequence[tuple[range, range]]]
    lengths: NDArray[np.float64]
    total: _RowSum

    @classmethod
    def of(
        cls, versions: Sequence[EncodedTexts], outlines: Sequence[_Outline], links: Links
    ) -> _CommonRows:
        """Find the rows of all versions."""
        sizes = [len(outline.texts) for outline in outlines]
        rows = common_rows(links, sizes)
        spans = [spans_of(k, rows, links) for k in range(len(versions))]
        lengths = [
            _lengths(len(rows), outline, found)
            for outline, found in zip(outlines, spans, strict=True)
        ]
        total = _RowSum(len(rows))
        for k, found in enumerate(spans):
            total.add(_RowLayer.of(len(rows), versions[k], found))
        return cls(rows, outlines, spans, _on_one_scale(np.stack(lengths)), total)

    def aligned(self, k: int, version: EncodedTexts) -> list[Bead]:
        """Align the rows, as the versions but the k-th have them, with that one.

        A row that no other version has stays as it is.
        """
        own = [(rows, texts) for rows, texts in self.spans[k] if not self._only(k, rows)]
        spans = self.total.without(_RowLayer.of(len(self.rows), version, own))
        others = [self._others(k, row) for row in self.rows]
        labels = [self._label(row) for row in others]
        texts = [self.outlines[m].texts[row[m]] for row in others for m in [min(row)]]
        lengths = _mean_lengths(np.delete(self.lengths, k, axis=0), self.lengths[k])
        # What is composed anew is only what is put in another order, which is the version.
        side = EncodedTexts(texts, labels, version.sums, version.places, spans, lengths)
        more = _MORE_LEFT_OUT * sum(not label for label in labels) / len(labels)
        return align_sides(side, version, more)

    def _only(self, k: int, rows: range) -> bool:
        return all(self.rows[row].keys() == {k} for row in rows)

    def _others(self, k: int, row: Row) -> Row:
        return {m: j for m, j in row.items() if m != k} or row

    def _label(self, row: Row) -> str:
        """Return the commonest label of a row's texts."""
        counts = Counter(self.outlines[m].labels[j] for m, j in row.items())
        return max(counts, key=lambda label: (counts[label], label))


def _lengths(
    size: int, outline: _Outline, spans: Iterable[tuple[range, range]]
) -> NDArray[np.float64]:
    """Return how long a version has each of so many rows, in its characters; 0 if unknown."""
    lengths = np.zeros(size)
    for rows, texts in spans:
        if len(rows) == 1:
            lengths[rows.start] = outline.lengths[texts.start : texts.stop].sum()
    return lengths


def _on_one_scale(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale the lengths of all versions to those of the one that has most rows."""
    most = lengths[(lengths > 0).sum(axis=1).argmax()]
    both = (lengths > 0) & (most > 0)
    own, wanted = ((each * both).sum(axis=1) for each in (lengths, most))
    scaled: NDArray[np.float64] = lengths * np.where(own > 0, wanted / own.clip(1), 1)[:, None]
    return scaled


def _mean_lengths(others: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean length of each row in the others that have it, or else its own."""
    known = (others > 0).sum(axis=0)
    mean: NDArray[np.float64] = np.where(known > 0, others.sum(axis=0) / known.clip(1), own)
    return mean.clip(1)


def _through_rows(source: Sequence[Bead], target: Sequence[Bead]) -> list[Bead]:
    """Return what stands in the same rows, of the beads of rows with the source and with a target.

    A bead is as sure as all of those that it is made of.
    """
    # Of a text, 0 is a row, 1 the source and 2 the target.
    sets = DisjointSet[Text]()
    parts = [(side, bead) for side, beads in ((1, source), (2, target)) for bead in beads]
    texts = [
        [*((0, row) for row in bead.source), *((side, i) for i in bead.target)]
        for side, bead in parts
    ]
    for each in texts:
        sets.union(each)
    made: dict[Text, list[tuple[int, Bead]]] = defaultdict(list)
    for part, each in zip(parts, texts, strict=True):
        made[sets.find(each[0])].append(part)
    found = []
    for inside in made.values():
        left, right = (
            tuple(sorted(i for side, bead in inside if side == wanted for i in bead.target))
            for wanted in (1, 2)
        )
        linking = [bead for _, bead in inside if bead.target]
        score = float(np.prod([bead.score for bead in linking]))
        labelled = left and right and all(bead.method is Method.LABEL for bead in linking)
        method = Method.LABEL if labelled else Method.SIMILARITY if left and right else Method.NONE
        if linking:
            found.append(Bead(left, right, score, method))
    return found


@dataclass(frozen=True, slots=True)
class _RowLayer:
    """A version laid out in rows: the vectors of the texts that stand for them.

    A span of rows has a vector where texts stand for it, whole; else zeros. `whole` tells where
    that is, of shape (spans of 1 … `LONGEST` rows and that of two parted by a third, rows).
    """

    sums: TextSums
    mean: Vectors
    clauses: ClauseVectors
    whole: NDArray[np.bool_]

    @classmethod
    def of(
        cls, size: int, version: EncodedTexts, spans: Sequence[tuple[range, range]]
    ) -> _RowLayer | None:
        """Lay a version out in so many rows, by the texts that stand for some; None without any."""
        if not spans:
            return None
        columns = np.array([j for _, texts in spans for j in texts], dtype=np.int64)
        sizes = [len(texts) for _, texts in spans]
        first = np.array([rows[0] for rows, _ in spans], dtype=np.int64)
        last = np.array([rows[-1] for rows, _ in spans], dtype=np.int64)
        clauses = version.spans.clauses.take(columns).joined(sizes)
        return cls(
            _spread(version.sums.take(version.places[columns]).joined(sizes), first, last, size),
            version.spans.mean,
            ClauseVectors(_put(clauses.first, first, size), _put(clauses.last, last, size)),
            _whole_spans(first, last, size),
        )

    def stretches(self) -> Iterator[tuple[slice, Sequence[StoredVectors]]]:
        """Yield the vectors of a stretch of rows after the other, as `_RowSum` sums them."""
        single = centred_on(self.mean, self.sums.vectors())
        places = np.arange(len(self.sums))
        for rows, spans in span_stretches(self.sums, places, self.mean, single):
            spans[~self.whole[:, rows]] = 0
            yield rows, [*spans, self.clauses.first[rows], self.clauses.last[rows]]


def _spread(
    sums: TextSums, first: NDArray[np.int64], last: NDArray[np.int64], size: int
) -> TextSums:
    """Put texts at the last of the rows that each stands for, nothing at the others."""
    scales = np.ones((size, 1), dtype=np.float32)
    scales[last] = sums.scales
    seams = np.zeros((max(size - 1, 0), sums.seams.shape[1]), dtype=np.float16)
    inner = first[1:]
    seams[inner - 1] = sums.seams
    return TextSums(_put(sums.halves, last, size), scales, seams, sums.compose)


def _put(values: AnyVectors, places: NDArray[np.int64], size: int) -> NDArray[np.float16]:
    """Put values at some of so many places, zeros at the others."""
    result = np.zeros((size, values.shape[1]), dtype=np.float16)
    result[places] = values
    return result


def _whole_spans(first: NDArray[np.int64], last: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Return for which spans of rows texts stand, whole, by the places of these."""
    begins, ends = np.zeros((2, size), dtype=np.bool_)
    begins[first] = ends[last] = True
    steps = np.zeros(size + 1, dtype=np.int64)
    steps[first] += 1
    steps[last + 1] -= 1
    inside = np.cumsum(steps)[:-1] > 0
    covered = accumulate(
        range(1, LONGEST), lambda before, k: before & _later(inside, k), initial=inside
    )
    alone = begins & ends
    return np.stack(
        [
            *(each & ends & _later(begins, k) for k, each in enumerate(covered)),
            alone & _later(alone, 2),
        ]
    )


def _later(marks: NDArray[np.bool_], places: int) -> NDArray[np.bool_]:
    """Return marks moved on by so many places."""
    moved = np.zeros_like(marks)
    moved[places:] = marks[: max(len(marks) - places, 0)]
    return moved


class _RowSum:
    """The sums of the vectors of several versions, in the layout of the rows.

    They wait on a shelf: those of the spans, and then of the first and last clauses, of a stretch
    of rows after the other.
    """

    def __init__(self, size: int) -> None:
        """Begin with nothing in so many rows."""
        self._size = size
        self._shelf = Shelf()
        self._kept: set[tuple[int, int]] = set()
        self._dimension = 0

    def add(self, layer: _RowLayer | None) -> None:
        """Add those of a version."""
        for rows, arrays in layer.stretches() if layer else ():
            for k, each in enumerate(arrays):
                key = k, rows.start
                total = each.astype(np.float32)
                if key in self._kept:
                    total += self._shelf.take(key)
                self._kept.add(key)
                self._shelf.put(key, total)
                self._dimension = each.shape[1]

    def without(self, layer: _RowLayer | None) -> SpanVectors:
        """Return the unit-length vectors without those of one version."""
        result = np.empty((LONGEST + 3, self._size, self._dimension), dtype=np.float16)
        nothing = ((rows, [np.float16(0)] * len(result)) for rows in stretches(self._size))
        for rows, arrays in layer.stretches() if layer else nothing:
            for k, each in enumerate(arrays):
                result[k, rows] = normalize(self._shelf.take((k, rows.start)) - each)
        *joined, interrupted, first, last = result
        none = np.zeros(self._dimension, dtype=np.float32)
        return SpanVectors(joined, interrupted, ClauseVectors(first, last), none)
