"""The guided fuzzer: what it does with a file, and a short run where atheris is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.registry import readable_extensions
from hexapla.memory.store.opening import open_store
from scripts.dev.fuzz import guided, harness
from scripts.dev.fuzz.guided import WORDS, main
from scripts.dev.fuzz.harness import use
from tests.paths import SAMPLE

# What is imported by these names is aligned texts, and the seeds are documents.
_DOCUMENTS = frozenset({".txt", ".xml"})


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


def test_what_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guided, "_SECONDS", 0.0)
    with pytest.raises(AssertionError, match="too much processor time"):
        guided.in_time(lambda _: None)(b"")


@pytest.mark.parametrize("extension", WORDS)
def test_what_inputs_grow_out_of_is_whole(extension: str, tmp_path: Path) -> None:
    guided._seeded(tmp_path / "corpus", extension, SAMPLE)
    with open_store(tmp_path / "memory.db") as store:
        tried = guided.once(extension, tmp_path, store)
        for path in (tmp_path / "corpus").iterdir():
            tried(path.read_bytes())
        # Of every format that can be imported, a seed is.
        if extension in readable_extensions() and extension not in _DOCUMENTS:
            assert list(store.sets())


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
