"""Numbers of a query take the place of the stored ones where it is certain which."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.text.placeables import MONTHS, adapt, placeables
from tests.work import time_growth


@pytest.mark.parametrize(
    ("language", "stored", "adapted"),
    [
        (
            "en",
            "Recalling resolution 73/186 of 17 December 2018,",
            "Recalling resolution 74/177 of 18 November 2019,",
        ),
        (
            "fr",
            "Rappelant la résolution 73/186 du 17 décembre 2018,",
            "Rappelant la résolution 74/177 du 18 novembre 2019,",
        ),
        (
            "ar",
            "إذ تشير إلى القرار ٧٣/١٨٦ المؤرخ ١٧ كانون الأول/ديسمبر ٢٠١٨،",
            "إذ تشير إلى القرار ٧٤/١٧٧ المؤرخ ١٨ تشرين الثاني/نوفمبر ٢٠١٩،",
        ),
        (
            "ru",
            "ссылаясь на резолюцию 73/186 от 17 декабря 2018 года,",
            "ссылаясь на резолюцию 74/177 от 18 ноября 2019 года,",
        ),
    ],
)
def test_numbers_and_months_are_exchanged(language: str, stored: str, adapted: str) -> None:
    source = "回顾2018年12月17日第73/186号决议，"
    query = "回顾2019年11月18日第74/177号决议，"
    assert adapt(query, source, stored, ("zh", language)) == adapted


def test_a_number_that_the_target_lacks_is_not_certain() -> None:
    assert adapt("第74号", "第73号", "the seventy-third", ("zh", "en")) is None


def test_one_number_that_became_two_is_not_certain() -> None:
    assert adapt("5和6", "4和4", "4 and 4", ("zh", "en")) is None


def test_numbers_that_change_places_are_not_mixed_up() -> None:
    assert adapt("2比1", "1比2", "from 1 to 2", ("zh", "en")) == "from 2 to 1"


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_there_and_back(old: int, new: int) -> None:
    source, target = f"第{old}号决议", f"resolution {old}"
    adapted = adapt(f"第{new}号决议", source, target, ("zh", "en"))
    assert adapted == f"resolution {new}"


@given(st.sampled_from(sorted(MONTHS)), st.text(max_size=40))
def test_placeables_stand_where_they_say(language: str, text: str) -> None:
    found = placeables(text, language)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("language", "stored", "adapted"),
    [
        ("en", "resolution 2043/17 of 1 July 2043", "resolution 2043/17 of 2 July 2044"),
        ("fr", "résolution 2043/17 du 1er juillet 2043", "résolution 2043/17 du 2 juillet 2044"),
        ("ru", "резолюция 2043/17 от 1 июля 2043 года", "резолюция 2043/17 от 2 июля 2044 года"),
    ],
)
def test_a_number_of_a_symbol_is_none_of_a_date(language: str, stored: str, adapted: str) -> None:
    source, query = "2043年7月1日第2043/17号决议", "2044年7月2日第2043/17号决议"
    assert adapt(query, source, stored, ("zh", language)) == adapted
    assert adapt(source, query, adapted, ("zh", language)) == stored


def test_a_number_of_thousands_of_figures_is_no_month() -> None:
    assert [each.value for each in placeables("1" * 5000 + "月", "zh")] == ["1" * 5000]


@pytest.mark.parametrize("text", ["1/", "11/"])
def test_numbers_that_are_no_symbol_are_read_once(text: str) -> None:
    """What read each of them to the end again took seconds for some thousands."""
    assert time_growth(lambda size: placeables(text * size, "zh"), 1000, 4) < 4 * 2


def test_a_month_stands_behind_numbers_that_are_no_symbol() -> None:
    found = placeables("2043/17/3月 RES/73/186", "zh")
    assert [(each.value, each.symbol) for each in found] == [
        *(("2043", ""), ("17", ""), ("month 3", "")),
        *(("73", "186/73"), ("186", "186/73")),
    ]
