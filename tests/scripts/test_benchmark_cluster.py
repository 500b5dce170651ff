"""The benchmark of the cluster, with few sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.benchmark_cluster import Efficiency, main


@pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed")
def test_one_worker_and_all_are_measured(shared_data: Path) -> None:
    shown = CliRunner().invoke(
        main,
        [str(shared_data), "--sets", "4", "--json"],
        catch_exceptions=False,
        standalone_mode=False,
    )
    figures = json.loads(shown.output)
    assert figures["sets"] == 4
    assert figures["efficiency"] > 0
    assert figures["bytes_a_set"] > 1000


def test_what_a_million_sets_take_follows_from_the_figures() -> None:
    found = Efficiency(2000, 15_000, 2, 1000.0, 550.0, 40_000.0)
    assert round(found.efficiency, 2) == 0.91
    assert round(found.hours(1), 1) == 76.4
    assert round(found.hours(10), 2) == 7.64
