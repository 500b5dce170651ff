"""`hexapla mcp`, where it cannot start; tests/memory/web/test_assistants.py asks one that did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands import run
from tests.processes import GUARD

WITHOUT = """
import sys
sys.modules["mcp"] = None
sys.argv = ["hexapla", "mcp"]
from hexapla.cli.main import main
main()
"""


def test_a_memory_that_is_not_there_is_told_before_anybody_asks(tmp_path: Path) -> None:
    refused = run("mcp", "--memory", tmp_path / "none.db")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no translation memory here" in refused.stderr
    assert not (tmp_path / "none.db").exists()


def test_without_its_extra_it_says_how_to_get_it() -> None:
    refused = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, encoding="utf-8", timeout=GUARD
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "hexapla: hexapla mcp needs the extra: pip install 'hexapla[mcp]'\n"
