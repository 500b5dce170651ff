"""Real reports of the United Nations are read at least as well as their floors say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.corpora.document import Kind
from hexapla.corpora.readers.registry import read
from scripts.dev.evaluate.translated_reports import main as translate
from scripts.dev.evaluate.un_reports import compare_kinds, main, read_gold, score_numbered
from tests.paths import ROOT

_ALL_FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))
_FLOORS = _ALL_FLOORS["reports"]
_PRINTED = _ALL_FLOORS["printed reports"]
_KINDS = _ALL_FLOORS["kinds of printed reports"]


def test_a_real_report_is_read_whole_and_with_its_numbers(shared_data: Path) -> None:
    """One of them: the evaluation below reads all."""
    folder = shared_data / "un-reports"
    gold = read_gold(folder / "gold" / "A_80_604_Add.1.jsonl")
    for suffix in ("docx", "pdf"):
        score = score_numbered(gold, read(folder / f"A_80_604_Add.1.{suffix}"))
        assert score.labelled / score.numbered >= _FLOORS[f".{suffix} labelled"]


@pytest.mark.evaluation
def test_real_reports_keep_their_floors(shared_data: Path) -> None:
    result = CliRunner().invoke(main, [str(shared_data / "un-reports")])
    assert result.exit_code == 0, result.output
    found = dict[str, float]()
    for line in result.output.splitlines():
        words = line.split()
        if words[0] == "all":
            found |= {f"{words[1]} whole": float(words[4]), f"{words[1]} labelled": float(words[6])}
        elif len(words) >= 7 and "numbered" not in words and words[0] != ".docx":
            found[" ".join(words[:-6])] = float(words[-1])
    assert {name: found[name] for name, floor in _FLOORS.items() if found[name] < floor} == {}


@pytest.mark.evaluation
@pytest.mark.parametrize("language", _PRINTED)
def test_a_report_printed_in_another_language_keeps_its_floor(
    language: str, shared_data: Path, tmp_path: Path
) -> None:
    """One of them: `scripts.dev.evaluate.translated_reports` makes all."""
    arguments = [str(shared_data), language, str(tmp_path), "--only", "80_604_Add.6"]
    assert CliRunner().invoke(translate, arguments).exit_code == 0
    gold = read_gold(tmp_path / "gold" / "A_80_604_Add.6.jsonl")
    printed = read(tmp_path / "A_80_604_Add.6.pdf", language=language)
    score = score_numbered(gold, printed)
    assert len(gold) == 40
    assert score.labelled / score.numbered >= _PRINTED[language]
    word = read(tmp_path / "A_80_604_Add.6.docx", language=language)
    kinds = compare_kinds(word, printed)
    found = {kind: kinds[Kind(kind)].f1 for kind in _KINDS[language]}
    assert {kind: f1 for kind, f1 in found.items() if f1 < _KINDS[language][kind]} == {}
