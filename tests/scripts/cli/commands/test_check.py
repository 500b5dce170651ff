"""`hexapla check`: files, documents, a memory; reports, exceptions and settings."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from hexapla.memory.store.opening import open_store
from tests.commands import run
from tests.memory.samples import SYMBOL, sample_memory
from tests.paths import ROOT
from tests.processes import GUARD, started

SAMPLE = ROOT / "scripts" / "sample"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text(
        "zh,en\n38%的会员国。,83 per cent of Member States.\n名册。,The  register.\n", "utf-8"
    )
    return path


def test_a_table_is_checked_with_a_report(table: Path, tmp_path: Path) -> None:
    german = ("--report-language", "de")
    done = run("check", table, "--report", "found.html", *german, folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "numbers: zh: 38 percent, en: 83 percent (error)" in done.stdout
    assert "2 findings (1 error, 1 remark) in 2 units; checked: numbers" in done.stdout
    report = (tmp_path / "found.html").read_text("utf-8")
    assert "<mark>83</mark>" in report and "2 Befunde (1 Fehler, 1 Anmerkung)" in report
    told = run("check", table, "--json", "--least", "error", folder=tmp_path)
    assert [json.loads(line)["check"] for line in told.stdout.splitlines()] == ["numbers"]
    assert "in 2 units" in told.stderr
    assert run("check", table, "--report", "a.pdf", folder=tmp_path).returncode == 2


def test_findings_are_accepted_by_name_by_unit_and_all(table: Path, tmp_path: Path) -> None:
    name = json.loads(run("check", table, "--json", folder=tmp_path).stdout.splitlines()[0])["name"]
    done = run("check", table, "--accept", name, "--accept", "none#1", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "hexapla-exceptions.jsonl: 1 finding accepted\n")
    assert "none#1: there is no such finding" in done.stderr
    assert "1 accepted before" in run("check", table, folder=tmp_path).stdout
    run("check", table, "--accept", "all", folder=tmp_path)
    done = run("check", table, folder=tmp_path)
    assert (done.returncode, "nothing found in 2 units; 2 acc" in done.stdout) == (0, True)


def test_severities_come_from_the_settings(table: Path, tmp_path: Path) -> None:
    (tmp_path / "hexapla.toml").write_text('[checks]\nnumbers = "off"\nspaces = "error"\n', "utf-8")
    done = run("check", table, folder=tmp_path)
    assert "(error)" in done.stdout and "numbers" not in done.stdout
    assert run("check", table, "--severity", "nmes=off", folder=tmp_path).returncode == 2


def test_what_is_translated_in_several_ways_is_told_where_it_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("en,fr\nthe roster,le fichier\nthe roster,la liste\n", "utf-8")
    assert run("check", path, folder=tmp_path).returncode == 0
    done = run("check", path, "--consistency", folder=tmp_path)
    assert "consistency: the source is translated otherwise elsewhere: le fichier" in done.stdout
    assert done.stderr == ""
    assert run("check", path, "--check", "consistency", folder=tmp_path).returncode == 1


def test_documents_are_checked_alone_and_in_pairs(tmp_path: Path) -> None:
    english, russian = tmp_path / "note-EN.txt", tmp_path / "note-RU.txt"
    english.write_text("1. Decides to pay 38 dollars (again;\n\n2. Requests a report.\n", "utf-8")
    russian.write_text(
        "1. постановляет выплатить 83 доллара (вновь);\n\n2. просит представить доклад.\n", "utf-8"
    )
    alone = run("check", english, "--languages", "en")
    assert "brackets: unbalanced: ( (warning)" in alone.stdout
    assert "in 2 paragraphs; checked: brackets, repeated word, spaces, quot" in alone.stdout
    both = run("check", english, russian, "--languages", "en,ru", "--level", "paragraph")
    assert "numbers: en: 38 dollar, ru: 83 dollar (error)" in both.stdout
    assert run("check", english, russian, english).returncode == 2


def test_a_tmx_file_without_fault_says_what_was_checked(tmp_path: Path) -> None:
    sample_memory(tmp_path / "memory.db")
    run("export", "pairs.tmx", "--target", "en", folder=tmp_path)
    done = run("check", "pairs.tmx", folder=tmp_path)
    assert done.returncode == 0
    assert "pairs.tmx: nothing found in 8 units; checked: the format" in done.stdout
    found = run("check", "--symbol", "A/RES/98/*", "--target", "fr,ar", folder=tmp_path)
    assert "memory.db: " in found.stdout and "checked: numbers" in found.stdout


def test_titles_are_checked_by_those_of_a_memory(tmp_path: Path) -> None:
    with open_store(sample_memory(tmp_path / "memory.db")) as store:
        title, _ = store.titles("en")[SYMBOL]
        french, _ = store.titles("fr")[SYMBOL]
    path = tmp_path / "pairs.csv"
    path.write_text(f"en,fr\nAs in “{title}”.,Comme dans « Autre titre ».\n", "utf-8")
    done = run("check", path, "--terms", "memory.db", "--check", "titles", folder=tmp_path)
    assert f"titles: {title}: fr has not “{french}” (warning)" in done.stdout
    assert "nothing found" in run("check", path, "--check", "titles", folder=tmp_path).stdout


def test_many_texts_are_checked_in_processes_and_ctrl_c_ends_them(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    lines = [f"{place} members,{place + (place % 50 == 0)} membres\n" for place in range(4000)]
    path.write_text("en,fr\n" + "".join(lines), "utf-8")
    alone, together = (run("check", path, "--jobs", jobs, folder=tmp_path) for jobs in "12")
    assert alone.returncode == together.returncode == 1
    assert alone.stdout == together.stdout
    assert "80 findings" in alone.stdout
    path.write_text("en,fr\n" + "".join(lines * 3), "utf-8")
    command = ("-m", "hexapla", "check", path, "--jobs", "2")
    with started(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        # After those that this process checks itself.
        for _ in range(70):
            assert "numbers" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=GUARD)
    assert process.returncode in {130, -signal.SIGINT}
    assert "Traceback" not in stderr and len(stderr.strip().splitlines()) == 1


def test_check_tells_what_is_wrong_and_where(tmp_path: Path) -> None:
    bad = tmp_path / "bad.tmx"
    bad.write_text(
        '<tmx version="1.4">\n<header srclang="zh-CN"/>\n<body>\n<tu tuid="A/1#1">'
        '<tuv xml:lang="zh-CN"><seg>12项。</seg></tuv>'
        '<tuv xml:lang="en"><seg>13 items. </seg></tuv></tu>\n</body>\n</tmx>\n',
        encoding="utf-8",
    )
    shown = run("check", bad, "--quality")
    assert (shown.returncode, shown.stderr) == (1, "")
    assert "bad.tmx:2: error: <header> without adminlang" in shown.stdout
    assert "bad.tmx:4: omegat: white space at an end" in shown.stdout
    assert "A/1#1: numbers: zh: 12, en: 13" in shown.stdout
    one = run("check", bad, "--tool", "trados", "--json")
    assert {json.loads(line)["tool"] for line in one.stdout.splitlines()} == {""}
    assert run("check", tmp_path / "none.tmx").returncode == 2
