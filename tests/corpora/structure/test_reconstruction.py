"""Paragraph reconstruction: which pieces are one paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.paragraphs import paragraphs
from hexapla.corpora.structure.pieces import Piece, clean, mark_notes
from hexapla.corpora.structure.reconstruction import reconstruct
from hexapla.corpora.structure.style import DocumentStyle
from tests.corpora.structure.test_contents import REPORTS

WHOLE = "The archive keeps every recording that was made at the meetings of the year {}."
LEFT = "The archive is to keep every recording that was made, and the notes of those who"
RIGHT = "made them, until the last of them has been copied by hand in three languages."


BEFORE = [WHOLE.format(year) for year in range(2031, 2035)]


def texts(*blocks: Block) -> list[str]:
    """The paragraphs of some blocks behind others that are whole."""
    pieces = mark_notes(clean([*map(Block, BEFORE), *blocks], "en"))
    style = DocumentStyle.of([piece for piece in pieces if piece.note is None], "en")
    return [piece.text for piece in reconstruct(pieces, style)]


def added(*blocks: Block) -> list[str]:
    return texts(*blocks)[len(BEFORE) :]


def test_a_page_break_is_no_end() -> None:
    assert added(Block(LEFT), Block(RIGHT, after_break=True)) == [f"{LEFT} {RIGHT}"]


def test_notes_follow_the_paragraph_that_they_cut() -> None:
    note = Block("¹ See A/99/12.")
    assert added(Block(LEFT), note, Block(RIGHT)) == [f"{LEFT} {RIGHT}", "See A/99/12."]


@pytest.mark.parametrize(
    "right",
    [
        Block(RIGHT.capitalize()),
        Block(RIGHT, begins=True),
        Block(RIGHT, Role.CELL),
        Block(RIGHT, Role.TEXT, "2."),
        Block(f"• {RIGHT}"),
    ],
    ids=["capital", "begins", "cell", "number", "bullet"],
)
def test_what_begins_a_paragraph_is_not_joined(right: Block) -> None:
    assert len(added(Block(LEFT), right)) == 2


@pytest.mark.parametrize("left", [WHOLE.format(2040), "The state of the tapes"])
def test_what_has_ended_and_what_is_a_heading_stay_apart(left: str) -> None:
    assert added(Block(left), Block(WHOLE.format(2041))) == [left, WHOLE.format(2041)]


_LINES = st.sampled_from([LEFT, RIGHT, WHOLE, "Head", ") x", "¹ Note.", "12 tapes"])


@given(st.lists(_LINES, unique=True))  # what comes back may belong to the page
def test_no_letter_is_lost(lines: list[str]) -> None:
    found = texts(*(Block(line, after_break=place % 3 == 0) for place, line in enumerate(lines)))
    letters = sorted("".join([*BEFORE, *(line.removeprefix("¹ ") for line in lines)]))
    assert sorted("".join(found).replace(" ", "")) == [sign for sign in letters if sign != " "]


def test_a_paragraph_has_an_end_even_where_nothing_has() -> None:
    endless = [Block("and so on " * 900, after_break=True) for _ in range(9)]
    assert max(map(len, texts(*endless))) < 40_000
    assert isinstance(clean(endless, "en")[0], Piece)


# The first line of a heading, the second, and the text between that heading and the next one.
CUT_HEADINGS = {
    "en": ("II. Upkeep of the lighthouses for the period from 1 July 2043 to", "30 June 2044"),
    "fr": ("II. Entretien des phares pour la période du 1er juillet 2043 au", "30 juin 2044"),
    "es": ("II. Mantenimiento de los faros desde el 1 de julio de 2043 al", "30 de junio de 2044"),
    "ru": ("II. Содержание маяков за период с 1 июля 2043 года по", "30 июня 2044 года"),
    "ar": ("ثانيا - صيانة المنارات للفترة من 1 تموز/يوليه 2043 إلى", "30 حزيران/يونيه 2044"),
    "de": ("II. Unterhalt der Leuchttürme vom 1. Juli 2043 bis zum", "30. Juni 2044"),
    "zh": ("二. 灯塔维护费用，2043年7月1日至", "2044年6月30日"),
}


@pytest.mark.parametrize("role", [Role.TEXT, Role.HEADING])
@pytest.mark.parametrize("language", CUT_HEADINGS)
def test_a_heading_that_leads_to_a_date_is_one(language: str, role: Role) -> None:
    _, headings, texts = REPORTS[language]
    first, second = CUT_HEADINGS[language]
    lines = [headings[0], first, second, headings[2]]
    blocks = [Block(line, role, level=1 if role is Role.HEADING else 0) for line in lines]
    blocks[1:1], blocks[4:4] = [Block(texts[0])], [Block(texts[1])]
    found = paragraphs([*blocks, Block(texts[2])], language)
    assert [each.kind for each in found].count(Kind.HEADING) + (found[0].kind is Kind.TITLE) == 3
    [cut] = [each for each in found if each.label == "II"]
    assert cut.text.endswith(second)
    assert Kind.SIGNATURE not in {each.kind for each in found}


def test_lines_of_a_heading_are_told_by_their_words() -> None:
    def lines_read(*lines: str, role: Role = Role.TEXT) -> list[str]:
        body = "The keepers of the lighthouses wrote all of this down in full in the archive."
        blocks = [Block(body), *(Block(line, role) for line in lines), Block(body)]
        return [each.text for each in paragraphs(blocks, "en")[1:-1]]

    three = ("Upkeep of the lighthouses on the coasts of the", "north and in the", "archipelago")
    assert lines_read(*three) == [" ".join(three)]
    assert lines_read(*three, role=Role.HEADING) == [" ".join(three)]
    small = ("Upkeep of the lighthouses on the northern", "coast in winter")
    assert lines_read(*small) == [" ".join(small)]
    day = ("Upkeep of the lighthouses until 30", "June 2044")
    assert lines_read(*day) == [" ".join(day)]
    # Two headings, and names that begin with a small letter.
    apart = ("Lamps", "Oil")
    assert lines_read(*apart, role=Role.HEADING) == list(apart)
    assert lines_read("Lamps", "oil") == ["Lamps", "oil"]


def test_a_date_in_a_report_is_no_signature_and_one_below_a_meeting_is() -> None:
    text = "The keepers of the lighthouses wrote all of this down in full in the archive."
    found = paragraphs([Block(text), Block("30 June 2044"), Block(text)], "en")
    assert Kind.SIGNATURE not in {each.kind for each in found}
    found = paragraphs([Block(text), Block("30 June 2044", Role.HEADING, level=2)], "en")
    assert [each.kind for each in found] == [Kind.BODY, Kind.HEADING]
    signed = [Block(text), Block("50th plenary meeting"), Block("18 December 2035")]
    assert [each.kind for each in paragraphs(signed, "en")][1:] == [Kind.SIGNATURE] * 2
