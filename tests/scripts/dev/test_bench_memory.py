"""The benchmark of look-up runs, and what it measures makes sense."""

import json
from pathlib import Path

from click.testing import CliRunner

from scripts.dev.bench.large_memory import write_memory
from scripts.dev.bench.memory import main


def test_both_directions_are_measured(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    write_memory(shared_data, path, 200)
    arguments = [str(path), "--queries", "10", "--brute", "5"]
    shown = CliRunner().invoke(main, [*arguments, "--json"], catch_exceptions=False)
    figures = [json.loads(line) for line in shown.output.splitlines()]
    assert [each["language"] for each in figures] == ["zh", "en"]
    for each in figures:
        assert each["units"] == 200
        assert 0.9 < each["recall"] <= 1
        assert each["bytes_a_unit"] == path.stat().st_size / 200
        for name in ("exact", "fuzzy", "search", "brute_force"):
            assert 0 < each[name][0] <= each[name][1]
    assert "goal 2 ms" in CliRunner().invoke(main, arguments, catch_exceptions=False).output
