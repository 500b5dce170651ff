"""The evaluation of alignments: its figures, its comparison with an earlier run, its bad use."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from hexapla.corpora.errors import UsageError
from scripts.dev.evaluate.alignment import main
from tests.paths import ROOT
from tests.processes import GUARD

LINES = 30
WORDS = {
    "zh": "{0}. 第{1}号建议：缔约国应在{2}年前提交报告。",
    "en": "{0}. Recommendation {1}: States parties should report by {2}.",
    "fr": "{0}. Recommandation {1} : les États parties devraient faire rapport avant {2}.",
    "es": "{0}. Recomendación {1}: los Estados partes deberían informar antes de {2}.",
    "ru": "{0}. Рекомендация {1}: государствам-участникам следует отчитаться до {2} года.",
    "ar": "{0}. التوصية {1}: ينبغي للدول الأطراف أن تقدم تقاريرها قبل عام {2}.",
    "de": "{0}. Empfehlung {1}: Die Vertragsstaaten sollen bis {2} berichten.",
}


def evaluation(*arguments: str | Path) -> Result:
    """Evaluate without a model, which is quick."""
    return CliRunner().invoke(main, ["--encoder", "none", *map(str, arguments)])


def refusal(*arguments: str | Path) -> str:
    """Return the message of an evaluation that is refused."""
    done = evaluation(*arguments)
    assert done.stdout == ""
    assert isinstance(done.exception, UsageError)
    return str(done.exception)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Thirty lines in seven languages, one to one; gold says otherwise of two lines in French."""
    folder = tmp_path / "data"
    for name in ("mac-dev", "text-berg", "sdg-targets/numbered", "sdg-targets/unnumbered"):
        (folder / name / "gold").mkdir(parents=True)
    noisy = folder / "sdg-targets" / "noisy"
    (noisy / "gold").mkdir(parents=True)
    for language, words in WORDS.items():
        lines = [words.format(i + 1, 100 + 7 * i, 2001 + i) for i in range(LINES)]
        (noisy / f"{language}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        beads = [f"[{i}]:[{i}]\n" for i in range(LINES)]
        if language == "fr":
            beads[4:6] = ["[4, 5]:[4, 5]\n"]
        (noisy / "gold" / f"zh-{language}").write_text("".join(beads), "utf-8")
    (noisy / "gold" / "zh-zh").unlink()
    return folder


def test_the_help_has_an_example() -> None:
    assert (
        "Example: python -m scripts.dev.evaluate.alignment"
        in CliRunner().invoke(main, ["--help"]).stdout
    )


def test_figures_are_those_worked_out_by_hand(data: Path, tmp_path: Path) -> None:
    done = evaluation(data, "--json", "--plot", tmp_path / "plot.svg")
    assert (done.exit_code, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    sets = report["sets"]
    assert list(sets) == [
        *(f"sdg-noisy zh-{code}" for code in ("en", "fr", "es", "ru", "ar", "de")),
        "together sdg-noisy",
        "rows sdg-noisy",
    ]
    assert sets["sdg-noisy zh-en"]["strict_f1"] == 1.0
    assert sets["sdg-noisy zh-en"]["files"] == {"noisy/zh-en": [[10, 10, 10, 10]] * 3}
    french = sets["sdg-noisy zh-fr"]
    assert french["files"] == {"noisy/zh-fr": [[10, 8, 9, 8], *[[10, 10, 10, 10]] * 2]}
    assert french["strict_precision"] == pytest.approx(28 / 30)
    assert french["strict_recall"] == pytest.approx(28 / 29)
    assert french["low"] < french["strict_f1"] < french["high"] == 1.0
    together = sets["together sdg-noisy"]["files"]
    assert together["noisy/zh-fr"] == french["files"]["noisy/zh-fr"]
    assert together["noisy/zh-en"] == sets["sdg-noisy zh-en"]["files"]["noisy/zh-en"]
    # One gold row of lines 4 and 5 in all languages, and 28 others, which are right.
    rows = sets["rows sdg-noisy"]
    assert rows["strict_f1"] == pytest.approx(28 / 29)
    assert rows["files"] == {"noisy": [[9, 8, 9, 8], *[[10, 10, 10, 10]] * 2]}
    # All beads twice: aligned alone and together.
    assert sum(band["beads"] for band in report["reliability"]) == 2 * 180
    right = sum(band["beads"] * band["right"] for band in report["reliability"])
    assert right == pytest.approx(2 * 178)
    assert "encoder:none|revision:lexical/1|bs:1000|seed:12345|resampled:" in report["signature"]
    drawing = etree.parse(tmp_path / "plot.svg").getroot()
    assert {"mean confidence", "share right"} <= set(map(str, drawing.itertext()))


def test_a_run_is_compared_with_an_earlier_one(data: Path, tmp_path: Path) -> None:
    earlier = evaluation(data, "--json", "--only", "sdg-noisy zh-fr")
    report = json.loads(earlier.stdout)
    blocks = report["sets"]["sdg-noisy zh-fr"]["files"]["noisy/zh-fr"]
    for found_right_gold_recalled in blocks:
        found_right_gold_recalled[1] -= 4
        found_right_gold_recalled[3] -= 4
    saved = tmp_path / "earlier.json"
    saved.write_text(json.dumps(report))
    done = evaluation(data, "--only", "sdg-noisy", "--against", saved)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = {line[:15]: line.split() for line in done.stdout.splitlines()}
    assert lines["set".ljust(15)][-2:] == ["change", "p"]
    assert lines["sdg-noisy zh-fr"][-2] == "+0.407"
    assert float(lines["sdg-noisy zh-fr"][-1]) < 0.05
    assert lines["sdg-noisy zh-en"][-2:] == ["-", "-"]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"sets": {"sdg-noisy zh-en": {}}}', '{"sets": 1}']
)
def test_what_is_no_earlier_run_is_named(data: Path, tmp_path: Path, content: str) -> None:
    saved = tmp_path / "earlier.json"
    saved.write_text(content)
    message = refusal(data, "--only", "sdg-noisy zh-en", "--against", saved)
    assert f"{saved}: not the --json of an earlier run" in message


def test_runs_on_other_gold_are_not_compared(data: Path, tmp_path: Path) -> None:
    saved = tmp_path / "earlier.json"
    saved.write_text(evaluation(data, "--json", "--only", "sdg-noisy zh-en").stdout)
    gold = data / "sdg-targets" / "noisy" / "gold" / "zh-en"
    gold.write_text(gold.read_text("utf-8").replace("[0]:[0]", "[0]:[]"), "utf-8")
    message = refusal(data, "--only", "sdg-noisy zh-en", "--against", saved)
    assert "sdg-noisy zh-en: scored on another gold alignment" in message


def test_harder_sets_are_scored(shared_data: Path) -> None:
    done = evaluation(shared_data, "--harder", "3", "--only", "harder-half-missing zh-en", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert list(report["sets"]) == ["harder-half-missing zh-en"]
    assert list(report["sets"]["harder-half-missing zh-en"]["files"]) == [
        "declaration/zh-en",
        "resolution/zh-en",
        "targets/zh-en",
    ]
    assert "|harder:3|" in report["signature"]


@pytest.mark.parametrize(
    ("line", "cause"),
    [("[0]:[0] and more", "line 1: not a bead"), ("[0]:[99]", "not all in the texts")],
)
def test_bad_gold_is_named(data: Path, line: str, cause: str) -> None:
    gold = data / "sdg-targets" / "noisy" / "gold" / "zh-ar"
    gold.write_text(line + "\n", "utf-8")
    message = refusal(data, "--only", "sdg-noisy zh-ar")
    assert message.startswith(f"{gold}: ")
    assert cause in message


def test_a_set_that_is_not_there_is_named(data: Path) -> None:
    assert "novels" in refusal(data, "--only", "novels")


def test_a_refusal_is_one_line(data: Path) -> None:
    shutil.rmtree(data / "text-berg")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "scripts.dev.evaluate.alignment", data],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=GUARD,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "text-berg" in done.stderr
