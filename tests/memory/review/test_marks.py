"""How translations are marked."""

from __future__ import annotations

from hexapla.memory.review.marks import SYMBOLS, Mark


def test_every_mark_is_told_from_the_others_without_its_colour() -> None:
    assert set(SYMBOLS) == set(Mark)
    assert len(set(SYMBOLS.values())) == len(Mark)
    assert [mark for mark in Mark if not SYMBOLS[mark]] == [Mark.COVERED]
