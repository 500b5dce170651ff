"""The main job as a user runs it, on files."""

import csv
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import click
import pytest

from hexapla.cli.main import cli
from hexapla.memory.reports.report import write_report
from scripts.align_batch import align_batch
from tests.commands import run
from tests.paths import SAMPLE
from tests.processes import GUARD, started, wait_until


def units(out: Path) -> list[tuple[object, ...]]:
    """All translations that a memory holds, in a stable order."""
    with closing(sqlite3.connect(out / "memory.db")) as memory:
        tables = [
            name for (name,) in memory.execute("SELECT name FROM sqlite_schema WHERE type='table'")
        ]
        assert tables
        return sorted(
            row
            for table in tables
            if table in ("unit", "translation")
            for row in memory.execute(f"SELECT * FROM {table}")
        )


@pytest.fixture(scope="module")
def aligned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample, aligned once."""
    out = tmp_path_factory.mktemp("aligned") / "out"
    shown = run("align", SAMPLE, "--out", out)
    assert (shown.returncode, shown.stderr) == (0, "")
    return out


def test_it_writes_memory_tmx_for_every_pair_and_report(aligned: Path) -> None:
    pairs = [f"zh_{code}.tmx" for code in ("ar", "de", "en", "es", "fr", "ru")]
    assert sorted(path.name for path in (aligned / "tmx").iterdir()) == pairs
    assert sorted(path.name for path in (aligned / "tmx-paragraphs").iterdir()) == pairs
    assert (aligned / "report.html").stat().st_size > 10_000
    assert (aligned / "memory.db").is_file()


def test_a_second_run_skips_what_is_done_and_changes_nothing(aligned: Path) -> None:
    before = units(aligned)
    shown = run("align", SAMPLE, "--out", aligned, "--json")
    outcomes = [json.loads(line) for line in shown.stdout.splitlines()]
    assert {outcome["state"] for outcome in outcomes if "state" in outcome} == {"unchanged"}
    assert units(aligned) == before


def test_a_changed_document_is_redone_and_doubles_nothing(tmp_path: Path) -> None:
    note = tmp_path / "note"
    shutil.copytree(SAMPLE / "note", note)
    assert run("align", note, "--out", tmp_path / "out").returncode == 0
    before = units(tmp_path / "out")
    english = note / "en.txt"
    english.write_text(english.read_text("utf-8").replace("the", "this", 1), "utf-8")
    shown = run("align", note, "--out", tmp_path / "out", "--json", "--steps")
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [each["state"] for each in lines if "state" in each] == ["aligned"]
    steps = [each["step"] for each in lines if "step" in each]
    assert list(dict.fromkeys(steps)) == ["finding", "reading", "aligning", "storing", "writing"]
    assert [Path(each["file"]).name for each in lines if each.get("step") == "reading"] == [
        *("zh.txt", "en.txt", "ar.txt")
    ]
    after = units(tmp_path / "out")
    assert after != before
    assert len(after) == len(before)


def test_aligned_texts_among_the_documents_go_straight_to_the_memory(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    shutil.copytree(SAMPLE / "note", folder)
    (folder / "texts.tsv").write_text("en\tzh\nThe door is open.\t门是开的。\n", "utf-8")
    (folder / "bad.tmx").write_text('<tmx version="1.4"><header/><body><tu>', "utf-8")
    out = folder / "out"
    shown = run("align", folder, "--out", out)
    assert shown.returncode == 1
    assert f"imported: {folder / 'texts.tsv'}: 1 units, 0 known already" in shown.stdout
    assert f"refused: {folder / 'bad.tmx'}: is not well-formed" in shown.stderr
    assert "门是开的。" in (out / "tmx" / "zh_en.tmx").read_text("utf-8")
    before = units(out)
    # What the first run wrote lies among the documents now.
    shown = run("align", folder, "--out", out)
    assert "1 aligned file imported by an earlier run" in shown.stdout
    assert units(out) == before
    lines = run("align", folder, "--out", out, "--json").stdout.splitlines()
    imported = {"imported": str(folder / "texts.tsv"), "cause": "known already"}
    assert imported in map(json.loads, lines)


def test_languages_and_source_choose_the_pairs(tmp_path: Path) -> None:
    shown = run("align", SAMPLE, "--out", tmp_path, "--source", "en", "--languages", "zh,fr")
    assert shown.returncode in (0, 1)
    assert sorted(path.name for path in (tmp_path / "tmx").iterdir()) == ["en_fr.tmx", "en_zh.tmx"]


def test_bad_documents_are_one_line_each_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "文件 夹"
    shutil.copytree(SAMPLE / "note", folder / "good")
    bad = folder / "A_RES_99_902"
    bad.mkdir()
    (bad / "A_RES_99_902-ZH.txt").write_text("1. 决定保留其档案。\n\n2. 请秘书长报告。\n", "utf-8")
    (bad / "A_RES_99_902-EN.txt").write_bytes(b"")
    (bad / "A_RES_99_902-FR.txt").write_bytes(bytes(range(256)) * 20)
    shown = run("align", folder, "--out", tmp_path / "out")
    assert shown.returncode == 1
    lines = shown.stderr.splitlines()
    assert any("A_RES_99_902-EN.txt" in line for line in lines)
    assert any("A_RES_99_902-FR.txt" in line for line in lines)
    assert "Traceback" not in shown.stderr
    assert (tmp_path / "out" / "tmx" / "zh_en.tmx").is_file()


def test_a_document_that_is_no_translation_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text(
        "\n\n".join(
            [
                "大会决定设立一个关于档案的工作组。",
                "工作组应每年举行两次会议，并向大会提出报告。",
                "请秘书长为工作组提供必要的资源。",
                "邀请会员国在自愿基础上提供捐款。",
                "决定在第一百届会议上审议这一问题。",
            ]
        ),
        "utf-8",
    )
    (tmp_path / "en.txt").write_text(
        "\n\n".join(
            [
                "Whisk the eggs with the sugar until they are pale.",
                "Fold in the flour and the melted butter.",
                "My grandmother always baked this cake on Sundays.",
                "Leave it in the oven for forty minutes at a low heat.",
                "The dog was asleep under the kitchen table.",
            ]
        ),
        "utf-8",
    )
    shown = run("align", tmp_path, "--out", tmp_path / "out")
    assert shown.returncode == 1
    assert "translation" in shown.stderr
    assert units(tmp_path / "out") == []


def test_documents_and_output_can_share_a_folder(tmp_path: Path) -> None:
    for language in ("zh", "en"):
        shutil.copy(SAMPLE / "note" / f"{language}.txt", tmp_path)
    for state in ("aligned", "unchanged"):
        shown = run("align", tmp_path, "--out", tmp_path)
        assert shown.stdout.startswith(f"document sets: 1 {state}\n")
        assert (shown.returncode, shown.stderr) == (0, "")


def test_names_that_are_no_text_or_hold_line_ends_stay_on_one_line(tmp_path: Path) -> None:
    for language in ("zh", "en"):
        text = (SAMPLE / "note" / f"{language}.txt").read_text().replace("A/99/902", "")
        for name in (b"\xb4\xb4", b"two\nlines"):
            Path(
                os.fsdecode(os.fsencode(tmp_path) + b"/" + name + f".{language}.txt".encode())
            ).write_text(text)
    shown = run("align", tmp_path, "--out", tmp_path / "out")
    assert shown.returncode == 1
    *refused, advice, same, how = shown.stderr.splitlines()
    assert len(refused) == 2
    assert same.startswith("say the same: ")
    assert how == "--by-content pairs them"
    assert all(line.startswith("refused: ") for line in refused)
    assert "--pair" in advice
    with closing(sqlite3.connect(tmp_path / "out" / "memory.db")) as memory:
        assert "\\udcb4\\udcb4" in {
            row[0] for row in memory.execute("SELECT symbol FROM document_set")
        }


def test_no_permission_to_write_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    shown = run("align", SAMPLE, "--out", tmp_path / "file" / "out")
    assert shown.returncode == 2
    assert len(shown.stderr.splitlines()) == 1
    assert str(tmp_path / "file") in shown.stderr


def test_ctrl_c_keeps_the_memory_and_says_one_line(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("-m", "hexapla", "align", SAMPLE, "--out", out)
    with started(*command, stderr=subprocess.PIPE) as process:
        wait_until(lambda: (out / "memory.db").exists() or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=GUARD)
    # A shell says 130 for both: Python ends itself by the signal that fell into an exec, as that
    # of dataclasses, also when the interrupt was answered.
    assert process.returncode in {130, -signal.SIGINT}
    # click ends the line of a terminal, where ^C stands, first
    assert stderr.split("\n")[-2:-1] == ["hexapla: stopped; what was finished is kept"]
    with closing(sqlite3.connect(out / "memory.db")) as memory:
        assert memory.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert run("align", SAMPLE, "--out", out, "--encoder", "none").returncode == 0


def write_manifest(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(["symbol", "language", "path"])
        for file in sorted((SAMPLE / "note").glob("??.txt")):
            writer.writerow(["A/99/902", file.stem, os.path.relpath(file, path.parent)])
        writer.writerow(["A/99/903", "zh", "missing.txt"])
        writer.writerow(["A/99/903", "en", "missing too.txt"])


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_batch_script_does_a_manifest_and_lists_what_it_refused(
    tmp_path: Path, jobs: str
) -> None:
    write_manifest(tmp_path / "list.csv")
    shown = run(
        tmp_path / "list.csv",
        "--out",
        tmp_path / "out",
        *("--encoder", "none"),
        "--jobs",
        jobs,
        command=align_batch,
    )
    assert shown.returncode == 1
    assert "missing.txt" in shown.stderr
    assert (tmp_path / "out" / "tmx" / "zh_en.tmx").is_file()


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    script = shutil.which("script")
    if script is None:
        pytest.fail("the test needs `script` (util-linux) for a terminal")
    command = f"stty rows 24 cols 120; {sys.executable} -m hexapla align {SAMPLE} --encoder none"
    command += f" --out {tmp_path}"
    shown = subprocess.run(
        [script, "-qec", command, "/dev/null"], capture_output=True, encoding="utf-8", timeout=GUARD
    )
    assert "set" in shown.stdout
    assert "paragraphs/s" in shown.stdout


@pytest.mark.parametrize("command", [cli, align_batch])
@pytest.mark.parametrize("option", ["--out", "--memory"])
@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_bad_use_and_writes_nothing(
    tmp_path: Path, command: click.Command, option: str, name: str
) -> None:
    write_manifest(tmp_path / "list.csv")
    here = tmp_path / "here"
    here.mkdir()
    start = ["align", str(SAMPLE)] if command is cli else [str(tmp_path / "list.csv")]
    other = [] if option == "--out" else ["--out", str(tmp_path / "out")]
    shown = run(*start, *other, option, name, command=command, folder=here)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert len(shown.stderr.splitlines()) == 1
    assert option in shown.stderr
    assert "empty" in shown.stderr
    assert list(here.iterdir()) == []
    assert not (tmp_path / "out").exists()


def test_documents_are_named_or_their_manifest_and_never_both(tmp_path: Path) -> None:
    write_manifest(tmp_path / "list.csv")
    out = ("--out", tmp_path / "out")
    both = run("align", SAMPLE, "--manifest", tmp_path / "list.csv", *out)
    assert (both.returncode, "not both" in both.stderr) == (2, True)
    none = run("align", *out)
    assert (none.returncode, "Missing argument 'PATHS...'" in none.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_align_with_a_manifest_is_the_batch_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795424400")
    write_manifest(tmp_path / "list.csv")
    given: list[tuple[object, ...]] = []
    for command, *named in ((cli, "align", "--manifest", "list.csv"), (align_batch, "list.csv")):
        options = ("--out", "out", "--encoder", "none")
        shown = run(*named, *options, command=command, folder=tmp_path)
        kept = {path: path.read_bytes() for path in sorted((tmp_path / "out").rglob("*.tmx"))}
        assert kept
        given.append((shown.returncode, shown.stdout, shown.stderr, kept))
        shutil.rmtree(tmp_path / "out")
    assert given[0] == given[1]
    assert given[0][0] == 1
    assert "document sets: 1 aligned, 1 refused" in str(given[0][1])


def test_the_pages_of_a_long_report_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = partial(write_report, page_rows=200)
    monkeypatch.setattr("hexapla.memory.jobs.align_files.write_report", pages)
    for language in ("zh", "en"):
        text = "".join(
            f"{number}. {line.format(number)}\n\n"
            for number, line in enumerate(
                [{"zh": "欢迎第{}号报告。", "en": "Welcomes report No. {}."}[language]] * 210
            )
        )
        (tmp_path / f"{language}.txt").write_text(text, "utf-8")
    out = tmp_path / "out"
    shown = run("align", tmp_path, "--out", out, "--encoder", "none")
    assert shown.stdout.splitlines()[-2:] == [
        f"written: {out / 'report.html'}",
        f"written: {out / 'report'}",
    ]


def test_what_is_no_document_is_counted_and_what_a_set_lacks_is_refused(tmp_path: Path) -> None:
    note = tmp_path / "note"
    shutil.copytree(SAMPLE / "note", note)
    (note / "zh-ar").write_text("[0]:[0]\n[1, 2]:[1]\n")
    (note / "costs.xlsx").write_text("")
    shown = run("align", note, "--out", tmp_path / "out", "--encoder", "none")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[1:3] == [
        f"left out: {note / 'costs.xlsx'}: .xlsx files are not read, and no set lacks one",
        f"left out: {note / 'zh-ar'}: its language cannot be told from its name or text",
    ]
    (note / "zh-ar").unlink()
    (note / "fr.xlsx").write_text("")
    shown = run("align", note, "--out", tmp_path / "out", "--encoder", "none")
    assert shown.returncode == 1
    (line,) = shown.stderr.splitlines()
    assert line.startswith(f"refused: {note / 'fr.xlsx'}: .xlsx files are not read")
    assert shown.stdout.splitlines()[:2] == [
        "document sets: 1 unchanged",
        f"left out: {note / 'costs.xlsx'}: .xlsx files are not read, and no set lacks one",
    ]
    shown = run("align", note, "--out", tmp_path / "out", "--encoder", "none", "--json")
    found = [json.loads(line) for line in shown.stdout.splitlines()]
    assert str(note / "costs.xlsx") in [each.get("left_out") for each in found]


def test_a_document_in_another_language_than_its_name_says_is_one_line(tmp_path: Path) -> None:
    note = tmp_path / "note"
    shutil.copytree(SAMPLE / "note", note)
    shutil.copy(note / "zh.txt", note / "es.txt")
    shown = run("align", note, "--out", tmp_path / "out", "--encoder", "none")
    assert shown.returncode == 1
    assert shown.stderr.splitlines()[-1] == (
        f"refused: {note / 'es.txt'}: declared Spanish, but the text is Chinese"
    )


def test_what_is_not_sure_enough_is_kept_apart_and_the_memory_keeps_all(
    aligned: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    shown = run(
        "align", SAMPLE, "--out", tmp_path / "out", "--min-confidence", "0.95", "--cache", cache
    )
    assert shown.returncode == 0, shown.stderr
    assert any(cache.iterdir())
    assert len(units(tmp_path / "out")) == len(units(aligned))
    assert "kept apart in the folder doubtful" in shown.stdout
    cautious, all_of_it = (
        [
            int(score)
            for path in sorted((out / "tmx").iterdir())
            for score in re.findall(r'x-Score:Integer">(\d+)<', path.read_text("utf-8"))
        ]
        for out in (tmp_path / "out", aligned)
    )
    assert min(cautious) >= 95
    assert len(cautious) == sum(score >= 95 for score in all_of_it)


def test_two_files_are_a_pair_whatever_their_names(tmp_path: Path) -> None:
    one, other = tmp_path / "世界.txt", tmp_path / "world.txt"
    one.write_text("决定保留先例名册，每年更新。\n\n请秘书长向大会第99届会议提出报告。", "utf-8")
    other.write_text(
        "Decides to keep the roster of precedents, updated each year.\n\n"
        "Requests the Secretary-General to report to the General Assembly at its 99th session.",
        "utf-8",
    )
    for name, arguments in (("a", (other, one)), ("b", ("--pair", one, other))):
        shown = run("align", *arguments, "--out", tmp_path / name)
        assert (shown.returncode, shown.stderr) == (0, "")
        assert len(units(tmp_path / name)) > 0
        assert (tmp_path / name / "tmx" / "zh_en.tmx").is_file()


def test_what_would_help_is_said_once_where_nothing_has_a_partner(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"决定保留名册{name}。", "utf-8")
    shown = run("align", tmp_path, "--out", tmp_path / "out", "--encoder", "none")
    assert shown.returncode == 1
    assert shown.stderr.count("--pair FILE FILE") == 1


def test_files_that_say_the_same_are_named_and_paired_where_it_is_asked_for(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for number, code in enumerate(("ZH", "ES", "RU")):
        shutil.copy(SAMPLE / f"A_RES_99_901-{code}.txt", documents / f"scan {number}.txt")
        # No two of a language in a folder are paired by their place.
        (documents / f"{code}.note.txt").write_text(f"{NOTES[code]}\n", "utf-8")
        text = (documents / f"scan {number}.txt").read_text("utf-8")
        (documents / f"scan {number}.txt").write_text(text.replace("A/RES/99/901", ""), "utf-8")
    shown = run("align", documents, "--out", tmp_path / "out")
    assert shown.returncode == 1
    *_, first, second, advice = shown.stderr.splitlines()
    source = documents / "scan 0.txt"
    assert first == f"say the same: {source} and {documents / 'scan 1.txt'}"
    assert second == f"say the same: {source} and {documents / 'scan 2.txt'}"
    assert advice == "--by-content pairs these"
    shown = run("align", documents, "--out", tmp_path / "out", "--by-content")
    assert "document sets: 1 aligned" in shown.stdout
    assert "scan" not in shown.stderr
    for pair in ("zh_es", "zh_ru"):
        assert (tmp_path / "out" / "tmx" / f"{pair}.tmx").is_file()


NOTES = {"ZH": "会议推迟到星期五。", "ES": "El informe está agotado.", "RU": "Вход закрыт."}


def test_where_nothing_is_found_what_lies_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "photo.jpg.tiff").write_bytes(b"II*\x00")
    shown = run("align", tmp_path / "in", "--out", tmp_path / "out")
    assert shown.returncode == 1
    lines = shown.stdout.splitlines()
    assert lines[:2] == [
        "document sets: none found",
        f"left out: {tmp_path / 'in' / 'photo.jpg.tiff'}: .tiff files are not read, and no set"
        " lacks one",
    ]


def test_the_report_is_shown_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BROWSER", "echo %s")
    for name, text in (("zh", "决定保留名册。"), ("en", "Decides to keep the roster.")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    arguments = (tmp_path / "zh.txt", tmp_path / "en.txt", "--out", tmp_path / "out")
    assert run("align", *arguments).returncode == 0
    assert "file://" not in capfd.readouterr().out
    assert run("align", *arguments, "--open").returncode == 0
    assert (tmp_path / "out" / "report.html").as_uri() in capfd.readouterr().out


def test_what_was_written_among_the_documents_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795424400")
    for name in ("zh", "en"):
        shutil.copy(SAMPLE / "note" / f"{name}.txt", tmp_path)
    out = tmp_path / "out"
    first = run("align", tmp_path, "--out", out)
    assert (first.returncode, first.stderr) == (0, "")
    written = {path: path.read_bytes() for path in out.glob("tmx*/*.tmx")}
    assert len(written) == 2
    again = run("align", tmp_path, "--out", out)
    assert again.stdout.splitlines()[0] == "document sets: 1 unchanged"
    assert "imported" not in again.stdout
    assert {path for path in written if path.read_bytes() != written[path]} == set()


def test_a_dry_run_says_what_belongs_together_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lost-EN.txt").write_text("1. Decides so.", encoding="utf-8")
    out = tmp_path / "out"
    shown = run("align", SAMPLE, tmp_path, "--out", out, "--dry-run")
    assert shown.returncode == 1
    assert "A/99/902\n  zh  " in shown.stdout
    assert "lost-EN.txt" in shown.stderr
    found = run("align", SAMPLE, tmp_path, "--out", out, "--dry-run", "--json").stdout.splitlines()
    sets = {each["symbol"]: each for each in map(json.loads, found) if "symbol" in each}
    assert [each["language"] for each in sets["A/99/902"]["documents"]] == ["zh", "en", "ar"]
    (refused,) = (each for each in map(json.loads, found) if "refused" in each)
    assert refused["cause"]
    assert not out.exists()
