"""The benchmark of a shared memory, with a small one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.bench import shared as benchmark_shared


@pytest.mark.evaluation
def test_all_who_ask_are_timed_and_no_correction_is_lost(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benchmark_shared, "_READERS", 2)
    monkeypatch.setattr(benchmark_shared, "_CORRECTORS", 2)
    shown = CliRunner().invoke(
        benchmark_shared.main,
        [str(shared_data), "--units", "300", "--queries", "4", "--json"],
        catch_exceptions=False,
        standalone_mode=False,
    )
    figures = json.loads(shown.output)
    assert figures["units"] == 300
    assert figures["corrections"] == 16
    for who in ("file", "server", "many_readers", "trigrams"):
        assert set(figures[who]) == {"fuzzy", "search"}
        assert all(0 < middle <= high for middle, high in figures[who].values())


def test_the_table_says_whether_the_goal_is_met() -> None:
    times = {"fuzzy": (1.0, 2.0), "search": (3.0, 4.0)}
    found = benchmark_shared.Shared(10, 1.0, times, times, times, {}, 5)
    assert "p95 with many readers: goal 100 ms: met" in benchmark_shared._lines(found)
