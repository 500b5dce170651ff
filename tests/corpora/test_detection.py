"""Which language a text is in: short, long, mixed, and none of the seven."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.detection import detect_language, text_in_other_script
from hexapla.corpora.languages import LANGUAGES

# The floors are for single lines; whole documents are always told.
FLOORS = {"zh": 1.0, "en": 0.98, "fr": 0.98, "es": 0.97, "ru": 1.0, "ar": 1.0, "de": 0.98}


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_lines_are_told(shared_data: Path, language: str) -> None:
    text = (shared_data / "sdg-targets/unnumbered" / f"{language}.txt").read_text()
    page = (shared_data / "udhr" / f"{language}.html").read_text()
    lines = [line for line in text.splitlines() if line.strip()]
    lines += re.findall("<p>(.*?)</p>", page)
    found = [detect_language(line) for line in lines]
    assert detect_language(text) == language
    assert found.count(language) / len(found) >= FLOORS[language]
    assert len(found) - found.count(language) - found.count("") <= 1


@pytest.mark.parametrize("language", ["de", "fr"])
def test_mountain_prose_is_told(shared_data: Path, language: str) -> None:
    for path in sorted((shared_data / "text-berg" / language).iterdir()):
        assert detect_language(path.read_text()) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("大会", "zh"),
        ("大會歡迎秘書長的報告", "zh"),
        ("关于 COVID-19 疫情对各国人民健康影响的 United Nations 决议", "zh"),
        ("Генеральная Ассамблея", "ru"),
        ("الجمعية العامة", "ar"),
        ("The General Assembly", "en"),
        ("Report of the Committee", "en"),
        ("Rapport du Comité sur les travaux de sa session", "fr"),
        ("Informe de la Comisión", "es"),
        ("Bericht der Kommission über ihre Tagung", "de"),
        (
            "L\u2019Assemble\u0301e ge\u0301ne\u0301rale prie le Secre\u0301taire de se pencher",
            "fr",
        ),
    ],
)
def test_short_texts(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.3 – 45",
        "A/RES/74/177",
        "国連総会は、すべての加盟国の努力を歓迎する",
        "유엔 총회는 모든 회원국의 노력을 환영한다",
        "Генеральна Асамблея вітає зусилля всіх держав і їхніх урядів",
        "مجمع عمومی از تلاش‌های همه کشورهای عضو برای اجرای این قطعنامه استقبال می‌کند",
        "Η Γενική Συνέλευση",
        "העצרת הכללית",
        "A Assembleia Geral não pode ser uma instituição que não ouve as vozes dos povos",
        "L'Assemblea generale accoglie con favore gli sforzi degli Stati nella loro attuazione",
        "De Algemene Vergadering is van mening dat het van belang is voor een ieder",
        "Zgromadzenie Ogólne z zadowoleniem przyjmuje to, że państwa nie są obojętne na los",
    ],
)
def test_other_languages_and_signs_are_not_told(text: str) -> None:
    assert detect_language(text) == ""


def test_long_bulgarian_is_not_russian() -> None:
    text = "Общото събрание приветства усилията на всички държави за изпълнение на договора. "
    assert detect_language(text * 5) == ""


@given(st.text(max_size=200))
def test_any_text_gives_a_language_or_none(text: str) -> None:
    assert detect_language(text) in {"", *LANGUAGES}


ENGLISH = "The General Assembly welcomes the report and asks for another one next year."
CHINESE = "大会欢迎秘书长的报告，并请他明年再提出一份报告。"


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        (CHINESE, "en", "Chinese"),
        (f"ISO 9001, UNESCO: {CHINESE}", "fr", "Chinese"),
        ("تقرر الجمعية العامة الإبقاء على سجل الأشجار", "en", "Arabic"),
        ("Генеральная Ассамблея постановляет сохранить реестр деревьев", "de", "Russian"),
        ("Генеральна Асамблея ухвалює її звіт і запрошує інші держави", "es", "in Cyrillic script"),
        (
            "총회는 사무총장의 보고서를 환영하고 내년에 다시 보고할 것을 요청한다",
            "zh",
            "in Korean script",
        ),
        (ENGLISH, "zh", "English"),
        (ENGLISH, "ar", "English"),
        ("lorem ipsum dolor sit amet consectetur", "ru", "in Latin script"),
    ],
)
def test_another_script_is_another_language(text: str, language: str, found: str) -> None:
    assert text_in_other_script(text, language) == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "fr"),  # the same script: only a doubt
        ("Верховна Рада України ухвалила цей закон і його зміни", "ru"),
        (f"{ENGLISH} {CHINESE}", "en"),  # a bilingual text may be meant
        (f"{ENGLISH} {CHINESE}", "zh"),
        ("A/RES/99/1", "zh"),  # says nothing
        ("1. 2. 3.", "en"),
        ("", "en"),
        ("すべての人間は、生まれながらにして自由である。", "zh"),
    ],
)
def test_the_same_script_and_mixed_or_short_texts_are_no_contradiction(
    text: str, language: str
) -> None:
    assert text_in_other_script(text, language) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_texts_contradict_every_language_of_another_script(
    shared_data: Path, language: str
) -> None:
    text = (shared_data / "sdg-targets/unnumbered" / f"{language}.txt").read_text()
    latin = {"en", "fr", "es", "de"}
    for declared in LANGUAGES:
        same = declared == language or {declared, language} <= latin
        assert text_in_other_script(text, declared) == (None if same else LANGUAGES[language].name)
