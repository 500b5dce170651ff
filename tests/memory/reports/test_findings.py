"""The report of a check, as a page and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from lxml import html
from openpyxl.cell.rich_text import CellRichText

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.memory.checks.findings import CheckRules, Examination
from hexapla.memory.output.speech import Speech
from hexapla.memory.reports.findings import write_findings
from hexapla.memory.units import Level, Translation, Unit
from hexapla.memory.web.review.messages import translator

UNIT = Unit(
    *("A/98/7", Level.SENTENCE, 0, "3.1", Kind.OPERATIVE, "3", "en"),
    "=1+1 Of the <b>38</b> per cent_xABCD_,",
    (Translation("ar", "من 83 في المائة،", 1, "label"),),
)


@pytest.fixture
def examined() -> Examination:
    return Examination(CheckRules())


def test_the_page_shows_each_finding_with_what_differs_marked(
    examined: Examination, tmp_path: Path
) -> None:
    path = tmp_path / "findings.html"
    write_findings(path, "a & b.tmx", examined, list(examined.of_units([UNIT])))
    page = html.parse(path)
    assert [mark.text for mark in page.iter("mark")] == ["38", "83"]
    assert not list(page.iter("b"))
    assert page.xpath("//span[@lang='ar']/@dir") == ["rtl"]
    text = page.getroot().text_content()
    assert "a & b.tmx" in text and "1 finding (1 error) in 1 unit" in text


def test_each_pair_of_a_text_has_a_place_of_its_own(examined: Examination, tmp_path: Path) -> None:
    path = tmp_path / "findings.html"
    others = [Translation(code, "83", 1, "label") for code in ("fr", "ru")]
    units = [UNIT, *(replace(UNIT, translations=(each,)) for each in others)]
    write_findings(
        path, "a.tmx", examined, [found for each in units for found in examined.of_units([each])]
    )
    page = html.parse(path)
    places = page.xpath("//article/@id")
    assert len(places) == len(set(places)) == 3
    assert [unquote(each) for each in page.xpath("//a[@class='here']/@href")] == [
        f"#{each}" for each in places
    ]


def test_the_workbook_holds_texts_and_no_formulas(examined: Examination, tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    found = list(examined.of_units([UNIT]))
    write_findings(path, "pairs.tmx", examined, found)
    sheet = openpyxl.load_workbook(path, rich_text=True).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(found)
    source, target = rows[0][6], rows[0][8]
    assert isinstance(source.value, CellRichText) and source.data_type == "s"
    assert [str(each) for each in source.value if not isinstance(each, str)] == ["38"]
    assert target.alignment.readingOrder == 2
    assert not sheet.sheet_view.rightToLeft


def test_a_report_of_nothing_says_what_was_checked(examined: Examination, tmp_path: Path) -> None:
    path = tmp_path / "none.html"
    write_findings(path, "pairs.tmx", examined, [])
    text = html.parse(path).getroot().text_content()
    assert "nothing found in 0 units" in text and "Checked: numbers, dates" in text
    with pytest.raises(UsageError, match=r"a report is \.html or \.xlsx"):
        write_findings(tmp_path / "report.pdf", "pairs.tmx", examined, [])


def test_reports_speak_the_languages_of_the_interface(
    examined: Examination, tmp_path: Path
) -> None:
    found = list(examined.of_units([UNIT]))
    arabic = Speech("ar", translator("ar"))
    write_findings(tmp_path / "a.html", "pairs.tmx", examined, found, arabic)
    page = html.parse(tmp_path / "a.html").getroot()
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    text = page.text_content()
    assert "أخطاء: 1" in text and "ar: 83 في المائة" in text
    write_findings(tmp_path / "a.xlsx", "pairs.tmx", examined, found, arabic)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [sheet["A1"].value, sheet["A2"].value] == ["الخطورة", "خطأ"]
    # The kind of check in the words of the page.
    assert sheet["B2"].value == translator("ar")("numbers differ") != "numbers differ"
    assert sheet["B2"].value in text
    assert sheet.sheet_view.rightToLeft
    assert "83 في المائة" in str(sheet["E2"].value)


def test_another_language_names_the_checks_and_marks_what_denies(
    examined: Examination, tmp_path: Path
) -> None:
    said = Translation("es", "Se podrán formular reservas.", 1, "label")
    unit = replace(UNIT, text="Reservations shall not be made.", translations=(said,))
    found = list(examined.of_units([unit]))
    path = tmp_path / "findings.html"
    write_findings(path, "a.tmx", examined, found, Speech("fr", translator("fr")))
    page = html.parse(path)
    assert "nombres, dates, cotes" in page.getroot().text_content()
    assert [mark.text for mark in page.iter("mark")] == ["not"]
    assert found[0].as_json()["differences"] == [
        {"kind": "negation", "source": {"value": "negated", "text": "not"}, "target": None}
    ]
