"""`hexapla compare`, run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.revisions import tracked_changes
from tests.commands import run
from tests.memory.samples import SYMBOL, sample_memory
from tests.memory.word.documents import accepted, package_at, package_of, rejected

OLD = """The General Assembly,

Recalling its resolutions on the trees of cities and on the roads of villages,

1. Decides to keep the register of trees;

2. Requests the Secretary-General to report on the present resolution;

3. Invites Member States to plant trees along the main roads of their capitals;
"""
NEW = """The General Assembly,

1. Invites Member States to plant trees along the main roads of their capitals;

Recalling its resolutions on the trees of cities and on the roads of villages,

2. Decides to keep the register of all trees;

3. Notes with regret that many old oaks fell in the storms of last winter;
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "old.txt", tmp_path / "new.txt"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_each_paragraph_is_one_object(files: tuple[Path, Path]) -> None:
    shown = run("compare", *files, "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [row["change"] for row in rows] == [
        "same",
        "moved",
        "same",
        "changed",
        "removed",
        "added",
    ]
    assert rows[3] == {
        "change": "changed",
        "old": {"label": "1", "text": "Decides to keep the register of trees;"},
        "new": {"label": "2", "text": "Decides to keep the register of all trees;"},
    }
    assert rows[4]["new"] is None
    assert rows[5]["old"] is None


def test_what_changed_is_shown_and_counted(files: tuple[Path, Path]) -> None:
    lines = run("compare", *files).stdout.splitlines()
    assert lines[1] == "~  2       Decides to keep the register of {+all +}trees;"
    assert lines[-1] == "2 same, 1 changed, 1 moved, 1 removed, 1 added"


def test_a_file_is_compared_with_a_document_of_the_memory(tmp_path: Path) -> None:
    memory = tmp_path / "memory.db"
    sample_memory(memory)
    new = tmp_path / "new.txt"
    new.write_text("The General Assembly,\n\n1. Decides to keep the register of old trees.\n")
    shown = run("compare", SYMBOL, new, "--source", "en", "--memory", memory, "--json")
    assert shown.returncode == 0
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert {"same", "changed", "removed"} == {row["change"] for row in rows}
    missing = run("compare", "A/RES/1/1", new, "--memory", memory)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "A/RES/1/1: the memory has no such document" in missing.stderr


def test_versions_of_two_languages_are_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "zh.txt"
    other.write_text("大会，\n\n1. 决定保留树木名册；\n\n2. 请秘书长提出报告；\n", encoding="utf-8")
    shown = run("compare", files[0], other)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert "versions are of one language" in shown.stderr


def test_a_page_and_a_word_file_are_written(files: tuple[Path, Path], tmp_path: Path) -> None:
    shown = run("compare", *files, "--out", tmp_path / "out", "--as", "A. Translator")
    assert (shown.returncode, shown.stderr) == (0, "")
    package = package_at(tmp_path / "out/redline.docx")
    assert "2.\tDecides to keep the register of all trees;" in accepted(package)
    assert "1.\tDecides to keep the register of trees;" in rejected(package)
    assert {each.author for each in tracked_changes(package.body)} == {"A. Translator"}
    assert "compare.html" in shown.stdout
    told = run("compare", files[0], tmp_path / "out/redline.docx", "--json")
    assert "tracked changes by A. Translator" in told.stderr
    assert '"change": "added"' in told.stdout
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    (kept,) = (row for row in rows if "register of all" in (row["new"] or {"text": ""})["text"])
    assert ("put in", " all", "A. Translator") in [
        (each["change"], each["text"], each["author"]) for each in kept["tracked"]
    ]


def test_what_has_to_change_in_the_translations_is_marked(tmp_path: Path) -> None:
    memory = tmp_path / "memory.db"
    sample_memory(memory)
    new = tmp_path / "new.txt"
    new.write_text("大会，\n\n回顾其2044年4月7日第98/12号决议，¹\n", encoding="utf-8")
    options = ("--memory", memory, "--targets", "en,ar", "--source", "zh")
    shown = run("compare", SYMBOL, new, *options, "--json", "--out", tmp_path / "out")
    assert shown.returncode == 0
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    (changed,) = (row for row in rows if row["change"] == "changed")
    assert [mark["answer"] for mark in changed["targets"]["en"]["marks"]] == [
        *("98", "12", "7", "April", "2044"),
    ]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("compare.html", "redline.docx", "redline.en.docx", "redline.ar.docx"),
    }
    assert "98/12 of 7 April 2044" in "".join(
        accepted(package_at(tmp_path / "out/redline.en.docx"))
    )
    assert run("compare", SYMBOL, new, "--memory", memory, "--targets", "zh").returncode == 2


def test_a_file_that_is_not_there_is_said_to_be_missing(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    shown = run("compare", files[0], tmp_path / "none.docx", "--memory", tmp_path / "none.db")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr == f"hexapla: {tmp_path / 'none.docx'}: no such file\n"


def test_an_empty_name_is_said_to_be_empty(files: tuple[Path, Path]) -> None:
    for given, name in (((files[0], ""), "NEW"), (("", ""), "OLD")):
        shown = run("compare", *given)
        assert (shown.returncode, shown.stdout) == (2, "")
        expected = f"hexapla: {name} is empty: give a file or the symbol of a document\n"
        assert shown.stderr == expected


def test_one_tracked_change_is_no_changes(files: tuple[Path, Path], tmp_path: Path) -> None:
    package = package_of("The General Assembly,")
    run_of = next(package.body.iter(W + "r"))
    put_in = etree.Element(W + "ins", {W + "author": "Eve"})
    run_of.addprevious(put_in)
    put_in.append(run_of)
    new = tmp_path / "new.docx"
    new.write_bytes(package.saved())
    shown = run("compare", files[0], new, "--out", tmp_path / "out")
    assert "new.docx: 1 tracked change by Eve; compared" in shown.stderr
    page = (tmp_path / "out/compare.html").read_text("utf-8")
    assert "Tracked changes in the new version: 1." in page
