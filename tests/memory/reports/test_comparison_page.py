"""The page of a comparison."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from hexapla.memory.comparison.comparison import Compared, compare_paragraphs
from hexapla.memory.reports.comparison_page import (
    page_rows,
    tracked_by_place,
    write_comparison_page,
)
from hexapla.memory.word.revisions import Tracked, TrackedChange
from tests.memory.comparison.test_comparison import ALSO, KEEP, PLANT, REPORT, STORMS, paragraphs

OLD = paragraphs("The Assembly,", "Recalling the cities,", "Noting the roads,", KEEP, REPORT, PLANT)
NEW = paragraphs(
    *("The Assembly,", "Recalling the cities,", "Noting the roads,", PLANT),
    *(KEEP.replace("trees", "all <trees>"), STORMS, ALSO),
)


def rows() -> tuple[Compared, ...]:
    return compare_paragraphs(OLD, NEW, "en")


def test_a_paragraph_that_moved_leaves_its_old_place() -> None:
    shown = page_rows(rows())
    (left,) = [place for place, each in enumerate(shown) if each.left]
    assert shown[left].row.old == OLD[5]
    assert [each.row for each in shown if not each.left] == list(rows())


def test_the_page_shows_every_change_and_folds_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "compare.html"
    date = "2044-03-05T10:00:00Z"
    tracked = [
        TrackedChange(Tracked.PUT_IN, "all", "A. Delegate", date, NEW[4].text),
        TrackedChange(Tracked.TAKEN_OUT, "Long gone.¶", "A. Delegate", date),
    ]
    write_comparison_page(path, rows(), "en", names=("A/1", "<A/2>"), tracked=tracked)
    page = html.parse(str(path)).getroot()
    assert "<trees>" not in path.read_text("utf-8")
    words = [" ".join(each.text_content().split()) for each in page.xpath('//td[@class="what"]')]
    assert "moved from 6" in words
    assert "moved to 4" in words
    assert {"changed", "fell out", "came in"} <= set(words)
    assert page.get_element_by_id("tracked").text_content().count("A. Delegate") == 2
    under = [each.text_content() for each in page.xpath("//div[@class='target tracked']")]
    assert len(under) == 1 and "put in" in under[0]
    inserted = [each.text for each in page.xpath('//tr[@class="changed"]/td/ins')]
    assert inserted == ["all <", ">"]


def test_a_tracked_change_is_told_under_the_paragraph_that_it_is_in() -> None:
    texts = ("Trees of all cities;", "Measure", "Ships;", "Measure", "Trees", "Roads and bridges;")
    places = dict(enumerate(paragraphs(*texts)))

    def found(paragraph: str, before: int = 0) -> list[int]:
        change = TrackedChange(Tracked.PUT_IN, "x", "", "", paragraph, before)
        return list(tracked_by_place([change], places))

    assert found("Measure", 1) == [3]
    assert found("Measure", 7) == [3]
    assert found("Trees") == [4]
    assert found("2. Roads and") == [5]
    assert found("Oaks") == found("") == []


def test_arabic_goes_from_right_to_left(tmp_path: Path) -> None:
    path = tmp_path / "compare.html"
    texts = paragraphs("تقرر الاحتفاظ بسجل الأشجار؛")
    write_comparison_page(path, compare_paragraphs([], texts, "ar"), "ar", names=("a", "b"))
    assert '<td class="wording" lang="ar" dir="rtl">' in path.read_text("utf-8")
