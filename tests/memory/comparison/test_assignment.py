"""The best assignment, against all assignments."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.comparison import assignment
from hexapla.memory.comparison.assignment import assigned

EDGES = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 4)), st.integers(1, 9).map(float), max_size=12
)


@given(EDGES)
def test_no_assignment_gains_more(edges: dict[tuple[int, int], float]) -> None:
    found = assigned(edges)
    assert len(set(found.values())) == len(found)
    best = max(
        sum(edges.get(pair, 0.0) for pair in enumerate(columns))
        for columns in permutations(range(5), 4)
    )
    assert sum(edges[pair] for pair in found.items()) == pytest.approx(best)


def test_a_group_that_is_too_large_is_assigned_from_the_best_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assignment, "_TOGETHER", 1)
    assert assigned({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8, (5, 5): 0.1}) == {0: 0, 5: 5}
