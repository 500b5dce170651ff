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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.aligner import align_sides
from hexapla.align.beads import Bead, Method
from hexapla.align.layers import Layer, LayerSum
from hexapla.align.rows import Links, Row, common_rows, spans_of
from hexapla.align.scoring.similarity import EncodedTexts
from hexapla.align.search.disjoint_set import DisjointSet, Text

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
    total: LayerSum

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
        total = LayerSum(len(rows), np.zeros_like(versions[0].spans.mean))
        for k, found in enumerate(spans):
            if layer := Layer.of(len(rows), versions[k], found):
                total.add(layer.stretches())
        return cls(rows, outlines, spans, _on_one_scale(np.stack(lengths)), total)

    def aligned(self, k: int, version: EncodedTexts) -> list[Bead]:
        """Align the rows, as the versions but the k-th have them, with that one.

        A row that no other version has stays as it is.
        """
        own = [(rows, texts) for rows, texts in self.spans[k] if not self._only(k, rows)]
        spans = self.total.without(Layer.of(len(self.rows), version, own))
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
