"""A look-up that asks several times sees one state of the memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Level
from tests.memory.factories import make_unit


@in_snapshot
def _asked_twice(store: Store, location: Path) -> list[int]:
    """Counts before and after another program has tried to write."""
    counts = [len(list(store.units(level=Level.SENTENCE)))]
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        _write(location)
    return [*counts, len(list(store.units(level=Level.SENTENCE)))]


def _write(location: Path) -> None:
    with closing(sqlite3.connect(location, timeout=0)) as other:
        other.execute("DELETE FROM unit")
        other.commit()


def test_nobody_writes_while_a_look_up_asks(tmp_path: Path) -> None:
    location = tmp_path / "memory.db"
    with open_store(location) as store:
        store.add_units([make_unit()], DocumentRecord("", "a", "0" * 64, 0))
        assert _asked_twice(store, location) == [1, 1]
        _write(location)
        assert list(store.units(level=Level.SENTENCE)) == []


def test_the_function_keeps_its_name_and_what_it_says() -> None:
    assert _asked_twice.__name__ == "_asked_twice"
    assert "before and after" in (_asked_twice.__doc__ or "")
