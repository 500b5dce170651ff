"""The words of a translation that answer words of its source."""

import unicodedata

import numpy as np
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.spans import _Choice, find_span
from hexapla.memory.lookup.renderings.words import heading, words_in

CODES = ["zh", "en", "fr", "es", "ru", "ar", "de"]
# One sentence of our own in each language, and what 发展中国家 is in it.
SENTENCES = {
    "zh": ("请秘书长向发展中国家提供技术援助，并提出报告。", "发展中国家"),
    "en": (
        "Requests the Secretary-General to provide technical assistance to the developing countries"
        " and to submit a report.",
        "developing countries",
    ),
    "fr": (
        "Prie le Secrétaire général de fournir une assistance technique aux pays en développement"
        " et de présenter un rapport.",
        "pays en développement",
    ),
    "es": (
        "Solicita al Secretario General que preste asistencia técnica a los países en desarrollo y"
        " que presente un informe.",
        "países en desarrollo",
    ),
    "ru": (
        "просит Генерального секретаря оказывать техническую помощь развивающимся странам и"
        " представить доклад.",
        "развивающимся странам",
    ),
    "ar": (
        "تطلب إلى الأمين العام أن يقدم المساعدة التقنية إلى البلدان النامية وأن يقدم تقريرا.",
        "البلدان النامية",
    ),
    "de": (
        "ersucht den Generalsekretär, den Entwicklungsländern technische Hilfe zu gewähren und"
        " einen Bericht vorzulegen.",
        "Entwicklungsländern",
    ),
}


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings(EmbeddedEncoder())


@pytest.mark.parametrize("target", CODES[1:])
@pytest.mark.parametrize("chinese_first", [True, False])
def test_the_words_that_answer_are_found_by_their_meaning(
    target: str, chinese_first: bool, meanings: Meanings
) -> None:
    languages = ("zh", target) if chinese_first else (target, "zh")
    (source, asked), (text, wanted) = (SENTENCES[each] for each in languages)
    start = source.index(asked)
    found = find_span(source, (start, start + len(asked)), text, languages, meanings=meanings)
    assert found is not None
    assert text[found.start : found.end] == wanted


def test_what_the_memory_says_counts_more_than_meaning(meanings: Meanings) -> None:
    source, target = "建立名册和登记册。", "Establish a roster and a register."
    for rendering in ("roster", "register"):
        found = find_span(
            *(source, (2, 4), target, ("zh", "en")),
            associations={rendering: 1.0},
            meanings=meanings,
        )
        assert found is not None
        assert target[found.start : found.end] == rendering


def test_a_rendering_is_found_in_any_of_its_forms_without_an_encoder() -> None:
    table = {heading(words_in("развивающиеся страны", "ru")): 1.0}
    text, wanted = SENTENCES["ru"]
    found = find_span(SENTENCES["zh"][0], (5, 10), text, ("zh", "ru"), associations=table)
    assert found is not None
    assert text[found.start : found.end] == wanted


@pytest.mark.parametrize(
    ("language", "target", "wanted"),
    [
        ("en", "Invites Member States to attend", "Member States"),
        ("en", "Invites member groups to attend", "member"),
        ("en", "Invites each Member, States being few", "Member"),
        ("fr", "Invite les Membres Associés", "Membres Associés"),
        ("de", "bittet die Mitglieder Staaten zu nennen", "Mitglieder"),
    ],
)
def test_a_name_is_not_cut(language: str, target: str, wanted: str) -> None:
    words = words_in(wanted, language)
    table = {heading(words): 0.9, heading(words[:1]): 0.92}
    found = find_span("请会员国参加", (1, 4), target, ("zh", language), associations=table)
    assert found is not None
    assert target[found.start : found.end] == wanted


def test_what_is_left_tells_which_words_answer(meanings: Meanings) -> None:
    source = "请森林委员会继续应请求协助会员国，并报告其工作"
    target = (
        "Requests the Forest Board to continue to assist Member States, on request, and to report"
        " on its work"
    )
    asked = (0, source.index("，"))
    found = find_span(source, asked, target, ("zh", "en"), meanings=meanings)
    assert found is not None
    assert target[found.start : found.end] == target[: target.index(", and")]


@pytest.mark.parametrize("target", ["", " ", "…", "12. 5", "Nothing like that."])
def test_where_nothing_answers_nothing_is_found(target: str) -> None:
    assert find_span("发展中国家", (0, 5), target, ("zh", "en")) is None


def test_a_number_is_answered_by_the_same_number(meanings: Meanings) -> None:
    source = "回顾第73/186号决议和第74/177号决议"
    target = "Recalling resolutions 73/186 and 74/177"
    start = source.index("74/177")
    found = find_span(source, (start, start + 6), target, ("zh", "en"), meanings=meanings)
    assert found is not None
    assert target[found.start : found.end] == "74/177"


@settings(max_examples=60)
@given(st.data())
def test_a_span_is_of_whole_words_inside_the_text(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(CODES))
    source, target = data.draw(st.text(max_size=20)), data.draw(st.text(max_size=60))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    words = words_in(target, language)
    table = {each.stem: 1.0 for each in words[:3]}
    found = find_span(source, (start, end), target, ("en", language), associations=table)
    if found is None:
        return
    assert 0 <= found.start < found.end <= len(target)
    assert 0 <= found.score <= 1
    assert found.start in {each.start for each in words}
    assert found.end in {each.end for each in words}
    clusters = {each.start() for each in regex.finditer(r"\X", target)}
    assert not unicodedata.category(target[found.start]).startswith("M") or found.start in clusters


def test_a_sentence_without_an_end_is_bounded(meanings: Meanings) -> None:
    target = "word " * 10_000
    found = find_span("词" * 8_000, (0, 8_000), target, ("zh", "en"), meanings=meanings)
    assert found is None or found.end <= len(target)


def test_a_candidate_that_answers_nothing_keeps_no_other_from_answering() -> None:
    target = "green trees"
    choice = _Choice(
        *("树", "绿色", target, words_in(target, "en"), np.array([[0, 0], [1, 1]])),
        plain=np.array([0.15, 0.6]),
        contrast=np.array([0.3, -0.3]),
    )
    answer = choice.best()
    assert answer
    assert (answer.start, answer.end, answer.score) == (6, 11, 0.6)
