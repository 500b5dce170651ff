"""What the index of a memory knows, after every kind of change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest

from hexapla.corpora.document import Kind
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.store.index.packing import pack_parts, unpack
from hexapla.memory.store.index.postings import joined
from hexapla.memory.store.index.segments import read_segments, segment_keys
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.sqlite.database import open_sqlite
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Level, Translation, Unit
from tests.memory.factories import make_set


@pytest.fixture
def store(location: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", 1)
    with open_store(location) as opened:
        yield opened


def add(store: Store, name: str, *translations: Translation) -> None:
    unit = Unit(
        *("A/1", Level.SENTENCE, 0, "1.1", Kind.BODY, "1", "zh", "名册每年更新一次。"),
        translations,
    )
    store.add_units([unit], DocumentRecord("zh", name, name, 1))


def found(store: Store, word: str, language: str) -> int:
    """Count the units that hold a word."""
    return len(concordance(store, Phrase(word, language)).hits)


def test_a_translation_that_is_merged_into_an_indexed_unit_is_found(store: Store) -> None:
    add(store, "a", Translation("en", "The register is kept.", 1.0, "imported"))
    assert found(store, "register", "en") == 1
    add(store, "b", Translation("fr", "Le registre est tenu à jour.", 1.0, "imported"))
    assert len(list(store.units(level=Level.SENTENCE))) == 1
    assert found(store, "registre", "fr") == 1
    assert found(store, "register", "en") == 1
    assert found(store, "名册", "zh") == 1


def test_what_another_connection_writes_is_found(store: Store, location: str) -> None:
    add(store, "a", Translation("en", "The register is kept.", 1.0, "imported"))
    assert found(store, "registre", "fr") == 0
    with open_store(location) as other:
        add(other, "b", Translation("fr", "Le registre est tenu à jour.", 1.0, "imported"))
    assert found(store, "registre", "fr") == 1


@pytest.mark.parametrize("sizes", [(9, 7), (2**16, 2**15, 5), (2**17, 2**16, 2**18)])
def test_the_postings_of_segments_become_those_of_one(sizes: Sequence[int]) -> None:
    dice = Random(33)
    rows, sources, expected, start = [], {}, defaultdict[str, list[int]](list), 0
    for key, size in enumerate(sizes, 1):
        for gram, most in (("a", 1), ("b", 5000), ("c", 40), (f"own{key}", 3)):
            places = sorted(dice.sample(range(size), min(most, size)))
            parts = pack_parts(np.array(places), size)
            rows += [(gram, key, part, packed) for part, packed in parts]
            expected[gram] += [start + each for each in places]
        sources[key] = (start, size)
        start += size
    given = [*joined(sorted(rows), sources, start)]
    merged = defaultdict[str, list[int]](list)
    for gram, part, packed in given:
        merged[gram] += unpack(packed, part, start).tolist()
    assert merged == expected
    assert list(merged) == sorted(expected)
    assert [*joined([], sources, start)] == []


def test_small_segments_become_larger_ones_and_everything_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", 1)
    monkeypatch.setattr("hexapla.memory.store.index.postings._TOGETHER", 2)
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        for number in range(20):
            text = f"第{number}届会议。", f"Session {number}."
            store.replace_set(make_set(f"A/{number}", text))
        assert [found(store, str(number), "en") for number in range(20)] == [1] * 20
        assert found(store, "会议", "zh") == 20
        assert list(store.problems(deep=True)) == []
    with closing(open_sqlite(str(path))) as database:
        keys = segment_keys(database, "zh", "sentence")
        sizes = [len(each.units) for each in read_segments(database, keys)]
    assert sorted(sizes) == [1, 1, 1, 1, 8, 8]
