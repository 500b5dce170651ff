"""The benchmark of sizes runs as a whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.bench.sizes import Figure, growth, main, toolkit_times

PARTS = (
    *("write", "read", "import", "bare loop", "made", "bytes a unit", "exact", "fuzzy"),
    *("renderings", "fragments", "a set by its symbol", "first answer"),
    *("sets", "export", "backup", "check", "a draft of 200 segments", "growth: zh fuzzy"),
)


@pytest.mark.evaluation
def test_every_figure_is_in_one_table(shared_data: Path, tmp_path: Path) -> None:
    arguments = ["--units", "150", "--units", "300", "--exchanged", "50", "--queries", "3"]
    plot = tmp_path / "growth.svg"
    arguments += ["--brute", "2", "--toolkit", "20", "--folder", str(tmp_path)]
    shown = CliRunner().invoke(
        main, [str(shared_data), *arguments, "--plot", str(plot)], catch_exceptions=False
    )
    lines = shown.stdout.splitlines()
    assert lines[0].split() == ["what", "figure", "goal"]
    for part in PARTS:
        assert any(part in line for line in lines), part
    assert sum("recall of fuzzy" in line for line in lines) == 4
    assert "translate-toolkit" in lines[-1]
    assert plot.read_text().startswith("<?xml")
    assert {each.name for each in tmp_path.glob("*.db")} >= {"150.db", "300.db"}


def test_growth_is_told_as_an_exponent_of_the_sizes() -> None:
    found = [
        Figure("", "", name=name, units=units, value=value, unit=unit)
        for name, units, value, unit in (
            ("fuzzy", 1000, 30.0, "ms"),
            ("fuzzy", 10, 3.0, "ms"),
            ("export, memory", 10, 40.0, "MB"),
            ("export, memory", 1000, 160.0, "MB"),
            ("exact", 10, 1.0, "ms"),
        )
    ]
    assert [(each.what, each.told, each.goal) for each in growth(found)] == [
        ("growth: fuzzy", "exponent 0.50, to 10.0 times", "goal 0.9: met"),
        ("growth: export, memory", "exponent 0.30, to 4.0 times", "goal 0.1: NOT MET"),
    ]


def test_a_python_without_translate_toolkit_gives_no_times(tmp_path: Path) -> None:
    assert toolkit_times([("甲", "A")], ["甲"], python="/bin/false") is None


def test_translate_toolkit_is_timed(translate_toolkit: str) -> None:
    times = toolkit_times([("甲乙丙丁", "A")], ["甲乙丙丁"], python=translate_toolkit)
    assert times is not None
    assert len(times) == 1
