"""Columns keep their width whatever script is in them, and nothing steers the terminal."""

import re

from hypothesis import given
from hypothesis import strategies as st

from hexapla.cli.columns import Column, Keep, cell_width, joined

TEXTS = st.text(st.sampled_from("ab é中国，سِجِلّ\u202e\u2067\n\x1b\u0301"), max_size=20)


@given(TEXTS, st.integers(0, 12), st.sampled_from(Keep), st.sampled_from(["ltr", "rtl"]))
def test_a_column_takes_its_width(text: str, width: int, keep: Keep, direction: str) -> None:
    for to_right in (False, True):
        shown = Column(text, width, direction, keep, to_right=to_right).shown()
        assert cell_width(shown) == width
        # What opens an isolate is closed in the column, and nothing else steers.
        pieces = " *([\u2066\u2067][^\u2066-\u2069]*\u2069|[^\u2066-\u2069]*) *"
        assert re.fullmatch(pieces, shown)
        assert not re.search("[\x00-\x1f\u202a-\u202e]", shown)


def test_which_end_stays() -> None:
    assert Column("abcdef", 4).shown() == "abc…"
    assert Column("abcdef", 4, keep=Keep.END).shown() == "…def"
    assert Column("中文字", 5, keep=Keep.END).shown() == "…文字"
    assert Column("中文字", 4, to_right=True).shown() == " 中…"


def test_a_line_with_arabic_runs_from_left_to_right() -> None:
    line = joined(Column("سجل", 4, "rtl"), Column("A/1", 3))
    assert line == "\u200e\u2067سجل\u2069  A/1"
    assert joined(Column("a", 2), Column("b", 2)) == "a  b"
