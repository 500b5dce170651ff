"""Rows of words tell what a stretch is, and where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import grams, match_key
from hexapla.memory.text.stretches import WordSequence, words_of

TEXTS = st.text("abc 国际合作 0٣۵½ﬁéЁЙأةى،，。;；:/-()ß\u064b　Ａ", max_size=30) | st.text(
    max_size=30
)


@given(TEXTS)
def test_a_stretch_stands_where_its_words_are(text: str) -> None:
    row = WordSequence(composed(text))
    assert list(row.words) == words_of(row.text)
    before = 0
    for place in range(len(row)):
        start, end = row.span(place, place + 1)
        assert before <= start < end <= len(row.text)
        before = start
        # A sign that is several words (㈠ is none, ½ is two) is within the span of each.
        assert row.words[place] in words_of(row.text[start:end])


@given(TEXTS)
def test_an_index_has_the_grams_of_a_row(text: str) -> None:
    text = composed(text)
    row = WordSequence(text)
    indexed = set(grams(match_key(text)))
    for gram in row.grams():
        assert gram.gram in indexed
        assert "".join(row.words[gram.start : gram.end]) == gram.gram


def test_a_word_is_as_long_as_two_ideographs() -> None:
    assert WordSequence("requests the Secretary-General; to").length(0, 6) == 10
    assert WordSequence("请秘书长，继续").length(0, 6) == 6
    assert WordSequence("第2030号决议").length(0, 5) == 8
