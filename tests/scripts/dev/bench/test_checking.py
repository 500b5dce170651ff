"""The benchmark of checks runs as a whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.bench.checking import main


@pytest.mark.evaluation
def test_every_way_of_checking_finds_the_same(shared_data: Path) -> None:
    arguments = [str(shared_data), "--units", "200", "--jobs", "2"]
    shown = CliRunner().invoke(main, arguments, catch_exceptions=False)
    head, read, one, two = shown.output.splitlines()
    assert head.startswith("200 pairs; goal")
    assert read.endswith("1.0 times reading, 0 findings")
    assert one.split(",")[-1] == two.split(",")[-1] != " 0 findings"
