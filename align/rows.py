"""Rows of texts that say the same in several languages: what all versions are aligned to.

Each version leaves out, joins and cuts texts of its own. What two versions have as one text each
is the same text for the others too, and the rows of all of them together lack less, and are cut
more evenly, than any version is: a profile, as of several sequences that are aligned
progressively (Feng and Doolittle 1987), whose pairs are consistent (Notredame et al., "T-Coffee",
2000).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.beads import Bead

__all__ = ["Links", "Row", "common_rows", "spans_of"]

Row = Mapping[int, int]
"""The place of a text in each version that has it as one text, by the version's number."""
Links = Mapping[tuple[int, int], Sequence[Bead]]
"""The beads of two versions, the first of which is the source, that have texts on both sides."""

# The share of the links that there could be between the texts of two rows that tells that the one
# holds the other; and the share of the texts of the longer one with which the shorter ones stand.
_OVERLAP: Final = 0.5
_FINER: Final = 0.5
# Versions that must link the same texts of one to the same rows.
_AGREEING: Final = 2


def common_rows(links: Links, sizes: Sequence[int]) -> list[Row]:
    """Return the rows of versions of these sizes, those that the source has in its order.

    A text of the source that is in no row, nor in a bead with one that is, has a row of its own.

    >>> same = [Bead((0,), (0,), 0.9), Bead((1,), (1,), 0.9)]
    >>> rows = common_rows({(0, 1): same, (0, 2): same[:1], (1, 2): same}, [3, 2, 2])
    >>> [sorted(row.items()) for row in rows]
    [[(0, 0), (1, 0), (2, 0)], [(0, 1), (1, 1), (2, 1)], [(0, 2)]]
    """
    rows = _without_overlap(_same_texts(links), links)
    inside = {text for row in rows for text in row.items()}
    covered = {i for row in rows for i in [row.get(0)] if i is not None}
    for (first, second), beads in links.items():
        if first == 0:
            for bead in beads:
                if any((second, j) in inside for j in bead.target):
                    covered.update(bead.source)
    rows += [{0: i} for i in range(sizes[0]) if i not in covered]
    return _in_order(rows, len(sizes))


def spans_of(version: int, rows: Sequence[Row], links: Links) -> list[tuple[range, range]]:
    """Return neighbouring rows and the texts of a version that stand for them, in order.

    They are the texts of the rows themselves, and those that at least two other versions link to
    rows that this one does not have as one text each.
    """
    number = {text: place for place, row in enumerate(rows) for text in row.items()}
    found = {
        place: (range(place, place + 1), range(row[version], row[version] + 1))
        for place, row in enumerate(rows)
        if version in row
    }
    taken = {row[version] for row in rows if version in row}
    votes: dict[range, Counter[range]] = defaultdict(Counter)
    for own, other, theirs in _beads_of(version, links):
        places = sorted(number.get((other, j), -1) for j in theirs)
        span = range(places[0], places[-1] + 1)
        if len(own) + len(theirs) > 2 and list(span) == places and span.start >= 0:
            texts = range(own[0], own[-1] + 1)
            if len(texts) == len(own) and taken.isdisjoint(own):
                votes[texts][span] += 1
    for texts, spans in sorted(votes.items(), key=lambda each: -max(each[1].values())):
        ((span, count),) = spans.most_common(1)
        if count >= _AGREEING and found.keys().isdisjoint(span) and taken.isdisjoint(texts):
            taken.update(texts)
            found |= dict.fromkeys(span, (span, texts))
    return [found[place] for place in sorted(found) if found[place][0].start == place]


def _beads_of(version: int, links: Links) -> Iterator[tuple[tuple[int, ...], int, tuple[int, ...]]]:
    """Yield the texts of a version in each of its beads, the other version and its texts."""
    for (first, second), beads in links.items():
        if version == first:
            yield from ((bead.source, second, bead.target) for bead in beads)
        elif version == second:
            yield from ((bead.target, first, bead.source) for bead in beads)


def _same_texts(links: Links) -> list[dict[int, int]]:
    """Join what beads link text by text, the surest first, and never two texts of one version."""
    pairs = [
        (bead.score, (first, bead.source[0]), (second, bead.target[0]))
        for (first, second), beads in links.items()
        for bead in beads
        if len(bead.source) == len(bead.target) == 1
    ]
    rows: dict[tuple[int, int], dict[int, int]] = {}
    for _, left, right in sorted(pairs, key=lambda each: -each[0]):
        ends = [rows.setdefault(text, dict([text])) for text in (left, right)]
        small, large = sorted(ends, key=len)
        if small.keys().isdisjoint(large):
            large.update(small)
            rows |= dict.fromkeys(small.items(), large)
    return list({id(row): row for row in rows.values()}.values())


def _without_overlap(rows: list[dict[int, int]], links: Links) -> list[Row]:
    """Leave out rows that hold several others, or these where few versions have them apart."""
    overlaps = _overlaps(rows, links)
    left_out: set[int] = set()
    for longer in sorted(overlaps, key=lambda row: len(rows[row])):
        shorter = overlaps[longer] - left_out
        if longer in left_out or not shorter:
            continue
        fewest = min(len(rows[row]) for row in shorter)
        # With one alone, a part of the longer is in no row: what more versions have stands.
        enough = _FINER if len(shorter) > 1 else 1.0
        left_out |= {longer} if fewest >= enough * len(rows[longer]) else shorter
    return [row for number, row in enumerate(rows) if number not in left_out]


def _overlaps(rows: Sequence[Row], links: Links) -> dict[int, set[int]]:
    """Return which rows have texts that beads of several texts mostly link, by their numbers."""
    number = {text: place for place, row in enumerate(rows) for text in row.items()}
    beside: dict[int, Counter[int]] = defaultdict(Counter)
    for (first, second), beads in links.items():
        for bead in beads:
            if len(bead.source) + len(bead.target) > 2:
                left, right = (
                    {number[text] for text in ((version, i) for i in side) if text in number}
                    for version, side in ((first, bead.source), (second, bead.target))
                )
                for x in left:
                    beside[x].update(right - {x})
                for y in right:
                    beside[y].update(left - {y})
    return {
        x: over
        for x, found in beside.items()
        if (
            over := {
                y
                for y, count in found.items()
                if count >= _OVERLAP * sum(k != m for k in rows[x] for m in rows[y])
            }
        )
    }


def _in_order(rows: Sequence[Row], versions: int) -> list[Row]:
    """Put rows in the order of the source, those it lacks where the fewest texts then cross."""
    ordered = sorted((row for row in rows if 0 in row), key=lambda row: row[0])
    places = np.full((versions, len(ordered)), -1, dtype=np.int64)
    for column, row in enumerate(ordered):
        places[list(row), column] = list(row.values())
    lacking = (row for row in rows if 0 not in row)
    for row in sorted(lacking, key=lambda row: (-len(row), min(row.items()))):
        where = _fewest_crossings(row, places)
        ordered.insert(where, row)
        added = np.array([row.get(version, -1) for version in range(versions)])
        places = np.insert(places, where, added, axis=1)
    return ordered


def _fewest_crossings(row: Row, places: NDArray[np.int64]) -> int:
    """Return before which row another stands across the order of the fewest texts."""
    crossings = np.zeros(places.shape[1] + 1, dtype=np.int64)
    for version, place in row.items():
        others = places[version]
        crossings[:-1] += ((others >= 0) & (others < place))[::-1].cumsum()[::-1]
        crossings[1:] += (others > place).cumsum()
    return int(crossings.argmin())
