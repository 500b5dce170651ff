"""Values of texts in all languages: what is written is read again."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.input.processor_time import processor_time
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.checks.values.model import ValueKind
from hexapla.memory.checks.values.reading import values
from scripts.dev.tables.number_words import SPELT
from tests.paths import ROOT

MONTHS = {
    "en": "{day} November {year}",
    "fr": "{day} novembre {year}",
    "es": "{day} de noviembre de {year}",
    "ru": "{day} ноября {year} года",
    "ar": "{day} تشرين الثاني/نوفمبر {year}",
    "de": "{day}. November {year}",
    "zh": "{year}年11月{day}日",
}
GROUPED = {"en": ",", "fr": "\u00a0", "es": " ", "ru": "\u00a0", "ar": " ", "de": ".", "zh": " "}
SPELT_NUMBERS = json.loads(SPELT.read_text("utf-8"))


def first(text: str, language: str) -> list[object]:
    return [each.readings[0][0] for each in values(text, language)]


@pytest.mark.parametrize(
    ("language", "form"), [(one, form) for one, forms in SPELT_NUMBERS.items() for form in forms]
)
def test_numbers_in_words_are_read(language: str, form: str) -> None:
    end = "个" if language == "zh" else ""
    spelt = SPELT_NUMBERS[language][form]
    assert [first(word + end, language) for word in spelt] == [
        [number] for number in range(1, len(spelt) + 1)
    ]


@given(number=st.integers(0, 10**12), language=st.sampled_from(list(LANGUAGES)))
def test_grouped_digits_are_read(number: int, language: str) -> None:
    written = f"{number:,}".replace(",", GROUPED[language])
    keys = {
        key for each in values(written, language) for reading in each.readings for key in reading
    }
    assert number in keys


@given(
    day=st.integers(1, 31), year=st.integers(1945, 2099), language=st.sampled_from(list(LANGUAGES))
)
def test_dates_are_put_together(day: int, year: int, language: str) -> None:
    found = values(MONTHS[language].format(day=day, year=year), language)
    assert {each.whole for each in found} == {f"{year}-11-{day:02}"}


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("百分之八十三", "zh", "83 percent"),
        ("270万", "zh", "2700000"),
        ("3亿5000万人", "zh", "350000000"),
        ("二〇三四年", "zh", "2034 year"),
        ("三分之二", "zh", "2/3"),
        ("第四十七条", "zh", "article 47"),
        ("下午3时30分", "zh", "time 15:30"),
        ("27 milliards de dollars", "fr", "27000000000 dollar"),
        ("27 mil millones", "es", "27000000000"),
        ("3,4 млрд", "ru", "3400000000"),
        ("15 ч. 30 м.", "ru", "time 15:30"),
        ("الساعة 15/30", "ar", "time 15:30"),
        ("٥٠٠ ٤٦", "ar", "46500"),
        ("15.30 horas", "es", "time 15:30"),
        ("3.30 p.m.", "en", "time 15:30"),
        ("vers 6h30", "fr", "time 6:30"),
        ("330 ألف شخص", "ar", "330000"),
        ("una tercera parte", "es", "1/3"),
        ("zweihundertfünfundvierzig", "de", "245"),
        ("deux tiers", "fr", "2/3"),
        ("le XXIe siècle", "fr", "21 century"),
        ("Chapter IV", "en", "chapter 4"),
        ("90-х годов", "ru", "90 decade"),
        ("多民族玻利维亚国", "zh", "Bolivia"),
        ("с Исламской Республикой Иран", "ru", "Iran"),
        ("وللأمين العام", "ar", "Secretary-General"),
        ("des Sicherheitsrats", "de", "Security Council"),
        ("mit Zweidrittelmehrheit", "de", "2/3"),
        ("Der Einzehntelanteil", "de", "1/10"),
        ("Dreivierteljahr", "de", "3/4"),
        ("الدورة الثانية عشرة بعد المائة", "ar", "session 112"),
        ("الجلسة العامة الرابعة يوم الثلاثاء", "ar", "4"),
    ],
)
def test_a_value_is_shown_by_its_likeliest_reading(text: str, language: str, shown: str) -> None:
    assert [each.shown for each in values(text, language)] == [shown]


def test_arabic_groups_are_read_in_both_orders() -> None:
    (number,) = values("500 046", "ar")
    assert {(46500,), (500046,)} <= set(number.readings)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("发展中国家", "zh"),
        ("一些统一的意见", "zh"),
        ("十分重要", "zh"),
        ("you may march", "en"),
        ("one of the many", "en"),
        ("un bâtiment neuf", "fr"),
        ("una vez", "es"),
        ("один из многих", "ru"),
        ("außer Acht", "de"),
        ("الوضع المالي", "ar"),
    ],
)
def test_words_that_are_often_something_else_ask_for_no_answer(text: str, language: str) -> None:
    assert not [each for each in values(text, language) if each.required]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1:250,000", (1, 250_000)),
        ("1:2.5", (1, Decimal("2.5"))),
        ("1.5:1", (Decimal("1.5"), 1)),
        ("10:15:00.5", (10, 15, Decimal("0.5"))),
        ("00:01:02,500", (0, 1, 2, 500)),
        ("2:255,256", (2, 255, 256)),
        ("9:75,15", (9, 75, 15)),
    ],
)
def test_parts_with_colons_are_read_as_other_numbers(
    written: str, parts: tuple[int | Decimal, ...], language: str
) -> None:
    assert parts in {reading for each in values(written, language) for reading in each.readings}


@given(
    written=st.from_regex(r"[0-9]{1,4}(?:[.,:/' ][0-9]{1,4}){1,4}", fullmatch=True),
    language=st.sampled_from(list(LANGUAGES)),
)
def test_digits_with_any_signs_between_are_read(written: str, language: str) -> None:
    assert values(f"{written} km", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    ["1 234 ", "1.", "三分之", "hundred and ", "einhundert", "(a)", "ثلاثة و", "中国", "5 p.m. "],
)
def test_long_rows_of_anything_are_read(piece: str, language: str) -> None:
    # Anything but linear time would take minutes.
    values(piece * (5_000 // len(piece)), language)


@given(text=st.text(max_size=60), language=st.sampled_from([*LANGUAGES, "pt"]))
def test_values_of_any_text_stand_in_their_order(text: str, language: str) -> None:
    found = values(text, language)
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(each.kind in ValueKind and each.readings for each in found)


def test_a_word_that_repeats_itself_takes_no_time() -> None:
    with processor_time(20):
        assert len(values(f"20 {'год' * 99}! 30", "ru")) == 2


def test_the_tables_name_their_sources() -> None:
    folder = ROOT / "memory" / "checks" / "tables"
    sources = (folder / "SOURCES.md").read_text("utf-8")
    tables = [each.name for each in folder.iterdir() if each.suffix != ".md"]
    assert not [name for name in tables if name not in sources]
