"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# Busy machines are slow by fits; and CI must give the same verdict on the same code twice.
settings.register_profile("anywhere", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")

# What learns the weights needs an extra; CI must have it, others may do without.
_UNTRAINED = not os.environ.get("CI") and None in map(find_spec, ("numba", "scipy"))
collect_ignore = ["scripts/dev/test_crf.py"] if _UNTRAINED else []


def pytest_report_header() -> str | None:
    """Say what is left out."""
    return "numba and scipy are not installed: learning is not tested" if _UNTRAINED else None


_SHARED = Path(__file__).resolve().parents[2] / "shared"


def _shared(name: str) -> Path:
    """Fail where the folder was emptied; skip only on a machine that never had ../shared."""
    if not _SHARED.is_dir():
        pytest.skip("no ../shared on this machine: the real data is not checked")
    path = _SHARED / name
    if not path.is_dir():
        pytest.fail(f"../shared/{name} is missing: the tests on real data need it")
    return path


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data with gold, beside the project."""
    return _shared("data")


@pytest.fixture(scope="session")
def shared_tools() -> Path:
    """The folder of checks with real CAT tools, beside the project."""
    return _shared("tools")


@pytest.fixture(scope="session")
def transformers_extra() -> None:
    """The optional packages of pretrained encoders; CI must have them, others may do without."""
    for package in ("torch", "transformers", "sentencepiece"):
        if find_spec(package) is None:
            if os.environ.get("CI"):
                pytest.fail(f"{package} is not installed: CI tests the pretrained encoders too")
            pytest.skip(f"{package} is not installed: pretrained encoders are not tested")


@pytest.fixture(scope="session")
def translate_toolkit() -> str:
    """A Python that has translate-toolkit; CI must have it, others may do without."""
    python = "/usr/bin/python3"
    script = [python, "-c", "import translate.storage.tmx"]
    if not Path(python).exists() or subprocess.run(script, capture_output=True).returncode:
        if os.environ.get("CI"):
            pytest.fail("translate-toolkit is not installed: CI asks it too")
        pytest.skip("translate-toolkit is not installed")
    return python
