"""What speaks for and against each bead: the features that the alignment model weighs.

A bead of a source span x and a target span y is judged by the similarity of its vectors, plain and
as a margin over their nearest neighbours; by what it would lose without its first or last text and
gain by one more (the re-test of merges of Steingrímsson et al., "SentAlign", EMNLP 2023, as a
feature); by the clauses on either side of its end; by its lengths in characters (Gale and Church
1993); by its form (1-1, 1-2 …); and by the
evidence of `align.anchors` and `align.evidence`. A deletion is judged by its length and by the best
that the text could have been aligned to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from align.anchors import NONE, UNKNOWN, Labels, trusted_labels
from align.dynamic import LONGEST, MOVES, Move
from align.encoders.base import Vectors
from align.evidence import continues, marks, numbers
from align.proportions import proportions
from align.similarity import Spans, Texts, hubness
from align.windows import Window, rough_path, whole, windows

__all__ = ["FEATURES", "Pair", "Side", "Signs", "block_features", "compare"]

# Pairs of texts inside a paragraph that are all compared; features take some 3 kB for each.
_SEARCHED_WHOLE: Final = 10_000
_WIDEST: Final = LONGEST + 2
_FORMS: Final = ("1-1", "1-2", "1-3", "1-4", "1-5", "2-2", "2-3", "other")
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
    """The labels of one side's texts, and which of these go on with the one before."""

    labels: Labels
    middle: NDArray[np.bool_]

    def goes_on(self, index: int) -> bool:
        """Tell whether a text goes on with the one before and has no number of its own."""
        return bool(self.middle[index] and self.labels[index] == NONE)

    def part(self, where: slice) -> Signs:
        """Give the signs of some neighbouring texts."""
        return Signs(self.labels[where], self.middle[where])


@dataclass(frozen=True, slots=True)
class Side:
    """All that is known of one side's texts; the first axis of every array counts texts.

    `hubs[k]` are the mean similarities of k + 1 texts joined to their nearest neighbours; `length`
    is in mean texts, summed from the start (one row more); `best` is the margin over the other
    side's best text; `marks` are those of `align.evidence`, of shape (texts, 3); `numbers` the
    numbers in each text that both sides have somewhere, as indices of `Pair.rarity`.
    """

    spans: Spans
    hubs: Sequence[Values]
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
    single = [side.spans.joined[0].astype(np.float32) for side in sides]
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
            best[i],
            np.concatenate([[0.0], np.cumsum(characters[i] / shares.units(i))]),
            Signs(known[i], continues(sides[i].texts)),
            marked[i] & (marked[0].sum(0) >= _FEWEST_MARKS) & (marked[1].sum(0) >= _FEWEST_MARKS),
            found[i],
        )
        for i in (0, 1)
    )
    return Pair(left, right, shares.skew, windows(path, len(source), len(target)), rarity)


def _sure_pairs(
    path: NDArray[np.int64],
    single: Sequence[Vectors],
    hubs: Sequence[Sequence[Values]],
    best: Sequence[Values],
) -> NDArray[np.int64]:
    """Give the pairs on the path that are the best both texts could have, of shape (pairs, 2)."""
    steps = (np.diff(path, axis=0) == 1).all(axis=1)
    pairs = path[1:][steps] - 1
    i, j = pairs.T
    cosine = np.einsum("nd,nd->n", single[0][i], single[1][j])
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


def block_features(pair: Pair, window: Window) -> tuple[Values, NDArray[np.bool_]]:
    """Give the features of the beads that end in each state of a window, and where there are any.

    Shapes (features, moves, rows, columns) and (moves, rows, columns).
    """
    left, right = pair.left, pair.right
    rows = np.arange(window.top, window.bottom)
    columns = np.arange(window.left, window.right)
    values = np.zeros((len(FEATURES), len(MOVES), len(rows), len(columns)), dtype=np.float32)
    cosines = _cosines(left, right, window)
    contrast, similarity = _boundaries(left, right, window)
    unmatched = _Numbers(pair, window)
    for k, (a, b) in enumerate(MOVES):
        if a >= window.bottom or b >= window.right:
            continue
        out = {name: values[index, k] for name, index in _INDEX.items()}
        if not b:
            _deletion(out, left, rows, 0)
        elif not a:
            _deletion(out, right, columns, 1)
        else:
            out["form " + _form(a, b)][:] = 1
            out["skew"][:] = (b - a) * pair.skew
            out["boundary contrast"][:], out["boundary similarity"][:] = contrast, similarity
            _similarity(out, cosines, (a, b))
            _pair(out, _span(left, rows, a, 0), _span(right, columns, b, 1), (a, b))
            _marks(out, left.marks, right.marks, window, (a, b))
            out["numbers of one side"][:] = unmatched.of((a, b))
            _labels(out, left.signs.labels, right.signs.labels, window, (a, b))
    present = np.stack([(rows >= a)[:, None] & (columns >= b)[None] for a, b in MOVES])
    values *= present
    return values, present


def _form(a: int, b: int) -> str:
    small, large = sorted((a, b))
    form = f"{small}-{min(large, 5)}"
    return form if form in _FORMS else "other"


@dataclass(frozen=True, slots=True)
class _Span:
    """Spans of k texts of one side, by their last texts, along their axis of the window."""

    length: Values
    hub: Values
    middle: Values


def _span(side: Side, ends: NDArray[np.int64], size: int, axis: int) -> _Span:
    begins = np.maximum(ends - size, 0)

    def along(values: NDArray[np.generic]) -> Values:
        """Lay the values along the window's rows (axis 0) or columns (axis 1)."""
        return np.expand_dims(values, 1 - axis).astype(np.float32)

    return _Span(
        along(side.length[ends] - side.length[begins]),
        along(side.hubs[size - 1][ends - 1]),
        along(side.signs.middle[np.minimum(begins, len(side) - 1)]),
    )


def _cosines(left: Side, right: Side, window: Window) -> dict[Move, Values]:
    """Give the cosines of all pairs of spans in a window and one state around it."""
    rows = np.arange(window.top - 1, window.bottom + 1)
    columns = np.arange(window.left - 1, window.right + 1)
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


def _similarity(out: dict[str, Values], cosines: dict[Move, Values], move: Move) -> None:
    """Compare a bead's cosine with those of the beads that have one text less or more."""
    a, b = move
    here, before, after = slice(1, -1), slice(None, -2), slice(2, None)
    cosine = cosines[move][here, here]
    out["cosine"][:] = cosine
    out["cosine by size"][:] = cosine * (a + b - 2) / 2
    smaller = []
    if a > 1:
        smaller += [cosines[a - 1, b][before, here], cosines[a - 1, b][here, here]]
    if b > 1:
        smaller += [cosines[a, b - 1][here, before], cosines[a, b - 1][here, here]]
    if smaller:
        loss = cosine - np.maximum.reduce(smaller)
        out["loss without an edge"][:] = loss
        out["gain without an edge"][:] = np.minimum(loss, 0)
    larger = []
    if (a + 1, b) in cosines:
        larger += [cosines[a + 1, b][here, here], cosines[a + 1, b][after, here]]
    if (a, b + 1) in cosines:
        larger += [cosines[a, b + 1][here, here], cosines[a, b + 1][here, after]]
    gain = np.maximum.reduce(larger) - cosine
    out["change by one more"][:] = gain
    out["gain by one more"][:] = np.maximum(gain, 0)


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


def _pair(out: dict[str, Values], x: _Span, y: _Span, move: Move) -> None:
    """Compare two spans by margin and length, and mark beads that begin in the middle."""
    both = x.length + y.length
    margin = out["cosine"] - (x.hub + y.hub) / 2
    out["margin"][:] = margin
    out["margin by size"][:] = margin * (sum(move) - 2) / 2
    out["margin by length"][:] = margin * both / 2
    difference = np.abs(x.length - y.length) / np.sqrt(both + 0.1)
    out["length difference"][:] = -difference
    out["length difference squared"][:] = -np.minimum(difference**2, 4)
    out["length ratio"][:] = -np.abs(np.log((x.length + 0.2) / (y.length + 0.2)))
    out["begins in the middle"][:] = x.middle + y.middle


def _marks(
    out: dict[str, Values],
    left: NDArray[np.bool_],
    right: NDArray[np.bool_],
    window: Window,
    move: Move,
) -> None:
    """Compare how the spans begin and end."""
    ends = np.arange(window.top, window.bottom), np.arange(window.left, window.right)
    for index, (both, one) in enumerate(_MARK_FEATURES):
        x, y = (
            marked[np.maximum(end - (size if index == 0 else 1), 0), index]
            for marked, end, size in zip((left, right), ends, move, strict=True)
        )
        out[both][:] = x[:, None] & y[None]
        out[one][:] = -(x[:, None] ^ y[None]).astype(np.float32)


class _Numbers:
    """The numbers in the texts of a window and in those just before it, summed from its corner."""

    def __init__(self, pair: Pair, window: Window) -> None:
        self._top, self._left = max(window.top - LONGEST, 0), max(window.left - LONGEST, 0)
        rows = pair.left.numbers[self._top : window.bottom - 1]
        columns = pair.right.numbers[self._left : window.right - 1]
        self._window = window
        here = sorted({n for text in rows for n in text} & {n for text in columns for n in text})
        x, y = (_incidence(texts, here) for texts in (rows, columns))
        weights = pair.rarity[here]
        self._shared = np.pad((x * weights) @ y.T, ((1, 0), (1, 0)))
        self._shared = self._shared.cumsum(0).cumsum(1)
        self._totals = [
            np.cumsum([0.0, *(float(pair.rarity[list(text)].sum()) for text in texts)])
            for texts in (rows, columns)
        ]

    def of(self, move: Move) -> Values:
        """Give, for beads that end in each state, minus the root of what is on one side only."""
        stops = (
            np.arange(self._window.top, self._window.bottom) - self._top,
            np.arange(self._window.left, self._window.right) - self._left,
        )
        starts = [np.maximum(stop - size, 0) for stop, size in zip(stops, move, strict=True)]
        x, y = (
            total[stop] - total[start]
            for total, stop, start in zip(self._totals, stops, starts, strict=True)
        )
        shared = (
            self._shared[np.ix_(stops[0], stops[1])]
            - self._shared[np.ix_(starts[0], stops[1])]
            - self._shared[np.ix_(stops[0], starts[1])]
            + self._shared[np.ix_(starts[0], starts[1])]
        )
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


def _labels(
    out: dict[str, Values], left: Labels, right: Labels, window: Window, move: Move
) -> None:
    """Compare the labels of the first texts, and count those of the others."""
    rows = np.arange(window.top, window.bottom)
    columns = np.arange(window.left, window.right)
    x, inner_x, unknown_x = (each[:, None] for each in _inside(left, rows, move[0]))
    y, inner_y, unknown_y = (each[None] for each in _inside(right, columns, move[1]))
    out["label same"][:] = (x >= 0) & (x == y)
    out["label differs"][:] = (x >= 0) & (y >= 0) & (x != y)
    out["label against unknown"][:] = (np.maximum(x, y) >= 0) & (np.minimum(x, y) == UNKNOWN)
    out["label against none"][:] = (np.maximum(x, y) >= 0) & (np.minimum(x, y) == NONE)
    out["labels unknown"][:] = np.maximum(x, y) == UNKNOWN
    out["label inside"][:] = inner_x + inner_y
    out["label inside unknown"][:] = unknown_x + unknown_y


def _inside(
    labels: Labels, ends: NDArray[np.int64], size: int
) -> tuple[Labels, NDArray[np.int64], NDArray[np.int64]]:
    """Give each span's first label, and how many known and unknown labels follow in it."""
    begins = np.maximum(ends - size, 0)
    first = labels[np.minimum(begins, len(labels) - 1)]
    counts = []
    for kind in (labels >= 0, labels == UNKNOWN):
        total = np.concatenate([[0], np.cumsum(kind)])
        counts.append(total[ends] - total[np.minimum(begins + 1, ends)])
    return first, counts[0], counts[1]


def _deletion(out: dict[str, Values], side: Side, ends: NDArray[np.int64], axis: int) -> None:
    """Judge each text by what speaks for its having no counterpart."""
    index = np.maximum(ends - 1, 0)
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
        out[name][:] = np.expand_dims(values, 1 - axis)
