"""The benchmark of the pages for review."""

from __future__ import annotations

import json
import os
import shutil
from importlib.util import find_spec

import pytest
from click.testing import CliRunner

from scripts.dev.bench.review import measure


@pytest.mark.browser
@pytest.mark.evaluation
def test_the_pages_are_measured() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    lacking = chromium is None or find_spec("playwright") is None
    if lacking and not os.environ.get("CI"):
        pytest.skip("no Playwright or no Chromium on this machine: the pages are not measured")
    arguments = ["--rows", "200", "--times", "1", "--json"]
    shown = CliRunner().invoke(measure, arguments, catch_exceptions=False)
    figures = json.loads(shown.output)
    assert figures["rows"] == 200
    assert figures["first_page_ms"] > 0
    assert 0 < figures["key_median_ms"] <= figures["key_ms"]
    assert 0 < figures["first_row_median_ms"] <= figures["first_row_ms"]
