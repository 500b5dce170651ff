"""The pages for review, asked without a socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.review.application import application


@pytest.fixture
def pages(memory: Path) -> Iterator[TestClient]:
    """Whoever asks is let in: who may is another test."""
    access = AccessPolicy(frozenset({"server"}))
    app = application(str(memory), access=access, who="Ana", encoder="none")
    headers = {"Origin": "http://server"}
    with TestClient(app, base_url="http://server", headers=headers) as client:
        yield client
