"""Whether a unit answers a query, and where: as a plain reading of it says."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import LimitError
from hexapla.memory.lookup.concordance import occurrences
from hexapla.memory.lookup.kwic.evaluation import Matcher, Span, count_words
from hexapla.memory.lookup.kwic.parsing import parse, pattern_query
from hexapla.memory.lookup.kwic.query import (
    Both,
    Either,
    Near,
    Pattern,
    Query,
    QueryPhrase,
    Without,
    languages_of,
)
from hexapla.memory.lookup.wildcards import Finder
from hexapla.memory.text.keys import words
from tests.memory.lookup.kwic.queries import QUERIES

ENGLISH = ["tree", "Trees,", "the", "register", "of", "keeps", "Secretary-General", "a/b", "a"]
CHINESE = ["树木", "名册", "决定", "保留", "的", "第3", "秘书长", "，"]
TEXTS = st.fixed_dictionaries(
    {},
    optional={
        "en": st.lists(st.sampled_from(ENGLISH), max_size=12).map(" ".join),
        "zh": st.lists(st.sampled_from(CHINESE), max_size=8).map("".join),
    },
)


def places(query: Query, texts: dict[str, str]) -> set[Span]:
    """Where a word, a pattern or two near each other stand, however they overlap."""
    match query:
        case QueryPhrase(text, language):
            return set(occurrences(texts.get(language, ""), Finder(text)))
        case Pattern(text, language):
            found = re.finditer(text, texts.get(language, ""), re.IGNORECASE)
            return {each.span() for each in found}
        case Near(left, right, distance):
            (language,) = languages_of(query)
            text = texts.get(language, "")
            return {
                (min(a[0], b[0]), max(a[1], b[1]))
                for a, b in product(places(left, texts), places(right, texts))
                if a[1] <= b[0] or b[1] <= a[0]
                if len(words(text[min(a[1], b[1]) : max(a[0], b[0])])) <= distance
            }
    raise AssertionError(query)


def holds(query: Query, texts: dict[str, str]) -> bool:
    match query:
        case Both(parts):
            return all(holds(part, texts) for part in parts)
        case Either(parts):
            return any(holds(part, texts) for part in parts)
        case Without(part):
            known = set(languages_of(part, denied=True)) <= set(texts)
            return known and not holds(part, texts)
        case _:
            return bool(places(query, texts))


@given(QUERIES, TEXTS)
def test_a_unit_answers_as_a_plain_reading_says(query: Query, texts: dict[str, str]) -> None:
    found = Matcher(query)(texts)
    assert (found is not None) is holds(query, texts)
    for language, spans in (found or {}).items():
        done = 0
        for start, end in spans:
            assert done <= start < end <= len(texts[language])
            done = end


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("developing NEAR/2 countries", "countries, in particular developing countries", [1]),
        ("aa NEAR/0 bb", "aa bb aa cc bb", ["aa bb"]),
        ("aa NEAR/1 bb", "bb cc aa", ["bb cc aa"]),
        ("climate OR climate change", "Climate change", ["Climate change"]),
        ("aa aa NEAR/3 aa", "aa aa", []),
    ],
)
def test_places_are_the_shortest_of_near_and_the_longest_of_others(
    query: str, text: str, marked: list[str | int]
) -> None:
    found = (Matcher(parse(query, "en"))({"en": text}) or {}).get("en", ())
    wanted = ["developing countries" if each == 1 else each for each in marked]
    assert [text[start:end] for start, end in found] == wanted


def test_what_is_denied_needs_a_text_in_its_language() -> None:
    matcher = Matcher(parse("zh:发展 NOT en:develop*", "zh"))
    assert matcher({"zh": "发展"}) is None
    assert matcher({"zh": "发展", "en": "Development"}) is None
    assert matcher({"zh": "发展", "en": "Growth"}) == {"zh": ((0, 2),)}


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+b", "(a?x?)+(a|ab)+c"])
def test_a_pattern_without_end_is_stopped(pattern: str) -> None:
    matcher = Matcher(pattern_query(pattern, "en"), seconds=0.2)
    with pytest.raises(LimitError, match="takes too long"):
        for length in range(20, 2000, 20):
            matcher({"en": "a" * length + " ,"})


def test_each_ideograph_is_a_word_and_a_mark_is_none() -> None:
    text = "保护 the co-operation سِجِلّ"
    counts = [count_words(text, (start, len(text)), 9) for start in range(len(text))]
    assert counts == [6, 5, 4, 4, *[3] * 4, *[2] * 3, *[1] * 10, *[0] * 5]
    assert count_words(text, (0, len(text)), 3) == 3
    assert count_words(text, (0, 3), 9) == 2


@pytest.mark.parametrize("mark", ["\u200f", "\u200e", "\u200b", "\u00ad"])
def test_a_mark_before_a_word_hides_no_word_and_one_within_it_makes_no_two(mark: str) -> None:
    text = f"حق {mark}كل {mark}إنسان في الحياة"
    assert count_words(text, (0, len(text)), 9) == 5
    text = f"co{mark}opera{mark}{mark}tion"
    assert count_words(text, (0, len(text)), 9) == 1
