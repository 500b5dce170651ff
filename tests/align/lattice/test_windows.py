"""Where beads are looked for."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hexapla.align.encoders.base import Vectors
from hexapla.align.lattice.windows import Window, rough_path, whole, windows


def texts(count: int, seed: int = 0) -> Vectors:
    """Unit vectors of texts that have little in common."""
    vectors = np.random.default_rng(seed).normal(size=(count, 32)).astype(np.float32)
    result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result


def states(some: list[Window]) -> set[tuple[int, int]]:
    return {
        (i, j)
        for each in some
        for i in range(each.top, each.bottom)
        for j in range(each.left, each.right)
    }


def test_the_whole_has_a_state_before_and_after_each_text() -> None:
    assert states(whole(2, 1)) == {(i, j) for i in range(3) for j in range(2)}


def test_equal_texts_are_paired() -> None:
    vectors = texts(40)
    assert rough_path(vectors, vectors).tolist() == [[i, i] for i in range(41)]


def test_a_missing_stretch_is_gone_around() -> None:
    vectors = texts(60)
    path = rough_path(vectors, np.concatenate([vectors[:20], vectors[35:]])).tolist()
    assert {(i, i) for i in range(15)} <= set(map(tuple, path))
    assert {(i + 15, i) for i in range(25, 46)} <= set(map(tuple, path))


@pytest.mark.parametrize("rows", [1100, 1501])
def test_long_texts_are_searched_from_coarse_to_fine(rows: int) -> None:
    vectors = texts(rows)
    path = rough_path(vectors, vectors[: rows - 50])
    assert path[0].tolist() == [0, 0]
    assert path[-1].tolist() == [rows, rows - 50]
    paired = (np.diff(path, axis=0) == 1).all(axis=1)
    right = path[1:][paired]
    assert (right[:, 0] == right[:, 1]).sum() > 0.95 * (rows - 50)


@st.composite
def paths(draw: st.DrawFn) -> NDArray[np.int64]:
    """Draw a monotone path of single steps from (0, 0)."""
    steps = draw(st.lists(st.sampled_from([(1, 0), (0, 1), (1, 1)]), min_size=1, max_size=150))
    return np.cumsum([(0, 0), *steps], axis=0)


@settings(max_examples=60)
@given(paths(), st.integers(1, 12))
def test_windows_hold_what_is_near_the_path(path: NDArray[np.int64], margin: int) -> None:
    rows, columns = (int(size) for size in path[-1])
    found = windows(path, rows, columns, margin=margin)
    assert [each.top for each in found] == [0, *(each.bottom for each in found[:-1])]
    assert found[-1].bottom == rows + 1
    there = states(found)
    for i, j in path.tolist():
        near = range(max(j - margin, 0), min(j + margin, columns) + 1)
        assert {(i, each) for each in near} <= there
    for above, below in pairwise(found):
        assert above.left <= below.left
        assert above.right <= below.right
