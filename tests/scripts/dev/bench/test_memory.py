"""The benchmark of look-up runs, and what it measures makes sense."""

from pathlib import Path

from scripts.dev.bench.large_memory import write_memory
from scripts.dev.bench.memory import measure


def test_both_directions_are_measured(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    write_memory(shared_data, path, 200)
    for language, target in (("zh", "en"), ("en", "zh")):
        found = measure(path, language, target, queries=10, brute=5)
        assert (found.language, found.units) == (language, 200)
        assert 0.9 < found.recall <= 1
        for times in found.times.values():
            assert 0 < times[0] <= times[1]
        alone = measure(path, language, target, queries=2, brute=0)
        assert list(alone.times) == ["exact", "fuzzy", "search"]
