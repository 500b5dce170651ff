"""What speaks for and against each bead: the features that the alignment model weighs.

A bead of a source span x and a target span y is judged by the similarity of its vectors, plain and
as a margin over their nearest neighbours; by what it would lose without its first or last text and
gain by one more (the re-test of merges of Steingrímsson et al., "SentAlign", EMNLP 2023, as a
feature); by the clauses on either side of its end; by its lengths in characters (Gale and Church
1993); by its form (1-1, 1-2 …); and by the
evidence of `align.anchors` and `align.evidence`. A deletion is judged by its length and by the best
that the text could have been aligned to; so is the text that an interrupted bead leaves out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from align.anchors import NONE, UNKNOWN, Labels, trusted_labels
from align.dynamic import INTERRUPTED, LONGEST, MOVES, Move
from align.encoders.base import Vectors
from align.evidence import continues, marks, numbers
from align.proportions import proportions
from align.similarity import Spans, StoredVectors, Texts, hubness
from align.windows import Window, rough_path, whole, windows

__all__ = ["FEATURES", "Pair", "Side", "Signs", "block_features", "block_scores", "compare"]

# Pairs of texts inside a paragraph that are all compared; features take some 3 kB for each.
_SEARCHED_WHOLE: Final = 10_000
_WIDEST: Final = LONGEST + 2
_FORMS: Final = ("1-1", "1-2", "1-3", "1-4", "1-5", "2-2", "2-3", "interrupted", "other")
FEATURES: Final[tuple[str, ...]] = (
    *(f"form {form}" for form in _FORMS),
    "skew",
    "cosine",
    "cosine by size",
    "margin",
    "margin by size",
    "margin by length",
    "length difference",
    "length difference squared",
    "length ratio",
    "loss without an edge",
    "gain without an edge",
    "change by one more",
    "gain by one more",
    "boundary contrast",
    "boundary similarity",
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
_MARK_FEATURES: Final = (
    ("both open a quotation", "one opens a quotation"),
    ("both close a quotation", "one closes a quotation"),
    ("both end a sentence", "one ends a sentence"),
)
# A mark is evidence only where both sides use it.
_FEWEST_MARKS: Final = 3
# What a number that stands in every text says, and the least that counts.
_COMMON: Final = 0.3
_TELLING: Final = 0.8
_INDEX: Final = {name: index for index, name in enumerate(FEATURES)}

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signs:
    """The labels of one side's texts, and which of these go on with the one before.

    `after_next` tells which go on with the last but one before.
    """

    labels: Labels
    middle: NDArray[np.bool_]
    after_next: NDArray[np.bool_]

    def goes_on(self, index: int) -> bool:
        """Tell whether a text goes on with the one before and has no number of its own."""
        return bool(self.middle[index] and self.labels[index] == NONE)

    def part(self, where: slice) -> Signs:
        """Give the signs of some neighbouring texts."""
        return Signs(self.labels[where], self.middle[where], self.after_next[where])


@dataclass(frozen=True, slots=True)
class Side:
    """All that is known of one side's texts; the first axis of every array counts texts.

    `hubs[k]` are the mean similarities of k + 1 texts joined to their nearest neighbours,
    `parted_hubs` those of a text joined with the last but one before it; `length` is in mean texts,
    summed from the start (one row more); `best` is the margin over the other side's best text;
    `marks` are those of `align.evidence`, of shape (texts, 3); `numbers` the numbers in each text
    that both sides have somewhere, as indices of `Pair.rarity`.
    """

    spans: Spans
    hubs: Sequence[Values]
    parted_hubs: Values
    best: Values
    length: NDArray[np.float64]
    signs: Signs
    marks: NDArray[np.bool_]
    numbers: Sequence[Sequence[int]]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.best)

    def span(self, size: int, ends: NDArray[np.int64] | slice) -> Vectors:
        """Give the centred vectors of `size` texts joined, by the places of their last texts."""
        return self.spans.joined[size - 1][ends].astype(np.float32)

    def parted(self, ends: NDArray[np.int64]) -> Vectors:
        """Give the centred vectors of some texts joined with the last but one before each."""
        return self.spans.parted[ends].astype(np.float32)

    def clauses(self, places: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """Give the vectors of the clauses after and before the beginnings of some texts."""
        clauses = self.spans.clauses
        first, last = clauses.first[places], clauses.last[places - 1]
        return first.astype(np.float32), last.astype(np.float32)

    def part(self, where: range) -> Side:
        """Give the side of some neighbouring texts alone, measured as in the whole."""
        start, stop = where.start, where.stop
        return Side(
            self.spans.part(start, stop),
            [hubs[start:stop] for hubs in self.hubs],
            self.parted_hubs[start:stop],
            self.best[start:stop],
            self.length[start : stop + 1],
            self.signs.part(slice(start, stop)),
            self.marks[start:stop],
            self.numbers[start:stop],
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, how many target texts there are to a source text, and where to look for beads.

    `skew` is the logarithm of that number, `rarity` tells how much each number in the texts says.
    """

    left: Side
    right: Side
    skew: float
    windows: Sequence[Window]
    rarity: Values

    def part(self, rows: range, columns: range) -> Pair:
        """Give the pair of some neighbouring texts of each side; a small one is searched whole."""
        left, right = self.left.part(rows), self.right.part(columns)
        if len(left) * len(right) <= _SEARCHED_WHOLE:
            where = whole(len(left), len(right))
        else:
            path = rough_path(*(side.span(1, slice(None)) for side in (left, right)))
            where = windows(path, len(left), len(right))
        return Pair(left, right, self.skew, where, self.rarity)


def compare(source: Texts, target: Texts) -> Pair:
    """Compute what the features need, once a document pair; neither side may be empty."""
    sides = source, target
    single = [side.spans.joined[0] for side in sides]
    hubs: list[list[Values]] = [
        [hubness(vectors, single[1 - i]) for vectors in sides[i].spans.joined] for i in (0, 1)
    ]
    best: list[Values] = [
        hubness(single[i], single[1 - i], hubs[1 - i][0], nearest=1) - np.float32(0.5) * hubs[i][0]
        for i in (0, 1)
    ]
    known = trusted_labels(source.labels, target.labels, *single)
    path = rough_path(*single)
    characters = [
        np.array([len(text) or 1 for text in side.texts], dtype=np.float64) for side in sides
    ]
    shares = proportions(_sure_pairs(path, single, hubs, best), *characters)
    marked = [marks(side.texts) for side in sides]
    found, rarity = _shared_numbers([numbers(text) for text in side.texts] for side in sides)
    left, right = (
        Side(
            sides[i].spans,
            hubs[i],
            hubness(sides[i].spans.parted, single[1 - i]),
            best[i],
            np.concatenate([[0.0], np.cumsum(characters[i] / shares.units(i))]),
            Signs(known[i], continues(sides[i].texts), continues(sides[i].texts, 2)),
            marked[i] & (marked[0].sum(0) >= _FEWEST_MARKS) & (marked[1].sum(0) >= _FEWEST_MARKS),
            found[i],
        )
        for i in (0, 1)
    )
    return Pair(left, right, shares.skew, windows(path, len(source), len(target)), rarity)


def _sure_pairs(
    path: NDArray[np.int64],
    single: Sequence[StoredVectors],
    hubs: Sequence[Sequence[Values]],
    best: Sequence[Values],
) -> NDArray[np.int64]:
    """Give the pairs on the path that are the best both texts could have, of shape (pairs, 2)."""
    steps = (np.diff(path, axis=0) == 1).all(axis=1)
    pairs = path[1:][steps] - 1
    i, j = pairs.T
    cosine = [single[0][a].astype(np.float32) @ single[1][b].astype(np.float32) for a, b in pairs]
    margin = cosine - (hubs[0][0][i] + hubs[1][0][j]) / 2
    sure: NDArray[np.int64] = pairs[margin >= np.maximum(best[0][i], best[1][j]) - 1e-3]
    return sure


def _shared_numbers(
    sides: Iterable[Sequence[Sequence[str]]],
) -> tuple[list[list[list[int]]], Values]:
    """Give each text's numbers that stand on both sides, as indices, once each, and their rarity.

    The rarity is the logarithm of the texts to a text that has the number, both sides' mean.
    """
    left, right = sides
    counts = [Counter(number for text in side for number in set(text)) for side in (left, right)]
    texts = max(len(left), len(right))
    rarity = {
        number: np.log(texts / np.sqrt(counts[0][number] * counts[1][number])) + _COMMON
        for number in counts[0].keys() & counts[1].keys()
    }
    telling = sorted(number for number, value in rarity.items() if value > _TELLING)
    index = {number: place for place, number in enumerate(telling)}
    found = [
        [sorted({index[n] for n in text if n in index}) for text in side] for side in (left, right)
    ]
    return found, np.array([rarity[number] for number in telling], dtype=np.float32)


class _Features(Protocol):
    """Takes the features of the beads of one move that end in the states of a window."""

    def __setitem__(self, name: str, value: NDArray[Any] | float) -> None:
        """Take a feature, of a shape that spreads over (rows, columns)."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Keeps features: shape (features, rows, columns)."""

    values: Values

    def __setitem__(self, name: str, value: NDArray[Any] | float) -> None:
        """Keep one."""
        self.values[_INDEX[name]] = value


@dataclass(frozen=True, slots=True)
class _Sum:
    """Sums weighted features up: shape (rows, columns)."""

    total: Values
    weights: Mapping[str, float]

    def __setitem__(self, name: str, value: NDArray[Any] | float) -> None:
        """Add one."""
        np.add(self.total, np.float32(self.weights[name]) * value, out=self.total)


def block_features(pair: Pair, window: Window) -> tuple[Values, NDArray[np.bool_]]:
    """Give the features of the beads that end in each state of a window, and where there are any.

    Shapes (features, moves, rows, columns) and (moves, rows, columns).
    """
    shape = window.bottom - window.top, window.right - window.left
    values = np.zeros((len(FEATURES), len(MOVES), *shape), dtype=np.float32)
    _compare_window(pair, window, [_Table(values[:, k]) for k in range(len(MOVES))])
    present = _present(window)
    values *= present
    return values, present


def block_scores(pair: Pair, window: Window, weights: Mapping[str, float]) -> Values:
    """Give the weighted sum of the features of the beads that end in each state of a window.

    Shape (moves, rows, columns); minus infinity where there are none.
    """
    shape = window.bottom - window.top, window.right - window.left
    totals = np.zeros((len(MOVES), *shape), dtype=np.float32)
    _compare_window(pair, window, [_Sum(total, weights) for total in totals])
    return np.where(_present(window), totals, np.float32(-np.inf))


def _present(window: Window) -> NDArray[np.bool_]:
    rows, columns = _ends(window)
    return np.stack([(rows >= a)[:, None] & (columns >= b)[None] for a, b in MOVES])


def _ends(window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.arange(window.top, window.bottom), np.arange(window.left, window.right)


def _compare_window(pair: Pair, window: Window, outs: Sequence[_Features]) -> None:
    """Compute the features of every bead, a move after the other."""
    left, right = pair.left, pair.right
    rows, columns = _ends(window)
    cosines = _cosines(left, right, window)
    parted_cosines = _parted_cosines(left, right, window)
    boundaries = _boundaries(left, right, window)
    unmatched = _Numbers(pair, window)
    for k, (out, (a, b)) in enumerate(zip(outs, MOVES, strict=True)):
        if a >= window.bottom or b >= window.right:
            continue
        if not b:
            _deletion(out, left, rows, 0)
        elif not a:
            _deletion(out, right, columns, 1)
        else:
            parted = k in INTERRUPTED
            x = _span(left, rows, a, 0, parted=parted and a > 1)
            y = _span(right, columns, b, 1, parted=parted and b > 1)
            out["form " + ("interrupted" if parted else _form(a, b))] = 1
            out["skew"] = (len(y.pieces) - len(x.pieces) if parted else b - a) * pair.skew
            out["boundary contrast"], out["boundary similarity"] = boundaries
            if parted:
                cosine = parted_cosines[a, b]
                _interrupted(out, cosine, cosines, (a, b))
                middle, ends = (left, rows) if a > 1 else (right, columns)
                _deletion(out, middle, ends - 1, int(b > 1))
            else:
                cosine = cosines[a, b][_HERE, _HERE]
                _similarity(out, cosine, cosines, (a, b))
            _pair(out, cosine, x, y)
            _marks(out, left.marks, right.marks, window, (a, b))
            out["numbers of one side"] = unmatched.of(x.pieces, y.pieces)
            _labels(out, left.signs.labels, right.signs.labels, x, y)


def _form(a: int, b: int) -> str:
    small, large = sorted((a, b))
    form = f"{small}-{min(large, 5)}"
    return form if form in _FORMS else "other"


# Texts from so many to so many before an end.
_Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Span:
    """Spans of one side of a bead, by the states that they end in, along their axis of the window.

    `pieces` are the texts of each, in one piece or, parted, in two.
    """

    pieces: Sequence[_Piece]
    ends: NDArray[np.int64]
    axis: int
    length: Values
    hub: Values
    middle: Values
    goes_on: Values

    @property
    def texts(self) -> int:
        """Count the texts of each."""
        return sum(start - stop for start, stop in self.pieces)

    def along(self, values: NDArray[Any]) -> NDArray[Any]:
        """Lay values, one an end, along the window's rows (axis 0) or columns (axis 1)."""
        return np.expand_dims(values, 1 - self.axis)


def _span(side: Side, ends: NDArray[np.int64], size: int, axis: int, *, parted: bool) -> _Span:
    pieces = ((3, 2), (1, 0)) if parted else ((size, 0),)
    begins = np.minimum(np.maximum(ends - size, 0), len(side) - 1)
    last = np.maximum(ends - 1, 0)
    lengths = [
        side.length[np.maximum(ends - stop, 0)] - side.length[np.maximum(ends - start, 0)]
        for start, stop in pieces
    ]
    hubs = side.parted_hubs if parted else side.hubs[size - 1]
    goes_on = side.signs.after_next[last] if parted else np.zeros(len(ends))

    def along(values: NDArray[Any]) -> Values:
        return np.expand_dims(values, 1 - axis).astype(np.float32)

    return _Span(
        pieces,
        ends,
        axis,
        along(np.sum(lengths, axis=0)),
        along(hubs[last]),
        along(side.signs.middle[begins]),
        along(goes_on),
    )


def _cosines(left: Side, right: Side, window: Window) -> dict[Move, Values]:
    """Give the cosines of all pairs of spans in a window, two states before and one after it."""
    rows = np.arange(window.top - 2, window.bottom + 1)
    columns = np.arange(window.left - 2, window.right + 1)
    above, beside = (
        [_ending(side, size, ends) for size in range(1, LONGEST + 1)]
        for side, ends in ((left, rows), (right, columns))
    )
    cosines = {}
    for a, (i, x) in enumerate(above, 1):
        for b, (j, y) in enumerate(beside[: _WIDEST - a], 1):
            cosines[a, b] = np.full((len(rows), len(columns)), -1, dtype=np.float32)
            cosines[a, b][np.ix_(i, j)] = x @ y.T
    return cosines


def _ending(side: Side, size: int, ends: NDArray[np.int64]) -> tuple[NDArray[np.bool_], Vectors]:
    """Tell which ends a span of some texts can have, and give the vectors of those spans."""
    possible = (ends >= size) & (ends <= len(side))
    return possible, side.span(size, ends[possible] - 1)


# Where the states of a window stand in what `_cosines` gives, and those around them.
_HERE: Final = slice(2, -1)
_BEFORE: Final = slice(1, -2)
_LAST_BUT_ONE: Final = slice(None, -3)
_AFTER: Final = slice(3, None)


def _parted_cosines(left: Side, right: Side, window: Window) -> dict[Move, Values]:
    """Give the cosines of a text with two that are parted by a third, by the move of all three."""
    rows, columns = (np.maximum(ends - 1, 0) for ends in _ends(window))
    return {
        (1, 3): left.span(1, rows) @ right.parted(columns).T,
        (3, 1): left.parted(rows) @ right.span(1, columns).T,
    }


def _similarity(out: _Features, cosine: Values, cosines: Mapping[Move, Values], move: Move) -> None:
    """Compare a bead's cosine with those of the beads that have one text less or more."""
    a, b = move
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
    out: _Features, cosine: Values, cosines: Mapping[Move, Values], move: Move
) -> None:
    """Compare the cosine of an interrupted bead with those of its halves and of all three texts."""
    before = (_LAST_BUT_ONE, _HERE) if move[0] > 1 else (_HERE, _LAST_BUT_ONE)
    whole = cosines[move][_HERE, _HERE]
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


def _boundaries(left: Side, right: Side, window: Window) -> tuple[Values, Values]:
    """Judge each state inside both texts as a boundary, by the clauses on either side of it.

    The last clause before it should be more similar to the other side's text before it than to
    the one after it, and so on: the contrast, over both sides. The clauses before it should be
    similar to each other, and those after it: the similarity.
    """
    rows = np.arange(window.top, window.bottom)
    columns = np.arange(window.left, window.right)
    contrast = np.zeros((len(rows), len(columns)), dtype=np.float32)
    similarity = np.zeros_like(contrast)
    inner_rows = (rows > 0) & (rows < len(left))
    inner_columns = (columns > 0) & (columns < len(right))
    i, j = rows[inner_rows], columns[inner_columns]
    inside = np.ix_(inner_rows, inner_columns)
    begin_x, end_x = left.clauses(i)
    begin_y, end_y = right.clauses(j)
    step_x = left.span(1, i) - left.span(1, i - 1)
    step_y = right.span(1, j) - right.span(1, j - 1)
    contrast[inside] = (begin_x - end_x) @ step_y.T + step_x @ (begin_y - end_y).T
    similarity[inside] = end_x @ end_y.T + begin_x @ begin_y.T
    return contrast, similarity


def _pair(out: _Features, cosine: Values, x: _Span, y: _Span) -> None:
    """Compare two spans by margin and length, and mark beads that begin in the middle."""
    both = x.length + y.length
    margin = cosine - (x.hub + y.hub) / 2
    out["margin"] = margin
    out["margin by size"] = margin * ((x.texts + y.texts - 2) / 2)
    out["margin by length"] = margin * both / 2
    difference = np.abs(x.length - y.length) / np.sqrt(both + 0.1)
    out["length difference"] = -difference
    out["length difference squared"] = -np.minimum(difference**2, 4)
    out["length ratio"] = -np.abs(np.log((x.length + 0.2) / (y.length + 0.2)))
    out["begins in the middle"] = x.middle + y.middle
    out["goes on after the interruption"] = x.goes_on + y.goes_on


def _marks(
    out: _Features,
    left: NDArray[np.bool_],
    right: NDArray[np.bool_],
    window: Window,
    move: Move,
) -> None:
    """Compare how the spans begin and end."""
    for index, (both, one) in enumerate(_MARK_FEATURES):
        x, y = (
            marked[np.maximum(end - (size if index == 0 else 1), 0), index]
            for marked, end, size in zip((left, right), _ends(window), move, strict=True)
        )
        if x.any() or y.any():
            out[both] = (x[:, None] & y[None]).astype(np.float32)
            out[one] = -(x[:, None] ^ y[None]).astype(np.float32)


class _Numbers:
    """The numbers in the texts of a window and in those just before it, summed from its corner."""

    def __init__(self, pair: Pair, window: Window) -> None:
        top, left = max(window.top - LONGEST, 0), max(window.left - LONGEST, 0)
        rows = pair.left.numbers[top : window.bottom - 1]
        columns = pair.right.numbers[left : window.right - 1]
        self._ends = (
            np.arange(window.top, window.bottom) - top,
            np.arange(window.left, window.right) - left,
        )
        here = sorted({n for text in rows for n in text} & {n for text in columns for n in text})
        x, y = (_incidence(texts, here) for texts in (rows, columns))
        weights = pair.rarity[here]
        self._shared = np.pad((x * weights) @ y.T, ((1, 0), (1, 0)))
        self._shared = self._shared.cumsum(0).cumsum(1)
        self._totals = [
            np.cumsum([0.0, *(float(pair.rarity[list(text)].sum()) for text in texts)])
            for texts in (rows, columns)
        ]

    def of(self, source: Sequence[_Piece], target: Sequence[_Piece]) -> Values:
        """Give, for beads that end in each state, minus the root of what is on one side only."""
        rows, columns = (
            [tuple(np.maximum(ends - piece, 0) for piece in pair) for pair in pieces]
            for ends, pieces in zip(self._ends, (source, target), strict=True)
        )
        x, y = (
            np.sum([total[stop] - total[start] for start, stop in pieces], axis=0)
            for total, pieces in zip(self._totals, (rows, columns), strict=True)
        )
        shared = np.zeros((len(x), len(y)), dtype=np.float32)
        for (top, bottom), (first, last) in product(rows, columns):
            shared += self._shared[np.ix_(bottom, last)] - self._shared[np.ix_(top, last)]
            shared += self._shared[np.ix_(top, first)] - self._shared[np.ix_(bottom, first)]
        shared = np.minimum(shared, np.minimum(x[:, None], y[None]))
        result: Values = -np.sqrt(np.maximum(x[:, None] + y[None] - 2 * shared, 0))
        return result


def _incidence(texts: Sequence[Sequence[int]], numbers: Sequence[int]) -> Values:
    """Tell which of some numbers stand in each text: ones, of shape (texts, numbers)."""
    place = {number: index for index, number in enumerate(numbers)}
    present = np.zeros((len(texts), len(numbers)), dtype=np.float32)
    for row, text in enumerate(texts):
        present[row, [place[number] for number in text if number in place]] = 1
    return present


def _labels(out: _Features, left: Labels, right: Labels, x: _Span, y: _Span) -> None:
    """Compare the labels of the first texts, and count those of the others."""
    if (left == NONE).all() and (right == NONE).all():
        return
    first, inner, unknown = (x.along(each) for each in _inside(left, x))
    other, more_inner, more_unknown = (y.along(each) for each in _inside(right, y))
    high, low = np.maximum(first, other), np.minimum(first, other)
    out["label same"] = (first >= 0) & (first == other)
    out["label differs"] = (low >= 0) & (first != other)
    out["label against unknown"] = (high >= 0) & (low == UNKNOWN)
    out["label against none"] = (high >= 0) & (low == NONE)
    out["labels unknown"] = high == UNKNOWN
    out["label inside"] = inner + more_inner
    out["label inside unknown"] = unknown + more_unknown


def _inside(labels: Labels, span: _Span) -> tuple[Labels, NDArray[np.int64], NDArray[np.int64]]:
    """Give each span's first label, and how many known and unknown labels follow in it."""
    begins = np.maximum(span.ends - span.pieces[0][0], 0)
    first = labels[np.minimum(begins, len(labels) - 1)]
    counts = []
    for kind in (labels >= 0, labels == UNKNOWN):
        total = np.concatenate([[0], np.cumsum(kind)])
        inside = [
            total[np.maximum(span.ends - stop, 0)] - total[np.maximum(span.ends - start, 0)]
            for start, stop in span.pieces
        ]
        counts.append(np.sum(inside, axis=0) - kind[np.minimum(begins, len(labels) - 1)])
    return first, counts[0], counts[1]


def _deletion(out: _Features, side: Side, ends: NDArray[np.int64], axis: int) -> None:
    """Judge each text by what speaks for its having no counterpart."""
    index = np.clip(ends - 1, 0, len(side) - 1)
    labels = side.signs.labels[index]
    labelled = bool((side.signs.labels != NONE).any())
    for name, values in (
        ("deletion", np.ones(len(index))),
        ("deletion length", side.length[index + 1] - side.length[index]),
        ("deletion best margin", side.best[index]),
        ("deletion begins in the middle", side.signs.middle[index]),
        ("deletion label known", labels >= 0),
        ("deletion label unknown", labels == UNKNOWN),
        ("deletion without label", (labels == NONE) & labelled),
    ):
        out[name] = np.expand_dims(values, 1 - axis).astype(np.float32)
