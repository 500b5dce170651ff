"""The fast dynamic programme against a plain one."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.lattice.bead_types import BEAD_TYPES
from hexapla.align.lattice.paths import StateBlock, best_path, posteriors, step_scores
from tests.examples import examples

Scores = dict[tuple[int, int, int], float]


def lattice(rows: int, columns: int, seed: int, height: int) -> tuple[list[StateBlock], Scores]:
    """Random scores over all states, cut into blocks of rows whose columns differ."""
    dice = np.random.default_rng(seed)
    blocks, plain = [], {}
    for top in range(0, rows + 1, height):
        bottom = min(top + height, rows + 1)
        first, last = 0, columns
        if top > 0 and columns > 2:
            first = int(dice.integers(0, 2))
        if bottom <= rows and columns > 2:
            last = columns - int(dice.integers(0, 2))
        scores = dice.normal(size=(len(BEAD_TYPES), bottom - top, last - first + 1)).astype(
            np.float32
        )
        for k, (a, b) in enumerate(BEAD_TYPES):
            for i in range(top, bottom):
                for j in range(first, last + 1):
                    if i < a or j < b:
                        scores[k, i - top, j - first] = -np.inf
                    else:
                        plain[i, j, k] = float(scores[k, i - top, j - first])
        blocks.append(StateBlock(top, first, scores))
    return blocks, plain


def plain_best(rows: int, columns: int, scores: Scores, gap_open: float) -> float:
    """The best score of any path, by the definition; the third part of a state: in a gap."""
    best = {(0, 0, False): 0.0}
    for i in range(rows + 1):
        for j in range(columns + 1):
            for k, (a, b) in enumerate(BEAD_TYPES):
                gap = not (a and b)
                for was_gap in (False, True):
                    if (i - a, j - b, was_gap) in best and (i, j, k) in scores:
                        here = best[i - a, j - b, was_gap] + scores[i, j, k]
                        here += gap_open if gap and not was_gap else 0.0
                        best[i, j, gap] = max(best.get((i, j, gap), -math.inf), here)
    return max(best.get((rows, columns, gap), -math.inf) for gap in (False, True))


def plain_posteriors(
    rows: int, columns: int, scores: Scores, gap_open: float
) -> dict[tuple[int, int, int], float]:
    """The share of all paths that go through each bead, by listing every path."""
    paths: list[tuple[float, list[tuple[int, int, int]]]] = []

    def walk(total: float, path: list[tuple[int, int, int]]) -> None:
        i, j, last = path[-1] if path else (0, 0, 1)
        if (i, j) == (rows, columns):
            paths.append((total, path))
        for k, (a, b) in enumerate(BEAD_TYPES):
            state = (i + a, j + b, k)
            if state in scores:
                opened = gap_open if not (a and b) and all(BEAD_TYPES[last]) else 0.0
                walk(total + scores[state] + opened, [*path, state])

    walk(0.0, [])
    whole = sum(math.exp(total) for total, _ in paths)
    shares: dict[tuple[int, int, int], float] = {}
    for total, path in paths:
        for state in path:
            shares[state] = shares.get(state, 0.0) + math.exp(total) / whole
    return shares


@examples(25)
@given(st.integers(1, 14), st.integers(1, 14), st.integers(0, 10**6), st.integers(2, 9))
def test_best_path_costs_what_the_plain_programme_finds(
    rows: int, columns: int, seed: int, height: int
) -> None:
    blocks, plain = lattice(rows, columns, seed, height)
    path = best_path(blocks, -0.7)
    expected = plain_best(rows, columns, plain, -0.7)
    assert math.isclose(sum(step_scores(blocks, path, -0.7)), expected, abs_tol=1e-4)


@examples(25)
@given(st.integers(1, 14), st.integers(1, 14), st.integers(0, 10**6), st.integers(2, 9))
def test_best_path_is_monotone_and_complete(
    rows: int, columns: int, seed: int, height: int
) -> None:
    blocks, _ = lattice(rows, columns, seed, height)
    path = [(0, 0, 0), *best_path(blocks, -0.7)]
    assert path[-1][:2] == (rows, columns)
    for (i, j, _), (i2, j2, k) in pairwise(path):
        assert (i2 - i, j2 - j) == BEAD_TYPES[k]


@examples(20)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10**6), st.integers(2, 5))
def test_posteriors_are_the_shares_of_all_paths(
    rows: int, columns: int, seed: int, height: int
) -> None:
    blocks, plain = lattice(rows, columns, seed, height)
    expected = plain_posteriors(rows, columns, plain, -0.7)
    found = posteriors(blocks, list(plain), -0.7)
    for state, posterior in zip(plain, found, strict=True):
        assert math.isclose(posterior, expected.get(state, 0.0), abs_tol=1e-4)


def test_what_types_gain_besides_is_added_to_their_scores() -> None:
    blocks, _ = lattice(9, 11, 5, 4)
    gains = np.arange(len(BEAD_TYPES), dtype=np.float32)[:, None]
    raised = [replace(block, raised=gains) for block in blocks]
    added = [replace(block, scores=block.scores + gains[:, None]) for block in blocks]
    path = best_path(raised, -0.7)
    assert path == best_path(added, -0.7) != best_path(blocks, -0.7)
    for found in (step_scores, posteriors):
        assert found(raised, path, -0.7) == found(added, path, -0.7)
