"""Any two texts, aligned from the command line."""

import json
from pathlib import Path

from tests.commands import run


def test_lines_prints_beads_and_nothing_else_and_score_reads_them(tmp_path: Path) -> None:
    chinese = ["大会通过了这项决议。", "秘书长将提交一份报告。", "会议于星期五结束。"]
    english = [
        "The General Assembly adopted the resolution.",
        "The Secretary-General will submit a report.",
        "The meeting ended on Friday.",
    ]
    (tmp_path / "zh").write_text("\n".join(chinese) + "\n", encoding="utf-8")
    (tmp_path / "en").write_text("\n".join(english) + "\n", encoding="utf-8")
    (tmp_path / "gold").write_text("[0]:[0]\n[1]:[1]\n[2]:[2]\n")
    aligned = run("lines", tmp_path / "zh", tmp_path / "en", "--languages", "zh,en")
    assert aligned.returncode == 0
    (tmp_path / "mine").write_text(aligned.stdout)
    scored = run("score", tmp_path / "gold", tmp_path / "mine", "--json")
    assert json.loads(scored.stdout)["strict_f1"] == 1.0
    table = run("score", tmp_path / "gold", tmp_path / "mine")
    assert "1.000" in table.stdout
    assert table.returncode == 0
