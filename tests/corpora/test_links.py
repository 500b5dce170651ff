"""The documents that texts name: the same links in every language."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.links import Link, links
from hexapla.corpora.readers.registry import read
from tests.paths import SAMPLE

# One paragraph of a preamble, with lists, dates between, and three organs.
PREAMBLES = {
    "zh": "回顾大会2034年12月18日第89/193和89/196号、第90/178号和第82/208A号决议，"
    "人权理事会2035年9月26日第82/1号决议和安全理事会第2325(2034)号决议，",
    "en": "Recalling General Assembly resolutions 89/193 and 89/196 of 18 December 2034, 90/178 "
    "and 82/208 A, Human Rights Council resolution 82/1 of 26 September 2035 and Security Council "
    "resolution 2325 (2034),",
    "fr": "Rappelant les résolutions 89/193 et 89/196 de l’Assemblée générale en date du "
    "18 décembre 2034, 90/178 et 82/208 A, la résolution 82/1 du Conseil des droits de l’homme en "
    "date du 26 septembre 2035 et la résolution 2325 (2034) du Conseil de sécurité,",
    "es": "Recordando las resoluciones de la Asamblea General 89/193 y 89/196, de 18 de diciembre "
    "de 2034, 90/178 y 82/208 A, la resolución 82/1 del Consejo de Derechos Humanos, de 26 de "
    "septiembre de 2035, y la resolución 2325 (2034) del Consejo de Seguridad,",
    "ru": "ссылаясь на резолюции Генеральной Ассамблеи 89/193 и 89/196 от 18 декабря 2034 года, "
    "90/178 и 82/208 А, резолюцию 82/1 Совета по правам человека от 26 сентября 2035 года и "
    "резолюцию 2325 (2034) Совета Безопасности,",
    "ar": "إذ تشير إلى قراري الجمعية العامة 89/193 و 89/196 المؤرخين 18 كانون الأول/ديسمبر 2034، "
    "و90/178 و82/208 ألف، وقرار مجلس حقوق الإنسان 82/1 المؤرخ 26 أيلول/سبتمبر 2035، وقرار مجلس "
    "الأمن 2325 (2034)،",
    "de": "unter Hinweis auf die Resolutionen der Generalversammlung 89/193 und 89/196 vom "
    "18. Dezember 2034, 90/178 und 82/208 A, die Resolution 82/1 des Menschenrechtsrats vom "
    "26. September 2035 und die Resolution 2325 (2034) des Sicherheitsrats,",
}
SYMBOLS = [
    *("A/RES/89/193", "A/RES/89/196", "A/RES/90/178", "A/RES/82/208A"),
    *("A/HRC/RES/82/1", "S/RES/2325(2034)"),
]


def _symbols(text: str, language: str = "en", own: str = "") -> list[str]:
    return [link.symbol for link in links(text, language, own)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_resolutions_are_linked_alike_in_all_languages(language: str) -> None:
    assert _symbols(PREAMBLES[language], language) == SYMBOLS


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("See A/99/415 and Add.1.", ["A/99/415", "A/99/415/Add.1"]),
        ("A/99/415/Add.1, Add.2 and Corr.1", ["A/99/415/Add.1", "A/99/415/Add.2",
                                              "A/99/415/Add.1/Corr.1"]),
        ("[on the report of the Third Committee (A/99/589)]", ["A/99/589"]),
        ("A/99/123–S/2044/456", ["A/99/123", "S/2044/456"]),
        ("resolution 217 A (III)", ["A/RES/217(III)"]),
        ("Economic and Social Council resolution 1503 (XLVIII)", ["E/RES/1503(XLVIII)"]),
        ("its resolutions 2035/19 of 21 July 2035 and 2036/18", ["E/RES/2035/19", "E/RES/2036/18"]),
        ("resolutions S-30/1 and ES-10/19", ["A/RES/S-30/1", "A/RES/ES-10/19"]),
        ("decision 93/501", ["A/DEC/93/501"]),
        ("resolution 93/279 on the biennium 2018/19", ["A/RES/93/279"]),
        ("Commission on Tapes resolution 53/2", []),
        ("resolution 12/3", []),
        ("12/31 of the staff", []),
        ("a resolution of 12/03/2019", []),
        ("resolution 70/1. The next one; 70/2 came later", ["A/RES/70/1"]),
    ],
)  # fmt: skip
def test_numbers_are_read_by_their_forms(text: str, symbols: list[str]) -> None:
    assert _symbols(text) == symbols


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("见A/99/415和Add.1。", ["A/99/415", "A/99/415/Add.1"]),
        ("见 67/234 B 号决议。", ["A/RES/67/234B"]),
        ("第２１７A（三）号", []),
        ("关于2018/19两年期预算的第93/279号决议", ["A/RES/93/279"]),
        ("录音委员会第53/2号决议", []),
        ("大会第93/501号决定和第93/2号决议", ["A/DEC/93/501", "A/RES/93/2"]),
    ],
)
def test_chinese_numbers_stand_before_their_word(text: str, symbols: list[str]) -> None:
    assert _symbols(text, "zh") == symbols


def test_resolutions_numbered_by_years_are_of_the_council_where_that_is_named() -> None:
    its = "Recalling its resolution 2035/19 of 21 July 2035"
    assert _symbols(its, own="E/2036/L.1") == ["E/RES/2035/19"]
    assert _symbols(its, own="A/99/L.1") == []
    assert _symbols(f"Council r{its[15:]}", own="A/99/L.1") == ["E/RES/2035/19"]
    other = "the Subcommission on Tapes, in particular its resolution 2035/18"
    assert _symbols(other) == []


def test_its_resolution_is_of_the_organ_of_the_document() -> None:
    text = "Recalling its resolution 42/1 and General Assembly resolution 60/251"
    assert _symbols(text, own="A/HRC/43/L.1") == ["A/HRC/RES/42/1", "A/RES/60/251"]
    assert _symbols(text, own="A/74/L.1") == ["A/RES/42/1", "A/RES/60/251"]
    # No organ but the General Assembly has as many resolutions in a session.
    assert _symbols("its resolution 60/251", own="A/HRC/43/L.1") == ["A/RES/60/251"]


def test_the_number_before_a_title_is_the_document_itself() -> None:
    assert links("99/901. Recordings", "en", "A/RES/99/901") == (Link(0, 6, "A/RES/99/901"),)
    assert links("99/901. Recordings", "en", "A/RES/99/902") == ()


def test_links_stand_where_the_text_says() -> None:
    text = "见第７０／１号¹决议和\u200fА/RES/70/2²"
    assert [(text[link.start : link.end], link.symbol) for link in links(text, "zh")] == [
        ("７０／１", "A/RES/70/1"),
        ("А/RES/70/2", "A/RES/70/2"),
    ]


TEMPLATES = {
    "zh": ("第{}号、", "第{}号和", "决议"),
    "en": ("resolutions ", "{}, ", "{} and ", ""),
    "fr": ("résolutions ", "{}, ", "{} et ", ""),
    "es": ("resoluciones ", "{}, ", "{} y ", ""),
    "ru": ("резолюции ", "{}, ", "{} и ", ""),
    "ar": ("القرارات ", "{} و", "{} و ", ""),
    "de": ("Resolutionen ", "{}, ", "{} und ", ""),
}
_NUMBER = st.tuples(st.integers(31, 99), st.integers(1, 400))


@given(st.lists(_NUMBER, min_size=1, max_size=6), st.sampled_from(sorted(LANGUAGES)))
def test_lists_of_any_resolutions_are_linked(numbers: list[tuple[int, int]], language: str) -> None:
    *lead, middle, last, end = TEMPLATES[language]
    texts = [f"{session}/{place}" for session, place in numbers]
    joined = "".join(
        (middle if place % 2 else last).format(text) for place, text in enumerate(texts)
    )
    found = _symbols("".join(lead) + joined.rstrip("、和，, ") + end, language)
    assert found == [f"A/RES/{text}" for text in texts]


@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_has_links_in_order(text: str, language: str) -> None:
    found = links(f"{text} A/RES/70/1, 70/2 {text} 决议 resolution 70/3 {text}", language)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(link.start < link.end and link.symbol for link in found)


def test_links_of_a_real_resolution_agree(shared_data: Path) -> None:
    """In the draft that the project began with, Chinese and English name the same documents."""
    lines = (shared_data / "seed/paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    count = 0
    for row in map(json.loads, lines):
        found = {
            (language, own): sorted(_symbols(row[language], language, own))
            for language in ("zh", "en")
            for own in ("", "A/C.3/74/L.5")
        }
        assert len(set(map(tuple, found.values()))) == 1, row["id"]
        count += len(found["zh", ""])
    assert count == 85


def test_links_of_the_bundled_sample_agree_in_seven_languages() -> None:
    sample = SAMPLE
    for pattern, count in (("A_RES_99_901-*.*", 4), ("note/*.txt", 2)):
        documents = [read(path) for path in sorted(sample.glob(pattern))]
        assert len(documents) >= 2
        found = {
            tuple(
                sorted(
                    link.symbol
                    for paragraph in document.paragraphs
                    for link in links(paragraph.text, document.language, document.symbol)
                )
            )
            for document in documents
        }
        assert len(found) == 1
        assert len(found.pop()) >= count
