"""Quality checks of pairs, in own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.checks.flags import Check
from hexapla.memory.checks.pair import check_pair
from tests.memory.samples import TEXTS


@pytest.mark.parametrize(
    ("source", "target", "languages", "check"),
    [
        (
            "至迟于2043年提交12份报告。",
            "To submit 13 reports by 2043.",
            ("zh", "en"),
            Check.NUMBERS,
        ),
        ("见A/97/20。", "See A/97/21.", ("zh", "en"), Check.SYMBOLS),
        (
            "请秘书长就本决议的执行情况提出报告，并列明费用和人员的全部情况；",
            "Requests a report;",
            ("zh", "en"),
            Check.LENGTH,
        ),
        ("名册每年更新一次，保存。", "名册每年更新一次，保存于此。", ("zh", "en"), Check.SCRIPT),
        (
            "见《条约汇编》第2201卷，名册每年更新一次。",
            "The register is brought up to date, see Treaty Series, vol. 2201.",
            ("zh", "ru"),
            Check.SCRIPT,
        ),
        ("The register of trees.", "The register of trees.", ("en", "fr"), Check.UNTRANSLATED),
        ("名册每年更新吗？", "The register is brought up to date.", ("zh", "en"), Check.ENDING),
        ("名册（树木）。", "The register (of trees.", ("zh", "en"), Check.BRACKETS),
        ("树木名册。", "The register of of trees.", ("zh", "en"), Check.REPEATED),
        ("树木名册。", "The  register of trees.", ("zh", "en"), Check.SPACES),
        ("树木名册。", "The “register of trees.", ("zh", "en"), Check.QUOTES),
        ("树木名册。", "The register\ue000 of trees.", ("zh", "en"), Check.CHARACTERS),
        ("树木名册¹。", "The register of trees².", ("zh", "en"), Check.NOTES),
        ("树木名册在此。", "The 树木名册在此 of trees.", ("zh", "en"), Check.UNTRANSLATED),
        (
            "The register of trees in the annex to this report.",
            "Le registre of trees in the annex au présent rapport.",
            ("en", "fr"),
            Check.UNTRANSLATED,
        ),
        ("树木名册。", "The register of trees. ", ("zh", "en"), Check.SPACES),
    ],
)
def test_each_check_finds_its_fault(
    source: str, target: str, languages: tuple[str, str], check: Check
) -> None:
    assert check in {flag.check for flag in check_pair(source, target, languages)}


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("2043年3月5日，出席者1 200人。", "On 5 March 2043, 1,200 people came.", ("zh", "en")),
        ("3亿人和10万棵树。", "300 million people and 100,000 trees.", ("zh", "en")),
        ("十年方案。", "The 10-year programme.", ("zh", "en")),
        ("(a) 保留名册；", "a) Conserver le registre ;", ("zh", "fr")),
        (
            "到2043年减少死亡。",
            "D\u2019ici à 2043, réduire le nombre de de\u0301ce\u0300s.",
            ("zh", "fr"),
        ),
        ("见A/97/20。", "A/97/20", ("zh", "en")),
        ("A/97/20", "A/97/20", ("zh", "en")),
        ("同上。", "See the note on the page above it.", ("zh", "en")),
        ("A/C.3/98/L.5/Rev.1，第12段。", "A/C.3/98/L.5/Rev.1, para. 12.", ("zh", "en")),
        (
            "United Nations, Treaty Series, vol. 2201, No. 39112.",
            "United Nations, Treaty Series, vol. 2201, No. 39112.",
            ("en", "ru"),
        ),
        (
            "《条约汇编》，第2201卷，第39112号。",
            "United Nations, Treaty Series, vol. 2201, No. 39112.",
            ("zh", "ar"),
        ),
    ],
)
def test_right_pairs_are_left_in_peace(
    source: str, target: str, languages: tuple[str, str]
) -> None:
    flags = check_pair(source, target, languages)
    assert [flag for flag in flags if flag.check is not Check.ENDING] == []


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "zh"])
def test_the_sample_is_right(language: str) -> None:
    for ours, theirs in zip(TEXTS["zh"], TEXTS[language], strict=True):
        assert check_pair("".join(ours), " ".join(theirs), ("zh", language)) == []


@given(
    source=st.text(max_size=40),
    target=st.text(max_size=40),
    languages=st.tuples(st.sampled_from(list(LANGUAGES)), st.sampled_from(list(LANGUAGES))),
)
def test_any_text_is_judged_in_one_line_a_flag(
    source: str, target: str, languages: tuple[str, str]
) -> None:
    flags = check_pair(source, target, languages)
    assert len({flag.check for flag in flags}) == len(flags)
    assert all(flag.cause for flag in flags)


@pytest.mark.parametrize("text", ["Trois points: ceci.", "Il dit «oui».", "Encore! Merci ; oui."])
def test_french_signs_have_their_space(text: str) -> None:
    found = check_pair("Three points, and more.", text, ("en", "fr"))
    assert Check.SPACES in {each.check for each in found}
    assert Check.SPACES not in {each.check for each in check_pair(text, text, ("en", "de"))}
