"""Paragraph reconstruction: which pieces are one paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.pieces import Piece, clean, mark_notes
from hexapla.corpora.structure.reconstruction import reconstruct
from hexapla.corpora.structure.style import DocumentStyle

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
