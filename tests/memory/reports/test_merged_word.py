"""Finished translations, put back into their Word document."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input import bounds
from hexapla.corpora.readers.docx.elements import W, first_child, value
from hexapla.corpora.readers.registry import read
from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.formats.xliff.skeleton import FinishedUnit, FinishedXliff
from hexapla.memory.reports.merged_word import merge_back
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all
from hexapla.memory.word.texts import run_text
from tests.evaluations import partly
from tests.memory.reports.test_redline import NAMES
from tests.memory.reports.test_translated_word import facts
from tests.memory.word.documents import again, package_at, package_of, texts_of


def finished(*pairs: tuple[str, str], target: str = "fr") -> FinishedXliff:
    return FinishedXliff("en", target, b"", tuple(FinishedUnit(*pair) for pair in pairs))


def highlighted(package: WordPackage) -> list[str]:
    return [
        run_text(run)
        for run in package.body.iter(W + "r")
        if value(first_child(first_child(run, "rPr"), "highlight")) == "yellow"
    ]


def test_every_text_stands_where_its_source_stood_and_numbers_stay() -> None:
    package = package_of("1.\tIt waits. It goes.", "2.\tIt stays.", rows=[("It waits.", "12 000")])
    made = merge_back(
        package,
        finished(("It waits.", "Elle attend."), ("It goes.", "Elle va."), ("It stays.", "")),
    )
    assert texts_of(again(made.package).body) == [
        "1.\tElle attend. Elle va.",
        "2.\tIt stays.",
        "Elle attend.",
        "12 000",
    ]
    assert (made.segments, made.missing) == (4, 1)
    assert highlighted(made.package) == ["It stays."]


def test_a_text_that_recurs_takes_its_translations_in_their_order() -> None:
    made = merge_back(
        package_of("Total", "It waits.", "Total", "Total"),
        finished(("Total", "Total"), ("It waits.", "Elle attend."), ("Total", "Ensemble")),
    )
    assert texts_of(made.package.body) == ["Total", "Elle attend.", "Ensemble", "Ensemble"]


@pytest.mark.parametrize("most", [36, 35])
def test_a_short_text_that_recurs_brings_no_more_text_than_documents_have(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(bounds, "MOST_CHARACTERS", most)
    package = package_of("Total", "Total", "Total")
    pairs = finished(("Total", "Elle attend."))
    if most == 36:
        assert texts_of(merge_back(package, pairs).package.body) == ["Elle attend."] * 3
    else:
        with pytest.raises(DocumentError, match="more than 35 characters"):
            merge_back(package, pairs)


def test_no_number_stands_there_twice() -> None:
    made = merge_back(
        package_of("(a) \tIt waits.", "(b) It goes."),
        finished(("(a) It waits.", "a) Elle attend."), ("It goes.", "Elle va.")),
    )
    assert texts_of(made.package.body) == ["(a) \tElle attend.", "(b) Elle va."]


def test_a_number_of_the_text_itself_stays() -> None:
    made = merge_back(
        package_of("Seventy-fourth session", "12.\tMr. Oak is elected.", "1 January 2043"),
        finished(
            ("Seventy-fourth session", "74. Tagung"),
            ("12. Mr. Oak is elected.", "12. Fr. Oak wird gewählt."),
            ("1 January 2043", "1. Januar 2043"),
            target="de",
        ),
    )
    assert texts_of(made.package.body) == [
        "74. Tagung",
        "12.\tFr. Oak wird gewählt.",
        "1. Januar 2043",
    ]


def test_arabic_goes_from_right_to_left_and_keeps_its_numbers_together() -> None:
    made = merge_back(
        package_of("It waits.", "12 000 500"), finished(("It waits.", "تنتظر."), target="ar")
    )
    assert texts_of(made.package.body) == ["تنتظر.", "12\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}500"]
    assert all(each.find(f"{W}pPr/{W}bidi") is not None for each in made.package.body.iter(W + "p"))


@pytest.mark.parametrize("name", partly(NAMES, ("A_80_604_Add.1",)))
def test_real_documents_take_all_their_translations_and_keep_their_layout(
    name: str, shared_data: Path
) -> None:
    path = shared_data / "un-reports" / f"{name}.docx"
    sources = [
        each.text[start:end].strip()
        for each in read(path).paragraphs
        for start, end in segment(each.text, "en")
    ]
    units = [(text, f"ترجمة {number}") for number, text in enumerate(sources) if text]
    old = package_at(path)
    accept_all(old.body)
    made = merge_back(package_at(path), finished(*units, target="ar"))
    assert made.missing <= 0.01 * made.segments
    assert facts(made.package.body) == facts(old.body)
