"""Real reports of the United Nations are read at least as well as their floors say."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from scripts.dev.evaluate.un_reports import main
from tests.paths import ROOT

_FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))["reports"]


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
