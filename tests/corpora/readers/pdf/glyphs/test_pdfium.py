"""Room for the numbers of characters, which serves one page after the other."""

from __future__ import annotations

from hexapla.corpora.readers.pdf.glyphs.pdfium import Room


def test_only_the_room_that_a_page_needs_is_cleared_for_it() -> None:
    """A page of a million characters would else make all pages after it slow."""
    room = Room("d", 2)
    for place in room.places(5):
        place._obj[:] = b"\1" * len(place._obj)
    assert all(room.column(5))
    room.places(2)
    assert [bool(number) for number in room.column(5)] == [False] * 2 + [True] * 3
