"""The seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES, language_named


def test_six_official_languages_and_german() -> None:
    assert list(LANGUAGES) == ["zh", "en", "fr", "es", "ru", "ar", "de"]
    assert all(code == language.code for code, language in LANGUAGES.items())


def test_the_letters_of_file_names_tell_the_official_languages_apart() -> None:
    letters = [language.letter for language in LANGUAGES.values() if language.letter]
    assert sorted(letters) == list("ACEFRS")


def test_only_chinese_is_joined_without_a_space_and_only_arabic_runs_leftward() -> None:
    assert {code for code, each in LANGUAGES.items() if not each.separator} == {"zh"}
    assert {code for code, each in LANGUAGES.items() if each.direction == "rtl"} == {"ar"}


def test_nothing_can_be_put_among_them() -> None:
    with pytest.raises(TypeError):
        LANGUAGES["en"] = LANGUAGES["fr"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("zh-Hans", "zh"), ("zh_Hant_HK", "zh"), ("chi", "zh"), ("zho", "zh"), ("cmn", "zh")),
        *(
            ("中文", "zh"),
            ("简体中文", "zh"),
            ("中文版", "zh"),
            ("Китайский", "zh"),
            ("الصينية", "zh"),
        ),
        *(("EN", "en"), ("en-ZA", "en"), ("Anglais", "en"), ("Inglés", "en"), ("英文本", "en")),
        *(("fr-LU", "fr"), ("fre", "fr"), ("fra", "fr"), ("Français", "fr"), ("FRANCAIS", "fr")),
        *(("es-UY", "es"), ("es_419", "es"), ("Español", "es"), ("Castellano", "es")),
        *(("rus", "ru"), ("ru-KZ", "ru"), ("Русский", "ru"), ("俄文", "ru"), ("Russe", "ru")),
        *(("ar-MA", "ar"), ("arb", "ar"), ("العربية", "ar"), ("عربي", "ar"), ("阿文", "ar")),
        *(("de-1996", "de"), ("ger", "de"), ("Deutsch", "de"), ("allemand", "de")),
        *(("Français (Canada)", "fr"), ("中文（简体）", "zh"), ("French [source]", "fr")),
        *(("franc\u0327ais", "fr"), ("Арабский", "ar"), ("الانكليزية", "en")),
        *(("pt-BR", ""), ("", ""), ("-", ""), ("日本語", ""), ("Frenchman", ""), ("ar" * 40, "")),
    ],
)
def test_codes_tags_and_names_mean_a_language(name: str, language: str) -> None:
    assert language_named(name) == language
    assert language_named(f" {name.upper()} ") == language


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("de-fr", ""), ("zh-en", ""), ("en-la", ""), ("french (old)", "")),
        *(("ar-MA", "ar"), ("zh_Hant_TW", "zh"), ("es-AR", "es"), ("fr-LU", "fr")),
    ],
)
def test_of_the_name_of_a_file_only_what_is_sure_is_believed(name: str, language: str) -> None:
    assert language_named(name, sure=True) == language


@given(st.text(max_size=80), st.booleans())
def test_any_text_means_one_of_them_or_none(name: str, sure: bool) -> None:
    assert language_named(name, sure=sure) in ("", *LANGUAGES)
