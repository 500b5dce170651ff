"""Compares all language versions of a row with one another, not with the source alone.

What is aligned to one source paragraph in several languages says the same thing. A translation
that fits most of the others' translations much less than some other row's does is disputed: its
bead loses confidence and says so, and the other languages keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.beads import Bead, Indices, Method
from hexapla.align.documents import Alignment, EncodedDocument
from hexapla.align.encoders.base import Vectors
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.similarity import centre

__all__ = ["mark_disputed"]

# Languages, the source among them, and rows without which nothing is disputed: of two languages
# nobody can tell which is wrong, and the mean of few rows is no centre.
_FEWEST_LANGUAGES: Final = 3
_FEWEST_ROWS: Final = 10
# How much less similar two versions of a row may be than the best that either has among the
# rows around it, so many before and after.
_SLACK: Final = 0.2
_REACH: Final = 128
# The confidence that a disputed bead has at most: less than any limit above which beads are sure.
_DISPUTED: Final = 0.5


def mark_disputed(
    source: EncodedDocument,
    targets: Sequence[EncodedDocument],
    alignments: Sequence[Alignment],
) -> list[Alignment]:
    """Return the alignments of one source with some targets, disputed beads marked.

    Paragraphs of the running text are compared; the sentences inside them follow.
    """
    versions = [_source_rows(source, alignments)]
    with single_threaded():
        versions += [
            _target_rows(target, alignment)
            for target, alignment in zip(targets, alignments, strict=True)
        ]
        against = [dict.fromkeys(version, 0) for version in versions]
        among = [dict.fromkeys(version, 0) for version in versions]
        for x, y in combinations(range(len(versions)), 2):
            rows = sorted(versions[x].keys() & versions[y].keys())
            apart = _dissimilar(versions[x], versions[y], rows)
            for row, different in zip(rows, apart, strict=True):
                for version in (x, y):
                    among[version][row] += 1
                    against[version][row] += bool(different)
    return [
        _marked(
            alignment,
            {
                row
                for row, count in against[k].items()
                if among[k][row] >= _FEWEST_LANGUAGES - 1 and count > among[k][row] / 2
            },
        )
        for k, alignment in enumerate(alignments, 1)
    ]


def _source_rows(
    source: EncodedDocument, alignments: Sequence[Alignment]
) -> dict[Indices, Vectors]:
    spans = {bead.source for each in alignments for bead in each.paragraph_beads if bead.target}
    return _joined_vectors(source, {span: span for span in sorted(spans) if span})


def _target_rows(target: EncodedDocument, alignment: Alignment) -> dict[Indices, Vectors]:
    linked = (bead for bead in alignment.paragraph_beads if bead.source and bead.target)
    return _joined_vectors(target, {bead.source: bead.target for bead in linked})


def _joined_vectors(
    document: EncodedDocument, spans: Mapping[Indices, Indices]
) -> dict[Indices, Vectors]:
    """Return the centred vector of each row's paragraphs joined, by the source paragraphs."""
    sums = document.text.sums
    place = {number: index for index, number in enumerate(document.text.numbers)}
    inside = {row: span for row, span in spans.items() if all(i in place for i in span)}
    if not inside:
        return {}
    parts = np.stack(
        [sums.parts(np.array([place[i] for i in span])).sum(0) for span in inside.values()]
    )
    vectors = sums.compose(parts)
    return dict(zip(inside, centre(vectors, vectors.mean(axis=0)), strict=True))


def _dissimilar(
    left: Mapping[Indices, Vectors], right: Mapping[Indices, Vectors], rows: Sequence[Indices]
) -> NDArray[np.bool_]:
    """Return in which rows two versions are less similar than they could be: shape (rows,)."""
    if len(rows) < _FEWEST_ROWS:
        return np.zeros(len(rows), dtype=np.bool_)
    x, y = np.stack([left[row] for row in rows]), np.stack([right[row] for row in rows])
    own = np.einsum("nd,nd->n", x, y)
    best = own.copy()
    for start in range(0, len(rows), _REACH):
        here = slice(start, start + _REACH)
        near = slice(max(start - _REACH, 0), start + 2 * _REACH)
        for these, others in ((x, y), (y, x)):
            best[here] = np.maximum(best[here], (these[here] @ others[near].T).max(axis=1))
    apart: NDArray[np.bool_] = own < best - _SLACK
    return apart


def _marked(alignment: Alignment, disputed: set[Indices]) -> Alignment:
    """Mark the beads of some rows, and those of the sentences inside them."""
    if not disputed:
        return alignment
    paragraphs = {index for row in disputed for index in row}
    segments = alignment.source_segments

    def marked(bead: Bead) -> Bead:
        return replace(bead, score=min(bead.score, _DISPUTED), method=Method.DISPUTED)

    return replace(
        alignment,
        paragraph_beads=tuple(
            marked(bead) if bead.target and bead.source in disputed else bead
            for bead in alignment.paragraph_beads
        ),
        segment_beads=tuple(
            marked(bead)
            if bead.target and any(segments[i].paragraph in paragraphs for i in bead.source)
            else bead
            for bead in alignment.segment_beads
        ),
    )
