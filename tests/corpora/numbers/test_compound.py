"""Numbers of several parts and their labels, in the digits, letters and dots of seven languages."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.compound import compound, lettered
from hexapla.corpora.numbers.labels import join_label, split_label
from hexapla.corpora.numbers.list_numerals import format_numeral
from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.numbers.numbering import Entry, number
from hexapla.corpora.numbers.readings import readings


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("en", "29A.1 Text", "29A.1"),
        ("en", "29D.66\tText", "29D.66"),
        ("en", "27.I.1 Text", "27.I.1"),
        ("en", "II.1 Text", "II.1"),
        ("en", "A.1 Text", "A.1"),
        ("en", "1.b.1 Text", "1.b.1"),
        ("en", "12.a.1. Text", "12.a.1"),
        ("en", "8.2.1 Text", "8.2.1"),
        ("en", "29D.3 bis Text", "29D.3bis"),
        ("en", "15.3a Text", "15.3a"),
        ("zh", "２９Ｄ．１　大会", "29D.1"),
        ("zh", "27．I．1大会", "27.I.1"),
        ("zh", "27.一.1 大会", "27.I.1"),
        ("zh", "Ⅱ．3大会", "II.3"),
        ("ar", "٢٧.I.١ نص", "27.I.1"),
        ("ar", "29 دال-1 نص", "29D.1"),
        ("ar", "29\u200fد\u200f-\u200f1 نص", "29D.1"),
        ("ar", "27-أولا-1 نص", "27.I.1"),
        ("ar", "ألف-1 نص", "A.1"),
        ("ar", "١٢-أ-١ نص", "12.a.1"),
        ("ru", "29В.1 Текст", "29B.1"),
        ("ru", "ХІІ.3 Текст", "XII.3"),
        ("ru", "1.б.1 Текст", "1.b.1"),
    ],
)
def test_forms(language: str, text: str, label: str) -> None:
    first = next(compound(text, language))
    assert (first.family, first.strong) == (Family.PATH, True)
    assert join_label(*first.parents, first.part) == label
    assert text[first.length :].isalpha()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12.1.2026 was a day"),
        ("en", "A. B. Smith spoke"),
        ("en", "U.S. dollars"),
        ("en", "7 425.1 was paid"),
        ("en", "II. Heading"),
        ("en", "IIX.1 Text"),
        ("de", "1.2 bis 1.4 Millionen"),
        ("en", "1.0 Text"),
    ],
)
def test_no_number_of_several_parts(language: str, text: str) -> None:
    assert not [marker for marker in compound(text, language) if marker.value]


def test_letters_of_two_alphabets_have_both_readings() -> None:
    found = [(marker.parents, marker.name) for marker in compound("В.1 Текст", "ru")]
    assert found == [(("C",), "1"), (("B",), "1")]
    # Letters behind a number are those of sections, which are Latin in all languages.
    found = [(marker.parents, marker.name) for marker in compound("29В.1 Текст", "ru")]
    assert found == [(("29B",), "1"), (("29C",), "1")]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "12a. Text", ["12a"]),
        ("en", "12A. Text", ["12A"]),
        ("zh", "１２ａ．大会", ["12a"]),
        ("ru", "12в. Текст", ["12c", "12b"]),
        ("ar", "١٢ أ - نص", ["12a"]),
        ("en", "3Dprinting", []),
    ],
)
def test_letters_put_in_after_a_number(language: str, text: str, names: list[str]) -> None:
    found = list(lettered(text, language))
    assert [marker.name for marker in found] == names
    assert all(marker.inserted and marker.family is Family.NUMBER for marker in found)


_DIGITS = {"ar": "arabicIndic", "zh": "decimalFullWidth"}
_FULL_WIDTH = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "ABCDEFIVXabcdef"})
_BODY = {
    "zh": "大会请秘书处编写报告",
    "ar": " تطلب إلى الأمانة",
    "ru": " Просит секретариат",
}
_PARTS = st.one_of(
    st.integers(1, 99).map(str),
    st.sampled_from(["29A", "29D", "I", "II", "IV", "b", "c"]),
)


def _written(label: str, language: str, native: bool) -> str:
    """Write a label with the digits and dots that its language may have."""
    if not native or language not in _DIGITS:
        return label
    parts = []
    for part in split_label(label):
        digits = "".join(filter(str.isdecimal, part))
        written = "".join(
            format_numeral(int(d), _DIGITS[language]) if int(d) else "٠０"[language == "zh"]
            for d in digits
        )
        parts.append(written + part[len(digits) :])
    return "．".join(parts).translate(_FULL_WIDTH) if language == "zh" else ".".join(parts)


@given(
    st.sampled_from(sorted(LANGUAGES)),
    st.sampled_from(["27", "29D", "II", "A", "1", "12"]),
    st.lists(_PARTS, max_size=2),
    st.integers(2, 30),
    st.booleans(),
)
@example("ar", "II", ["1", "29A"], 2, False)
def test_a_list_of_numbers_has_its_labels_in_all_languages(
    language: str, outer: str, inner: list[str], count: int, native: bool
) -> None:
    """However the numbers are written, the labels are the same, and nothing is left of them."""
    wanted = [".".join((outer, *inner, str(n + 1))) for n in range(count)]
    body = _BODY.get(language, " The text")
    texts = [_written(label, language, native) + body for label in wanted]
    found = number([Entry(readings(text, language)) for text in texts])
    assert [each.label if each else None for each in found] == wanted
    rests = {text[each.length :].strip() for text, each in zip(texts, found, strict=True) if each}
    assert rests == {body.strip()}


def test_a_number_on_a_page_from_the_right_is_read_both_ways() -> None:
    found = [(m.parents, m.name) for m in compound("I.12.27 يلاحظ", "ar")]
    assert found == [(("27", "I"), "12"), (("I", "12"), "27")]
    assert [(m.parents, m.name) for m in compound("I.12.27 Notes", "en")] == [(("I", "12"), "27")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I.12.27. يلاحظ", ["27.I.12", "I.12.27"]),
        ("II.3.2.5 يلاحظ", ["5.II.3.2", "II.3.2.5"]),
        ("II.1.2.b.1 يلاحظ", ["II.1.2.b.1"]),
        ("I.12.1234 يلاحظ", []),
    ],
)
def test_such_a_number_ends_after_its_last_figure(text: str, wanted: list[str]) -> None:
    assert [join_label(*m.parents, m.part) for m in compound(text, "ar")] == wanted
