"""The style of a document, learnt from its running text."""

from __future__ import annotations

from hexapla.corpora.structure.blocks import Block
from hexapla.corpora.structure.pieces import Piece, clean
from hexapla.corpora.structure.style import DocumentStyle

LONG = "The archive keeps every recording of the year {} that was made at its meetings{}"


def pieces(*texts: str, full_width: bool = False) -> list[Piece]:
    return clean([Block(text, full_width=full_width) for text in texts], "en")


def test_stops_and_capitals_tell_where_most_paragraphs_have_them() -> None:
    found = DocumentStyle.of(pieces(*(LONG.format(n, ".") for n in range(4))), "en")
    assert found.ends_tell and found.capitals_tell and not found.wrapped


def test_they_tell_nothing_where_most_have_none() -> None:
    found = DocumentStyle.of(pieces(*(LONG.format(n, "").lower() for n in range(4))), "en")
    assert not found.ends_tell and not found.capitals_tell


def test_a_heading_is_short_and_has_no_end() -> None:
    style = DocumentStyle.of(pieces(*(LONG.format(n, ".") for n in range(4))), "en")
    texts = ("The state of the tapes", "It ends.", "and goes on", "12", LONG.format(9, "") * 2)
    assert [style.heading_like(piece) for piece in pieces(*texts)] == [True] + [False] * 4


def test_a_piece_breaks_off_by_its_end_or_where_ends_say_nothing_by_the_margin() -> None:
    telling = DocumentStyle.of(pieces(*(LONG.format(n, ".") for n in range(4))), "en")
    (open_piece, closed) = pieces("The text goes", "It ends.")
    assert telling.breaks_off(open_piece) and not telling.breaks_off(closed)
    silent = DocumentStyle.of(pieces(*(LONG.format(n, "") for n in range(4))), "en")
    (at_margin,) = pieces("It ends.", full_width=True)
    assert silent.breaks_off(at_margin) and not silent.breaks_off(open_piece)
