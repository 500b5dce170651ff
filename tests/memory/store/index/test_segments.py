"""The index as a connection reads it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from hexapla.memory.store.index.segments import Index, last_indexed, segment_keys
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.sqlite.database import open_sqlite
from hexapla.memory.units import Level
from tests.memory.factories import make_set

SENTENCE = Level.SENTENCE


def test_what_was_read_is_kept_and_only_what_is_new_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "memory.db"
    with open_store(path) as store, closing(open_sqlite(str(path))) as database:
        store.replace_set(make_set("S/1", ("国际合作。", "A."), ("名册。", "B.")))
        index = Index(database)
        first = index.contents("zh", SENTENCE)
        assert (len(first.segments), [each.unit for each in first.tail]) == (0, [1, 2])
        assert index.contents("zh", SENTENCE) is first
        monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", 1)
        store.replace_set(make_set("S/2", ("国际法院。", "C.")))
        second = index.contents("zh", SENTENCE)
        (segment,) = second.segments
        assert (segment.units.tolist(), segment.sets.tolist()) == ([1, 2, 3], [1, 1, 2])
        assert second.tail == ()
        assert last_indexed(database) == 3
        store.replace_set(make_set("S/3", ("国际合作。", "D.")))
        third = index.contents("zh", SENTENCE)
        assert third.segments[0] is segment
        assert segment_keys(database, "zh", SENTENCE) == [each.key for each in third.segments]
        assert dict(index.totals(third.segments, ["国际", "际合", "没有"])) == {
            "国际": 3,
            "际合": 2,
        }
