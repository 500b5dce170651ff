"""Rows of texts that say the same in several versions, found from beads alone."""

from __future__ import annotations

from itertools import combinations

import pytest

from hexapla.align.beads import Bead
from hexapla.align.rows import Links, common_rows, spans_of
from scripts.dev.evaluate.defects import Line, gold_beads

# The units of each text of a version; (1, 2) is one that holds two of them.
_Version = list[tuple[int, ...]]


def linked(*versions: _Version) -> tuple[Links, list[int]]:
    """The right beads of all pairs, and the number of texts of each version."""
    lines = [[Line("", "", units) for units in version] for version in versions]
    links = {
        (k, m): [
            Bead(bead.source, bead.target, 0.9)
            for bead in gold_beads(lines[k], lines[m])
            if bead.source and bead.target
        ]
        for k, m in combinations(range(len(versions)), 2)
    }
    return links, [len(version) for version in versions]


@pytest.mark.parametrize(
    ("versions", "rows"),
    [
        # What the source has in one is two rows where most have it in two.
        (
            [[(0,), (1, 2)], *[[(0,), (1,), (2,)]] * 3],
            [{0: 0, 1: 0, 2: 0, 3: 0}, {1: 1, 2: 1, 3: 1}, {1: 2, 2: 2, 3: 2}],
        ),
        # What few have in two is one row where most have it in one.
        (
            [[(0,), (1,)], [(0,), (1,), (1,)], [(0,), (1,)], [(0,), (1,)]],
            [{0: 0, 1: 0, 2: 0, 3: 0}, {0: 1, 2: 1, 3: 1}],
        ),
        # What the source lacks stands where those that have it have it, whatever others lack.
        (
            [[(0,), (1,), (4,)], [(0,), (2,), (3,), (4,)], [(3,), (4,)], [(1,), (2,), (3,)]],
            [{0: 0, 1: 0}, {0: 1, 3: 0}, {1: 1, 3: 1}, {1: 2, 2: 0, 3: 2}, {0: 2, 1: 3, 2: 1}],
        ),
        # What the source alone has is a row.
        ([[(0,), (1,)], [(1,)], [(1,)]], [{0: 0}, {0: 1, 1: 0, 2: 0}]),
    ],
)
def test_rows(versions: list[_Version], rows: list[dict[int, int]]) -> None:
    assert common_rows(*linked(*versions)) == rows


def test_what_stands_for_rows() -> None:
    source: _Version = [(0,), (1, 2), (3,), (3,), (5,)]
    other: _Version = [(0,), (1,), (2,), (3,)]
    links, sizes = linked(source, other, other, other)
    rows = common_rows(links, sizes)
    assert spans_of(0, rows, links) == [
        (range(0, 1), range(0, 1)),
        (range(1, 3), range(1, 2)),
        (range(3, 4), range(2, 4)),
        (range(4, 5), range(4, 5)),
    ]
    assert spans_of(1, rows, links) == [(range(i, i + 1), range(i, i + 1)) for i in range(4)]


def test_a_wrong_link_never_makes_one_row_of_two_texts_of_a_version() -> None:
    whole: _Version = [(0,), (1,), (2,)]
    links, sizes = linked(*[whole] * 3)
    wrong = [*links[1, 2], Bead((0,), (1,), 0.6)]
    assert common_rows({**links, (1, 2): wrong}, sizes) == common_rows(links, sizes)
