"""Links between TEI documents are units of the documents that they name."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input import bounds
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.reading import Losses, nobody
from hexapla.memory.formats.registry import format_to_read
from hexapla.memory.formats.taken import read_ahead
from hexapla.memory.formats.tei_links import read_links
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level

LINKS = """<?xml version="1.0" encoding="utf-8"?>
<cesAlign version="1.0">
<linkGrp targType="s" fromDoc="en/2013/a/res/99/1.xml.gz" toDoc="zh/2013/a/res/99/1.xml.gz">
<link type="1-2" xtargets="1:1;1:1 1:2" />
<link type="1-0" xtargets="1:2;" />
<link type="1-1" xtargets="2:1;2:1" />
</linkGrp>
<linkGrp fromDoc="en/2013/a/res/99/2.xml.gz" toDoc="zh/2013/a/res/99/2.xml.gz">
<link type="1-1" xtargets="1:1;1:1" />
</linkGrp>
</cesAlign>
"""


def document(language: str, **sentences: str) -> str:
    inside = "".join(
        f'<s id="{key[1:].replace("_", ":")}" lang="{language}">{text}</s>'
        for key, text in sentences.items()
    )
    return f"<TEI.2><text><body><p>{inside}</p></body></text></TEI.2>"


@pytest.fixture
def links(tmp_path: Path) -> Path:
    for language, text in (
        ("en", document("en", s1_1="The roster\n is kept.", s1_2="So be it.", s2_1="A &amp; B.")),
        ("zh", document("zh", s1_1="名册保留。", s1_2="每年更新。", s2_1="甲和乙。")),
    ):
        folder = tmp_path / language / "2013" / "a" / "res" / "99"
        folder.mkdir(parents=True)
        (folder / "1.xml.gz").write_bytes(gzip.compress(text.encode()))
    path = tmp_path / "links" / "en-zh.xml"
    path.parent.mkdir()
    path.write_text(LINKS, "utf-8")
    return path


def test_linked_sentences_are_units_of_their_document(links: Path) -> None:
    losses = Losses()
    found = [(unit.symbol, unit.reference, unit.texts) for unit in read_links(links, (), losses)]
    assert found == [
        ("A/RES/99/1", "1.1", {"en": "The roster is kept.", "zh": "名册保留。每年更新。"}),
        ("A/RES/99/1", "2.1", {"en": "A & B.", "zh": "甲和乙。"}),
    ]
    assert [str(each) for each in losses.found()] == [
        "line 5: has no text but in en",
        "line 8: there is no file en/2013/a/res/99/2.xml.gz",
    ]


def test_the_documents_are_read_with_the_links(links: Path) -> None:
    read = [Path(language, "2013/a/res/99/1.xml.gz") for language in ("en", "zh")]
    found = format_to_read(links)[0].reads(links, ())
    assert found == [links, *(links.parents[1] / each for each in read)]


def test_they_are_imported_by_name(store: Store, links: Path) -> None:
    assert import_file(store, links).added == 2
    assert [unit.text for unit in store.units(level=Level.SENTENCE)][1] == "A & B."


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../en/2013/a/res/99/1.xml.gz"])
def test_no_file_elsewhere_is_read(links: Path, name: str) -> None:
    links.write_text(LINKS.replace("en/2013/a/res/99/1.xml.gz", name), "utf-8")
    losses = Losses()
    assert list(read_links(links, (), losses)) == []
    assert f"names no document: {name!r}" in str(losses.found()[0])


def test_another_file_of_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<TEI.2><text/></TEI.2>")
    with pytest.raises(StoreError, match=r"is no file of links, but one of <TEI\.2>"):
        list(read_links(path, (), nobody))


def test_a_sentence_that_is_named_again_and_again_is_not_written_out(links: Path) -> None:
    named = " ".join(["1:1"] * 200_000)
    text = LINKS.replace('xtargets="2:1;2:1"', f'xtargets="2:1;{named}"')
    links.write_text(text, "utf-8")
    losses = Losses()
    assert [unit.reference for unit in read_links(links, (), losses)] == ["1.1"]
    assert "line 6: has more than 100,000 characters" in map(str, losses.found())


# What is being opened as the time is up is closed by Python alone, which warns of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_where_the_time_is_up_the_documents_that_are_left_are_not_read(
    links: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "CPU_SECONDS", 0.1)
    monkeypatch.setattr(bounds, "CPU_SECONDS_A_MB", 0)
    (links.parent.parent / "zh/long.xml").write_text(
        document("zh", **{f"s1_{number}": "名册保留。" for number in range(20_000)}), "utf-8"
    )
    group = (
        '<linkGrp fromDoc="zh/long.xml" toDoc="zh/long.xml"><link xtargets="1:1;1:1"/></linkGrp>'
    )
    links.write_text(f"<cesAlign>{group * 50}</cesAlign>", "utf-8")
    losses = Losses()
    with (
        pytest.raises(StoreError, match=r"en-zh\.xml: takes more than 0\.1 seconds of processor"),
        read_ahead(read_links(links, (), losses), links, losses),
    ):
        pass
    assert losses.found() == ()
