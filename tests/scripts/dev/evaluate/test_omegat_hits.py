"""OmegaT, as it comes, fills in what was aligned when the very document is opened in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.evaluate.omegat_hits import SETS, documents, hits, main
from tests.evaluations import partly
from tests.paths import ROOT

FLOORS: dict[str, float] = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))[
    "omegat hits"
]
CASES = sorted({tuple(floor.split()[:2]) for floor in FLOORS})


@pytest.mark.parametrize(("name", "pair"), partly(CASES, [("sample", "fr-zh")]))
def test_what_is_aligned_is_filled_in(
    omegat: Path, shared_data: Path, tmp_path: Path, name: str, pair: str
) -> None:
    source, target = pair.split("-")
    sets = documents([name], shared_data, tmp_path)
    for found in hits(sets, [(source, target)], tmp_path):
        level = "sentences" if found.sentences else "paragraphs"
        floor = FLOORS[f"{name} {pair} {level}"]
        assert found.count > 30
        assert round(found.share, 3) >= floor, (found.format, level, found.missed)


def test_the_command_names_the_sets_that_there_are(shared_data: Path) -> None:
    shown = CliRunner().invoke(main, ["--help"])
    assert "Example:" in shown.output
    refused = CliRunner().invoke(main, [str(shared_data), "--sets", "none"])
    assert all(name in str(refused.exception) for name in SETS)
