"""Light stemming: forms of one word have one stem, other words another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.renderings.stems import stem
from hexapla.memory.text.keys import match_key

FORMS = [
    ("en", "country countries"),
    ("en", "process processes"),
    ("en", "policy policies"),
    ("fr", "pays pays"),
    ("fr", "développé développée développés développées"),
    ("fr", "national nationaux nationale"),
    ("es", "país países"),
    ("es", "adelantado adelantada adelantados adelantadas"),
    ("ru", "развивающиеся развивающихся развивающимся развивающимися"),
    ("ru", "страна страны стран странам странами странах"),
    ("ru", "развитие развития развитием"),
    ("ar", "البلدان بلدان والبلدان بالبلدان للبلدان"),
    ("ar", "النامية نامية"),
    ("de", "Land Lande Länder Ländern"),
    ("de", "nachhaltige nachhaltigen nachhaltiger"),
    ("zh", "发 发"),
]


@pytest.mark.parametrize(("language", "forms"), FORMS)
def test_forms_of_one_word_have_one_stem(language: str, forms: str) -> None:
    assert len({stem(match_key(form), language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "this status class"),
        ("fr", "pays paix"),
        ("ru", "право правда"),
        ("ar", "دول دولار ولاية وزارة"),
    ],
)
def test_other_words_keep_theirs(language: str, words: str) -> None:
    each = words.split()
    assert len({stem(match_key(word), language) for word in each}) == len(each)


def test_a_short_word_is_left_alone() -> None:
    assert [stem(word, "en") for word in ("as", "us", "is")] == ["as", "us", "is"]
    assert stem("ال", "ar") == "ال"


@given(st.text(max_size=30), st.sampled_from(["zh", "en", "fr", "es", "ru", "ar", "de"]))
def test_a_stem_is_never_empty_and_never_longer(word: str, language: str) -> None:
    found = stem(word, language)
    assert bool(found) == bool(word)
    assert len(found) <= len(word)
