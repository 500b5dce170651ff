"""Aligns two sequences of texts: monotone, complete, every index in exactly one bead."""

from __future__ import annotations

from collections.abc import Sequence

from align.beads import Bead, Method
from align.dynamic import MOVES, best_path, chances
from align.encoders.base import Encoder
from align.features import Pair, Side, compare
from align.model import OPENING, score_block
from align.similarity import pool
from align.threads import single_threaded
from corpora.labels import readings

__all__ = ["align_pair", "align_texts", "split_labels"]


def align_texts(
    source: Sequence[str],
    target: Sequence[str],
    *,
    encoder: Encoder,
    languages: tuple[str, str],
    source_labels: Sequence[str] | None = None,
    target_labels: Sequence[str] | None = None,
) -> list[Bead]:
    """Give the beads between `source` and `target`, in order; each score is a confidence.

    `languages` are the codes of the two sides. `source_labels` and `target_labels` are the
    paragraph numbers, one a text ("" for none), which the texts then do not hold; without them
    the numbers at the beginning of the texts are used.
    """
    texts, labels = [], []
    for side, given, language in zip(
        (source, target), (source_labels, target_labels), languages, strict=True
    ):
        plain, found = (side, given) if given is not None else split_labels(side, language)
        texts.append(plain)
        labels.append(found)
    if not source or not target:
        return [Bead((i,), ()) for i in range(len(source))] + [
            Bead((), (j,)) for j in range(len(target))
        ]
    with single_threaded():
        pools = pool(encoder, texts[0]), pool(encoder, texts[1])
        return align_pair(compare(texts[0], texts[1], pools, (labels[0], labels[1])))


def split_labels(texts: Sequence[str], language: str) -> tuple[list[str], list[str]]:
    """Take the numbers at the beginning of texts off: the texts without, and the numbers."""
    plain, labels = [], []
    for text in texts:
        marker = next((found for found in readings(text, language) if found.strong), None)
        rest = text[marker.length :].strip() if marker else ""
        if marker and rest:
            plain.append(rest)
            labels.append(f"{marker.family.name} {marker.parent}.{marker.name}")
        else:
            plain.append(text)
            labels.append("")
    return plain, labels


def align_pair(pair: Pair) -> list[Bead]:
    """Give the beads between the two sides of a pair."""
    left, right = pair.left, pair.right
    blocks = [score_block(pair, window) for window in pair.windows]
    path = best_path(blocks, OPENING)
    beads = []
    for (i, j, k), chance in zip(path, chances(blocks, path, OPENING), strict=True):
        a, b = MOVES[k]
        method = _method(left, right, i - a, j - b) if a and b else Method.NONE
        beads.append(Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), chance, method))
    return _join_broken(beads, left, right)


def _join_broken(beads: Sequence[Bead], left: Side, right: Side) -> list[Bead]:
    """Make one bead of a paragraph without counterpart that a broken line left in two."""
    joined: list[Bead] = []
    for bead in beads:
        last = joined[-1] if joined else bead
        onward = (last.target == bead.target == () and left.goes_on(bead.source[0])) or (
            last.source == bead.source == () and right.goes_on(bead.target[0])
        )
        if joined and onward:
            both = Bead(
                last.source + bead.source, last.target + bead.target, min(last.score, bead.score)
            )
            joined[-1] = both
        else:
            joined.append(bead)
    return joined


def _method(left: Side, right: Side, i: int, j: int) -> Method:
    same = left.labels[i] >= 0 and left.labels[i] == right.labels[j]
    return Method.LABEL if same else Method.SIMILARITY
