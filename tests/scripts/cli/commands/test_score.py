"""Alignments against gold, from the command line."""

from pathlib import Path

from tests.commands import run


def test_score_names_the_line_that_is_no_bead(tmp_path: Path) -> None:
    (tmp_path / "gold").write_text("[0]:[0]\nnonsense\n")
    shown = run("score", tmp_path / "gold", tmp_path / "gold")
    assert shown.returncode == 2
    assert "gold: line 2" in shown.stderr
