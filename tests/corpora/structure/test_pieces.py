"""Blocks made pieces: page artefacts out, notes set apart."""

from __future__ import annotations

import pytest

from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.pieces import Piece, clean, mark_notes


def pieces(*texts: str) -> list[Piece]:
    return clean([Block(text) for text in texts], "en")


def test_page_artefacts_and_empty_blocks_go_and_the_text_after_them_knows() -> None:
    found = pieces("The text goes", "3/9 19-12345", "  ", "on here.", "* * *", "It ends.")
    assert [(piece.text, piece.after_break) for piece in found] == [
        ("The text goes", False),
        ("on here.", True),
        ("It ends.", True),
    ]


def test_what_the_format_numbers_or_puts_in_cells_stays() -> None:
    blocks = [Block("3/9", Role.CELL), Block("***", Role.TEXT, "1.")]
    assert [piece.text for piece in clean(blocks, "en")] == ["3/9", "***"]


def test_where_page_artefacts_stood_the_format_may_have_begun_a_paragraph_by_mistake() -> None:
    blocks = [Block("The text", begins=True), Block("3/9 19-12345"), Block("goes on", begins=True)]
    assert [piece.block.begins for piece in clean(blocks, "en")] == [True, False]


def test_a_line_that_comes_back_above_tables_breaks_into_no_sentence() -> None:
    head = [Block("Costs of the lamps by the sea", Role.HEADING), Block("(In dollars)")]
    blocks = [each for n in range(4) for each in (*head, Block(f"Oil {n}", Role.CELL))]
    assert [piece.text for piece in clean(blocks, "en")].count("(In dollars)") == 4


@pytest.mark.parametrize(
    ("text", "note", "rest"),
    [
        ("¹ See A/99/12.", "1", "See A/99/12."),
        ("12/ Ibid.", "12", "Ibid."),
        ("[3] Ibid.", "3", "Ibid."),
        ("注3：同上。", "3", "同上。"),
        ("ᵃ Not reported.", "a", "Not reported."),
    ],
)
def test_notes_are_set_apart(text: str, note: str, rest: str) -> None:
    first, found, after = mark_notes(pieces("The text", text, "goes on."))
    assert (first.note, found.note, found.text) == (None, note, rest)
    assert after.after_break


def test_a_star_is_a_note_where_it_is_cited_or_alone() -> None:
    texts = ("The chair* spoke.", "* Elected.", "* Since ill.")
    assert [piece.note for piece in mark_notes(pieces(*texts))] == [None, "*", "*"]
    listed = ("What is needed:", "* A room", "* A key")
    assert [piece.note for piece in mark_notes(pieces(*listed))] == [None, None, None]


def test_the_format_knows_its_notes() -> None:
    blocks = [Block("Text"), Block("See above.", Role.NOTE, "[4]"), Block("⁵ Ibid.", Role.NOTE)]
    found = mark_notes(clean(blocks, "en"))
    assert [(piece.note, piece.text) for piece in found[1:]] == [
        ("4", "See above."),
        ("5", "Ibid."),
    ]


def test_notes_of_tables_are_their_last_cells_or_the_text_below_them() -> None:
    cells = [Block("Lamps", Role.CELL), Block("ᵃ As at May.", Role.CELL), Block("¹ Oil", Role.CELL)]
    below = [Block("Source: the Board."), Block("Note: as lit."), Block("The lamps burned.")]
    found = mark_notes(clean([*cells, *below, Block("Note: not below a table.")], "en"))
    assert [piece.note for piece in found] == [None, "a", None, "", "", None, None]
