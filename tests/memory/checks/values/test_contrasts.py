"""Words that exclude one another are told where each text has only one of them."""

from __future__ import annotations

import pytest

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.checks.values.contrasts import contrasts
from hexapla.memory.checks.values.tables import raw_cell, rows

RIGHT = [
    ("zh", "en", "每周一次", "on Tuesday"),
    ("en", "ru", "on Wednesday, 3 May", "в среду, 3 мая"),
    ("en", "ru", "on Tuesday", "в окружающую среду"),
    ("en", "es", "on Monday in Santo Domingo", "el lunes en Santo Domingo"),
    ("ar", "en", "تقرير الاثنين", "the two reports of Tuesday"),
    ("en", "zh", "imports and exports", "出口"),
    ("en", "ar", "two days per week", "يومين في الأسبوع"),
    ("en", "ar", "monthly fees", "مرتين كل شهرين"),
    ("es", "en", "Países Bajos", "increasing"),
    ("en", "ru", "reduced", "дети в возрасте 12 лет"),
    ("en", "de", "reduced", "mehrere Mehrheiten"),
    ("en", "fr", "at least 60 days", "au plus tard 60 jours"),
    ("zh", "en", "装机容量增加两倍", "tripling capacity"),
    ("zh", "en", "本周日本代表发言", "on Monday"),
    ("zh", "en", "双年度", "biennial"),
    ("zh", "en", "最不发达国家", "developing countries"),
    ("en", "zh", "increasing", "发展"),
    ("en", "fr", "reduced by at least 5", "réduits à 10 au plus"),
    ("zh", "en", "增加了两倍", "have tripled"),
]
WRONG = [
    ("zh", "ar", "11月3日星期四", "يوم الثلاثاء 3 تشرين الثاني", "Thursday", "Tuesday"),
    ("en", "de", "Exports rose.", "Die Einfuhren stiegen.", "exports", "imports"),
    ("fr", "ru", "au moins cinq", "не более пяти", "at least", "at most"),
    ("es", "zh", "cada mes", "每年", "monthly", "yearly"),
    ("en", "ar", "on Tuesday", "يوم الإثنين", "Tuesday", "Monday"),
    ("fr", "en", "réduire les coûts", "costs grew", "decrease", "increase"),
    ("en", "fr", "reduce costs", "accroître les coûts", "decrease", "increase"),
    ("en", "ru", "every Friday", "каждую среду", "Friday", "Wednesday"),
]


@pytest.mark.parametrize(("one", "other", "source", "target"), RIGHT)
def test_what_is_the_same_or_left_out_is_no_contrast(
    one: str, other: str, source: str, target: str
) -> None:
    assert not [*contrasts(source, target, (one, other))]


@pytest.mark.parametrize(("one", "other", "source", "target", "ours", "theirs"), WRONG)
def test_what_excludes_the_other_is_told_by_its_member(
    one: str, other: str, source: str, target: str, ours: str, theirs: str
) -> None:
    ((first, second),) = contrasts(source, target, (one, other))
    assert (first.shown, second.shown) == (ours, theirs)
    assert (first.text, second.text) == (
        source[first.start : first.end],
        target[second.start : second.end],
    )


def test_only_days_are_compared_in_long_texts() -> None:
    long = "on Friday " + "the register of trees " * 20 + "of imports"
    found = contrasts(long, "exports, le lundi", ("en", "fr"))
    assert [(one.shown, other.shown) for one, other in found] == [("Friday", "Monday")]


def test_every_member_has_words_in_every_language() -> None:
    lacking = [
        (row[1], language)
        for row in rows("contrasts.tsv")
        for language in LANGUAGES
        if not raw_cell("contrasts.tsv", row, language)
    ]
    assert not lacking
    assert len(rows("contrasts.tsv")) == len({row[1] for row in rows("contrasts.tsv")})
