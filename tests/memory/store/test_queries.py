"""The queries of a memory in SQLite are answered by its indexes."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

from hexapla.memory.store.opening import open_store
from hexapla.memory.store.sqlite.database import SQLiteDatabase, open_sqlite
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import key_number, match_key, shape
from hexapla.memory.units import Level
from tests.memory.factories import make_set
from tests.memory.samples import SYMBOL, sample_set
from tests.paths import ROOT


def test_joins_in_an_order_say_what_they_join_on() -> None:
    """PostgreSQL is told `JOIN` for them, which takes none without."""
    statements = [path.read_text("utf-8") for path in (ROOT / "memory").rglob("*.py")]
    joins = [join for text in statements for join in re.findall(r"CROSS JOIN \w+ \w+ \w+", text)]
    assert len(joins) > 5
    assert [join for join in joins if not join.endswith(" ON")] == []


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


def test_shapes_and_keys_are_looked_up_in_their_indexes(tmp_path: Path) -> None:
    with closing(open_sqlite(str(tmp_path / "memory.db"))) as database:
        seen: list[str] = []
        database.set_trace_callback(seen.append)
        Store(database).find_key(1, "zh", shape=True)
        database.set_trace_callback(None)
        plan = [step for *_, step in database.execute(f"EXPLAIN QUERY PLAN {seen[-1]}")]
    used = {name for step in plan for name in step.split() if "_by_" in name}
    assert used == {"unit_by_key", "unit_by_shape", "translation_by_key", "translation_by_shape"}
    assert not any(step.startswith("SCAN") for step in plan)


def test_texts_are_found_by_their_shapes_also_where_they_are_their_own(location: str) -> None:
    texts = ("执行第12号决议。", "执行第0号决议。", "执行决议。", "执行第7号决定。")
    with open_store(location) as store:
        store.replace_set(make_set("S/1", *((text, "Resolution 0.") for text in texts)))
        number = key_number(shape(match_key("执行第345号决议。")))
        assert store.find_key(number, "zh", shape=True) == [2, 1]
        assert store.find_key(number, "zh") == [2]
        number = key_number(match_key("resolution 0."))
        assert store.find_key(number, "en", shape=True) == [4, 3, 2, 1]
