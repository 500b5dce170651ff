"""Texts are found again as OmegaT shows them, with numbers, marks and tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.readers.shown.texts import (
    bare,
    cut_shown,
    match_shown,
    number_before,
    shown_by_text,
    shown_texts,
    untagged,
)
from tests.corpora.readers.raw_files import raw
from tests.corpora.readers.word_files import word_file
from tests.examples import examples


@pytest.mark.parametrize(
    ("shown", "text", "language", "number"),
    [
        ("1. Takes note of it;", "Takes note of it;", "en", "1. "),
        ("(a) To ask;", "To ask;", "en", "(a) "),
        ("a) De demander ;", "De demander ;", "fr", "a) "),
        ("1. 表示注意到报告；¹", "表示注意到报告；¹", "zh", "1. "),
        ("3．又表示注意<t0/>到；", "又表示注意到；", "zh", "3．"),
        ("¹ See A/98/733.", "See A/98/733.", "en", "¹ "),
        ("Takes note<t0/> of it;", "Takes note¹ of it;", "en", ""),
        ("Takes note of that;", "Takes note of it;", "en", None),
        ("1. Takes note of that;", "Takes note of it;", "en", None),
    ],
)
def test_the_number_before_a_text_is_told(
    shown: str, text: str, language: str, number: str | None
) -> None:
    assert number_before(shown, text, language) == number


def test_texts_that_are_alike_take_what_is_shown_in_turn() -> None:
    shown = ["1. Yes.", "2. No.", "3. Yes.", "Other."]
    texts = ["Yes.", "No.", "Yes.", "Yes.", "Missing."]
    assert match_shown(texts, shown_by_text(shown, "en")) == [
        "1. Yes.",
        "2. No.",
        "3. Yes.",
        "3. Yes.",
        "",
    ]


def test_a_sentence_that_is_cut_is_shown_in_pieces() -> None:
    texts = ["See A/98/733, paras. 3–5.", "It is so.", "See A/98/734, para. 9. ", "No. It is."]
    shown = ["¹ See A/98/733, paras.", "3–5.", "1. It is so.", "No.", "See A/98/734, para.", "9."]
    assert cut_shown(texts, shown_by_text(shown, "en"), "en") == [
        *(("¹ See A/98/733, paras.", "3–5."), ()),
        *(("See A/98/734, para.", "9."), ()),  # of the last one a piece is not shown
    ]
    assert cut_shown(
        ["见A/98/733，第5段。"], shown_by_text(["见A/98/733，第5段。"], "zh"), "zh"
    ) == [()]


def test_segments_are_those_of_omegat() -> None:
    found = shown_texts(raw("1. Notes it. Thanks all.\n\n(a) One;\n"), "en")
    assert found.paragraphs == ("1. Notes it. Thanks all.", "(a) One;")
    assert found.segments == ("1.", "Notes it.", "Thanks all.", "(a) One;")


def test_a_word_file_is_known_by_its_content() -> None:
    body = "<w:p><w:r><w:t>5.</w:t><w:tab/><w:t>Notes it.</w:t></w:r></w:p>"
    assert shown_texts(raw(word_file(body)), "en").paragraphs == ("5.", "Notes it.")


def test_a_format_that_omegat_does_not_read_shows_nothing() -> None:
    tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>Notes it.</p></text></TEI>'
    assert shown_texts(raw(tei), "en").paragraphs == ()


@given(st.lists(st.text(max_size=20), max_size=8), st.sampled_from(["en", "zh", "ar", "fr"]))
@examples(60)
def test_whatever_is_shown_is_found_again(texts: list[str], language: str) -> None:
    found = match_shown(texts, shown_by_text(texts, language))
    assert len(found) == len(texts)
    for text, shown in zip(texts, found, strict=True):
        if bare(text):
            assert bare(text) in bare(shown)
            assert number_before(shown, text, language) is not None


@given(st.text(max_size=30))
@examples(60)
def test_what_is_bare_has_no_tags_and_stays_so(text: str) -> None:
    assert bare(bare(text)) == bare(text) or "<" in text
    assert untagged(f"<t0/>{untagged(text)}") == untagged(untagged(text))
