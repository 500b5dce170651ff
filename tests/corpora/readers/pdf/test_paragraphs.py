"""Seams between lines: paragraphs by gaps, indents, room and numbers."""

from __future__ import annotations

from hexapla.corpora.readers.pdf.layout import layout
from hexapla.corpora.readers.pdf.paragraphs import Seam, seams
from tests.corpora.readers.pdf.rows import line, page

FULL = "The register is open to all who wish to read in it, and"
LAST = "costs nothing."


def found(*steps: tuple[float, float, str], language: str = "en") -> list[Seam]:
    """The seams of lines, each its distance from the line above, its start and its text."""
    rows, y = [], 700.0
    for step, x, text in steps:
        y -= step
        rows.append(line(y, text, x))
    return seams(layout([page(*rows)]).lines, language)


def test_gaps_part_paragraphs() -> None:
    lines = [(12.0, 60.0, FULL), (12.0, 60.0, FULL), (12.0, 60.0, LAST)]
    second = [(20.0, 60.0, FULL), *lines[1:]]
    assert found(*lines, *second, *second) == [Seam.BREAK, Seam.NONE, Seam.NONE] * 3


def test_lines_closer_than_their_letters_are_high_do_not_show_the_distance_of_lines() -> None:
    labels = [(40.0, 60.0, FULL), (9.0, 60.0, FULL), (9.0, 60.0, FULL)]
    text = [(40.0, 60.0, FULL), (12.0, 60.0, FULL), (12.0, 60.0, LAST)]
    assert found(*labels, *text)[3:] == [Seam.BREAK, Seam.NONE, Seam.NONE]


def test_indents_part_paragraphs() -> None:
    lines = [(12.0, 78.0, FULL[:-4]), (12.0, 60.0, FULL), (12.0, 60.0, FULL)]
    assert found(*lines, *lines, *lines) == [Seam.BREAK, Seam.NONE, Seam.NONE] * 3


def test_numbers_of_a_sequence_begin_paragraphs() -> None:
    lines = [
        (12.0, 60.0, f"{number}. {FULL[4:]}" if first else LAST)
        for number in (1, 2, 3)
        for first in (True, False)
    ]
    assert found(*lines) == [Seam.BREAK, Seam.NONE] * 3


def test_arabic_lines_that_strokes_fill_may_end_a_little_before_the_margin() -> None:
    full, short = ("السجل مفتوح لجميع من يرغب في الاطلاع عليه " * 2)[:59], 20
    lines = [(12.0, 60.0, full)] * 9 + [(12.0, 58.0, full[:-1]), (12.0, 60.0, full[:short])]
    wanted = [Seam.BREAK, *[Seam.NONE] * 10]
    assert found(*[(20.0, 60.0, full), *lines[1:]] * 3, language="ar") == wanted * 3
    shorter = [*lines[:9], (12.0, 60.0, full[:-4]), lines[10]]
    assert found(*[(20.0, 60.0, full), *shorter[1:]] * 3, language="ar") != wanted * 3


def test_margins_are_those_of_the_block_and_not_of_the_page() -> None:
    wide = [(24.0, 60.0, f"{FULL} {FULL[:30]}"), (12.0, 60.0, f"{FULL} {FULL[:30]}")]
    heading = [(24.0, 60.0, "The register of texts that are open"), (12.0, 78.0, "to all of them")]
    text = [(18.0, 123.0, FULL[:40]), (12.0, 123.0, FULL[:40]), (12.0, 123.0, FULL[:20])]
    lines = [*wide, *heading, *text, *text, *text, *wide]
    seam = [Seam.BREAK, Seam.NONE]
    assert found(*lines) == [*seam, *seam, *[*seam, Seam.NONE] * 3, *seam]


def test_lines_that_all_begin_elsewhere_have_seams() -> None:
    assert len(found(*((12.0, 60.0 + 7 * n, LAST) for n in range(15)))) == 15


def test_the_end_of_a_page_within_a_sentence_is_a_cut() -> None:
    pages = [
        page(
            *(line(700 - 12 * n, f"{FULL[:-4]} {chr(97 + 9 * number + n)}at") for n in range(5)),
            number=number,
        )
        for number in range(2)
    ]
    assert seams(layout(pages).lines, "en")[5] is Seam.CUT


def test_the_title_of_a_table_is_apart_from_its_number() -> None:
    text = [(20.0, 60.0, FULL), (12.0, 60.0, LAST)] * 3
    title = (12.0, 60.0, "Posts and staff")
    assert found((12.0, 60.0, "Table 13.2"), title, *text)[1] is Seam.BREAK
    assert found((12.0, 60.0, "Its tables"), title, *text)[1] is Seam.NONE


def test_a_short_heading_does_not_go_on_in_the_next() -> None:
    text = [(20.0, FULL), (12.0, FULL), (12.0, FULL), (12.0, LAST)] * 3
    rows, y = [], 700.0
    steps = [*text, (24.0, "Registers"), (12.0, "Costs of the year"), *text]
    steps += [(24.0, f"{FULL[:45]} costs"), (12.0, "of the year")]
    for step, words in steps:
        y -= step
        rows.append(line(y, words)._replace(bold=words not in (FULL, LAST)))
    seam = seams(layout([page(*rows)]).lines, "en")
    assert [seam[place] for place in (12, 13, 26, 27)] == [
        Seam.BREAK,
        Seam.BREAK,
        Seam.BREAK,
        Seam.NONE,
    ]


def test_the_item_of_an_agenda_goes_on_above_the_title() -> None:
    text = [(20.0, FULL), (12.0, FULL), (12.0, FULL), (12.0, LAST)] * 3
    item = [(0.0, "The register and its Annual"), (12.0, "Costs of the year")]
    rows, y = [], 700.0
    for step, words in [*item, (30.0, "The registers"), *text]:
        y -= step
        size = 14 if words == "The registers" else 10
        rows.append(line(y, words, size=size)._replace(bold=words not in (FULL, LAST)))
    assert seams(layout([page(*rows)]).lines, "en")[1] is Seam.NONE


def test_lines_of_a_large_title_are_apart() -> None:
    text = [(20.0, FULL), (12.0, FULL), (12.0, FULL), (12.0, LAST)] * 3
    rows, y = [], 700.0
    for step, words in [(0.0, "Section 13"), (18.0, "Lamps by the harbour"), *text]:
        y -= step
        size = 10 if words in (FULL, LAST) else 14
        rows.append(line(y, words, size=size)._replace(bold=size > 10))
    assert seams(layout([page(*rows)]).lines, "en")[1] is Seam.BREAK


def test_a_small_line_need_not_reach_the_margin_where_text_is_justified() -> None:
    full = "The register is open to all who wish to read in its texts"
    justified = [(20.0, full), *[(12.0, full)] * 4, (12.0, LAST)] * 3
    rows, y = [], 700.0
    for step, words in justified:
        y -= step
        rows.append(line(y, words))
    note = ["It was kept by the office of the", "registers; it is open to all of them."]
    rows += [line(y - 30 - 11 * n, words, size=8) for n, words in enumerate(note)]
    assert seams(layout([page(*rows)]).lines, "en")[-2:] == [Seam.BREAK, Seam.NONE]


def test_a_sign_over_the_margin_shortens_no_other_line() -> None:
    """Behind the figure, the Chinese word goes on in the next line."""
    full = "登记册向所有希望阅读的人开放并且每年更新一次由" * 3
    first, rest = (24.0, 60.0, full), (14.0, 60.0, full)
    whole = [first, *[rest] * 4, (14.0, 60.0, full[:30])]
    hung, cut = (14.0, 60.0, f"{full}、、"), (14.0, 60.0, f"{full[:-6]} 20 44")
    last = [first, rest, hung, cut, (14.0, 60.0, f"年{full[:30]}")]
    assert found(*whole * 4, *last, language="zh")[-5:] == [Seam.BREAK, *[Seam.NONE] * 4]
