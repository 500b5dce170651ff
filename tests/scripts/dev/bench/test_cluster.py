"""The benchmark of the cluster, with few sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.bench.cluster import Efficiency, main


@pytest.mark.evaluation
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
    assert figures["sent_bytes_a_set"] > 1000
    assert 0 < figures["client_seconds"] < figures["all_seconds"] + 10
    assert 1e8 < figures["worker_bytes"] < 2e9


def test_what_a_million_sets_take_follows_from_the_figures() -> None:
    found = Efficiency(2000, 15_000, 2, 1000.0, 550.0, 20.0, 300_000_000, 40_000.0, 20_000.0)
    assert round(found.efficiency, 2) == 0.91
    assert round(found.hours(1), 1) == 76.4
    assert round(found.hours(10), 2) == 7.64
    # With 100, the one program that stores the sets has no more time.
    assert round(found.hours(100), 2) == 2.78
