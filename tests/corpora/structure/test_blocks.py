"""What a reader says of a block, and when a table is one of data."""

from __future__ import annotations

from hexapla.corpora.structure.blocks import Block, Role, holds_data


def test_a_block_of_mere_text_says_nothing_more() -> None:
    assert Block("Text") == Block(
        "Text", Role.TEXT, marker="", level=0, after_break=False, full_width=False, begins=False
    )


def test_a_table_of_one_cell_is_a_box() -> None:
    assert [holds_data(cells) for cells in (0, 1, 2, 9)] == [False, False, True, True]
