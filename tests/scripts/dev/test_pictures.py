"""The pictures of the documentation."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.pictures import pictures


@pytest.mark.browser
@pytest.mark.evaluation
def test_the_pictures_are_made_anew(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    lacking = chromium is None or find_spec("playwright") is None
    if lacking and not os.environ.get("CI"):
        pytest.skip("no Playwright or no Chromium on this machine: no pictures are made")
    shown = CliRunner().invoke(pictures, [str(tmp_path)], catch_exceptions=False)
    assert shown.exit_code == 0
    for name in ("report.png", "review.png"):
        header = (tmp_path / name).read_bytes()[:24]
        assert header.startswith(b"\x89PNG")
        assert int.from_bytes(header[16:20]) == 1280
