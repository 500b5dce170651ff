"""Every form of a paragraph number, in seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.labels import join_label, split_label
from hexapla.corpora.numbers.markers import Family, Marker
from hexapla.corpora.numbers.readings import readings

DIGITS = {
    "western": "0123456789",
    "eastern arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "full-width": "０１２３４５６７８９",
}

# language, text, family, label part, what remains
FORMS = [
    ("en", "12. Requests the Secretariat", Family.NUMBER, "12", "Requests the Secretariat"),
    ("zh", "12．请秘书处", Family.NUMBER, "12", "请秘书处"),
    ("zh", "12、请秘书处", Family.NUMBER, "12", "请秘书处"),
    ("zh", "12.请秘书处", Family.NUMBER, "12", "请秘书处"),
    ("zh", "⒓请秘书处", Family.NUMBER, "12", "请秘书处"),
    ("ar", "١٢ - تطلب إلى الأمانة", Family.NUMBER, "12", "تطلب إلى الأمانة"),
    ("ar", "12- تطلب إلى الأمانة", Family.NUMBER, "12", "تطلب إلى الأمانة"),
    ("ar", "\u200f12\u200f - تطلب", Family.NUMBER, "12", "تطلب"),
    ("es", "12.- Pide a la Secretaría", Family.NUMBER, "12", "Pide a la Secretaría"),
    ("en", "12 bis. Requests", Family.NUMBER, "12bis", "Requests"),
    ("fr", "12 ter. Prie", Family.NUMBER, "12ter", "Prie"),
    ("zh", "12之二. 请", Family.NUMBER, "12bis", "请"),
    ("en", "1.1 By next year", Family.PATH, "1.1", "By next year"),
    ("ru", "1.a Обеспечить", Family.PATH, "1.a", "Обеспечить"),
    ("ru", "1.а Обеспечить", Family.PATH, "1.a", "Обеспечить"),
    ("ar", "1-2 كفالة", Family.PATH, "1.2", "كفالة"),
    ("ar", "1-ب كفالة", Family.PATH, "1.b", "كفالة"),
    ("en", "2.3.4. Storage", Family.PATH, "2.3.4", "Storage"),
    ("en", "(a) To collect", Family.LETTER, "(a)", "To collect"),
    ("zh", "（a）收集", Family.LETTER, "(a)", "收集"),
    ("fr", "b) De rassembler", Family.LETTER, "(b)", "De rassembler"),
    ("ru", "б) собрать", Family.LETTER, "(b)", "собрать"),
    ("ar", "(ج) جمع", Family.LETTER, "(c)", "جمع"),
    ("ar", "(هـ) جمع", Family.LETTER, "(e)", "جمع"),
    ("en", "(bb) To file", Family.LETTER, "(bb)", "To file"),
    ("en", "(iv) To copy", Family.ROMAN, "(iv)", "To copy"),
    ("zh", "㈠ 收集", Family.ROMAN, "(i)", "收集"),
    ("zh", "(二)收集", Family.ROMAN, "(ii)", "收集"),
    ("ar", "’1‘ جمع", Family.ROMAN, "(i)", "جمع"),
    ("zh", "①收集", Family.BRACKETED, "(1)", "收集"),
    ("ru", "1) собрать", Family.BRACKETED, "(1)", "собрать"),
    ("zh", "⑶收集", Family.BRACKETED, "(3)", "收集"),
    ("en", "IV. Staff", Family.CAPITAL_ROMAN, "IV", "Staff"),
    ("zh", "四、工作人员", Family.HAN, "IV", "工作人员"),
    ("zh", "十二. 工作人员", Family.HAN, "XII", "工作人员"),
    ("ar", "رابعا - الموظفون", Family.CAPITAL_ROMAN, "IV", "الموظفون"),
    ("ar", "ثاني عشر - الموظفون", Family.CAPITAL_ROMAN, "XII", "الموظفون"),
    ("en", "B. Tapes", Family.CAPITAL, "B", "Tapes"),
    ("ar", "باء - الأشرطة", Family.CAPITAL, "B", "الأشرطة"),
    ("en", "Article 12", Family.ARTICLE, "12", "Article 12"),
    ("en", "Article 12. Definitions", Family.ARTICLE, "12", "Definitions"),
    ("fr", "Article premier", Family.ARTICLE, "1", "Article premier"),
    ("es", "Artículo 12", Family.ARTICLE, "12", "Artículo 12"),
    ("ru", "Статья 12", Family.ARTICLE, "12", "Статья 12"),
    ("ar", "المادة 12", Family.ARTICLE, "12", "المادة 12"),
    ("ar", "المادة الثانية عشرة", Family.ARTICLE, "12", "المادة الثانية عشرة"),
    ("de", "Artikel 12", Family.ARTICLE, "12", "Artikel 12"),
    ("zh", "第十二条", Family.ARTICLE, "12", "第十二条"),
    ("zh", "第12条 缔约国应合作", Family.ARTICLE, "12", "缔约国应合作"),
    ("en", "Goal 3. Sleep well", Family.GOAL, "3", "Sleep well"),
    ("zh", "目标 3. 睡好", Family.GOAL, "3", "睡好"),
    ("ar", "الهدف 3 - النوم", Family.GOAL, "3", "النوم"),
    ("en", "Chapter II", Family.DIVISION, "II", "Chapter II"),
    ("zh", "第二章 总则", Family.DIVISION, "II", "总则"),
    ("en", "Part Two", Family.DIVISION, "II", "Part Two"),
    ("en", "Annex", Family.ANNEX, "", "Annex"),
    ("en", "Annex II", Family.ANNEX, "II", "Annex II"),
    ("zh", "附件二", Family.ANNEX, "II", "附件二"),
    ("fr", "Annexe II", Family.ANNEX, "II", "Annexe II"),
    ("es", "Anexo II", Family.ANNEX, "II", "Anexo II"),
    ("ru", "Приложение II", Family.ANNEX, "II", "Приложение II"),
    ("ar", "المرفق الثاني", Family.ANNEX, "II", "المرفق الثاني"),
    ("de", "Anlage", Family.ANNEX, "", "Anlage"),
    ("zh", "附录", Family.APPENDIX, "", "附录"),
    ("zh", "附 件", Family.ANNEX, "", "附 件"),
    # What was put in later, and alternatives.
    ("ru", "12-бис. Просит", Family.NUMBER, "12bis", "Просит"),
    ("ru", "12 тер. Просит", Family.NUMBER, "12ter", "Просит"),
    ("ar", "١٢ مكررا - تطلب", Family.NUMBER, "12bis", "تطلب"),
    ("ar", "12 مكررا ثانيا - تطلب", Family.NUMBER, "12ter", "تطلب"),
    ("zh", "12之三．请", Family.NUMBER, "12ter", "请"),
    ("en", "12 bis Requests", Family.NUMBER, "12bis", "Requests"),
    ("en", "12.bis Requests", Family.NUMBER, "12bis", "Requests"),
    ("zh", "12之二请", Family.NUMBER, "12bis", "请"),
    ("en", "12 sexies. Requests", Family.NUMBER, "12sexies", "Requests"),
    ("en", "5 alt. Decides", Family.NUMBER, "5alt", "Decides"),
    ("en", "5 alt 2. Decides", Family.NUMBER, "5alt2", "Decides"),
    ("zh", "5备选案文2．决定", Family.NUMBER, "5alt2", "决定"),
    ("en", "(a bis) To copy", Family.LETTER, "(abis)", "To copy"),
    ("en", "(a) bis To copy", Family.LETTER, "(abis)", "To copy"),
    ("ru", "a-бис) скопировать", Family.LETTER, "(abis)", "скопировать"),
    ("ar", "(ب مكررا) نسخ", Family.LETTER, "(bbis)", "نسخ"),
    ("en", "I bis. Staff", Family.CAPITAL_ROMAN, "Ibis", "Staff"),
    ("zh", "一之二、工作人员", Family.HAN, "Ibis", "工作人员"),
    ("ru", "Статья 12 бис", Family.ARTICLE, "12bis", "Статья 12 бис"),
    ("ar", "المادة 12 مكررا", Family.ARTICLE, "12bis", "المادة 12 مكررا"),
    ("zh", "第十二条之二", Family.ARTICLE, "12bis", "第十二条之二"),
    ("en", "Annex I bis", Family.ANNEX, "Ibis", "Annex I bis"),
    ("en", "[5. Decides]", Family.NUMBER, "5", "Decides]"),
    ("zh", "［（a） 收集］", Family.LETTER, "(a)", "收集］"),
    ("en", "OP12. Requests", Family.NUMBER, "12", "Requests"),
    ("en", "OP 12 bis Requests", Family.NUMBER, "12bis", "Requests"),
    ("en", "PP3 Recalling", Family.PREAMBULAR, "pp-3", "Recalling"),
    ("en", "PP3ter. Recalling", Family.PREAMBULAR, "pp-3ter", "Recalling"),
    # Signs of older texts, and words for numbers.
    ("zh", "甲、导言", Family.CAPITAL, "A", "导言"),
    ("zh", "（乙）收集", Family.LETTER, "(b)", "收集"),
    ("zh", "（丑）收集", Family.ROMAN, "(ii)", "收集"),
    ("zh", "（一）、收集", Family.ROMAN, "(i)", "收集"),
    ("en", "iv. Title;", Family.ROMAN, "(iv)", "Title;"),
    ("ar", "أ - جمع", Family.LETTER, "(a)", "جمع"),
    ("ar", "ثانيا-الموظفون", Family.CAPITAL_ROMAN, "II", "الموظفون"),
    ("ar", "‛1‛ جمع", Family.ROMAN, "(i)", "جمع"),
    ("fr", "Troisième partie", Family.DIVISION, "III", "Troisième partie"),
    ("es", "Segunda parte. Normas", Family.DIVISION, "II", "Normas"),
    ("ru", "Часть вторая", Family.DIVISION, "II", "Часть вторая"),
    ("de", "Erster Teil", Family.DIVISION, "I", "Erster Teil"),
    ("zh", "具体目标1.2", Family.PATH, "1.2", "具体目标1.2"),
    # Captions have one name in all languages.
    ("en", "Table 1", Family.CAPTION, "table-1", "Table 1"),
    ("fr", "Tableau 2. Bandes", Family.CAPTION, "table-2", "Bandes"),
    ("es", "Cuadro 2: Cintas", Family.CAPTION, "table-2", "Cintas"),
    ("ru", "Рисунок 3", Family.CAPTION, "figure-3", "Рисунок 3"),
    ("ar", "الجدول 4", Family.CAPTION, "table-4", "الجدول 4"),
    ("de", "Kasten 5", Family.CAPTION, "box-5", "Kasten 5"),
    ("zh", "表一", Family.CAPTION, "table-1", "表一"),
    ("zh", "图2：录音带", Family.CAPTION, "figure-2", "录音带"),
]

NO_NUMBERS = [
    ("zh", "2019年是重要的一年"),
    ("zh", "2030 年议程"),
    ("zh", "第十二条规定缔约国应合作"),
    ("zh", "一二两段"),
    ("en", "1 000 people took part"),
    ("en", "12 people took part"),
    ("en", "1,000 people took part"),
    ("en", "A/RES/99/901"),
    ("en", "3/4 of the staff"),
    ("de", "3. Oktober 2035"),
    ("en", "I think so"),
    ("en", "Annexes were added"),
    ("ru", "а также другие"),
    ("ar", "2019-2030 دولة"),
    ("de", "12 bis 14 Personen"),
    ("de", "12 bis zwanzig Personen"),
    ("en", "12 bis 14"),
    ("en", "5 altogether"),
    ("en", "12 altogether"),
    ("en", "Tables were set"),
    ("zh", "表示赞赏"),
    ("zh", "图书馆"),
    ("en", "Operators 5"),
    ("fr", "Partie prenante"),
    ("en", ""),
    ("en", "   "),
]


def _written(marker: Marker) -> str:
    return join_label(*(marker.parents if marker.family is Family.PATH else ()), marker.part)


@pytest.mark.parametrize(("language", "text", "family", "label", "rest"), FORMS)
def test_forms(language: str, text: str, family: Family, label: str, rest: str) -> None:
    found = {(m.family, _written(m), text[m.length :]) for m in readings(text, language)}
    assert (family, label, rest) in found


@pytest.mark.parametrize(("language", "text"), NO_NUMBERS)
def test_no_number(language: str, text: str) -> None:
    assert readings(text, language) == ()


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS.keys())
def test_digits_of_all_scripts(digits: str) -> None:
    text = f"{digits[4]}{digits[2]}. Text"
    assert [m.value for m in readings(text, "en")] == [42]


def test_ambiguous_letters_have_all_their_readings() -> None:
    assert {(m.family, m.value) for m in readings("(i) text", "en")} == {
        (Family.LETTER, 9),
        (Family.ROMAN, 1),
    }
    assert {(m.family, m.value) for m in readings("C. Text", "en")} == {(Family.CAPITAL, 3)}
    # Cyrillic В is third in its own alphabet, and looks like the second Latin letter.
    assert [m.value for m in readings("В. Текст", "ru")] == [3, 2]


def test_decimals_and_years_are_left_to_the_sequence() -> None:
    assert readings("1.25美元", "zh")[0].value == 25
    assert not readings("1.25美元", "zh")[0].strong
    assert readings("2019. That year", "en")[0].value == 2019


def test_in_german_the_word_after_a_letter_is_no_number() -> None:
    assert [m.name for m in readings("(a) bis zum Ende des Jahres", "de")] == ["a"]


_INSERTED = {
    "zh": [("", ""), ("之二", "bis"), ("之三", "ter")],
    "ru": [("", ""), (" бис", "bis"), ("-тер", "ter")],
    "ar": [("", ""), (" مكررا", "bis"), (" مكررا ثانيا", "ter")],
}
_NUMBER_FORMS = {
    "zh": [("{}．", "{}"), ("（{}）", "({})"), ("[{}. ", "{}")],
    "ar": [("{} - ", "{}"), ("({}) ", "({})")],
}


@given(st.data(), st.sampled_from(sorted(LANGUAGES)), st.integers(1, 40))
def test_one_label_for_all_forms_of_a_number(data: st.DataObject, language: str, n: int) -> None:
    """However a number is written and whatever was put in after it, its label is the same."""
    inserted = _INSERTED.get(language, [("", ""), (" bis", "bis"), (" ter", "ter")])
    suffix, name = data.draw(st.sampled_from(inserted))
    forms = _NUMBER_FORMS.get(language, [("{}. ", "{}"), ("{}) ", "({})"), ("[{}. ", "{}")])
    form, label = data.draw(st.sampled_from(forms))
    digits = data.draw(st.sampled_from(list(DIGITS.values())))
    written = "".join(digits[int(digit)] for digit in str(n))
    text = form.format(written + suffix) + "大会"
    found = readings(text, language)
    assert label.format(f"{n}{name}") in {_written(marker) for marker in found}
    assert {(marker.value, marker.inserted) for marker in found} == {(n, bool(name))}


_SIGNS = "0123456789１٣aAbiIvVxXВа一二甲子①㈠Ⅱأب .．、()（）-–[ 第条Annex"


@given(
    st.one_of(st.text(max_size=60), st.text(alphabet=_SIGNS, max_size=12)),
    st.sampled_from(sorted(LANGUAGES)),
)
def test_readings_take_any_text(text: str, language: str) -> None:
    for marker in readings(text, language):
        assert 0 <= marker.length <= len(text)
        assert marker.value >= 0
        # A label can be made of what was read, and cut into the same parts again.
        assert split_label(join_label(*marker.parents, marker.part)) == (
            *marker.parents,
            *filter(None, [marker.part]),
        )


@given(
    st.sampled_from([form for form in FORMS if form[2] is not Family.ANNEX]),
    st.sampled_from(["", " ", "\u3000", "\t", "\u200f"]),
)
def test_leading_space_changes_nothing(form: tuple[str, str, Family, str, str], lead: str) -> None:
    language, text, *_ = form
    for before, after in zip(
        readings(text, language), readings(lead + text, language), strict=True
    ):
        assert (before.family, before.value, before.name) == (
            after.family,
            after.value,
            after.name,
        )
        assert after.length == (before.length + len(lead) if before.length else 0)
