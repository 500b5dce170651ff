"""Files are paired by what they say, and none wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.dev.evaluate.versions import measure


@pytest.mark.evaluation
@pytest.mark.parametrize("size", [5, 10, 20])
def test_what_says_the_same_is_paired(shared_data: Path, size: int) -> None:
    found = measure(shared_data, size=size)
    assert sum(each.wrong for each in found) == 0
    assert sum(each.right for each in found) >= 0.9 * sum(each.there for each in found)
