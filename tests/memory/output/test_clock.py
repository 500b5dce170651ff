"""The time that is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.output.clock import build_time


def test_build_time_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795424400")
    assert build_time() == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    for wrong in ("yesterday", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
            build_time()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs(build_time() - datetime.now(UTC)) < timedelta(minutes=1)
