"""The odd one out among the language versions of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.checks.concord import discords
from hexapla.memory.checks.flags import Check
from tests.memory.samples import TEXTS

VERSIONS = {
    "zh": "至迟于2033年11月7日提交报告，涉及三十六国。",
    "en": "To report by 7 November 2033 on thirty-six countries.",
    "fr": "Présenter, le 7 novembre 2033 au plus tard, un rapport sur 36 pays.",
    "es": "Presentar, a más tardar el 7 de noviembre de 2033, un informe sobre 36 países.",
    "ru": "представить к 7 ноября 2033 года доклад о тридцати шести странах.",
    "ar": "تقديم تقرير بحلول 7 تشرين الثاني/نوفمبر 2033 عن ستة وثلاثين بلدا.",
}


@pytest.mark.parametrize(
    ("language", "right", "wrong", "message"),
    [
        ("ar", "7 تشرين", "8 تشرين", "ar: 2033-11-08, the 5 others: 2033-11-07"),
        ("zh", "11月", "12月", "zh: 2033-12-07, the 5 others: 2033-11-07"),
        ("es", "36", "63", "es: 63, the 5 others: 36"),
        ("ru", "тридцати шести", "этих", "ru: not stated, the 5 others: 36"),
        ("en", "thirty-six", "12 of the thirty-six", "en: 12, the 5 others: not stated"),
    ],
)
def test_the_odd_one_out_is_named(language: str, right: str, wrong: str, message: str) -> None:
    texts = VERSIONS | {language: VERSIONS[language].replace(right, wrong)}
    (found,) = discords(texts)
    assert (found.odd, found.message) == ((language,), message)
    for code, values in found.evidence.items():
        assert all(value.text in texts[code] for value in values)


def test_versions_that_agree_have_nothing() -> None:
    assert discords(VERSIONS) == []
    for sentences in zip(*TEXTS.values(), strict=True):
        assert discords(dict(zip(TEXTS, map(" ".join, sentences), strict=True))) == []


def test_a_tie_is_said_and_nobody_is_odd() -> None:
    texts = VERSIONS | {
        code: VERSIONS[code]
        .replace("36", "63")
        .replace("ستة وثلاثين", "63")
        .replace("三十六", "63")
        for code in ("zh", "fr", "ar")
    }
    (found,) = discords(texts)
    assert (found.odd, found.reading) == ((), None)
    assert found.message == "zh, fr, ar: 63, en, es, ru: 36 (as many for each)"
    (two,) = discords({"en": "12 States", "de": "13 Staaten"})
    assert two.message == "en: 12, de: 13 (as many for each)"


def test_two_that_differ_each_in_its_own_way_are_both_odd() -> None:
    texts = VERSIONS | {
        "fr": VERSIONS["fr"].replace("36", "63"),
        "ru": VERSIONS["ru"].replace("тридцати шести", "26"),
    }
    (found,) = discords(texts)
    assert set(found.odd) == {"fr", "ru"} and found.reading == "36"


def test_the_version_that_alone_denies_is_odd() -> None:
    texts = {
        "zh": "缔约方应提出保留。",
        "en": "A party shall not make reservations.",
        "fr": "Une partie ne peut formuler de réserves.",
        "es": "Una parte no podrá formular reservas.",
    }
    (found,) = discords(texts)
    assert (found.check, found.odd) == (Check.NEGATION, ("zh",))


@given(st.dictionaries(st.sampled_from(tuple(LANGUAGES)), st.text(max_size=40), max_size=4))
def test_any_versions_are_compared(texts: dict[str, str]) -> None:
    for found in discords(texts):
        assert set(found.odd) < set(texts) and found.message
