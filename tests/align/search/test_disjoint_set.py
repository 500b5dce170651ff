"""Sets that only ever grow together, against sets that are merged one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.search.disjoint_set import DisjointSet


@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4), max_size=12))
def test_what_is_joined_directly_or_through_others_is_one_set(unions: list[list[int]]) -> None:
    sets = DisjointSet[int]()
    plain = [{item} for item in range(13)]
    for items in unions:
        sets.union(items)
        touched = [each for each in plain if each & set(items)]
        plain = [each for each in plain if each not in touched] + [set().union(*touched)]
    for each in plain:
        assert len({sets.find(item) for item in each}) == 1
    assert len({sets.find(item) for item in range(13)}) == len(plain)
