"""The guided fuzzer: what it does with a file, and a short run where atheris is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store
from scripts.dev.fuzz import harness
from scripts.dev.fuzz.guided import WORDS, main
from scripts.dev.fuzz.harness import use
from tests.paths import SAMPLE


@pytest.mark.parametrize("extension", WORDS)
def test_every_format_is_used_and_its_words_are_harmless(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"input{extension}"
    path.write_text("\n".join(WORDS[extension]), "utf-8")
    with open_store(tmp_path / "memory.db") as store:
        use(path, store)


def test_what_goes_wrong_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(harness, "identify", fails)
    path = tmp_path / "a.txt"
    path.write_text("1. The Assembly met.", "utf-8")
    with open_store(tmp_path / "memory.db") as store, pytest.raises(ZeroDivisionError):
        use(path, store)


def test_a_short_run(tmp_path: Path) -> None:
    arguments = [str(SAMPLE), "--runs", "20", "--format", ".po", "--keep", str(tmp_path / "kept")]
    if find_spec("atheris") is None:
        with pytest.raises(UsageError, match=r"pip install 'hexapla\[fuzzing\]'"):
            CliRunner().invoke(main, arguments, standalone_mode=False, catch_exceptions=False)
        return
    shown = CliRunner().invoke(main, arguments, standalone_mode=False, catch_exceptions=False)
    assert shown.return_value == 0, shown.output
    assert shown.output.startswith(".po: Done 20 runs")
    assert shown.output.endswith("20 inputs, 0 findings\n")
    assert list((tmp_path / "kept").iterdir()) == []
