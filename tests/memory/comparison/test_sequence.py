"""What kept its order, against all subsequences."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.comparison.sequence import kept_in_order


@given(st.permutations(range(7)), st.lists(st.integers(1, 4), min_size=7, max_size=7))
def test_no_increasing_subsequence_is_heavier(places: list[int], weights: list[int]) -> None:
    kept = sorted(kept_in_order(places, weights))
    assert all(places[one] < places[other] for one, other in pairwise(kept))
    heaviest = max(
        sum(weights[index] for index in some)
        for size in range(8)
        for some in combinations(range(7), size)
        if all(places[one] < places[other] for one, other in pairwise(some))
    )
    assert sum(weights[index] for index in kept) == heaviest


def test_of_nothing_nothing_is_kept() -> None:
    assert kept_in_order([], []) == set()
