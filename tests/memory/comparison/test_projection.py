"""What has to change in a translation, because its source has changed."""

from __future__ import annotations

import pytest

from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.memory.comparison.projection import Projection, Target, project
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.store.store import Store
from tests.memory.samples import SYMBOL

OLD = "请秘书长就城市树木的执行情况向大会第七十四届会议提出报告；"
ENGLISH = (
    "Requests the Secretary-General to report to the General Assembly at its seventy-fourth session"
    " on the implementation with regard to urban trees;"
)


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings(EmbeddedEncoder())


def marked(found: Projection) -> list[tuple[str, str, str]]:
    return [(found.text[each.start : each.end], each.new, each.answer) for each in found.marks]


@pytest.mark.parametrize(
    ("target", "translation", "wanted"),
    [
        ("en", "resolution 97/8 of 5 March 2043", ["98", "12", "7", "April", "2044"]),
        ("fr", "la résolution 97/8 du 5 mars 2043", ["98", "12", "7", "avril", "2044"]),
        ("ru", "резолюцию 97/8 от 5 марта 2043 года", ["98", "12", "7", "апреля", "2044"]),
    ],
)
def test_numbers_and_months_are_exchanged(target: str, translation: str, wanted: list[str]) -> None:
    old, new = "2043年3月5日第97/8号决议", "2044年4月7日第98/12号决议"
    found = project(old, new, translation, ("zh", target), None)
    assert [answer for *_, answer in marked(found)] == wanted
    assert all(each.is_certain for each in found.marks)


def test_a_year_is_not_sought_in_a_symbol(meanings: Meanings) -> None:
    old = "欢迎关于城市树木的决议，特别是2043年7月1日第2043/17号决议；"
    new = "欢迎关于乡村树木的决议，特别是2044年8月1日第2043/17号决议；"
    english = (
        "Welcomes resolutions on urban trees, in particular resolution 2043/17 of 1 July 2043;"
    )
    found = project(old, new, english, ("zh", "en"), meanings)
    assert [each for each in marked(found) if each[2]] == [
        ("July 2043", "2044年8", "August 2044"),
    ]


def test_the_words_that_answer_are_marked(meanings: Meanings) -> None:
    new = OLD.replace("城市树木", "山地森林")
    found = project(OLD, new, ENGLISH, ("zh", "en"), meanings)
    assert marked(found) == [("urban trees", "山地森林", "")]


def test_what_comes_in_stands_behind_the_words_before_it(meanings: Meanings) -> None:
    new = OLD.replace("树木", "树木和公园")
    found = project(OLD, new, ENGLISH, ("zh", "en"), meanings)
    ((text, come, _),) = marked(found)
    assert (text, come) == ("", "和公园")
    assert ENGLISH[: found.marks[0].start].endswith(("trees", "urban"))


@pytest.mark.parametrize(
    ("new", "at"),
    [
        ("本规则自即日起生效。本规则每五年审查一次。请秘书长报告。", 72),
        ("本规则自即日起生效。请秘书长报告。本规则每五年审查一次。", 36),
    ],
)
def test_a_sentence_that_comes_in_stands_between_sentences(
    new: str, at: int, meanings: Meanings
) -> None:
    old = "本规则自即日起生效。本规则每五年审查一次。"
    translation = "These rules take effect as of today. They are reviewed every five years."
    (mark,) = project(old, new, translation, ("zh", "en"), meanings).marks
    assert (mark.start, mark.end, mark.new) == (at, at, "请秘书长报告。")


def test_of_equal_phrases_the_one_is_marked_whose_turn_it_is(meanings: Meanings) -> None:
    old, new = "保护树木，并登记树木", "保护树木，并登记道路"
    found = project(old, new, "to protect trees and to register trees", ("zh", "en"), meanings)
    assert [each.start for each in found.marks] == [33]


def test_numbers_beside_changed_words_keep_their_places(meanings: Meanings) -> None:
    old = "到2030年，在全球消除贫困"
    new = "到2035年，在全球消除饥饿"
    found = project(old, new, "By 2030, eradicate poverty everywhere", ("zh", "en"), meanings)
    assert marked(found) == [("2030", "2035", "2035"), ("poverty", "饥饿", "")]


def test_a_text_that_is_another_is_marked_as_a_whole() -> None:
    old, new = (" ".join(f"{sign}{number} the" for number in range(200)) for sign in "ab")
    found = project(old, new, "whatever it was", ("en", "fr"), None)
    assert [(each.start, each.end) for each in found.marks] == [(0, 15)]


def test_the_translation_is_that_of_the_memory(store: Store) -> None:
    target = Target(store, ("zh", "fr"), None, SYMBOL)
    assert target.translation("大会，") == "L’Assemblée générale,"
    assert target.project("没有这样的段落。", "没有。") is None
    same = target.project("大会，", "大会，")
    assert same == Projection("L’Assemblée générale,")
