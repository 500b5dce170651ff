"""The queries of a memory in SQLite are answered by its indexes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from hexapla.memory.store.sqlite.database import SQLiteDatabase, open_sqlite
from hexapla.memory.store.store import Store
from hexapla.memory.units import (
    Level,
)
from tests.memory.samples import SYMBOL, sample_set


def test_every_query_uses_an_index_and_sorts_nothing(tmp_path: Path) -> None:
    with closing(open_sqlite(str(tmp_path / "memory.db"))) as database:
        check_plans(Store(database), database)


def check_plans(store: Store, connection: SQLiteDatabase) -> None:
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    store.replace_set(sample_set())
    list(store.sets())
    chosen: dict[str, Any]
    for chosen in ({}, {"source": "zh", "target": "en"}, {"symbol": SYMBOL}, {"excluded": False}):
        list(store.units(level=Level.SENTENCE, **chosen))
    connection.set_trace_callback(None)
    plans = [
        step
        for statement in set(seen)
        if statement.lstrip().startswith("SELECT") and "unit" in statement
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]
    assert len(plans) > 8
    assert [step for step in plans if "AUTOMATIC" in step or "FOR ORDER BY" in step] == []
    # Indexes of what has no checksum yet hold the rows of this transaction alone.
    small = ("unchecked", "set_in_order", "sqlite_sequence", "CONSTANT ROW", "indexed")
    scans = {
        step
        for step in plans
        if step.startswith("SCAN") and not any(table in step for table in small)
    }
    assert scans == set()
