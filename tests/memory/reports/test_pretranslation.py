"""A new document against a memory, and the files that tell of it."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.reports.analysis import MatchBand
from hexapla.memory.reports.pretranslation import Pretranslation, pretranslate
from hexapla.memory.reports.reference_package import write_reference_package
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Translation, Unit
from tests.memory.samples import SYMBOL, sample_set

_HOSTILE = "<script>alert(1)</script>=1+1"


def _document(*texts: str, language: str = "zh") -> Document:
    paragraphs = tuple(
        Paragraph(f"op-{number}", Kind.OPERATIVE, str(number), text)
        for number, text in enumerate(texts, 1)
    )
    return Document("A/RES/99/1", language, paragraphs)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        opened.replace_set(sample_set())
        yield opened


@pytest.fixture
def result(store: Store) -> Pretranslation:
    document = _document(
        "决定保留树木名册。名册每年更新一次。",
        "回顾其2044年12月7日第99/10号决议，¹",
        "名册每年更新一次。",
        "决定保留树木总名册。",
        _HOSTILE,
    )
    return pretranslate(store, document, "en")


def test_each_segment_falls_in_its_band(result: Pretranslation) -> None:
    assert [draft.band for draft in result.drafts] == [
        MatchBand.EXACT,
        MatchBand.EXACT,
        MatchBand.NEAR,
        MatchBand.REPETITION,
        MatchBand.HIGH,
        MatchBand.NONE,
    ]
    assert result.drafts[3].repeats == 2
    assert sum(each.segments for each in result.counts.values()) == 6


def test_numbers_and_dates_of_a_match_are_adapted(result: Pretranslation) -> None:
    match = result.drafts[2].matches[0]
    assert match.target == "Recalling its resolution 99/10 of 7 December 2044,¹"
    assert match.stored == "Recalling its resolution 97/8 of 5 March 2043,¹"


def test_the_closest_document_is_found_and_compared(result: Pretranslation) -> None:
    assert result.closest is not None
    assert result.closest.symbol == SYMBOL
    assert 0.5 < result.closest.share < 1
    rows = {row.new: row.old for row in result.closest.rows if row.new}
    assert rows["决定保留树木总名册。"] == "决定保留树木名册。"
    assert rows[_HOSTILE] == ""
    assert any(row.old and not row.new for row in result.closest.rows)


def test_a_document_is_not_the_closest_to_itself(store: Store) -> None:
    document = replace(_document("决定保留树木名册。"), symbol=SYMBOL)
    assert pretranslate(store, document, "en").closest is None


def test_terms_are_short_units_inside_the_text(store: Store) -> None:
    term = Unit(
        *("A/1", Level.SENTENCE, 0, "1.1", Kind.TITLE, "", "zh", "树木名册"),
        (Translation("en", "Register of trees", 1.0, "label"),),
    )
    aligned = sample_set()
    store.replace_set(replace(aligned, symbol="A/1", units=(term,), unaligned=(), documents=()))
    found = pretranslate(store, _document("各国的树木名册很长。"), "en").terms
    assert [(each.source, each.target, each.symbol) for each in found] == [
        ("树木名册", "Register of trees", "A/1")
    ]


def test_the_target_language_itself_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="target language"):
        pretranslate(store, _document("The register.", language="en"), "en")


def test_the_pack_holds_every_file(result: Pretranslation, tmp_path: Path) -> None:
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
    assert len(rows) == 1 + len(MatchBand)


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
