"""Aligns one source with several targets jointly: each is helped by what the others are aligned to.

What is surely aligned to the same source texts says the same thing in other words, so the mean of
its vectors in all languages is nearer to a translation than the vector of the source alone. Every
target that is in doubt is aligned again with a source that has the vectors and the lengths of the
other targets too; its own are left out, so that its mistakes do not confirm themselves. Where the
two alignments differ, the second stands unless the first is much surer. On the noisy UN targets,
rows that are exactly right in all seven languages went from .964 to .993 by it.

What the source lacks, the targets tell each other: a text that two of them have as one of their
own, without counterpart, has none in a third.

So it is with one source and two targets. Of four versions and more, each is aligned to the rows
that all have in common (`align.consensus`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import combinations, pairwise, permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.aligner import align_sides
from hexapla.align.beads import Bead
from hexapla.align.calibration import calibrated
from hexapla.align.consensus import align_through_rows
from hexapla.align.encoders.base import StoredVectors
from hexapla.align.layers import Layer, LayerSum
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.similarity import (
    EncodedTexts,
    SpanVectors,
    stretches,
)
from hexapla.align.search.disjoint_set import DisjointSet, Text

__all__ = ["align_languages"]

# Beads of less confidence are in doubt; those of others are what the other languages are told.
_SURE: Final = 0.9
# The confidence that a bead has at most where the two alignments differ, before it is calibrated:
# of 503 such beads that had .6, then the most, 82 in 100 were right, and 47 to 62 of those of
# several texts (made texts in seven languages, of seeds that nothing was chosen on).
_DIFFERENT: Final = 0.75
# What leaving a text out gains where the others help, in log-odds: mean vectors are like many
# texts, also those that stand beside what they mean. With 1.5 F1 is .002 higher. Numbers tell that
# better: of four numbered lists rows right in all languages are .960 with it and .968 without, of
# lists without numbers .961 and .941; so it counts as far as texts have none.
_MORE_LEFT_OUT: Final = 1.0
# How much surer, in mean confidence, an alignment alone must be to stand against that of all.
_HEADSTART: Final = 0.3
# The same where all are aligned to rows.
_ROWS_HEADSTART: Final = 0.1
# Versions from which on all are aligned to the rows that they have in common: of a declaration with
# 3 to 20 in 100 left out F1 is .948 with four, not .942, .970 with five, not .949, but .922 with
# three, not .943.
_SEVERAL: Final = 4
# Targets that must have a text as one of its own before it is parted from a bead of another.
_ENOUGH: Final = 2
# The sum of confidences, of those less that of the targets that join it, with which it stays: that
# one is taken up wrongly is far more frequent than that one is parted wrongly.
_OUTVOTED: Final = -1.0


def align_languages(versions: Sequence[EncodedTexts]) -> list[list[Bead]]:
    """Return the beads of the first version with each other, in the order of the alignment.

    At most two versions are held at a time: a sequence may make them as it is asked.
    """
    with single_threaded():
        source = versions[0]
        # By their numbers: an iteration would hold each while the next is made.
        alone = [align_sides(source, versions[k]) for k in range(1, len(versions))]
        del source
        if len(alone) < 2 or not any(map(_is_doubtful, alone)):
            return [calibrated(beads) for beads in alone]
        if len(versions) < _SEVERAL:
            return [calibrated(beads) for beads in _pooled(versions[0], versions[1:], alone)]
        found = align_through_rows(versions, alone)
        chosen = (
            _surer(*both, _ROWS_HEADSTART, may_take_up=True)
            for both in zip(alone, found, strict=True)
        )
        return [calibrated(beads) for beads in chosen]


def _pooled(
    source: EncodedTexts, targets: Sequence[EncodedTexts], alone: Sequence[Sequence[Bead]]
) -> list[list[Bead]]:
    """Align targets again with what the source and all of them have for each source text."""
    total = LayerSum(len(source), source.spans.mean)
    total.add(_own_stretches(source.spans, len(source)))
    # From here on its own vectors stand in the sum alone.
    source = replace(source, spans=source.spans.none)
    known = [_add(source, total, targets[k], beads) for k, beads in enumerate(alone)]
    lengths = [source.lengths, *known]
    together = [
        _again(
            replace(source, lengths=_mean_lengths([*lengths[: k + 1], *lengths[k + 2 :]])),
            total,
            targets[k],
            beads,
        )
        if _is_doubtful(beads)
        else list(beads)
        for k, beads in enumerate(alone)
    ]
    return _without_taken_up(targets, together)


def _add(
    source: EncodedTexts, total: LayerSum, target: EncodedTexts, beads: Sequence[Bead]
) -> NDArray[np.float64]:
    """Add what a target is surely aligned to, and return how long it has each source text."""
    if layer := _layer(len(source), target, beads):
        total.add(layer.stretches())
    return _lengths(source, target, beads)


def _is_doubtful(beads: Sequence[Bead]) -> bool:
    """Return whether a pair with texts on both sides is not aligned surely."""
    both = any(bead.source for bead in beads) and any(bead.target for bead in beads)
    return both and any(bead.score < _SURE for bead in beads)


def _again(
    source: EncodedTexts, total: LayerSum, target: EncodedTexts, beads: Sequence[Bead]
) -> list[Bead]:
    """Align a target again, with the source, of the lengths of all, and all the other targets."""
    # Laid out again rather than kept: with many languages, the layers would be most of the memory.
    others = replace(source, spans=total.without(_layer(len(source), target, beads)))
    more = _MORE_LEFT_OUT * sum(not label for label in source.labels) / len(source)
    return _surer(beads, align_sides(others, target, more), _HEADSTART, may_take_up=False)


def _surer(
    alone: Sequence[Bead], together: Sequence[Bead], headstart: float, *, may_take_up: bool
) -> list[Bead]:
    """Choose between two alignments, of texts that they join differently, by mean confidence.

    The one that knows all languages stands unless the other is much surer; where blocks are in
    another order, unless the other is surer, for there much is left out by mistake. What both say
    has the mean confidence of both; of the rest, nothing is sure.
    """
    sets = DisjointSet[Text]()
    for bead in (*alone, *together):
        sets.union(_texts(bead))
    first, second = (_by_set(sets, beads) for beads in (alone, together))
    place = {bead.indices: index for index, bead in enumerate(alone)}
    trusted = headstart if _in_order(alone) else 0.0
    chosen: list[tuple[int, Bead]] = []
    for group, beads in first.items():
        others = second[group]
        same = {bead.indices: bead.score for bead in others}
        if same.keys() == {bead.indices for bead in beads}:
            chosen += [
                (place[bead.indices], replace(bead, score=(bead.score + same[bead.indices]) / 2))
                for bead in beads
            ]
        elif (may_take_up or not _takes_up(beads, others)) and (
            _confidence(others) > _confidence(beads) - trusted
        ):
            chosen += [(place[beads[0].indices], _doubted(bead)) for bead in others]
        else:
            chosen += [(place[bead.indices], _doubted(bead)) for bead in beads]
    # What stands keeps its place, and what is new has that of the first that it replaces.
    return [bead for _, bead in sorted(chosen, key=lambda each: each[0])]


def _in_order(beads: Iterable[Bead]) -> bool:
    """Return whether no texts stand across the order of the others."""
    return all(x < y for x, y in pairwise(b.target[0] for b in beads if b.source and b.target))


def _takes_up(alone: Sequence[Bead], together: Sequence[Bead]) -> bool:
    """Return whether a target text without counterpart would be joined to one that has one.

    Where the source lacks a text, one language that takes it up would make the others do so too:
    in three texts with a seventh of the source left out, F1 of six languages together was .944
    with such beads, .953 without, and .955 alone.
    """
    left_out = {j for bead in alone if not bead.source for j in bead.target}
    return any(
        bead.source and len(bead.target) > 1 and not left_out.isdisjoint(bead.target)
        for bead in together
    )


def _without_taken_up(
    targets: Sequence[EncodedTexts], found: Sequence[Sequence[Bead]]
) -> list[list[Bead]]:
    """Part from each bead what other targets have as texts of their own that the source lacks.

    That was joined to its neighbour, or to a text of the source that this target lacks. Targets
    that link it to the source as well outvote the others if they are much surer: where the source
    has two texts in one, four that had joined them parted them.

    Of 50 UN targets without numbers, each left out of the source alone in its turn, 29 of 300 were
    taken up before, and 6 now: a heading that all six languages join with the text below it, which
    says nearly the same.
    """
    beyond = [
        {bead.target[0]: bead.score for bead in beads if not bead.source and len(bead.target) == 1}
        for beads in found
    ]
    linked = [
        {j: bead.score for bead in beads if bead.source for j in bead.target} for beads in found
    ]
    votes = [{j: [-score] for j, score in texts.items()} for texts in linked]
    for k, m in combinations(range(len(targets)), 2):
        if (linked[k] and beyond[m]) or (linked[m] and beyond[k]):
            for i, j in _surely_same(targets[k], targets[m]):
                for (own, place), (other, there) in permutations(((k, i), (m, j))):
                    if place in linked[own]:
                        vote = beyond[other].get(there, 0) - linked[other].get(there, 0)
                        votes[own][place].append(vote)
    return [
        _parted(beads, {place for place, cast in texts.items() if _is_lacking(cast)})
        for beads, texts in zip(found, votes, strict=True)
    ]


def _is_lacking(votes: Sequence[float]) -> bool:
    """Return whether enough targets have a text as one of their own, and not outvoted by others."""
    return sum(vote > 0 for vote in votes) >= _ENOUGH and sum(votes) > _OUTVOTED


def _surely_same(left: EncodedTexts, right: EncodedTexts) -> Iterator[tuple[int, int]]:
    """Yield the places of texts that are surely one another, alone."""
    for bead in align_sides(left, right):
        if bead.score >= _SURE and len(bead.source) == len(bead.target) == 1:
            yield bead.source[0], bead.target[0]


def _parted(beads: Iterable[Bead], lacking: AbstractSet[int]) -> list[Bead]:
    """Return beads without the texts that the source lacks, and each of these after its bead."""
    parted: list[Bead] = []
    for bead in beads:
        alone = [j for j in bead.target if j in lacking]
        if not (bead.source and alone):
            parted.append(bead)
            continue
        rest = tuple(j for j in bead.target if j not in lacking)
        if rest:
            parted.append(_doubted(replace(bead, target=rest)))
        else:
            parted += [Bead((i,), (), _DIFFERENT) for i in bead.source]
        parted += [Bead((), (j,), _DIFFERENT) for j in alone]
    return parted


def _doubted(bead: Bead) -> Bead:
    return replace(bead, score=min(bead.score, _DIFFERENT))


def _texts(bead: Bead) -> list[Text]:
    return [*((0, i) for i in bead.source), *((1, j) for j in bead.target)]


def _by_set(sets: DisjointSet[Text], beads: Iterable[Bead]) -> Mapping[Text, list[Bead]]:
    found: dict[Text, list[Bead]] = defaultdict(list)
    for bead in beads:
        found[sets.find(_texts(bead)[0])].append(bead)
    return found


def _confidence(beads: Sequence[Bead]) -> float:
    return sum(bead.score for bead in beads) / len(beads)


def _layer(size: int, target: EncodedTexts, beads: Iterable[Bead]) -> Layer | None:
    """Lay a target out as a source of so many texts; None where nothing is surely aligned."""
    sure = sorted(
        bead.indices
        for bead in beads
        if bead.score >= _SURE and _unbroken(bead.source) and _unbroken(bead.target)
    )
    return Layer.of(
        size,
        target,
        [(range(left[0], left[-1] + 1), range(right[0], right[-1] + 1)) for left, right in sure],
    )


def _own_stretches(spans: SpanVectors, size: int) -> Iterator[tuple[slice, list[StoredVectors]]]:
    """Yield the vectors of so many texts in the order of a layer's."""
    arrays = (*spans.joined, spans.interrupted, spans.clauses.first, spans.clauses.last)
    for rows in stretches(size):
        yield rows, [each[rows] for each in arrays]


def _lengths(
    source: EncodedTexts, target: EncodedTexts, beads: Iterable[Bead]
) -> NDArray[np.float64]:
    """Return how long a target has each source text, in characters of the source; 0 if unknown.

    What it has for several texts is shared out as they are long in the source.
    """
    lengths = np.zeros(len(source))
    sure = [bead for bead in beads if bead.score >= _SURE and bead.source and bead.target]
    for bead in sure:
        rows = list(bead.source)
        whole = target.lengths[list(bead.target)].sum()
        lengths[rows] = source.lengths[rows] * (whole / source.lengths[rows].sum())
    scale = float(source.lengths[lengths > 0].sum() / max(lengths.sum(), 1.0))
    return lengths * scale


def _mean_lengths(languages: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the mean length of each text in the languages that have it; the source has all."""
    every = np.stack(languages)
    mean: NDArray[np.float64] = every.sum(axis=0) / (every > 0).sum(axis=0)
    return mean


def _unbroken(places: Sequence[int]) -> bool:
    return len(places) > 0 and places[-1] - places[0] + 1 == len(places)
