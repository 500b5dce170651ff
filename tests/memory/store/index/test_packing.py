"""Places and keys are the same after they were bytes, and many take half as many bytes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.store.index.packing import (
    COUNT,
    as_plain,
    pack,
    pack_keys,
    pack_lists,
    pack_parts,
    unpack,
    unpack_all,
    unpack_keys,
)

LAST = 2**16 - 1


@given(st.sets(st.integers(0, LAST), max_size=3000))
def test_places_are_the_same_after_they_were_bytes(places: set[int]) -> None:
    ascending = np.array(sorted(places), dtype=np.uint16)
    packed = pack(ascending)
    assert unpack(packed).tolist() == ascending.tolist()
    assert len(packed) <= 2 * len(ascending)


@given(st.sets(st.integers(0, 2**19 - 1), max_size=300), st.integers(2**16 + 1, 2**19))
def test_places_among_more_texts_are_the_same_after_they_were_bytes(
    places: set[int], size: int
) -> None:
    ascending = np.array(sorted(each for each in places if each < size), dtype=np.int64)
    packed = pack(ascending, size)
    assert unpack(packed, size=size).tolist() == ascending.tolist()
    assert len(packed) <= 4 * len(ascending)
    assert as_plain(packed, 0, size, np.dtype(np.uint32)) == ascending.astype(np.uint32).tobytes()


@pytest.mark.parametrize("step", [1, 2, 255, 300, 65534, 65535, 65536])
@pytest.mark.parametrize("first", [0, 255, 65535, 65536, 400_000])
def test_distances_at_the_limits_among_more_texts(step: int, first: int) -> None:
    size = 2**21
    places = np.arange(first, size, step)
    packed = pack(places, size)
    assert unpack(packed, size=size).tolist() == places.tolist()
    assert len(packed) <= 2 * len(places) + 16 if step < 65535 else 4 * len(places)


@pytest.mark.parametrize("size", [2**16, 2**19])
@pytest.mark.parametrize("count", [1, 15, 400, 401, 30_000])
def test_many_places_are_in_parts_that_a_page_has_room_for(size: int, count: int) -> None:
    places = np.sort(np.random.default_rng(1).choice(size, count, replace=False))
    parts = list(pack_parts(places, size))
    found = [unpack(packed, part, size) for part, packed in parts]
    assert np.concatenate(found).tolist() == places.tolist()
    assert [part for part, _ in parts] == [0, *(int(each[0]) for each in found[1:])]
    assert max(len(packed) for _, packed in parts) < 900


@pytest.mark.parametrize("size", [2**16, 2**19])
def test_many_parts_are_the_same_after_they_were_bytes(size: int) -> None:
    counts = [1, 30, 300, 5000, 60_000]
    lists = [np.sort(np.random.default_rng(n).choice(size, n, replace=False)) for n in counts]
    parts = [part for each in lists for part in pack_parts(each, size)]
    found = np.concatenate(unpack_all(parts, size))
    assert sorted(found.tolist()) == sorted(np.concatenate(lists).tolist())


@pytest.mark.parametrize("size", [2**16, 2**19])
def test_many_lists_are_packed_as_each_by_itself(size: int) -> None:
    counts = [3, 0, 15, 16, 199, 200, 0, 5000, 1]
    ends = np.cumsum(counts).tolist()
    lists = [np.sort(np.random.default_rng(n).choice(size, n, replace=False)) for n in counts]
    places = np.concatenate(lists).astype(np.uint32)
    found = list(pack_lists(places, [0, *ends[:-1]], ends, size))
    expected = [
        (number, *part)
        for number, each in enumerate(lists)
        if len(each)
        for part in pack_parts(each, size)
    ]
    assert found == expected


@pytest.mark.parametrize("step", [1, 2, 254, 255, 256, 300])
@pytest.mark.parametrize("first", [0, 255, 256, 510])
def test_distances_at_the_limits(step: int, first: int) -> None:
    places = np.arange(first, LAST + 1, step, dtype=np.uint16)
    assert unpack(pack(places)).tolist() == places.tolist()
    if step < 200:
        assert len(pack(places)) <= len(places) + 5


@pytest.mark.parametrize("count", [1, 150, 1000, 60_000])
def test_a_database_counts_them_well_enough(count: int) -> None:
    places = np.sort(np.random.default_rng(1).choice(LAST + 1, count, replace=False))
    with closing(sqlite3.connect(":memory:")) as connection:
        row = connection.execute(
            f"SELECT {COUNT} FROM (SELECT ? AS places)", (pack(places.astype(np.uint16)),)
        )
        (counted,) = row.fetchone()
    assert count <= counted <= 1.4 * count


@given(st.lists(st.integers(0, 2**33)))
def test_keys_are_the_same_after_they_were_bytes(keys: list[int]) -> None:
    packed = pack_keys(np.array(keys, dtype=np.int64))
    assert unpack_keys(packed, len(keys)).tolist() == keys
