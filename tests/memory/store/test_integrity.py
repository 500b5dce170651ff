"""What is wrong with a memory is found, and its index made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.factories import make_set
from tests.memory.samples import SYMBOL, named


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_sound_memory_has_no_problems(store: Store) -> None:
    assert list(store.problems()) == []
    assert list(store.problems(deep=True)) == []
    store.remove(Selection(SYMBOL))
    store.replace_set(named("A/1"))
    assert list(store.problems(deep=True)) == []


@pytest.mark.parametrize(
    ("statement", "problem", "deep"),
    [
        ("DELETE FROM segment WHERE language = 'en'", "index: ", False),
        ("DELETE FROM posting WHERE gram = 'register'", "index: ", True),
        ("UPDATE posting SET places = x'FFFF' WHERE gram = 'register'", "index: ", True),
        ("UPDATE posting SET part = 1 WHERE gram = 'register'", "index: ", True),
        ("UPDATE posting SET part = -5 WHERE gram = 'register'", "index: ", True),
        ("UPDATE posting SET part = 70000 WHERE gram = 'register'", "index: ", True),
        (f"UPDATE posting SET part = {2**63 - 1} WHERE gram = 'register'", "index: ", True),
        ("UPDATE translation SET match_key = 1 WHERE language = 'en'", "index: ", True),
        ("UPDATE unit SET shape = 1", "index: ", True),
    ],
)
def test_a_wrong_index_is_found_and_made_anew(
    path: Path, statement: str, problem: str, deep: bool
) -> None:
    change(path, statement)
    with open_store(path) as store:
        found = list(store.problems(deep=deep))
        assert found
        assert all(line.startswith(problem) for line in found)
        store.rebuild()
        assert list(store.problems(deep=True)) == []


def test_who_looks_up_in_a_wrong_index_is_told_how_to_mend_it(path: Path) -> None:
    change(path, f"UPDATE posting SET part = {2**63 - 1} WHERE gram = 'register'")
    with open_store(path) as store:
        with pytest.raises(StoreError, match="its index is damaged: mend it with hexapla memory"):
            store.find_similar("register", "en", level=Level.SENTENCE, limit=5)
        store.rebuild()
        units, _ = store.find_grams(["register"], "en", level=Level.SENTENCE)
        assert len(units)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE translation SET unit_id = unit_id + 999", "belong to no unit"),
        ("UPDATE document_set SET warnings = 'x'", "warnings that cannot be read"),
        ("UPDATE unit SET carried = '[1]'", "carried that cannot be read"),
        ("UPDATE unit SET text = text || '。' WHERE id = 2", "1 rows of unit are not as they"),
        ("UPDATE translation SET score = score / 2", "rows of translation are not as they"),
    ],
)
def test_other_damage_is_found_and_not_mended(path: Path, statement: str, problem: str) -> None:
    change(path, f"{statement}")
    with open_store(path) as store:
        for _ in range(2):
            found = list(store.problems(deep=True))
            assert any(problem in line for line in found)
            assert any(line.startswith("damaged: ") for line in found)
            # What is made anew is the index alone: damage stays in sight.
            store.rebuild()


def test_units_are_compared_with_the_index_a_part_of_them_at_a_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.store.integrity._COMPARED", 3)
    monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", 1)
    with open_store(path) as store:
        for number in range(9):
            store.replace_set(make_set(f"S/{number}", ("国际合作。", "A."), ("名册。", "B.")))
        assert list(store.problems(deep=True)) == []
    change(
        path, "DELETE FROM segment WHERE id = (SELECT max(id) FROM segment WHERE language = 'en')"
    )
    with open_store(path) as store:
        (told,) = [line for line in store.problems() if "en are not indexed" in line]
        assert told.startswith("index: ")
    change(
        path,
        "INSERT INTO segment SELECT id + 100, language, level, size, units, sets, lengths, checksum"
        " FROM segment WHERE language = 'zh'",
    )
    with open_store(path) as store:
        assert "index: some sentences in zh are indexed twice" in list(store.problems())


def test_postings_are_read_once_however_many_texts_they_are_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.store.integrity.LARGEST", 2)
    asked: list[str] = []
    with open_store(path) as store:
        store.replace_set(
            make_set("S/1", *((f"名册{number}。", f"A {number}.") for number in "一二三四五"))
        )
        store.rebuild()
        store._database.set_trace_callback(asked.append)  # type: ignore[attr-defined]
        assert list(store.problems(deep=True)) == []
        segments = store._database.execute("SELECT count(*), max(size) FROM segment").fetchone()
    read = [each for each in asked if "FROM posting WHERE segment_id" in each]
    assert segments[1] > 2
    assert len(read) == segments[0]
    # Of one gram the places of another.
    change(
        path,
        "UPDATE posting SET places = (SELECT places FROM posting other WHERE gram = '五'"
        " AND other.segment_id = posting.segment_id) WHERE gram = '一'",
    )
    with open_store(path) as store:
        assert any(line.startswith("index: ") for line in store.problems(deep=True))
