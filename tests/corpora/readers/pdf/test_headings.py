from __future__ import annotations

from hexapla.corpora.document import Kind
from hexapla.corpora.readers.pdf import reader as pdf
from hexapla.corpora.readers.pdf.glyphs.pages import Page
from hexapla.corpora.readers.pdf.glyphs.reading import read_pages
from hexapla.corpora.readers.pdf.headings import Headings
from hexapla.corpora.readers.pdf.layout import Line, layout
from hexapla.corpora.readers.pdf.paragraphs import Seam, seams
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.pdf.rows import line, page
from tests.corpora.readers.pdf_files import page_file
from tests.corpora.readers.raw_files import raw

_TEXT = "The Board takes note of the plan and of the money that it needs for it."


def _lines(*pages: Page) -> list[Line]:
    return layout(pages).lines


def test_bold_and_large_lines_are_headings_by_their_size() -> None:
    lines = _lines(
        page(
            line(700, "Money", size=14)._replace(bold=True),
            line(670, "Contents", size=13),
            line(640, "Staff")._replace(bold=True),
            line(610, _TEXT),
        )
    )
    headings = Headings.of(lines)
    assert [headings.level([each], each.text) for each in lines] == [1, 2, 3, 0]


def test_a_size_is_rounded_before_it_is_told_to_be_large() -> None:
    """11.6 points are read as 11.5, which are not more than 1.15 times 10."""
    lines = _lines(
        page(
            line(700, "Money", size=12),
            line(670, "Staff", size=11.6),
            line(640, _TEXT, size=10),
        )
    )
    headings = Headings.of(lines)
    assert [headings.level([each], each.text) for each in lines] == [1, 0, 0]


def test_a_sentence_a_figure_and_lines_that_are_bold_in_part_are_no_headings() -> None:
    lines = _lines(
        page(
            line(700, "The Board agrees.")._replace(bold=True),
            line(670, "1 200")._replace(bold=True),
            line(640, "What the")._replace(bold=True),
            line(628, "Board says"),
            line(600, _TEXT),
        )
    )
    headings = Headings.of(lines)
    assert headings.level(lines[:1], lines[0].text) == 0
    assert headings.level(lines[1:2], lines[1].text) == 0
    assert headings.level(lines[2:4], "What the Board says") == 0


def test_where_the_text_is_bold_nothing_is_a_heading_by_its_weight() -> None:
    lines = _lines(
        page(line(700, "Staff")._replace(bold=True), line(670, _TEXT)._replace(bold=True))
    )
    assert Headings.of(lines).level(lines[:1], "Staff") == 0


def test_fonts_tell_by_their_names_and_outlines_which_rows_are_bold() -> None:
    data = page_file((60, 700, 10, "plain"), bold=[(60, 650, 10, "heavy")])
    assert [row.bold for row in read_pages(data, 1)[0].rows] == [False, True]
    for name, bold in (
        ("ABCDEF+DejaVuSerif-Bold", True),
        ("TimesNewRomanPS-BoldMT", True),
        ("Arial,BoldItalic", True),
        ("NotoSansCJKjp-Bold-VKana", True),
        ("Roboto-SemiBold", True),
        ("ArialBlack", True),
        ("SimHei", True),
        ("ABCDEF+STHeiti", True),
        ("STHeitiSC-Light", False),
        ("FZHTK--GBK1-0", True),
        ("MicrosoftYaHei", False),
        ("KoboldSerif", False),
        ("BoldonRoman", False),
        ("NotoSerif-Regular", False),
    ):
        (row,) = read_pages(page_file((60, 700, 10, "words"), font=name), 1)[0].rows
        assert row.bold is bold, name


def test_headings_of_two_lines_are_whole_and_apart_from_the_next() -> None:
    """The text is justified, and full lines of headings are shorter; no line has a stop."""
    text = [(60.0, 600.0 - 12 * n, 10.0, "x" * 24 + " " + "y" * 40) for n in range(8)]
    bold = [
        (60.0, 680.0, 12.0, "Staff and posts"),
        (60.0, 650.0, 10.0, "What the Board has said of the staff that it needs for its work"),
        (60.0, 638.0, 10.0, "next year"),
    ]
    data = page_file(*text, (60.0, 504.0, 10.0, "x" * 24), bold=bold)
    content = pdf.read(raw(data, "report.pdf"))
    blocks = content.blocks("en")
    assert [(block.role, block.level, block.text) for block in blocks[:-1]] == [
        (Role.HEADING, 1, "Staff and posts"),
        (Role.HEADING, 2, f"{bold[1][3]} {bold[2][3]}"),
    ]
    kinds = [each.kind for each in paragraphs(blocks, "en")]
    assert kinds[1:] == [Kind.HEADING, Kind.BODY]


def test_gaps_between_paragraphs_are_told_by_the_text_and_not_by_captions_and_headings() -> None:
    """Ten captions stand close above their titles; the text has gaps, and few lines a paragraph."""
    pages = [
        page(
            line(800 - 40 * number, f"Table {number}"),
            line(788 - 40 * number, f"What the Board keeps {'x' * 60}")._replace(bold=True),
            line(764 - 40 * number, "x" * 30 + " " + "y" * 40),
            line(752 - 40 * number, "It agrees."),
            line(734 - 40 * number, "x" * 30 + " " + "y" * 40),
            line(722 - 40 * number, "It agrees."),
            number=number,
        )
        for number in range(10)
    ]
    lines = _lines(*pages)
    before = seams(lines, "en")
    assert [seam is Seam.NONE for seam in before] == [False, False, False, True, False, True] * 10


def test_a_bold_paragraph_that_goes_on_on_the_next_page_is_no_heading() -> None:
    words = "x" * 30 + " " + "y" * 40
    text = [line(700 - 12 * n, words) for n in range(8)]
    cut = [line(y, words)._replace(bold=True) for y in (580, 568)]
    rest = [line(700, words)._replace(bold=True), line(688, "It agrees.")._replace(bold=True)]
    found = pdf.blocks(_lines(page(*text, *cut), page(*rest, number=1)), "en")
    assert Role.HEADING not in {block.role for block in found}


def test_a_line_in_bold_above_a_shorter_one_that_is_not_is_a_heading_of_its_own() -> None:
    """As the session of the organ stands above the item of its agenda."""
    words = "x" * 30 + " " + "y" * 40
    text = [
        line(600 - 12 * n - 8 * (n // 3), "It agrees." if n % 3 == 2 else words) for n in range(9)
    ]
    front = [
        line(700, "Ninety-ninth session of the Board")._replace(bold=True),
        line(688, "Item 12"),
    ]
    found = pdf.blocks(_lines(page(*front, *text)), "en")
    assert [block.text for block in found[:2]] == ["Ninety-ninth session of the Board", "Item 12"]
