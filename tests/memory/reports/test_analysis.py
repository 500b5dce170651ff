"""Bands and counts of the match analysis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.reports.analysis import (
    MatchBand,
    analysis,
    characters_in,
    match_band,
    total,
    weighted_words,
    words_in,
)


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("决定保留树木名册。", 8, 9),
        ("第 97/8 号决议", 5, 8),
        ("The register – of trees, 2043.", 5, 25),
        ("", 0, 0),
        ("سجل الأشجار", 2, 10),
    ],
)
def test_words_and_characters_are_counted_as_cat_tools_do(
    text: str, words: int, characters: int
) -> None:
    assert (words_in(text), characters_in(text)) == (words, characters)


@pytest.mark.parametrize(
    ("score", "band"),
    [(101, "101"), (100, "100"), (95, "95-99"), (85, "85-94"), (75, "75-84"), (50, "50-74")],
)
def test_each_band_begins_at_its_lowest_score(score: int, band: str) -> None:
    assert match_band(score) == band
    assert match_band(score - 1) != band


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(MatchBand))))
def test_every_segment_is_counted_once(segments: list[tuple[str, MatchBand]]) -> None:
    counts = analysis(segments)
    assert list(counts) == list(MatchBand)
    every = total(counts.values())
    assert every.segments == len(segments)
    assert every.characters == sum(characters_in(text) for text, _ in segments)
    assert 0 <= weighted_words(counts) <= every.words
    assert weighted_words(counts, dict.fromkeys(MatchBand, 1.0)) == every.words
