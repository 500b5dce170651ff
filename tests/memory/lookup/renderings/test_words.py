"""Words with their places: whole, in order, and with what stands between them."""

import unicodedata

import regex
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.renderings.words import apart, heading, joins, words_in
from hexapla.memory.text.cleaning import composed

LANGUAGES = st.sampled_from(["zh", "en", "fr", "es", "ru", "ar", "de"])


@given(st.text(max_size=60), LANGUAGES)
def test_words_lie_in_order_and_begin_and_end_with_whole_characters(
    text: str, language: str
) -> None:
    edges = {0, len(text)} | {each.end() for each in regex.finditer(r"\X", text)}
    last = 0
    for word in words_in(text, language):
        assert last <= word.start < word.end <= len(text)
        assert word.end in edges or not unicodedata.category(text[word.end]).startswith("M")
        last = word.end


def test_an_accent_of_its_own_belongs_to_its_word() -> None:
    apart = unicodedata.normalize("NFD", "les écosystèmes")
    found = words_in(apart, "fr")
    assert [apart[each.start : each.end] for each in found] == [
        unicodedata.normalize("NFD", each) for each in ("les", "écosystèmes")
    ]
    assert heading(found) == heading(words_in(composed(apart), "fr")) == "ecosystem"


def test_each_ideograph_is_a_word_beside_numbers_and_letters() -> None:
    text = "2030年议程SDG"
    assert [text[each.start : each.end] for each in words_in(text, "zh")] == [
        *("2030", "年", "议", "程", "SDG")
    ]


def test_what_stands_between_words_is_told() -> None:
    assert [each.gap for each in words_in("peace, security; and rights", "en")] == [0, 1, 2, 0]
    assert [each.gap for each in words_in("A/RES/74/177 is No. 5", "en")] == [0, 0, 0, 0, 0, 0, 2]


def test_a_heading_leaves_out_light_words_unless_there_are_no_others() -> None:
    assert heading(words_in("the States of the region", "en")) == "state region"
    assert heading(words_in("of the", "en")) == "of the"
    assert heading(words_in("البلدان النامية", "ar")) == heading(words_in("بلدان نامية", "ar"))


def test_a_light_word_that_a_hyphen_joins_to_another_is_none() -> None:
    text = "an in-depth study of well-being and of follow\u2011up, on Monday - by them"
    heavy = [text[each.start : each.end] for each in words_in(text, "en") if not each.light]
    assert heavy == ["in", "depth", "study", "well", "being", "follow", "up", "Monday"]
    assert all(each.light for each in words_in("la-de", "fr"))


def test_letters_that_arabic_writes_before_a_word_are_taken_off_where_the_rest_is_known() -> None:
    words = words_in("ومهارات وطنية بجنسية", "ar")
    known = {each.stem for each in words_in("المهارات الجنسية الوطنية", "ar")}
    assert [heading([each]) for each in apart(words, known)] == [
        heading(words_in(each, "ar")) for each in ("مهارات", "وطنية", "جنسية")
    ]


def test_and_is_a_word_or_in_arabic_a_letter_before_one() -> None:
    texts = {"en": "goods and services", "de": "Waren oder Dienste", "ar": "السلع والخدمات"}
    assert all(joins(words_in(text, language)) == 1 for language, text in texts.items())
    assert joins(words_in("والخدمات", "ar")) == 0
    assert joins(words_in("信息和通信技术", "zh")) == 1
