"""The table of gold alignments, on a made folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.align.beads import Bead
from hexapla.corpora.errors import UsageError
from scripts.dev.evaluate.gold_sets import (
    GOLD_SETS,
    TARGETS,
    gold_pairs,
    harder_pairs,
    in_all_languages,
    read_gold,
    read_lines,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with gold for two texts, or for two of the languages, of each set."""
    for each in GOLD_SETS:
        names = ("a", "b") if each.many_texts else [f"zh-{target}" for target in ("fr", "en")]
        folder = tmp_path / each.folder / "gold"
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_text("[0]:[0]\n[1]:[]\n", "utf-8")
    return tmp_path


def test_each_set_has_a_name_and_a_folder_of_its_own() -> None:
    assert len({each.name for each in GOLD_SETS}) == len({each.folder for each in GOLD_SETS}) > 1
    assert all(set(each.quick) <= set(each.targets) for each in GOLD_SETS)


def test_many_texts_are_one_group_and_many_languages_many(data: Path) -> None:
    novels = list(gold_pairs(data, "mac-dev"))
    assert [pair.group for pair in novels] == ["mac-dev"] * 2
    assert novels[1].source == data / "mac-dev" / "zh" / "b"
    assert novels[1].target == data / "mac-dev" / "en" / "b"
    noisy = list(gold_pairs(data, "sdg-noisy"))
    assert [pair.group for pair in noisy] == ["sdg-noisy zh-en", "sdg-noisy zh-fr"]
    assert noisy[0].source == noisy[1].source == data / "sdg-targets" / "noisy" / "zh.txt"


def test_without_names_all_sets_are_listed_in_order(data: Path) -> None:
    found = dict.fromkeys(pair.set_name for pair in gold_pairs(data))
    assert list(found) == [each.name for each in GOLD_SETS]


def test_a_set_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="mac-dev"):
        list(gold_pairs(tmp_path))


def test_harder_sets_are_found_by_kind_and_text(tmp_path: Path) -> None:
    for target in TARGETS:
        path = tmp_path / "moved" / "declaration" / "gold" / f"zh-{target}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    pairs = list(harder_pairs(tmp_path))
    assert [pair.group for pair in pairs] == [f"harder-moved zh-{target}" for target in TARGETS]
    assert in_all_languages(pairs) == [pairs]
    assert in_all_languages(pairs[:5]) == []


def test_gold_must_link_what_is_there(data: Path) -> None:
    path = data / "mac-dev" / "gold" / "a"
    assert read_gold(path, (2, 1)) == [Bead((0,), (0,)), Bead((1,), ())]
    with pytest.raises(UsageError, match="not all in the texts"):
        read_gold(path, (1, 1))
    path.write_text("0-0\n", "utf-8")
    with pytest.raises(UsageError, match="line 1: not a bead"):
        read_gold(path)


def test_empty_lines_are_segments_too(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("a\n\nb\n\n", "utf-8")
    assert read_lines(path) == ["a", "", "b", ""]
    with pytest.raises(UsageError, match="cannot be read"):
        read_lines(tmp_path / "missing")
