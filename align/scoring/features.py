"""What speaks for and against each bead: the features that the alignment model weighs.

A bead of a source span x and a target span y is judged by the similarity of its vectors, plain and
as a margin over their nearest neighbours; by what it would lose without its first or last text and
gain by one more (the re-test of merges of Steingrímsson et al., "SentAlign", EMNLP 2023, as a
feature); by how alike the clauses are that its two sides begin with, and those that they end with;
by its lengths in characters (Gale and Church 1993); by its form (1-1, 1-2 …); and by the evidence
of `align.scoring.anchors` and `align.scoring.surface`. A deletion is judged by its length
and by the best that the text could have been aligned to; so is the text that an interrupted bead
leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import Vectors
from hexapla.align.lattice.bead_types import BEAD_TYPES, INTERRUPTED, LONGEST, BeadType
from hexapla.align.lattice.windows import Window
from hexapla.align.scoring.anchors import NO_LABEL, UNKNOWN_LABEL
from hexapla.align.scoring.comparison import PairFeatures, SideFeatures, Values

__all__ = ["FEATURES", "Part", "block_features", "block_scores", "part_scores"]

_WIDEST: Final = LONGEST + 2
_FORMS: Final = ("1-1", "1-2", "1-3", "1-4", "1-5", "2-2", "2-3", "interrupted", "other")
FEATURES: Final[tuple[str, ...]] = (
    *(f"form {form}" for form in _FORMS),
    "text ratio",
    "cosine",
    "cosine by size",
    "margin",
    "margin by size",
    "margin by length",
    "length difference",
    "length ratio",
    "loss without an edge",
    "gain without an edge",
    "change by one more",
    "gain by one more",
    "begin alike",
    "end alike",
    "begins in the middle",
    "goes on after the interruption",
    "both open a quotation",
    "one opens a quotation",
    "both close a quotation",
    "one closes a quotation",
    "both end a sentence",
    "one ends a sentence",
    "numbers of one side",
    "label same",
    "label differs",
    "label against unknown",
    "label against none",
    "labels unknown",
    "labels apart",
    "labels apart inside",
    "label inside",
    "label inside unknown",
    "deletion",
    "deletion length",
    "deletion best margin",
    "deletion begins in the middle",
    "deletion label known",
    "deletion label unknown",
    "deletion without label",
)
_END_MARKS: Final = (
    (1, "both close a quotation", "one closes a quotation"),
    (2, "both end a sentence", "one ends a sentence"),
)
_INDEX: Final = {name: index for index, name in enumerate(FEATURES)}

Part = tuple[range, range]
"""Neighbouring source texts and neighbouring target texts that are aligned by themselves."""
# The part that each text of a window is in, of both sides.
_Owners = tuple[NDArray[np.int64], NDArray[np.int64]]


class _Features(Protocol):
    """Takes the features of the beads of one type that end in the states of a window."""

    def __setitem__(self, name: str, value: NDArray[Any] | float) -> None:
        """Take a feature, of a shape that spreads over (rows, columns)."""


@dataclass(frozen=True, slots=True)
class _FeatureTable:
    """Keeps features: shape (features, rows, columns)."""

    values: Values

    def __setitem__(self, name: str, value: NDArray[Any] | float) -> None:
        """Keep one."""
        self.values[_INDEX[name]] = value


@dataclass(frozen=True, slots=True)
class _WeightedSum:
    """Sums weighted features up: shape (rows, columns)."""

    total: Values
    weights: Mapping[str, float]

    def __setitem__(self, name: str, value: NDArray[Any] | float) -> None:
        """Add one."""
        np.add(self.total, np.float32(self.weights[name]) * value, out=self.total)


def block_features(pair: PairFeatures, window: Window) -> tuple[Values, NDArray[np.bool_]]:
    """Return the features of the beads that end in each state of a window, and where there are any.

    Shapes (features, bead types, rows, columns) and (bead types, rows, columns).
    """
    shape = window.bottom - window.top, window.right - window.left
    values = np.zeros((len(FEATURES), len(BEAD_TYPES), *shape), dtype=np.float32)
    _compare_window(pair, window, [_FeatureTable(values[:, k]) for k in range(len(BEAD_TYPES))])
    present = _present(window)
    values *= present
    return values, present


def block_scores(pair: PairFeatures, window: Window, weights: Mapping[str, float]) -> Values:
    """Return the weighted sum of the features of the beads that end in each state of a window.

    Shape (bead types, rows, columns); minus infinity where there are none.
    """
    return _only_present(window, _totals(pair, window, weights))


def part_scores(
    pair: PairFeatures, parts: Sequence[Part], weights: Mapping[str, float]
) -> list[Values]:
    """Return what `block_scores` gives for each part by itself, in a window over all its states.

    The parts must follow upon each other on both sides, and none may be empty on one: they are
    compared all at once, for what is small takes as long by itself.
    """
    rows, columns = zip(*parts, strict=True)
    top, left = rows[0].start, columns[0].start
    window = Window(top, rows[-1].stop + 1, left, columns[-1].stop + 1)
    totals = _totals(pair, window, weights, (_owners(rows), _owners(columns)))
    return [
        _only_present(
            Window(0, len(i) + 1, 0, len(j) + 1),
            totals[:, i.start - top : i.stop - top + 1, j.start - left : j.stop - left + 1],
        )
        for i, j in parts
    ]


def _owners(parts: Sequence[range]) -> NDArray[np.int64]:
    """Return the number of the part that each text is in; -1 between the parts."""
    owners = np.full(parts[-1].stop - parts[0].start, -1)
    for number, part in enumerate(parts):
        owners[part.start - parts[0].start : part.stop - parts[0].start] = number
    return owners


def _totals(
    pair: PairFeatures, window: Window, weights: Mapping[str, float], owners: _Owners | None = None
) -> Values:
    shape = window.bottom - window.top, window.right - window.left
    totals = np.zeros((len(BEAD_TYPES), *shape), dtype=np.float32)
    _compare_window(pair, window, [_WeightedSum(total, weights) for total in totals], owners)
    return totals


def _only_present(window: Window, totals: Values) -> Values:
    return np.where(_present(window), totals, np.float32(-np.inf))


def _present(window: Window) -> NDArray[np.bool_]:
    rows, columns = _ends(window)
    return np.stack([(rows >= a)[:, None] & (columns >= b)[None] for a, b in BEAD_TYPES])


def _ends(window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.arange(window.top, window.bottom), np.arange(window.left, window.right)


def _compare_window(
    pair: PairFeatures, window: Window, outs: Sequence[_Features], owners: _Owners | None = None
) -> None:
    """Compute the features of every bead, a type after the other.

    With `owners`, those of beads inside of parts, as if there were no texts around each part.
    """
    left, right = pair.left, pair.right
    rows, columns = _ends(window)
    owned = (
        _owned(owners and owners[0], window.top, window.bottom, len(left)),
        _owned(owners and owners[1], window.left, window.right, len(right)),
    )
    cosines = _cosines(left, right, window, owned)
    interrupted_cosines = _interrupted_cosines(left, right, window)
    begin_alike, end_alike = _edges_alike(left, right, window)
    end_marks = dict(_end_marks(left.marks, right.marks, window))
    unmatched = _Numbers(pair, window)
    above, beside = (
        {
            (size, interrupted): _span(side, ends, size, axis, interrupted=interrupted)
            for size, interrupted in spans
        }
        for axis, (side, ends, spans) in enumerate(
            ((left, rows, _SOURCE_SPANS), (right, columns, _TARGET_SPANS))
        )
    )
    labelled = left.structure.any_labels or right.structure.any_labels
    for k, (out, (a, b)) in enumerate(zip(outs, BEAD_TYPES, strict=True)):
        if a >= window.bottom or b >= window.right:
            continue
        if not b:
            _deletion(out, left, rows, 0)
        elif not a:
            _deletion(out, right, columns, 1)
        else:
            interrupted = k in INTERRUPTED
            x, y = above[a, interrupted and a > 1], beside[b, interrupted and b > 1]
            out["form " + ("interrupted" if interrupted else _form(a, b))] = 1
            out["text ratio"] = (
                len(y.pieces) - len(x.pieces) if interrupted else b - a
            ) * pair.log_text_ratio
            out["begin alike"] = begin_alike[_before(a), _before(b)]
            out["end alike"] = end_alike
            if interrupted:
                cosine = interrupted_cosines[a, b]
                _interrupted(out, cosine, cosines, (a, b))
                middle, ends = (left, rows) if a > 1 else (right, columns)
                _deletion(out, middle, ends - 1, int(b > 1))
            else:
                cosine = cosines[a, b][_HERE, _HERE]
                _similarity(out, cosine, cosines, (a, b))
            _pair(out, cosine, x, y)
            _opening_marks(out, x, y)
            for name, value in end_marks.items():
                out[name] = value
            out["numbers of one side"] = unmatched.of(x.pieces, y.pieces)
            if labelled:
                _labels(out, x, y)


def _form(a: int, b: int) -> str:
    small, large = sorted((a, b))
    form = f"{small}-{min(large, 5)}"
    return form if form in _FORMS else "other"


def _spans_of(side: int) -> frozenset[tuple[int, bool]]:
    """Return the sizes of all beads' one side, and whether the middle of three is left out."""
    return frozenset(
        (bead_type[side], k in INTERRUPTED and bead_type[side] > 1)
        for k, bead_type in enumerate(BEAD_TYPES)
        if all(bead_type)
    )


_SOURCE_SPANS: Final = _spans_of(0)
_TARGET_SPANS: Final = _spans_of(1)

# Texts from so many to so many before an end.
_Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _SideSpans:
    """Spans of one side of a bead, by the states that they end in, along their axis of the window.

    `pieces` are the texts of each, in one piece or, interrupted, in two; `label` is that of the
    first text, `known` and `unknown` count the labels of the others; `sequent` tells which have a
    label in a sequence that the other side does not have; `opens` tells which open a
    quotation.
    """

    pieces: Sequence[_Piece]
    length: Values
    knn: Values
    continues: Values
    resumes: Values
    opens: NDArray[np.bool_]
    label: NDArray[np.int64]
    known: NDArray[np.int64]
    unknown: NDArray[np.int64]
    sequent: NDArray[np.bool_]

    @property
    def texts(self) -> int:
        """Count the texts of each."""
        return sum(start - stop for start, stop in self.pieces)


def _span(
    side: SideFeatures, ends: NDArray[np.int64], size: int, axis: int, *, interrupted: bool
) -> _SideSpans:
    pieces = ((3, 2), (1, 0)) if interrupted else ((size, 0),)
    begins = np.clip(ends - size, 0, len(side) - 1)
    last = np.maximum(ends - 1, 0)
    structure = side.structure

    def inside(total: NDArray[Any]) -> NDArray[Any]:
        """Sum something up over the texts of each span."""
        return _over(pieces, lambda texts: total[np.maximum(ends - texts, 0)])

    def along(values: NDArray[Any]) -> NDArray[Any]:
        return np.expand_dims(values, 1 - axis)

    label = structure.labels[begins]
    knn = side.interrupted_knn if interrupted else side.knn[size - 1]
    resumes = structure.resumes[last] if interrupted else np.zeros(len(ends))
    return _SideSpans(
        pieces,
        along(inside(side.length).astype(np.float32)),
        along(knn[last]),
        along(structure.continues[begins].astype(np.float32)),
        along(resumes.astype(np.float32)),
        along(side.marks[np.maximum(ends - size, 0), 0]),
        along(label),
        along(inside(structure.known_before) - (label >= 0)),
        along(inside(structure.unknown_before) - (label <= UNKNOWN_LABEL)),
        along(inside(structure.sequent_before) > 0),
    )


def _over(pieces: Sequence[_Piece], before: Callable[[int], NDArray[Any]]) -> NDArray[Any]:
    """Sum something up over pieces; `before` gives its sums so many texts before each end."""
    sums = [before(stop) - before(start) for start, stop in pieces]
    result: NDArray[Any] = sum(sums[1:], sums[0])
    return result


def _owned(
    owners: NDArray[np.int64] | None, start: int, stop: int, texts: int
) -> NDArray[np.int64]:
    """Return the part of each text from `_AROUND` before the first of some states to the last.

    That is -1 where there is no text, and without `owners` 0 where there is one.
    """
    if owners is not None:
        return np.pad(owners, (_AROUND, 1), constant_values=-1)
    places = np.arange(start - _AROUND, stop)
    return np.where((places >= 0) & (places < texts), 0, -1)


def _cosines(
    left: SideFeatures, right: SideFeatures, window: Window, owned: _Owners
) -> dict[BeadType, Values]:
    """Return the cosines of all pairs of spans in a window, two states before and one after it.

    They are -1 where a span would not be inside a part, and between parts.
    """
    rows = np.arange(window.top - 2, window.bottom + 1)
    columns = np.arange(window.left - 2, window.right + 1)
    above, beside = (
        [_ending(side, size, ends, own) for size in range(1, LONGEST + 1)]
        for side, ends, own in ((left, rows, owned[0]), (right, columns, owned[1]))
    )
    one_part = owned[0][_LAST, None] == owned[1][None, _LAST]
    cosines = {}
    for a, (i, x) in enumerate(above, 1):
        for b, (j, y) in enumerate(beside[: _WIDEST - a], 1):
            cosines[a, b] = np.where(one_part & i[:, None] & j[None], x @ y.T, np.float32(-1))
    return cosines


def _ending(
    side: SideFeatures, size: int, ends: NDArray[np.int64], owned: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], Vectors]:
    """Return which ends a span of some texts can have, and give the vectors of those spans."""
    first = owned[_LAST.start + 1 - size : len(owned) + 1 - size]
    possible = (first == owned[_LAST]) & (first >= 0)
    return possible, side.span(size, np.clip(ends - 1, 0, len(side) - 1))


# Texts before the first state of a window that the longest span can begin with, two states before.
_AROUND: Final = LONGEST + 2
# Where the last texts of the spans that `_cosines` compares stand in what `_owned` gives.
_LAST: Final = slice(_AROUND - 3, None)
# Where the states of a window stand in what `_cosines` gives, and those around them.
_HERE: Final = slice(2, -1)
_BEFORE: Final = slice(1, -2)
_LAST_BUT_ONE: Final = slice(None, -3)
_AFTER: Final = slice(3, None)


def _interrupted_cosines(
    left: SideFeatures, right: SideFeatures, window: Window
) -> dict[BeadType, Values]:
    """Return the cosines of a text with two parted by a third, by the type of all three."""
    rows, columns = (np.maximum(ends - 1, 0) for ends in _ends(window))
    return {
        (1, 3): left.span(1, rows) @ right.interrupted(columns).T,
        (3, 1): left.interrupted(rows) @ right.span(1, columns).T,
    }


def _similarity(
    out: _Features, cosine: Values, cosines: Mapping[BeadType, Values], bead_type: BeadType
) -> None:
    """Compare a bead's cosine with those of the beads that have one text less or more."""
    a, b = bead_type
    out["cosine"] = cosine
    out["cosine by size"] = cosine * ((a + b - 2) / 2)
    smaller = []
    if a > 1:
        smaller += [cosines[a - 1, b][_BEFORE, _HERE], cosines[a - 1, b][_HERE, _HERE]]
    if b > 1:
        smaller += [cosines[a, b - 1][_HERE, _BEFORE], cosines[a, b - 1][_HERE, _HERE]]
    larger = []
    if (a + 1, b) in cosines:
        larger += [cosines[a + 1, b][_HERE, _HERE], cosines[a + 1, b][_AFTER, _HERE]]
    if (a, b + 1) in cosines:
        larger += [cosines[a, b + 1][_HERE, _HERE], cosines[a, b + 1][_HERE, _AFTER]]
    _retest(out, cosine, smaller, larger)


def _interrupted(
    out: _Features, cosine: Values, cosines: Mapping[BeadType, Values], bead_type: BeadType
) -> None:
    """Compare the cosine of an interrupted bead with those of its halves and of all three texts."""
    before = (_LAST_BUT_ONE, _HERE) if bead_type[0] > 1 else (_HERE, _LAST_BUT_ONE)
    whole = cosines[bead_type][_HERE, _HERE]
    out["cosine"] = cosine
    out["cosine by size"] = cosine / 2
    _retest(out, cosine, [cosines[1, 1][before], cosines[1, 1][_HERE, _HERE]], [whole])


def _retest(
    out: _Features, cosine: Values, smaller: Sequence[Values], larger: Sequence[Values]
) -> None:
    """Say what a bead would lose without, and gain with, a text."""
    if smaller:
        loss = cosine - np.maximum.reduce(smaller)
        out["loss without an edge"] = loss
        out["gain without an edge"] = np.minimum(loss, 0)
    gain = np.maximum.reduce(larger) - cosine
    out["change by one more"] = gain
    out["gain by one more"] = np.maximum(gain, 0)


def _edges_alike(left: SideFeatures, right: SideFeatures, window: Window) -> tuple[Values, Values]:
    """Compare the first clauses of what begins in each state, and the last of what ends in it.

    The former also in `LONGEST` states before the window's.
    """
    (begin_x, end_x), (begin_y, end_y) = (
        side.clauses(
            np.clip(np.arange(ends[0] - LONGEST, ends[-1] + 1), 0, len(side) - 1),
            np.maximum(ends - 1, 0),
        )
        for side, ends in zip((left, right), _ends(window), strict=True)
    )
    return begin_x @ begin_y.T, end_x @ end_y.T


def _before(texts: int) -> slice:
    """Return where the states so many texts before stand in what `_edges_alike` gives first."""
    return slice(LONGEST - texts, -texts)


def _pair(out: _Features, cosine: Values, x: _SideSpans, y: _SideSpans) -> None:
    """Compare two spans by margin and length, and mark beads that begin in the middle."""
    both = x.length + y.length
    margin = cosine - (x.knn + y.knn) / 2
    out["margin"] = margin
    out["margin by size"] = margin * ((x.texts + y.texts - 2) / 2)
    out["margin by length"] = margin * both / 2
    difference = np.abs(x.length - y.length) / np.sqrt(both + 0.1)
    out["length difference"] = -difference
    out["length ratio"] = -np.abs(np.log((x.length + 0.2) / (y.length + 0.2)))
    out["begins in the middle"] = x.continues + y.continues
    out["goes on after the interruption"] = x.resumes + y.resumes


def _opening_marks(out: _Features, x: _SideSpans, y: _SideSpans) -> None:
    """Compare how the spans begin."""
    if x.opens.any() or y.opens.any():
        out["both open a quotation"] = x.opens & y.opens
        out["one opens a quotation"] = -(x.opens ^ y.opens).astype(np.float32)


def _end_marks(
    left: NDArray[np.bool_], right: NDArray[np.bool_], window: Window
) -> Iterator[tuple[str, Values]]:
    """Compare how the texts before each state end, whatever the spans."""
    rows, columns = (np.maximum(ends - 1, 0) for ends in _ends(window))
    for index, both, one in _END_MARKS:
        x, y = left[rows, index][:, None], right[columns, index][None]
        if x.any() or y.any():
            yield both, (x & y).astype(np.float32)
            yield one, -(x ^ y).astype(np.float32)


class _Numbers:
    """The numbers in the texts of a window and in those just before it, summed from its corner.

    Sums stand at the states, `LONGEST` of which come before the window's.
    """

    def __init__(self, pair: PairFeatures, window: Window) -> None:
        top, left = max(window.top - LONGEST, 0), max(window.left - LONGEST, 0)
        rows = pair.left.numbers[top : window.bottom - 1]
        columns = pair.right.numbers[left : window.right - 1]
        # States before the first text have nothing to sum up.
        above = top + LONGEST - window.top
        beside = left + LONGEST - window.left
        here = sorted({n for text in rows for n in text} & {n for text in columns for n in text})
        x, y = (_incidence(texts, here) for texts in (rows, columns))
        weights = pair.rarity[here]
        shared = ((x * weights) @ y.T).cumsum(0).cumsum(1)
        self._shared = np.pad(shared, ((above + 1, 0), (beside + 1, 0)))
        self._totals = [
            np.cumsum([0.0] * (more + 1) + [float(pair.rarity[list(text)].sum()) for text in texts])
            for more, texts in ((above, rows), (beside, columns))
        ]

    def of(self, source: Sequence[_Piece], target: Sequence[_Piece]) -> Values:
        """Return, for beads that end in each state, minus the root of what is on one side only."""
        x = _summed(self._totals[0], source, 0)[:, None]
        y = _summed(self._totals[1], target, 0)[None]
        shared = _summed(_summed(self._shared, source, 0), target, 1)
        shared = np.minimum(shared, np.minimum(x, y))
        result: Values = -np.sqrt(np.maximum(x + y - 2 * shared, 0))
        return result


def _summed(totals: NDArray[Any], pieces: Sequence[_Piece], axis: int) -> NDArray[Any]:
    """Sum up what some pieces before each state of a window hold, along an axis."""

    def before(texts: int) -> NDArray[Any]:
        where = slice(LONGEST - texts, totals.shape[axis] - texts)
        return totals[(slice(None),) * axis + (where,)]

    return _over(pieces, before)


def _incidence(texts: Sequence[Sequence[int]], numbers: Sequence[int]) -> Values:
    """Return which of some numbers stand in each text: ones, of shape (texts, numbers)."""
    place = {number: index for index, number in enumerate(numbers)}
    present = np.zeros((len(texts), len(numbers)), dtype=np.float32)
    for row, text in enumerate(texts):
        present[row, [place[number] for number in text if number in place]] = 1
    return present


def _labels(out: _Features, x: _SideSpans, y: _SideSpans) -> None:
    """Compare the labels of the first texts, and count those of the others."""
    high, low = np.maximum(x.label, y.label), np.minimum(x.label, y.label)
    out["label same"] = (x.label >= 0) & (x.label == y.label)
    out["label differs"] = (low >= 0) & (x.label != y.label)
    out["label against unknown"] = (high >= 0) & (low <= UNKNOWN_LABEL)
    out["label against none"] = (high >= 0) & (low == NO_LABEL)
    apart = (x.label == y.label) & (low < UNKNOWN_LABEL)
    out["labels apart"] = apart
    out["labels apart inside"] = x.sequent & y.sequent & ~apart
    out["labels unknown"] = (high <= UNKNOWN_LABEL) & ~apart
    out["label inside"] = x.known + y.known
    out["label inside unknown"] = x.unknown + y.unknown


def _deletion(out: _Features, side: SideFeatures, ends: NDArray[np.int64], axis: int) -> None:
    """Judge each text by what speaks for its having no counterpart."""
    index = np.clip(ends - 1, 0, len(side) - 1)
    labels = side.structure.labels[index]
    for name, values in (
        ("deletion", np.ones(len(index))),
        ("deletion length", side.length[index + 1] - side.length[index]),
        ("deletion best margin", side.best[index]),
        ("deletion begins in the middle", side.structure.continues[index]),
        ("deletion label known", labels >= 0),
        ("deletion label unknown", labels <= UNKNOWN_LABEL),
        ("deletion without label", (labels == NO_LABEL) & side.structure.any_labels),
    ):
        out[name] = np.expand_dims(values, 1 - axis).astype(np.float32)
