"""What is said of rows leaves the memory as notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import hexapla
from hexapla.cli.main import cli
from hexapla.memory.formats.reading import nobody
from hexapla.memory.formats.registry import format_to_read
from hexapla.memory.store.opening import open_store
from hexapla.memory.teamwork import LONGEST_COMMENT, Said
from hexapla.memory.units import Level
from tests.memory.samples import SYMBOL, sample_memory

SENTENCE = (SYMBOL, Level.SENTENCE)


@pytest.fixture
def talked_of(tmp_path: Path) -> Path:
    memory = tmp_path / "memory.db"
    with open_store(sample_memory(memory)) as store:
        store.comment(*SENTENCE, "1.1", "Is “register” right?", who="Ana")
        store.comment(*SENTENCE, "1.1", "As in 97/8:\nyes.", who="Boris")
        store.comment(*SENTENCE, "1.2", "Never mind", who="Boris")
        store.settle(*SENTENCE, "1.2", Said.RESOLVE, who="Boris")
    return memory


@pytest.mark.parametrize("ending", ["xlf", "tmx", "po"])
def test_what_is_open_goes_with_a_file_and_only_if_asked(ending: str, talked_of: Path) -> None:
    path = talked_of.with_suffix(f".{ending}")
    words = ["export", str(path), "--target", "en", "--memory", str(talked_of)]
    CliRunner().invoke(cli, words, catch_exceptions=False, standalone_mode=False)
    assert "register” right" not in path.read_text("utf-8")
    words.append("--comments")
    CliRunner().invoke(cli, words, catch_exceptions=False, standalone_mode=False)
    _, read = format_to_read(path)
    [told] = [
        "\n".join(each.carried.notes)
        for unit in read(path, ("zh", "en"), nobody)
        for each in unit.translations
        if each.carried and "Ana" in "".join(each.carried.notes)
    ]
    day, _, said = told.removeprefix("Ana, ").partition(": ")
    assert (len(day), said) == (10, f"Is “register” right?\nBoris, {day}: As in 97/8:\nyes.")
    assert "Never mind" not in path.read_text("utf-8")


def test_python_says_reads_and_writes_what_is_said_of_rows(talked_of: Path) -> None:
    with hexapla.open_memory(talked_of) as memory:
        threads = memory.comments(SYMBOL)
        assert {name: bool(each.open) for name, each in threads.items()} == {
            "1.1": True,
            "1.2": False,
        }
        memory.comment(SYMBOL, "1.2", "After all.", who="Chen")
        memory.settle(SYMBOL, "1.1", who="Chen")
        threads = memory.comments(SYMBOL)
        assert {name: bool(each.open) for name, each in threads.items()} == {
            "1.1": False,
            "1.2": True,
        }
        path = talked_of.with_suffix(".xlf")
        memory.export(path, target="en", comments=True)
        assert "After all." in path.read_text("utf-8")
        assert "register” right" not in path.read_text("utf-8")
        memory.settle(SYMBOL, "1.1", reopen=True, who="Chen")
        assert memory.comments(SYMBOL)["1.1"].open
        assert memory.comments("A/RES/1/1") == {}
        with pytest.raises(hexapla.HexaplaError, match=str(LONGEST_COMMENT)):
            memory.comment(SYMBOL, "1.1", "")
