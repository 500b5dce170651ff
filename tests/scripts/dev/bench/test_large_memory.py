"""The large memory is made of real texts, and the same seed makes the same."""

from itertools import islice
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.placeables import placeables
from hexapla.memory.units import Level
from scripts.dev.bench.large_memory import SET_SIZE, changed_pairs, large_sets, write_memory


def test_the_memory_has_so_many_units(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    write_memory(shared_data, path, SET_SIZE + 5)
    with open_store(path, create=False) as store:
        assert [len(each.languages) for each in store.sets()] == [2, 2]
        assert len(list(store.units(level=Level.SENTENCE))) == SET_SIZE + 5
    with pytest.raises(UsageError, match="there is a file already"):
        write_memory(shared_data, path, 1)


def test_the_same_seed_makes_the_same(shared_data: Path) -> None:
    one, same, other = (list(large_sets(shared_data, 50, seed=seed)) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_numbers_change_alike_on_both_sides() -> None:
    pairs = [("第12和345号", "12 and 345")]
    for source, target in islice(changed_pairs(pairs, seed=3), 20):
        numbers = [each.value for each in placeables(source, "zh")]
        assert numbers == [each.value for each in placeables(target, "en")]
        assert {len(number) for number in numbers} == {2, 3}
