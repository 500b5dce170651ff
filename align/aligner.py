"""Aligns two sequences of texts: complete, every index in exactly one bead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hexapla.align.beads import Bead, Method
from hexapla.align.calibration import calibrated
from hexapla.align.encoders.base import Encoder
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.anchors import longest_increasing
from hexapla.align.scoring.comparison import PairFeatures, Structure
from hexapla.align.scoring.features import Part
from hexapla.align.scoring.similarity import EncodedTexts, encode_texts
from hexapla.align.search.path import PathStep, best_steps_inside
from hexapla.align.search.reordering import Permutation, reorder
from hexapla.corpora.numbers.labels import join_label
from hexapla.corpora.numbers.readings import readings

__all__ = [
    "align_parts",
    "align_sides",
    "align_texts",
    "mark_crossing",
    "renumbered",
    "split_labels",
    "unaligned",
]


def align_texts(
    source: Sequence[str],
    target: Sequence[str],
    *,
    encoder: Encoder,
    languages: tuple[str, str],
    source_labels: Sequence[str] | None = None,
    target_labels: Sequence[str] | None = None,
) -> list[Bead]:
    """Return the beads between `source` and `target`; each score is a confidence.

    They stand in the order of both sides, save for interrupted texts and crossing blocks.

    `languages` are the codes of the two sides. `source_labels` and `target_labels` are the
    paragraph numbers, one a text ("" for none), which the texts then do not hold; without them
    the numbers at the beginning of the texts are used.

    >>> from hexapla.align.encoders.registry import get_encoder
    >>> source = ["1. 回顾第74/177号决议", "2. 决定于2030年审查", "3. 拨款500元"]
    >>> target = ["1. Recalling resolution 74/177", "2. Will review in 2030", "3. Grants 500 yuan"]
    >>> beads = align_texts(source, target, encoder=get_encoder("none"), languages=("zh", "en"))
    >>> [(bead.source, bead.target, bead.method.value) for bead in beads]
    [((0,), (0,), 'label'), ((1,), (1,), 'label'), ((2,), (2,), 'label')]
    """
    texts, labels = [], []
    for side, given, language in zip(
        (source, target), (source_labels, target_labels), languages, strict=True
    ):
        plain, found = (side, given) if given is not None else split_labels(side, language)
        texts.append(plain)
        labels.append(found)
    if not source or not target:
        return unaligned(range(len(source)), range(len(target)))
    with single_threaded():
        left, right = (encode_texts(encoder, *side) for side in zip(texts, labels, strict=True))
        return mark_crossing(calibrated(align_sides(left, right)))


def split_labels(texts: Sequence[str], language: str) -> tuple[list[str], list[str]]:
    """Return the texts without the numbers at their beginning, and the numbers, "" for none.

    Numbers of one kind are written alike in all languages.

    >>> split_labels(["12. Recalls", "(a) Notes", "Plain"], "en")
    (['Recalls', 'Notes', 'Plain'], ['NUMBER 12', 'LETTER a', ''])
    """
    plain, labels = [], []
    for text in texts:
        marker = next((found for found in readings(text, language) if found.strong), None)
        rest = text[marker.length :].strip() if marker else ""
        if marker and rest:
            plain.append(rest)
            number = join_label(*marker.parents, marker.word, marker.name)
            labels.append(f"{marker.family.name} {number}")
        else:
            plain.append(text)
            labels.append("")
    return plain, labels


def align_sides(source: EncodedTexts, target: EncodedTexts, more: float = 0.0) -> list[Bead]:
    """Return the beads in the best order of the target that is found, each with its probability.

    Leaving a text out gains so much `more`, in log-odds, than the document alone tells. Where a
    side is empty, nothing is aligned.
    """
    if not len(source) or not len(target):
        return unaligned(range(len(source)), range(len(target)))
    found = reorder(source, target, more)
    beads = _beads(found.left, found.right, found.steps)
    return renumbered(beads, range(len(source)), found.order)


def unaligned(rows: Iterable[int], columns: Iterable[int]) -> list[Bead]:
    """Return each text a bead of its own."""
    return [Bead((i,), ()) for i in rows] + [Bead((), (j,)) for j in columns]


def align_parts(pair: PairFeatures, parts: Sequence[Part]) -> Iterator[list[Bead]]:
    """Yield the beads of each of some neighbouring parts, which count from its beginning.

    The parts must follow upon each other on both sides; none may be empty on one.
    """
    for (rows, columns), steps in zip(parts, best_steps_inside(pair, parts), strict=True):
        yield _beads(pair.left.structure.part(rows), pair.right.structure.part(columns), steps)


def _beads(left: Structure, right: Structure, steps: Sequence[PathStep]) -> list[Bead]:
    beads = []
    for step in steps:
        rows, columns = tuple(step.rows), tuple(step.columns)
        linked = rows and columns
        method = _method(left, right, rows[0], columns[0]) if linked else Method.NONE
        if step.interrupted:
            out = slice(1, 2)
            alone = Bead(rows[out], columns[out], step.posterior)
            rows, columns = rows[:1] + rows[2:], columns[:1] + columns[2:]
            beads += [Bead(rows, columns, step.posterior, method), alone]
        else:
            beads.append(Bead(rows, columns, step.posterior, method))
    return _join_broken(beads, left, right)


def renumbered(
    beads: Iterable[Bead], rows: Sequence[int] | Permutation, columns: Sequence[int] | Permutation
) -> list[Bead]:
    """Return beads over places as beads over the numbers that stand there."""
    return [
        replace(
            bead,
            source=tuple(sorted(int(rows[i]) for i in bead.source)),
            target=tuple(sorted(int(columns[j]) for j in bead.target)),
        )
        for bead in beads
    ]


def mark_crossing(beads: Sequence[Bead]) -> list[Bead]:
    """Return the beads, those marked as crossing that stand across the order of the others.

    As few as possible are: the others are a longest increasing subsequence.

    >>> beads = mark_crossing([Bead((i,), (j,)) for i, j in enumerate((1, 2, 0))])
    >>> [bead.method.value for bead in beads]
    ['none', 'none', 'crossing']
    """
    linked = [index for index, bead in enumerate(beads) if bead.source and bead.target]
    linked.sort(key=lambda index: beads[index].source)
    rising = {linked[place] for place in longest_increasing([beads[i].target[0] for i in linked])}
    crossing = set(linked) - rising
    return [
        replace(bead, method=Method.CROSSING) if index in crossing else bead
        for index, bead in enumerate(beads)
    ]


def _join_broken(beads: Sequence[Bead], left: Structure, right: Structure) -> list[Bead]:
    """Return the beads, one of them a paragraph without counterpart that a broken line parted."""
    joined: list[Bead] = []
    for bead in beads:
        last = joined[-1] if joined else bead
        onward = (last.target == bead.target == () and left.is_continuation(bead.source[0])) or (
            last.source == bead.source == () and right.is_continuation(bead.target[0])
        )
        if joined and onward:
            both = Bead(
                last.source + bead.source, last.target + bead.target, min(last.score, bead.score)
            )
            joined[-1] = both
        else:
            joined.append(bead)
    return joined


def _method(left: Structure, right: Structure, i: int, j: int) -> Method:
    same = left.labels[i] >= 0 and left.labels[i] == right.labels[j]
    return Method.LABEL if same else Method.SIMILARITY
