"""Translations with what has to change."""

from __future__ import annotations

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.comparison.comparison import compare_paragraphs
from hexapla.memory.comparison.projection import ProjectedMark, Projection
from hexapla.memory.reports.projected_redline import projected_redline
from hexapla.memory.word.tracking import Tracker
from tests.memory.comparison.test_comparison import KEEP, PLANT, REPORT, STORMS, paragraphs
from tests.memory.word.documents import accepted, again, rejected

OLD = paragraphs(KEEP, REPORT, "Recalling its resolution 97/8 of 5 March 2043,", PLANT)
NEW = paragraphs(
    *(PLANT, KEEP.replace("trees", "trees and parks")),
    *("Recalling its resolution 98/8 of 5 March 2043,", STORMS),
)
ARABIC = ("تقرر الاحتفاظ بسجل الأشجار؛", "تطلب تقديم تقرير؛", "إذ تشير إلى قرارها 97/8،")
AT = ARABIC[2].index("97")
PROJECTIONS = {
    0: Projection(ARABIC[0], (ProjectedMark(19, 26, "trees", "trees and parks"),)),
    1: Projection(ARABIC[1]),
    2: Projection(ARABIC[2], (ProjectedMark(AT, AT + 2, "97", "98", "98"),)),
    3: None,
}


def test_rejecting_gives_the_old_translation_and_accepting_what_is_known_of_the_new() -> None:
    rows = compare_paragraphs(OLD, NEW, "en")
    package = projected_redline(
        rows, PROJECTIONS, ("en", "ar"), Tracker("me", "2044-03-05T10:00:00Z")
    )
    assert rejected(package) == [
        f"1.\t{ARABIC[0]}",
        f"2.\t{ARABIC[1]}",
        f"3.\t{ARABIC[2]}",
        f"4.\t{PLANT}",
    ]
    assert accepted(package) == [
        f"4.\t{PLANT}",
        f"1.\t{ARABIC[0][:26]}[trees and parks]{ARABIC[0][26:]}",
        f"3.\t{ARABIC[2].replace('97', '98')}",
        f"4.\t{STORMS}",
    ]


def test_arabic_goes_from_right_to_left_and_what_is_to_be_done_is_coloured() -> None:
    rows = compare_paragraphs(OLD, NEW, "en")
    package = projected_redline(
        rows, PROJECTIONS, ("en", "ar"), Tracker("me", "2044-03-05T10:00:00Z")
    )
    body = again(package).body
    arabic = [each for each in body.iter(W + "p") if each.find(f"{W}pPr/{W}bidi") is not None]
    assert len(arabic) == 3
    colours = [each.get(W + "val") for each in body.iter(W + "highlight")]
    assert set(colours) == {"yellow", "lightGray"}
    assert body.find(f"{W}sectPr") is not None
