"""The benchmark of the indexes asks all of them the same."""

from pathlib import Path

from scripts.dev.bench.index import measure
from scripts.dev.bench.large_memory import write_memory


def test_all_indexes_find_the_words_of_two_characters(shared_data: Path, tmp_path: Path) -> None:
    write_memory(shared_data, tmp_path / "memory.db", 300)
    found = measure(tmp_path / "memory.db", queries=10)
    assert [(each.index, each.kind) for each in found] == [
        (index, kind)
        for kind in ("word", "phrase", "similar")
        for index in ("posting lists", "SQLite FTS5", "SQLite trigrams")
    ]
    assert [each.recall for each in found if each.kind != "similar"] == [1.0] * 6
    assert all(each.recall >= 0.8 for each in found)
