"""The benchmark of the server, with few units and few clients."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.bench.server import main


@pytest.mark.evaluation
def test_requests_are_answered_alone_and_among_slow_clients(shared_data: Path) -> None:
    arguments = [
        str(shared_data),
        "--units",
        "1000",
        "--requests",
        "8",
        "--clients",
        "2",
        "--slow",
        "40",
    ]
    shown = CliRunner().invoke(
        main, [*arguments, "--json"], catch_exceptions=False, standalone_mode=False
    )
    loads = [json.loads(line) for line in shown.output.splitlines()]
    assert [each["slow_clients"] for each in loads] == [0] * 4 + [40] * 4
    assert {each["kind"] for each in loads} == {"exact", "fuzzy", "search", "cite"}
    assert all(each["a_second"] > 0 and each["requests"] == 8 for each in loads)
