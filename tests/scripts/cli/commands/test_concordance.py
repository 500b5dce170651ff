"""`hexapla concordance`, over a memory of the sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import run
from tests.memory.samples import SYMBOL


def test_key_words_stand_in_columns(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    asked: list[str | Path] = [
        "concordance",
        "register",
        "--language",
        "en",
        "--memory",
        memory,
        "--sort",
        "left",
    ]
    shown = run(*asked, "--target", "fr")
    assert (shown.returncode, shown.stderr) == (0, "")
    first, french, *_, last = shown.stdout.splitlines()
    assert SYMBOL in first and french.startswith("    fr  ")
    lines = [line for line in shown.stdout.splitlines() if SYMBOL in line]
    assert len({line.index("register") for line in lines}) == 1
    assert last == "2 of 2 key words shown, in 2 units"
    assert max(map(len, lines)) <= 100


def test_arabic_stands_in_isolates(memory: str) -> None:
    shown = run("concordance", "سجل", "--language", "ar", "--memory", memory).stdout
    assert "\u2067سجل\u2069" in shown
    assert shown.count("\u2067") == shown.count("\u2069")


def test_key_words_are_counted(memory: str) -> None:
    asked: list[str | Path] = ["concordance", "名册", "--memory", memory, "--limit", "0"]
    shown = run(*asked, "--frequency", "organ", "--frequency", "form").stdout.splitlines()
    assert shown == [
        "0 of 2 key words shown, in 2 units",
        *("by organ:", "       2  A", "by form:", "       2  名册"),
    ]


def test_json_has_all_of_a_line(memory: str) -> None:
    asked: list[str | Path] = ["concordance", "名册 AND en:trees", "--memory", memory, "--json"]
    found = json.loads(run(*asked).stdout)
    assert (found["total"], found["units"], found["exact"]) == (1, 1, True)
    (line,) = found["lines"]
    assert line["left"] + line["word"] + line["right"] == line["texts"]["zh"]
    assert (line["symbol"], line["reference"], line["organ"]) == (SYMBOL, "1.1", "A")
    assert set(line["marks"]) == {"zh", "en"}


@pytest.mark.parametrize("ending", ["tsv", "xlsx", "tmx"])
def test_all_lines_are_written_to_a_file(memory: str, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"hits.{ending}"
    shown = run("concordance", "/./", "--memory", memory, "--out", path)
    assert (shown.returncode, path.is_file()) == (0, True)
    assert shown.stderr.startswith(f"{path}: ")


@pytest.mark.parametrize(
    "given", [["(名册"], ["(名", "--regex"], ["NOT 名册"], ["名", "--out", "a.doc"]]
)
def test_what_cannot_be_done_is_one_line(memory: str, given: list[str]) -> None:
    shown = run("concordance", *given, "--memory", memory)
    assert (shown.returncode, shown.stdout, len(shown.stderr.splitlines())) == (2, "", 1)


def test_what_is_not_read_is_told(memory: str) -> None:
    shown = run("concordance", "/./", "--memory", memory, "--read", "1")
    assert "read: the newest 1 of " in shown.stdout
