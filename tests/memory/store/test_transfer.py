"""What a memory holds is copied into another."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import copy_memory, open_store
from hexapla.memory.store.sqlite.database import open_sqlite
from hexapla.memory.store.store import Store
from hexapla.memory.store.transfer import copy_sets, is_empty
from hexapla.memory.units import Level
from tests.memory.factories import make_set


def test_sets_are_copied_beside_those_that_are_there(tmp_path: Path) -> None:
    with (
        closing(open_sqlite(str(tmp_path / "a.db"))) as source,
        closing(open_sqlite(str(tmp_path / "b.db"))) as target,
    ):
        assert is_empty(source)
        Store(source).replace_set(make_set("S/1", ("甲。", "A."), ("乙。", "B.")))
        Store(source).replace_set(make_set("S/2", ("丙。", "C.")))
        Store(target).replace_set(make_set("S/1", ("丁。", "D.")))
        assert not is_empty(source)
        with target.transaction():
            copy_sets(source, target)
        found = [
            (unit.symbol, unit.text, unit.translations[0].text)
            for unit in Store(target).units(level=Level.SENTENCE)
        ]
    assert found == [
        ("S/1", "丁。", "D."),
        ("S/1 (imported)", "甲。", "A."),
        ("S/1 (imported)", "乙。", "B."),
        ("S/2", "丙。", "C."),
    ]


def test_a_memory_is_not_copied_over_another(tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        open_store(tmp_path / name).close()
    with pytest.raises(StoreError, match="is there already"):
        copy_memory(tmp_path / "a.db", tmp_path / "b.db")
    copy_memory(tmp_path / "a.db", tmp_path / "c.db")
    with open_store(tmp_path / "c.db", create=False) as copy:
        assert list(copy.problems(deep=True)) == []
