"""The benchmark of sizes runs as a whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.bench.sizes import main, toolkit_times

PARTS = (
    *("write", "read", "import", "bare loop", "made", "bytes a unit", "exact", "fuzzy"),
    *("renderings", "fragments", "a set by its symbol", "first answer"),
)


@pytest.mark.evaluation
def test_every_figure_is_in_one_table(shared_data: Path) -> None:
    arguments = ["--units", "150", "--exchanged", "50", "--queries", "3", "--brute", "2"]
    shown = CliRunner().invoke(
        main, [str(shared_data), *arguments, "--toolkit", "20"], catch_exceptions=False
    )
    lines = shown.output.splitlines()
    assert lines[0].split() == ["what", "figure", "goal"]
    for part in PARTS:
        assert any(part in line for line in lines), part
    assert sum("recall of fuzzy" in line for line in lines) == 2
    assert "translate-toolkit" in lines[-1]


def test_a_python_without_translate_toolkit_gives_no_times(tmp_path: Path) -> None:
    assert toolkit_times([("甲", "A")], ["甲"], python="/bin/false") is None


def test_translate_toolkit_is_timed(translate_toolkit: str) -> None:
    times = toolkit_times([("甲乙丙丁", "A")], ["甲乙丙丁"], python=translate_toolkit)
    assert times is not None
    assert len(times) == 1
