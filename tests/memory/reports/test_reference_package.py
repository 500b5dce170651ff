"""The files that tell translators what a memory has for a new document."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.reports.analysis import MatchBand, weighted_words
from hexapla.memory.reports.pretranslation import Pretranslation, pretranslate
from hexapla.memory.reports.reference_package import Original, write_reference_package
from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, Term, TermStatus
from hexapla.memory.terms.joining import join_concepts
from tests.memory.reports.conftest import make_document


def test_the_package_holds_every_file(result: Pretranslation, tmp_path: Path) -> None:
    paths = write_reference_package(result, tmp_path / "pack", "new")
    assert sorted(path.name for path in paths) == sorted(
        path.name for path in (tmp_path / "pack").iterdir()
    )
    page = (tmp_path / "pack/new.html").read_text("utf-8")
    assert "<script>" not in page
    assert "Recalling its resolution 99/10 of 7 December 2044" in page
    units = etree.parse(tmp_path / "pack/new.xlf").findall(
        ".//x:trans-unit", {"x": "urn:oasis:names:tc:xliff:document:1.2"}
    )
    assert [unit[0].text for unit in units] == [draft.text for draft in result.drafts]
    filled = [
        unit.get("id")
        for unit in units
        if unit.find("{urn:oasis:names:tc:xliff:document:1.2}target") is not None
    ]
    assert filled == ["1", "2", "3", "4", "5"]
    sources = [unit.variants[0].text for unit in read_tmx(tmp_path / "pack/new.tmx")]
    assert "决定保留树木名册。" in sources
    with (tmp_path / "pack/new.analysis.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["band", "segments", "words", "characters"]
    assert len(rows) == 1 + len(MatchBand) + 3
    sums = [sum(int(row[place]) for row in rows[1:-3]) for place in (1, 2, 3)]
    assert rows[-3] == ["all", *map(str, sums)]
    assert rows[-2] == ["weighted", "", str(weighted_words(result.counts)), ""]
    assert rows[-1] == ["in fragments", "0", "0", "0"]


def test_every_file_tells_of_fragments(store: Store, tmp_path: Path) -> None:
    document = make_document("请秘书处在明年内与各国协商之后考虑是否应当决定保留树木名册。")
    result = pretranslate(store, document, "en")
    write_reference_package(result, tmp_path, "new")
    page = (tmp_path / "new.html").read_text("utf-8")
    assert "covered by fragments" in page
    assert "<mark>决定保留树木名册</mark>" in page
    assert "nothing like it" not in page
    (unit,) = etree.parse(tmp_path / "new.xlf").iter("{*}trans-unit")
    assert unit.find("{*}target") is None
    other = unit.find("{*}alt-trans")
    assert other is not None
    assert (other.get("alttranstype"), other.get("extradata")) == ("reference", "fragment")
    assert [part.text for part in other] == [
        "决定保留树木名册",
        "Decides to keep the register of trees.",
    ]
    cell = docx.Document(str(tmp_path / "new.docx")).tables[0].rows[1].cells[2]
    assert "决定保留树木名册 → Decides to keep the register of trees." in cell.text
    rows = (tmp_path / "new.analysis.csv").read_text("utf-8").splitlines()
    assert rows[-1] == "in fragments,1,8,8"


def test_every_file_tells_of_terms_with_the_official_ones_first(
    store: Store, tmp_path: Path
) -> None:
    register = Concept(
        (
            Term("zh", "名册"),
            Term("en", "list", TermStatus.DEPRECATED),
            Term("en", "=register", TermStatus.PREFERRED),
        ),
        symbol="A/1",
    )
    join_concepts(store, [register], "add", who="Ana")
    result = pretranslate(store, make_document("请保留名册和另一份名册。"), "en")
    assert [each.start for each in result.drafts[0].terms] == [3, 9]
    assert [(each.source, each.target, each.comment) for each in result.terms] == [
        ("名册", "=register", "A/1")
    ]
    write_reference_package(result, tmp_path, "new")
    page = (tmp_path / "new.html").read_text("utf-8")
    assert "=register" in page and "not <span" in page
    (unit,) = etree.parse(tmp_path / "new.xlf").iter("{*}trans-unit")
    told = [note.text for note in unit.iter("{*}note") if note.get("from") == "termbase"]
    assert told == ["名册 = =register"] * 2
    table = docx.Document(str(tmp_path / "new.docx")).tables[0]
    assert "名册 = =register" in table.cell(1, 2).text
    assert (tmp_path / "new.glossary.txt").read_text("utf-8").startswith("名册\t=register\tA/1")


def test_the_word_file_shows_both_languages(result: Pretranslation, tmp_path: Path) -> None:
    write_reference_package(result, tmp_path, "new")
    table = docx.Document(str(tmp_path / "new.docx")).tables[0]
    assert [cell.text for cell in table.rows[1].cells][:2] == ["1", "决定保留树木名册。"]
    assert table.rows[1].cells[2].text.startswith("Decides to keep the register of trees.\n100 %")
    with zipfile.ZipFile(tmp_path / "new.docx") as archive:
        body = archive.read("word/document.xml").decode()
    assert "<script>" not in body
    assert result.closest is not None
    compared = docx.Document(str(tmp_path / "new.docx")).tables[1]
    assert len(compared.rows) == len(result.closest.rows)
    assert compared.rows[0].cells[1].text == "决定保留树木名册。"


def test_a_folder_that_cannot_be_made_is_refused(result: Pretranslation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        write_reference_package(result, tmp_path / "file", "new")


def test_an_adapted_match_says_so_everywhere(result: Pretranslation, tmp_path: Path) -> None:
    write_reference_package(result, tmp_path, "new")
    namespace = "{urn:oasis:names:tc:xliff:document:1.2}"
    found = etree.parse(tmp_path / "new.xlf").findall(f".//{namespace}alt-trans")
    (adapted,) = (each for each in found if each.get("extradata") == "adapted")
    told = str(adapted.findtext(f"{namespace}note"))
    assert told.startswith("numbers adapted; the memory has: ")
    target = adapted.find(f"{namespace}target")
    assert target is not None and target.get("state-qualifier") == "leveraged-tm"
    unit = adapted.getparent()
    assert unit is not None and unit.findtext(f"{namespace}note") == told
    (table, *_) = docx.Document(str(tmp_path / "new.docx")).tables
    assert sum(told in row.cells[2].text for row in table.rows) == 1
    assert "in the memory: " in (tmp_path / "new.html").read_text("utf-8")


def test_what_is_below_the_score_fills_no_target(result: Pretranslation, tmp_path: Path) -> None:
    write_reference_package(result, tmp_path, "new", min_score=102)
    namespace = "{urn:oasis:names:tc:xliff:document:1.2}"
    units = etree.parse(tmp_path / "new.xlf").findall(f".//{namespace}trans-unit")
    assert [unit.find(f"{namespace}target") for unit in units] == [None] * len(units)
    assert units[0].find(f"{namespace}alt-trans") is not None


def test_of_a_word_file_there_is_the_document_itself(
    result: Pretranslation, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("1.\t决定保留树木名册。名册每年更新一次。")
    document.save(stream := BytesIO())
    original = Original(stream.getvalue(), tmp_path / "original.docx")
    paths = write_reference_package(result, tmp_path / "pack", "new", original=original)
    assert paths[-1].name == "new.en.docx"
    (paragraph,) = docx.Document(str(paths[-1])).paragraphs
    assert paragraph.text.startswith("1.\tDecides to keep the register of trees.")
    assert write_reference_package(result, tmp_path / "other", "new")[-1] != paths[-1]
