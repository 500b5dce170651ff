"""The harder sets are written in the layout of the gold sets, and can be made again."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.align.beads import parse_beads
from hexapla.corpora.errors import StoreError, UsageError
from scripts.dev.evaluate.defects import DEFECTS
from scripts.dev.evaluate.harder_sets import main, write_sets


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def test_the_help_has_an_example() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert "Example: python -m scripts.dev.evaluate.harder_sets" in done.stdout


@pytest.fixture(scope="module")
def written(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sets of a seed, as the command writes them."""
    out = tmp_path_factory.mktemp("sets") / "out"
    done = CliRunner().invoke(main, [str(shared_data), str(out), "--seed", "7"])
    assert (done.exit_code, done.output) == (0, "")
    return out


def test_every_set_has_lines_and_gold_over_them(written: Path) -> None:
    assert {path.name for path in written.iterdir()} == set(DEFECTS)
    golds = sorted(written.glob("*/*/gold/zh-*"))
    assert len(golds) == 13 * len(DEFECTS)
    for gold in golds:
        folder, target = gold.parents[1], gold.name.removeprefix("zh-")
        beads = parse_beads(lines(gold))
        for language, indices in (
            ("zh", chain.from_iterable(bead.source for bead in beads)),
            (target, chain.from_iterable(bead.target for bead in beads)),
        ):
            texts = lines(folder / f"{language}.txt")
            assert sorted(indices) == list(range(len(texts)))
            assert all(text.strip() for text in texts)


def test_gold_crosses_where_it_should(written: Path) -> None:
    for kind, crosses in (("mixed", False), ("moved", True), ("states", True), ("replies", True)):
        beads = parse_beads(lines(written / kind / "targets" / "gold" / "zh-fr"))
        linked = sorted((b.source, b.target) for b in beads if b.source and b.target)
        targets = [target for _, target in linked]
        assert (targets != sorted(targets)) is crosses


def test_a_seed_gives_the_same_files_and_another_gives_others(
    written: Path, shared_data: Path, tmp_path: Path
) -> None:
    for name, seed in (("again", 7), ("other", 2)):
        write_sets(shared_data, tmp_path / name, seed)
    found = [
        {path.relative_to(folder): path.read_bytes() for path in folder.glob("*/*/*.txt")}
        for folder in (written, tmp_path / "again", tmp_path / "other")
    ]
    assert found[0] == found[1]
    assert found[0].keys() == found[2].keys()
    assert found[0] != found[2]


def test_bad_places_are_named(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gold\.jsonl"):
        write_sets(tmp_path, tmp_path / "out", 1)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        write_sets(shared_data, tmp_path / "file", 1)
