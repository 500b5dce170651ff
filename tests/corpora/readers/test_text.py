"""Plain text: what is a paragraph, what is a line, and what belongs to the page."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.text import blocks
from hexapla.corpora.structure.artefacts import PAGE_BREAK
from hexapla.corpora.structure.blocks import Block

SENTENCES = {
    "en": "The Secretariat keeps the recordings of all meetings in {} places and lends them to "
    "anyone who asks for them in writing before the end of the week.",
    "fr": "Le Secrétariat conserve les enregistrements de toutes les réunions dans {} lieux et "
    "les prête à quiconque en fait la demande par écrit avant la fin de la semaine.",
    "es": "La Secretaría conserva las grabaciones de todas las reuniones en {} lugares y las "
    "presta a quien las pida por escrito antes de que termine la semana.",
    "ru": "Секретариат хранит записи всех заседаний в {} местах и выдает их всем, кто попросит "
    "об этом в письменной форме до конца недели.",
    "ar": "تحتفظ الأمانة العامة بتسجيلات جميع الاجتماعات في {} أماكن وتعيرها لكل من يطلبها "
    "كتابة قبل نهاية الأسبوع من أي بلد كان.",
    "de": "Das Sekretariat bewahrt die Aufnahmen aller Sitzungen an {} Orten auf und verleiht "
    "sie an alle, die vor Ende der Woche schriftlich darum bitten.",
    "zh": "秘书处在{}个地点保存所有会议的录音，并在一周结束之前将录音出借给"
    "任何以书面形式提出请求的人。",
}


def _texts(text: str, language: str = "en") -> list[str]:
    return [block.text for block in blocks(text, language)]


def _wrap(text: str, width: int, language: str) -> list[str]:
    if language == "zh":
        return [text[i : i + width] for i in range(0, len(text), width)]
    return textwrap.wrap(text, width, break_on_hyphens=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n", "\u2028"])
def test_one_paragraph_a_line(language: str, gap: str) -> None:
    lines = [SENTENCES[language].format(n) * (1 + n % 3) for n in range(2, 12)]
    assert _texts(gap.join(lines), language) == lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 62, 90])
def test_wrapped_lines(language: str, width: int) -> None:
    joiner = "" if language == "zh" else " "
    paragraphs = [
        joiner.join(SENTENCES[language].format(10**k + n) for k in range(1 + n % 3))
        for n in range(2, 12)
    ]
    text = "\n\n".join("\n".join(_wrap(p, width, language)) for p in paragraphs)
    assert _texts(text, language) == paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrapped_lines_without_blank_lines_between(language: str) -> None:
    paragraphs = [f"{n}. {SENTENCES[language].format(n)}" for n in range(1, 15)]
    text = "\n".join("\n".join(_wrap(p, 44, language)) for p in paragraphs)
    assert _texts(text, language) == paragraphs


def test_short_lines_under_each_other_stay_apart() -> None:
    sentence = f"{SENTENCES['en']} {SENTENCES['en']}"
    body = "\n\n".join("\n".join(_wrap(sentence.format(n, n), 70, "en")) for n in range(5))
    found = _texts(f"Ninetieth session\nAgenda item 12\nLibraries\n\n{body}")
    assert found[:3] == ["Ninetieth session", "Agenda item 12", "Libraries"]
    assert len(found) == 8


def test_equal_sentences_are_no_wrapped_text() -> None:
    lines = [f"This is sentence number {n} of a list of sentences." for n in range(1000, 1050)]
    assert _texts("\n".join(lines)) == lines


def test_verse_and_names_are_no_wrapped_text() -> None:
    names = ["Benin", "Chile", "China", "Ghana", "India", "Italy", "Japan", "Kenya", "Nepal"]
    assert _texts("\n".join(names)) == names


HYPHENS = [
    ("en", "the climate-", "related work", "the climate-related work"),
    ("en", "all the inter-", "national work", "all the international work"),
    ("en", "all short- and long-", "term work", "all short- and long-term work"),
    ("en", "all the soft\u00ad", "ware", "all the software"),
    ("en", "their rights and/", "or duties", "their rights and/or duties"),
    ("en", "their rights –", "or duties", "their rights – or duties"),
    ("de", "überall die Kultur-", "und Bildungspolitik", "überall die Kultur- und Bildungspolitik"),
    ("de", "überall die EU-", "Kommission", "überall die EU-Kommission"),
]


@pytest.mark.parametrize(("language", "left", "right", "joined"), HYPHENS)
def test_hyphens_at_line_ends(language: str, left: str, right: str, joined: str) -> None:
    lines = _wrap(" ".join(SENTENCES[language].format(n) for n in (3, 4)), 60, language)
    cut = [f"{'international ' * 6}"[: 59 - len(left)].strip() + f" {left}", f"{right} of it."]
    text = "\n\n".join("\n".join(part) for part in (lines, cut, lines[1:], lines[2:]))
    assert joined in blocks(text, language)[1].text


def test_chinese_lines_join_as_the_document_writes() -> None:
    tight = "委员会于2035年举行了会议并通过了第12号决定和第13号决定以及其他若干重要决定和"
    spaced = "委员会于 2035 年举行了会议并通过了第 12 号决定和第 13 号决定以及其他若干重要决定和"
    for text, seam in ((tight, "和2036年"), (spaced, "和 2036 年")):
        number = "2036年" if text is tight else "2036 年"
        lines = [text, number + text[6:-2] + "并且"]
        whole = "\n\n".join("\n".join([*lines, "继续下去。"]) for _ in range(4))
        assert seam in blocks(whole, "zh")[0].text


PAGE_ENDS = [
    ["{}/35"],
    ["- {} -"],
    ["Page {}"],
    ["{}/35", "", "A/99/12", "The state of the recordings"],
    ["19-12345", "{}/35"],
    ["{}/35 19-12345", "", "A/99/12"],
    ["A/99/12", "Page {}"],
    ["A/99/12 {}"],
    ["{}", "", "The state of the recordings"],
    ["第 {} 页 共 35 页"],
    ["A/99/12 The state of the recordings {}/35"],
    ["The state of the recordings | Page {} of 35"],
    ["{} A/99/12 The state of the recordings"],
    ["\f"],
    ["{}\f"],
    ["\fA/99/12", "", "The state of the recordings"],
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", PAGE_ENDS, ids=str)
def test_page_artefacts_go(end: list[str], language: str) -> None:
    paragraphs = [f"{n}. {SENTENCES[language].format(n) * 2}" for n in range(1, 33)]
    lines: list[str] = []
    for n, paragraph in enumerate(paragraphs, 1):
        lines += [paragraph, ""]
        if n % 4 == 0:
            lines += [line.format(n // 4 + 1) for line in end] + [""]
    found = blocks("\n".join(lines), language)
    assert [block.text for block in found] == paragraphs
    assert [n for n, block in enumerate(found) if block.after_break] == list(range(4, 32, 4))


def test_numbers_and_repeated_headings_in_the_text_stay() -> None:
    lines = []
    for n in range(1, 9):
        lines += [f"Case {n}", "Recommendation", SENTENCES["en"].format(n), str(1990 + 3 * n)]
    assert _texts("\n\n".join(lines)) == lines


def test_numbered_headings_at_page_tops_stay() -> None:
    lines = []
    for n in range(1, 9):
        lines += [f"Article {n}", SENTENCES["en"].format(n), f"{n}/8"]
    found = _texts("\n\n".join(lines))
    assert [line for line in found if line.startswith("Article")] == [
        f"Article {n}" for n in range(1, 9)
    ]


def test_tail_of_a_paragraph_before_a_page_number_stays() -> None:
    tails = ["for sustainable development.", "of the week.", "of recordings.", "in writing."]
    lines: list[str] = []
    for n in range(1, 25):
        lines += [*_wrap(SENTENCES["en"].format(n), 60, "en")[:-1], tails[n // 3 % 4], ""]
        if n % 3 == 0:
            lines += [f"{n}/30", ""]
    found = blocks("\n".join(lines), "en")
    assert [block.text.endswith(tuple(tails)) for block in found] == [True] * 24


def test_a_symbol_in_the_masthead_stays_and_its_repetitions_go() -> None:
    lines = ["A/99/12", "Ninetieth session"]
    for n in range(1, 9):
        lines += [SENTENCES["en"].format(n), "A/99/12"]
    found = _texts("\n\n".join(lines))
    assert found[:2] == ["A/99/12", "Ninetieth session"]
    assert found.count("A/99/12") == 1


def test_nothing_but_page_artefacts_is_not_taken_for_text_and_text_not_for_page_artefacts() -> None:
    same = ["the same line that never comes to an end at all"] * 200
    assert len(_texts("\n\n".join(same))) == 200
    assert _texts("\n\n".join(f"{n}/40" for n in range(1, 41))) == []


@given(st.text(max_size=400), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_is_read(text: str, language: str) -> None:
    for block in blocks(text, language):
        assert isinstance(block, Block)
        assert block.text and block.text == block.text.strip()
        assert "\n" not in block.text and PAGE_BREAK not in block.text


_LINE = st.lists(
    st.sampled_from(["alpha", "Beta", "gamma,", "delta", "(epsilon)", "zeta;", "Eta."]),
    min_size=1,
    max_size=14,
).map(" ".join)


@given(st.lists(_LINE, max_size=30), st.sampled_from(["\n", "\n\n"]))
def test_no_word_is_lost(lines: list[str], gap: str) -> None:
    words = gap.join(lines).split()
    found = " ".join(block.text for block in blocks(gap.join(lines), "en")).split()
    kept = [line for line in lines if lines.count(line) == 1]
    assert len(found) <= len(words)
    if len(kept) == len(lines):
        assert found == words


def test_long_texts_take_linear_time() -> None:
    count = 8_000  # paragraphs, of which a quadratic step makes half a minute
    line = "and goes on in the open without any end that could be seen"
    for text in (
        "\n".join([line] * count),
        "\n\n".join(str(n) for n in range(count)),
        "\n\n".join(f"{n}. {line}" for n in range(count)),
        "\n" * 10 * count,
        " ".join([line] * count),
    ):
        begun = time.process_time()
        blocks(text, "en")
        assert time.process_time() - begun < 8
