"""What differs between two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.text.difference import DiffKind, DiffPiece, difference

TEXT = st.text(st.sampled_from("ab 甲乙.é"), max_size=20)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off_the_pieces(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(each.text for each in pieces if each.kind is not DiffKind.ADDED) == old
    assert "".join(each.text for each in pieces if each.kind is not DiffKind.REMOVED) == new
    assert all(each.text for each in pieces)


def test_words_are_compared_whole_and_ideographs_one_by_one() -> None:
    assert difference("the report", "the reports")[-2:] == [
        DiffPiece(DiffKind.REMOVED, "report"),
        DiffPiece(DiffKind.ADDED, "reports"),
    ]
    assert difference("报告书", "报告") == [
        DiffPiece(DiffKind.SAME, "报告"),
        DiffPiece(DiffKind.REMOVED, "书"),
    ]


def test_the_same_text_is_one_piece_and_no_text_is_none() -> None:
    assert difference("一个 text", "一个 text") == [DiffPiece(DiffKind.SAME, "一个 text")]
    assert difference("", "") == []
