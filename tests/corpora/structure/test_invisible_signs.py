"""Signs that nobody sees: what goes, and what stays because it shapes letters or turns lines."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.structure.blocks import Block
from hexapla.corpora.structure.invisible_signs import SOFT_HYPHEN, visible
from hexapla.corpora.structure.paragraphs import paragraphs

LRM, RLM, ALM, ZWNJ, ZWJ = "\u200e", "\u200f", "\u061c", "\u200c", "\u200d"
SIGNS = (
    "\u00ad\u200b\u2060\ufeff\u2063\u202a\u202b\u202c\u2067\u2069" + LRM + RLM + ALM + ZWNJ + ZWJ
)
MIXED = st.text(alphabet="aBي3٣ه،(.%第" + SIGNS, max_size=30)


@pytest.mark.parametrize("sign", "\u00ad\u200b\u2060\ufeff\u2061\u206a\U000e0041" + ZWNJ + ZWJ)
@pytest.mark.parametrize("word", ["coopera{}tion", "合{}作", "сотру{}дничество", "الت{}عاون"])
def test_what_shows_nothing_goes(sign: str, word: str) -> None:
    if sign == ZWNJ and "ت" in word:
        assert visible(word.format(sign), "ar") == word.format(sign)  # it parts the letters
    else:
        assert visible(word.format(sign), "en") == word.format("")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"1445 ه{ZWJ} للهجرة", f"1445 ه{ZWJ} للهجرة"),  # the letter as it stands within a word
        (f"القرار{ZWNJ}ات", "القرارات"),  # ر joins nothing after it anyway
        (f"الأمم{ZWNJ} المتحدة", "الأمم المتحدة"),
        (f"क्{ZWJ}ष", f"क्{ZWJ}ष"),
        (f"👩{ZWJ}🌾 women{ZWJ}", f"👩{ZWJ}🌾 women"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
    ],
)
def test_joiners_stay_where_they_shape_letters(text: str, wanted: str) -> None:
    assert visible(text, "ar") == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", f"A/98/905{LRM} and{RLM} \u202aothers\u202c", "A/98/905 and others"),
        ("ar", f"{RLM}يقرر المجلس.{RLM}", "يقرر المجلس."),
        ("ar", "\u202bيقرر المجلس\u202c", "يقرر المجلس"),
        ("ar", f"الفقرة {RLM}({RLM}أ)", "الفقرة (أ)"),
        ("ar", f"الوثيقة A/98/905{LRM} (الإضافة)", "الوثيقة A/98/905 (الإضافة)"),
        ("ar", f"A/98/905 ({RLM}2)", f"A/98/905 ({RLM}2)"),  # without it the bracket turns
        ("ar", f"نسبة{RLM} 5%", f"نسبة{RLM} 5%"),  # and the sign of per cent
        ("ar", f"5%{LRM}", f"5%{LRM}"),
        ("en", f"the word \u2067صلح (1)\u2069 and{LRM} so", "the word \u2067صلح (1)\u2069 and so"),
    ],
)
def test_direction_marks_stay_where_they_turn_something(
    language: str, text: str, wanted: str
) -> None:
    assert visible(text, language) == wanted


@given(MIXED, st.sampled_from(tuple(LANGUAGES)))
def test_only_invisible_signs_go_and_what_is_left_stays(text: str, language: str) -> None:
    kept = visible(text, language)
    seen = [sign for sign in text if category(sign) != "Cf"]
    assert [sign for sign in kept if category(sign) != "Cf"] == seen
    assert visible(kept, language) == kept
    if language != "ar" and seen and not set(seen) & set("يه٣،"):
        assert kept.rstrip(SOFT_HYPHEN) == "".join(seen)


def test_paragraphs_of_any_format_are_without_them() -> None:
    blocks = [
        Block("\ufeff1.\u200b The Pan\u00adel met."),
        Block(f"2.{ZWNJ} The Panel rose.\u00ad"),
        Block("3. The \u2060Panel was thanked."),
    ]
    assert [(each.label, each.text) for each in paragraphs(blocks, "en")] == [
        ("1", "The Panel met."),
        ("2", "The Panel rose."),
        ("3", "The Panel was thanked."),
    ]
