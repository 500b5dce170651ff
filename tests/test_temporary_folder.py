"""A run of the tests has a folder in memory for all that is written, and leaves nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")


def test_temporary_files_have_a_folder() -> None:
    folder = Path(tempfile.gettempdir())
    print(f"folder {folder}")
    assert folder.is_dir()


def test_the_folder_is_gone_after_the_run() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TMPDIR"}
    which = f"{__file__}::{test_temporary_files_have_a_folder.__name__}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-n0", "-p", "no:cacheprovider", which],
        cwd=Path(__file__).parents[1],
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    (folder,) = (line[7:] for line in done.stdout.splitlines() if line.startswith("folder "))
    assert Path(folder) != _MEMORY
    if Path(folder).parent != _MEMORY:
        pytest.skip("this machine has no memory for temporary files")
    assert not Path(folder).exists()
