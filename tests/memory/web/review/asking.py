"""What the pages of one document set are asked in tests."""

from __future__ import annotations

import re
from typing import Any

from starlette.testclient import TestClient

from tests.memory.samples import SYMBOL

SET = {"symbol": SYMBOL, "level": "sentence"}


def versions_in(page: str) -> dict[str, str]:
    """The versions of the rows on a page."""
    return dict(re.findall(r'data-reference="([^"]*)" data-version="([^"]*)"', page))


def run(pages: TestClient, action: str, **more: object) -> dict[str, Any]:
    """Run a command at the first sentence of paragraph 1, in English."""
    seen = versions_in(pages.get("/set", params=SET).text)
    command = {"action": action, "reference": "1.1", "language": "en", "versions": seen}
    answer = pages.post("/set/change", json=SET | {"languages": ["en", "fr"]} | command | more)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found
