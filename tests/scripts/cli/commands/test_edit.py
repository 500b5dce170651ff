"""`hexapla edit` and `hexapla undo`: shown first, done when asked, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.commands import run
from tests.memory.samples import SYMBOL, sample_memory

TABLE = (
    "zh\ten\n决定保留名册。\tDecides to keep the <b>list</b>, see ana@example.org.\n"
    "决定保留名册。\t决定保留名册。\n大会\t—\n"
)


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    path = tmp_path / "memory.db"
    sample_memory(path)
    (tmp_path / "old.tsv").write_text(TABLE, "utf-8")
    assert run("import", tmp_path / "old.tsv", "--memory", path).returncode == 0
    return path


def texts(memory: Path, language: str = "en") -> list[str]:
    with open_store(memory) as store:
        return [
            each.text
            for unit in store.units(level=Level.SENTENCE)
            for each in unit.translations
            if each.language == language
        ]


def test_a_replacement_is_shown_then_done_then_taken_back(memory: Path) -> None:
    words = ("edit", "replace", "register", "roster", "--language", "en", "--memory", memory)
    before = texts(memory)
    shown = run(*words, "--level", "sentence")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines() == [
        f"{SYMBOL}#1.1  en",
        "- Decides to keep the «register» of trees.",
        "+ Decides to keep the «roster» of trees.",
        f"{SYMBOL}#1.2  en",
        "- The «register» is brought up to date yearly.",
        "+ The «roster» is brought up to date yearly.",
        "2 texts changed in 2 units; nothing is changed yet: --apply does it",
    ]
    assert texts(memory) == before
    found = [json.loads(line) for line in run(*words, "--json").stdout.splitlines()]
    assert [each["level"] for each in found] == ["sentence", "sentence", "paragraph"]
    assert found[0]["new"] == "Decides to keep the roster of trees."
    done = run(*words, "--apply", "--as", "Ana")
    assert done.stdout == '3 texts changed in 3 units; hexapla undo 1 --as "Ana" takes it back\n'
    assert texts(memory) != before
    assert (
        'Ana  replace "register" with "roster" in en: 3 units\n'
        in run("undo", "--list", "--memory", memory).stdout
    )
    assert run("undo", "--memory", memory).stderr == "there is no edit of yours to take back\n"
    refused = run("undo", "1", "--memory", memory)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "edit 1 was made by Ana: add --as with that name to take it back" in refused.stderr
    undone = run("undo", "--memory", memory, "--as", "Ana")
    assert undone.stdout.startswith('taken back: edit 1, replace "register" with "roster" in en')
    assert texts(memory) == before
    assert run("undo", "--memory", memory, "--as", "Ana").stderr.startswith("there is no edit")
    (entry,) = map(
        json.loads, run("undo", "--list", "--json", "--memory", memory).stdout.splitlines()
    )
    assert (entry["number"], entry["size"], entry["is_undone"]) == (1, 3, True)


def test_what_is_left_is_named_with_status_1(memory: Path) -> None:
    words = ("edit", "replace", "—", "", "--language", "en", "--memory", memory)
    shown = run(*words, "--apply")
    assert shown.returncode == 1
    assert shown.stderr == "old#4 en: left as it is: nothing would be left of the text\n"
    assert shown.stdout == "nothing to change, 1 text left as it is\n"


def test_a_row_that_was_changed_since_is_named(memory: Path) -> None:
    words = ("edit", "replace", "list", "roster", "--language", "en", "--memory", memory, "--yes")
    assert run(*words).returncode == 0
    assert run("edit", "tags", "--memory", memory, "--apply").returncode == 0
    shown = run("undo", "1", "--memory", memory)
    assert (shown.returncode, shown.stderr) == (1, "old#2: left as it is: changed since\n")
    assert shown.stdout.endswith(": 0 units as before, 1 left\n")
    for number, told in (("1", "taken back already"), ("9", "no edit 9")):
        refused = run("undo", number, "--memory", memory)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert told in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("delete", "untranslated", "empty"), "2 translations taken out in 2 units"),
        (("delete", "wrong-language", "--languages", "en"), "1 translation taken out in 1 unit"),
        (("tags",), "1 text changed in 1 unit"),
        (("normalise", "--languages", "fr", "--from-file", "texts/fr.txt"), "6 texts changed in 6"),
        (("normalize", "--languages", "fr", "--no-spaces"), "nothing to change"),
        (("anonymise", "--keep", "links"), "1 text changed in 1 unit"),
        (("anonymize", "--symbol", "none"), "nothing to change"),
        (("language", "fr", "pt"), "15 other changes in 15 units"),
        (("delete", "doubtful", "--only", "rejected"), "nothing to change"),
    ],
)
def test_each_edit_counts_what_it_would_do(
    memory: Path, arguments: tuple[str, ...], told: str
) -> None:
    shown = run("edit", *arguments, "--memory", memory)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[-1].startswith(told)
    done = run("edit", *arguments, "--memory", memory, "--apply")
    assert done.stdout.startswith(told)


def test_names_are_taken_from_a_list(memory: Path, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Assembly\n", "utf-8")
    words = ("edit", "anonymise", "--names", tmp_path / "names.txt", "--memory", memory)
    assert run(*words, "--apply").returncode == 0
    assert "The General [name]," in texts(memory)


@pytest.mark.parametrize(
    "arguments",
    [
        ("replace", "(", "x", "--regex", "--language", "en"),
        ("replace", "", "x", "--language", "en"),
        ("replace", "a", "b"),
        ("delete",),
        ("delete", "everything"),
        ("normalise", "--no-quotes", "--no-spaces"),
        ("language", "zh-Hans", "zh-CN"),
        ("anonymise", *(f"--keep={each}" for each in ("emails", "phones", "links", "authors"))),
    ],
)
def test_bad_use_is_one_line(memory: Path, arguments: tuple[str, ...]) -> None:
    shown = run("edit", *arguments, "--memory", memory)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert len(shown.stderr.splitlines()) == 1


def test_changed_texts_do_not_steer_the_terminal(memory: Path) -> None:
    words = ("edit", "replace", "register", "a\x1b[2J\u202eb", "--language", "en")
    shown = run(*words, "--memory", memory)
    assert not {"\x1b", "\u202e"} & set(shown.stdout)
    assert "a[2J\\u202eb" in shown.stdout


def test_long_texts_are_shown_around_their_changes(memory: Path) -> None:
    words = ("edit", "replace", "<both kinds>", "<all>", "--language", "en", "--memory", memory)
    shown = run(*words, "--limit", "1").stdout.splitlines()
    assert shown[1].endswith(" the present resolution, with “A & B” <«both kinds»> of cost;")
    assert len(shown) == 4


def test_files_are_cut_joined_and_recoded(memory: Path, tmp_path: Path) -> None:
    whole = tmp_path / "all.tmx"
    assert run("export", whole, "--target", "en", "--memory", memory).returncode == 0
    cut = run("edit", "split", whole, "--units", "4", "--out", tmp_path / "parts")
    assert cut.stdout.splitlines()[0] == f"{tmp_path / 'parts' / 'all_1.tmx'}: 4 units"
    parts = [line.rpartition(":")[0] for line in cut.stdout.splitlines()]
    again = tmp_path / "again.tmx"
    assert run("edit", "join", *parts, "--out", again).stdout == f"{again}: 11 units\n"
    by_set = run("edit", "split", whole, "--by", "set", "--out", tmp_path / "sets")
    assert by_set.stdout.splitlines() == [
        f"{tmp_path / 'sets' / 'all_A_RES_98_12.tmx'}: 8 units",
        f"{tmp_path / 'sets' / 'all_old.tmx'}: 3 units",
    ]
    other = tmp_path / "other.tmx"
    codes = ("--code", "zh-HK", "--code", "en-US=en-GB")
    told = run("edit", "codes", again, other, *codes).stdout.splitlines()
    assert told == ["en-US to en-GB: 11 texts", f"written: {other}"]
    codes = ("--code", "zh-SG", "--code", "en-US=en-GB")
    told = run("edit", "codes", again, other, *codes).stdout.splitlines()
    assert told == ["zh-CN to zh-SG: 11 texts", "en-US to en-GB: 11 texts", f"written: {other}"]
    assert run("check", other).returncode == 0
    for given in (("split", whole, "--out", tmp_path), ("codes", whole, other, "--code", "!")):
        assert run("edit", *given).returncode == 2
