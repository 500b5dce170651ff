"""The numbers that Word counts itself: levels, restarts, styles of numerals, overrides."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from hexapla.corpora.numbers.numerals import format_roman
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.word_files import (
    LEGAL,
    blocks,
    levels,
    lists,
    markers,
    numbered,
    paragraph,
)

# Automatic numbers. The expected ones were checked against LibreOffice's own conversion to text.


def test_levels_count_and_restart() -> None:
    body = "".join(numbered("x", depth=depth) for depth in (0, 0, 1, 1, 2, 2, 1, 2, 0, 1))
    wanted = ["1.", "2.", "(a)", "(b)", "(i)", "(ii)", "(c)", "(i)", "3.", "(a)"]
    assert markers(body, numbering=lists(LEGAL)) == wanted


def test_a_skipped_level_shows_its_first_number_and_uses_it_up() -> None:
    pattern = levels(("decimal", "%1."), ("lowerLetter", "%1.%2"), start=3)
    body = "".join(numbered("x", depth=depth) for depth in (1, 1, 0, 1))
    assert markers(body, numbering=lists(pattern)) == ["3.c", "3.d", "4.", "4.c"]


def test_lists_of_one_definition_share_a_count_until_one_starts_anew() -> None:
    numbering = f'<w:abstractNum w:abstractNumId="1">{LEGAL}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="1"/>{override}</w:num>'
        for name, override in (
            ("1", ""),
            ("2", ""),
            ("3", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
    )
    body = "".join(numbered("x", number=number) for number in (1, 1, 2, 3, 3, 1, 3))
    assert markers(body, numbering=numbering) == ["1.", "2.", "3.", "5.", "6.", "7.", "8."]


@pytest.mark.parametrize(
    ("restart", "wanted"),
    [
        ("0", ["1)", "2)", "3)", "4)"]),
        ("1", ["1)", "2)", "1)", "2)"]),
        ("2", ["1)", "1)", "1)", "1)"]),
    ],
)
def test_a_level_restarts_after_the_level_that_it_names(restart: str, wanted: list[str]) -> None:
    pattern = LEGAL + (
        f'<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlRestart w:val="{restart}"/><w:lvlText w:val="%4)"/></w:lvl>'
    )
    depths = (0, 1, 3, 1, 3, 0, 1, 3, 1, 3)
    found = markers("".join(numbered("x", depth=d) for d in depths), numbering=lists(pattern))
    assert [marker for marker in found if marker.endswith(")") and marker[0] != "("] == wanted


@pytest.mark.parametrize(
    ("style", "pattern", "wanted"),
    [
        ("decimal", "第%1条", ["第1条", "第2条", "第3条"]),
        ("chineseCounting", "第%1条", ["第一条", "第二条", "第三条"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）", "（三）"]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("russianLower", "%1)", ["а)", "б)", "в)"]),
        ("arabicAbjad", "(%1)", ["(أ)", "(ب)", "(ج)"]),
        ("arabicAlpha", "(%1)", ["(أ)", "(ب)", "(ت)"]),
        ("lowerRoman", "(%1)", ["(i)", "(ii)", "(iii)"]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("ideographDigital", "%1、", ["一、", "二、", "三、"]),
        ("taiwaneseCounting", "%1、", ["一、", "二、", "三、"]),
        ("hebrew1", "%1.", ["1.", "2.", "3."]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("bullet", "•", ["", "", ""]),
        ("none", "%1.", ["", "", ""]),
        ("unheardOf", "%1.", ["1.", "2.", "3."]),
    ],
)
def test_numerals(style: str, pattern: str, wanted: list[str]) -> None:
    body = numbered("x") * 3
    assert markers(body, numbering=lists(levels((style, pattern)))) == wanted


def test_numbering_comes_with_a_style_and_goes_with_list_zero() -> None:
    def style(name: str, called: str, inner: str, based: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/>'
            f'<w:basedOn w:val="{based}"/><w:pPr>{inner}</w:pPr></w:style>'
        )

    of_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = (
        style("Chapter", "chapter", of_list)
        + style("Point", "point", of_list)
        + style("Quiet", "quiet", "", based="Chapter")
        + style("Loop", "loop", "", based="Loop")
    )
    numbering = lists(levels(("upperRoman", "%1."), ("decimal", "%1.%2")))
    numbering = numbering.replace(
        '<w:lvlText w:val="%1.%2"/>',
        '<w:pStyle w:val="Point"/><w:isLgl/><w:lvlText w:val="%1.%2"/>',
    )

    def of(name: str, extra: str = "") -> str:
        return paragraph("x", properties=f'<w:pStyle w:val="{name}"/>{extra}')

    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    names = ("Chapter", "Point", "Point", "Quiet", "Point", "Loop")
    body = "".join(map(of, names)) + of("Chapter", none) + of("Chapter")
    wanted = ["I.", "1.1", "1.2", "II.", "2.1", "", "", "III."]
    assert markers(body, numbering=numbering, styles=styles) == wanted


def test_a_list_linked_to_a_numbering_style_takes_its_levels() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="UN"/>{LEGAL}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="UN"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="2"/></w:num>'
    )
    assert markers(numbered("x") * 2, numbering=numbering) == ["1.", "2."]


def test_deleted_numbered_paragraphs_do_not_count() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '<w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2"><w:r><w:delText>old</w:delText>'
        "</w:r></w:del></w:p>"
    )
    body = numbered("one") + gone + numbered("two")
    found = blocks(body, numbering=lists(LEGAL))
    assert [(block.marker, block.text) for block in found] == [("1.", "one"), ("2.", "two")]


_ROMAN = [format_roman(value) for value in range(1, 11)]


@pytest.mark.parametrize(
    ("style", "pattern", "language", "labels"),
    [
        ("decimal", "%1.", "en", range(1, 11)),
        ("decimalFullWidth", "%1．", "zh", range(1, 11)),
        ("decimalEnclosedCircle", "%1", "zh", [f"({value})" for value in range(1, 11)]),
        ("lowerLetter", "(%1)", "en", [f"({letter})" for letter in "abcdefghij"]),
        ("lowerRoman", "(%1)", "en", [f"({name.lower()})" for name in _ROMAN]),
        ("upperLetter", "%1.", "fr", "ABCDEFGHIJ"),
        ("upperRoman", "%1.", "es", _ROMAN),
        ("russianLower", "%1)", "ru", [f"({letter})" for letter in "abcdefghij"]),
        ("arabicAbjad", "(%1)", "ar", [f"({letter})" for letter in "abcdefghij"]),
        ("arabicAlpha", "(%1)", "ar", [f"({letter})" for letter in "abcdefghij"]),
        ("chineseCounting", "%1、", "zh", range(1, 11)),
        ("chineseCountingThousand", "（%1）", "zh", [f"({name.lower()})" for name in _ROMAN]),
        ("ideographDigital", "%1、", "zh", range(1, 11)),
        ("taiwaneseCounting", "%1、", "zh", range(1, 11)),
        ("ideographTraditional", "%1、", "zh", "ABCDEFGHIJ"),
        ("hebrew1", "%1.", "en", range(1, 11)),
    ],
)
def test_automatic_numbers_of_all_styles_are_labels_in_order(
    style: str, pattern: str, language: str, labels: Iterable[object]
) -> None:
    """Ten points of one list are labelled one to ten, whatever signs Word prints for them."""
    body = "".join(numbered(f"Point {place} is short.") for place in range(1, 11))
    found = blocks(body, numbering=lists(levels((style, pattern))))
    assert [p.label for p in paragraphs(found, language)] == [str(label) for label in labels]


def test_a_number_is_printed_no_longer_than_numbers_are() -> None:
    pattern = levels(("lowerLetter", "%1" * 100), start=9000)
    assert markers(numbered("Text") * 3, numbering=lists(pattern)) == [""] * 3
