"""A set in concord: values that differ, texts that are missing, numbers of paragraphs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import MissingError
from hexapla.memory.lookup.concord import ConcordFinding, concord
from hexapla.memory.output.speech import Speech
from hexapla.memory.reports.concord import write_concord
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import AlignedSet, Level, Translation, Unaligned, Unit
from hexapla.memory.web.review.messages import translator
from tests.commands import run
from tests.memory.samples import SYMBOL, sample_set


def changed(
    language: str, reference: str, change: Callable[[Translation], Translation]
) -> AlignedSet:
    """The sample set with one translation of a paragraph changed."""

    def unit_with(unit: Unit) -> Unit:
        if unit.reference != reference or unit.level is not Level.PARAGRAPH:
            return unit
        others = [change(each) if each.language == language else each for each in unit.translations]
        return replace(unit, translations=tuple(others))

    return replace(sample_set(), units=tuple(map(unit_with, sample_set().units)))


def findings(store: Store, **options: tuple[str, ...]) -> dict[str, ConcordFinding]:
    found = concord(store, SYMBOL.lower(), **options)
    return {each.tuid: finding for each in found for finding in each.findings}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "memory.db")


def test_versions_that_agree_are_shown_with_what_they_state(store: Store) -> None:
    with store:
        store.replace_set(sample_set())
        paragraphs = concord(store, SYMBOL)
        assert not findings(store)
    preamble = next(each for each in paragraphs if each.tuid == f"{SYMBOL}#pp-1")
    assert len(preamble.texts) > 5
    assert all("2043-03-05" in values for values in preamble.stated.values())


def test_a_date_that_one_version_has_otherwise_is_its_own(store: Store) -> None:
    wrong = changed(
        "ru", "pp-1", lambda each: replace(each, text=each.text.replace("2043", "2034"))
    )
    with store:
        store.replace_set(wrong)
        (found,) = findings(store).values()
        assert (found.check, found.odd) == ("dates", ("ru",))
        assert findings(store, languages=("en", "fr")) == {}
        (two,) = findings(store, languages=("en", "ru")).values()
        assert two.odd == () and "as many for each" in two.message
        with pytest.raises(MissingError):
            concord(store, "A/1/2")


def test_missing_and_added_paragraphs_and_numbers_are_told(store: Store) -> None:
    def of(level: Level, language: str, reference: str) -> Unaligned:
        source = language == "zh"
        return Unaligned(
            *("ru" if source else language, language, 4, Kind.OPERATIVE, "3", f"text {reference}"),
            *("no partner", level, reference),
        )

    lacking = (
        of(Level.PARAGRAPH, "zh", "3"),
        of(Level.PARAGRAPH, "zh", "pp-1"),
        of(Level.SENTENCE, "zh", "3.1"),
        of(Level.SENTENCE, "ru", "2.2"),
    )
    numbered = changed("es", "2(a)", lambda each: replace(each, label="2(b)"))
    with store:
        store.replace_set(replace(numbered, unaligned=lacking))
        found = findings(store)
        (first,) = (each for each in concord(store, SYMBOL) if each.tuid == f"{SYMBOL}#pp-1")
    assert len(first.texts) > 1  # with those of the versions that have it
    assert set(found) == {f"{SYMBOL}#{each}" for each in ("2(a)", "2.2", "3", "pp-1")}
    assert (found[f"{SYMBOL}#3"].odd, found[f"{SYMBOL}#3"].check) == (("ru",), "missing")
    assert "sentence in ru alone" in found[f"{SYMBOL}#2.2"].message
    assert found[f"{SYMBOL}#2(a)"].message == "es: 2(b), the 6 others: 2(a)"


def test_a_paragraph_that_the_source_alone_lacks_is_told_once(store: Store) -> None:
    texts = {"en": "by 7 May 2044", "fr": "avant le 7 mai 2044", "ru": "к 8 мая 2044 года"}
    alone = tuple(
        Unaligned(
            *(language, language, 9, Kind.OPERATIVE, "9", text, "no partner"),
            *(Level.PARAGRAPH, "9"),
        )
        for language, text in texts.items()
    )
    with store:
        store.replace_set(replace(sample_set(), unaligned=alone))
        (paragraph,) = (each for each in concord(store, SYMBOL) if each.findings)
    missing, date = paragraph.findings
    assert (missing.check, missing.odd) == ("missing", ("zh",))
    assert missing.message == "paragraph in en, fr, ru, without a partner in zh: by 7 May 2044"
    assert (date.check, date.odd) == ("dates", ("ru",))


def test_what_has_no_number_and_the_source_lacks_is_told_once(store: Store) -> None:
    def alone(language: str, kind: Kind, position: int, reference: str) -> Unaligned:
        return Unaligned(
            *(language, language, position, kind, "", f"{reference} {language}", "no partner"),
            *(Level.PARAGRAPH, reference),
        )

    unaligned = (
        alone("en", Kind.ORGAN, 3, "organ"),
        alone("fr", Kind.ORGAN, 4, "organ"),
        alone("en", Kind.PREAMBULAR, 3, "pp-4"),
        alone("es", Kind.PREAMBULAR, 3, "pp-5"),
        alone("es", Kind.PREAMBULAR, 3, "pp-6"),
    )
    with store:
        store.replace_set(replace(sample_set(), unaligned=unaligned))
        found = [finding for each in concord(store, SYMBOL) for finding in each.findings]
    messages = [each.message for each in found if each.check == "missing"]
    assert [each.partition(", without")[0] for each in messages] == [
        *("paragraph in en, fr", "paragraph in en, es", "paragraph in es alone")
    ]


def test_the_command_tells_and_reports_it(store: Store, tmp_path: Path) -> None:
    wrong = changed(
        "ar", "pp-1", lambda each: replace(each, text=each.text.replace("2043", "2034"))
    )
    with store:
        store.replace_set(wrong)
        paragraphs = concord(store, SYMBOL)
    done = run("concord", SYMBOL, "--report", "concord.html", folder=tmp_path)
    assert done.returncode == 1
    assert f"{SYMBOL}#pp-1: dates: ar: 2034-03-05, the 6 others: 2043-03-05 (error)" in done.stdout
    page = html.parse(tmp_path / "concord.html")
    assert len(page.xpath("//tr[@class='odd']")) == 1
    assert {mark.text for mark in page.iter("mark")} == {"2034", "2043"}
    (line,) = run("concord", SYMBOL, "--json", folder=tmp_path).stdout.splitlines()
    told = json.loads(line)
    assert (told["odd"], told["values"]["ar"], told["values"]["en"]) == (
        *(["ar"], "2034-03-05"),
        "2043-03-05",
    )
    assert told["words"]["ar"] == ["2034"]
    write_concord(tmp_path / "concord.xlsx", SYMBOL, paragraphs)
    rows = list(openpyxl.load_workbook(tmp_path / "concord.xlsx").worksheets[0].values)
    assert rows[1][3:5] == ("dates or times differ", "ar") and len(rows) == 2


def test_the_report_speaks_the_languages_of_the_interface(store: Store, tmp_path: Path) -> None:
    wrong = changed(
        "fr", "pp-1", lambda each: replace(each, text=each.text.replace("2043", "2034"))
    )
    alone = Unaligned(
        *("fr", "fr", 3, Kind.OPERATIVE, "9", "Prie 12 États.", "no partner"),
        *(Level.PARAGRAPH, "9"),
    )
    with store:
        store.replace_set(replace(wrong, unaligned=(alone,)))
        paragraphs = concord(store, SYMBOL)
    arabic = Speech("ar", translator("ar"))
    write_concord(tmp_path / "a.html", SYMBOL, paragraphs, arabic)
    page = html.parse(tmp_path / "a.html").getroot()
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    told = [each.text_content() for each in page.iter("li")]
    assert any("fr: 2034-03-05, النسخ 6 الأخرى: 2043-03-05" in each for each in told)
    assert any("فقرة: في fr وحدها، بلا مقابل في zh" in each for each in told)
    # What is left in Latin letters are codes, the text of the document, and numbers.
    shown = " ".join(page.xpath("//h1/following-sibling::p//text() | //thead//text()"))
    assert not {"finding", "paragraph", "Language", "differs"} & set(shown.split())
    write_concord(tmp_path / "a.xlsx", SYMBOL, paragraphs, arabic)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet["C1"].value == arabic.translate("severity")
    assert sheet["D2"].value == arabic.translate("dates or times differ")
