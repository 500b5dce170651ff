"""Tallies, resampling, rows and calibration, against slow ways and figures worked out by hand."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.beads import Bead
from hexapla.align.evaluation import score
from scripts.dev.evaluate.measures import (
    Tallies,
    calibration_error,
    compare,
    f1,
    interval,
    reliability,
    resampled,
    rows,
    tally,
    tally_rows,
)


@st.composite
def alignments(draw: st.DrawFn, rows: int = 30) -> list[Bead]:
    """Any complete alignment of so many source lines with as many targets, in any order."""
    sides = []
    for _ in range(2):
        owner = draw(st.lists(st.integers(0, 20), min_size=rows, max_size=rows))
        found: dict[int, list[int]] = {}
        for index, group in enumerate(owner):
            found.setdefault(group, []).append(index)
        sides.append(found)
    return [
        Bead(tuple(sides[0].get(group, ())), tuple(sides[1].get(group, ())))
        for group in sides[0].keys() | sides[1].keys()
    ]


def tallies(*blocks: tuple[int, int, int, int]) -> Tallies:
    return np.array(blocks)


@given(alignments(), alignments())
def test_tallies_sum_up_to_the_strict_score(gold: list[Bead], found: list[Bead]) -> None:
    counts = tally(gold, found, (30, 30))
    assert counts.shape == (3, 4)
    assert float(f1(counts.sum(axis=0))) == pytest.approx(score(gold, found).strict.f1)


def test_beads_count_in_the_block_of_their_first_source_line() -> None:
    gold = [Bead((0,), (0,)), Bead((9, 10), (1,)), Bead((11,), (2,)), Bead((), (3,))]
    found = [Bead((0,), (0,)), Bead((10,), (1,)), Bead((11,), (2,)), Bead((), (3,))]
    # The bead of lines 9 and 10 is gold in the first block; what was found of it, in the second.
    # The fourth target line would be the tenth of the source, in proportion.
    assert tally(gold, found, (12, 4)).tolist() == [[2, 2, 2, 1], [2, 1, 1, 1]]


def test_nothing_at_all_scores_zero() -> None:
    assert float(f1(tally([], [], (0, 0)).sum(axis=0))) == 0.0


def test_many_files_are_drawn_whole_and_few_by_blocks() -> None:
    file = tallies((1, 1, 1, 1), (2, 0, 2, 0))
    assert resampled([file] * 4).tolist() == [[1, 1, 1, 1], [2, 0, 2, 0]] * 4
    assert resampled([file] * 5).tolist() == [[3, 1, 3, 1]] * 5


def test_the_interval_is_that_of_a_binomial_where_units_are_single_beads() -> None:
    units = tallies(*[(1, 1, 1, 1)] * 80, *[(1, 0, 1, 0)] * 20)
    low, high = interval(units)
    assert (low, high) == interval(units)
    dice = np.random.default_rng(1)
    assert (low, high) == pytest.approx(
        np.percentile(dice.binomial(100, 0.8, 100_000) / 100, [2.5, 97.5]), abs=0.011
    )


def test_the_interval_is_wider_where_errors_stand_together() -> None:
    together = tallies(*[(10, 10, 10, 10)] * 8, *[(10, 0, 10, 0)] * 2)
    apart = tallies(*[(10, 8, 10, 8)] * 5, *[(10, 8, 10, 8)] * 5)
    low, high = interval(together)
    assert low < 0.6
    assert high == 1.0
    assert interval(apart) == pytest.approx((0.8, 0.8))


def test_equal_systems_do_not_differ() -> None:
    units = tallies(*[(10, 9, 10, 9), (10, 7, 10, 8)] * 10)
    assert compare(units, units) == (0.0, 1.0)


def test_a_system_that_is_better_everywhere_differs_surely() -> None:
    noise = random.Random(3)
    better = tallies(*[(10, 9 - (k := noise.randint(0, 2)), 10, 9 - k) for _ in range(40)])
    worse = better - np.array([0, 2, 0, 2])
    difference, p = compare(better, worse)
    assert difference == pytest.approx(0.2)
    assert p < 0.01
    reverse, again = compare(worse, better)
    assert reverse == pytest.approx(-0.2)
    assert again == p


def test_a_difference_by_chance_has_a_large_p() -> None:
    noise = random.Random(4)
    one, other = (
        tallies(*[(10, 10 - (k := noise.randint(0, 4)), 10, 10 - k) for _ in range(40)])
        for _ in range(2)
    )
    assert compare(one, other)[1] > 0.1


def slow_rows(links: Mapping[str, Sequence[Bead]]) -> set[frozenset[tuple[str, int]]]:
    """Grow sets of lines until no bead joins any two."""
    sets = [
        {("", i) for i in bead.source} | {(language, j) for j in bead.target}
        for language, beads in links.items()
        for bead in beads
    ]
    while True:
        pair = next(
            ((a, b) for i, a in enumerate(sets) for b in sets[i + 1 :] if not a.isdisjoint(b)), None
        )
        if pair is None:
            return {frozenset(lines) for lines in sets if lines}
        sets.remove(pair[0])
        pair[1].update(pair[0])


SIX = st.fixed_dictionaries({code: alignments(12) for code in ("en", "fr", "ar")})


@given(SIX)
def test_rows_are_what_beads_join(links: dict[str, list[Bead]]) -> None:
    assert rows(links) == slow_rows(links)


@given(SIX, SIX)
def test_exact_rows_are_those_of_both(
    gold: dict[str, list[Bead]], found: dict[str, list[Bead]]
) -> None:
    counted = tally_rows(gold, found, 12).sum(axis=0)
    linked = {row for row in slow_rows(gold) if {"", *gold} & {c for c, _ in row} > {""}}
    right = linked & slow_rows(found)
    assert counted.tolist() == [len(linked), len(right), len(linked), len(right)]


def test_a_wrong_link_in_one_language_spoils_its_rows_only() -> None:
    straight = [Bead((i,), (i,)) for i in range(4)]
    crossed = [Bead((0,), (1,)), Bead((1,), (0,)), *straight[2:]]
    gold = {"en": straight, "fr": straight}
    assert tally_rows(gold, {"en": straight, "fr": crossed}, 4).tolist() == [[4, 2, 4, 2]]


def test_rows_without_the_source_or_alone_do_not_count() -> None:
    gold = {"en": [Bead((0,), (0,)), Bead((1,), ()), Bead((), (1,))]}
    assert tally_rows(gold, gold, 2).tolist() == [[1, 1, 1, 1]]


def test_reliability_compares_confidence_with_accuracy() -> None:
    judged = [(1.0, True), (0.99, True), (0.96, True), (0.96, False), (0.1, False)]
    bands = reliability(judged)
    assert [(band.low, band.beads, band.right) for band in bands] == [
        (0.0, 1, 0.0),
        (0.95, 2, 0.5),
        (0.99, 2, 1.0),
    ]
    assert calibration_error(bands) == pytest.approx((0.1 + 2 * 0.46 + 2 * 0.005) / 5)


def test_nothing_judged_has_no_error() -> None:
    assert calibration_error(reliability([])) == 0.0
