"""`hexapla register`, and the options that choose documents by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import run
from tests.memory.samples import SYMBOL, sample_memory

RECORD = {
    "symbol": SYMBOL,
    "date": "2043-12-19",
    "agenda": ["70(b)"],
    "subjects": ["TREES"],
    "body": ["A", "General Assembly"],
}


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """A memory with one document, and a catalogue that knows it and another."""
    path = tmp_path / "m.db"
    sample_memory(path)
    catalogue = tmp_path / "library.jsonl"
    other = {"symbol": "S/RES/9999(2043)", "date": "2043", "title": "Trees"}
    records = [RECORD, other, {"title": "No symbol"}]
    catalogue.write_text("\n".join(map(json.dumps, records)), "utf-8")
    shown = run("register", "import", catalogue, "--memory", path, "--as", "Ana")
    assert shown.stdout == f"{catalogue}: 2 documents new or changed\n"
    assert shown.stderr == f"{catalogue}: left out: record 3: no symbol of a document\n"
    assert shown.returncode == 1
    return path


def test_documents_are_listed_with_what_is_known_of_them(memory: Path) -> None:
    shown = run("register", "list", "--memory", memory, "--language", "zh").stdout.splitlines()
    assert shown[0] == f"{SYMBOL}  2043-12-19  大会决议：城市树木的记录"
    assert "    subject: TREES" in shown
    assert run("register", "list", "--memory", memory, "--session", "97").stdout == ""
    assert shown[-2:] == ["S/RES/9999(2043)  2043  Trees", "    body: S"]
    entry, other = map(
        json.loads, run("register", "list", "--memory", memory, "--json").stdout.splitlines()
    )
    assert (other["symbol"], other["title"]) == ("S/RES/9999(2043)", {"en": "Trees"})
    assert (entry["date"], entry["session"], entry["agenda"]) == ("2043-12-19", ["98"], ["70(b)"])
    listed = json.loads(run("sets", "--json", "--subject", "tree", "--memory", memory).stdout)
    assert listed["register"] == entry


NARROW = [
    (("--body", "General Assembly"), ("--body", "Security Council")),
    (("--session", "98"), ("--session", "S-9")),
    (("--subject", "trees"), ("--subject", "water")),
    (("--agenda", "70"), ("--agenda", "71")),
    (("--date", "2043-12"), ("--year", "2044")),
]


@pytest.mark.parametrize(("inside", "outside"), NARROW)
def test_every_look_up_is_narrowed_alike(
    inside: tuple[str, str], outside: tuple[str, str], memory: Path, tmp_path: Path
) -> None:
    for command in (
        ("sets",),
        ("search", "register", "--language", "en"),
        ("match", "决定保留树木名册。"),
        ("concordance", "register", "--language", "en"),
        ("renderings", "名册", "--target", "en"),
        ("export", tmp_path / "out.tmx", "--target", "en"),
        ("edit", "replace", "register", "list", "--language", "en"),
    ):
        found = run(*command, *inside, "--memory", memory)
        assert "register" in found.stdout or "2043-12-19" in found.stdout or "units" in found.stdout
        nothing = run(*command, *outside, "--memory", memory)
        assert "register of" not in nothing.stdout, command
        assert nothing.stdout != found.stdout, command
    assert "checked" in run("check", *outside, "--memory", memory).stdout


def test_a_date_that_is_none_is_bad_use(memory: Path) -> None:
    shown = run("sets", "--date", "last year", "--memory", memory)
    assert shown.returncode == 2
    assert "give a year" in shown.stderr


def test_an_import_is_taken_back(memory: Path) -> None:
    shown = run("undo", "--memory", memory, "--as", "Ana")
    assert "2 documents as before" in shown.stdout
    assert run("sets", "--subject", "trees", "--memory", memory).stdout == ""
