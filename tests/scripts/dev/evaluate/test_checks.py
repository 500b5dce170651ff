"""Right pairs are seldom flagged, damaged ones mostly: measured on the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.dev.evaluate.checks import measure


@pytest.mark.evaluation
def test_checks_find_damage_and_spare_what_is_right(shared_data: Path) -> None:
    for check, shares in measure(shared_data, seed=5).items():
        false = [share for name, share in shares.items() if name != "found"]
        assert max(false) < 0.05, check
        assert shares.get("found", 1.0) > 0.75, check
