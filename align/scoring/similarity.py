"""Vectors of joined texts, mean-centred, and their similarities.

Raw cosines of sentence vectors are biased: all texts of one language share a direction, and some
texts ("hubs") are near to everything. Each side is therefore centred on its own mean, and each
similarity is taken relative to the mean similarity of both texts to their nearest neighbours, the
margin of Artetxe and Schwenk, "Margin-based Parallel Corpus Mining" (ACL 2019), as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import (
    AnyVectors,
    Encoder,
    StoredVectors,
    SummingEncoder,
    Vectors,
)
from hexapla.align.lattice.bead_types import LONGEST
from hexapla.align.scoring.surface import edge_clauses, is_vocalised, without_vowel_marks

__all__ = [
    "NEIGHBOURHOOD",
    "ClauseVectors",
    "EncodedTexts",
    "SpanVectors",
    "TextSums",
    "centre",
    "centred_on",
    "encode_texts",
    "mean_knn_similarity",
    "normalize",
    "span_stretches",
    "span_vectors",
    "stretches",
    "sum_texts",
]

# Rows that are centred or compared at once.
_CHUNK: Final = 256
# Texts that are encoded, and whose spans are composed, at once.
_RUN: Final = 2048
_STRETCH: Final = 1024
# How far away, in texts, neighbours are looked for: time grows with length, not with its square.
NEIGHBOURHOOD: Final = 600
# k of the mean k-NN similarity, the 4 of Artetxe and Schwenk.
_NEIGHBOURS: Final = 4
_ALL: Final = slice(None)


class _Pieces(NamedTuple):
    """What is encoded of some texts, a row each.

    The sums in half precision with their scales, those of the marks before and after each text,
    and the vectors of the first and last clauses.
    """

    halves: StoredVectors
    scales: Vectors
    opening: StoredVectors
    closing: StoredVectors
    first: StoredVectors
    last: StoredVectors


@dataclass(frozen=True, slots=True)
class TextSums:
    """Texts as an encoder summed them up, from which vectors of joined texts follow.

    The parts of the texts i … j joined are `parts(slice(i, j + 1)).sum(0) + seams[i : j].sum(0)`.
    Row k of `halves`, times `scales[k]`, is what the encoder summed up for text k; the scale keeps
    the sums of long texts within half precision.
    """

    halves: StoredVectors
    scales: Vectors
    seams: StoredVectors
    compose: Callable[[Vectors], Vectors]

    @classmethod
    def of(
        cls,
        parts: Vectors,
        seams: StoredVectors,
        compose: Callable[[Vectors], Vectors],
    ) -> TextSums:
        """Return the sums that an encoder gave, in half precision."""
        return cls(*_halved(parts), seams, compose)

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.halves)

    def parts(self, where: slice | NDArray[np.int64] = _ALL) -> Vectors:
        """Return what `compose` takes, for some of the texts."""
        return self.halves[where] * self.scales[where]

    def vectors(self) -> Vectors:
        """Return the unit-length vector of each text."""
        return self.compose(self.parts())

    def joined(self, sizes: Sequence[int] | NDArray[np.int64]) -> TextSums:
        """Return the first sizes[0] texts, the next sizes[1] … as one text each; no size is 0."""
        starts, ends = _first_and_last(sizes)
        if not len(starts):
            return self
        inside = self.parts()
        inside[:-1] += self.seams
        inside[ends] = self.parts(ends)
        sums = np.add.reduceat(inside, starts, axis=0)
        return TextSums.of(sums, self.seams[ends[:-1]], self.compose)

    def take(self, places: NDArray[np.int64]) -> TextSums:
        """Return the sums of some texts; between those that were no neighbours, their mean seam."""
        if not len(self.seams):
            return self
        seams = self.seams[np.minimum(places[:-1], len(self.seams) - 1)]
        interrupted = np.diff(places) != 1
        if interrupted.any():
            seams[interrupted] = seams.mean(axis=0, dtype=np.float32)
        return TextSums(self.halves[places], self.scales[places], seams, self.compose)


@dataclass(frozen=True, slots=True)
class ClauseVectors:
    """The unit-length vectors of each text's first and last clause."""

    first: StoredVectors
    last: StoredVectors

    def joined(self, sizes: Sequence[int] | NDArray[np.int64]) -> ClauseVectors:
        """Return the first sizes[0] texts, the next sizes[1] … as one text each; no size is 0."""
        starts, ends = _first_and_last(sizes)
        return ClauseVectors(self.first[starts], self.last[ends])

    def take(self, where: NDArray[np.int64] | slice) -> ClauseVectors:
        """Return the clauses of some texts."""
        return ClauseVectors(self.first[where], self.last[where])


def _first_and_last(
    sizes: Sequence[int] | NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the first and of the last of so many texts each."""
    lengths = np.asarray(sizes, dtype=np.int64)
    stops = np.cumsum(lengths)
    return stops - lengths, stops - 1


@dataclass(frozen=True, slots=True)
class SpanVectors:
    """The vectors of 1, 2 … `LONGEST` neighbouring texts joined, centred on those of single texts.

    Row i of `joined[k]` stands for the k + 1 texts that end with text i, row i of `interrupted` for
    text i and the last but one before it; rows without that many texts before them are zero.
    `clauses` are centred on the same `mean`.
    """

    joined: Sequence[StoredVectors]
    interrupted: StoredVectors
    clauses: ClauseVectors
    mean: Vectors

    @classmethod
    def of(cls, sums: TextSums, clauses: ClauseVectors) -> SpanVectors:
        """Return the vectors of a text and its neighbours joined, less the mean of single ones."""
        single = sums.vectors()
        # A single text has no company to stand out from.
        mean = single.mean(axis=0) if len(single) > 1 else np.zeros_like(single.sum(axis=0))
        centred = ClauseVectors(*(centred_on(mean, side) for side in (clauses.first, clauses.last)))
        spans = _spans(sums, np.arange(len(sums)), mean, centred_on(mean, single))
        return cls(*spans, centred, mean)

    @property
    def none(self) -> SpanVectors:
        """The same mean, without any vectors."""
        nothing = np.empty((0, len(self.mean)), dtype=np.float16)
        return SpanVectors([nothing] * LONGEST, nothing, ClauseVectors(nothing, nothing), self.mean)

    def part(self, start: int, stop: int) -> SpanVectors:
        """Return the spans that end with some neighbouring texts, and the clauses of these."""
        return SpanVectors(
            [vectors[start:stop] for vectors in self.joined],
            self.interrupted[start:stop],
            self.clauses.take(slice(start, stop)),
            self.mean,
        )

    def take(
        self, indices: NDArray[np.int64], sums: TextSums, places: NDArray[np.int64]
    ) -> SpanVectors:
        """Return some of the texts as neighbours; `places` are those that they have in the sums."""
        spans = _spans(sums, places, self.mean, self.joined[0][indices])
        return SpanVectors(*spans, self.clauses.take(indices), self.mean)


def _spans(
    sums: TextSums, places: NDArray[np.int64], mean: Vectors, single: StoredVectors
) -> tuple[list[StoredVectors], StoredVectors]:
    """Return the centred vectors of 1 … `LONGEST` texts joined, and of those parted by a third.

    `places` are those of the texts in the sums, `single` their own centred vectors.
    """
    result = np.empty((LONGEST + 1, *single.shape), dtype=np.float16)
    for rows, vectors in span_stretches(sums, places, mean, single):
        result[:, rows] = vectors
    return list(result[:-1]), result[-1]


def span_stretches(
    sums: TextSums, places: NDArray[np.int64], mean: Vectors, single: StoredVectors
) -> Iterator[tuple[slice, StoredVectors]]:
    """Yield what `SpanVectors` holds of a stretch of texts after the other, and which texts.

    Each has the shape (`LONGEST` + 1, texts, dimension): the vectors of 1 … `LONGEST` texts joined,
    and of those parted by a third. So little is held in single precision. `places` are those of
    the texts in the sums, `single` their own centred vectors.
    """
    for here in stretches(len(single)):
        before = min(here.start, LONGEST - 1)
        near = sums.take(places[here.start - before : here.stop])
        longer = islice(span_vectors(near, LONGEST), 1, None)
        result = np.empty((LONGEST + 1, *single[here].shape), dtype=np.float16)
        result[0] = single[here]
        for rows, vectors in zip(
            result[1:], chain(longer, [_interrupted_vectors(near)]), strict=True
        ):
            rows[:] = centred_on(mean, vectors[before:])
        yield here, result


def stretches(texts: int) -> Iterator[slice]:
    """Yield the places of so many texts, as many at a time as are composed at once."""
    for start in range(0, texts, _STRETCH):
        yield slice(start, min(start + _STRETCH, texts))


def _interrupted_vectors(sums: TextSums) -> Vectors:
    """Return the vectors of each text joined with the last but one before it."""
    parts = sums.parts()
    # The seam is that of the texts as if they were neighbours.
    seams = (sums.seams[:-1] + sums.seams[1:]) * np.float16(0.5)
    joined = sums.compose(parts[:-2] + parts[2:] + seams)
    vectors = np.zeros((len(parts), joined.shape[1]), dtype=np.float32)
    vectors[2:] = joined
    return vectors


def centred_on(mean: Vectors, vectors: AnyVectors) -> StoredVectors:
    """Return vectors less a mean, at unit length again, in half precision."""
    result = np.empty(vectors.shape, dtype=np.float16)
    for start in range(0, len(vectors), _CHUNK):
        rows = slice(start, start + _CHUNK)
        result[rows] = centre(vectors[rows].astype(np.float32), mean)
    return result


@dataclass(frozen=True, slots=True)
class EncodedTexts:
    """The texts of one side, the labels that were taken off them ("" for none), their vectors.

    `places` are those of the texts in `sums`; `lengths` count characters, of which no text has
    none.
    """

    texts: Sequence[str]
    labels: Sequence[str]
    sums: TextSums
    places: NDArray[np.int64]
    spans: SpanVectors
    lengths: NDArray[np.float64]

    @classmethod
    def of(
        cls, texts: Sequence[str], labels: Sequence[str], sums: TextSums, clauses: ClauseVectors
    ) -> EncodedTexts:
        """Return texts with their spans, which all comparisons of the texts share."""
        lengths = np.array([len(text) or 1 for text in texts], dtype=np.float64)
        spans = SpanVectors.of(sums, clauses)
        return cls(texts, labels, sums, np.arange(len(sums)), spans, lengths)

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.texts)

    def take(self, indices: NDArray[np.int64]) -> EncodedTexts:
        """Return some of the texts, in any order, as neighbours."""
        places = self.places[indices]
        return EncodedTexts(
            [self.texts[i] for i in indices],
            [self.labels[i] for i in indices],
            self.sums,
            places,
            self.spans.take(indices, self.sums, places),
            self.lengths[indices],
        )


def encode_texts(encoder: Encoder, texts: Sequence[str], labels: Sequence[str]) -> EncodedTexts:
    """Return the texts of one side with their vectors; `labels` were taken off, "" for none."""
    return EncodedTexts.of(texts, labels, *sum_texts(encoder, texts))


def _halved(parts: Vectors) -> tuple[StoredVectors, Vectors]:
    """Return rows in half precision, and the scale of each."""
    # Powers of two keep small whole numbers, such as counts, exact.
    largest = np.abs(parts).max(axis=1, initial=1e-6, keepdims=True)
    scales = np.exp2(np.ceil(np.log2(largest)))
    return (parts / scales).astype(np.float16), scales


def sum_texts(encoder: Encoder, texts: Sequence[str]) -> tuple[TextSums, ClauseVectors]:
    """Return what an encoder sums up of each text, and the vectors of first and last clauses.

    Clauses are encoded by themselves. Taken from the text's own sums they would see beyond the cut,
    which costs three beads in a thousand of the novels. Across a seam of joined texts nothing is
    seen: that saves 18 % of the time from text to beads and scores the same on every set within
    .002.

    Vowel marks are taken off vocalised Arabic: encoders take words with them for others. The few
    marks of other texts are what encoders have learned, and stay: without them two rows in a
    hundred of the noisy targets in all languages were lost.
    """
    if is_vocalised(texts):
        texts = [without_vowel_marks(text) for text in texts]
    compose: Callable[[Vectors], Vectors] = normalize
    if isinstance(encoder, SummingEncoder):
        compose = encoder.compose
    pieces = _summed(encoder, texts[:_RUN])
    if len(texts) > _RUN:
        # Each run is written into its place of the whole, so that nothing is held twice.
        whole = _Pieces(*(np.empty((len(texts), each.shape[1]), each.dtype) for each in pieces))
        _write(whole, 0, pieces)
        for start in range(_RUN, len(texts), _RUN):
            _write(whole, start, _summed(encoder, texts[start : start + _RUN]))
        pieces = whole
    seams = -(pieces.closing[:-1] + pieces.opening[1:])
    return TextSums(pieces.halves, pieces.scales, seams, compose), ClauseVectors(
        pieces.first, pieces.last
    )


def _write(whole: Sequence[NDArray[Any]], start: int, run: Sequence[NDArray[Any]]) -> None:
    """Write what is encoded of a run of texts into its place."""
    for rows, each in zip(whole, run, strict=True):
        rows[start : start + len(each)] = each


def _summed(encoder: Encoder, texts: Sequence[str]) -> _Pieces:
    """Encode texts and, in the same go, their clauses, many of which are texts too."""
    edges = [edge_clauses(text) for text in texts]
    several = [i for i, (first, _) in enumerate(edges) if first != texts[i]]
    clauses = [edges[i][side] for side in (0, 1) for i in several]
    number = {text: place for place, text in enumerate(dict.fromkeys([*texts, *clauses]))}
    own = [number[text] for text in texts]
    if isinstance(encoder, SummingEncoder):
        sums = encoder.sums(list(number))
        vectors = encoder.compose(sums.whole).astype(np.float16)
        parts = sums.whole[own]
        marks = sums.opening[own].astype(np.float16), sums.closing[own].astype(np.float16)
    else:
        vectors = encoder.encode(list(number)).astype(np.float16)
        # The vector of joined texts is taken for the mean of theirs, weighted by length.
        lengths = np.sqrt([len(text) or 1 for text in texts], dtype=np.float32)
        parts = vectors[own].astype(np.float32) * lengths[:, None]
        marks = np.zeros_like(vectors[own]), np.zeros_like(vectors[own])
    first, last = vectors[own], vectors[own]
    for side, found in ((0, first), (1, last)):
        found[several] = vectors[[number[edges[i][side]] for i in several]]
    return _Pieces(*_halved(parts), *marks, first, last)


def span_vectors(texts: TextSums, longest: int) -> Iterator[Vectors]:
    """Yield the vectors of 1 … `longest` texts joined in turn, each of shape (texts, dimension).

    Row i of the k-th (from 0) stands for the k + 1 texts that end with text i; rows without that
    many texts before them are zero.
    """
    joined = texts.parts()
    first = texts.compose(joined)
    yield first
    for k in range(1, longest):
        joined = joined[:-1] + texts.seams[k - 1 :] + texts.parts(slice(k, None))
        vectors = np.zeros_like(first)
        if len(joined):
            vectors[k:] = texts.compose(joined)
        yield vectors


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """Return vectors less a mean, at unit length again; rows of zeros stay."""
    present = np.abs(vectors).sum(axis=1, keepdims=True) > 0
    return normalize(np.where(present, vectors - mean, 0))


def mean_knn_similarity(
    vectors: AnyVectors,
    others: AnyVectors,
    offsets: Vectors | None = None,
    *,
    nearest: int = _NEIGHBOURS,
) -> Vectors:
    """Return each row's mean similarity to its k nearest rows of `others`: shape (len(vectors),).

    This is what CSLS takes off a similarity (Conneau et al., "Word Translation Without Parallel
    Data", ICLR 2018) lest hubs be near to everything. Half of `offsets`, one
    for each of the others, is taken off first. In long documents only the others about the same
    place are searched, so that time grows with length, not with its square.
    """
    result = np.zeros(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _CHUNK):
        rows = slice(start, min(start + _CHUNK, len(vectors)))
        continues = (rows.start + rows.stop) * len(others) // (2 * len(vectors))
        near = slice(max(continues - NEIGHBOURHOOD, 0), continues + NEIGHBOURHOOD)
        cells = vectors[rows].astype(np.float32) @ others[near].astype(np.float32).T
        if offsets is not None:
            cells -= offsets[near] / 2
        count = min(nearest, cells.shape[1])
        if count:
            result[rows] = np.partition(cells, -count, axis=1)[:, -count:].mean(axis=1)
    return result


def normalize(vectors: Vectors) -> Vectors:
    """Return rows at unit length; rows of zeros stay."""
    result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
    return result.astype(np.float32, copy=False)
