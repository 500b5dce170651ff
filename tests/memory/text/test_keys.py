"""Keys fold what makes no difference, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.text.keys import (
    grams,
    key_number,
    key_numbers,
    match_key,
    search_key,
    shape,
    words,
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("第７３/１８６号决议", "第73/186号决议"),
        ("联合国 第73号", "联合国第73号"),
        ("“合作”", "「合作」"),
        ("coopération", "COOPERATION"),
        ("التعاون", "التَّعَاوُنـــ"),
        ("أطفال", "اطفال"),
        ("١٢", "12"),
        ("учёт", "учет"),
        ("مسئولية", "مسؤولية"),
        ("شئون", "شؤون"),
        ("هيأة", "هيئة"),
        ("قرائة", "قراءة"),
        ("يقرءون", "يقرؤون"),
        ("ا\u0654سس", "أسس"),
        ("ﻣﺴﺆﻭﻟﻴﺔ", "مسئولية"),
        ("聯合國大會", "联合国大会"),
        ("瞭解發展", "了解发展"),
        ("мои\u0306", "мой"),
        ("a  b\u00a0c", "A B C"),
    ],
)
def test_what_makes_no_difference_is_folded(left: str, right: str) -> None:
    assert match_key(left) == match_key(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("мой", "мои"), ("合作", "合同"), ("12", "13"), ("قرار", "قرأ"), ("12/3", "12,3")],
)
def test_what_makes_a_difference_stays(left: str, right: str) -> None:
    assert match_key(left) != match_key(right)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


@given(st.text(alphabet="合作ab 1.", max_size=30))
def test_every_ideograph_begins_a_gram_and_every_word_is_one(text: str) -> None:
    key = match_key(text)
    found = grams(key)
    assert len(found) == len(set(found))
    for word in words(key):
        assert any(gram.startswith(word) for gram in found)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_texts_are_folded_as_all_others(text: str) -> None:
    # A mark that is folded away takes a text out of the way that is for ASCII alone.
    key = match_key(text)
    assert key == match_key(text + "\u200b")
    assert [*words(key), "中"] == words(f"{key} 中")
    assert [*grams(key), "中"] == grams(f"{key} 中")


def test_a_text_of_many_signs_is_folded_as_a_whole_text_is() -> None:
    text = "".join(map(chr, [*range(0x4E00, 0x4F80), *range(0xFF01, 0xFF5F), *range(0x400, 0x450)]))
    # An accent sends a text the whole way; and what was learnt of signs is used the second time.
    whole = match_key(f"{text}e\u0301").removesuffix("e")
    assert match_key(text) == whole != text
    assert match_key(text) == whole


@pytest.mark.parametrize("text", ["a \x1c b", "a\u00a0b", "a\t b", " a b ", "a\u2003 \n b\u3000"])
def test_white_space_of_any_kind_is_one_space(text: str) -> None:
    assert match_key(text) == "a b"


@pytest.mark.parametrize("text", ["", "Term", "第3段", "٣ ５ 12/7", "合作"])
def test_a_text_is_found_by_the_numbers_of_its_key_and_shape(text: str) -> None:
    key = match_key(text)
    assert key_numbers(key) == (key_number(key), key_number(shape(key)))


@given(st.text(alphabet="合作會a-،（）《》“ .*", max_size=30))
def test_what_a_phrase_must_hold_stands_in_every_text_that_it_is_found_in(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert set(grams(key)) <= {*grams(match_key(text))}


def test_texts_that_differ_in_numbers_have_one_shape() -> None:
    assert shape(match_key("第73/186号")) == shape(match_key("第7/18号"))
