"""`hexapla terms` keeps the termbase of a memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import run


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """A memory with two concepts."""
    table = tmp_path / "terms.csv"
    table.write_text("zh;en;domain\n树木名册;register of trees;forests\n河流;river;\n", "utf-8")
    shown = run("terms", "import", table, "--memory", tmp_path / "m.db", "--as", "Ana")
    assert shown.stdout == f"{table}: 2 concepts added, 0 completed, 0 known\n"
    return tmp_path / "m.db"


def test_terms_are_listed_added_removed_and_taken_back(memory: Path) -> None:
    where = ("--memory", memory, "--as", "Ana")
    superseded = ("--superseded", "en=tree list=register of trees")
    shown = run("terms", "add", "ar=سجل", *superseded, "--to", "1", *where)
    assert shown.stdout == "concept 1: completed\n"
    listed = run("terms", "list", "名册", "--memory", memory).stdout
    assert listed.splitlines() == [
        "1  forests; Ana",
        "  zh  树木名册",
        "  en  register of trees",
        "  en  tree list (superseded) → register of trees",
        "  ar  سجل",
    ]
    (river,) = map(
        json.loads, run("terms", "list", "river", "--json", "--memory", memory).stdout.splitlines()
    )
    assert (river["key"], river["terms"][1]["text"], river["who"]) == (2, "river", "Ana")
    assert run("terms", "remove", "2", *where).stdout == "1 concept removed\n"
    assert "no such terms" in run("terms", "list", "river", "--memory", memory).stderr
    undone = run("undo", *where).stdout
    assert "1 concept as before" in undone
    assert "river" in run("terms", "list", "--memory", memory).stdout
    known = run("terms", "add", "zh=河流", "en=river", *where).stdout
    assert known == "0 concepts added, 0 completed, 1 known\n"
    run("terms", "add", "zh=小\x01溪", " en = a\x0bbrook ", *where)
    assert "  zh  小溪\n  en  a brook\n" in run("terms", "list", "brook", "--memory", memory).stdout
    refused = run("terms", "add", "zh=–", *where)
    assert (refused.returncode, "write a language and a term" in refused.stderr) == (2, True)


@pytest.mark.parametrize("name", ["terms.tbx", "terms.xlsx", "terms.csv"])
def test_what_is_exported_is_imported(name: str, memory: Path, tmp_path: Path) -> None:
    file = tmp_path / "out" / name
    file.parent.mkdir()
    assert run("terms", "export", file, "--memory", memory).stdout == f"{file}: 2 entries\n"
    other = tmp_path / "other.db"
    run("terms", "import", file, "--memory", other)
    assert (
        run("terms", "list", "--memory", other).stdout.replace("root", "Ana").splitlines()[1:]
        == run("terms", "list", "--memory", memory).stdout.splitlines()[1:]
    )
    brought = run("merge", other, "--memory", memory).stdout
    assert "concepts: 0 added, 0 merged, 2 unchanged" in brought


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "word"), "write a language and a term"),
        (("add",), "name a term"),
        (("add", "zh=树", "--to", "9"), "there is no concept 9"),
        (("remove", "9"), "there is no concept 9"),
        (("export", "terms.utf8"), "add --languages zh,en"),
        (("export", "terms.doc"), "no file of terms"),
    ],
)
def test_bad_use_is_one_line(arguments: tuple[str, ...], told: str, memory: Path) -> None:
    shown = run("terms", *arguments, "--memory", memory)
    assert shown.returncode == 2
    assert told in shown.stderr
    assert len(shown.stderr.splitlines()) == 1


def test_terms_of_a_text_are_told_by_match(memory: Path) -> None:
    run("terms", "add", "--deprecated", "en=stream", "--to", "2", "--memory", memory)
    shown = run("match", "在河流旁边", "--memory", memory)
    assert "term     河流  river  (not stream)" in shown.stdout
    (told,) = map(
        json.loads, run("match", "在河流旁边", "--json", "--memory", memory).stdout.splitlines()
    )
    assert (told["kind"], told["start"], told["renderings"][0]["text"]) == ("term", 1, "river")


def test_a_memory_and_files_are_checked_by_the_terms(memory: Path, tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(
        "zh,en\n保护河流。,Protect the river.\n保护河流。,Protect the bank.\n", "utf-8"
    )
    assert run("check", table, folder=tmp_path).returncode == 0
    told = "missing term: 河流: en has not river (remark)"
    assert told in run("check", table, "--terms", memory, folder=tmp_path).stdout
    run("import", table, "--memory", memory)
    found = run("check", "--memory", memory, folder=tmp_path)
    assert found.returncode == 1
    assert told in found.stdout
    accepted = run("check", "--memory", memory, "--accept", "all", folder=tmp_path)
    assert "1 finding accepted" in accepted.stdout
    assert run("check", "--memory", memory, folder=tmp_path).returncode == 0


def test_candidates_of_a_document_come_with_how_the_memory_says_them(
    memory: Path, tmp_path: Path
) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(
        "zh,en\n保护森林资源。,Protect forest resources.\n利用森林资源。,Use forest resources.\n",
        "utf-8",
    )
    run("import", table, "--memory", memory)
    document = tmp_path / "note-ZH.txt"
    document.write_text("1. 保护河流和森林资源；\n\n2. 评估森林资源、河流。\n", "utf-8")
    out = tmp_path / "candidates.csv"
    asked = ("terms", "extract", document, "--target", "en", "--memory", memory)
    shown = run(*asked, "--out", out).stdout
    assert shown.startswith("森林资源  2  ")
    assert "  en  forest resources (100%)" in shown
    assert "森林资源,admitted,forest resources,admitted" in out.read_text("utf-8-sig")
    # A file that cannot be written is told before anything is looked for.
    early = run("terms", "extract", document, "--memory", memory, "--out", tmp_path / "t.utf8")
    assert (early.returncode, early.stdout) == (2, "")
    assert "--target en to extract" in early.stderr
    (told,) = map(json.loads, run(*asked, "--json").stdout.splitlines())
    assert told["candidate"]["text"] == "森林资源"
    run("terms", "import", out, "--memory", memory)
    # What is kept is no candidate any more.
    again = run(*asked)
    assert (again.stdout, "no phrase" in again.stderr) == ("", True)
