"""Tests of telling the author's hyphens from those at line ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.readers.pdf.hyphens import without_soft_hyphens
from hexapla.corpora.readers.pdf.layout import Line
from hexapla.corpora.readers.registry import read
from hexapla.corpora.structure.joiner import Joiner


def lines(*texts: str) -> list[Line]:
    return [
        Line(text, 0, 1, 700 - 12 * n, 10, 60, 300, 60, 300, 20) for n, text in enumerate(texts)
    ]


def joined(language: str, *texts: str) -> str:
    found = [line.text for line in without_soft_hyphens(lines(*texts), language)]
    return Joiner.of(found, language).join(*found)


# A document that parts words: three of them stand whole elsewhere.
PARTED = (
    "The register of maps is open to readers, and the readers of the reg-",
    "ister may copy the maps of the dis-",
    "tricts, for the districts have violent and medium and large storms, and mea-",
    "sures are measures. Storms have a size and a cause.",
)


@pytest.mark.parametrize(
    ("head", "tail", "word"),
    [
        ("cata-", "logues", "catalogues"),
        ("medium-", "size", "medium-size"),  # both are words of the document
        ("non-", "violent", "non-violent"),
        ("non-", "exclusive", "non-exclusive"),
        ("self-", "assessment", "self-assessment"),
        ("self-", "ish", "selfish"),
        ("storm-", "related", "storm-related"),
        ("pre-", "dictable", "predictable"),
        ("e-", "commerce", "e-commerce"),
        ("small- and", "medium", "small- and medium"),
        ("small-", "and", "small- and"),
    ],
)
def test_where_words_are_parted_compounds_keep_their_hyphen(
    head: str, tail: str, word: str
) -> None:
    assert f"so {word} then" in joined("en", *PARTED, f"so {head}", f"{tail} then")


@pytest.mark.parametrize(
    ("language", "head", "tail", "word"),
    [
        ("ru", "социально-", "экономического", "социально-экономического"),
        ("ru", "эконо-", "мических", "экономических"),
        ("ru", "какой-", "либо", "какой-либо"),
        ("fr", "celles-", "ci", "celles-ci"),
        ("fr", "obser-", "vation", "observation"),
        ("de", "Wirtschafts-", "und", "Wirtschafts- und"),
        ("de", "nicht-", "staatlichen", "nicht-staatlichen"),
        ("de", "Karten-", "verzeichnis", "Kartenverzeichnis"),
    ],
)
def test_each_language_has_compounds_of_its_own(
    language: str, head: str, tail: str, word: str
) -> None:
    words = ("alpha beta gamma delta al-", "pha be-", "ta gam-", "ma del-", "ta")
    assert f"so {word} x" in joined(language, *words, f"so {head}", f"{tail} x")


def test_a_document_that_parts_no_words_keeps_all_hyphens() -> None:
    texts = ("A well-known and far-reaching step-", "by-step plan is long-", "term and sub-", "tle")
    assert joined("en", *texts) == (
        "A well-known and far-reaching step-by-step plan is long-term and sub-tle"
    )


def test_the_same_compound_elsewhere_decides() -> None:
    texts = (*PARTED, "a cata-logue is here, and the cata-", "logue is open")
    assert joined("en", *texts).endswith("the cata-logue is open")


def test_a_compound_of_three_parts_is_no_other_word() -> None:
    assert "day-to-day work" in joined("en", *PARTED, "today, to the day, the day-to-", "day work")
    assert "long-standing" in joined("en", *PARTED, "a long-standing or long-stand-", "ing rule")


def test_a_short_document_without_compounds_parts_words() -> None:
    assert (
        joined("en", "All are wel-", "come to the cere-", "mony")
        == "All are welcome to the ceremony"
    )


def test_the_dash_of_a_span_stays_with_both_of_its_ends() -> None:
    assert joined("en", "in the years 2043–", "2044") == "in the years 2043–2044"
    assert joined("en", "the years –", "all of them") == "the years – all of them"


@pytest.mark.parametrize("name", ["r-en-125", "r-ru-110", "s-de-120"])
def test_word_and_pdf_have_the_same_hyphens(name: str, shared_data: Path) -> None:
    folder = shared_data / "field/15-pdf-hyphens"
    word, printed = (
        " ".join(each.text for each in read(folder / f"{name}{suffix}").paragraphs)
        for suffix in (".docx", ".pdf")
    )
    assert printed == word


@given(st.lists(st.text("ab-ü ‐und", min_size=1), min_size=1))
def test_no_letter_is_lost(texts: list[str]) -> None:
    found = without_soft_hyphens(lines(*texts), "de")
    signs = str.maketrans("", "", "-‐\u00ad ")
    assert [line.text.translate(signs) for line in found] == [
        text.translate(signs) for text in texts
    ]
