"""Files that only their content makes versions of one document are found; others stay alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import UnpairedError, UsageError
from hexapla.memory.jobs.align_files import find_documents
from hexapla.memory.jobs.versions import likely_versions
from tests.paths import SAMPLE

# Two texts of one trade, that share their form and half of their words.
WATER = {
    "zh": "各国应保护地下水。\n\n每五年公布一次水质报告。\n\n河流沿岸社区参与一切决定。\n",
    "en": "States shall protect groundwater.\n\nA report on the quality of water is published"
    " every five years.\n\nThe communities along the river take part in every decision.\n",
    "fr": "Les États protègent les eaux souterraines.\n\nUn rapport sur la qualité de l'eau est"
    " publié tous les cinq ans.\n\nLes communautés riveraines participent à toute décision.\n",
}
FORESTS = {
    "zh": "各国应保护森林。\n\n每五年公布一次树木清册。\n\n林区居民参与一切决定。\n",
    "en": "States shall protect forests.\n\nA register of trees is published every five years."
    "\n\nThose who live in the woods take part in every decision.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files whose names say nothing, beside one that cannot be read."""
    texts = [WATER["en"], FORESTS["zh"], FORESTS["en"], WATER["zh"], WATER["fr"]]
    for number, text in enumerate(texts):
        (tmp_path / f"scan {number}.txt").write_text(text, "utf-8")
    return tmp_path


def alone(folder: Path, **languages: str) -> list[UnpairedError]:
    """Return the files as a search for sets refuses them."""
    return [
        UnpairedError(folder / f"scan {name[1:]}.txt", "no other version", code)
        for name, code in languages.items()
    ]


def test_what_says_the_same_is_a_pair_in_each_language(folder: Path) -> None:
    unpaired = alone(folder, _0="en", _1="zh", _2="en", _3="zh", _4="fr")
    found = likely_versions(unpaired, source="zh")
    water = {("scan 3", "scan 0"), ("scan 3", "scan 4")}
    assert {(i.stem, j.stem) for i, j in found} == {*water, ("scan 1", "scan 2")}


def test_what_has_no_partner_stays_alone(folder: Path) -> None:
    assert likely_versions(alone(folder, _1="zh", _4="fr"), source="zh") == ()
    assert likely_versions(alone(folder, _0="en", _4="fr"), source="zh") == ()
    assert likely_versions((), source="zh") == ()
    # What nobody can read is no news here.
    (folder / "scan 9.txt").write_bytes(b"\0" * 99)
    unpaired = alone(folder, _1="zh", _2="en", _9="en", _8="en")
    assert len(likely_versions(unpaired, source="zh")) == 1
    assert likely_versions(alone(folder, _1="zh", _9="en"), source="zh") == ()
    assert likely_versions(alone(folder, _9="zh", _2="en"), source="zh") == ()


def test_of_each_language_some_are_tried(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hexapla.memory.jobs.versions.MOST_COMPARED", 1)
    unpaired = alone(folder, _2="en", _0="en", _1="zh", _3="zh")
    assert [j.stem for _, j in likely_versions(unpaired, source="zh")] == ["scan 2"]


def test_files_of_a_manifest_say_themselves_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="manifest"):
        find_documents([], manifest=tmp_path / "manifest.csv", by_content=True)


def test_two_copies_are_told_apart_by_nobody(folder: Path) -> None:
    (folder / "scan 9.txt").write_text(WATER["en"], "utf-8")
    unpaired = alone(folder, _0="en", _3="zh", _9="en")
    assert likely_versions(unpaired, source="zh") == ()


def test_sets_are_made_of_them(folder: Path) -> None:
    assert len(find_documents([folder]).errors) == 5
    found = find_documents([folder], by_content=True)
    languages = [[each.language for each in made.targets] for made in found.sets]
    assert languages == [["en"], ["en", "fr"]]
    assert not found.errors
    # What finds its set by name is left there.
    there = set(find_documents([SAMPLE, folder]).sets)
    assert there < set(find_documents([SAMPLE, folder], by_content=True).sets)
